//! Reading doubt: a figure that stands one column off breaks sums that hold as soon as it is moved.
//!
//! Before a row is accused, its figures are tried in the empty cells next to them. If every sum of the row then
//! holds, the figures were misplaced, by the reader or on the page, and nobody has miscalculated.

use super::equation::{CellRef, Equation};
use super::figures::{Book, WhatIf};

/// Figures that stand one column off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Table and row.
    pub table: usize,
    /// Row.
    pub row: usize,
    /// The columns whose figures move.
    pub from: Vec<usize>,
    /// Whether they move to the right.
    pub right: bool,
}

/// Looks for a move of neighbouring figures by one column that makes every equation of the row hold.
///
/// `columns` are the amount columns of the row in order, `equations` all equations that concern cells of it
/// and are meant seriously, its own sums as well as those of the columns it moves between.
#[must_use]
pub fn find(
    book: &dyn Book,
    table: usize,
    row: usize,
    columns: &[usize],
    equations: &[&Equation],
) -> Option<Shift> {
    let cell = |column: usize| CellRef { table, row, column };
    let filled: Vec<bool> = columns.iter().map(|&column| book.figure(cell(column)).is_some()).collect();
    let mut found = None;
    for start in 0..columns.len() {
        for end in start..columns.len() {
            // Figures that move together stand side by side.
            if !filled.get(end).copied().unwrap_or(false) {
                break;
            }
            for right in [true, false] {
                let free = if right {
                    filled.get(end + 1)
                } else {
                    start.checked_sub(1).and_then(|i| filled.get(i))
                };
                if free != Some(&false) {
                    continue;
                }
                let mut moved = WhatIf::new(book);
                let shifted = |index: usize| if right { index + 1 } else { index - 1 };
                for &column in columns.get(start..=end).unwrap_or_default() {
                    moved.set(cell(column), None);
                }
                for index in start..=end {
                    if let (Some(&from), Some(&to)) = (columns.get(index), columns.get(shifted(index))) {
                        moved.set(cell(to), book.figure(cell(from)));
                    }
                }
                if mends(book, &moved, equations) {
                    let from = columns.get(start..=end).unwrap_or_default().to_vec();
                    let shift = Shift { table, row, from, right };
                    // Two different moves that both mend prove nothing.
                    if found.replace(shift).is_some() {
                        return None;
                    }
                }
            }
        }
    }
    found
}

/// Every equation that was at odds holds now, none that held is broken, and something is mended.
fn mends(book: &dyn Book, moved: &dyn Book, equations: &[&Equation]) -> bool {
    let mut mended = 0;
    for equation in equations {
        let (before, after) = (equation.judge(book), equation.judge(moved));
        if after.odd() {
            return false;
        }
        mended += usize::from(before.odd() && after.holds());
    }
    mended > 0
}
