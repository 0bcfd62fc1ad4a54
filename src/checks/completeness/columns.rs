//! R07: a wide table whose columns are not all there.

use rust_decimal::Decimal;

use crate::amount::grouped;
use crate::articulation::names::is_grand_total;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{ColumnKind, Kind, Row, Table};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "R07",
    name: "宽表的栏都在",
    document: Kind::Unknown,
    doc: "查什么: 各栏分成几类、每类有“小计”的宽表，总的“合计”是不是等于各类小计之和。总行和多数行都差得很多的，说明有的类整栏没有印出来或者没有读到，在这里说明，不当作数字错误。多层表头的表最右边多出一栏、没有栏名也没有数的，也说一声。
为什么: 宽表分页时常丢掉右边的几栏；不说清楚，读者会以为读到的就是全部。
依据: 表内合计关系本身。
举例: 合计 1,200.00，读到的只有“工资福利支出”一类、小计 700.00，其余 500.00 不知在哪几栏。
怎么改: 对照原文补上缺的栏；原文齐全的，这几栏没有核对。",
    run,
};

fn run(context: &mut Context<'_>) {
    let mut findings = Vec::new();
    for table in &context.disclosure.tables {
        let Some(cut) = cut(table) else { continue };
        context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "有的表少了几栏，少的栏没有核对");
        let total = cut.total.amount(cut.column);
        let (whole, parts) = (grouped(total), grouped(cut.parts));
        let message = format!(
            "《{}》合计 {whole}，读到的各类小计加起来只有 {parts}，还差 {}：有几栏没有印出来或者没有读到，这些栏没有核对。",
            table_name(table),
            grouped(total - cut.parts)
        );
        let place = cut.total.row.cells.get(cut.column).and_then(|cell| cell.origin.clone());
        findings.push(Finding {
            table: Some(table.index),
            expected: Some(whole),
            actual: Some(parts),
            origin: place.into_iter().collect(),
            ..Finding::new(CHECK.code, Severity::Note, Category::LayoutDamage, message)
        });
    }
    findings.extend(context.disclosure.tables.iter().filter_map(spare));
    context.findings.extend(findings);
    if !context.ledger.knows(CHECK.code) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有少栏的宽表");
    }
}

/// A last column that nothing heads and nothing stands in, below a header of several rows.
fn spare(table: &Table) -> Option<Finding> {
    let last = table.columns.len().checked_sub(1)?;
    let headed =
        |column: &crate::disclosure::model::Column| column.path.iter().any(|part| !part.trim().is_empty());
    let layered = table.columns.iter().filter(|column| column.path.len() >= 2).count() * 2 > last;
    let blank = |row: &Row| row.cells.get(last).is_none_or(|cell| cell.text.trim().is_empty());
    let others = table.columns.get(..last)?.iter().all(headed);
    if table.inferred
        || !layered
        || !others
        || headed(table.columns.get(last)?)
        || !table.rows.iter().all(blank)
    {
        return None;
    }
    let place = table.rows.iter().flat_map(|row| &row.cells).find_map(|cell| cell.origin.clone());
    let message = format!("《{}》最右边多出一栏：没有栏名，也没有数。", table_name(table));
    Some(Finding {
        table: Some(table.index),
        origin: place.into_iter().collect(),
        suggestion: Some("删去多出的空栏；漏印了栏名的补上".to_owned()),
        ..Finding::new(CHECK.code, Severity::Note, Category::LayoutDamage, message)
    })
}

struct Line<'a> {
    row: &'a Row,
}

impl Line<'_> {
    fn amount(&self, column: usize) -> Decimal {
        self.row.cells.get(column).and_then(|cell| cell.amount).unwrap_or_default()
    }
}

/// A table that lacks columns: its total row, the column of totals, and what the groups that are there come to.
struct Cut<'a> {
    total: Line<'a>,
    column: usize,
    parts: Decimal,
}

fn cut(table: &Table) -> Option<Cut<'_>> {
    if table.inferred {
        return None;
    }
    let amounts: Vec<usize> = (0..table.columns.len())
        .filter(|&at| table.columns.get(at).is_some_and(|c| c.kind == ColumnKind::Amount))
        .collect();
    let path = |at: usize| table.columns.get(at).map(|column| column.path.as_slice()).unwrap_or_default();
    let (column, others) = amounts.split_first()?;
    let whole = matches!(path(*column), [name] if matches!(name.as_str(), "合计" | "总计"));
    if !whole || others.len() < 2 || others.iter().any(|&at| path(at).len() < 2) {
        return None;
    }
    // The sum of a group; a group within a group (本年收入·单位资金·小计) is counted in it.
    let sum = |at: usize| matches!(path(at), [_, name] if matches!(name.as_str(), "小计" | "合计"));
    let sums: Vec<usize> = others.iter().copied().filter(|&at| sum(at)).collect();
    if sums.is_empty() {
        return None;
    }
    let lines = || table.rows.iter().map(|row| Line { row }).filter(|line| !line.amount(*column).is_zero());
    let parts = |line: &Line<'_>| sums.iter().map(|&at| line.amount(at)).sum::<Decimal>();
    // A twentieth is no slip of the pen, and it runs through the table.
    let short =
        |line: &Line<'_>| parts(line) + line.amount(*column) / Decimal::from(20) < line.amount(*column);
    let over = lines().any(|line| parts(&line) > line.amount(*column));
    let total = lines().find(|line| is_grand_total(&line.row.name) && short(line))?;
    if over || lines().filter(|line| short(line)).count() < 3 {
        return None;
    }
    let parts = parts(&total);
    Some(Cut { total, column: *column, parts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::{Cell, Column};

    fn table(rows: &[(&str, [i64; 4])]) -> Table {
        let column = |path: &[&str]| Column {
            path: path.iter().map(|part| (*part).to_owned()).collect(),
            kind: ColumnKind::Amount,
            side: None,
            key: None,
        };
        let row = |(name, figures): &(&str, [i64; 4])| Row {
            name: (*name).to_owned(),
            cells: figures
                .iter()
                .map(|figure| Cell { amount: Some(Decimal::from(*figure)), ..Cell::default() })
                .collect(),
            ..Row::default()
        };
        Table {
            columns: vec![
                column(&["合计"]),
                column(&["工资福利支出", "小计"]),
                column(&["工资福利支出", "基本工资"]),
                column(&["商品和服务支出", "小计"]),
            ],
            rows: rows.iter().map(row).collect(),
            ..Table::default()
        }
    }

    #[test]
    fn a_spare_column_is_told() {
        let mut spared = table(&[("合计", [900, 500, 400, 0])]);
        spared.columns.push(Column { path: Vec::new(), kind: ColumnKind::Amount, side: None, key: None });
        spared.rows.iter_mut().for_each(|row| row.cells.push(Cell::default()));
        assert!(spare(&spared).is_some());
        spared.columns.pop();
        assert!(spare(&spared).is_none());
    }

    #[test]
    fn a_table_short_of_a_class_is_told_from_one_that_is_whole() {
        let cut_off = table(&[
            ("合计", [900, 500, 400, 0]),
            ("农业", [600, 300, 300, 0]),
            ("水利", [300, 200, 100, 0]),
        ]);
        assert_eq!(cut(&cut_off).map(|cut| cut.parts), Some(Decimal::from(500)));
        let whole = table(&[
            ("合计", [900, 500, 400, 400]),
            ("农业", [600, 300, 300, 300]),
            ("水利", [300, 200, 100, 100]),
        ]);
        assert!(cut(&whole).is_none());
        // One wrong figure is a miscalculation.
        let wrong = table(&[
            ("合计", [900, 500, 400, 300]),
            ("农业", [600, 300, 300, 300]),
            ("水利", [300, 200, 100, 100]),
        ]);
        assert!(cut(&wrong).is_none());
    }
}
