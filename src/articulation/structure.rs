//! The equations a table states by itself: its header, its codes, its numbering and its totals.

use std::collections::BTreeMap;

use super::columns::{column_sums, is_counter};
use super::equation::{Addend, Equation, Relation, Shape, Trust, Verdict};
use super::figures::Book;
use super::hierarchy::{RowSum, code_sums, sides, subject_code, total_rows};
use super::listing::listing_sums;
use super::names;
use super::outline::outline_sums;
use crate::disclosure::model::{ColumnKind, Table};

/// All equations of one table, which stands at `position` in the document.
#[must_use]
pub fn equations(table: &Table, position: usize, book: &dyn Book) -> Vec<Equation> {
    let mut equations = Vec::new();
    for (family, sum) in (0..).zip(column_sums(table)) {
        let rows = table.rows.iter().enumerate();
        for (row, _) in rows.filter(|(_, row)| sum.side.is_none() || row.side == sum.side) {
            equations.push(Equation {
                left: vec![Addend::once(position, row, sum.total)],
                relation: Relation::Equal,
                right: sum.parts.iter().map(|&part| Addend::once(position, row, part)).collect(),
                shape: Shape::RowSum,
                family,
                trust: sum.trust,
            });
        }
    }
    let summed: Vec<usize> = (0..table.columns.len()).filter(|&column| is_summed(table, column)).collect();
    for (family, sum) in (0..).zip(row_sums(table, position, book, &summed)) {
        for column in on_its_side(table, &sum, &summed) {
            equations.push(in_column(&sum, position, column, family, book));
        }
    }
    equations
}

fn row_sums(table: &Table, position: usize, book: &dyn Book, summed: &[usize]) -> Vec<RowSum> {
    let codes = code_sums(table);
    let mut sums = total_rows(table, &codes);
    sums.extend(outline_sums(table));
    if sums.is_empty() {
        let inner: Vec<usize> = codes.iter().flat_map(|sum| sum.parts.iter().copied()).collect();
        sums.extend(listing_sums(table, position, book, summed, &inner));
    }
    sums.extend(codes);
    sums
}

fn is_summed(table: &Table, column: usize) -> bool {
    table.columns.get(column).is_some_and(|column| {
        let never = ["单价", "数量", "序号", "行次", "栏次", "年度"];
        column.kind == ColumnKind::Amount
            && !column.path.iter().any(|part| {
                let part = names::plain(part);
                names::is_ratio(&part) || never.iter().any(|word| part.contains(word))
            })
    }) && !is_counter(table, column)
}

/// The summed columns of the sum's side.
fn on_its_side(table: &Table, sum: &RowSum, summed: &[usize]) -> Vec<usize> {
    let sided = table.columns.iter().any(|column| column.side.is_some());
    let side = |index: usize| table.columns.get(index).and_then(|column| column.side);
    summed.iter().copied().filter(|&index| !sided || sum.side.is_none() || side(index) == sum.side).collect()
}

/// The sum in one column; of several readings the one that holds.
fn in_column(sum: &RowSum, position: usize, column: usize, family: u32, book: &dyn Book) -> Equation {
    let equation = |parts: &[usize]| Equation {
        left: vec![Addend::once(position, sum.total, column)],
        relation: Relation::Equal,
        right: parts.iter().map(|&row| Addend::once(position, row, column)).collect(),
        shape: sum.shape,
        family,
        trust: sum.trust,
    };
    let first = equation(&sum.parts);
    if first.judge(book).broken() {
        let others = sum.otherwise.iter().map(|parts| equation(parts));
        if let Some(other) = others.into_iter().find(|other| other.judge(book).holds()) {
            return other;
        }
    }
    first
}

/// What a broken equation is worth as an accusation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Other equations do not bear it out: the structure may be misunderstood.
    Unclear,
    /// Probably wrong, but a person should look.
    Likely,
    /// Its like holds elsewhere in the table, or the form says so.
    Certain,
}

/// How the equations of one kind come out in a table: the evidence for and against their being meant so.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    strong: u32,
    weak: u32,
    broken: u32,
}

/// The evidence of one table's equations.
#[derive(Debug, Default)]
pub struct Evidence {
    tallies: BTreeMap<(Option<Shape>, u32), Tally>,
}

/// A shape of equations and the code length or depth they are of.
type Family = (Option<Shape>, u32);

impl Evidence {
    /// Counts, for each family, how many of its equations hold.
    #[must_use]
    pub fn of(equations: &[Equation], verdicts: &[Verdict]) -> Self {
        // An evident sum is one statement however many columns it has.
        let mut statements: BTreeMap<(Family, (usize, usize)), Tally> = BTreeMap::new();
        for (equation, verdict) in equations.iter().zip(verdicts) {
            let row = equation.left.first().map_or(0, |addend| addend.cell.row);
            let column = equation.left.first().map_or(0, |addend| addend.cell.column);
            let key = Self::key(equation);
            let by_cell = equation.shape == Shape::Stated
                || equation.trust == Trust::Guessed && equation.shape != Shape::RowSum;
            let place = if by_cell { (row, column) } else { (row, 0) };
            let tally = statements.entry((key, place)).or_default();
            match verdict {
                Verdict::Exact { strong: true } | Verdict::Rounding { .. } => tally.strong += 1,
                Verdict::Exact { strong: false } => tally.weak += 1,
                Verdict::Broken { .. } => tally.broken += 1,
                Verdict::Silent(_) => {}
            }
        }
        let mut evidence = Self::default();
        for ((key, _), one) in statements {
            let tally = evidence.tallies.entry(key).or_default();
            if one.broken > 0 {
                tally.broken += 1;
            } else if one.strong > 0 {
                tally.strong += 1;
            } else if one.weak > 0 {
                tally.weak += 1;
            }
        }
        evidence
    }

    /// All sums that codes or numbering say bear each other out, and so do guesses of one shape about the rows;
    /// others only their own family.
    fn key(equation: &Equation) -> (Option<Shape>, u32) {
        match (equation.trust, equation.shape) {
            (Trust::Evident, _) => (None, 0),
            (Trust::Guessed, Shape::TotalRow | Shape::Outline) => (Some(equation.shape), u32::MAX),
            (_, shape) => (Some(shape), equation.family),
        }
    }

    /// What a break of this equation is worth.
    #[must_use]
    pub fn standing(&self, equation: &Equation) -> Standing {
        let tally = self.tallies.get(&Self::key(equation)).copied().unwrap_or_default();
        let held = tally.strong + tally.weak;
        match equation.trust {
            Trust::Stated if tally.broken == 1 || tally.broken * 2 <= held => Standing::Certain,
            Trust::Stated if held > 0 => Standing::Likely,
            Trust::Evident if tally.strong >= 2 && tally.broken <= 2.max(tally.strong) => Standing::Certain,
            Trust::Evident if tally.strong == 1 && tally.broken == 1 => Standing::Certain,
            Trust::Evident if tally.broken <= 2 => Standing::Likely,
            Trust::Guessed if tally.strong >= 2 && tally.broken * 3 <= held => Standing::Certain,
            Trust::Guessed if held >= 1 && tally.broken == 1 => Standing::Likely,
            _ => Standing::Unclear,
        }
    }
}

/// Whether the table has any subject codes at all.
#[must_use]
pub fn is_coded(table: &Table) -> bool {
    sides(table)
        .into_iter()
        .any(|side| table.rows.iter().filter(|row| row.side == side).any(|row| subject_code(row).is_some()))
}
