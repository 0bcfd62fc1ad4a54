//! The columns of a performance form: where its indicator header stands and what each column holds.

use super::fitting::{Slot, Token, fit};
use super::values::{Kind, kind};
use super::vocabulary::{Field, Label, field, is_margin, label, list_field};
use crate::disclosure::matrix::Matrix;
use crate::origin::Origin;

/// The columns that a header names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    /// The columns in order; remarks stand together as the last one.
    pub slots: Vec<Slot>,
    /// For each slot the name of the group of indicators above it (产出指标 over 三级指标|指标值).
    pub groups: Vec<Option<String>>,
    /// Whether a column of project names makes it a list of many projects.
    pub list: bool,
    /// The row after the header.
    pub body: usize,
}

/// A cell with its text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// First grid column.
    pub col: usize,
    /// Columns covered.
    pub cols: usize,
    /// The text.
    pub text: String,
    /// Where.
    pub origin: Option<Origin>,
}

/// The cells with text that begin in a row.
pub(super) fn pieces(matrix: &Matrix<'_>, row: usize) -> Vec<Piece> {
    matrix
        .row(row)
        .map(|(col, text)| Piece {
            col,
            cols: matrix.cell(row, col).map_or(1, |cell| cell.cols.max(1)),
            text: text.to_owned(),
            origin: matrix.origin(row, col),
        })
        .collect()
}

/// Whether a row names the levels of indicators.
pub(super) fn names_levels(matrix: &Matrix<'_>, row: usize) -> bool {
    let mut found: Vec<Field> = matrix.row(row).filter_map(|(_, text)| field(text)).collect();
    found.dedup();
    let has = |field: Field| found.contains(&field);
    has(Field::L3) && (has(Field::Target) || has(Field::L2) || has(Field::L1) || has(Field::Op))
        || has(Field::L1) && has(Field::L2)
}

/// Reads the header whose level names stand in `row`. `top` is the first row that may belong to it.
pub(super) fn read(matrix: &Matrix<'_>, row: usize, top: usize) -> Columns {
    let mut body = row + 1;
    let below = body < matrix.grid.rows && is_second_line(matrix, body);
    if below {
        body += 1;
    }
    let list_top = list_top(matrix, row, top);
    let from = list_top.unwrap_or(row);
    let mut names = leaves(matrix, from, body);
    if below && !matrix.grid.spans_known {
        spread(matrix, row, &mut names);
    }
    let list = list_top.is_some();
    let known = |name: &str| if list { list_field(name) } else { field(name) };
    let mut slots: Vec<Slot> = Vec::new();
    let mut groups = Vec::new();
    let mut named_before = false;
    for (col, (name, cell)) in names.iter().enumerate() {
        let read = name.iter().rev().find_map(|name| known(name));
        let same_cell =
            col > 0 && cell.is_some() && names.get(col - 1).is_some_and(|(_, before)| before == cell);
        // A column without a name widens the one before it where that may be merged.
        if same_cell || name.is_empty() && named_before && !matrix.grid.spans_known {
            if let Some(last) = slots.last_mut() {
                last.to = col + 1;
            }
            continue;
        }
        named_before = read.is_some();
        let Some(read) = read else { continue };
        if read == Field::Other {
            named_before = false;
            if slots.last().is_some_and(|slot| slot.field == Field::Other) {
                if let Some(last) = slots.last_mut() {
                    last.to = col + 1;
                }
                continue;
            }
        }
        slots.push(Slot { field: read, from: col, to: col + 1 });
        groups.push(if list && read == Field::L3 { group(matrix, from, row, col) } else { None });
    }
    if slots.last().is_none_or(|slot| slot.field != Field::Other) && !matrix.grid.spans_known {
        slots.push(Slot { field: Field::Other, from: matrix.grid.cols, to: matrix.grid.cols + 1 });
        groups.push(None);
    }
    Columns { slots, groups, list, body }
}

/// Where the header of a list of projects begins: a row above the level names, or that row itself, has a column of
/// project names beside other columns.
fn list_top(matrix: &Matrix<'_>, row: usize, top: usize) -> Option<usize> {
    (top..=row).find(|&at| {
        let texts: Vec<&str> = matrix.row(at).map(|(_, text)| text).collect();
        let Some(place) = texts.iter().position(|text| list_field(text) == Some(Field::Project)) else {
            return false;
        };
        // In a form about one project the name stands beside the label, and never over the indicators.
        at == row
            || texts.get(place + 1).is_some_and(|next| {
                is_margin(next) || list_field(next).is_some() || matches!(label(next), Some(Label::Budget(_)))
            })
    })
}

/// Whether a row goes on naming columns: nothing in it but known names.
fn is_second_line(matrix: &Matrix<'_>, row: usize) -> bool {
    let texts: Vec<&str> = matrix.row(row).map(|(_, text)| text).collect();
    !texts.is_empty()
        && texts.iter().all(|text| field(text).is_some_and(|field| !matches!(field, Field::L1 | Field::L2)))
}

/// The names above a column, outermost first, and the place of the cell that the last one stands in.
type Leaf = (Vec<String>, Option<(usize, usize)>);

/// The names above each column.
fn leaves(matrix: &Matrix<'_>, from: usize, body: usize) -> Vec<Leaf> {
    (0..matrix.grid.cols)
        .map(|col| {
            let mut names: Vec<String> = Vec::new();
            let mut last = None;
            for row in from..body {
                let text = if matrix.grid.spans_known {
                    matrix.covering_text(row, col)
                } else {
                    matrix.text(row, col)
                };
                if text.is_empty() {
                    continue;
                }
                let cell = matrix.cell(row, col).map(|cell| (cell.row, cell.col));
                if cell != last || names.is_empty() {
                    names.push(text.to_owned());
                    last = cell;
                }
            }
            (names, last)
        })
        .collect()
}

/// Where the spans are lost and the second line of names has slid: operator, value and unit belong under the name
/// of the target, in this order.
fn spread(matrix: &Matrix<'_>, row: usize, names: &mut [Leaf]) {
    let Some((target, _)) = matrix.row(row).find(|(_, text)| field(text) == Some(Field::Target)) else {
        return;
    };
    let parts: Vec<(usize, String)> = matrix
        .row(row + 1)
        .filter(|(_, text)| matches!(field(text), Some(Field::Op | Field::Target | Field::Unit)))
        .map(|(col, text)| (col, text.to_owned()))
        .collect();
    let room = (target..target + parts.len()).all(|col| col == target || matrix.text(row, col).is_empty());
    if parts.first().is_none_or(|(col, _)| *col == target) || !room {
        return;
    }
    // The line has slid as a whole: its names count for nothing where they stand.
    for (col, (name, _)) in names.iter_mut().enumerate() {
        if !matrix.text(row + 1, col).is_empty() {
            name.pop();
        }
    }
    for ((_, part), (name, _)) in parts.into_iter().zip(names.iter_mut().skip(target)) {
        name.push(part);
    }
}

/// The name of the group of indicators over a column.
fn group(matrix: &Matrix<'_>, from: usize, row: usize, col: usize) -> Option<String> {
    let named = |text: &str| !text.is_empty() && !is_margin(text) && field(text).is_none();
    (from..row).rev().find_map(|at| {
        let text = if matrix.grid.spans_known {
            matrix.covering_text(at, col)
        } else {
            (0..=col).rev().map(|col| matrix.text(at, col)).find(|text| !text.is_empty()).unwrap_or_default()
        };
        (named(text) && text.ends_with("指标")).then(|| text.to_owned())
    })
}

/// The cells of a row under their columns.
#[derive(Debug, Default)]
pub(super) struct Fitted {
    /// For each cell its column.
    pub places: Vec<(Piece, Option<usize>)>,
    /// How far the cells stand from their columns; 0 where they stand under them.
    pub shift: isize,
    /// Some cell stands under another column than its own.
    pub moved: bool,
}

impl Columns {
    /// What the column at an index holds.
    pub(super) fn field(&self, slot: Option<usize>) -> Option<Field> {
        self.slots.get(slot?).map(|slot| slot.field)
    }

    /// Puts the cells of a row under their columns: by place where spans are known, by what they are where not.
    pub(super) fn place(&self, pieces: Vec<Piece>, exact: bool, usual: isize) -> Fitted {
        if exact {
            let places = pieces
                .into_iter()
                .map(|piece| {
                    let slot = self
                        .slots
                        .iter()
                        .position(|slot| slot.from < piece.col + piece.cols && piece.col < slot.to);
                    (piece, slot)
                })
                .collect();
            return Fitted { places, ..Fitted::default() };
        }
        let tokens: Vec<Token> =
            pieces.iter().map(|piece| Token { col: piece.col, kind: kind(&piece.text) }).collect();
        let slots = fit(&self.slots, &tokens, usual);
        let mut fitted = Fitted { shift: usual, ..Fitted::default() };
        for (piece, slot) in pieces.into_iter().zip(slots) {
            if let Some(here) =
                slot.and_then(|slot| self.slots.get(slot)).filter(|slot| slot.field != Field::Other)
            {
                let under = (here.from..here.to).contains(&piece.col);
                fitted.moved |= !under;
                let from = isize::try_from(here.from).unwrap_or(0);
                let shift = if under { 0 } else { isize::try_from(piece.col).unwrap_or(0) - from };
                if here.field == Field::L3 {
                    fitted.shift = shift;
                }
            }
            fitted.places.push((piece, slot));
        }
        fitted
    }
}

/// Whether a row reads like indicators whatever stands around it: it names a level, or sets a value behind an operator.
pub(super) fn is_indicators(pieces: &[Piece]) -> bool {
    let kinds: Vec<Kind> = pieces.iter().map(|piece| kind(&piece.text)).collect();
    let levels = kinds.iter().any(|kind| matches!(kind, Kind::First | Kind::Second | Kind::Either));
    let operated = kinds.iter().zip(kinds.iter().skip(1)).any(|(left, right)| {
        *left == Kind::Op && matches!(right, Kind::Number | Kind::Percent | Kind::Text(_))
    });
    levels || operated
}

/// Whether a row may be indicators where it stands under a form's columns: words and a measure.
pub(super) fn may_be_indicators(pieces: &[Piece]) -> bool {
    let has = |test: fn(Kind) -> bool| pieces.iter().any(|piece| test(kind(&piece.text)));
    has(|kind| matches!(kind, Kind::Text(_)))
        && has(|kind| matches!(kind, Kind::Measure | Kind::Percent | Kind::Date))
}
