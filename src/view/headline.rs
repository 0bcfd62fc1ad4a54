//! The totals in and out, for the line under the document's name.

use rust_decimal::Decimal;

use crate::amount::Unit;
use crate::disclosure::model::{ColumnKind, Row, Side, Table};

/// A total and the unit it is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The figure.
    pub amount: Decimal,
    /// The unit of its table.
    pub unit: Option<Unit>,
    /// Index of the table.
    pub table: usize,
    /// Row of that table.
    pub row: usize,
    /// Column of that table.
    pub column: usize,
}

/// Names of the row that carries the total of a side, the most telling first. A bare 总计 or 合计 counts only
/// within a side.
const INCOME: [&str; 5] = ["收入总计", "总计", "收入合计", "本年收入合计", "合计"];
const EXPENDITURE: [&str; 5] = ["支出总计", "总计", "支出合计", "本年支出合计", "合计"];

/// The totals of income and expenditure, from the first two-sided table that has them.
#[must_use]
pub fn totals(tables: &[Table]) -> (Option<Total>, Option<Total>) {
    let mut found = (None, None);
    for (index, table) in tables.iter().enumerate() {
        let income = total(table, index, Side::Income, &INCOME);
        let expenditure = total(table, index, Side::Expenditure, &EXPENDITURE);
        if income.is_some() && expenditure.is_some() {
            return (income, expenditure);
        }
        found = (found.0.or(income), found.1.or(expenditure));
    }
    found
}

fn total(table: &Table, index: usize, side: Side, names: &[&str]) -> Option<Total> {
    names.iter().find_map(|name| {
        table.rows.iter().enumerate().filter(|(_, row)| row.side == Some(side) && named(row, name)).find_map(
            |(row, cells)| {
                let (column, amount) = first_amount(table, cells, side)?;
                Some(Total { amount, unit: table.unit, table: index, row, column })
            },
        )
    })
}

fn named(row: &Row, name: &str) -> bool {
    row.key.as_deref() == Some(name) || row.name.chars().filter(|c| !c.is_whitespace()).eq(name.chars())
}

fn first_amount(table: &Table, row: &Row, side: Side) -> Option<(usize, Decimal)> {
    table.columns.iter().zip(&row.cells).enumerate().find_map(|(index, (column, cell))| {
        let own = column.kind == ColumnKind::Amount && column.side.is_none_or(|s| s == side);
        own.then_some(cell.amount).flatten().map(|amount| (index, amount))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::tests_support::two_sided;

    #[test]
    fn totals_are_found_by_name_and_side() {
        let mut table = two_sided();
        let (income, expenditure) = totals(std::slice::from_ref(&table));
        assert_eq!(
            income.map(|t| (t.amount.to_string(), t.row, t.column)),
            Some(("100.00".to_owned(), 3, 1))
        );
        assert_eq!(expenditure.map(|t| (t.row, t.column)), Some((4, 3)));

        table.rows[3].name = "总 计".to_owned();
        assert_eq!(totals(&[table]).0.map(|t| t.row), Some(3));
        assert_eq!(totals(&[]), (None, None));
    }
}
