//! Small reports for the tests of the views.

use crate::disclosure::model::{Cell, Column, ColumnKind, Identity, Row, Side, Table};
use crate::origin::Origin;
use crate::report::{Category, Finding, Report, SCHEMA, Severity, Source};

/// A report with nothing in it.
pub(crate) fn report() -> Report {
    Report {
        schema: SCHEMA.to_owned(),
        source: Source::default(),
        document: Identity::default(),
        parts: Vec::new(),
        tables: Vec::new(),
        programs: Vec::new(),
        claims: Vec::new(),
        findings: Vec::new(),
        ledger: Vec::new(),
        warnings: Vec::new(),
    }
}

/// A finding without place or figures.
pub(crate) fn finding(severity: Severity) -> Finding {
    Finding::new("B01", severity, Category::Arithmetic, String::new())
}

/// A column of figures or names, by its header path.
pub(crate) fn column(path: &[&str], kind: ColumnKind, side: Option<Side>) -> Column {
    Column { path: path.iter().map(|part| (*part).to_owned()).collect(), kind, side, key: None }
}

/// A cell as printed on a line of text; empty text is an empty cell.
pub(crate) fn cell(text: &str, line: u32) -> Cell {
    Cell {
        text: text.to_owned(),
        amount: crate::amount::parse(text),
        inferred: false,
        origin: (!text.is_empty()).then_some(Origin::Line { line, column: 1 }),
    }
}

/// A two-sided table: three lines of income, two of expenditure, the totals on one line.
pub(crate) fn two_sided() -> Table {
    let (income, expenditure) = (Some(Side::Income), Some(Side::Expenditure));
    let left = |name: &str, amount: &str, line| Row {
        name: name.to_owned(),
        side: income,
        cells: vec![cell(name, line), cell(amount, line), cell("", line), cell("", line)],
        ..Row::default()
    };
    let right = |name: &str, amount: &str, line| Row {
        name: name.to_owned(),
        side: expenditure,
        cells: vec![cell("", line), cell("", line), cell(name, line), cell(amount, line)],
        ..Row::default()
    };
    Table {
        title: "收支总表".to_owned(),
        columns: vec![
            column(&["收入", "项目"], ColumnKind::Name, income),
            column(&["收入", "预算数"], ColumnKind::Amount, income),
            column(&["支出", "项目"], ColumnKind::Name, expenditure),
            column(&["支出", "预算数"], ColumnKind::Amount, expenditure),
        ],
        rows: vec![
            left("一、拨款收入", "90.00", 3),
            right("一、社会保障和就业支出", "100.00", 3),
            left("二、事业收入", "10.00", 4),
            left("收入总计", "100.00", 6),
            right("支出总计", "100.00", 6),
        ],
        ..Table::default()
    }
}
