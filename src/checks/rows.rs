//! A row left out of a sum, or printed twice in it: one cause in all columns, told from the gaps.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::system::System;
use crate::articulation::equation::{CellRef, Equation, Shape, Verdict};
use crate::articulation::figures::Book;
use crate::articulation::hierarchy::subject_code;
use crate::disclosure::model::{Row, Table};

/// A row too few or too many under a sum.
pub struct RowSlip {
    /// The sum: table and row.
    pub total: (usize, usize),
    /// What the columns lack (or have too much of), in the order of the columns.
    pub gaps: Vec<(usize, Decimal)>,
    /// The broken equations.
    pub equations: Vec<usize>,
    /// What happened.
    pub kind: Kind,
}

/// What happened to the row.
pub enum Kind {
    /// It is missing. Another table that has it: table and row.
    Missing(Option<(usize, usize)>),
    /// This row is printed a second time.
    Twice(usize),
}

/// Table, total row and the rows summed.
type Key = (usize, usize, Vec<usize>);

/// Looks through the broken equations for sums that miss by a whole row.
#[must_use]
pub fn find(system: &System<'_>, broken: &[usize]) -> Vec<RowSlip> {
    let mut sums: BTreeMap<Key, Vec<(usize, Decimal, usize)>> = BTreeMap::new();
    for &index in broken {
        let (Some(equation), Some(Verdict::Broken { difference, .. })) =
            (system.equations.get(index), system.verdicts.get(index))
        else {
            continue;
        };
        let [total] = equation.left.as_slice() else { continue };
        if matches!(equation.shape, Shape::Hierarchy | Shape::TotalRow | Shape::Outline) {
            let rows = equation.right.iter().map(|addend| addend.cell.row).collect();
            let key = (total.cell.table, total.cell.row, rows);
            sums.entry(key).or_default().push((total.cell.column, *difference, index));
        }
    }
    let mut slips: Vec<RowSlip> =
        sums.into_iter().filter_map(|(key, gaps)| judge(system, &key, gaps)).collect();
    for slip in &mut slips {
        let echoes = broken.iter().copied().filter(|&index| is_echo(system, slip, index));
        slip.equations.extend(echoes.collect::<Vec<usize>>());
    }
    slips
}

/// A relation to another table that misses by just one of the gaps: it lacks the same row.
fn is_echo(system: &System<'_>, slip: &RowSlip, index: usize) -> bool {
    let (Some(equation), Some(Verdict::Broken { difference, .. })) =
        (system.equations.get(index), system.verdicts.get(index))
    else {
        return false;
    };
    let (table, total) = slip.total;
    // Other totals of the table are other matters; the rows below the sum are this one.
    let concerned = equation.shape == Shape::Stated
        && !slip.equations.contains(&index)
        && equation.addends().any(|addend| addend.cell.table == table && addend.cell.row != total);
    let yuan = |table: usize, amount: Decimal| {
        amount.checked_mul(system.tables.get(table)?.unit?.in_yuan()).map(|yuan| yuan.abs())
    };
    let Some(first) = equation.left.first().filter(|_| concerned) else { return false };
    let missed = yuan(first.cell.table, *difference);
    missed.is_some() && slip.gaps.iter().any(|(_, gap)| yuan(table, *gap) == missed)
}

fn judge(system: &System<'_>, key: &Key, mut gaps: Vec<(usize, Decimal, usize)>) -> Option<RowSlip> {
    let (at, total, parts) = key;
    gaps.sort_unstable();
    let equations = gaps.iter().map(|(.., index)| *index).collect();
    let gaps: Vec<(usize, Decimal)> = gaps.into_iter().map(|(column, gap, _)| (column, gap)).collect();
    let slip = |kind, gaps| Some(RowSlip { total: (*at, *total), gaps, equations, kind });
    if gaps.iter().all(|(_, gap)| gap.is_sign_negative()) {
        let over: Vec<(usize, Decimal)> = gaps.into_iter().map(|(column, gap)| (column, -gap)).collect();
        let row = twice(system, *at, parts, &over)?;
        return slip(Kind::Twice(row), over);
    }
    if gaps.iter().any(|(_, gap)| gap.is_sign_negative()) {
        return None;
    }
    let elsewhere = elsewhere(system, *at, *total, parts, &gaps);
    (elsewhere.is_some() || gaps.len() > 1 && is_a_row(system, *at, *total, &gaps))
        .then(|| slip(Kind::Missing(elsewhere), gaps))?
}

/// The later of two rows alike among the parts whose figures are just what is too much.
fn twice(system: &System<'_>, at: usize, parts: &[usize], over: &[(usize, Decimal)]) -> Option<usize> {
    let table = system.tables.get(at)?;
    let figures = |row: usize| -> BTreeMap<usize, Decimal> {
        let columns = (0..table.columns.len()).filter_map(|c| Some((c, table.amount(row, c)?)));
        columns.filter(|(_, amount)| !amount.is_zero()).collect()
    };
    let alike = |a: &Row, b: &Row| a.code == b.code && a.name == b.name;
    let fits = |row: usize| {
        let own = figures(row);
        over.iter().all(|(column, amount)| own.get(column) == Some(amount))
    };
    parts.iter().copied().rev().find(|&row| {
        let Some(this) = table.rows.get(row) else { return false };
        fits(row)
            && parts.iter().any(|&other| {
                other < row
                    && table.rows.get(other).is_some_and(|other| alike(other, this))
                    && figures(other) == figures(row)
            })
    })
}

/// Whether the gaps could be the figures of one row: they keep the table's own sums within a row.
fn is_a_row(system: &System<'_>, at: usize, total: usize, gaps: &[(usize, Decimal)]) -> bool {
    let gap =
        |cell: CellRef| gaps.iter().find(|(column, _)| *column == cell.column).map_or(Decimal::ZERO, |g| g.1);
    let mut kept = false;
    let sums = system.equations.iter().filter(|equation| {
        equation.shape == Shape::RowSum
            && equation.addends().all(|addend| (addend.cell.table, addend.cell.row) == (at, total))
    });
    for sum in sums {
        let side = |addends: &[crate::articulation::equation::Addend]| -> Decimal {
            addends.iter().map(|addend| gap(addend.cell)).sum()
        };
        let (left, right) = (side(&sum.left), side(&sum.right));
        if (left - right).abs() > tail(system, sum) {
            return false;
        }
        kept |= !left.is_zero();
    }
    kept
}

/// What rounding may do to such a sum of differences.
fn tail(system: &System<'_>, sum: &Equation) -> Decimal {
    let halves = sum.addends().filter_map(|addend| Some(system.figures.figure(addend.cell)?.half));
    halves.fold(Decimal::ZERO, |sum, half| sum + half + half)
}

/// The one subject of other tables that belongs under the sum, is not in this table, and has just these figures.
fn elsewhere(
    system: &System<'_>,
    at: usize,
    total: usize,
    parts: &[usize],
    gaps: &[(usize, Decimal)],
) -> Option<(usize, usize)> {
    let table = system.tables.get(at)?;
    let above = table.rows.get(total).and_then(subject_code).unwrap_or("");
    let length = parts.iter().filter_map(|&row| subject_code(table.rows.get(row)?)).map(str::len).min()?;
    let own: BTreeSet<&str> = table.rows.iter().filter_map(subject_code).collect();
    let scale = |table: &Table| table.unit.map(crate::amount::Unit::in_yuan);
    let mut found: Option<(&str, (usize, usize))> = None;
    for (other_at, other) in system.tables.iter().enumerate().filter(|(other, _)| *other != at) {
        let (Some(here), Some(there)) = (scale(table), scale(other)) else { continue };
        for (index, row) in other.rows.iter().enumerate() {
            let Some(code) = subject_code(row).filter(|code| {
                code.len() == length
                    && code.starts_with(above)
                    && !own.contains(code)
                    && same_domain(code, &own)
            }) else {
                continue;
            };
            let amounts: Vec<Decimal> =
                row.cells.iter().filter_map(|cell| cell.amount?.checked_mul(there)).collect();
            let has = |gap: &Decimal| gap.checked_mul(here).is_some_and(|yuan| amounts.contains(&yuan));
            if !gaps.iter().all(|(_, gap)| has(gap)) {
                continue;
            }
            match found {
                // Two subjects with the same figures: which of them it is nobody can tell.
                Some((known, _)) if known != code => return None,
                Some(_) => {}
                None => found = Some((code, (other_at, index))),
            }
        }
    }
    found.map(|(_, place)| place)
}

fn same_domain(code: &str, own: &BTreeSet<&str>) -> bool {
    own.iter().any(|other| other.get(..1) == code.get(..1))
}
