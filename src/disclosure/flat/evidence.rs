//! Placing the figures of all flat tables of a document, each with what the others say of it.
//!
//! Tables print the same figure in several places: a column's total is a row of the table of income and
//! expenditure, a unit's row stands in two tables with one set of columns. What is settled in one table is known in
//! the next, until nothing new is learned.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::figures::{Draft, FlatRow};
use super::hierarchy;
use crate::articulation::placing::{self, Fit, Known, Placement, Solution, System};
use crate::disclosure::model::{ColumnKind, Side};
use crate::disclosure::words::{is_total, plain};
use crate::forms;
use crate::subjects::name::plain as subject;

/// Rounds of learning; tables depend on each other over one or two steps.
const ROUNDS: usize = 3;

/// Places the figures of all tables.
pub(super) fn place(drafts: &mut [Draft]) {
    for draft in drafts.iter_mut() {
        draft.placed = solved(draft, &[]);
    }
    let keys: Vec<Keys> = drafts.iter().map(column_keys).collect();
    for _ in 0..ROUNDS {
        let mut learned = false;
        for at in 0..drafts.len() {
            let Some(draft) = drafts.get(at) else { continue };
            let open =
                |placed: &[Placement]| placed.iter().flat_map(|p| &p.columns).filter(|c| c.is_none()).count();
            let before = open(&draft.placed);
            if before == 0 {
                continue;
            }
            let known = known(draft, drafts, &keys, at);
            if known.is_empty() {
                continue;
            }
            let placed = solved(draft, &known);
            if open(&placed) < before {
                learned = true;
                if let Some(draft) = drafts.get_mut(at) {
                    draft.placed = placed;
                }
            }
        }
        if !learned {
            break;
        }
    }
}

/// A cell that another table speaks of: row, column among the row's own, figure.
type Word = (usize, usize, Option<Decimal>);

/// Solves the sides of a table one by one.
fn solved(draft: &Draft, known: &[Word]) -> Vec<Placement> {
    let mut placed: Vec<Option<Placement>> = vec![None; draft.rows.len()];
    for side in [None, Some(Side::Income), Some(Side::Expenditure)] {
        let own: Vec<usize> = (0..draft.rows.len())
            .filter(|&at| draft.rows.get(at).is_some_and(|row| row.side == side))
            .collect();
        if own.is_empty() {
            continue;
        }
        let number: BTreeMap<usize, usize> = own.iter().enumerate().map(|(n, &at)| (at, n)).collect();
        let rows: Vec<FlatRow> = own.iter().filter_map(|&at| draft.rows.get(at).cloned()).collect();
        let amounts = draft.shape.amounts(side);
        let system = System {
            columns: amounts.len(),
            rows: rows.iter().map(|row| row.figures.iter().filter_map(|f| f.figure).collect()).collect(),
            row_sums: draft.shape.sums(&amounts),
            roll_ups: hierarchy::roll_ups(&rows),
            known: known
                .iter()
                .filter_map(|&(row, column, value)| Some(Known { row: *number.get(&row)?, column, value }))
                .collect(),
        };
        let Solution { rows: solution, .. } = placing::solve(&system);
        for (&at, placement) in own.iter().zip(solution) {
            if let Some(slot) = placed.get_mut(at) {
                *slot = Some(placement);
            }
        }
    }
    placed
        .into_iter()
        .map(|p| p.unwrap_or(Placement { columns: Vec::new(), fit: Fit::Given, sums_hold: true }))
        .collect()
}

/// What the other tables say of a table's open rows.
fn known(draft: &Draft, all: &[Draft], keys: &[Keys], own: usize) -> Vec<Word> {
    let mut words = Vec::new();
    for (row, (flat, placement)) in draft.rows.iter().zip(&draft.placed).enumerate() {
        if placement.fit != Fit::Ambiguous {
            continue;
        }
        for (_, other) in all.iter().enumerate().filter(|&(at, _)| at != own) {
            if let Some(twin) = twin(draft, flat, other) {
                words.extend(twin.into_iter().map(|(column, value)| (row, column, value)));
                break;
            }
        }
        if is_total(&flat.name) {
            let own_keys = keys.get(own).map_or(&[][..], Vec::as_slice);
            for (at, (other, other_keys)) in all.iter().zip(keys).enumerate() {
                let told = match other.shape.two_sided() {
                    _ if at == own => continue,
                    true => as_rows(draft, flat, other),
                    false => from_totals(own_keys, flat, other, other_keys),
                };
                words.extend(told.into_iter().map(|(column, value)| (row, column, value)));
            }
        }
    }
    words
}

fn figures(row: &FlatRow) -> Vec<Decimal> {
    row.figures.iter().filter_map(|f| f.figure).collect()
}

/// The bare words of a column, groups first.
fn column_words(draft: &Draft, side: Option<Side>) -> Vec<Vec<String>> {
    draft
        .shape
        .amounts(side)
        .into_iter()
        .filter_map(|at| draft.shape.columns.get(at))
        .map(|column| column.path.iter().map(|word| plain(word).replace("的补助", "补助")).collect())
        .collect()
}

/// A row of another table with the same columns and the same figures, all of them placed: its cells.
fn twin(draft: &Draft, flat: &FlatRow, other: &Draft) -> Option<Vec<(usize, Option<Decimal>)>> {
    if draft.shape.two_sided()
        || other.shape.two_sided()
        || column_words(draft, None) != column_words(other, None)
    {
        return None;
    }
    let wanted = figures(flat);
    let (row, placement) = other.rows.iter().zip(&other.placed).find(|(row, placement)| {
        placement.columns.iter().all(Option::is_some)
            && figures(row) == wanted
            && (row.code == flat.code || (is_total(&row.name) && is_total(&flat.name)))
    })?;
    let columns = draft.shape.amounts(None).len();
    let mut cells: Vec<(usize, Option<Decimal>)> = (0..columns).map(|column| (column, None)).collect();
    for (figure, column) in figures(row).into_iter().zip(&placement.columns) {
        if let Some(cell) = column.and_then(|column| cells.get_mut(column)) {
            cell.1 = Some(figure);
        }
    }
    Some(cells)
}

/// The rows of a list of income or expenditure as the columns of a grand total: 收支总表's 事业收入 is the total of
/// the column 事业收入.
fn as_rows(draft: &Draft, flat: &FlatRow, list: &Draft) -> Vec<(usize, Option<Decimal>)> {
    let printed = figures(flat);
    let mut matched = Vec::new();
    let mut empty = Vec::new();
    let mut against = 0;
    for (column, path) in column_words(draft, None).iter().enumerate() {
        let Some(leaf) = path.last() else { continue };
        let group = path.len().checked_sub(2).and_then(|at| path.get(at));
        let Some(cell) = list_row(list, leaf, group) else {
            continue;
        };
        match cell {
            Listed::Figure(figure) if printed.contains(&figure) => matched.push((column, Some(figure))),
            Listed::Figure(_) => against += 1,
            Listed::Empty => empty.push((column, None)),
        }
    }
    // Tables of another scope agree in a figure or none; one that agrees in several, and contradicts in none,
    // also tells what is empty.
    if against > 0 {
        return if matched.len() >= 2 { matched } else { Vec::new() };
    }
    if matched.len() >= 2 {
        matched.extend(empty);
    }
    matched
}

/// The grand total of another table of the same figures, by the names equations know its columns by.
fn from_totals(
    keys: &[Option<String>],
    flat: &FlatRow,
    other: &Draft,
    other_keys: &[Option<String>],
) -> Vec<(usize, Option<Decimal>)> {
    let Some((row, placement)) = other
        .rows
        .iter()
        .zip(&other.placed)
        .find(|(row, placement)| is_total(&row.name) && placement.columns.iter().all(Option::is_some))
    else {
        return Vec::new();
    };
    let printed = figures(flat);
    let values = figures(row);
    let mut matched = Vec::new();
    let mut empty = Vec::new();
    for (column, key) in keys.iter().enumerate() {
        let Some(at) = key.as_ref().and_then(|key| other_keys.iter().position(|k| k.as_ref() == Some(key)))
        else {
            continue;
        };
        match placement.columns.iter().position(|c| *c == Some(at)).and_then(|i| values.get(i)) {
            Some(figure) if printed.contains(figure) && !figure.is_zero() => {
                matched.push((column, Some(*figure)));
            }
            Some(_) => {}
            None => empty.push((column, None)),
        }
    }
    if !matched.is_empty() || is_of_all_funds(keys) && is_of_all_funds(other_keys) {
        matched.extend(empty);
    }
    matched
}

/// Whether a table covers income or expenditure of every source.
fn is_of_all_funds(keys: &[Option<String>]) -> bool {
    ["财政专户管理资金", "一般公共预算", "财政拨款收入"]
        .iter()
        .filter(|word| keys.iter().flatten().any(|key| key.ends_with(*word)))
        .count()
        >= 2
}

/// The names equations know the columns of figures by.
type Keys = Vec<Option<String>>;

fn column_keys(draft: &Draft) -> Keys {
    let (mut table, _) = draft.clone().finish();
    forms::annotate(&mut table, None);
    table
        .columns
        .into_iter()
        .filter(|column| column.kind == ColumnKind::Amount)
        .map(|column| column.key)
        .collect()
}

/// What a list has under a name.
enum Listed {
    Figure(Decimal),
    Empty,
}

/// The figure of a list's row by its name and the numbered row above it: `None` where there is no such row, or several.
fn list_row(list: &Draft, leaf: &str, group: Option<&String>) -> Option<Listed> {
    let trimmed = |name: &str| {
        let name = plain(&subject(name)).replace("的补助", "补助");
        name.strip_suffix("收入").map(str::to_owned).unwrap_or(name)
    };
    let wanted = trimmed(leaf);
    let mut head = String::new();
    let mut found = None;
    for (row, placement) in list.rows.iter().zip(&list.placed) {
        let name = plain(&row.name);
        let numbered = name != plain(&subject(&row.name));
        if numbered {
            head = trimmed(&row.name);
        }
        let below = group.is_none_or(|group| numbered || head == trimmed(group));
        if trimmed(&row.name) == wanted && below && !(group.is_some() && numbered) {
            let total = placement.columns.iter().position(|column| *column == Some(0));
            let cell = match total.and_then(|at| figures(row).get(at).copied()) {
                Some(figure) => Listed::Figure(figure),
                None if row.figures.is_empty() => Listed::Empty,
                None => return None,
            };
            if found.is_some() {
                return None;
            }
            found = Some(cell);
        }
    }
    found
}
