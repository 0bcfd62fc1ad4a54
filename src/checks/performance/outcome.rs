//! P09, P10: what was reached against what was aimed at, and results without money spent.

use rust_decimal::Decimal;

use super::scores::completion;
use super::{finding, nothing, number, quoted, title};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Indicator, Kind, Program};
use crate::report::Outcome;

/// See the explanation.
pub const COMPLETION: Check = Check {
    code: "P09",
    name: "完成程度和实际完成值相符",
    document: Kind::Unknown,
    doc: "查什么: 按运算符号（≥、≤、=）比较实际完成值和指标值：没有达到的，完成程度不应写 100%，并且应当接近 实际值÷指标值；达到了的，完成程度不应低于 100%。
为什么: 完成程度决定得分；实际值和完成程度矛盾，说明其中一个填错了。
依据: 《项目支出绩效评价管理办法》（财预〔2020〕10号）：未达成的按完成值与指标值的比例记分。
举例: 指标值 ≥200，实际完成 167，完成程度写作 100%，应为 83.5%。
怎么改: 核对实际完成值；无误的，按比例改完成程度和得分。",
    run: completions,
};

/// See the explanation.
pub const IDLE: Check = Check {
    code: "P10",
    name: "没有执行的项目不应样样完成",
    document: Kind::Unknown,
    doc: "查什么: 全年执行数为 0 的项目，是不是每个指标都写完成 100%；是不是有“拨付资金金额”这类指标写了实际付出的金额。
为什么: 一分钱没有花而产出、效益全部完成，要么预算不需要，要么自评不实，检查时一定会问。
依据: 《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评结果应当真实、客观。
举例: 某奖励项目预算 50 万元，执行数 0，七个指标全部完成 100%。
怎么改: 核对执行数；确实没有支付的，按实际情况填写完成值，或者说明没有支付而完成的原因。",
    run: idle,
};

/// Words of things that are better when fewer.
const BAD: [&str; 12] =
    ["投诉", "事故", "差错", "错案", "延迟", "违规", "违法", "超", "逾期", "故障", "偏差", "退"];

fn completions(context: &mut Context<'_>) {
    for program in &context.disclosure.programs {
        for indicator in &program.indicators {
            let (target, actual) = (number(indicator.target.as_ref()), number(indicator.actual.as_ref()));
            let (Some(target), Some(actual), Some(done)) = (target, actual, completion(indicator)) else {
                continue;
            };
            let Some(why) = contradiction(indicator, target, actual, done) else {
                context.ledger.add(COMPLETION.code, Outcome::Passed);
                continue;
            };
            context.ledger.add(COMPLETION.code, Outcome::Failed);
            let message = format!("{}的指标“{}”：{why}。", quoted(program), title(indicator));
            let place = indicator.origin.clone().or_else(|| program.origin.clone());
            context.findings.push(finding(COMPLETION.code, message, None, [place]));
        }
    }
    nothing(context, COMPLETION.code, "没有写实际完成值和完成程度的绩效表");
}

/// What is odd about a degree of completion.
fn contradiction(indicator: &Indicator, target: Decimal, actual: Decimal, done: Decimal) -> Option<String> {
    let op = indicator.op.as_deref()?;
    let hundred = Decimal::ONE_HUNDRED;
    let bad = indicator.l3.as_ref().is_some_and(|name| BAD.iter().any(|word| name.contains(word)));
    let (reached, lower) = match op {
        ">=" | ">" => (actual >= target, false),
        "<=" | "<" => (actual <= target, true),
        "=" => (actual >= target || bad, false),
        _ => return None,
    };
    let stated = format!("指标值 {op}{target}，实际完成 {actual}");
    if reached {
        return (done < hundred && op != "=").then(|| format!("{stated}，已经达到，完成程度却写作 {done}%"));
    }
    if done >= hundred {
        return Some(format!("{stated}，没有达到，完成程度却写作 {done}%"));
    }
    let ratio = actual.checked_mul(hundred)?.checked_div(target)?;
    let far = !lower && !bad && target > Decimal::ZERO && (ratio - done).abs() > Decimal::from(2);
    far.then(|| format!("{stated}，按比例完成 {}%，写作 {done}%", ratio.round_dp(2).normalize()))
}

fn idle(context: &mut Context<'_>) {
    let mut odd = Vec::new();
    for program in &context.disclosure.programs {
        let funded = program.budget.is_some_and(|budget| budget > Decimal::ZERO);
        let Some(executed) = program.executed.filter(|_| funded) else { continue };
        let done: Vec<Option<Decimal>> = program.indicators.iter().map(completion).collect();
        let all = !done.is_empty() && done.iter().all(|done| done.is_some_and(|d| d >= Decimal::ONE_HUNDRED));
        let paid = if executed.is_zero() { paid(program) } else { Vec::new() };
        for (indicator, said) in &paid {
            context.ledger.add(IDLE.code, Outcome::Failed);
            let message =
                format!("{}全年执行数为 0，指标“{}”却写实际完成 {said}。", quoted(program), title(indicator));
            let values = Some(("0".to_owned(), said.clone()));
            let places = [indicator.origin.clone(), program.origin.clone()];
            context.findings.push(finding(IDLE.code, message, values, places));
        }
        if executed.is_zero() && all {
            context.ledger.add(IDLE.code, Outcome::Failed);
            odd.push(program);
        } else if paid.is_empty() {
            context.ledger.add(IDLE.code, Outcome::Passed);
        }
    }
    if let Some(first) = odd.first() {
        let names: Vec<String> = odd.iter().take(8).map(|program| quoted(program)).collect();
        let more = if odd.len() > 8 { "等" } else { "" };
        let budget = first.budget.unwrap_or_default();
        let message = if odd.len() == 1 {
            format!("{}预算 {budget}，全年执行数为 0，各指标却都写完成 100%。", names.concat())
        } else {
            format!("{}{more} {} 个项目全年执行数为 0，各指标却都写完成 100%。", names.join("、"), odd.len())
        };
        let places = odd.iter().map(|program| program.origin.clone());
        context.findings.push(finding(IDLE.code, message, None, places));
    }
    nothing(context, IDLE.code, "没有写预算数和执行数的绩效表");
}

/// Indicators of money paid out, with what they say was paid.
fn paid(program: &Program) -> Vec<(&Indicator, String)> {
    const PAID: [&str; 5] = ["拨付", "发放", "支付", "兑现", "支出"];
    const MONEY: [&str; 4] = ["金额", "资金", "款", "经费"];
    // What one gets, and how well it went, is no sum paid.
    const PIECE: [&str; 8] = ["标准", "人均", "户均", "每", "率", "单价", "及时", "限"];
    let has = |name: &str, words: &[&str]| words.iter().any(|word| name.contains(word));
    program
        .indicators
        .iter()
        .filter_map(|indicator| {
            let name = indicator.l3.as_deref()?;
            let unit = indicator.unit.as_deref().filter(|unit| matches!(*unit, "元" | "万元" | "亿元"))?;
            let paid = number(indicator.actual.as_ref()).filter(|paid| *paid > Decimal::ZERO)?;
            let sum = has(name, &PAID) && has(name, &MONEY) && !has(name, &PIECE);
            sum.then(|| (indicator, format!("{paid} {unit}")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_paid_are_told_from_standards() {
        let indicator = |name: &str, unit: &str, actual: &str| Indicator {
            l3: Some(name.to_owned()),
            unit: Some(unit.to_owned()),
            actual: Some(actual.to_owned()),
            ..Indicator::default()
        };
        let program = Program {
            indicators: vec![
                indicator("拨付资金金额", "万元", "16"),
                indicator("补助资金发放标准", "元", "500"),
                indicator("发放补助资金", "万元", "0"),
                indicator("资金发放率", "%", "100"),
            ],
            ..Program::default()
        };
        let found = paid(&program);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, "16 万元");
    }
}
