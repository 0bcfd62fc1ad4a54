//! The figures of a document's tables as equations see them: by table, row and column, with precision.

use rust_decimal::Decimal;

use super::equation::CellRef;
use super::tolerance::Figure;
use super::{columns, names};
use crate::disclosure::model::{ColumnKind, Table};

/// Where equations look figures up.
pub trait Book {
    /// The figure in a cell; `None` where the cell is empty, holds words or does not exist.
    fn figure(&self, cell: CellRef) -> Option<Figure>;

    /// Whether a cell without a figure may yet have one: print that was not understood, or a row whose figures
    /// lost their columns. Such a cell is not nothing.
    fn unread(&self, cell: CellRef) -> bool;
}

/// The figures of several tables.
#[derive(Debug)]
pub struct Figures<'a> {
    tables: &'a [Table],
    decimals: Vec<u32>,
    /// Rows, by table, with figures that have no column.
    open: Vec<Vec<bool>>,
}

impl<'a> Figures<'a> {
    /// Takes the precision of every table from what it prints.
    #[must_use]
    pub fn new(tables: &'a [Table]) -> Self {
        let open = |table: &Table| -> Vec<bool> {
            (0..table.rows.len())
                .map(|row| (0..table.columns.len()).any(|c| is_garbled(table, row, c)))
                .collect()
        };
        Self {
            tables,
            decimals: tables.iter().map(decimals).collect(),
            open: tables.iter().map(open).collect(),
        }
    }

    /// The tables.
    #[must_use]
    pub fn tables(&self) -> &'a [Table] {
        self.tables
    }
}

impl Book for Figures<'_> {
    fn figure(&self, cell: CellRef) -> Option<Figure> {
        let amount = self.tables.get(cell.table)?.amount(cell.row, cell.column)?;
        Some(Figure::new(amount, self.decimals.get(cell.table).copied().unwrap_or(0)))
    }

    fn unread(&self, cell: CellRef) -> bool {
        let open = self.open.get(cell.table).and_then(|rows| rows.get(cell.row)).copied().unwrap_or(false);
        open && self.figure(cell).is_none()
    }
}

/// A cell of an amount column that prints digits and yet has no figure.
fn is_garbled(table: &Table, row: usize, column: usize) -> bool {
    let amounts = table.columns.get(column).is_some_and(|column| column.kind == ColumnKind::Amount);
    amounts
        && table.cell(row, column).is_some_and(|cell| {
            cell.amount.is_none() && cell.text.chars().any(|c| crate::amount::half_width(c).is_ascii_digit())
        })
}

/// The most decimals a table's amounts are printed with (percentages left out; six at most).
fn decimals(table: &Table) -> u32 {
    let amounts = table.columns.iter().enumerate().filter(|(_, column)| {
        column.kind == ColumnKind::Amount && !column.path.iter().any(|part| names::is_ratio(part))
    });
    let amounts: Vec<usize> =
        amounts.map(|(index, _)| index).filter(|&index| !columns::is_counter(table, index)).collect();
    table
        .rows
        .iter()
        .flat_map(|row| amounts.iter().filter_map(|&column| row.cells.get(column)?.amount))
        .map(|amount| amount.scale())
        .max()
        .unwrap_or(0)
        .min(6)
}

/// A book in which some cells read differently: what if the figure stood elsewhere, or were another?
pub struct WhatIf<'a> {
    base: &'a dyn Book,
    changed: Vec<(CellRef, Option<Figure>)>,
}

impl<'a> WhatIf<'a> {
    /// Starts from what is printed.
    #[must_use]
    pub fn new(base: &'a dyn Book) -> Self {
        Self { base, changed: Vec::new() }
    }

    /// Puts a figure (or nothing) into a cell.
    pub fn set(&mut self, cell: CellRef, figure: Option<Figure>) {
        self.changed.retain(|(other, _)| *other != cell);
        self.changed.push((cell, figure));
    }

    /// Gives the cell another value at the precision it has.
    pub fn set_amount(&mut self, cell: CellRef, amount: Decimal) {
        let half = Figure::new(amount, amount.scale());
        let figure = self.base.figure(cell).map_or(half, |printed| Figure { amount, ..printed });
        self.set(cell, Some(figure));
    }
}

impl Book for WhatIf<'_> {
    fn figure(&self, cell: CellRef) -> Option<Figure> {
        match self.changed.iter().find(|(other, _)| *other == cell) {
            Some((_, figure)) => *figure,
            None => self.base.figure(cell),
        }
    }

    fn unread(&self, cell: CellRef) -> bool {
        self.base.unread(cell) && !self.changed.iter().any(|(other, _)| *other == cell)
    }
}
