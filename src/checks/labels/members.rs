//! D49 and B48: a subject of the general public budget also stands in the table of all expenditure.

use std::collections::BTreeSet;

use super::{About, some};
use crate::articulation::hierarchy::{has_figures, subject_code};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::{row_name, table_name};
use crate::disclosure::model::{Disclosure, Kind, Table};
use crate::report::{Outcome, Severity};
use crate::subjects::{Domain, domain_of};

/// See the explanation.
pub const FINAL: Check = Check {
    code: "D49",
    name: "一般公共预算支出的科目都在支出决算表里",
    document: Kind::Final,
    doc: "查什么: 一般公共预算财政拨款支出决算表里有数的每一个功能科目，支出决算表里是不是也有。只比到支出决算表列到的级次。
为什么: 财政拨款支出是全部支出的一部分；总表里没有的科目，分表里不会有。
依据: 部门决算报表的表间关系：公开05表的科目不超出公开03表。
举例: 公开05表有 2080506，公开03表没有这一项。
怎么改: 核对漏列的科目，补在支出决算表里，或者改正科目编码。",
    run: |context| run(context, "D49"),
};

/// See the explanation.
pub const BUDGET: Check = Check {
    code: "B48",
    name: "一般公共预算支出的科目都在支出总表里",
    document: Kind::Budget,
    doc: "查什么: 一般公共预算支出表里有数的每一个功能科目，支出总表里是不是也有。只比到支出总表列到的级次。
为什么: 一般公共预算支出是全部支出的一部分；总表里没有的科目，分表里不会有。
依据: 部门预算报表的表间关系。
举例: 一般公共预算支出表有 2080506，支出总表没有这一项。
怎么改: 核对漏列的科目，补在支出总表里，或者改正科目编码。",
    run: |context| run(context, "B48"),
};

fn run(context: &mut Context<'_>, rule: &'static str) {
    let disclosure = context.disclosure;
    let (Some(part), Some(whole)) = (only(disclosure, "一般公共预算支出表"), only(disclosure, "支出总表"))
    else {
        return context.ledger.add_reason(rule, Outcome::NotApplicable, "没有可以比较的两张表");
    };
    let codes = functional(whole);
    let levels: BTreeSet<usize> = codes.iter().map(|(_, code)| code.len()).collect();
    let listed: BTreeSet<&str> = codes.into_iter().map(|(_, code)| code).collect();
    if listed.len() < 2 || part.inferred || whole.inferred {
        return context.ledger.add_reason(rule, Outcome::NotApplicable, "支出总表没有逐个科目列示");
    }
    let mut lost = Vec::new();
    for (row, code) in functional(part).into_iter().filter(|(_, code)| levels.contains(&code.len())) {
        // A row that the sums have shown to be left out is told of there.
        let told = |(table, lost): &(usize, String)| *table == whole.index && lost == code;
        if listed.contains(code) {
            context.ledger.add(rule, Outcome::Passed);
        } else if context.missing_rows.iter().any(told) {
            context.ledger.add(rule, Outcome::Failed);
        } else {
            context.ledger.add(rule, Outcome::Failed);
            lost.push(row);
        }
    }
    if lost.is_empty() {
        return;
    }
    let names: Vec<String> = lost.iter().map(|&row| row_name(part, row)).collect();
    let message = format!(
        "《{}》有 {}，《{}》里没有这{}科目。",
        table_name(part),
        some(&names, 6),
        table_name(whole),
        if names.len() > 1 { "些" } else { "个" }
    );
    let finding = About {
        rule,
        severity: Severity::Warning,
        message,
        expected: None,
        actual: Some(names.join("、")),
        suggestion: "补上漏列的科目，或者改正科目编码".to_owned(),
    }
    .at(part, &lost);
    context.findings.push(finding);
}

/// The one table of a kind that has figures.
fn only<'a>(disclosure: &'a Disclosure, kind: &str) -> Option<&'a Table> {
    let mut full = disclosure
        .tables
        .iter()
        .filter(|table| table.kind.as_deref() == Some(kind) && table.rows.iter().any(has_figures));
    full.next().filter(|_| full.next().is_none())
}

/// The functional codes of rows with figures.
fn functional(table: &Table) -> Vec<(usize, &str)> {
    table
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| has_figures(row))
        .filter_map(|(at, row)| Some((at, subject_code(row)?)))
        .filter(|(_, code)| domain_of(code) == Some(Domain::Functional))
        .collect()
}
