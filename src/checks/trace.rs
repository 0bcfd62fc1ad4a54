//! From broken equations to findings: doubts about the reading first, then the cell that mends most, then words.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::doubts;
use super::findings;
use super::rows::{self, RowSlip};
use super::rules::Rule;
use super::system::{self, System};
use super::wording::table_name;
use crate::articulation::blame::{self, Cause};
use crate::articulation::equation::{Equation, Shape, Silence, Trust, Verdict};
use crate::articulation::structure::Standing;
use crate::report::{Category, Finding, Outcome, Severity};

/// Judges every equation of the document.
pub fn run<'a>(context: &mut Context<'a>, own: &'a [Rule]) {
    let system = system::build(context, own);
    let displaced = doubts::displaced(&system);
    let mut serious = Vec::new();
    let mut unclear: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut rounding: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, equation) in system.equations.iter().enumerate() {
        let Some(label) = system.labels.get(index) else { continue };
        let place = equation.left.first().map_or(0, |addend| addend.cell.table);
        match system.verdicts.get(index) {
            Some(Verdict::Exact { .. }) => context.ledger.add(label.rule, Outcome::Passed),
            Some(Verdict::Rounding { .. }) => {
                context.ledger.add(label.rule, Outcome::Rounding);
                rounding.entry(place).or_default().push(index);
            }
            Some(Verdict::Silent(why)) => silent(context, &system, index, *why),
            Some(Verdict::Broken { .. }) if displaced.explains(index, equation) => {
                context.ledger.add_reason(label.rule, Outcome::CannotCheck, "这一行的数字像是错了一栏");
            }
            // What the header suggests is not meant where the form says another sum of the total, and that one holds.
            Some(Verdict::Broken { .. }) if is_contradicted(&system, index) => {}
            Some(Verdict::Broken { .. }) => {
                if system.standings.get(index).is_some_and(|standing| *standing >= Standing::Likely) {
                    serious.push(index);
                } else if equation.trust > Trust::Guessed || equation.shape == Shape::RowSum {
                    // A guess from the order of rows that nothing bears out is no relation of the table.
                    unclear.entry(place).or_default().push(index);
                }
            }
            None => {}
        }
    }
    context.findings.extend(displaced.findings);
    context
        .findings
        .extend(rounding.iter().filter_map(|(table, tails)| findings::of_tails(&system, *table, tails)));
    for (table, indexes) in unclear {
        let name = system.tables.get(table).map(table_name).unwrap_or_default();
        for index in indexes {
            if let Some(label) = system.labels.get(index) {
                let reason = format!("看不准《{name}》里哪些数该相加，没有下结论");
                context.ledger.add_reason(label.rule, Outcome::CannotCheck, reason);
            }
        }
    }
    let slips = rows::find(&system, &serious);
    let of_rows: BTreeSet<usize> = slips.iter().flat_map(|slip| slip.equations.iter().copied()).collect();
    serious.retain(|index| !of_rows.contains(index));
    let causes = blame::causes(&system.equations, &system.verdicts, &serious, &system.figures);
    report(context, &system, &slips, merge_rows(&system, causes));
}

/// Whether a formula gives the total of a sum within a row as another sum, which holds: 合计 = 出国 + 用车 + 接待 where the
/// header also has 购置 and 运行 beside 用车.
fn is_contradicted(system: &System<'_>, index: usize) -> bool {
    let Some((equation, place)) = system.equations.get(index).zip(system.within_row(index)) else {
        return false;
    };
    let own = system.labels.get(index).is_some_and(|label| label.formula.is_some());
    let total = |equation: &Equation| match equation.left[..] {
        [only] => Some(only.cell),
        _ => None,
    };
    !own && total(equation).is_some()
        && system.equations.iter().enumerate().any(|(other, stated)| {
            system.labels.get(other).is_some_and(|label| label.formula.is_some() && !label.own)
                && matches!(system.verdicts.get(other), Some(Verdict::Exact { strong: true }))
                && total(stated) == total(equation)
                && system.within_row(other) == Some(place)
        })
}

/// Equations without figures on one side. Empty on both sides concerns nobody.
fn silent(context: &mut Context<'_>, system: &System<'_>, index: usize, why: Silence) {
    let (Some(label), Some(equation)) = (system.labels.get(index), system.equations.get(index)) else {
        return;
    };
    let side = match why {
        Silence::Nothing => return,
        Silence::Unread => {
            let place = equation.left.first().map(|addend| system.table_of(addend.cell)).unwrap_or_default();
            let reason = format!("{place}有的数没有读准属于哪一栏");
            return context.ledger.add_reason(label.rule, Outcome::CannotCheck, reason);
        }
        Silence::LeftEmpty => &equation.left,
        Silence::RightEmpty => &equation.right,
    };
    let Some(first) = side.first() else { return };
    let reason = if label.formula.is_some() {
        format!("{}的{}没有填数", system.table_of(first.cell), system.cell_name(first.cell))
    } else {
        format!("{}有的行只填了合计或只填了分项", system.table_of(first.cell))
    };
    context.ledger.add_reason(label.rule, Outcome::CannotCheck, reason);
}

/// Table, total row and rows summed.
type RowSumKey = (usize, usize, Vec<usize>);

/// A row left out or added breaks the sum above it in several columns: that is one cause.
fn merge_rows(system: &System<'_>, causes: Vec<Cause>) -> Vec<Vec<Cause>> {
    let mut groups: Vec<(Option<RowSumKey>, Vec<Cause>)> = Vec::new();
    for cause in causes {
        let key = match cause.equations[..] {
            [only] => system.equations.get(only).and_then(|equation| {
                let total = equation.left.first()?.cell;
                let by_rows = !matches!(equation.shape, Shape::RowSum | Shape::Stated);
                let rows = equation.right.iter().map(|addend| addend.cell.row).collect();
                by_rows.then_some((total.table, total.row, rows))
            }),
            _ => None,
        };
        match groups.iter_mut().find(|(known, _)| key.is_some() && *known == key) {
            Some((_, group)) => group.push(cause),
            None => groups.push((key, vec![cause])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn report(context: &mut Context<'_>, system: &System<'_>, slips: &[RowSlip], groups: Vec<Vec<Cause>>) {
    let crowded = crowded_tables(system, &groups);
    for slip in slips {
        for label in slip.equations.iter().filter_map(|&index| system.labels.get(index)) {
            context.ledger.add(label.rule, Outcome::Failed);
        }
        context.findings.extend(findings::of_row(system, slip));
        if let rows::Kind::Missing(Some((table, row))) = slip.kind {
            let code = system.tables.get(table).and_then(|table| table.rows.get(row)?.code.clone());
            context.missing_rows.extend(code.map(|code| (slip.total.0, code)));
        }
    }
    for group in groups {
        let indexes: Vec<usize> = group.iter().flat_map(|cause| cause.equations.iter().copied()).collect();
        let doubtful_table = indexes
            .iter()
            .filter_map(|&index| system.equations.get(index))
            .flat_map(Equation::addends)
            .find(|addend| crowded.contains(&addend.cell.table));
        if let Some(addend) = doubtful_table {
            let name = system.table_of(addend.cell);
            for label in indexes.iter().filter_map(|&index| system.labels.get(index)) {
                let reason = format!("《{name}》多处对不上，像是没有读准，没有下结论");
                context.ledger.add_reason(label.rule, Outcome::CannotCheck, reason);
            }
            continue;
        }
        for label in indexes.iter().filter_map(|&index| system.labels.get(index)) {
            context.ledger.add(label.rule, Outcome::Failed);
        }
        context.findings.extend(findings::of_cause(system, &group));
    }
    for table in crowded.iter().filter_map(|&at| system.tables.get(at)) {
        context.findings.push(Finding {
            table: Some(table.index),
            origin: table
                .rows
                .iter()
                .flat_map(|row| &row.cells)
                .find_map(|cell| cell.origin.clone())
                .into_iter()
                .collect(),
            ..Finding::new(
                "S05",
                Severity::Warning,
                Category::LayoutDamage,
                format!(
                    "{}：多处合计对不上，像是表格没有读准，这张表没有下结论，请对照原文看。",
                    table_name(table)
                ),
            )
        });
    }
}

/// Tables with so many separate breaks that the reading is likelier wrong than the author.
fn crowded_tables(system: &System<'_>, groups: &[Vec<Cause>]) -> BTreeSet<usize> {
    let mut causes: BTreeMap<usize, usize> = BTreeMap::new();
    for group in groups {
        let mut tables = BTreeSet::new();
        for index in group.iter().flat_map(|cause| &cause.equations).filter(|&&index| !system.crosses(index))
        {
            let equation = system.equations.get(*index);
            tables.extend(equation.and_then(|e| e.left.first()).map(|addend| addend.cell.table));
        }
        for table in tables {
            *causes.entry(table).or_default() += 1;
        }
    }
    let mut held: BTreeMap<usize, usize> = BTreeMap::new();
    for (equation, verdict) in system.equations.iter().zip(&system.verdicts) {
        if let Some(first) = equation.left.first().filter(|_| verdict.holds()) {
            *held.entry(first.cell.table).or_default() += 1;
        }
    }
    causes
        .into_iter()
        .filter(|(table, count)| *count > 3 && *count * 8 > held.get(table).copied().unwrap_or(0))
        .map(|(table, _)| table)
        .collect()
}
