//! L04: every table has a number of its own, and the numbers go up.

use std::collections::BTreeMap;

use super::{About, place};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Kind, Table};
use crate::forms::title::{label_key, plain};
use crate::report::{Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "L04",
    name: "表号不重复、按顺序",
    document: Kind::Unknown,
    doc: "查什么: 印在表上的表号（公开05表、表3）有没有两张不同的表用同一个；一组表号是不是从小到大。续表、同一张表分页印的不算。
为什么: 表号重复或者跳回去，目录和正文就对不上，读者找不到表。
依据: 各地公开表样规定的表号。
举例: 一般公共预算财政拨款支出决算表印“公开05表”，后面的基本支出决算表也印“公开05表”。
怎么改: 按表样规定的表号改正。",
    run,
};

/// Fewer numbers than this are no series.
const SERIES: usize = 4;

fn run(context: &mut Context<'_>) {
    let labelled: Vec<(&Table, String)> = context
        .disclosure
        .tables
        .iter()
        .filter_map(|table| Some((table, label_key(table.label.as_deref()?))))
        .collect();
    if labelled.is_empty() {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "表上没有印表号");
        return;
    }
    let mut findings = twice(&labelled);
    if findings.is_empty() {
        findings.extend(out_of_order(&labelled));
    }
    for _ in 0..labelled.len().saturating_sub(findings.len()) {
        context.ledger.add(CHECK.code, Outcome::Passed);
    }
    for _ in &findings {
        context.ledger.add(CHECK.code, Outcome::Failed);
    }
    context.findings.extend(findings);
}

/// Different tables under one number.
fn twice(labelled: &[(&Table, String)]) -> Vec<Finding> {
    let mut first: BTreeMap<&str, &Table> = BTreeMap::new();
    let mut findings = Vec::new();
    for (table, key) in labelled {
        let Some(other) = first.get(key.as_str()) else {
            first.insert(key, table);
            continue;
        };
        // The kinds tell two tables apart; titles alone may be the same one printed twice.
        let apart = other.kind.is_some()
            && table.kind.is_some()
            && other.kind != table.kind
            && plain(&other.title) != plain(&table.title);
        if apart {
            let message = format!("《{}》和《{}》用了同一个表号。", table_name(other), table_name(table));
            findings.push(about(table, message));
        }
    }
    findings
}

/// One number that stands before or behind its place in a series that otherwise goes up.
fn out_of_order(labelled: &[(&Table, String)]) -> Option<Finding> {
    let numbers: Vec<(&Table, u32)> = labelled
        .iter()
        .filter_map(|(table, key)| {
            let digits = key.trim_start_matches(|c: char| !c.is_ascii_digit());
            Some((*table, digits.parse().ok()?))
        })
        .collect();
    let mut falls = numbers.iter().zip(numbers.iter().skip(1)).filter(|((_, a), (_, b))| b < a);
    let ((before, _), (behind, _)) = falls.next()?;
    // Two falls and more are two series (department and units), not one number astray.
    (numbers.len() >= SERIES && falls.next().is_none() && !starts_anew(&numbers)).then(|| {
        let message = format!("表号没有按顺序：《{}》后面是《{}》。", table_name(before), table_name(behind));
        about(behind, message)
    })
}

/// Whether the numbers begin again from the lowest: then a second set of tables follows.
fn starts_anew(numbers: &[(&Table, u32)]) -> bool {
    let lowest = numbers.iter().map(|(_, number)| *number).min();
    numbers.iter().skip(1).any(|(_, number)| Some(*number) == lowest)
}

fn about(table: &Table, message: String) -> Finding {
    let mut finding = About {
        rule: CHECK.code,
        severity: Severity::Warning,
        message,
        expected: None,
        actual: table.label.clone(),
        suggestion: "按表样规定的表号改正".to_owned(),
    }
    .at(table, &[]);
    finding.origin.extend(table.rows.iter().find_map(place));
    finding
}
