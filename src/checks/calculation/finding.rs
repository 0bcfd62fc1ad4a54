//! A calculation that does not come to its printed result, in words.

use rust_decimal::{Decimal, RoundingStrategy};

use super::CHECK;
use super::judge::Judgement;
use super::passages::Passage;
use super::quantity::{Measure, Quantity};
use super::value::Verdict;
use crate::amount::{Unit, grouped};
use crate::origin::Origin;
use crate::report::{Category, Equation, Finding, Severity, Term};

/// The finding, where there is one.
#[must_use]
pub fn of(passage: &Passage, judgement: &Judgement) -> Option<Finding> {
    if !matches!(judgement.verdict, Verdict::Raised | Verdict::Broken) {
        return None;
    }
    let expression = passage.text(judgement.start, judgement.end);
    let first = judgement.printed.as_ref().map_or(judgement.start, |printed| printed.start);
    let mut origin: Vec<Origin> = Vec::new();
    for at in [first, judgement.start, judgement.end.saturating_sub(1)] {
        if let Some(place) = passage.origin(at).filter(|place| !origin.contains(place)) {
            origin.push(place.clone());
        }
    }
    let one_line = origin.len() <= 1;
    let severity = if judgement.verdict == Verdict::Broken && judgement.sure && one_line && !omits(judgement)
    {
        Severity::Error
    } else {
        Severity::Warning
    };
    let (message, expected, actual) = match &judgement.printed {
        Some(printed) => printed_result(&expression, printed, judgement),
        None => two_sides(passage, judgement),
    };
    let difference = expected.zip(actual).map(|(expected, actual)| actual - expected);
    let at = |pick: fn((usize, usize, usize)) -> usize| passage.cell.map(pick);
    let term = |label: String, amount: Option<Decimal>, place: usize| Term {
        label,
        amount,
        sign: 1,
        table: None,
        row: None,
        column: None,
        origin: passage.origin(place).cloned(),
    };
    Some(Finding {
        rule: CHECK.code.to_owned(),
        severity,
        category: Category::NarrativeArithmetic,
        message,
        expected: expected.map(grouped),
        actual: actual.map(grouped),
        difference: difference.map(grouped),
        table: at(|cell| cell.0),
        row: at(|cell| cell.1),
        column: at(|cell| cell.2),
        origin,
        equations: vec![Equation {
            text: expression.clone(),
            relation: "=".to_owned(),
            left: vec![term("写出的结果".to_owned(), actual, first)],
            right: vec![term(expression, Some(judgement.worth.normalize()), judgement.start)],
            difference: actual.unwrap_or_default() - judgement.worth,
        }],
        suggestion: Some("核对算式里的单价、数量和时间；算式没错的改结果".to_owned()),
    })
}

/// The sentence about a calculation and its result, with the value expected and the one printed.
fn printed_result(
    expression: &str,
    printed: &Quantity,
    judgement: &Judgement,
) -> (String, Option<Decimal>, Option<Decimal>) {
    let expected = rounded(judgement.worth, printed.value.scale());
    let unit = unit_word(printed);
    let worth = grouped(judgement.worth.round_dp(6).normalize());
    let (written, right) = (grouped(printed.value), grouped(expected));
    let why = if judgement.verdict == Verdict::Raised {
        "，像是尾数进了一位".to_owned()
    } else {
        slip(judgement.worth, printed.value).map(|slip| format!("，{slip}")).unwrap_or_default()
    };
    let exact = if worth == right { String::new() } else { format!("，应为 {right} {unit}") };
    let message = format!("算式“{expression}”算得 {worth} {unit}，文中写作 {written} {unit}{exact}{why}。");
    (message, Some(expected), Some(printed.value))
}

/// The sentence about two calculations that are said to be equal.
fn two_sides(passage: &Passage, judgement: &Judgement) -> (String, Option<Decimal>, Option<Decimal>) {
    let text = passage.text(judgement.start, judgement.end);
    let other = judgement.other.unwrap_or_default().normalize();
    let worth = judgement.worth.normalize();
    let unit = if judgement.money { " 元" } else { "" };
    let message = format!(
        "“{text}”的等号两边不相等：左边算得 {}{unit}，右边算得 {}{unit}。",
        grouped(worth),
        grouped(other)
    );
    (message, Some(worth), Some(other))
}

/// The unit of a result as people say it.
fn unit_word(printed: &Quantity) -> String {
    let money = [Unit::Yuan, Unit::Thousand, Unit::TenThousand, Unit::HundredMillion]
        .into_iter()
        .find(|unit| unit.in_yuan() == printed.scale);
    match (printed.measure, money) {
        (Measure::Money, Some(unit)) => unit.label().to_owned(),
        (Measure::Bare, Some(unit)) if printed.scale > Decimal::ONE => unit.label().to_owned(),
        _ => printed.unit.clone(),
    }
}

fn rounded(value: Decimal, decimals: u32) -> Decimal {
    let mut value = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    value.rescale(decimals);
    value
}

/// Whether the two differ by a whole factor: then the calculation may have left out the months or the persons.
fn omits(judgement: &Judgement) -> bool {
    let Some(printed) = &judgement.printed else { return false };
    let whole = |a: Decimal, b: Decimal| {
        a.checked_div(b).is_some_and(|ratio| {
            let near = ratio.round();
            near >= Decimal::TWO
                && near <= Decimal::from(366)
                && (ratio - near).abs() < near / Decimal::ONE_HUNDRED
        })
    };
    let slipped = [10, 100].map(Decimal::from);
    let ratio = printed.value.checked_div(judgement.worth).unwrap_or_default().round_dp(2);
    !slipped.contains(&ratio) && whole(printed.value, judgement.worth)
}

/// What may have happened.
fn slip(worth: Decimal, printed: Decimal) -> Option<String> {
    let ratio = printed.checked_div(worth)?.round_dp(3);
    let inverse = worth.checked_div(printed)?.round_dp(3);
    let is = |value: Decimal, n: i64| value == Decimal::from(n);
    if is(ratio, 10_000) || is(inverse, 10_000) {
        return Some("像是元和万元写错了".to_owned());
    }
    if [10, 100, 1000].into_iter().any(|n| is(ratio, n) || is(inverse, n)) {
        return Some("像是小数点错了位".to_owned());
    }
    if is(ratio, 12) {
        return Some("像是算式里漏写了 12 个月".to_owned());
    }
    None
}
