//! Lists of units and projects without codes: which row is the total of which is told by the figures alone.
//!
//! Read from the bottom up, a row that equals the sum of the rows just below it (in every column, or in all but
//! one of several) is their head. What remains at the top is what the 合计 row should sum. A structure found so
//! is a guess; it can be confirmed by other columns but never accuses on its own.

use rust_decimal::Decimal;

use super::equation::{CellRef, Shape, Trust};
use super::figures::Book;
use super::hierarchy::{RowSum, has_figures};
use super::names;
use super::tolerance::{Figure, Gap, judge};
use crate::disclosure::model::Table;

/// The sums of a list, given the rows that are parts of others by their codes.
#[must_use]
pub fn listing_sums(
    table: &Table,
    position: usize,
    book: &dyn Book,
    columns: &[usize],
    inner: &[usize],
) -> Vec<RowSum> {
    let mut total = None;
    let mut rows = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        if row.side.is_some() {
            return Vec::new();
        }
        if names::is_grand_total(&row.name) {
            total = total.or(Some(index));
        } else if has_figures(row) && !inner.contains(&index) && !names::is_excerpt(&row.name) {
            rows.push(index);
        }
    }
    let figures = |row: usize| -> Vec<Print> {
        let cell = |&column: &usize| CellRef { table: position, row, column };
        columns.iter().map(|column| Print::of(book, cell(column))).collect()
    };
    let Some(total) = total.filter(|_| rows.len() > 1) else { return Vec::new() };
    let target = figures(total);
    // A row equal to the one below it is either its head or only alike: try both.
    for least in [1, 2] {
        let (mut sums, tops) = reduce(&rows, &figures, least);
        let parts: Vec<Vec<Print>> = tops.iter().map(|&row| figures(row)).collect();
        if agrees(&target, &parts) {
            sums.push(sum(total, tops));
            return sums;
        }
    }
    Vec::new()
}

fn sum(total: usize, parts: Vec<usize>) -> RowSum {
    RowSum { total, parts, otherwise: Vec::new(), side: None, shape: Shape::TotalRow, trust: Trust::Guessed }
}

/// Bottom up: rows whose figures are the sum of the tops just below them take those as their parts.
fn reduce(rows: &[usize], figures: &dyn Fn(usize) -> Vec<Print>, least: usize) -> (Vec<RowSum>, Vec<usize>) {
    let mut sums = Vec::new();
    // Tops so far, the nearest last.
    let mut tops: Vec<usize> = Vec::new();
    for &row in rows.iter().rev() {
        let own = figures(row);
        let mut parts = Vec::new();
        let mut taken = 0;
        for (count, &top) in (1..).zip(tops.iter().rev()) {
            parts.push(figures(top));
            if count >= least && agrees(&own, &parts) {
                taken = count;
                break;
            }
        }
        if taken > 0 {
            let mut parts = tops.split_off(tops.len() - taken);
            parts.reverse();
            sums.push(sum(row, parts));
        }
        tops.push(row);
    }
    tops.reverse();
    (sums, tops)
}

/// What a cell of the list prints.
#[derive(Debug, Clone, Copy)]
enum Print {
    Figure(Figure),
    Nothing,
    /// It may have a figure that lost its column.
    Unread,
}

impl Print {
    fn of(book: &dyn Book, cell: CellRef) -> Self {
        match book.figure(cell) {
            Some(figure) => Self::Figure(figure),
            None if book.unread(cell) => Self::Unread,
            None => Self::Nothing,
        }
    }

    fn figure(self) -> Option<Figure> {
        if let Self::Figure(figure) = self { Some(figure) } else { None }
    }
}

/// The total equals the sum in every column, or in all but one of several. A column with a cell that was not read
/// says nothing either way.
fn agrees(total: &[Print], parts: &[Vec<Print>]) -> bool {
    let (mut kept, mut missed) = (0, 0);
    for (column, printed) in total.iter().enumerate() {
        let prints = || parts.iter().filter_map(|row| row.get(column).copied()).chain([*printed]);
        if prints().any(|print| matches!(print, Print::Unread)) {
            continue;
        }
        let figures: Vec<Figure> = prints().filter_map(Print::figure).collect();
        let all = figures.iter().fold(Decimal::ZERO, |sum, f| sum.checked_add(f.amount).unwrap_or(sum));
        let printed = printed.figure().map_or(Decimal::ZERO, |figure| figure.amount);
        // The total stands among the figures, so that it is taken off twice.
        let gap = printed.checked_add(printed).and_then(|twice| twice.checked_sub(all)).unwrap_or(all);
        match judge(gap, &figures) {
            Gap::None | Gap::Rounding if printed.is_zero() => {}
            Gap::None | Gap::Rounding => kept += 1,
            _ => missed += 1,
        }
    }
    // Three parts or more hardly add up to a figure by chance.
    kept > 0 && missed == 0 || (kept >= 2 || kept == 1 && parts.len() > 2) && missed == 1
}
