//! A table laid out as it is printed: the header as a tree, the halves of a two-sided table side by side.

use crate::disclosure::model::{Row, Side, Table};
use crate::origin::Origin;

/// A cell of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderCell {
    /// The text.
    pub text: String,
    /// First column covered.
    pub column: usize,
    /// Columns covered.
    pub columns: usize,
    /// Header lines covered.
    pub rows: usize,
}

/// The header from the top line down.
#[must_use]
pub fn header(table: &Table) -> Vec<Vec<HeaderCell>> {
    let paths: Vec<&[String]> = table.columns.iter().map(|column| column.path.as_slice()).collect();
    let depth = paths.iter().map(|path| path.len()).max().unwrap_or(0).max(1);
    (0..depth).map(|level| header_line(&paths, level, depth)).collect()
}

fn header_line(paths: &[&[String]], level: usize, depth: usize) -> Vec<HeaderCell> {
    let mut line = Vec::new();
    let mut column = 0;
    while let Some(path) = paths.get(column) {
        let start = column;
        column += 1;
        match path.get(level) {
            // Part of a group: takes in its neighbours of the same group.
            Some(text) if path.len() > level + 1 => {
                while paths
                    .get(column)
                    .is_some_and(|next| next.len() > level + 1 && next.get(..=level) == path.get(..=level))
                {
                    column += 1;
                }
                line.push(HeaderCell { text: text.clone(), column: start, columns: column - start, rows: 1 });
            }
            // The column's own name reaches down to the body.
            Some(text) => {
                line.push(HeaderCell { text: text.clone(), column: start, columns: 1, rows: depth - level });
            }
            None if path.is_empty() && level == 0 => {
                line.push(HeaderCell { text: String::new(), column: start, columns: 1, rows: depth });
            }
            None => {}
        }
    }
    line
}

/// A printed line of a table: the row on it, or the two rows side by side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SheetLine {
    /// The row without a side, or the one of the income half.
    pub left: Option<usize>,
    /// The row of the expenditure half.
    pub right: Option<usize>,
}

impl SheetLine {
    /// The row whose cell stands in a column on this line.
    #[must_use]
    pub fn row(&self, table: &Table, column: usize) -> Option<usize> {
        let side = table.columns.get(column)?.side;
        let fits = |row: &usize| {
            let own = table.rows.get(*row).and_then(|row| row.side);
            own.is_none() || side.is_none() || own == side
        };
        self.left.filter(fits).or(self.right.filter(fits))
    }

    /// Whether a row stands on this line.
    #[must_use]
    pub fn holds(&self, row: usize) -> bool {
        self.left == Some(row) || self.right == Some(row)
    }
}

/// The printed lines of a table, in order.
#[must_use]
pub fn lines(table: &Table) -> Vec<SheetLine> {
    let mut lines = Vec::with_capacity(table.rows.len());
    let (mut income, mut expenditure) = (Vec::new(), Vec::new());
    for (index, row) in table.rows.iter().enumerate() {
        match row.side {
            Some(Side::Income) => income.push(index),
            Some(Side::Expenditure) => expenditure.push(index),
            None => {
                pair(table, &income, &expenditure, &mut lines);
                income.clear();
                expenditure.clear();
                lines.push(SheetLine { left: Some(index), right: None });
            }
        }
    }
    pair(table, &income, &expenditure, &mut lines);
    lines
}

/// Puts rows of the two halves beside each other that stand at the same height; where that is not known, in turn.
fn pair(table: &Table, income: &[usize], expenditure: &[usize], lines: &mut Vec<SheetLine>) {
    let (mut left, mut right) = (income.iter().peekable(), expenditure.iter().peekable());
    let place = |row: &usize| table.rows.get(*row).and_then(height);
    loop {
        let (own, other) = match (left.peek(), right.peek()) {
            (None, None) => return,
            (Some(a), Some(b)) => match (place(a), place(b)) {
                (Some(a), Some(b)) if a.beside(&b) => (true, true),
                (Some(a), Some(b)) => (a.before(&b), !a.before(&b)),
                _ => (true, true),
            },
            (a, b) => (a.is_some(), b.is_some()),
        };
        lines.push(SheetLine {
            left: if own { left.next().copied() } else { None },
            right: if other { right.next().copied() } else { None },
        });
    }
}

/// How far down a row stands.
#[derive(Debug, Clone, Copy)]
struct Height {
    page: u32,
    top: f32,
    bottom: f32,
}

impl Height {
    fn middle(&self) -> f32 {
        f32::midpoint(self.top, self.bottom)
    }

    fn beside(&self, other: &Self) -> bool {
        let within = |a: &Self, b: &Self| a.middle() >= b.top && a.middle() <= b.bottom;
        self.page == other.page && (within(self, other) || within(other, self))
    }

    fn before(&self, other: &Self) -> bool {
        (self.page, self.middle()) < (other.page, other.middle())
    }
}

fn height(row: &Row) -> Option<Height> {
    row.cells.iter().find_map(|cell| match cell.origin.as_ref()? {
        Origin::Page { page, bounds } => Some(Height { page: *page, top: bounds[1], bottom: bounds[3] }),
        Origin::Line { line, .. } => Some(Height { page: *line, top: 0.0, bottom: 0.0 }),
        Origin::Sheet { cell, .. } => {
            let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
            Some(Height { page: digits.parse().ok()?, top: 0.0, bottom: 0.0 })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::ColumnKind;
    use crate::view::tests_support::{column, two_sided};

    fn shown(table: &Table) -> Vec<String> {
        header(table)
            .iter()
            .map(|line| {
                let cells: Vec<String> = line
                    .iter()
                    .map(|c| format!("{}@{}+{}x{}", c.text, c.column, c.columns, c.rows))
                    .collect();
                cells.join(" ")
            })
            .collect()
    }

    #[test]
    fn the_header_is_a_tree() {
        let amount = |path: &[&str]| column(path, ColumnKind::Amount, None);
        let table = Table {
            columns: vec![
                amount(&["科目编码"]),
                amount(&["合计"]),
                amount(&["基本支出", "小计"]),
                amount(&["基本支出", "人员经费", "工资"]),
                amount(&["基本支出", "人员经费", "补贴"]),
                amount(&["项目支出"]),
            ],
            ..Table::default()
        };
        assert_eq!(
            shown(&table),
            [
                "科目编码@0+1x3 合计@1+1x3 基本支出@2+3x1 项目支出@5+1x3",
                "小计@2+1x2 人员经费@3+2x1",
                "工资@3+1x1 补贴@4+1x1"
            ]
        );
        assert_eq!(shown(&Table::default()), [""]);
    }

    #[test]
    fn equal_names_of_two_columns_stay_two() {
        let amount = |path: &[&str]| column(path, ColumnKind::Amount, None);
        let table = Table {
            columns: vec![amount(&["金额"]), amount(&["金额"]), amount(&[])],
            ..Table::default()
        };
        assert_eq!(shown(&table), ["金额@0+1x1 金额@1+1x1 @2+1x1"]);
    }

    #[test]
    fn halves_stand_side_by_side() {
        let table = two_sided();
        let lines = lines(&table);
        let pairs: Vec<_> = lines.iter().map(|line| (line.left, line.right)).collect();
        assert_eq!(pairs, [(Some(0), Some(1)), (Some(2), None), (Some(3), Some(4))]);
        assert_eq!(lines[0].row(&table, 1), Some(0));
        assert_eq!(lines[0].row(&table, 3), Some(1));
        assert_eq!(lines[1].row(&table, 3), None);
    }

    #[test]
    fn halves_without_places_are_paired_in_turn() {
        let mut table = two_sided();
        for row in &mut table.rows {
            for cell in &mut row.cells {
                cell.origin = None;
            }
        }
        let pairs: Vec<_> = lines(&table).iter().map(|line| (line.left, line.right)).collect();
        assert_eq!(pairs, [(Some(0), Some(1)), (Some(2), Some(4)), (Some(3), None)]);
    }
}
