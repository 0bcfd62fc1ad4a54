//! Tracing broken equations to the fewest cells whose correction mends them.
//!
//! Broken equations that share cells are taken together. For every cell of such a group the value is worked
//! out that each broken equation would have it take; the best cell mends most equations and breaks fewest that
//! hold. Cells that do equally well are a tie and are shown as one. A figure that other places repeat (another
//! table, the only item of a section) may be wrong in all of them: they are tried as one change. Once a cause is
//! found its correction is taken as made, so that the next is judged by what is left.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::equation::{CellRef, Equation, Relation, Verdict};
use super::figures::{Book, WhatIf};
use super::slip::Slip;

/// More places than this do not repeat one figure by mistake.
const MOST_COPIES: usize = 40;

/// A cell that may be wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspect {
    /// The cell.
    pub cell: CellRef,
    /// What it says.
    pub actual: Option<Decimal>,
    /// What it would have to say.
    pub expected: Decimal,
    /// How the one may have become the other.
    pub slip: Option<Slip>,
}

/// One root cause: the broken equations and the cells each of which would mend them all.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// Cells that do equally well, the likeliest first; empty where no single cell mends.
    pub suspects: Vec<Suspect>,
    /// Other places that repeat the first suspect's figure and have to be changed with it.
    pub copies: Vec<CellRef>,
    /// Positions of the broken equations.
    pub equations: Vec<usize>,
    /// Equations that hold and would break if the first suspect were changed.
    pub harmed: usize,
}

/// Finds the causes of the broken equations among `broken` (positions in `equations`).
#[must_use]
pub fn causes(equations: &[Equation], verdicts: &[Verdict], broken: &[usize], book: &dyn Book) -> Vec<Cause> {
    let mut of_cell: BTreeMap<CellRef, Vec<usize>> = BTreeMap::new();
    for (index, equation) in equations.iter().enumerate() {
        for addend in equation.addends() {
            of_cell.entry(addend.cell).or_default().push(index);
        }
    }
    let verdicts = verdicts.to_vec();
    let mut system = System { equations, verdicts, printed: book, book: WhatIf::new(book), of_cell };
    let mut open: BTreeSet<usize> = broken.iter().copied().collect();
    let mut causes = Vec::new();
    while let Some(&first) = open.first() {
        let group = system.group(first, &open);
        let found = system.cause(&group);
        let (cause, changes) = found.unwrap_or_else(|| {
            let cause = Cause { suspects: Vec::new(), copies: Vec::new(), equations: vec![first], harmed: 0 };
            (cause, Vec::new())
        });
        for mended in &cause.equations {
            open.remove(mended);
        }
        for index in system.correct(&changes) {
            open.remove(&index);
        }
        causes.push(cause);
    }
    causes
}

struct System<'a> {
    equations: &'a [Equation],
    verdicts: Vec<Verdict>,
    /// What is printed.
    printed: &'a dyn Book,
    /// The same with the corrections of the causes found so far.
    book: WhatIf<'a>,
    of_cell: BTreeMap<CellRef, Vec<usize>>,
}

/// What each of some cells should say instead.
type Changes = Vec<(CellRef, Decimal)>;

struct Trial {
    /// The cell and its value, then those of its copies.
    changes: Changes,
    mended: Vec<usize>,
    harmed: usize,
    /// Equations that become exact, less those that cease to be: a wrong total hides in the tails of long sums.
    sharpened: i64,
}

impl Trial {
    /// Few changes before many.
    fn gain(&self) -> (i64, i64, i64, i64) {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let (mended, harmed) = (count(self.mended.len()), count(self.harmed));
        (mended - harmed, -harmed, -count(self.changes.len()), self.sharpened)
    }
}

impl System<'_> {
    /// The open broken equations that hang together with one through shared cells.
    fn group(&self, first: usize, open: &BTreeSet<usize>) -> Vec<usize> {
        let mut group = BTreeSet::from([first]);
        let mut queue = vec![first];
        while let Some(next) = queue.pop() {
            let cells = self.equations.get(next).into_iter().flat_map(Equation::addends);
            for index in cells.filter_map(|addend| self.of_cell.get(&addend.cell)).flatten() {
                if open.contains(index) && group.insert(*index) {
                    queue.push(*index);
                }
            }
        }
        group.into_iter().collect()
    }

    /// Takes corrections as made; the equations that hold now.
    fn correct(&mut self, changes: &[(CellRef, Decimal)]) -> Vec<usize> {
        for (cell, expected) in changes {
            self.book.set_amount(*cell, *expected);
        }
        let touched: BTreeSet<usize> =
            changes.iter().filter_map(|(cell, _)| self.of_cell.get(cell)).flatten().copied().collect();
        let mut holding = Vec::new();
        for index in touched {
            let (Some(equation), Some(slot)) = (self.equations.get(index), self.verdicts.get_mut(index))
            else {
                continue;
            };
            *slot = equation.judge(&self.book);
            if slot.holds() {
                holding.push(index);
            }
        }
        holding
    }

    /// The best change for a group of broken equations; `None` where none gains anything.
    fn cause(&self, group: &[usize]) -> Option<(Cause, Changes)> {
        let mut trials: Vec<Trial> = Vec::new();
        let mut tried = BTreeSet::new();
        for &index in group {
            let Some(equation) = self.equations.get(index) else { continue };
            let Some(Verdict::Broken { difference, .. }) = self.verdicts.get(index) else { continue };
            for addend in equation.addends() {
                let weight = equation.weight(addend.cell);
                let Some(step) = difference.checked_div(weight) else { continue };
                let printed = self.book.figure(addend.cell);
                let actual = printed.map_or(Decimal::ZERO, |figure| figure.amount);
                let mut expected = actual - step;
                // A change of unit must not invent digits that the table does not print.
                if let Some(figure) = printed {
                    expected = expected.round_dp(figure.half.scale().saturating_sub(1));
                }
                if tried.insert((addend.cell, expected)) {
                    trials.push(self.attempt(vec![(addend.cell, expected)], group));
                    let copies = self.copies(addend.cell, expected - actual);
                    if !copies.is_empty() {
                        let changes = std::iter::once((addend.cell, expected)).chain(copies).collect();
                        trials.push(self.attempt(changes, group));
                    }
                }
            }
        }
        let best = trials.iter().map(Trial::gain).max()?;
        if best.0 <= 0 {
            return None;
        }
        let mut best: Vec<Trial> = trials.into_iter().filter(|trial| trial.gain() == best).collect();
        // Only cells that mend the same equations are a tie; a rival elsewhere has its turn later.
        let mended = best.first()?.mended.clone();
        best.retain(|trial| trial.mended == mended);
        if best.iter().any(|trial| trial.changes.len() > 1) {
            // Copies of one figure are one suspect, whichever of them it was tried from.
            best.truncate(1);
        }
        let harmed = best.first().map_or(0, |trial| trial.harmed);
        let mut suspects: Vec<Suspect> = Vec::new();
        for &(cell, expected) in best.iter().filter_map(|trial| trial.changes.first()) {
            if suspects.iter().any(|suspect| suspect.cell == cell) {
                continue;
            }
            let actual = self.printed.figure(cell).map(|figure| figure.amount);
            let slip = Slip::between(actual, expected);
            suspects.push(Suspect { cell, actual, expected, slip });
        }
        single_out(&mut suspects);
        let first = suspects.first()?.cell;
        let changes =
            best.into_iter().find(|trial| trial.changes.first().is_some_and(|c| c.0 == first))?.changes;
        let copies = changes.iter().skip(1).map(|(cell, _)| *cell).collect();
        Some((Cause { suspects, copies, equations: mended, harmed }, changes))
    }

    /// The other places that print the figure of a cell, as equations that hold say, with their values if the
    /// figure were more by `step`.
    fn copies(&self, cell: CellRef, step: Decimal) -> Changes {
        let mut steps: BTreeMap<CellRef, Decimal> = BTreeMap::from([(cell, step)]);
        let mut queue = vec![cell];
        while let Some(next) = queue.pop() {
            let Some(&own) = steps.get(&next) else { continue };
            for &index in self.of_cell.get(&next).map_or(&[][..], Vec::as_slice) {
                let holds = self.verdicts.get(index).is_some_and(|verdict| verdict.holds());
                let Some((other, times)) = self
                    .equations
                    .get(index)
                    .filter(|equation| holds && equation.relation == Relation::Equal)
                    .and_then(|equation| self.only_other(equation, next))
                else {
                    continue;
                };
                if let Some(step) = own.checked_mul(times).filter(|_| !steps.contains_key(&other)) {
                    steps.insert(other, step);
                    queue.push(other);
                }
            }
            if steps.len() > MOST_COPIES {
                return Vec::new();
            }
        }
        steps.remove(&cell);
        let moved = |(cell, step)| Some((cell, self.book.figure(cell)?.amount.checked_add(step)?));
        steps.into_iter().filter_map(moved).collect()
    }

    /// The one other cell with money in an equation, and how many times the step of `cell` its own is.
    fn only_other(&self, equation: &Equation, cell: CellRef) -> Option<(CellRef, Decimal)> {
        let mut others = equation.addends().map(|addend| addend.cell).filter(|other| {
            *other != cell && self.book.figure(*other).is_some_and(|figure| !figure.amount.is_zero())
        });
        let other = others.next()?;
        if others.any(|another| another != other) {
            return None;
        }
        let times = equation.weight(cell).checked_div(equation.weight(other))?;
        Some((other, -times))
    }

    fn attempt(&self, changes: Changes, group: &[usize]) -> Trial {
        let mut mended_book = WhatIf::new(&self.book);
        for (cell, expected) in &changes {
            mended_book.set_amount(*cell, *expected);
        }
        let touched: BTreeSet<usize> =
            changes.iter().filter_map(|(cell, _)| self.of_cell.get(cell)).flatten().copied().collect();
        let (mut mended, mut harmed, mut sharpened) = (Vec::new(), 0, 0);
        for index in touched {
            let (Some(equation), Some(before)) = (self.equations.get(index), self.verdicts.get(index)) else {
                continue;
            };
            let after = equation.judge(&mended_book);
            let exact = |verdict: Verdict| i64::from(matches!(verdict, Verdict::Exact { .. }));
            sharpened += exact(after) - exact(*before);
            if after.odd() && !before.odd() {
                harmed += 1;
            } else if group.contains(&index) && after.holds() {
                mended.push(index);
            }
        }
        Trial { changes, mended, harmed, sharpened }
    }
}

/// Among cells that do equally well, puts the likeliest first, and alone where a telling slip points at it.
fn single_out(suspects: &mut Vec<Suspect>) {
    // Amounts that would turn negative to mend a sum are hardly what was meant.
    let plausible = |suspect: &Suspect| {
        !suspect.expected.is_sign_negative() || suspect.actual.is_some_and(|actual| actual.is_sign_negative())
    };
    if suspects.iter().any(plausible) {
        suspects.retain(plausible);
    }
    suspects.sort_by_key(|suspect| match suspect.slip {
        Some(Slip::Scale(4 | -4) | Slip::Sign) => 0,
        Some(Slip::Swapped) => 1,
        Some(Slip::Missing) => 4,
        Some(_) => 2,
        None => 3,
    });
    let telling =
        |suspect: &&Suspect| matches!(suspect.slip, Some(Slip::Scale(4 | -4) | Slip::Sign | Slip::Swapped));
    if suspects.iter().filter(telling).count() == 1 {
        suspects.truncate(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articulation::figures::Figures;
    use crate::articulation::structure;
    use crate::disclosure::model::{Cell, Column, ColumnKind, Row, Table};

    fn table(rows: &[(&str, [&str; 3])]) -> Table {
        let column = |name: &str| Column {
            path: vec![name.to_owned()],
            kind: ColumnKind::Amount,
            side: None,
            key: None,
        };
        let rows = rows
            .iter()
            .map(|(code, cells)| Row {
                code: code.chars().all(|c| c.is_ascii_digit()).then(|| (*code).to_owned()),
                name: (*code).to_owned(),
                cells: cells
                    .iter()
                    .map(|text| Cell { amount: crate::amount::parse(text), ..Cell::default() })
                    .collect(),
                ..Row::default()
            })
            .collect();
        let columns = ["合计", "基本支出", "项目支出"].map(column).to_vec();
        Table { columns, rows, ..Table::default() }
    }

    fn trace(table: Table) -> Vec<Cause> {
        let tables = [table];
        let figures = Figures::new(&tables);
        let equations = structure::equations(&tables[0], 0, &figures);
        let verdicts: Vec<Verdict> = equations.iter().map(|equation| equation.judge(&figures)).collect();
        let broken: Vec<usize> =
            verdicts.iter().enumerate().filter(|(_, v)| v.broken()).map(|(index, _)| index).collect();
        causes(&equations, &verdicts, &broken, &figures)
    }

    const SOUND: [(&str, [&str; 3]); 5] = [
        ("合计", ["100.00", "60.00", "40.00"]),
        ("208", ["70.00", "50.00", "20.00"]),
        ("20801", ["30.00", "30.00", ""]),
        ("20805", ["40.00", "20.00", "20.00"]),
        ("210", ["30.00", "10.00", "20.00"]),
    ];

    #[test]
    fn nothing_is_blamed_where_all_holds() {
        assert!(trace(table(&SOUND)).is_empty());
    }

    #[test]
    fn the_one_wrong_cell_is_named_with_its_value() {
        for (row, column, wrong, right) in [
            (1, 1, "5.00", "50.00"),
            (3, 2, "21.00", "20.00"),
            (0, 0, "110.00", "100.00"),
            (2, 1, "33.00", "30.00"),
        ] {
            let mut rows = SOUND;
            rows[row].1[column] = wrong;
            let causes = trace(table(&rows));
            assert_eq!(causes.len(), 1, "{row} {column}");
            let suspect = &causes[0].suspects[0];
            assert_eq!((suspect.cell.row, suspect.cell.column), (row, column));
            assert_eq!(Some(suspect.expected), crate::amount::parse(right));
            assert_eq!(causes[0].suspects.len(), 1);
        }
    }

    #[test]
    fn two_errors_far_apart_are_two_causes() {
        let mut rows = SOUND;
        rows[2].1[1] = "33.00";
        rows[4].1[2] = "25.00";
        let causes = trace(table(&rows));
        let cells: Vec<(usize, usize)> =
            causes.iter().map(|c| (c.suspects[0].cell.row, c.suspects[0].cell.column)).collect();
        assert_eq!(cells, [(2, 1), (4, 2)]);
    }

    #[test]
    fn two_errors_under_one_sum_are_two_causes() {
        let mut rows = SOUND;
        rows[2].1[1] = "33.00";
        rows[3].1[1] = "26.00";
        let causes = trace(table(&rows));
        let mut said: Vec<(usize, Decimal)> =
            causes.iter().map(|c| (c.suspects[0].cell.row, c.suspects[0].expected)).collect();
        said.sort_unstable();
        assert_eq!(said, [(2, Decimal::new(3000, 2)), (3, Decimal::new(2000, 2))]);
    }

    #[test]
    fn a_figure_repeated_wrong_is_one_cause() {
        // A class of one item that is all basic expenditure: four places print one figure, all wrong alike.
        let rows = [
            ("合计", ["100.00", "70.00", "30.00"]),
            ("208", ["70.00", "40.00", "30.00"]),
            ("20801", ["30.00", "30.00", ""]),
            ("20805", ["40.00", "10.00", "30.00"]),
            ("210", ["35.00", "35.00", ""]),
            ("21011", ["35.00", "35.00", ""]),
        ];
        let causes = trace(table(&rows));
        assert_eq!(causes.len(), 1, "{causes:#?}");
        assert!(causes[0].copies.len() == 3, "{causes:#?}");
        assert_eq!(causes[0].equations.len(), 2);
    }
}
