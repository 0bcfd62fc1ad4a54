//! P03, P04, P05: weights, scores within them, and their sums.

use rust_decimal::Decimal;

use super::{evaluated, finding, nothing, number, quoted, title};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Indicator, Kind, Program};
use crate::report::{Finding, Outcome, Severity};

/// See the explanation.
pub const WEIGHTS: Check = Check {
    code: "P03",
    name: "分值合计是满分",
    document: Kind::Unknown,
    doc: "查什么: 一张自评表里各指标（和年度任务）的分值合计，是不是 100 分，或者减去预算执行率分值后的 90、80、95、85 分。
为什么: 分值合计不对，得分就没有可比性，多半是漏填或错填了一项分值。
依据: 《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评满分 100 分。
举例: 产出 50、效益 30、满意度 10，其中一项 12.5 写成 2.5，合计 80。
怎么改: 补齐或改正分值，使合计等于规定的满分。",
    run: weights,
};

/// See the explanation.
pub const LIMITS: Check = Check {
    code: "P04",
    name: "指标得分不超过分值并和完成程度相符",
    document: Kind::Unknown,
    doc: "查什么: 每个指标的得分不大于分值；完成程度 100% 而实际值没有大幅偏离指标值的，应得满分；完成程度 0 的不应得分；完成不到八成的不应得满分。实际值大幅超过指标值而扣分的，有的地方有规定，只合并提示一次。
为什么: 得分和完成程度矛盾，多半是录入错误。
依据: 《项目支出绩效评价管理办法》（财预〔2020〕10号）：完成的得满分，未完成的按完成比例计分。
举例: 分值 8.3，完成程度 100%，得分写作 3.8。
怎么改: 核对完成程度和得分，改正后重算小计和总分。",
    run: limits,
};

/// See the explanation.
pub const SUMS: Check = Check {
    code: "P05",
    name: "得分小计和总得分加得对",
    document: Kind::Unknown,
    doc: "查什么: 指标得分小计 = 各指标得分之和；总得分 = 小计 + 预算执行率得分 − 减分项。
为什么: 总分决定评价等级，也是文字说明引用的数。
依据: 各地绩效自评表表样的计分说明。
举例: 各指标得分合计 85，小计写作 90。
怎么改: 按各项得分重加小计和总分。",
    run: sums,
};

/// The sum of a figure over the indicators; `None` where one of them lacks it.
fn sum(indicators: &[Indicator], of: fn(&Indicator) -> Option<&String>) -> Option<Decimal> {
    let mut total = Decimal::ZERO;
    for indicator in indicators {
        total = total.checked_add(number(of(indicator))?)?;
    }
    (!indicators.is_empty()).then_some(total)
}

fn task_sum(program: &Program, of: fn(&crate::disclosure::model::Task) -> Option<Decimal>) -> Decimal {
    program.tasks.iter().filter_map(of).sum()
}

fn weights(context: &mut Context<'_>) {
    let full = [100, 90, 80, 95, 85, 70].map(Decimal::from);
    let mut totals = Vec::new();
    for program in &context.disclosure.programs {
        if program.indicators.iter().all(|indicator| indicator.weight.is_none()) {
            continue;
        }
        let Some(own) = sum(&program.indicators, |i| i.weight.as_ref()) else {
            context.ledger.add_reason(WEIGHTS.code, Outcome::CannotCheck, "有的指标没有读到分值");
            continue;
        };
        let total = own + task_sum(program, |task| task.weight);
        let right = full.iter().any(|full| (total - full).abs() <= Decimal::new(5, 2));
        totals.push((program, total.normalize(), right));
    }
    // Where most forms do not come to a full score, it is the reading that missed some.
    let right = totals.iter().filter(|(.., right)| *right).count();
    let settled = right >= 2 && right * 2 > totals.len();
    for (program, total, right) in totals {
        if right {
            context.ledger.add(WEIGHTS.code, Outcome::Passed);
        } else if settled {
            context.ledger.add(WEIGHTS.code, Outcome::Failed);
            let message = format!(
                "{}：各项分值合计 {total} 分，不是 100 分，也不是除去预算执行率的 90 分。",
                quoted(program)
            );
            let values = Some(("100".to_owned(), total.to_string()));
            context.findings.push(finding(WEIGHTS.code, message, values, [program.origin.clone()]));
        } else {
            context.ledger.add_reason(WEIGHTS.code, Outcome::CannotCheck, "分值合计不满分，可能没有读全");
        }
    }
    nothing(context, WEIGHTS.code, "没有写分值的绩效表");
}

/// The degree of completion in per cent; a bare 1 is the whole, a longer text names a band.
pub(super) fn completion(indicator: &Indicator) -> Option<Decimal> {
    let text = indicator.completion.as_ref()?;
    let value = number(Some(text))?;
    let whole = value == Decimal::ONE && !text.contains(['%', '％']);
    Some(if whole { Decimal::ONE_HUNDRED } else { value })
}

/// Whether the actual value is so far from the target that some rules take marks away for it.
fn strays(indicator: &Indicator) -> bool {
    let (target, actual) = (number(indicator.target.as_ref()), number(indicator.actual.as_ref()));
    match (target, actual) {
        (Some(target), Some(actual)) => {
            let margin = target.abs() * Decimal::new(2, 1);
            (actual - target).abs() > margin
        }
        // Words are weighed by people.
        _ => true,
    }
}

/// What contradicts between the score, the weight and the degree of completion of an indicator.
fn contradiction(indicator: &Indicator, weight: Decimal, score: Decimal) -> Option<String> {
    let hundred = Decimal::ONE_HUNDRED;
    match completion(indicator) {
        _ if score > weight => Some(format!("得分 {score} 大于分值 {weight}")),
        Some(done) if done == hundred && score < weight && !strays(indicator) => {
            Some(format!("完成程度 100%，分值 {weight}，得分只有 {score}"))
        }
        Some(done) if done.is_zero() && score > Decimal::ZERO => {
            Some(format!("完成程度为 0，却得 {score} 分"))
        }
        Some(done) if done > Decimal::ONE && done < Decimal::from(80) && score == weight => {
            Some(format!("完成程度 {done}%，却得满分 {score}"))
        }
        _ => None,
    }
}

fn limits(context: &mut Context<'_>) {
    let mut odd = Vec::new();
    let mut beyond: Vec<(&Indicator, Decimal, Decimal)> = Vec::new();
    let mut judged = 0_usize;
    for program in &context.disclosure.programs {
        for indicator in &program.indicators {
            let (weight, score) = (number(indicator.weight.as_ref()), number(indicator.score.as_ref()));
            let (Some(weight), Some(score)) = (weight, score) else { continue };
            judged += 1;
            if let Some(why) = contradiction(indicator, weight, score) {
                odd.push((program, indicator, why, weight, score));
                continue;
            }
            let whole = completion(indicator) == Some(Decimal::ONE_HUNDRED);
            if whole && score < weight && outdone(indicator) {
                beyond.push((indicator, weight, score));
            }
            context.ledger.add(LIMITS.code, Outcome::Passed);
        }
    }
    // So many contradictions are not the author's: the columns were taken for one another.
    let misread = judged >= 5 && odd.len() * 2 > judged;
    for (program, indicator, why, weight, score) in odd {
        if misread {
            let reason = "分值和得分多数对不上，可能读错了栏";
            context.ledger.add_reason(LIMITS.code, Outcome::CannotCheck, reason);
            continue;
        }
        context.ledger.add(LIMITS.code, Outcome::Failed);
        let message = format!("{}的指标“{}”：{why}。", quoted(program), title(indicator));
        let values = Some((weight.to_string(), score.to_string()));
        let place = indicator.origin.clone().or_else(|| program.origin.clone());
        context.findings.push(finding(LIMITS.code, message, values, [place]));
    }
    if !misread {
        context.findings.extend(taken_away(&beyond));
    }
    nothing(context, LIMITS.code, "没有写得分的绩效表");
}

/// Whether figures tell that far more was done than aimed at.
fn outdone(indicator: &Indicator) -> bool {
    let (target, actual) = (number(indicator.target.as_ref()), number(indicator.actual.as_ref()));
    target.zip(actual).is_some_and(|(target, actual)| target > Decimal::ZERO && actual > target)
}

/// One note for all indicators that lost marks though everything was done.
fn taken_away(beyond: &[(&Indicator, Decimal, Decimal)]) -> Option<Finding> {
    let (first, weight, score) = beyond.first()?;
    let known = |text: Option<&String>| text.cloned().unwrap_or_default();
    let message = format!(
        "有 {} 条指标完成程度 100%，得分却少于分值（{}“{}”指标值 {}，实际完成 {}，分值 {weight}，得分 {score}），像是超额完成扣了分，表里没有写扣分的原因。",
        beyond.len(),
        if beyond.len() > 1 { "如" } else { "" },
        title(first),
        known(first.target.as_ref()),
        known(first.actual.as_ref()),
    );
    let places = beyond.iter().map(|(indicator, ..)| indicator.origin.clone());
    let values = Some((weight.to_string(), score.to_string()));
    let mut found = finding(LIMITS.code, message, values, places);
    found.severity = Severity::Note;
    Some(found)
}

fn sums(context: &mut Context<'_>) {
    for program in context.disclosure.programs.iter().filter(|program| evaluated(program)) {
        let parts = sum(&program.indicators, |i| i.score.as_ref());
        let count = Decimal::from(program.indicators.len() + program.tasks.len() + 1);
        let tail = Decimal::new(5, 3) * count;
        let mut broken: Vec<(String, Decimal, Decimal)> = Vec::new();
        let mut judged = false;
        if let (Some(parts), Some(subtotal)) = (parts, program.score.indicators) {
            judged = true;
            let whole = parts + task_sum(program, |task| task.score);
            if (parts - subtotal).abs() > tail && (whole - subtotal).abs() > tail {
                broken.push(("各指标得分之和".to_owned(), parts, subtotal));
            }
        }
        if let (Some(subtotal), Some(execution), Some(total)) =
            (program.score.indicators, program.score.execution, program.score_total)
        {
            judged = true;
            let deduction = program.score.deduction.unwrap_or_default().abs();
            let right = subtotal + execution - deduction;
            if (right - total).abs() > Decimal::new(2, 2) {
                broken.push(("小计 + 预算执行率得分 − 减分项".to_owned(), right, total));
            }
        }
        if !judged {
            context.ledger.add_reason(SUMS.code, Outcome::CannotCheck, "没有读全小计、执行率得分和总得分");
        } else if broken.is_empty() {
            context.ledger.add(SUMS.code, Outcome::Passed);
        }
        for (what, right, printed) in broken {
            context.ledger.add(SUMS.code, Outcome::Failed);
            let right = right.normalize();
            let message = format!("{}：{what}是 {right}，写作 {printed}。", quoted(program));
            let values = Some((right.to_string(), printed.to_string()));
            context.findings.push(finding(SUMS.code, message, values, [program.origin.clone()]));
        }
    }
    nothing(context, SUMS.code, "没有写得分的绩效表");
}
