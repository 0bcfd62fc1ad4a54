//! Rows whose cells slipped by one column when a table became text: put back where the row's own sums hold.
//!
//! Only tables whose spans were lost are mended, only where a row breaks its sums as it stands, and only where one
//! single move mends all of them. What was done is noted.

use rust_decimal::Decimal;

use super::model::{ColumnKind, Table};
use crate::amount::half_unit;
use crate::articulation::columns::{ColumnSum, column_sums};
use crate::articulation::equation::Trust;
use crate::report::{Category, Finding, Severity};

/// Puts slipped cells back and says so.
pub(super) fn mend(table: &mut Table) -> Vec<Finding> {
    let sums: Vec<ColumnSum> =
        column_sums(table).into_iter().filter(|sum| sum.trust != Trust::Guessed).collect();
    let columns: Vec<usize> = (0..table.columns.len())
        .filter(|&c| table.columns.get(c).is_some_and(|c| c.kind == ColumnKind::Amount))
        .collect();
    if sums.is_empty() {
        return Vec::new();
    }
    let mut mended: Vec<usize> = Vec::new();
    for row in 0..table.rows.len() {
        let amounts: Vec<Option<Decimal>> =
            (0..table.columns.len()).map(|column| table.amount(row, column)).collect();
        if holds(&sums, &amounts) {
            continue;
        }
        if let Some(slip) = only_slip(&sums, &columns, &amounts) {
            put_back(table, row, &columns, &slip);
            mended.push(row);
        }
    }
    note(table, &mended).into_iter().collect()
}

/// A run of filled columns, by place among the amount columns, and whether it goes back to the right.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Slip {
    start: usize,
    end: usize,
    right: bool,
}

/// Whether all sums of a row hold within rounding.
fn holds(sums: &[ColumnSum], amounts: &[Option<Decimal>]) -> bool {
    let at = |column: usize| amounts.get(column).copied().flatten();
    sums.iter().all(|sum| {
        let figures = || std::iter::once(sum.total).chain(sum.parts.iter().copied()).filter_map(at);
        let parts: Decimal = sum.parts.iter().copied().filter_map(at).sum();
        let tolerance: Decimal = figures().map(half_unit).sum();
        // Parts that cancel out are no reason for a total to be empty: one of them has the wrong sign.
        let silent =
            at(sum.total).is_none() && sum.parts.iter().filter_map(|&part| at(part)).any(|a| !a.is_zero());
        !silent && (at(sum.total).unwrap_or_default() - parts).abs() <= tolerance
    })
}

/// The one move by one column that makes all sums hold; `None` where there is none or more than one.
fn only_slip(sums: &[ColumnSum], columns: &[usize], amounts: &[Option<Decimal>]) -> Option<Slip> {
    let filled: Vec<bool> =
        columns.iter().map(|&column| amounts.get(column).copied().flatten().is_some()).collect();
    let mut found = None;
    for start in 0..columns.len() {
        for end in start..columns.len() {
            if filled.get(end) != Some(&true) {
                break;
            }
            for right in [true, false] {
                let slip = Slip { start, end, right };
                if free(&filled, &slip)
                    && holds(sums, &moved(columns, amounts, &slip))
                    && found.replace(slip).is_some()
                {
                    return None;
                }
            }
        }
    }
    found
}

/// Whether the column that the run moves into is empty.
fn free(filled: &[bool], slip: &Slip) -> bool {
    let into = if slip.right { Some(slip.end + 1) } else { slip.start.checked_sub(1) };
    into.and_then(|at| filled.get(at)) == Some(&false)
}

fn moved(columns: &[usize], amounts: &[Option<Decimal>], slip: &Slip) -> Vec<Option<Decimal>> {
    let mut out = amounts.to_vec();
    for (from, to) in steps(columns, slip) {
        let value = out.get(from).copied().flatten();
        if let Some(slot) = out.get_mut(to) {
            *slot = value;
        }
        if let Some(slot) = out.get_mut(from) {
            *slot = None;
        }
    }
    out
}

/// From which column to which, in an order that overwrites nothing.
fn steps(columns: &[usize], slip: &Slip) -> Vec<(usize, usize)> {
    let pair = |at: usize| {
        let to = if slip.right { at + 1 } else { at.checked_sub(1)? };
        Some((*columns.get(at)?, *columns.get(to)?))
    };
    let mut steps: Vec<(usize, usize)> = (slip.start..=slip.end).filter_map(pair).collect();
    if slip.right {
        steps.reverse();
    }
    steps
}

fn put_back(table: &mut Table, row: usize, columns: &[usize], slip: &Slip) {
    let Some(cells) = table.rows.get_mut(row).map(|row| &mut row.cells) else { return };
    for (from, to) in steps(columns, slip) {
        if from < cells.len() && to < cells.len() {
            cells.swap(from, to);
            if let Some(cell) = cells.get_mut(to) {
                cell.inferred = true;
            }
        }
    }
}

fn note(table: &Table, mended: &[usize]) -> Option<Finding> {
    let first = *mended.first()?;
    let names: Vec<String> = mended
        .iter()
        .take(6)
        .filter_map(|&row| table.rows.get(row))
        .map(|row| format!("{} {}", row.code.as_deref().unwrap_or_default(), row.name).trim().to_owned())
        .collect();
    let more = if mended.len() > 6 { format!(" 等 {} 行", mended.len()) } else { String::new() };
    let label = table.label.as_deref().map(|label| format!("{label} ")).unwrap_or_default();
    Some(Finding {
        table: Some(table.index),
        row: Some(first),
        origin: mended
            .iter()
            .filter_map(|&row| table.rows.get(row)?.cells.iter().find(|cell| cell.inferred)?.origin.clone())
            .collect(),
        ..Finding::new(
            "R01",
            Severity::Note,
            Category::LayoutDamage,
            format!(
                "{label}{}：{}{more} 的数字在文本里错了一栏，移回一栏后行内各个合计都对得上，已按移回后的位置读。",
                table.title,
                names.join("、")
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::{Cell, Column, Row};

    /// 总计 | 本年{合计, 一般, 单位资金} | 上年{合计, 一般}
    fn table(rows: &[&str]) -> Table {
        let path = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let columns = [
            vec!["合计"],
            vec!["本年收入", "合计"],
            vec!["本年收入", "一般公共预算"],
            vec!["本年收入", "单位资金"],
            vec!["上年结转结余", "合计"],
            vec!["上年结转结余", "一般公共预算"],
            vec!["上年结转结余", "单位资金"],
        ];
        Table {
            columns: columns
                .iter()
                .map(|names| Column {
                    path: path(names),
                    kind: ColumnKind::Amount,
                    side: None,
                    key: Some(names.join(".")),
                })
                .collect(),
            kind: Some("功能分类支出表".to_owned()),
            rows: rows
                .iter()
                .map(|row| Row {
                    cells: row
                        .split('|')
                        .map(|text| Cell {
                            text: text.trim().to_owned(),
                            amount: text.trim().parse().ok(),
                            ..Cell::default()
                        })
                        .collect(),
                    ..Row::default()
                })
                .collect(),
            ..Table::default()
        }
    }

    fn texts(table: &Table, row: usize) -> Vec<&str> {
        table.rows[row].cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn a_slipped_row_goes_back() {
        let mut table = table(&["9.00|6.00|6.00| |3.00|3.00| ", "5.00| | |5.00|5.00| | "]);
        assert_eq!(mend(&mut table).len(), 1);
        assert_eq!(texts(&table, 1), ["5.00", "", "", "", "5.00", "5.00", ""]);
        assert!(table.rows[1].cells[5].inferred && !table.rows[0].cells[4].inferred);
    }

    #[test]
    fn two_ways_back_are_none() {
        // 3.00 3.00 may go right alone or with the 4.00 before them.
        let mut table = table(&["7.00|4.00|4.00|3.00|3.00| | "]);
        assert!(mend(&mut table).is_empty());
        assert_eq!(texts(&table, 0), ["7.00", "4.00", "4.00", "3.00", "3.00", "", ""]);
    }

    #[test]
    fn a_wrong_figure_is_no_slip() {
        let mut table = table(&["9.00|6.00|6.50| |3.00|3.00| "]);
        assert!(mend(&mut table).is_empty());
        assert_eq!(table.rows[0].cells[2].text, "6.50");
    }
}
