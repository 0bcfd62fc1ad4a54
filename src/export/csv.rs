//! Tidy CSV: one line a figure, with the table, the row, the column and the place it was read from.

use super::place;
use crate::disclosure::model::{ColumnKind, Side, Table};

/// The names of the columns, in order.
const HEADER: [&str; 14] = [
    "table", "label", "title", "form", "unit", "row", "code", "name", "side", "column", "text", "amount",
    "inferred", "place",
];

/// The tables' figures as CSV (RFC 4180), with a byte order mark so that spreadsheets take it for UTF-8.
#[must_use]
pub fn write(tables: &[Table]) -> String {
    let mut out = String::from("\u{FEFF}");
    line(&mut out, HEADER);
    for table in tables {
        for (number, row) in (1..).zip(&table.rows) {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                if column.kind != ColumnKind::Amount || cell.text.is_empty() && cell.amount.is_none() {
                    continue;
                }
                let side = match row.side {
                    Some(Side::Income) => "收入",
                    Some(Side::Expenditure) => "支出",
                    None => "",
                };
                line(
                    &mut out,
                    [
                        &(table.index + 1).to_string(),
                        table.label.as_deref().unwrap_or_default(),
                        &table.title,
                        table.form.as_deref().unwrap_or_default(),
                        table.unit.map_or("", |unit| unit.label()),
                        &i32::to_string(&number),
                        row.code.as_deref().unwrap_or_default(),
                        &row.name,
                        side,
                        &column.path.join("/"),
                        &cell.text,
                        &cell.amount.map(|amount| amount.to_string()).unwrap_or_default(),
                        if cell.inferred { "true" } else { "false" },
                        &cell.origin.as_ref().map(place).unwrap_or_default(),
                    ],
                );
            }
        }
    }
    out
}

fn line<const N: usize>(out: &mut String, fields: [&str; N]) {
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        if field.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(field);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::{Cell, Column, Row};
    use crate::origin::Origin;

    #[test]
    fn every_figure_has_a_line_with_its_place() {
        let table = Table {
            title: "甲,乙表".to_owned(),
            columns: vec![
                Column { path: vec!["项目".to_owned()], kind: ColumnKind::Name, side: None, key: None },
                Column {
                    path: vec!["支出".to_owned(), "合计".to_owned()],
                    kind: ColumnKind::Amount,
                    side: None,
                    key: None,
                },
            ],
            rows: vec![Row {
                code: Some("208".to_owned()),
                name: "社会保障和就业支出".to_owned(),
                cells: vec![
                    Cell::default(),
                    Cell {
                        text: "1,234.50".to_owned(),
                        amount: "1234.50".parse().ok(),
                        inferred: false,
                        origin: Some(Origin::Line { line: 7, column: 3 }),
                    },
                ],
                ..Row::default()
            }],
            ..Table::default()
        };
        let text = write(&[table]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines.len(), 3, "header, one figure, the end");
        assert_eq!(
            lines.get(1).copied(),
            Some("1,,\"甲,乙表\",,,1,208,社会保障和就业支出,,支出/合计,\"1,234.50\",1234.50,false,第 7 行")
        );
    }
}
