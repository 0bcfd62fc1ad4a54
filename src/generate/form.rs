//! Shorthand for writing forms down: columns, rows and panels.

use rust_decimal::Decimal;

use super::ledger::Ledger;
use super::names;
use super::pivot::{Pick, Printing};
use super::table::{Column, Look, Panel, Role, Row, Table};
use crate::disclosure::model::Side;

/// What a form is filled in from.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The books.
    pub books: &'a Ledger,
    /// How figures are printed.
    pub printing: Printing,
    /// How tables are printed.
    pub look: Look,
    /// Where a form has several layouts, which; any number.
    pub variant: u64,
}

impl Context<'_> {
    /// An empty table with its heading.
    #[must_use]
    pub fn table(&self, label: &str, title: impl Into<String>) -> Table {
        Table {
            label: (!label.is_empty()).then(|| label.to_owned()),
            title: title.into(),
            unit: Some(self.printing.unit),
            ..Table::default()
        }
    }

    /// A table of one panel.
    #[must_use]
    pub fn plain(
        &self,
        label: &str,
        title: impl Into<String>,
        columns: Vec<Column>,
        body: Vec<Row>,
    ) -> Table {
        let mut table = self.table(label, title);
        table.panels.push(Panel { columns, body, ..Panel::default() });
        table
    }
}

/// A column of figures: header, width, what it sums.
pub type Measure = (&'static str, u16, Pick);

/// The columns of the measures.
pub fn measured(measures: &[Measure]) -> impl Iterator<Item = Column> {
    measures.iter().map(|(path, width, _)| Column::new(path, Role::Amount, *width))
}

/// What the measures sum.
#[must_use]
pub fn picks(measures: &[Measure]) -> Vec<Pick> {
    measures.iter().map(|(_, _, pick)| *pick).collect()
}

/// Code and name columns, and then the measures.
#[must_use]
pub fn coded(code: &str, name: &str, measures: &[Measure]) -> Vec<Column> {
    let mut columns = vec![Column::new(code, Role::Code, 9), Column::new(name, Role::Name, 18)];
    columns.extend(measured(measures));
    columns
}

/// A row of one figure.
#[must_use]
pub fn item(name: &str, value: Option<Decimal>) -> Row {
    line(name, vec![value])
}

/// A row without a code.
#[must_use]
pub fn line(name: &str, values: Vec<Option<Decimal>>) -> Row {
    Row { name: name.to_owned(), values, ..Row::default() }
}

/// A row that is printed empty, to keep totals aligned.
#[must_use]
pub fn blank(width: usize) -> Row {
    line("", vec![None; width])
}

/// One half of a two-sided table.
#[must_use]
pub fn half(side: Side, head: &str, lined: bool, measures: &[&str], body: Vec<Row>, foot: Vec<Row>) -> Panel {
    let mut columns = vec![Column::new("项目", Role::Name, 17)];
    if lined {
        columns.push(Column::new("行次", Role::Line, 4));
    }
    columns.extend(measures.iter().map(|m| Column::new(m, Role::Amount, 9)));
    Panel { side: Some(side), head: vec![head.to_owned()], columns, body, foot }
}

/// The classes as numbered rows: 一、一般公共服务支出.
#[must_use]
pub fn classes(all: bool, books: &Ledger, values: impl Fn(&str) -> Vec<Option<Decimal>>) -> Vec<Row> {
    names::CLASSES
        .iter()
        .filter(|(code, _)| all || books.entries.iter().any(|e| e.item.starts_with(code)))
        .enumerate()
        .map(|(index, (code, name))| line(&format!("{}、{name}", names::chinese(index + 1)), values(code)))
        .collect()
}
