//! One roll-up: which placings of its rows are part of a choice that makes the total the sum of the parts in every
//! column.
//!
//! The rows are split in two halves; the sums of all choices of one half are sorted and met by those of the other.
//! That costs the square root of trying all choices.

use super::candidates::Domain;
use super::scaled::Scale;

/// What a roll-up says.
pub(super) enum Outcome {
    /// For each row, which placings are supported.
    Supported {
        /// By row, then by placing.
        kept: Vec<Vec<bool>>,
        /// It can hold in every column.
        whole: bool,
    },
    /// No choice satisfies it.
    Impossible,
    /// There are too many choices to judge.
    TooMany,
}

/// Choices one half may have.
const MOST: usize = 1 << 17;

/// A row's placings as far as they differ in what they add: candidates with one and the same figures in every
/// column (they place zeros differently) are one choice.
struct Choices {
    vectors: Vec<Vec<i128>>,
    /// For each candidate its choice.
    of_candidate: Vec<usize>,
    supported: Vec<bool>,
}

/// Judges the placings of a roll-up's rows: the total first, then the parts.
///
/// A wrong figure in the document makes the roll-up impossible in its column; the other columns still tell.
pub(super) fn supported(domains: &[&Domain], scale: &Scale, columns: usize, budget: &mut usize) -> Outcome {
    let printed = |c: usize| {
        domains.iter().any(|d| d.candidates.iter().any(|k| k.vector.get(c).is_some_and(|&v| v != 0)))
    };
    let active: Vec<usize> = (0..columns).filter(|&c| printed(c)).collect();
    match judged(domains, &active, scale, budget) {
        Outcome::Impossible if active.len() > 1 => {
            let possible: Vec<usize> = active
                .iter()
                .copied()
                .filter(|&c| !matches!(judged(domains, &[c], scale, budget), Outcome::Impossible))
                .collect();
            match judged(domains, &possible, scale, budget) {
                Outcome::Supported { kept, .. } if !possible.is_empty() => {
                    Outcome::Supported { kept, whole: false }
                }
                Outcome::TooMany => Outcome::TooMany,
                _ => Outcome::Impossible,
            }
        }
        outcome => outcome,
    }
}

/// The same, asking for the sums of some columns only.
fn judged(domains: &[&Domain], active: &[usize], scale: &Scale, budget: &mut usize) -> Outcome {
    let cost = domains.iter().map(|domain| domain.candidates.len()).sum::<usize>() * (active.len() + 1);
    let Some(left) = budget.checked_sub(cost) else { return Outcome::TooMany };
    *budget = left;
    let mut rows: Vec<Choices> =
        domains.iter().enumerate().map(|(i, domain)| Choices::of(domain, active, i == 0)).collect();
    // A printed zero may be a rounded figure, so it counts as a term.
    let tolerance: Vec<i128> = active
        .iter()
        .map(|&c| {
            let prints = |domain: &&&Domain| domain.candidates.iter().any(|k| k.columns.contains(&c));
            scale.tolerance(domains.iter().skip(1).filter(prints).count())
        })
        .collect();
    if !narrow_by_bounds(&mut rows, &tolerance) {
        return Outcome::Impossible;
    }
    match meet(&mut rows, &tolerance, budget) {
        Some(false) => return Outcome::Impossible,
        None if rows.iter().all(|row| row.supported.iter().all(|&s| s)) => return Outcome::TooMany,
        _ => {}
    }
    let kept = rows
        .iter()
        .map(|row| {
            row.of_candidate
                .iter()
                .map(|&choice| row.supported.get(choice).copied().unwrap_or(true))
                .collect()
        })
        .collect();
    Outcome::Supported { kept, whole: true }
}

impl Choices {
    fn of(domain: &Domain, active: &[usize], negative: bool) -> Self {
        let mut vectors: Vec<Vec<i128>> = Vec::new();
        let mut index = std::collections::HashMap::<Vec<i128>, usize>::new();
        let of_candidate = domain
            .candidates
            .iter()
            .map(|candidate| {
                let sign = if negative { -1 } else { 1 };
                let vector: Vec<i128> =
                    active.iter().map(|&c| sign * candidate.vector.get(c).copied().unwrap_or(0)).collect();
                *index.entry(vector.clone()).or_insert_with(|| {
                    vectors.push(vector);
                    vectors.len() - 1
                })
            })
            .collect();
        let supported = vec![true; vectors.len()];
        Self { vectors, of_candidate, supported }
    }

    fn left(&self) -> impl Iterator<Item = (usize, &Vec<i128>)> {
        self.vectors.iter().enumerate().filter(|&(i, _)| self.supported.get(i).copied().unwrap_or(false))
    }

    fn bounds(&self, column: usize) -> (i128, i128) {
        let mut values = self.left().map(|(_, v)| v[column]);
        let first = values.next().unwrap_or(0);
        values.fold((first, first), |(low, high), v| (low.min(v), high.max(v)))
    }
}

/// Strikes out choices that not even the extreme choices of the other rows can make up for. `false` where nothing
/// is left.
fn narrow_by_bounds(rows: &mut [Choices], tolerance: &[i128]) -> bool {
    loop {
        let mut changed = false;
        for (column, &tolerance) in tolerance.iter().enumerate() {
            let bounds: Vec<(i128, i128)> = rows.iter().map(|row| row.bounds(column)).collect();
            let low: i128 = bounds.iter().map(|b| b.0).sum();
            let high: i128 = bounds.iter().map(|b| b.1).sum();
            for (row, &(own_low, own_high)) in rows.iter_mut().zip(&bounds) {
                if own_low == own_high && low - tolerance <= 0 && high + tolerance >= 0 {
                    continue;
                }
                for (vector, supported) in row.vectors.iter().zip(&mut row.supported) {
                    let (least, most) = (low - own_low + vector[column], high - own_high + vector[column]);
                    if *supported && (least > tolerance || most < -tolerance) {
                        *supported = false;
                        changed = true;
                    }
                }
                if row.supported.iter().all(|&s| !s) {
                    return false;
                }
            }
        }
        if !changed {
            return true;
        }
    }
}

/// All choices of some rows: their sums, and for each the choice it takes of each row.
struct Half {
    /// The rows, by number.
    rows: Vec<usize>,
    /// The choices of each that are left.
    choices: Vec<Vec<usize>>,
    /// Sums, one after the other.
    sums: Vec<Vec<i128>>,
}

impl Half {
    fn of(all: &[Choices], rows: Vec<usize>, start: Vec<i128>) -> Self {
        let choices: Vec<Vec<usize>> =
            rows.iter().map(|&row| all[row].left().map(|(index, _)| index).collect()).collect();
        let mut sums = vec![start];
        for (&row, choices) in rows.iter().zip(&choices) {
            sums = sums
                .iter()
                .flat_map(|sum| {
                    choices.iter().map(move |&choice| {
                        sum.iter().zip(&all[row].vectors[choice]).map(|(a, b)| a + b).collect::<Vec<i128>>()
                    })
                })
                .collect();
        }
        Self { rows, choices, sums }
    }

    /// Marks the choices of the sums that were met.
    fn mark(&self, met: &[bool], all: &mut [Choices]) {
        for (&row, choices) in self.rows.iter().zip(&self.choices) {
            for &choice in choices {
                all[row].supported[choice] = false;
            }
        }
        for (index, _) in met.iter().enumerate().filter(|&(_, &met)| met) {
            let mut rest = index;
            for (&row, choices) in self.rows.iter().zip(&self.choices).rev() {
                all[row].supported[choices[rest % choices.len()]] = true;
                rest /= choices.len();
            }
        }
    }
}

/// Finds the choices that some full choice supports: `Some(false)` where there is none, `None` where there are too
/// many to try.
fn meet(rows: &mut [Choices], tolerance: &[i128], budget: &mut usize) -> Option<bool> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut fixed = vec![0_i128; tolerance.len()];
    for (index, row) in rows.iter().enumerate() {
        let left = row.left().count();
        if left > 1 {
            open.push((left, index));
        } else if let Some((_, vector)) = row.left().next() {
            fixed.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
        }
    }
    if open.is_empty() {
        return Some(fixed.iter().zip(tolerance).all(|(sum, tolerance)| sum.abs() <= *tolerance));
    }
    // The widest rows first, each to the half with fewer choices so far.
    open.sort_unstable_by(|a, b| b.cmp(a));
    let (mut first, mut second) = ((1_usize, Vec::new()), (1_usize, Vec::new()));
    for (left, row) in open {
        let half = if first.0 <= second.0 { &mut first } else { &mut second };
        half.0 = half.0.checked_mul(left).filter(|&choices| choices <= MOST)?;
        half.1.push(row);
    }
    *budget = budget.checked_sub((first.0 + second.0) * tolerance.len().max(1))?;
    let first = Half::of(rows, first.1, fixed);
    let second = Half::of(rows, second.1, vec![0; tolerance.len()]);
    let (met_first, met_second) = met(&first.sums, &second.sums, tolerance, budget)?;
    if !met_first.iter().any(|&met| met) {
        return Some(false);
    }
    first.mark(&met_first, rows);
    second.mark(&met_second, rows);
    Some(true)
}

/// Which sums of the two halves make nothing together, within tolerance in every column.
fn met(
    first: &[Vec<i128>],
    second: &[Vec<i128>],
    tolerance: &[i128],
    budget: &mut usize,
) -> Option<(Vec<bool>, Vec<bool>)> {
    // The column whose values differ most is the one to sort by.
    let distinct = |column: usize| {
        let mut values: Vec<i128> = second.iter().map(|sum| sum[column]).collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    };
    let key = (0..tolerance.len()).max_by_key(|&column| distinct(column)).unwrap_or(0);
    let value = |sum: &Vec<i128>| sum.get(key).copied().unwrap_or(0);
    let allowed = tolerance.get(key).copied().unwrap_or(0);
    let mut order: Vec<usize> = (0..second.len()).collect();
    order.sort_unstable_by_key(|&i| value(&second[i]));
    let mut met_first = vec![false; first.len()];
    let mut met_second = vec![false; second.len()];
    for (a, met) in first.iter().zip(&mut met_first) {
        let wanted = -value(a);
        let from = order.partition_point(|&i| value(&second[i]) < wanted - allowed);
        for &b in order.iter().skip(from).take_while(|&&i| value(&second[i]) <= wanted + allowed) {
            *budget = budget.checked_sub(1)?;
            if a.iter().zip(&second[b]).zip(tolerance).all(|((x, y), t)| (x + y).abs() <= *t) {
                *met = true;
                met_second[b] = true;
            }
        }
    }
    Some((met_first, met_second))
}
