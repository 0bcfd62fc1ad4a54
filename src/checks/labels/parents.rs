//! L06: a subject's own row stands above those of its parts.

use std::collections::{BTreeMap, BTreeSet};

use super::About;
use crate::amount::grouped;
use crate::articulation::hierarchy::{has_figures, subject_code};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::{row_name, table_name};
use crate::disclosure::model::{Disclosure, Kind, Table};
use crate::report::{Finding, Outcome, Severity};
use crate::subjects;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "L06",
    name: "下级科目上面有上级科目的行",
    document: Kind::Unknown,
    doc: "查什么: 表里逐级列出类、款、项的，每个款（项）上面有没有它的类（款）。只说整张表都列了上级、唯独少一行的那种；按单位分列、科目重复出现的表不查。
为什么: 少了一行上级科目，合计照样对得上，只有逐行看编码才发现得了。
依据: 《预算法》第四十六条：按功能分类编列到项；科目按类、款、项逐级列示。
举例: 2080505、2080506 上面没有 20805，其他各款都有自己的行。
怎么改: 补上这一行，金额是下级科目之和。",
    run,
};

fn run(context: &mut Context<'_>) {
    let mut examined = false;
    for table in &context.disclosure.tables {
        let Some(lost) = orphaned(table) else { continue };
        examined = true;
        if lost.is_empty() {
            context.ledger.add(CHECK.code, Outcome::Passed);
        }
        // More than a slip: the table lists its subjects otherwise.
        for (parent, children) in lost.into_iter().take(2) {
            context.ledger.add(CHECK.code, Outcome::Failed);
            let finding = told(context.disclosure, table, &parent, &children);
            context.findings.push(finding);
            context.missing_rows.push((table.index, parent));
        }
    }
    if !examined {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有逐级列出科目的表");
    }
}

fn told(disclosure: &Disclosure, table: &Table, parent: &str, children: &[usize]) -> Finding {
    let name = name_of(disclosure, parent);
    let names: Vec<String> = children.iter().take(4).map(|&row| row_name(table, row)).collect();
    let message = format!(
        "《{}》有 {}，上面没有 {parent} {name} 这一行；其他科目都有上级的行。{}",
        table_name(table),
        names.join("、"),
        sum(table, children).map(|sum| format!("下级加起来是 {sum}。")).unwrap_or_default()
    );
    About {
        rule: CHECK.code,
        severity: Severity::Warning,
        message,
        expected: Some(parent.to_owned()),
        actual: None,
        suggestion: "补上这一行".to_owned(),
    }
    .at(table, children)
}

/// The codes without a row above their parts, with the rows of the parts; `None` where a table does not list its
/// subjects level by level, each once.
fn orphaned(table: &Table) -> Option<Vec<(String, Vec<usize>)>> {
    if table.inferred {
        return None;
    }
    let rows: Vec<(usize, &str)> = table
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| has_figures(row))
        .filter_map(|(at, row)| Some((at, subject_code(row)?)))
        .collect();
    let codes: BTreeSet<&str> = table.rows.iter().filter_map(subject_code).collect();
    // A row whose code was not read may be the one that is sought.
    let coded = |at: usize| table.rows.get(at).is_some_and(|row| subject_code(row).is_some());
    if rows.len() < 6 || codes.len() < rows.len() {
        return None;
    }
    let mut lost: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut levels: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, code) in &rows {
        let Some(parent) = code.get(..code.len().saturating_sub(2)).filter(|parent| parent.len() >= 3) else {
            continue;
        };
        if codes.contains(parent) {
            *levels.entry(parent.len()).or_default() += 1;
        } else if at.checked_sub(1).is_some_and(coded) {
            lost.entry(parent.to_owned()).or_default().push(*at);
        } else {
            return None;
        }
    }
    // Every other subject of this level has its row.
    lost.iter().all(|(parent, _)| levels.get(&parent.len()).is_some_and(|found| *found >= 3)).then_some(())?;
    (!levels.is_empty() && lost.len() <= 2).then(|| lost.into_iter().collect())
}

fn name_of(disclosure: &Disclosure, code: &str) -> String {
    let rows = disclosure.tables.iter().flat_map(|table| &table.rows);
    let printed = rows.filter(|row| row.code.as_deref() == Some(code)).map(|row| row.name.as_str()).next();
    printed
        .or_else(|| subjects::lookup(code, disclosure.identity.fiscal_year?))
        .unwrap_or_default()
        .to_owned()
}

/// What the parts come to in the first column.
fn sum(table: &Table, rows: &[usize]) -> Option<String> {
    let first = rows.iter().filter_map(|&at| table.rows.get(at)?.cells.iter().find_map(|cell| cell.amount));
    first.reduce(|sum, next| sum + next).map(grouped)
}
