//! Reading doubt over the whole system: a figure in the wrong column breaks the sums of the column it left and of the
//! column it stands in. Both hold as soon as it is moved, and then nobody has miscalculated.

use std::collections::{BTreeMap, BTreeSet};

use super::equation::{CellRef, Equation, Verdict};
use super::figures::{Book, WhatIf};

/// A figure that belongs in the cell beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misplaced {
    /// Where it stands.
    pub from: CellRef,
    /// Where it belongs.
    pub to: CellRef,
    /// Positions of the equations that are at odds now and would hold.
    pub mends: Vec<usize>,
}

/// The figures whose move to the empty cell beside them mends at least two equations and breaks none.
///
/// `odd` are the positions of the equations at odds that are meant seriously; `beside` gives the cells to the left
/// and the right of one. Moves that would mend the same equations contend: the one that mends most is kept, of equals
/// the one further down, because parents stand above their parts.
#[must_use]
pub fn find(
    equations: &[Equation],
    verdicts: &[Verdict],
    odd: &BTreeSet<usize>,
    book: &dyn Book,
    beside: &dyn Fn(CellRef) -> Vec<CellRef>,
) -> Vec<Misplaced> {
    let mut of_cell: BTreeMap<CellRef, Vec<usize>> = BTreeMap::new();
    for (index, equation) in equations.iter().enumerate() {
        for addend in equation.addends() {
            of_cell.entry(addend.cell).or_default().push(index);
        }
    }
    let filled = |cell: CellRef| book.figure(cell).is_some_and(|figure| !figure.amount.is_zero());
    let mut tried = BTreeSet::new();
    let mut found: Vec<Misplaced> = Vec::new();
    for cell in odd.iter().filter_map(|&index| equations.get(index)).flat_map(Equation::addends) {
        for other in beside(cell.cell) {
            let (from, to) = match (filled(cell.cell), filled(other)) {
                (true, false) => (cell.cell, other),
                (false, true) => (other, cell.cell),
                _ => continue,
            };
            if !book.unread(to) && tried.insert((from, to)) {
                found.extend(attempt((from, to), (equations, verdicts), odd, book, &of_cell));
            }
        }
    }
    found.sort_by_key(|one| (std::cmp::Reverse(one.mends.len()), std::cmp::Reverse(one.from)));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    found.retain(|one| {
        let free = one.mends.iter().all(|index| !taken.contains(index));
        if free {
            taken.extend(&one.mends);
        }
        free
    });
    found
}

fn attempt(
    (from, to): (CellRef, CellRef),
    (equations, verdicts): (&[Equation], &[Verdict]),
    odd: &BTreeSet<usize>,
    book: &dyn Book,
    of_cell: &BTreeMap<CellRef, Vec<usize>>,
) -> Option<Misplaced> {
    let mut moved = WhatIf::new(book);
    moved.set(from, book.figure(to));
    moved.set(to, book.figure(from));
    let touched: BTreeSet<usize> =
        [from, to].iter().filter_map(|cell| of_cell.get(cell)).flatten().copied().collect();
    let mut mends = Vec::new();
    for index in touched {
        let (before, after) = (verdicts.get(index)?, equations.get(index)?.judge(&moved));
        match (before.odd(), after.odd()) {
            (false, true) => return None,
            (true, false) if odd.contains(&index) => mends.push(index),
            // A sum at odds that stays so has another reason; a serious one speaks against the move.
            (true, true) if before.broken() && odd.contains(&index) => return None,
            _ => {}
        }
    }
    // The column it left and the column it stands in must both be the better for it.
    let helps = |cell: CellRef| {
        mends.iter().any(|&index| equations.get(index).is_some_and(|equation| equation.concerns(cell)))
    };
    (mends.len() >= 2 && helps(from) && helps(to)).then_some(Misplaced { from, to, mends })
}
