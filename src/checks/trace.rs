//! From broken equations to findings: doubts about the reading first, then the cell that mends most, then words.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::context::Context;
use super::doubts;
use super::system::{self, System};
use super::wording::{column_name, figure, row_name, table_name};
use crate::amount::grouped;
use crate::articulation::blame::{self, Cause};
use crate::articulation::equation::{Addend, CellRef, Equation, Relation, Shape, Silence, Verdict};
use crate::articulation::structure::Standing;
use crate::report::{Category, Finding, Outcome, Severity};

/// Judges every equation of the document.
pub fn run(context: &mut Context<'_>) {
    let system = system::build(context);
    let (shift_findings, shifted) = doubts::shifted_rows(&system);
    let concerns_shifted = |equation: &Equation| {
        equation.addends().any(|addend| shifted.contains(&(addend.cell.table, addend.cell.row)))
    };
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
            Some(Verdict::Broken { .. }) if concerns_shifted(equation) => {
                context.ledger.add_reason(label.rule, Outcome::CannotCheck, "这一行的数字像是错了一栏");
            }
            Some(Verdict::Broken { .. }) => {
                if system.standings.get(index).is_some_and(|standing| *standing >= Standing::Likely) {
                    serious.push(index);
                } else {
                    unclear.entry(place).or_default().push(index);
                }
            }
            None => {}
        }
    }
    context.findings.extend(shift_findings);
    context.findings.extend(rounding.iter().filter_map(|(table, tails)| tail_note(&system, *table, tails)));
    for (table, indexes) in unclear {
        let name = system.tables.get(table).map(table_name).unwrap_or_default();
        for index in indexes {
            if let Some(label) = system.labels.get(index) {
                let reason = format!("看不准《{name}》里哪些数该相加，没有下结论");
                context.ledger.add_reason(label.rule, Outcome::CannotCheck, reason);
            }
        }
    }
    let causes = blame::causes(&system.equations, &system.verdicts, &serious, &system.figures);
    report(context, &system, merge_rows(&system, causes));
}

/// Equations without figures on one side. Empty on both sides concerns nobody.
fn silent(context: &mut Context<'_>, system: &System<'_>, index: usize, why: Silence) {
    let (Some(label), Some(equation)) = (system.labels.get(index), system.equations.get(index)) else {
        return;
    };
    let side = match why {
        Silence::Nothing => return,
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

/// A row left out or added breaks the sum above it in several columns: that is one cause.
fn merge_rows(system: &System<'_>, causes: Vec<Cause>) -> Vec<Vec<Cause>> {
    let mut groups: Vec<(Option<(usize, usize, Vec<usize>)>, Vec<Cause>)> = Vec::new();
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

fn report(context: &mut Context<'_>, system: &System<'_>, groups: Vec<Vec<Cause>>) {
    let crowded = crowded_tables(system, &groups);
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
        context.findings.extend(finding(system, &group));
    }
    for table in crowded.iter().filter_map(|&at| system.tables.get(at)) {
        context.findings.push(Finding {
            rule: "S05".to_owned(),
            severity: Severity::Warning,
            category: Category::LayoutDamage,
            message: format!(
                "{}：多处合计对不上，像是表格没有读准，这张表没有下结论，请对照原文看。",
                table_name(table)
            ),
            expected: None,
            actual: None,
            difference: None,
            table: Some(table.index),
            row: None,
            column: None,
            origin: table
                .rows
                .iter()
                .flat_map(|row| &row.cells)
                .find_map(|cell| cell.origin.clone())
                .into_iter()
                .collect(),
            equations: Vec::new(),
            suggestion: None,
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

fn difference_of(system: &System<'_>, index: usize) -> Decimal {
    match system.verdicts.get(index) {
        Some(Verdict::Broken { difference, .. } | Verdict::Rounding { difference }) => *difference,
        _ => Decimal::ZERO,
    }
}

/// One root cause as a finding.
fn finding(system: &System<'_>, group: &[Cause]) -> Option<Finding> {
    let cause = group.first()?;
    let indexes: Vec<usize> = group.iter().flat_map(|cause| cause.equations.iter().copied()).collect();
    // The clearest equation speaks first: within one table before between tables.
    let lead = *indexes.iter().min_by_key(|&&index| (system.crosses(index), index))?;
    let equation = system.equations.get(lead)?;
    let difference = difference_of(system, lead);
    let total = equation.left.first()?.cell;
    let mut message = system.sentence(equation, difference);
    let single = match &cause.suspects[..] {
        [only] if group.len() == 1 => Some(only),
        _ => None,
    };
    let (accused, expected, actual) = match single {
        Some(suspect) => (suspect.cell, Some(suspect.expected), suspect.actual),
        None if equation.relation == Relation::Equal && equation.left.len() == 1 => {
            (total, Some(system.sum(&equation.right)), system.amount(total))
        }
        None => (total, None, system.amount(total)),
    };
    if let Some(suspect) = single {
        let slip = suspect.slip.map(|slip| format!("，{}", slip.words())).unwrap_or_default();
        let tally = if indexes.len() > 1 {
            format!("，改后 {} 个式子都成立", indexes.len())
        } else {
            String::new()
        };
        let (value, printed) = (grouped(suspect.expected), figure(suspect.actual));
        if suspect.cell == total {
            message.push_str(&format!("。按推算应为 {value}{tally}{slip}"));
        } else {
            let table = system.table_of(suspect.cell);
            message.push_str(&format!(
                "。问题多半在《{table}》{}：写作 {printed}，应为 {value}{tally}{slip}",
                system.cell_name(suspect.cell)
            ));
        }
    } else if group.len() > 1 {
        let columns: Vec<String> = group
            .iter()
            .filter_map(|cause| {
                let index = *cause.equations.first()?;
                let cell = system.equations.get(index)?.left.first()?.cell;
                let name = column_name(system.table(cell)?, cell.column);
                let gap = difference_of(system, index);
                Some(format!(
                    "“{name}”{} {}",
                    if gap.is_sign_negative() { "少" } else { "多" },
                    grouped(gap.abs())
                ))
            })
            .collect();
        message.push_str(&format!(
            "。同一行有 {} 栏对不上（{}），像是漏列或多列了一行",
            group.len(),
            columns.join("，")
        ));
    } else if (2..=4).contains(&cause.suspects.len()) && indexes.len() > 1 {
        let names: Vec<String> = cause.suspects.iter().map(|s| system.cell_name(s.cell)).collect();
        message.push_str(&format!("。问题在 {} 之中的一处", names.join("、")));
    }
    message.push('。');
    let crosses = indexes.iter().any(|&index| system.crosses(index));
    let label = system.labels.get(lead)?;
    let table = system.table(accused)?;
    let mut cells = vec![accused];
    cells.extend(cause.suspects.iter().map(|suspect| suspect.cell));
    for index in &indexes {
        cells.extend(system.equations.get(*index)?.addends().map(|addend| addend.cell));
    }
    let mut seen = BTreeSet::new();
    let printed = cells
        .into_iter()
        .filter(|cell| seen.insert(*cell) && (*cell == accused || system.amount(*cell).is_some()));
    Some(Finding {
        rule: label.rule.to_owned(),
        severity: severity(system, group, &indexes),
        category: if crosses && indexes.len() == 1 { Category::CrossTable } else { Category::Arithmetic },
        message,
        expected: expected.map(grouped),
        actual: actual.map(grouped),
        difference: expected.map(|expected| grouped(actual.unwrap_or_default() - expected)),
        table: Some(table.index),
        row: Some(accused.row),
        column: Some(accused.column),
        origin: printed.filter_map(|cell| system.origin(cell)).take(60).collect(),
        equations: indexes
            .iter()
            .take(20)
            .filter_map(|&i| system.reported(i, difference_of(system, i)))
            .collect(),
        suggestion: single.map(|suspect| {
            format!("核对{}（{}）", system.cell_name(suspect.cell), row_name(table, suspect.cell.row))
        }),
    })
}

/// An error only where certain: a hard rule, structure borne out elsewhere, figures read where they stand, and
/// between tables another sign that the two mean the same.
fn severity(system: &System<'_>, group: &[Cause], indexes: &[usize]) -> Severity {
    let hard = indexes.iter().any(|&i| system.labels.get(i).is_some_and(|label| label.hard));
    let certain = indexes.iter().any(|&i| system.standings.get(i) == Some(&Standing::Certain));
    let doubtful = indexes
        .iter()
        .all(|&i| matches!(system.verdicts.get(i), Some(Verdict::Broken { doubtful: true, .. })));
    let inferred = indexes.iter().filter_map(|&i| system.equations.get(i)).flat_map(Equation::addends).any(
        |Addend { cell, .. }| {
            system.table(*cell).and_then(|t| t.cell(cell.row, cell.column)).is_some_and(|cell| cell.inferred)
        },
    );
    let only_cross = indexes.iter().all(|&i| system.crosses(i));
    let borne_out = !only_cross || indexes.len() > 1 || indexes.iter().all(|&i| corroborated(system, i));
    let harmless = group.iter().all(|cause| cause.harmed == 0);
    if hard && certain && !doubtful && !inferred && borne_out && harmless {
        Severity::Error
    } else {
        Severity::Warning
    }
}

/// Whether another stated equality between the same tables holds with figures.
fn corroborated(system: &System<'_>, index: usize) -> bool {
    let tables = |equation: &Equation| -> BTreeSet<usize> {
        equation.addends().map(|addend| addend.cell.table).collect()
    };
    let Some(own) = system.equations.get(index).map(tables) else { return false };
    system.equations.iter().enumerate().any(|(other, equation)| {
        other != index
            && equation.relation == Relation::Equal
            && system.verdicts.get(other).is_some_and(|verdict| verdict.holds())
            && own.is_subset(&tables(equation))
    })
}

/// One note for all rounding tails of a table.
fn tail_note(system: &System<'_>, table: usize, tails: &[usize]) -> Option<Finding> {
    let table = system.tables.get(table)?;
    let first = *tails.first()?;
    let equation = system.equations.get(first)?;
    let total: CellRef = equation.left.first()?.cell;
    let example = system.sentence(equation, difference_of(system, first));
    let count = if tails.len() > 1 { format!("共 {} 处。", tails.len()) } else { String::new() };
    let cells = tails.iter().filter_map(|&i| Some(system.equations.get(i)?.left.first()?.cell));
    Some(Finding {
        rule: system.labels.get(first)?.rule.to_owned(),
        severity: Severity::Note,
        category: if system.crosses(first) { Category::CrossTable } else { Category::Arithmetic },
        message: format!("{example}。这是四舍五入的尾差，不算错。{count}"),
        expected: (equation.left.len() == 1).then(|| grouped(system.sum(&equation.right))),
        actual: system.amount(total).map(grouped),
        difference: Some(grouped(difference_of(system, first))),
        table: Some(table.index),
        row: Some(total.row),
        column: Some(total.column),
        origin: cells.filter_map(|cell| system.origin(cell)).take(60).collect(),
        equations: tails
            .iter()
            .take(20)
            .filter_map(|&i| system.reported(i, difference_of(system, i)))
            .collect(),
        suggestion: None,
    })
}
