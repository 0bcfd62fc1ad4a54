//! Which rows add up to which in tables without codes: by numbering (一、 over （一） over 1.) and by the totals
//! that stand between them (本年收入合计, 收入总计).

use super::equation::{Shape, Trust};
use super::hierarchy::{RowSum, sides, subject_code};
use super::names::{self, Numbering};
use crate::disclosure::model::{Side, Table};

struct Item<'a> {
    row: usize,
    name: &'a str,
    numbering: Option<Numbering>,
}

impl Item<'_> {
    fn is_total(&self) -> bool {
        self.numbering.is_none() && names::is_total(self.name)
    }
}

/// The sums that numbering and totals say, half by half.
#[must_use]
pub fn outline_sums(table: &Table) -> Vec<RowSum> {
    let mut sums = Vec::new();
    for side in sides(table) {
        for list in lists(table, side) {
            let items: Vec<Item> = list
                .into_iter()
                .filter_map(|index| Some((index, table.rows.get(index)?)))
                .map(|(index, row)| Item {
                    row: index,
                    name: &row.name,
                    numbering: names::numbering(&row.name),
                })
                .collect();
            let coded =
                items.iter().filter(|item| table.rows.get(item.row).and_then(subject_code).is_some()).count();
            let numbered = items.iter().filter(|item| item.numbering.is_some()).count();
            // A list of units or projects is no outline, however its names begin.
            if coded == 0 && (side.is_some() || numbered * 2 > items.len()) {
                let mut inner = numbered_sums(&items, side, &mut sums);
                inner.extend(unnumbered_sums(&items, &inner, side, &mut sums));
                totals(table, &items, &inner, side, &mut sums);
            }
        }
    }
    sums
}

/// The lists of a half. Lists side by side under one half (功能分类 | 支出用途) each break the same total down: every
/// one of them is summed by itself, and all share the totals, which stand in the last.
fn lists(table: &Table, side: Option<Side>) -> Vec<Vec<usize>> {
    let rows: Vec<usize> = (0..table.rows.len())
        .filter(|&index| {
            table.rows.get(index).is_some_and(|row| row.side == side && !row.name.trim().is_empty())
        })
        .collect();
    let panel = |index: usize| table.rows.get(index).map_or(0, |row| row.panel);
    let mut panels: Vec<usize> = rows.iter().map(|&row| panel(row)).collect();
    panels.sort_unstable();
    panels.dedup();
    let Some((&last, others)) = panels.split_last() else { return Vec::new() };
    if others.is_empty() || side.is_none() {
        return vec![rows];
    }
    let is_total = |&row: &usize| {
        table
            .rows
            .get(row)
            .is_some_and(|row| names::numbering(&row.name).is_none() && names::is_total(&row.name))
    };
    let shared: Vec<usize> =
        rows.iter().copied().filter(|&row| panel(row) == last).skip_while(|row| !is_total(row)).collect();
    let of_panel = |own: usize| {
        let items = rows.iter().copied().filter(move |&row| panel(row) == own);
        items.filter(|row| !shared.contains(row)).chain(shared.iter().copied()).collect()
    };
    panels.iter().map(|&own| of_panel(own)).collect()
}

/// Numbered items over the items numbered one level deeper. Gives the rows that are parts of others.
fn numbered_sums(items: &[Item], side: Option<Side>, sums: &mut Vec<RowSum>) -> Vec<usize> {
    let mut inner = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let Some(own) = item.numbering else { continue };
        let below: Vec<&Item> = items
            .iter()
            .skip(at + 1)
            .take_while(|next| match next.numbering {
                Some(numbering) => numbering.depth > own.depth,
                None => names::is_excerpt(next.name),
            })
            .collect();
        inner.extend(below.iter().map(|item| item.row));
        let numbered = || below.iter().filter_map(|item| Some((item.row, item.numbering?)));
        let Some(depth) = numbered().map(|(_, numbering)| numbering.depth).min() else { continue };
        let parts: Vec<(usize, Numbering)> =
            numbered().filter(|(_, numbering)| numbering.depth == depth).collect();
        // A list that starts elsewhere than at 1, or skips, may be an excerpt.
        if consecutive(&parts) {
            sums.push(RowSum {
                total: item.row,
                parts: parts.into_iter().map(|(row, _)| row).collect(),
                otherwise: Vec::new(),
                side,
                shape: Shape::Outline,
                trust: Trust::Evident,
            });
        }
    }
    inner
}

/// Numbered items over the unnumbered rows below them (一、基本支出 over 工资福利支出 …), where every top item has
/// some. A guess; gives the rows that are parts.
fn unnumbered_sums(
    items: &[Item],
    inner: &[usize],
    side: Option<Side>,
    sums: &mut Vec<RowSum>,
) -> Vec<usize> {
    let top = |item: &&Item| item.numbering.is_some_and(|numbering| numbering.depth == 1);
    let below = |at: usize| -> Vec<usize> {
        let rest = items.iter().skip(at + 1);
        rest.take_while(|item| item.numbering.is_none() && !item.is_total())
            .filter(|item| !names::is_excerpt(item.name) && !inner.contains(&item.row))
            .map(|item| item.row)
            .collect()
    };
    let heads: Vec<(usize, Vec<usize>)> = items
        .iter()
        .enumerate()
        .filter(|(_, item)| top(item))
        .map(|(at, item)| (item.row, below(at)))
        .collect();
    if heads.len() < 2 || heads.iter().any(|(_, parts)| parts.len() < 2) {
        return Vec::new();
    }
    let mut parts_of_all = Vec::new();
    for (total, parts) in heads {
        parts_of_all.extend(parts.iter().copied());
        sums.push(RowSum {
            total,
            parts,
            otherwise: Vec::new(),
            side,
            shape: Shape::Outline,
            trust: Trust::Guessed,
        });
    }
    parts_of_all
}

fn consecutive(parts: &[(usize, Numbering)]) -> bool {
    parts.iter().zip(1u32..).all(|((_, numbering), ordinal)| numbering.ordinal == ordinal)
}

/// Totals over the items since the total before them; that total counts along.
fn totals(table: &Table, items: &[Item], inner: &[usize], side: Option<Side>, sums: &mut Vec<RowSum>) {
    let mut before: Option<usize> = None;
    let mut current: Vec<&Item> = Vec::new();
    let mut leading = None;
    let mut emit = |total: usize, before: Option<usize>, current: &[&Item]| {
        // Two lists one under the other (by function, by use) each make up the whole.
        for list in runs(current) {
            let numbered: Vec<(usize, Numbering)> =
                list.iter().filter_map(|item| Some((item.row, item.numbering?))).collect();
            let all: Vec<usize> = before.into_iter().chain(list.iter().map(|item| item.row)).collect();
            let evident = before.is_none() && numbered.len() == list.len() && consecutive(&numbered);
            let mut otherwise = Vec::new();
            // 年初结转和结余 may be followed by its own parts, printed without numbers or numbered anew.
            if let (Some(before), [first, _, ..]) = (before, list) {
                otherwise.push(vec![before, first.row]);
            }
            if before.is_none() && !numbered.is_empty() && numbered.len() < list.len() {
                otherwise.push(numbered.iter().map(|(row, _)| *row).collect());
            }
            // Every row known to the form leaves nothing to guess.
            let known = |row: &usize| table.rows.get(*row).is_some_and(|row| row.key.is_some());
            let stated =
                table.kind.is_some() && otherwise.is_empty() && known(&total) && all.iter().all(known);
            let trust = match (stated, evident) {
                (true, _) => Trust::Stated,
                (false, true) => Trust::Evident,
                (false, false) => Trust::Guessed,
            };
            sums.push(RowSum { total, parts: all, otherwise, side, shape: Shape::Outline, trust });
        }
    };
    for item in items {
        if item.is_total() {
            if before.is_none() && current.is_empty() {
                leading = Some(item.row);
            } else {
                emit(item.row, before, &current);
                current.clear();
                before = Some(item.row);
            }
        } else if !inner.contains(&item.row) && !names::is_excerpt(item.name) {
            current.push(item);
        }
    }
    if let (Some(total), None) = (leading, before) {
        emit(total, None, &current);
    }
}

/// Splits items where their numbering begins anew at the same depth.
fn runs<'a, 'b>(items: &'a [&'b Item<'b>]) -> Vec<&'a [&'b Item<'b>]> {
    let first = |item: &Item| item.numbering.is_some_and(|numbering| numbering.ordinal == 1);
    let starts: Vec<usize> =
        items.iter().enumerate().filter(|(_, item)| first(item)).map(|(index, _)| index).collect();
    let anew = starts.first() == Some(&0) && starts.len() > 1;
    if !anew {
        return if items.is_empty() { Vec::new() } else { vec![items] };
    }
    let ends = starts.iter().skip(1).copied().chain([items.len()]);
    starts.iter().zip(ends).filter_map(|(&start, end)| items.get(start..end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::Row;

    fn sums(names: &[&str]) -> Vec<(usize, Vec<usize>)> {
        let rows = names
            .iter()
            .map(|name| Row { name: (*name).to_owned(), side: Some(Side::Income), ..Row::default() })
            .collect();
        let table = Table { rows, ..Table::default() };
        outline_sums(&table).into_iter().map(|sum| (sum.total, sum.parts)).collect()
    }

    #[test]
    fn numbered_items_sum_their_parts_and_totals_their_items() {
        assert_eq!(
            sums(&[
                "一、一般公共预算拨款收入",
                "二、单位资金收入",
                "（一）事业收入",
                "（二）其他收入",
                "本年收入合计",
                "上年结转结余",
                "收入总计",
            ]),
            [(1, vec![2, 3]), (4, vec![0, 1]), (6, vec![4, 5])]
        );
    }

    #[test]
    fn two_lists_one_under_the_other_each_make_up_the_total() {
        assert_eq!(
            sums(&["一、教育支出", "二、卫生支出", "一、基本支出", "二、项目支出", "支出合计"]),
            [(4, vec![0, 1]), (4, vec![2, 3])]
        );
    }

    #[test]
    fn unnumbered_rows_belong_to_the_numbered_one_above() {
        assert_eq!(
            sums(&[
                "一、基本支出",
                "工资福利支出",
                "商品和服务支出",
                "二、项目支出",
                "工资福利支出",
                "其他支出",
                "支出总计"
            ]),
            [(0, vec![1, 2]), (3, vec![4, 5]), (6, vec![0, 3])]
        );
    }

    #[test]
    fn an_excerpt_is_no_sum() {
        assert_eq!(sums(&["一、甲", "其中：1.乙", "二、丙", "合计"]), [(3, vec![0, 2])]);
    }

    #[test]
    fn a_total_may_come_first() {
        assert_eq!(
            sums(&["合计", "1.出国", "2.用车", "（1）购置", "（2）运行"]),
            [(2, vec![3, 4]), (0, vec![1, 2])]
        );
    }
}
