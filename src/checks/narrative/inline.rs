//! N09 for lists within a sentence: `人员经费361.90万元，主要包括：基本工资112.00万元、津贴补贴88.00万元……`.

use rust_decimal::Decimal;

use super::facts::finding;
use super::parts::PARTS;
use crate::amount::{self, Unit, grouped};
use crate::checks::context::Context;
use crate::disclosure::model::Paragraph;
use crate::report::{Category, Outcome, Severity};

/// Classes of the economic classification: a list that names one beside its own items counts them twice.
const CLASSES: &[&str] = &["工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出"];

/// Words by which something else than a part is stated.
const OTHER: &[&str] =
    &["其中", "占", "比", "较", "增", "减", "每", "人均", "约", "年", "含", "另", "结转", "平均", "标准"];

/// An amount: value, unit, and the character at which it begins.
struct Money {
    value: Decimal,
    unit: Unit,
    start: usize,
}

impl Money {
    fn yuan(&self) -> Option<Decimal> {
        self.value.checked_mul(self.unit.in_yuan())
    }

    /// Half a unit of the last digit; whole figures are planned, not rounded.
    fn half(&self) -> Decimal {
        let scale = if self.value.scale() == 0 { 2 } else { self.value.scale() };
        Decimal::new(5, scale + 1).checked_mul(self.unit.in_yuan()).unwrap_or_default()
    }
}

/// A whole and the parts listed behind it.
struct List {
    total: Money,
    parts: Vec<Money>,
    /// The words claim that the parts are all: 包括, not 主要包括 or 其中.
    whole: bool,
}

/// Judges the lists of a paragraph.
pub fn judge(context: &mut Context<'_>, paragraph: &Paragraph) {
    let chars: Vec<char> = paragraph.text.chars().collect();
    for at in 0..chars.len() {
        let Some(list) = list_at(&chars, at) else { continue };
        let Some(whole) = list.total.yuan() else { continue };
        let Some(sum) = list.parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.yuan()?))
        else {
            continue;
        };
        let tail = list.parts.iter().map(Money::half).sum::<Decimal>() + list.total.half();
        let gap = sum - whole;
        if gap.abs() <= tail || gap.is_sign_negative() && !list.whole {
            let exact = gap.is_zero() || gap.abs() > tail;
            context.ledger.add(PARTS.code, if exact { Outcome::Passed } else { Outcome::Rounding });
            continue;
        }
        let unit = list.total.unit;
        let mut sum = sum.checked_div(unit.in_yuan()).unwrap_or_default().normalize();
        sum.rescale(sum.scale().max(list.total.value.scale()));
        let written = grouped(list.total.value);
        let place = paragraph.origin_at(list.total.start).cloned();
        let told = context.findings.iter().any(|known| {
            known.rule == PARTS.code
                && known.actual.as_deref() == Some(written.as_str())
                && known.origin.first() == place.as_ref()
        });
        if told {
            continue;
        }
        context.ledger.add(PARTS.code, Outcome::Failed);
        let shown: Vec<String> = list.parts.iter().take(8).map(|part| grouped(part.value)).collect();
        let more = if list.parts.len() > 8 { " + …" } else { "" };
        let message = format!(
            "总数写 {written} {}，后面列的 {} 项（{}{more}）加起来是 {} {}。",
            unit.label(),
            list.parts.len(),
            shown.join(" + "),
            grouped(sum),
            unit.label()
        );
        let values = (Some(grouped(sum)), Some(written));
        let mut found =
            finding(PARTS.code, Severity::Warning, Category::NarrativeArithmetic, message, values, &[]);
        found.origin.extend(place);
        context.findings.push(found);
    }
}

/// The list whose lead-in (包括 其中 分别为) stands at an index, with the amount directly before it.
fn list_at(chars: &[char], at: usize) -> Option<List> {
    if !matches!(chars.get(at), Some('包' | '其' | '分')) {
        return None;
    }
    let has = |at: usize, word: &str| word.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    let lead = ["包括", "其中", "分别为"].into_iter().find(|word| has(at, word))?;
    let mut end = at;
    let mut whole = lead != "其中";
    for word in ["主要", "具体"] {
        if end.checked_sub(2).is_some_and(|start| has(start, word)) {
            end -= 2;
            whole &= word != "主要";
        }
    }
    if end.checked_sub(1).is_some_and(|mark| matches!(chars.get(mark), Some('，' | ',' | '。' | '；'))) {
        end -= 1;
    }
    // 财政拨款收入100万元（其中：…）
    if end.checked_sub(1).is_some_and(|mark| matches!(chars.get(mark), Some('（' | '('))) {
        end -= 1;
    }
    // 人员经费361.90万元，占基本支出的89.94%，主要包括
    if end.checked_sub(1).is_some_and(|at| chars.get(at) == Some(&'%')) {
        let clause = chars.get(..end)?.iter().rposition(|c| *c == '，')?;
        end = if chars.get(clause + 1) == Some(&'占') { clause } else { end };
    }
    let total = money_before(chars, end)?;
    let mut next = at + lead.chars().count();
    if matches!(chars.get(next), Some('：' | ':')) {
        next += 1;
    }
    let mut parts = Vec::new();
    let mut names: Vec<String> = Vec::new();
    loop {
        let begin = next;
        while chars.get(next).is_some_and(|c| !c.is_ascii_digit() && !matches!(c, '。' | '；' | '，' | '：'))
        {
            next += 1;
        }
        let name: String = chars.get(begin..next)?.iter().collect();
        let sound = (2..=30).contains(&(next - begin)) && !OTHER.iter().any(|word| name.contains(word));
        if !sound {
            return None;
        }
        let (money, behind) = money_at(chars, next)?;
        parts.push(money);
        names.push(name);
        next = behind;
        match chars.get(next) {
            Some('、' | '，' | ',') => next += 1,
            Some('。' | '；' | ';' | '）' | ')') | None => break,
            Some('等') => {
                whole = false;
                break;
            }
            _ => return None,
        }
    }
    // The three budgets are all there are.
    let funds = ["一般公共预算", "政府性基金", "国有资本经营"];
    whole |= names.len() == 3 && funds.iter().all(|fund| names.iter().any(|name| name.contains(fund)));
    let classes = names.iter().filter(|name| CLASSES.contains(&name.as_str())).count();
    let mixed = classes > 0 && classes < names.len();
    (parts.len() >= 3 && !mixed).then_some(List { total, parts, whole })
}

/// An amount that begins at an index, and where it ends.
fn money_at(chars: &[char], at: usize) -> Option<(Money, usize)> {
    let mut end = at;
    while chars.get(end).is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        end += 1;
    }
    let digits: String = chars.get(at..end)?.iter().collect();
    let value = amount::parse(&digits)?;
    let rest: String = chars.get(end..).unwrap_or_default().iter().take(2).collect();
    let unit = [Unit::TenThousand, Unit::HundredMillion, Unit::Yuan]
        .into_iter()
        .find(|unit| rest.starts_with(unit.label()))?;
    Some((Money { value, unit, start: at }, end + unit.label().chars().count()))
}

/// The amount that ends right before an index.
fn money_before(chars: &[char], end: usize) -> Option<Money> {
    let mut start = end;
    while start.checked_sub(1).is_some_and(|at| matches!(chars.get(at), Some('万' | '亿' | '元'))) {
        start -= 1;
    }
    while start
        .checked_sub(1)
        .is_some_and(|at| chars.get(at).is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',')))
    {
        start -= 1;
    }
    money_at(chars, start).filter(|(_, behind)| *behind == end).map(|(money, _)| money)
}
