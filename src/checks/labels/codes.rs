//! L01: subject codes have the length of their level and belong to the table's classification.

use std::collections::BTreeMap;

use super::{About, some};
use crate::articulation::hierarchy::subject_code;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Kind, Table};
use crate::forms;
use crate::report::{Finding, Outcome, Severity};
use crate::subjects::{self, Domain, domain_of};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "L01",
    name: "科目编码的位数和所属分类",
    document: Kind::Unknown,
    doc: "查什么: 科目编码是不是类 3 位、款 5 位、项 7 位；一张按功能分类列示的表里有没有混进经济分类的编码（反过来也一样）。整张表都不补零的，按补零后的编码看，不算错。不认识的编码不算错。
为什么: 款、项编码少写一位零，机器和读者都找不到这个科目；两种分类混在一张表里，级次合计就没有意义。
依据: 《政府收支分类科目》的编码规则：类三位、款五位、项七位；1 开头是收入，2 开头是支出功能分类，3、5 开头是部门、政府预算支出经济分类。
举例: 301 类下面别的款都是 30101、30108，有一款写作 3012，应为 30102。
怎么改: 按《政府收支分类科目》补足编码。",
    run,
};

fn run(context: &mut Context<'_>) {
    let mut findings = Vec::new();
    for table in context.disclosure.tables.iter().filter(|table| !table.inferred) {
        let coded: Vec<(usize, &str)> =
            table.rows.iter().enumerate().filter_map(|(at, row)| Some((at, subject_code(row)?))).collect();
        if coded.len() < 3 {
            continue;
        }
        let short = short_codes(table, &coded);
        let foreign = foreign_codes(table, &coded);
        for _ in 0..coded.len().saturating_sub(short.len() + foreign.len()) {
            context.ledger.add(CHECK.code, Outcome::Passed);
        }
        for _ in 0..short.len() + foreign.len() {
            context.ledger.add(CHECK.code, Outcome::Failed);
        }
        findings.extend(too_short(table, &short));
        findings.extend(out_of_place(table, &foreign));
    }
    if !context.ledger.knows(CHECK.code) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有按科目编码列示的表");
    }
    context.findings.extend(findings);
}

/// A row whose code lacks a digit, with what it should be.
struct Short {
    row: usize,
    printed: String,
    full: String,
}

/// Codes of a length no level has, in a table whose codes otherwise have one, below a code that stands there.
fn short_codes(table: &Table, coded: &[(usize, &str)]) -> Vec<Short> {
    let sound = coded.iter().filter(|(_, code)| domain_of(code).is_some()).count();
    let stands = |wanted: &str| coded.iter().any(|(_, code)| *code == wanted);
    let mut short = Vec::new();
    for (row, code) in coded.iter().filter(|(_, code)| domain_of(code).is_none()) {
        let Some((above, last)) = code.len().checked_sub(1).and_then(|at| code.split_at_checked(at)) else {
            continue;
        };
        let full = format!("{above}0{last}");
        let right = stands(above) && domain_of(&full).is_some() && !stands(&full);
        // Where the classification knows the full code, the name must be its own.
        let name = table.rows.get(*row).map_or("", |row| row.name.as_str());
        let known = !subjects::names(&full).is_empty();
        if right && (!known || subjects::is_name_of(name, &full)) {
            short.push(Short { row: *row, printed: (*code).to_owned(), full });
        }
    }
    // A table that pads none of its codes has a manner of its own.
    if short.len() * 3 > sound { Vec::new() } else { short }
}

fn too_short(table: &Table, short: &[Short]) -> Option<Finding> {
    let rows: Vec<usize> = short.iter().map(|one| one.row).collect();
    let name = |row: usize| table.rows.get(row).map_or("", |row| row.name.trim());
    let list = |text: &dyn Fn(&Short) -> String| -> Vec<String> { short.iter().map(text).collect() };
    let said = list(&|one| format!("“{}”{}应为“{}”", one.printed, name(one.row), one.full));
    (!short.is_empty()).then(|| {
        About {
            rule: CHECK.code,
            severity: Severity::Warning,
            message: format!(
                "{}：科目编码少了补位的 0：{}（类 3 位、款 5 位、项 7 位）。",
                table_name(table),
                some(&said, 6)
            ),
            expected: Some(list(&|one| one.full.clone()).join("、")),
            actual: Some(list(&|one| one.printed.clone()).join("、")),
            suggestion: "按《政府收支分类科目》补足编码".to_owned(),
        }
        .at(table, &rows)
    })
}

/// Codes of another classification than the form's and nearly all others'.
fn foreign_codes(table: &Table, coded: &[(usize, &str)]) -> Vec<usize> {
    let form = table.form.as_deref().and_then(|id| forms::in_use().form(id));
    let Some(own) = form.filter(|form| form.wide.is_none()).and_then(|form| form.domain) else {
        return Vec::new();
    };
    let mut counts: BTreeMap<Domain, usize> = BTreeMap::new();
    for domain in coded.iter().filter_map(|(_, code)| domain_of(code)) {
        *counts.entry(domain).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let others = all - counts.get(&own).copied().unwrap_or(0);
    if others * 5 > all {
        return Vec::new();
    }
    // The name must be the foreign subject's own, or the code may be no subject's at all.
    let foreign = |(row, code): &(usize, &str)| {
        domain_of(code).is_some_and(|domain| domain != own)
            && table.rows.get(*row).is_some_and(|row| subjects::is_name_of(&row.name, code))
    };
    coded.iter().filter(|one| foreign(one)).map(|(row, _)| *row).collect()
}

fn out_of_place(table: &Table, rows: &[usize]) -> Option<Finding> {
    let names: Vec<String> = rows.iter().map(|&row| crate::checks::wording::row_name(table, row)).collect();
    (!rows.is_empty()).then(|| {
        About {
            rule: CHECK.code,
            severity: Severity::Warning,
            message: format!(
                "{}：这张表按另一种分类列示，却有别的分类的科目：{}。",
                table_name(table),
                some(&names, 6)
            ),
            expected: None,
            actual: Some(names.join("、")),
            suggestion: "核对这些科目该列在哪张表".to_owned(),
        }
        .at(table, rows)
    })
}
