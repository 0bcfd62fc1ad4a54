//! Broken equations as findings: how grave, which cell, which words.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::rows::{Kind, RowSlip};
use super::system::System;
use super::wording::{column_name, figure, row_name, table_name};
use crate::amount::grouped;
use crate::articulation::blame::{Cause, Suspect};
use crate::articulation::equation::{Addend, CellRef, Equation, Relation, Verdict};
use crate::articulation::structure::Standing;
use crate::origin::Origin;
use crate::report::{Category, Finding, Severity};

/// Left minus right of a broken equation; zero where it holds.
fn difference_of(system: &System<'_>, index: usize) -> Decimal {
    match system.verdicts.get(index) {
        Some(Verdict::Broken { difference, .. } | Verdict::Rounding { difference }) => *difference,
        _ => Decimal::ZERO,
    }
}

/// One root cause as a finding.
pub fn of_cause(system: &System<'_>, group: &[Cause]) -> Option<Finding> {
    let cause = group.first()?;
    let indexes: Vec<usize> = group.iter().flat_map(|cause| cause.equations.iter().copied()).collect();
    // The clearest equation speaks first: within one table before between tables.
    let lead = *indexes.iter().min_by_key(|&&index| (system.crosses(index), index))?;
    let equation = system.equations.get(lead)?;
    let total = equation.left.first()?.cell;
    // A bound that is passed does not tell the value that was meant.
    let bounds = indexes
        .iter()
        .filter_map(|&index| system.equations.get(index))
        .all(|equation| equation.relation != Relation::Equal);
    let single = match &cause.suspects[..] {
        [only] if group.len() == 1 && !bounds => Some(only),
        _ => None,
    };
    let (accused, expected, actual) = match single {
        Some(suspect) => (suspect.cell, Some(suspect.expected), suspect.actual),
        None if equation.relation == Relation::Equal && equation.left.len() == 1 => {
            (total, Some(system.sum(&equation.right)), system.amount(total))
        }
        None => (total, None, system.amount(total)),
    };
    let mut message = system.sentence(equation, difference_of(system, lead));
    message.push_str(&clue(system, group, single, total, indexes.len()));
    message.push('。');
    let label = system.labels.get(lead)?;
    let table = system.table(accused)?;
    let crosses = indexes.iter().all(|&index| system.crosses(index));
    Some(Finding {
        rule: label.rule.to_owned(),
        severity: severity(system, group, &indexes),
        category: if crosses { Category::CrossTable } else { Category::Arithmetic },
        message,
        expected: expected.map(grouped),
        actual: actual.map(grouped),
        difference: expected.map(|expected| grouped(actual.unwrap_or_default() - expected)),
        table: Some(table.index),
        row: Some(accused.row),
        column: Some(accused.column),
        origin: places(system, accused, cause, &indexes),
        equations: indexes
            .iter()
            .take(20)
            .filter_map(|&i| system.reported(i, difference_of(system, i)))
            .collect(),
        suggestion: single.map(|suspect| {
            format!("核对《{}》{}", system.table_of(suspect.cell), system.cell_name(suspect.cell))
        }),
    })
}

/// What points at the cell: the value that mends, the likely slip, a row left out, or who ties.
fn clue(
    system: &System<'_>,
    group: &[Cause],
    single: Option<&Suspect>,
    total: CellRef,
    broken: usize,
) -> String {
    if let Some(suspect) = single {
        let slip = suspect.slip.map(|slip| format!("，{}", slip.words())).unwrap_or_default();
        let tally = if broken > 1 { format!("，改后 {broken} 个式子都成立") } else { String::new() };
        let (value, printed) = (grouped(suspect.expected), figure(suspect.actual));
        let copies = copies(system, group.first().map_or(&[][..], |cause| &cause.copies));
        return if suspect.cell == total {
            format!("。按推算应为 {value}{tally}{slip}{copies}")
        } else {
            let (table, cell) = (system.table_of(suspect.cell), system.cell_name(suspect.cell));
            format!("。问题多半在《{table}》{cell}：写作 {printed}，应为 {value}{tally}{slip}{copies}")
        };
    }
    if group.len() > 1 {
        let gap = |cause: &Cause| -> Option<String> {
            let index = *cause.equations.first()?;
            let cell = system.equations.get(index)?.left.first()?.cell;
            let gap = difference_of(system, index);
            let way = if gap.is_sign_negative() { "少" } else { "多" };
            Some(format!("“{}”{way} {}", column_name(system.table(cell)?, cell.column), grouped(gap.abs())))
        };
        let gaps: Vec<String> = group.iter().filter_map(gap).collect();
        return format!("。同一行有 {} 栏对不上（{}），像是漏列或多列了一行", group.len(), gaps.join("，"));
    }
    match group.first().map(|cause| &cause.suspects[..]) {
        Some(suspects) if (2..=4).contains(&suspects.len()) && broken > 1 => {
            let names: Vec<String> = suspects.iter().map(|s| system.cell_name(s.cell)).collect();
            format!("。问题在 {} 之中的一处", names.join("、"))
        }
        _ => String::new(),
    }
}

/// The other places that repeat a wrong figure.
fn copies(system: &System<'_>, cells: &[CellRef]) -> String {
    if cells.is_empty() {
        return String::new();
    }
    let name = |cell: &CellRef| format!("《{}》{}", system.table_of(*cell), system.cell_name(*cell));
    let names: Vec<String> = cells.iter().take(4).map(name).collect();
    let more = if cells.len() > 4 { format!("等 {} 处", cells.len()) } else { String::new() };
    format!("；同一个数在{}{more}也是这样写的，要一起改", names.join("、"))
}

/// A row left out or printed twice. A missing row is told of at its sum, with the figure it should have there.
pub fn of_row(system: &System<'_>, slip: &RowSlip) -> Option<Finding> {
    let (at, total) = slip.total;
    let table = system.tables.get(at)?;
    let (column, amount) = *slip.gaps.first()?;
    let gaps: Vec<String> = slip
        .gaps
        .iter()
        .map(|(column, gap)| {
            let name = column_name(table, *column);
            if name.is_empty() { grouped(*gap) } else { format!("“{name}”{}", grouped(*gap)) }
        })
        .collect();
    let (place, sum, gaps) = (table_name(table), row_name(table, total), gaps.join("，"));
    let (row, message, suggestion) = match slip.kind {
        Kind::Missing(Some((other, row))) => {
            let other = system.tables.get(other)?;
            let name = row_name(other, row);
            let message = format!(
                "{place}：{sum} 比所属各行之和多（{gaps}），正好是《{}》里 {name} 的数，这张表漏列了这一行。",
                table_name(other)
            );
            (total, message, format!("补上 {name}：{gaps}"))
        }
        Kind::Missing(None) => {
            let message = format!("{place}：{sum} 比所属各行之和多（{gaps}），几栏合起来像是漏列了一行。");
            (total, message, format!("补上漏列的一行：{gaps}"))
        }
        Kind::Twice(row) => {
            let name = row_name(table, row);
            let message = format!("{place}：{name} 这一行印了两遍，{sum} 因此比所属各行之和少（{gaps}）。");
            (row, message, format!("删去多印的 {name}"))
        }
    };
    let printed = matches!(slip.kind, Kind::Twice(_)).then_some(amount);
    let group: Vec<Cause> = slip
        .equations
        .iter()
        .map(|&index| Cause { suspects: Vec::new(), copies: Vec::new(), equations: vec![index], harmed: 0 })
        .collect();
    let accused = CellRef { table: at, row, column };
    let label = system.labels.get(*slip.equations.first()?)?;
    Some(Finding {
        expected: printed.is_none().then(|| grouped(amount)),
        actual: printed.map(grouped),
        difference: Some(grouped(if printed.is_some() { amount } else { -amount })),
        table: Some(table.index),
        row: Some(row),
        column: Some(column),
        origin: places(system, accused, group.first()?, &slip.equations),
        equations: slip
            .equations
            .iter()
            .take(20)
            .filter_map(|&i| system.reported(i, difference_of(system, i)))
            .collect(),
        suggestion: Some(suggestion),
        ..Finding::new(label.rule, severity(system, &group, &slip.equations), Category::Arithmetic, message)
    })
}

/// Every place concerned, the accused one first, empty cells left out.
fn places(system: &System<'_>, accused: CellRef, cause: &Cause, indexes: &[usize]) -> Vec<Origin> {
    let suspects = cause.suspects.iter().map(|suspect| suspect.cell).chain(cause.copies.iter().copied());
    let concerned = indexes
        .iter()
        .filter_map(|&index| system.equations.get(index))
        .flat_map(|equation| equation.addends().map(|addend| addend.cell));
    let mut seen = BTreeSet::new();
    std::iter::once(accused)
        .chain(suspects)
        .chain(concerned)
        .filter(|cell| seen.insert(*cell) && (*cell == accused || system.amount(*cell).is_some()))
        .filter_map(|cell| system.origin(cell))
        .take(60)
        .collect()
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
    let own = indexes.iter().any(|&i| system.labels.get(i).is_some_and(|label| label.own));
    let borne_out =
        own || !only_cross || indexes.len() > 1 || indexes.iter().all(|&i| corroborated(system, i));
    // An empty cell that should hold a figure may have been lost in reading.
    let printed =
        group.iter().all(|cause| cause.suspects.first().is_none_or(|suspect| suspect.actual.is_some()));
    let harmless = group.iter().all(|cause| cause.harmed == 0);
    if hard && certain && !doubtful && !inferred && borne_out && printed && harmless {
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
pub fn of_tails(system: &System<'_>, table: usize, tails: &[usize]) -> Option<Finding> {
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
