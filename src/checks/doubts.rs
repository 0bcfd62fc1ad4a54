//! Reading comes first: what breaks because a figure stands one column off is no miscalculation.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::registry::Check;
use super::system::System;
use super::wording::{column_name, row_name, table_name};
use crate::amount::grouped;
use crate::articulation::equation::{CellRef, Equation, Shape, Silence, Verdict};
use crate::articulation::misplaced::{self, Misplaced};
use crate::articulation::shift::{self, Shift};
use crate::articulation::structure::Standing;
use crate::disclosure::model::{Column, ColumnKind, Kind, Table};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "S05",
    name: "数字在自己的栏里",
    document: Kind::Unknown,
    doc: "查什么: 一行的几个合计都对不上，而把相邻的几个数移一栏就全部对上的，说明数字错了栏；一个数让两栏的合计都对不上，移到旁边的空格里两栏就都对上的，也是；一张表多处对不上的，说明表没有读准。两种情况都只提示，不当作数字错误。
为什么: 数字错栏可能是原文排版的问题，也可能是读取的问题；把它当作算错就冤枉了单位。
依据: 表内合计关系本身。
举例: 某行的 8.00 印在“单位资金”和“上年结转·合计”下面；右移一栏，“总计 = 本年收入 + 上年结转”等都成立。
怎么改: 对照原文看这几个数属于哪一栏；原文确实错栏的，改正排版。",
    run: |context: &mut Context<'_>| {
        let found = context.findings.iter().filter(|finding| finding.rule == CHECK.code).count();
        for _ in 0..found {
            context.ledger.add(CHECK.code, Outcome::Failed);
        }
        if found == 0 {
            let outcome = if context.disclosure.tables.is_empty() { Outcome::NotApplicable } else { Outcome::Passed };
            context.ledger.add(CHECK.code, outcome);
        }
    },
};

/// What stands one column off.
pub struct Displaced {
    /// The findings that say so.
    pub findings: Vec<Finding>,
    /// Rows of which nothing that breaks is anybody's miscalculation.
    rows: BTreeSet<(usize, usize)>,
    /// Equations that hold once a single figure is moved.
    equations: BTreeSet<usize>,
}

impl Displaced {
    /// Whether the break of an equation comes from a figure in the wrong column.
    #[must_use]
    pub fn explains(&self, index: usize, equation: &Equation) -> bool {
        self.equations.contains(&index)
            || equation.addends().any(|addend| self.rows.contains(&(addend.cell.table, addend.cell.row)))
    }
}

/// Looks for figures one column off: single ones by all equations of the document, then whole runs by their row.
#[must_use]
pub fn displaced(system: &System<'_>) -> Displaced {
    let singles = single_figures(system);
    let rows: BTreeSet<(usize, usize)> = singles.iter().map(|one| (one.from.table, one.from.row)).collect();
    let (mut findings, shifted) = shifted_rows(system, &rows);
    let equations = singles.iter().flat_map(|one| one.mends.iter().copied()).collect();
    findings.extend(singles.iter().filter_map(|one| of_single(system, one)));
    Displaced { findings, rows: shifted, equations }
}

fn single_figures(system: &System<'_>) -> Vec<Misplaced> {
    let filled = usually_filled(system);
    let odd: BTreeSet<usize> = (0..system.equations.len())
        .filter(|&index| {
            let serious = system.standings.get(index).is_some_and(|standing| *standing >= Standing::Likely);
            let at_odds = match system.verdicts.get(index) {
                Some(Verdict::Broken { .. }) => true,
                Some(Verdict::Silent(Silence::LeftEmpty | Silence::RightEmpty)) => {
                    system.equations.get(index).is_some_and(|equation| {
                        equation.left.first().is_some_and(|first| {
                            filled.contains(&(first.cell.table, equation.shape, equation.family))
                        }) || equation.shape == Shape::Hierarchy
                    })
                }
                _ => false,
            };
            serious && at_odds
        })
        .collect();
    if odd.is_empty() {
        return Vec::new();
    }
    let beside = |cell: CellRef| -> Vec<CellRef> {
        let Some(table) = system.tables.get(cell.table) else { return Vec::new() };
        let columns = amount_columns(table, cell.row);
        let at = columns.iter().position(|column| *column == cell.column);
        let near = at.into_iter().flat_map(|at| [at.checked_sub(1), at.checked_add(1)]).flatten();
        near.filter_map(|at| columns.get(at)).map(|&column| CellRef { column, ..cell }).collect()
    };
    misplaced::find(&system.equations, &system.verdicts, &odd, &system.figures, &beside)
}

/// The columns with figures in a row's half of a table.
fn amount_columns(table: &Table, row: usize) -> Vec<usize> {
    let Some(side) = table.rows.get(row).map(|row| row.side) else { return Vec::new() };
    let own =
        |column: &Column| column.kind == ColumnKind::Amount && (column.side.is_none() || column.side == side);
    table.columns.iter().enumerate().filter(|(_, column)| own(column)).map(|(index, _)| index).collect()
}

/// The finding names the cell that lacks the figure; the figure's own place comes first among the origins.
fn of_single(system: &System<'_>, one: &Misplaced) -> Option<Finding> {
    let table = system.tables.get(one.from.table)?;
    let amount = grouped(system.amount(one.from)?);
    let (from, to) = (column_name(table, one.from.column), column_name(table, one.to.column));
    let row = row_name(table, one.from.row);
    let message = format!(
        "{}：{row} 的 {amount} 像是错了一栏：现在在“{from}”，移到“{to}”以后，{} 个对不上的合计都对得上；请看原文这个数属于哪一栏。",
        table_name(table),
        one.mends.len()
    );
    Some(Finding {
        expected: Some(amount.clone()),
        actual: system.amount(one.to).map(grouped),
        table: Some(table.index),
        row: Some(one.to.row),
        column: Some(one.to.column),
        origin: [one.from, one.to].into_iter().filter_map(|cell| system.origin(cell)).collect(),
        equations: one
            .mends
            .iter()
            .take(20)
            .filter_map(|&index| match system.verdicts.get(index) {
                Some(Verdict::Broken { difference, .. }) => system.reported(index, *difference),
                _ => None,
            })
            .collect(),
        suggestion: Some(format!("把“{from}”的 {amount} 移到“{to}”")),
        ..Finding::new(CHECK.code, Severity::Warning, Category::LayoutDamage, message)
    })
}

/// Rows whose figures stand one column off: the findings that say so, and the rows concerned. `known` rows are
/// explained already.
fn shifted_rows(
    system: &System<'_>,
    known: &BTreeSet<(usize, usize)>,
) -> (Vec<Finding>, BTreeSet<(usize, usize)>) {
    let mut by_row: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for index in 0..system.equations.len() {
        let broken = system.verdicts.get(index).is_some_and(|verdict| verdict.broken());
        let serious = system.standings.get(index).is_some_and(|standing| *standing >= Standing::Likely);
        if let Some(place) =
            system.within_row(index).filter(|place| (serious || !broken) && !known.contains(place))
        {
            by_row.entry(place).or_default().push(index);
        }
    }
    let filled = usually_filled(system);
    let mut shifts: Vec<Shift> = Vec::new();
    for ((table, row), equations) in by_row {
        let odd = equations.iter().any(|&index| match system.verdicts.get(index) {
            Some(Verdict::Broken { .. }) => true,
            Some(Verdict::Silent(Silence::LeftEmpty | Silence::RightEmpty)) => system
                .equations
                .get(index)
                .is_some_and(|equation| filled.contains(&(table, equation.shape, equation.family))),
            _ => false,
        });
        if !odd {
            continue;
        }
        let columns = system.tables.get(table).map_or_else(Vec::new, |table| amount_columns(table, row));
        let equations: Vec<&Equation> =
            equations.iter().filter_map(|&index| system.equations.get(index)).collect();
        shifts.extend(shift::find(&system.figures, table, row, &columns, &equations));
    }
    let rows = shifts.iter().map(|shift| (shift.table, shift.row)).collect();
    (findings(system, shifts), rows)
}

/// Sums that hold in other rows with figures on both sides, so that an empty side is odd.
fn usually_filled(system: &System<'_>) -> BTreeSet<(usize, Shape, u32)> {
    let mut filled = BTreeSet::new();
    for (equation, verdict) in system.equations.iter().zip(&system.verdicts) {
        if let Some(first) = equation.left.first().filter(|_| verdict.holds()) {
            filled.insert((first.cell.table, equation.shape, equation.family));
        }
    }
    filled
}

/// One finding a table and move.
fn findings(system: &System<'_>, shifts: Vec<Shift>) -> Vec<Finding> {
    let mut groups: BTreeMap<(usize, bool), Vec<Shift>> = BTreeMap::new();
    for shift in shifts {
        groups.entry((shift.table, shift.right)).or_default().push(shift);
    }
    let mut findings = Vec::new();
    for ((at, right), shifts) in groups {
        let (Some(table), Some(first)) = (system.tables.get(at), shifts.first()) else { continue };
        let rows: Vec<String> = shifts.iter().take(6).map(|shift| row_name(table, shift.row)).collect();
        let more = if shifts.len() > 6 { format!(" 等 {} 行", shifts.len()) } else { String::new() };
        let columns: Vec<String> =
            first.from.iter().map(|&column| format!("“{}”", column_name(table, column))).collect();
        let cells = || {
            shifts.iter().flat_map(|shift| {
                shift.from.iter().map(|&column| CellRef { table: at, row: shift.row, column })
            })
        };
        let way = if right { "右" } else { "左" };
        findings.push(Finding { table: Some(table.index), row: Some(first.row), column: first.from.first().copied(), origin: cells().filter_map(|cell| system.origin(cell)).take(60).collect(), suggestion: Some(format!("把这些数向{way}移一栏")), ..Finding::new("S05", Severity::Warning, Category::LayoutDamage, format!(
                "{}：{}{more} 的数字像是错了一栏（现在读在{}）。向{way}移一栏后，行内各个合计都对得上；请看原文这几个数属于哪一栏。",
                table_name(table),
                rows.join("、"),
                columns.join("、"),
            )) });
    }
    findings
}
