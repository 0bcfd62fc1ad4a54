//! A form in which many projects share one table: a project's name, money and goal, then its indicators beside them.

use super::columns::{Columns, Piece, pieces};
use super::indicator;
use super::levels::fill;
use super::notes::{Repair, RepairKind, notes};
use super::vocabulary::Field;
use crate::amount::{self, Unit};
use crate::disclosure::matrix::Matrix;
use crate::disclosure::model::{Indicator, Program};
use crate::disclosure::words::is_total;
use crate::order;
use crate::report::Finding;

/// The list while it is read, part by part.
#[derive(Debug, Clone)]
pub(super) struct List {
    columns: Columns,
    unit: Option<Unit>,
    current: Option<Entry>,
    done: Vec<Entry>,
    shift: isize,
    started: bool,
    /// Columns of the grid read last.
    width: usize,
}

/// A project of the list.
#[derive(Debug, Clone, Default)]
struct Entry {
    program: Program,
    rows: Vec<Indicator>,
    repairs: Vec<Repair>,
}

impl List {
    /// An empty list with the columns that its header names.
    pub(super) fn new(columns: Columns, unit: Option<Unit>) -> Self {
        Self { columns, unit, current: None, done: Vec::new(), shift: 0, started: false, width: 0 }
    }

    /// The number of columns that the part before had.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Takes the header that a further part repeats.
    pub(super) fn renew(&mut self, columns: Columns) {
        self.columns = columns;
        self.shift = 0;
    }

    /// Reads the rows of a grid from `top` on.
    pub(super) fn feed(&mut self, matrix: &Matrix<'_>, top: usize) {
        self.width = matrix.grid.cols;
        let mut part_begins = self.started;
        let mut line = None;
        for row in top..matrix.grid.rows {
            let mut pieces = pieces(matrix, row);
            if pieces.is_empty() {
                continue;
            }
            // In text a blank line within the grid is where the page ended.
            let here = pieces.first().and_then(|piece| piece.origin.as_ref()?.line());
            part_begins |= line.zip(here).is_some_and(|(before, here)| here > before + 1);
            line = here;
            if matrix.grid.spans_known {
                self.add_covering(matrix, row, &mut pieces);
            }
            self.row(pieces, matrix.grid.spans_known, part_begins);
            part_begins = false;
        }
        self.started = true;
    }

    /// Levels reach over several rows in one merged cell.
    fn add_covering(&self, matrix: &Matrix<'_>, row: usize, pieces: &mut Vec<Piece>) {
        for slot in self.columns.slots.iter().filter(|slot| matches!(slot.field, Field::L1 | Field::L2)) {
            let text = matrix.covering_text(row, slot.from);
            let taken = pieces.iter().any(|piece| piece.col < slot.to && slot.from < piece.col + piece.cols);
            if !text.is_empty() && !taken {
                let origin = matrix.origin(row, slot.from);
                pieces.push(Piece { col: slot.from, cols: 1, text: text.to_owned(), origin });
            }
        }
        order::by_rank(pieces, |piece| order::count(piece.col));
    }

    fn row(&mut self, pieces: Vec<Piece>, exact: bool, part_begins: bool) {
        let fitted = self.columns.place(pieces, exact, self.shift);
        self.shift = fitted.shift;
        let of = |field: Field| -> Vec<&Piece> {
            fitted
                .places
                .iter()
                .filter(|(_, slot)| self.columns.field(*slot) == Some(field))
                .map(|(piece, _)| piece)
                .collect()
        };
        let money: Vec<_> = of(Field::Money).iter().filter_map(|piece| amount::parse(&piece.text)).collect();
        let goal = of(Field::Goal).first().map(|piece| piece.text.clone());
        let name = of(Field::Project).first().copied().cloned();
        if let Some(name) = name {
            let again = self.current.as_ref().is_some_and(|entry| entry.program.name == name.text);
            let rest = part_begins && name.text.chars().count() <= 4 && self.current.is_some();
            if rest {
                // The end of a name that the page cut.
                if let Some(entry) = &mut self.current {
                    entry.program.name.push_str(&name.text);
                    let whole = entry.program.name.clone();
                    entry.repairs.push(Repair::new(RepairKind::Joined, &whole, "", name.origin.clone()));
                }
            } else if !again {
                self.done.extend(self.current.take());
                self.current = Some(Entry {
                    program: Program {
                        name: name.text.clone(),
                        kind: "project".to_owned(),
                        budget: money.first().copied(),
                        unit: self.unit,
                        goal,
                        origin: name.origin.clone(),
                        ..Program::default()
                    },
                    ..Entry::default()
                });
            }
        }
        let Some(entry) = &mut self.current else { return };
        for (from, to) in ranges(&self.columns) {
            let mut read = indicator::read(&self.columns, &fitted, from, to, &mut entry.repairs);
            if read.l1.is_none() {
                read.l1 = self.columns.groups.get(from).cloned().flatten();
            }
            if read.l3.is_some() || read.l2.is_some() {
                entry.rows.push(read);
            }
        }
        for (piece, slot) in &fitted.places {
            if slot.is_none() {
                entry.repairs.push(Repair::new(RepairKind::Loose, &piece.text, "", piece.origin.clone()));
            }
        }
    }

    /// The programs; rows that only add up (a unit's or a class's total) are none.
    pub(super) fn finish(mut self) -> Vec<(Program, Vec<Finding>)> {
        self.done.extend(self.current.take());
        self.done
            .into_iter()
            .filter(|entry| !entry.rows.is_empty() && !is_total(&entry.program.name))
            .map(|mut entry| {
                entry.program.indicators = fill(entry.rows, &mut entry.repairs);
                let notes = notes(&entry.program.name, &entry.repairs);
                (entry.program, notes)
            })
            .collect()
    }
}

/// The slots of each indicator in a row: one, or one for each group that stands beside the others.
fn ranges(columns: &Columns) -> Vec<(usize, usize)> {
    let names: Vec<usize> = columns
        .slots
        .iter()
        .enumerate()
        .filter(|(_, slot)| slot.field == Field::L3)
        .map(|(at, _)| at)
        .collect();
    let end = columns.slots.len();
    if names.len() < 2 {
        return vec![(0, end)];
    }
    names.iter().zip(names.iter().skip(1).copied().chain([end])).map(|(&from, to)| (from, to)).collect()
}
