//! Which columns add up to which, from the header tree or from the keys that a form gave the columns.
//!
//! Within a group of the header a child called 合计 or 小计 is the sum of its siblings; a group counts with its
//! own total. 其中 columns, ratios and counts are no addends. A header turned round (each item with 预算数 and
//! 决算数 below it) is turned back first.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::equation::Trust;
use super::names;
use crate::disclosure::model::{ColumnKind, Side, Table};

/// A total column and the columns it sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSum {
    /// The total.
    pub total: usize,
    /// The addends.
    pub parts: Vec<usize>,
    /// Rows of this half only, in a two-sided table.
    pub side: Option<Side>,
    /// `Stated` where header and form agree.
    pub trust: Trust,
}

/// The sums that hold in every row of a table.
#[must_use]
pub fn column_sums(table: &Table) -> Vec<ColumnSum> {
    let mut sums = Vec::new();
    for side in [None, Some(Side::Income), Some(Side::Expenditure)] {
        let amounts: Vec<usize> = table
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.kind == ColumnKind::Amount && column.side == side)
            .map(|(index, _)| index)
            .filter(|&index| !is_counter(table, index))
            .collect();
        if amounts.len() < 3 {
            continue;
        }
        let paths = amounts.iter().filter_map(|&index| table.columns.get(index));
        let paths = upright(
            paths.map(|column| column.path.iter().map(|part| names::plain(part)).collect()).collect(),
        );
        let printed = tree_sums(&amounts, &paths, side);
        let keyed: Option<Vec<Vec<String>>> = amounts
            .iter()
            .map(|&index| {
                let key = table.columns.get(index)?.key.as_deref()?;
                Some(key.split('.').map(str::to_owned).collect())
            })
            .collect();
        let keyed = keyed.filter(|_| table.kind.is_some());
        let by_key = keyed.map_or_else(Vec::new, |keys| tree_sums(&amounts, &keys, side));
        // Header and form agree: certain. A header that was lost leaves the form's word, which may not fit.
        for mut sum in printed {
            if by_key.contains(&sum) {
                sum.trust = Trust::Stated;
            }
            sums.push(sum);
        }
        for sum in by_key {
            if !sums.iter().any(|known| known.total == sum.total) {
                sums.push(sum);
            }
        }
    }
    sums
}

/// A column of line numbers (行次), whatever is left of its header: whole numbers that only ever go up by one.
#[must_use]
pub fn is_counter(table: &Table, column: usize) -> bool {
    let keyed = table.columns.get(column).is_some_and(|column| column.key.is_some());
    let figures: Vec<Decimal> = table.rows.iter().filter_map(|row| row.cells.get(column)?.amount).collect();
    let up_by_one =
        figures.iter().zip(figures.iter().skip(1)).filter(|(a, b)| **b - **a == Decimal::ONE).count();
    !keyed
        && figures.len() >= 4
        && figures.iter().all(|figure| figure.scale() == 0)
        && up_by_one + 2 >= figures.len()
}

fn tree_sums(amounts: &[usize], paths: &[Vec<String>], side: Option<Side>) -> Vec<ColumnSum> {
    let mut root = Node::default();
    for (&index, path) in amounts.iter().zip(paths) {
        root.insert(index, path);
    }
    let mut sums = Vec::new();
    root.collect(side, &mut sums);
    sums
}

/// Turns `合计/预算数, 合计/决算数, 接待费/预算数 …` into `预算数/合计, 预算数/接待费 …`.
fn upright(paths: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut by_last: BTreeMap<&str, Vec<&[String]>> = BTreeMap::new();
    for path in &paths {
        let Some((last, head)) = path.split_last() else { return paths };
        by_last.entry(last).or_default().push(head);
    }
    let mut groups = by_last.values();
    let turned = by_last.len() > 1
        && by_last.keys().all(|last| !names::is_total(last))
        && groups.next().is_some_and(|first| first.len() > 1 && groups.all(|group| group == first));
    if !turned {
        return paths;
    }
    paths
        .into_iter()
        .map(|mut path| {
            path.rotate_right(1);
            path
        })
        .collect()
}

#[derive(Debug, Default)]
struct Node {
    name: String,
    columns: Vec<usize>,
    children: Vec<Node>,
}

impl Node {
    fn insert(&mut self, column: usize, path: &[String]) {
        let Some((name, rest)) = path.split_first() else {
            self.columns.push(column);
            return;
        };
        // An empty step or a step repeated by a merged header cell says nothing.
        if name.is_empty() || *name == self.name {
            return self.insert(column, rest);
        }
        let at = self.children.iter().position(|child| child.name == *name).unwrap_or_else(|| {
            self.children.push(Self { name: name.clone(), ..Self::default() });
            self.children.len() - 1
        });
        if let Some(child) = self.children.get_mut(at) {
            child.insert(column, rest);
        }
    }

    fn is_total(&self) -> bool {
        self.children.is_empty() && names::is_total(&self.name)
    }

    /// The column that holds the group's total: its own, or its one child called a total.
    fn total(&self) -> Option<usize> {
        if let [own] = self.columns[..] {
            return Some(own);
        }
        let mut totals = self.children.iter().filter(|child| child.is_total());
        match (totals.next(), totals.next()) {
            (Some(Node { columns, .. }), None) => match columns[..] {
                [one] => Some(one),
                _ => None,
            },
            _ => None,
        }
    }

    /// The columns that stand for the node in the sum of its parent; `None` where that is unclear.
    fn addends(&self) -> Option<Vec<usize>> {
        if let Some(total) = self.total() {
            return Some(vec![total]);
        }
        if !self.columns.is_empty() || self.children.is_empty() || self.children.iter().any(Self::is_total) {
            return None;
        }
        self.parts()
    }

    fn parts(&self) -> Option<Vec<usize>> {
        let mut parts = Vec::new();
        for child in &self.children {
            if !child.is_total() && !names::is_no_addend(&child.name) {
                parts.extend(child.addends()?);
            }
        }
        Some(parts)
    }

    fn collect(&self, side: Option<Side>, sums: &mut Vec<ColumnSum>) {
        if let (Some(total), Some(parts)) = (self.total(), self.parts())
            // A total of one part says nothing about what else belongs to it: the rest of the header may be lost.
            && parts.len() > 1
            && !parts.contains(&total)
        {
            sums.push(ColumnSum { total, parts, side, trust: Trust::Guessed });
        }
        for child in &self.children {
            child.collect(side, sums);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::Column;

    fn sums(headers: &[&str]) -> Vec<(usize, Vec<usize>)> {
        let columns = headers
            .iter()
            .map(|header| Column {
                path: header.split('/').map(str::to_owned).collect(),
                kind: ColumnKind::Amount,
                side: None,
                key: None,
            })
            .collect();
        let table = Table { columns, ..Table::default() };
        column_sums(&table).into_iter().map(|sum| (sum.total, sum.parts)).collect()
    }

    #[test]
    fn groups_count_with_their_own_total() {
        assert_eq!(
            sums(&["合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"]),
            [(0, vec![1, 4]), (1, vec![2, 3])]
        );
        assert_eq!(sums(&["支出预算/合计", "支出预算/基本支出", "支出预算/项目支出"]), [(0, vec![1, 2])]);
    }

    #[test]
    fn excerpts_and_ratios_are_no_addends() {
        assert_eq!(
            sums(&["本年收入合计", "财政拨款收入", "事业收入", "其中：教育收费", "增减%"]),
            [(0, vec![1, 2])]
        );
    }

    #[test]
    fn panels_stand_apart() {
        assert_eq!(
            sums(&["预算数/合计", "预算数/出国", "预算数/接待", "决算数/合计", "决算数/出国", "决算数/接待"]),
            [(0, vec![1, 2]), (3, vec![4, 5])]
        );
    }

    #[test]
    fn a_header_turned_round_is_turned_back() {
        assert_eq!(
            sums(&["合计/预算数", "合计/决算数", "出国/预算数", "出国/决算数", "接待/预算数", "接待/决算数"]),
            [(0, vec![2, 4]), (1, vec![3, 5])]
        );
    }

    #[test]
    fn a_group_without_total_counts_with_its_parts() {
        assert_eq!(sums(&["总计", "本年/甲", "本年/乙", "上年"]), [(0, vec![1, 2, 3])]);
    }

    #[test]
    fn two_columns_of_one_name_say_nothing() {
        assert!(sums(&["合计", "合计", "基本支出"]).is_empty());
    }
}
