//! The placings of one row: which its own sums and what is known of it allow.

use super::scaled::Scale;
use super::{Fit, Placement, Sum, System};

/// One way to place a row's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The column of each figure, rising.
    pub(super) columns: Vec<usize>,
    /// The row's figure in each column, zero where it is empty.
    pub(super) vector: Vec<i128>,
}

/// The placings of a row that are still possible; never empty.
#[derive(Debug, Clone)]
pub(super) struct Domain {
    pub(super) candidates: Vec<Candidate>,
    /// The row has as many figures as columns, or none.
    given: bool,
    sums_hold: bool,
}

/// A row with more placings than this is not listed until something narrows its columns.
const MOST: usize = 20_000;

/// Steps one row may cost to list.
const STEPS: usize = 100_000;

impl Domain {
    /// The placings of a row in the columns allowed; `None` where it has more figures than columns, or too many
    /// placings to list.
    pub(super) fn within(
        system: &System,
        scale: &Scale,
        row: usize,
        allowed: &[bool],
        budget: &mut usize,
    ) -> Option<Self> {
        let values = scale.rows.get(row)?;
        let n = system.columns;
        if values.len() > n {
            return None;
        }
        if values.is_empty() || values.len() == n {
            let columns: Vec<usize> = (0..values.len()).collect();
            let mut vector = values.clone();
            vector.resize(n, 0);
            return Some(Self {
                candidates: vec![Candidate { columns, vector }],
                given: true,
                sums_hold: true,
            });
        }
        let (candidates, sums_hold) = listed(system, scale, values, allowed, budget)?;
        let mut domain = Self { candidates, given: false, sums_hold };
        domain.keep_parts_with_totals(&system.row_sums);
        // A row that breaks its own sums was not read whole; what others say of it may put it in the wrong place.
        for (known, cells) in system.known.iter().zip(&scale.known) {
            if known.row == row && sums_hold {
                domain.heed(values, cells);
            }
        }
        Some(domain)
    }

    /// Keeps the placings that agree with a statement, if there are any.
    fn heed(&mut self, values: &[i128], cells: &[(usize, Option<i128>)]) {
        let agrees = |candidate: &Candidate| {
            cells.iter().all(|(column, value)| {
                let at = candidate.columns.iter().position(|c| c == column);
                match value {
                    None => at.is_none(),
                    Some(value) => at.and_then(|i| values.get(i)) == Some(value),
                }
            })
        };
        let keep: Vec<bool> = self.candidates.iter().map(agrees).collect();
        self.keep(&keep);
    }

    /// A part is not printed without its total. The sums say so of figures, this of printed zeros; a lone zero may
    /// stand anywhere.
    fn keep_parts_with_totals(&mut self, sums: &[Sum]) {
        let complete = |candidate: &Candidate| {
            let prints = |c: &usize| candidate.columns.contains(c);
            candidate.columns.len() < 2
                || sums.iter().all(|sum| prints(&sum.total) || !sum.parts.iter().any(prints))
        };
        let keep: Vec<bool> = self.candidates.iter().map(complete).collect();
        self.keep(&keep);
    }

    /// Keeps some placings, unless none would be left; whether anything was struck out.
    pub(super) fn keep(&mut self, keep: &[bool]) -> bool {
        let left = keep.iter().filter(|&&k| k).count();
        if left == 0 || left >= self.candidates.len() {
            return false;
        }
        let mut keep = keep.iter();
        self.candidates.retain(|_| keep.next().copied().unwrap_or(true));
        true
    }

    /// Keeps the placings that print nothing outside some columns.
    pub(super) fn keep_within(&mut self, allowed: &[bool]) -> bool {
        if self.given {
            return false;
        }
        let keep: Vec<bool> = self
            .candidates
            .iter()
            .map(|candidate| candidate.columns.iter().all(|&c| allowed.get(c).copied().unwrap_or(false)))
            .collect();
        self.keep(&keep)
    }

    /// The columns in which any placing prints something. A row without figures says nothing, so it allows all.
    pub(super) fn printed(&self, columns: usize) -> Vec<bool> {
        let mut printed = vec![false; columns];
        for &column in self.candidates.iter().flat_map(|candidate| &candidate.columns) {
            if let Some(slot) = printed.get_mut(column) {
                *slot = true;
            }
        }
        if printed.iter().any(|&p| p) { printed } else { vec![true; columns] }
    }

    /// What all placings agree on.
    pub(super) fn placement(&self) -> Placement {
        let Some((first, rest)) = self.candidates.split_first() else {
            return Placement { columns: Vec::new(), fit: Fit::Ambiguous, sums_hold: false };
        };
        let columns: Vec<Option<usize>> = first
            .columns
            .iter()
            .enumerate()
            .map(|(i, &column)| {
                rest.iter().all(|other| other.columns.get(i) == Some(&column)).then_some(column)
            })
            .collect();
        let fit = match (self.given, columns.iter().all(Option::is_some)) {
            (true, _) => Fit::Given,
            (false, true) => Fit::Placed,
            (false, false) => Fit::Ambiguous,
        };
        Placement { columns, fit, sums_hold: self.sums_hold }
    }
}

/// All placings that satisfy the row's sums. A row that satisfies them in no placing has a figure that is wrong or
/// missing: then each sum may be the one that does not hold, and if that does not help, none is asked.
fn listed(
    system: &System,
    scale: &Scale,
    values: &[i128],
    allowed: &[bool],
    budget: &mut usize,
) -> Option<(Vec<Candidate>, bool)> {
    let sums: Vec<&Sum> = system.row_sums.iter().collect();
    let mut run = |sums: &[&Sum]| List::run(system.columns, scale, values, allowed, sums, budget);
    let all = run(&sums)?;
    if !all.is_empty() {
        return Some((all, true));
    }
    let mut found: Vec<Candidate> = Vec::new();
    if sums.len() > 1 {
        for left_out in 0..sums.len() {
            let others: Vec<&Sum> =
                sums.iter().enumerate().filter(|&(i, _)| i != left_out).map(|(_, sum)| *sum).collect();
            for candidate in run(&others)? {
                if !found.contains(&candidate) {
                    found.push(candidate);
                }
            }
        }
    }
    if found.is_empty() {
        found = run(&[])?;
    }
    (!found.is_empty()).then_some((found, false))
}

/// Lists placings column by column.
struct List<'a> {
    scale: &'a Scale,
    values: &'a [i128],
    allowed: &'a [bool],
    /// The sums, by the column at which they are complete.
    complete_at: Vec<Vec<&'a Sum>>,
    /// The sums, by the columns that are parts of them and stand behind their total.
    part_at: Vec<Vec<&'a Sum>>,
    /// No figure is negative, so parts may not outgrow their total on the way.
    positive: bool,
    found: Vec<Candidate>,
    columns: Vec<usize>,
    vector: Vec<i128>,
    steps: usize,
}

impl<'a> List<'a> {
    fn run(
        n: usize,
        scale: &'a Scale,
        values: &'a [i128],
        allowed: &'a [bool],
        sums: &[&'a Sum],
        budget: &mut usize,
    ) -> Option<Vec<Candidate>> {
        let mut complete_at: Vec<Vec<&Sum>> = vec![Vec::new(); n];
        for sum in sums {
            let last = sum.parts.iter().copied().chain([sum.total]).max().unwrap_or(0);
            if let Some(slot) = complete_at.get_mut(last) {
                slot.push(sum);
            }
        }
        let mut part_at: Vec<Vec<&Sum>> = vec![Vec::new(); n];
        for sum in sums {
            for &part in sum.parts.iter().filter(|&&part| part > sum.total) {
                if let Some(slot) = part_at.get_mut(part) {
                    slot.push(sum);
                }
            }
        }
        let mut list = List {
            scale,
            values,
            allowed,
            complete_at,
            part_at,
            positive: values.iter().all(|&value| value >= 0),
            found: Vec::new(),
            columns: Vec::with_capacity(values.len()),
            vector: vec![0; n],
            steps: STEPS.min(*budget),
        };
        let steps = list.steps;
        let done = list.from(0);
        *budget -= steps - list.steps;
        done.map(|()| list.found)
    }

    /// Tries both for a column: the next figure, or nothing.
    fn from(&mut self, column: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(1)?;
        let n = self.vector.len();
        let left = self.values.len() - self.columns.len();
        if column == n {
            if left == 0 {
                if self.found.len() == MOST {
                    return None;
                }
                self.found.push(Candidate { columns: self.columns.clone(), vector: self.vector.clone() });
            }
            return Some(());
        }
        if left > n - column {
            return Some(());
        }
        if left > 0 && self.allowed.get(column).copied().unwrap_or(false) {
            let value = self.values.get(self.columns.len()).copied().unwrap_or(0);
            self.columns.push(column);
            self.vector[column] = value;
            if self.fits(column) && self.holds(column) {
                self.from(column + 1)?;
            }
            self.vector[column] = 0;
            self.columns.pop();
        }
        if left < n - column && self.holds(column) {
            self.from(column + 1)?;
        }
        Some(())
    }

    /// Whether the parts placed so far are not already more than their total.
    fn fits(&self, column: usize) -> bool {
        let at = |c: usize| self.vector.get(c).copied().unwrap_or(0);
        !self.positive
            || self.part_at.get(column).is_none_or(|sums| {
                sums.iter().all(|sum| {
                    let so_far: i128 = sum.parts.iter().filter(|&&c| c <= column).map(|&c| at(c)).sum();
                    so_far <= at(sum.total) + self.scale.tolerance(sum.parts.len())
                })
            })
    }

    /// Whether the sums complete at a column hold.
    fn holds(&self, column: usize) -> bool {
        let at = |c: usize| self.vector.get(c).copied().unwrap_or(0);
        self.complete_at.get(column).is_none_or(|sums| {
            sums.iter().all(|sum| {
                // A printed zero may be a rounded figure, so it counts as a term.
                let parts = sum.parts.iter().filter(|c| self.columns.contains(c)).count();
                let total: i128 = sum.parts.iter().map(|&c| at(c)).sum();
                (at(sum.total) - total).abs() <= self.scale.tolerance(parts)
            })
        })
    }
}
