//! P11: units of targets that cannot be meant: 398.1 元 for a project of 398.10 万元.

use rust_decimal::Decimal;

use super::{finding, nothing, number, quoted, title};
use crate::amount::{Unit, grouped};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Indicator, Kind, Program};
use crate::report::{Category, Outcome};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "P11",
    name: "指标值的计量单位合理",
    document: Kind::Unknown,
    doc: "查什么: 指标的金额和项目预算的数字相同而单位不同（元与万元）；说的是总费用，数额却只有几元；数量带“万”字单位，数值又上千，而同一项目的同类数量没有这么大；同一项目里同一样东西的两个指标数值相同，单位却差一个“万”字；金额的单位只写了“万”。
为什么: 元和万元差一万倍，按字面就无法考核。
依据: 绩效指标应当清晰、可衡量（财预〔2021〕101号）。
举例: 项目预算 398.10 万元，成本指标“发放补助资金金额 ≤398.1 元”，单位应为万元。
怎么改: 把单位改为万元（或把数值换算成元），“万份”“万人”同样核对。",
    run,
};

/// Names of amounts of a whole, not of one piece.
const TOTAL: [&str; 8] = ["金额", "经费", "资金", "费用", "总成本", "总额", "支出", "投入"];
/// Names of amounts of one piece.
const PIECE: [&str; 14] = [
    "标准",
    "单价",
    "人均",
    "每",
    "定额",
    "户均",
    "均",
    "单位成本",
    "/",
    "增",
    "收入",
    "补贴",
    "奖励",
    "收费",
];

fn run(context: &mut Context<'_>) {
    for program in &context.disclosure.programs {
        for indicator in &program.indicators {
            let Some((value, unit)) = number(indicator.target.as_ref()).zip(indicator.unit.as_deref()) else {
                continue;
            };
            let Some((why, right)) = slip(program, indicator, value, unit) else {
                context.ledger.add(CHECK.code, Outcome::Passed);
                continue;
            };
            context.ledger.add(CHECK.code, Outcome::Failed);
            let printed = format!("{value} {unit}");
            let message = format!(
                "{}的指标“{}”写作 {}{printed}，{why}，单位像是应为{right}。",
                quoted(program),
                title(indicator),
                indicator.op.as_deref().unwrap_or_default()
            );
            let values = Some((format!("{value} {right}"), printed));
            let place = indicator.origin.clone().or_else(|| program.origin.clone());
            let mut found = finding(CHECK.code, message, values, [place, program.origin.clone()]);
            found.category = Category::Unit;
            context.findings.push(found);
        }
    }
    nothing(context, CHECK.code, "没有写计量单位的绩效指标");
}

/// Whether two names speak of one thing: 调查企业户数 and 服务企业数. Words that any indicator has do not count.
fn share_a_thing(a: &str, b: &str) -> bool {
    const EMPTY: [&str; 12] =
        ["数量", "次数", "人数", "户数", "项目", "完成", "工作", "服务", "开展", "组织", "指标", "情况"];
    let a: Vec<char> = a.chars().collect();
    a.windows(2).any(|pair| {
        let pair: String = pair.iter().collect();
        b.contains(&pair) && !EMPTY.contains(&pair.as_str())
    })
}

/// Why a unit cannot be meant, and which one probably is.
fn slip(program: &Program, indicator: &Indicator, value: Decimal, unit: &str) -> Option<(String, String)> {
    let name = indicator.l3.as_deref().unwrap_or_default();
    let total = TOTAL.iter().any(|word| name.contains(word)) && !PIECE.iter().any(|word| name.contains(word));
    let budget = program.budget.zip(program.unit).filter(|(budget, _)| *budget > Decimal::ZERO);
    if let Some((budget, of_form)) = budget
        && total
    {
        let printed = format!("{} {}", grouped(budget), of_form.label());
        let own = [Unit::Yuan, Unit::TenThousand].into_iter().find(|own| own.label() == unit);
        let fits = |own: Unit| own != of_form && value == budget;
        if own.is_some_and(fits) && (value.normalize().scale() > 0 || value >= Decimal::from(100)) {
            return Some((format!("和项目预算 {printed} 数字相同而单位不同"), of_form.label().to_owned()));
        }
        let large = budget.checked_mul(of_form.in_yuan()).is_some_and(|yuan| yuan >= Decimal::from(10_000));
        if own == Some(Unit::Yuan) && large && value > Decimal::ZERO && value < Decimal::from(100) {
            return Some((format!("而项目预算有 {printed}"), Unit::TenThousand.label().to_owned()));
        }
    }
    let money = total || PIECE.iter().any(|word| name.contains(word));
    if unit == "万" && money {
        return Some(("缺“元”字".to_owned(), Unit::TenThousand.label().to_owned()));
    }
    let piece = unit.strip_prefix('万').filter(|piece| !piece.is_empty() && !piece.starts_with('元'))?;
    let near = |other: &Indicator| {
        let plain =
            other.unit.as_deref().is_some_and(|unit| !unit.starts_with('万') && !unit.starts_with('%'));
        number(other.target.as_ref())
            .filter(|_| plain)
            .is_some_and(|other| other >= value / Decimal::TWO && other <= value * Decimal::TWO)
    };
    let twin = |other: &&Indicator| {
        near(other)
            && value >= Decimal::TEN
            && number(other.target.as_ref()) == Some(value)
            && other.l3.as_deref().is_some_and(|other| share_a_thing(name, other))
    };
    let large =
        program.indicators.iter().find(|other| near(other)).filter(|_| value >= Decimal::ONE_THOUSAND);
    let like = large.or_else(|| program.indicators.iter().find(twin))?;
    let (target, unit) = (like.target.as_deref()?, like.unit.as_deref()?);
    Some((format!("而同一项目的“{}”是 {target} {unit}", title(like)), piece.to_owned()))
}
