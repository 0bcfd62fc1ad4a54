//! How findings are worded: which table, which row, which column, how much.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::system::System;
use crate::amount::grouped;
use crate::articulation::equation::{Addend, CellRef, Equation, Shape};
use crate::articulation::figures::Book;
use crate::articulation::hierarchy::subject_code;
use crate::disclosure::model::Table;
use crate::origin::Origin;
use crate::report;

/// `表3 支出预算总表`.
#[must_use]
pub fn table_name(table: &Table) -> String {
    let title = table.title.trim();
    match table.label.as_deref().map(str::trim).filter(|label| !label.is_empty()) {
        Some(label) if title.is_empty() => label.to_owned(),
        Some(label) => format!("{label} {title}"),
        None if title.is_empty() => format!("第 {} 张表", table.index + 1),
        None => title.to_owned(),
    }
}

/// `208 社会保障和就业支出`.
#[must_use]
pub fn row_name(table: &Table, row: usize) -> String {
    let Some(row_) = table.rows.get(row) else { return String::new() };
    let name = row_.name.trim();
    match row_.code.as_deref() {
        Some(code) if name.is_empty() => code.to_owned(),
        Some(code) => format!("{code} {name}"),
        None if name.is_empty() => format!("第 {} 行", row + 1),
        None => name.to_owned(),
    }
}

/// `基本支出·人员经费`; empty where the table has but one column of figures.
#[must_use]
pub fn column_name(table: &Table, column: usize) -> String {
    let Some(column_) = table.columns.get(column) else { return String::new() };
    let alike = table
        .columns
        .iter()
        .filter(|other| other.kind == column_.kind && (other.side.is_none() || other.side == column_.side))
        .count();
    if alike <= 1 {
        return String::new();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in column_.path.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        if parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    parts.join("·")
}

/// A figure, or what an empty cell is called.
#[must_use]
pub fn figure(amount: Option<Decimal>) -> String {
    amount.map_or_else(|| "空白".to_owned(), grouped)
}

impl System<'_> {
    /// The table of a cell.
    #[must_use]
    pub fn table(&self, cell: CellRef) -> Option<&Table> {
        self.tables.get(cell.table)
    }

    /// What a cell says.
    #[must_use]
    pub fn amount(&self, cell: CellRef) -> Option<Decimal> {
        self.figures.figure(cell).map(|figure| figure.amount)
    }

    /// `208 社会保障和就业支出 的“项目支出”`.
    #[must_use]
    pub fn cell_name(&self, cell: CellRef) -> String {
        let Some(table) = self.table(cell) else { return String::new() };
        let column = column_name(table, cell.column);
        let row = row_name(table, cell.row);
        if column.is_empty() { format!("“{row}”") } else { format!("{row} 的“{column}”") }
    }

    /// The name of the table a cell stands in.
    #[must_use]
    pub fn table_of(&self, cell: CellRef) -> String {
        self.table(cell).map(table_name).unwrap_or_default()
    }

    /// The sum of some addends, empty cells counting as nothing.
    #[must_use]
    pub fn sum(&self, addends: &[Addend]) -> Decimal {
        addends
            .iter()
            .filter_map(|addend| self.amount(addend.cell)?.checked_mul(addend.factor))
            .fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum))
    }

    /// What does not tally, in one sentence.
    #[must_use]
    pub fn sentence(&self, equation: &Equation, difference: Decimal) -> String {
        let Some(total) = equation.left.first() else { return String::new() };
        let place = self.table_of(total.cell);
        let gap = difference.abs().normalize();
        let gap = grouped(at_scale(difference.abs(), gap));
        let less = if difference.is_sign_negative() { "少" } else { "多" };
        let name = self.cell_name(total.cell);
        let printed = figure(self.amount(total.cell));
        let sum = grouped(self.sum(&equation.right));
        let sign = equation.relation.sign();
        if equation.left.len() > 1 {
            let left = grouped(self.sum(&equation.left));
            return format!(
                "{place}：{} 应当{}{}，左边 {left}，右边 {sum}，相差 {gap}",
                self.side_name(&equation.left),
                relation_word(sign),
                self.side_name(&equation.right)
            );
        }
        match (equation.shape, &equation.right[..]) {
            (Shape::Stated, [only]) => {
                let other = self.elsewhere(total.cell, only.cell);
                let printed_other = self.printed_in_own_unit(only.cell);
                match sign {
                    "=" => format!(
                        "{place}：{name}是 {printed}，{other}是 {printed_other}，两处应当一致，相差 {gap}"
                    ),
                    "<=" => {
                        format!("{place}：{name}是 {printed}，不应大于{other}的 {printed_other}，多 {gap}")
                    }
                    _ => format!("{place}：{name}是 {printed}，不应小于{other}的 {printed_other}，少 {gap}"),
                }
            }
            (Shape::Stated, _) => format!(
                "{place}：{name}是 {printed}，应当{}{}，合起来是 {sum}，{less} {gap}",
                relation_word(sign),
                self.side_name(&equation.right)
            ),
            (Shape::RowSum, _) => {
                let parts = self.column_names(&equation.right);
                format!("{place}：{name}写作 {printed}，{parts}相加得 {sum}，{less} {gap}")
            }
            (Shape::Hierarchy, parts) => {
                let below = self.below(total.cell, parts);
                format!("{place}：{name}写作 {printed}，{below}合计 {sum}，{less} {gap}")
            }
            (Shape::TotalRow | Shape::Outline, parts) => {
                format!("{place}：{name}写作 {printed}，所含 {} 项合计 {sum}，{less} {gap}", parts.len())
            }
        }
    }

    fn printed_in_own_unit(&self, cell: CellRef) -> String {
        let unit = self.table(cell).and_then(|table| table.unit).map_or("", crate::amount::Unit::label);
        format!("{}{}{unit}", figure(self.amount(cell)), if unit.is_empty() { "" } else { " " })
    }

    /// The name of a cell, with its table where that is another one.
    fn elsewhere(&self, from: CellRef, cell: CellRef) -> String {
        let name = self.cell_name(cell);
        if from.table == cell.table { name } else { format!("《{}》{name}", self.table_of(cell)) }
    }

    fn below(&self, total: CellRef, parts: &[Addend]) -> String {
        let digits = |row: usize| {
            self.table(total).and_then(|table| subject_code(table.rows.get(row)?)).map_or(0, str::len)
        };
        let level = match parts.first().map(|part| digits(part.cell.row)) {
            Some(5) => "款",
            Some(7) => "项",
            _ => "目",
        };
        format!("下级 {} 个{level}", parts.len())
    }

    fn column_names(&self, parts: &[Addend]) -> String {
        let names: Vec<String> = parts
            .iter()
            .filter(|part| parts.len() <= 4 || self.amount(part.cell).is_some_and(|amount| !amount.is_zero()))
            .filter_map(|part| Some(format!("“{}”", column_name(self.table(part.cell)?, part.cell.column))))
            .collect();
        if names.len() > 6 { format!("{} 个分栏", names.len()) } else { names.join("、") }
    }

    fn side_name(&self, addends: &[Addend]) -> String {
        let mut table = None;
        let mut out = String::new();
        for (index, addend) in addends.iter().enumerate() {
            let minus = addend.factor.is_sign_negative();
            if index > 0 || minus {
                out.push_str(if minus { " − " } else { " + " });
            }
            if table != Some(addend.cell.table) {
                table = Some(addend.cell.table);
                let _ = write!(out, "《{}》", self.table_of(addend.cell));
            }
            if index >= 8 && addends.len() > 9 {
                let _ = write!(out, "…（共 {} 项）", addends.len());
                break;
            }
            out.push_str(&self.cell_name(addend.cell));
        }
        out
    }

    /// The equation as the report has it.
    #[must_use]
    pub fn reported(&self, index: usize, difference: Decimal) -> Option<report::Equation> {
        let equation = self.equations.get(index)?;
        let label = self.labels.get(index)?;
        let crosses = self.crosses(index);
        let term = |addend: &Addend| report::Term {
            label: if crosses {
                format!("{}：{}", self.table_of(addend.cell), self.cell_name(addend.cell))
            } else {
                self.cell_name(addend.cell)
            },
            amount: self.amount(addend.cell),
            sign: if addend.factor.is_sign_negative() { -1 } else { 1 },
            table: Some(addend.cell.table),
            row: Some(addend.cell.row),
            column: Some(addend.cell.column),
            origin: self.origin(addend.cell),
        };
        let text = label.formula.map_or_else(|| self.formula_of(equation), str::to_owned);
        Some(report::Equation {
            text,
            relation: equation.relation.sign().to_owned(),
            left: equation.left.iter().map(term).collect(),
            right: equation.right.iter().map(term).collect(),
            difference,
        })
    }

    /// A table's own equation in words: `合计 = 基本支出 + 项目支出`.
    fn formula_of(&self, equation: &Equation) -> String {
        let name = |addend: &Addend| -> String {
            let Some(table) = self.table(addend.cell) else { return String::new() };
            if equation.shape == Shape::RowSum {
                column_name(table, addend.cell.column)
            } else {
                row_name(table, addend.cell.row)
            }
        };
        let side = |addends: &[Addend]| {
            let mut names: Vec<String> = addends.iter().take(6).map(name).collect();
            if addends.len() > 6 {
                names.push(format!("…共 {} 项", addends.len()));
            }
            names.join(" + ")
        };
        format!("{} {} {}", side(&equation.left), equation.relation.sign(), side(&equation.right))
    }

    /// Where a cell stands; for an empty cell without a place, its row.
    #[must_use]
    pub fn origin(&self, cell: CellRef) -> Option<Origin> {
        let row = self.table(cell)?.rows.get(cell.row)?;
        let own = row.cells.get(cell.column).and_then(|cell| cell.origin.clone());
        own.or_else(|| row.cells.iter().find_map(|cell| cell.origin.clone()))
    }
}

fn relation_word(sign: &str) -> &'static str {
    match sign {
        "<=" => "不大于",
        ">=" => "不小于",
        _ => "等于",
    }
}

/// Two decimals are kept where there are any: 878.10, not 878.1.
fn at_scale(exact: Decimal, normal: Decimal) -> Decimal {
    if normal.scale() == 0 || normal.scale() >= 2 {
        return normal;
    }
    let mut value = exact;
    value.rescale(2);
    value
}
