//! Placing the figures of all flat tables of a document, each with what the others and the prose say of it.
//!
//! Tables print the same figure in several places: a column's total is a row of the table of income and
//! expenditure, a unit's row stands in two tables with one set of columns. What is settled in one table is known in
//! the next, until nothing new is learned.

use std::collections::BTreeMap;

use super::figures::{Draft, FlatRow};
use super::hierarchy;
use super::sources::{self, Keys};
use crate::articulation::placing::{self, Fit, Known, Placement, Solution, System};
use crate::disclosure::model::Side;
use crate::disclosure::words::is_total;

/// Rounds of learning; tables depend on each other over one or two steps.
const ROUNDS: usize = 3;

/// Places the figures of all tables. `prose` is the document's running text.
pub(super) fn place(drafts: &mut [Draft], prose: &str) {
    for draft in drafts.iter_mut() {
        draft.placed = solved(draft, &[]);
    }
    let open = |placed: &[Placement]| placed.iter().flat_map(|p| &p.columns).filter(|c| c.is_none()).count();
    if drafts.iter().all(|draft| open(&draft.placed) == 0) {
        return;
    }
    let keys: Vec<Keys> = drafts.iter().map(sources::column_keys).collect();
    for _ in 0..ROUNDS {
        let mut learned = false;
        for at in 0..drafts.len() {
            let Some(draft) = drafts.get(at) else { continue };
            let before = open(&draft.placed);
            let known = if before == 0 { Vec::new() } else { known(draft, drafts, &keys, at, prose) };
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

/// Solves the sides of a table one by one.
fn solved(draft: &Draft, known: &[Known]) -> Vec<Placement> {
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
                .filter_map(|known| Some(Known { row: *number.get(&known.row)?, cells: known.cells.clone() }))
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

/// What the other tables and the prose say of a table's open rows, the surest first.
fn known(draft: &Draft, all: &[Draft], keys: &[Keys], own: usize, prose: &str) -> Vec<Known> {
    let mut known = Vec::new();
    let own_keys = keys.get(own).map_or(&[][..], Vec::as_slice);
    for (row, (flat, placement)) in draft.rows.iter().zip(&draft.placed).enumerate() {
        if placement.fit != Fit::Ambiguous {
            continue;
        }
        let others = || all.iter().zip(keys).enumerate().filter(|&(at, _)| at != own).map(|(_, other)| other);
        let mut said = Vec::new();
        said.extend(others().find_map(|(other, _)| sources::twin(draft, flat, other)));
        if !draft.shape.two_sided() {
            let lists = || others().filter(|(other, _)| !other.shape.two_sided());
            said.extend(lists().find_map(|(other, keys)| sources::same_row(own_keys, flat, other, keys)));
        }
        said.extend(others().map(|(other, _)| sources::of_subjects(draft, flat, other)));
        said.extend(others().map(|(other, _)| sources::of_fund(draft, flat, other)));
        said.push(sources::other_half(draft, flat));
        // The only row of a table without names is its total.
        let lone = flat.name.is_empty() && flat.code.is_none() && draft.rows.len() == 1;
        if lone || is_total(&flat.name) {
            said.extend(others().map(|(other, other_keys)| {
                if other.shape.two_sided() {
                    sources::as_rows(draft, flat, other)
                } else {
                    sources::from_totals(own_keys, flat, other, other_keys)
                }
            }));
            said.extend(others().map(|(other, _)| sources::of_basic(draft, flat, other)));
            if !draft.shape.two_sided() {
                said.push(sources::said_in_prose(draft, flat, prose));
            }
            said.extend(sources::named_in_prose(draft, prose));
        }
        known.extend(said.into_iter().filter(|cells| !cells.is_empty()).map(|cells| Known { row, cells }));
    }
    known
}
