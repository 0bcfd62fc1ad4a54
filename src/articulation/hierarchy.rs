//! Which rows add up to which: by subject codes (类 = Σ款 = Σ项), and the total row over the top rows.
//!
//! Codes are read in the order of the table, as its author did: a row belongs to the last row above whose code
//! begins its own. A row without code that carries figures opens a new part (a unit, a project), so that one
//! subject under two units is not taken for one. Codes of different domains never meet.

use super::equation::{Shape, Trust};
use super::names;
use crate::disclosure::model::{Row, Side, Table};

/// A total row and the rows it sums, in every column of its side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSum {
    /// The total.
    pub total: usize,
    /// The addends.
    pub parts: Vec<usize>,
    /// Other readings of the addends, where the layout leaves it open.
    pub otherwise: Vec<Vec<usize>>,
    /// Rows of this half only, in a two-sided table.
    pub side: Option<Side>,
    /// Subject hierarchy, total row or numbering.
    pub shape: Shape,
    /// What stands behind it.
    pub trust: Trust,
}

/// The code of a row as far as it is a subject code: digits, three to seven of them, of a known domain.
#[must_use]
pub fn subject_code(row: &Row) -> Option<&str> {
    let code = row.code.as_deref()?.trim();
    let fits = (3..=7).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_digit())
        && code.starts_with(['1', '2', '3', '5']);
    fits.then_some(code)
}

/// The sums that the codes say.
#[must_use]
pub fn code_sums(table: &Table) -> Vec<RowSum> {
    let mut sums = Vec::new();
    for side in sides(table) {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); table.rows.len()];
        let mut open: Vec<(usize, &str)> = Vec::new();
        for (index, row) in table.rows.iter().enumerate().filter(|(_, row)| row.side == side) {
            let Some(code) = subject_code(row) else {
                if has_figures(row) {
                    open.clear();
                }
                continue;
            };
            while open.last().is_some_and(|(_, top)| top.len() >= code.len() || !code.starts_with(top)) {
                open.pop();
            }
            let above = open.last().map(|(parent, _)| *parent).or_else(|| only_parent(table, side, code));
            if let Some(siblings) = above.and_then(|parent| children.get_mut(parent)) {
                siblings.push(index);
            }
            open.push((index, code));
        }
        for (total, parts) in children.into_iter().enumerate().filter(|(_, parts)| !parts.is_empty()) {
            sums.push(RowSum {
                total,
                parts,
                side,
                shape: Shape::Hierarchy,
                trust: Trust::Evident,
                otherwise: Vec::new(),
            });
        }
    }
    sums
}

/// The one row of the table whose code is the longest beginning of `code`: for tables that print their subjects
/// in panels side by side, so that rows do not follow their parents. `None` where two rows have that code.
fn only_parent(table: &Table, side: Option<Side>, code: &str) -> Option<usize> {
    (3..code.len()).rev().find_map(|length| {
        let prefix = code.get(..length)?;
        let mut rows = table
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.side == side && subject_code(row) == Some(prefix));
        let first = rows.next()?;
        Some(rows.next().is_none().then_some(first.0))
    })?
}

/// The total row over the rows that stand at the top, where all rows but totals carry codes.
///
/// A 合计 printed first and again last gives a sum each. Tables whose parts are units or projects without codes
/// are left to [`super::listing`].
#[must_use]
pub fn total_rows(table: &Table, code_sums: &[RowSum]) -> Vec<RowSum> {
    let mut sums = Vec::new();
    for side in sides(table) {
        let rows = || table.rows.iter().enumerate().filter(move |(_, row)| row.side == side);
        let mut totals = Vec::new();
        let mut tops = Vec::new();
        let mut plain = true;
        for (index, row) in rows() {
            if subject_code(row).is_some() {
                if !code_sums.iter().any(|sum| sum.parts.contains(&index)) {
                    tops.push(index);
                }
            } else if names::is_grand_total(&row.name) {
                totals.push(index);
            } else if has_figures(row) && !names::is_excerpt(&row.name) {
                plain = false;
            }
        }
        if plain && !tops.is_empty() && one_domain(table, &tops) {
            for total in totals {
                sums.push(RowSum {
                    total,
                    parts: tops.clone(),
                    otherwise: Vec::new(),
                    side,
                    shape: Shape::TotalRow,
                    trust: Trust::Evident,
                });
            }
        }
    }
    sums
}

/// The halves a table has rows of.
#[must_use]
pub fn sides(table: &Table) -> Vec<Option<Side>> {
    [None, Some(Side::Income), Some(Side::Expenditure)]
        .into_iter()
        .filter(|side| table.rows.iter().any(|row| row.side == *side))
        .collect()
}

/// Whether a row carries any figure.
#[must_use]
pub fn has_figures(row: &Row) -> bool {
    row.cells.iter().any(|cell| cell.amount.is_some())
}

fn one_domain(table: &Table, rows: &[usize]) -> bool {
    let mut domains = rows.iter().filter_map(|&row| subject_code(table.rows.get(row)?)?.chars().next());
    let first = domains.next();
    domains.all(|domain| Some(domain) == first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::Cell;

    fn table(rows: &[(&str, &str)]) -> Table {
        let rows = rows
            .iter()
            .map(|(code, name)| Row {
                code: (!code.is_empty()).then(|| (*code).to_owned()),
                name: (*name).to_owned(),
                cells: vec![Cell { amount: Some(1.into()), ..Cell::default() }],
                ..Row::default()
            })
            .collect();
        Table { rows, ..Table::default() }
    }

    fn shape(table: &Table) -> Vec<(usize, Vec<usize>)> {
        let codes = code_sums(table);
        let totals = total_rows(table, &codes);
        codes.into_iter().chain(totals).map(|sum| (sum.total, sum.parts)).collect()
    }

    #[test]
    fn classes_sum_sections_and_sections_sum_items() {
        let table = table(&[
            ("", "合计"),
            ("208", "社会保障和就业支出"),
            ("20801", "管理事务"),
            ("2080101", "行政运行"),
            ("2080150", "事业运行"),
            ("20805", "养老支出"),
            ("2080505", "养老保险"),
            ("210", "卫生健康支出"),
            ("2101102", "事业单位医疗"),
        ]);
        assert_eq!(
            shape(&table),
            [(1, vec![2, 5]), (2, vec![3, 4]), (5, vec![6]), (7, vec![8]), (0, vec![1, 7])]
        );
    }

    #[test]
    fn one_subject_under_two_units_is_two() {
        let table = table(&[
            ("", "合计"),
            ("", "甲单位"),
            ("208", "社会保障和就业支出"),
            ("20801", "管理事务"),
            ("", "乙单位"),
            ("208", "社会保障和就业支出"),
            ("20801", "管理事务"),
        ]);
        assert_eq!(shape(&table), [(2, vec![3]), (5, vec![6])]);
    }

    #[test]
    fn panels_side_by_side_find_their_parents() {
        let table = table(&[
            ("301", "工资福利支出"),
            ("302", "商品和服务支出"),
            ("30101", "基本工资"),
            ("30201", "办公费"),
            ("30102", "津贴补贴"),
        ]);
        assert_eq!(shape(&table), [(0, vec![2, 4]), (1, vec![3])]);
    }

    #[test]
    fn domains_never_meet() {
        let table = table(&[("", "合计"), ("208", "社会保障和就业支出"), ("301", "工资福利支出")]);
        assert!(shape(&table).is_empty());
    }
}
