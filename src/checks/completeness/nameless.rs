//! L05: rows with figures have a name.

use rust_decimal::Decimal;

use crate::amount::grouped;
use crate::articulation::hierarchy::has_figures;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{ColumnKind, Kind, Row, Table};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "L05",
    name: "有数的行有名称",
    document: Kind::Unknown,
    doc: "查什么: 表里有没有只有数字、没有名称和编码的行。只说和上一行数字完全相同的那种：合计下面部门（单位）的汇总行，名称空着。
为什么: 没有名称，读者不知道是谁的数。
依据: 同一套表的其他汇总表在这一行写着部门（单位）名称。
举例: “合计 900.00 600.00”下面一行只有“900.00 600.00”，单位名称是空的。
怎么改: 补上部门（单位）名称。",
    run,
};

fn run(context: &mut Context<'_>) {
    let mut findings = Vec::new();
    for table in &context.disclosure.tables {
        let Some((at, figures)) = nameless(table) else { continue };
        let shown: Vec<String> = figures.iter().take(4).map(|figure| grouped(*figure)).collect();
        let message = format!(
            "《{}》第 {} 行只有数字（{}），没有名称；和上一行的数完全相同，应当是部门（单位）的汇总行。",
            table_name(table),
            at + 1,
            shown.join("、")
        );
        let place = table.rows.get(at).and_then(|row| row.cells.iter().find_map(|cell| cell.origin.clone()));
        findings.push(Finding {
            table: Some(table.index),
            row: Some(at),
            expected: context.disclosure.identity.organization.clone(),
            origin: place.into_iter().collect(),
            suggestion: Some("补上部门（单位）名称".to_owned()),
            ..Finding::new(CHECK.code, Severity::Note, Category::Completeness, message)
        });
    }
    for _ in &findings {
        context.ledger.add(CHECK.code, Outcome::Failed);
    }
    context.findings.extend(findings);
    if !context.ledger.knows(CHECK.code) {
        let none = context.disclosure.tables.iter().all(|table| table.rows.is_empty());
        let outcome = if none { Outcome::NotApplicable } else { Outcome::Passed };
        context.ledger.add(CHECK.code, outcome);
    }
}

fn figures(row: &Row) -> Vec<Decimal> {
    row.cells.iter().filter_map(|cell| cell.amount).collect()
}

/// The one row without a name that repeats the figures of the row above, among rows that have names.
fn nameless(table: &Table) -> Option<(usize, Vec<Decimal>)> {
    let named = |row: &Row| !row.name.trim().is_empty() || row.code.is_some();
    let has_names = table.columns.iter().any(|column| column.kind == ColumnKind::Name);
    let bare = |row: &Row| !named(row) && row.side.is_none() && has_figures(row);
    let mut rows = (0..table.rows.len()).filter(|&at| table.rows.get(at).is_some_and(bare));
    let at = rows.next().filter(|_| rows.next().is_none())?;
    let own = figures(table.rows.get(at)?);
    let above = table.rows.get(at.checked_sub(1)?)?;
    let enough = table.rows.iter().filter(|row| named(row)).count() >= 3;
    (has_names && enough && own.len() >= 2 && named(above) && figures(above) == own).then_some((at, own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::{Cell, Column};

    #[test]
    fn a_repeated_total_without_a_name_is_told() {
        let column = |kind: ColumnKind| Column { path: Vec::new(), kind, side: None, key: None };
        let row = |name: &str, figures: [i64; 2]| Row {
            name: name.to_owned(),
            cells: figures
                .iter()
                .map(|figure| Cell { amount: Some(Decimal::from(*figure)), ..Cell::default() })
                .collect(),
            ..Row::default()
        };
        let mut table = Table {
            columns: vec![column(ColumnKind::Name), column(ColumnKind::Amount), column(ColumnKind::Amount)],
            rows: vec![row("合计", [9, 6]), row("", [9, 6]), row("甲中心", [5, 4]), row("乙中心", [4, 2])],
            ..Table::default()
        };
        assert_eq!(nameless(&table).map(|(at, _)| at), Some(1));
        table.rows[1] = row("", [8, 6]);
        assert!(nameless(&table).is_none());
    }
}
