//! Placing figures that lost their columns: text keeps a row's figures in order but not its empty cells, so
//! `208 … 15,364.88 3,813.47` may stand for any two of the table's columns.
//!
//! A placing is an order-preserving assignment of a row's figures to columns. The ones that count satisfy the sums
//! inside the row (合计 = 基本支出 + 项目支出), the roll-ups over rows (类 = Σ款 = Σ项) and what other tables say, all
//! at once. Every row starts with all placings that its own sums allow; each roll-up then strikes out the placings
//! that no choice of its other rows supports, until nothing changes. Roll-ups that form a tree — and
//! classifications do — make this exact: a placing that is left is part of a solution of the whole table. Where
//! the placings left for a row differ, the figures they differ in stay without a column.
//!
//! The solver knows numbered rows, columns and sums, not documents.

use rust_decimal::Decimal;

mod candidates;
mod rollup;
mod scaled;
#[cfg(test)]
mod tests;

use candidates::Domain;
use scaled::Scale;

/// A table as far as placing is concerned. Rows and columns are numbered from 0.
#[derive(Debug, Clone, Default)]
pub struct System {
    /// Number of columns.
    pub columns: usize,
    /// The figures of each row, in printed order.
    pub rows: Vec<Vec<Decimal>>,
    /// Sums over columns that hold in every row.
    pub row_sums: Vec<Sum>,
    /// Sums over rows that hold in every column. A row is part of at most one, and total of at most one.
    pub roll_ups: Vec<Sum>,
    /// What is known from elsewhere.
    pub known: Vec<Known>,
}

/// `total = Σ parts`, by number of column or row. An empty cell counts as nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The total.
    pub total: usize,
    /// Its parts.
    pub parts: Vec<usize>,
}

/// What another table, or the prose, says of a row. It is heeded as a whole, and only where the row's figures allow
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The row.
    pub row: usize,
    /// Columns with their figures; `None` where the cell is known to be empty.
    pub cells: Vec<(usize, Option<Decimal>)>,
}

/// How sure a row's placing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// As many figures as columns (or none at all): nothing was inferred.
    Given,
    /// One placing satisfies everything.
    Placed,
    /// Several do; the figures they differ in have no column.
    Ambiguous,
    /// More figures than columns: this row is not of this table's shape.
    TooMany,
}

/// Where a row's figures go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The column of each figure; `None` where the placings that fit differ.
    pub columns: Vec<Option<usize>>,
    /// How sure it is.
    pub fit: Fit,
    /// The row satisfies its own sums in this placing (or has none).
    pub sums_hold: bool,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// One for each row.
    pub rows: Vec<Placement>,
    /// Roll-ups, by number, that no placing satisfies in every column; where they fail they were left out of account.
    pub broken: Vec<usize>,
}

/// Work a table may cost, in elementary steps; a table beyond it keeps more placings open, never wrong ones.
const BUDGET: usize = 6_000_000;

/// Places the figures.
#[must_use]
pub fn solve(system: &System) -> Solution {
    let Some(scale) = Scale::of(system) else {
        return Solution {
            rows: system.rows.iter().map(|row| unplaced(row.len(), system.columns)).collect(),
            broken: vec![],
        };
    };
    let mut budget = BUDGET;
    let anywhere = vec![true; system.columns];
    let domains = (0..system.rows.len())
        .map(|row| Domain::within(system, &scale, row, &anywhere, &mut budget))
        .collect();
    let mut search =
        Search { system, scale: &scale, domains, broken: vec![false; system.roll_ups.len()], budget };
    search.run();
    let rows = search
        .domains
        .iter()
        .zip(&system.rows)
        .map(|(domain, row)| {
            domain.as_ref().map_or_else(|| unplaced(row.len(), system.columns), Domain::placement)
        })
        .collect();
    let broken =
        (0..system.roll_ups.len()).filter(|&i| search.broken.get(i).copied().unwrap_or(false)).collect();
    Solution { rows, broken }
}

fn unplaced(figures: usize, columns: usize) -> Placement {
    let fit = if figures > columns { Fit::TooMany } else { Fit::Ambiguous };
    Placement { columns: vec![None; figures], fit, sums_hold: false }
}

/// The state of a search: for each row its placings, `None` where they are too many to list (or the row too long).
struct Search<'a> {
    system: &'a System,
    scale: &'a Scale,
    domains: Vec<Option<Domain>>,
    broken: Vec<bool>,
    budget: usize,
}

impl Search<'_> {
    fn run(&mut self) {
        let mut pending: Vec<bool> = vec![true; self.system.roll_ups.len()];
        // What is nearly settled first: every placing struck out there makes the others cheaper.
        while let Some(next) = (0..pending.len()).filter(|&i| pending[i]).min_by_key(|&i| self.openness(i)) {
            pending[next] = false;
            for row in self.tighten(next) {
                for (index, sum) in self.system.roll_ups.iter().enumerate() {
                    if index != next && (sum.total == row || sum.parts.contains(&row)) {
                        pending[index] = true;
                    }
                }
            }
        }
    }

    /// Roughly the logarithm of the choices a roll-up leaves, its total weighing most: it narrows all its parts.
    fn openness(&self, index: usize) -> u32 {
        let Some(sum) = self.system.roll_ups.get(index) else { return 0 };
        let bits = |row: usize| match self.domains.get(row) {
            Some(Some(domain)) => domain.candidates.len().checked_ilog2().unwrap_or(0),
            _ => 32,
        };
        bits(sum.total) * 8 + sum.parts.iter().map(|&row| bits(row)).sum::<u32>()
    }

    /// Strikes out what a roll-up does not support; the answer is the rows that changed.
    fn tighten(&mut self, index: usize) -> Vec<usize> {
        let Some(sum) = self.system.roll_ups.get(index) else { return Vec::new() };
        let mut changed = self.keep_within_total(sum);
        let members: Vec<usize> = std::iter::once(sum.total).chain(sum.parts.iter().copied()).collect();
        let mut domains: Vec<&Domain> = Vec::with_capacity(members.len());
        for &row in &members {
            match self.domains.get(row) {
                Some(Some(domain)) => domains.push(domain),
                // A row that may be anything supports everything.
                _ => return changed,
            }
        }
        match rollup::supported(&domains, self.scale, self.system.columns, &mut self.budget) {
            rollup::Outcome::Supported { kept, whole } => {
                if let Some(broken) = self.broken.get_mut(index) {
                    *broken |= !whole;
                }
                for (&row, keep) in members.iter().zip(kept) {
                    if let Some(Some(domain)) = self.domains.get_mut(row)
                        && domain.keep(&keep)
                    {
                        changed.push(row);
                    }
                }
            }
            rollup::Outcome::Impossible => {
                if let Some(broken) = self.broken.get_mut(index) {
                    *broken = true;
                }
            }
            rollup::Outcome::TooMany => {}
        }
        changed
    }

    /// A part is printed only in columns where its total may be printed: this is what places printed zeros, which
    /// no sum can tell apart, and what lets rows with very many placings be listed at all.
    fn keep_within_total(&mut self, sum: &Sum) -> Vec<usize> {
        let Some(Some(total)) = self.domains.get(sum.total) else { return Vec::new() };
        let printed = total.printed(self.system.columns);
        let mut changed = Vec::new();
        for &row in &sum.parts {
            match self.domains.get_mut(row) {
                Some(Some(domain)) => changed.extend(domain.keep_within(&printed).then_some(row)),
                // Too many before; in fewer columns they may be few enough.
                Some(slot) if printed.contains(&false) => {
                    *slot = Domain::within(self.system, self.scale, row, &printed, &mut self.budget);
                    if slot.is_some() {
                        changed.push(row);
                    }
                }
                _ => {}
            }
        }
        changed
    }
}
