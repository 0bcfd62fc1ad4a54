//! A sheet of a workbook as HTML, each cell with its address.

use std::fmt::Write as _;

use super::markup::escape;
use crate::bridge::{Sheet, SheetCell};

/// Cells further right or down than this are not shown; they are not meant to be read.
const FARTHEST: u32 = 20_000;

/// The sheet's lines. Each cell carries its address as `data-address="B7"`.
#[must_use]
pub fn html(sheet: &Sheet) -> String {
    let mut out = String::from("<tbody>");
    let mut line: Option<u32> = None;
    // The next free column of the line, and, for each column, the line down to which a cell from above reaches.
    let (mut column, mut taken) = (0_u32, Vec::<u32>::new());
    for cell in sheet.cells.iter().filter(|cell| cell.row < FARTHEST && cell.col < FARTHEST) {
        while line.is_none_or(|line| line < cell.row) {
            if line.is_some() {
                out.push_str("</tr>");
            }
            line = Some(line.map_or(0, |line| line + 1));
            column = 0;
            // Hidden rows are left out, so that the number is the one of the address.
            let own = if line == Some(cell.row) { number(&cell.address) } else { "" };
            let _ = write!(out, "<tr><th scope=\"row\">{own}</th>");
        }
        pad(&mut out, &mut column, cell, &taken);
        write_cell(&mut out, cell);
        let end = cell.col.saturating_add(cell.cols.max(1)).min(FARTHEST);
        if taken.len() < end as usize {
            taken.resize(end as usize, 0);
        }
        let below = cell.row.saturating_add(cell.rows.max(1));
        taken.iter_mut().take(end as usize).skip(cell.col as usize).for_each(|row| *row = below);
        column = end;
    }
    if line.is_some() {
        out.push_str("</tr>");
    }
    out.push_str("</tbody>");
    out
}

/// The row of an address.
fn number(address: &str) -> &str {
    address.trim_start_matches(|c: char| !c.is_ascii_digit())
}

/// Empty cells up to the cell's column, where none reaches in from above.
fn pad(out: &mut String, column: &mut u32, cell: &SheetCell, taken: &[u32]) {
    while *column < cell.col {
        if taken.get(*column as usize).is_none_or(|below| *below <= cell.row) {
            out.push_str("<td></td>");
        }
        *column += 1;
    }
}

fn write_cell(out: &mut String, cell: &SheetCell) {
    out.push_str("<td data-address=\"");
    escape(&cell.address, out);
    out.push('"');
    if cell.cols > 1 {
        let _ = write!(out, " colspan=\"{}\"", cell.cols);
    }
    if cell.rows > 1 {
        let _ = write!(out, " rowspan=\"{}\"", cell.rows);
    }
    if crate::amount::parse(&cell.text).is_some() {
        out.push_str(" class=\"figure\"");
    }
    out.push('>');
    escape(&cell.text, out);
    out.push_str("</td>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u32, col: u32, rows: u32, cols: u32, text: &str) -> SheetCell {
        let letter = char::from(b'A' + u8::try_from(col).unwrap_or(0));
        SheetCell { row, col, rows, cols, address: format!("{letter}{}", row + 1), text: text.to_owned() }
    }

    #[test]
    fn spans_and_gaps_keep_every_cell_in_its_column() {
        let sheet = Sheet {
            name: "表".to_owned(),
            cells: vec![
                cell(0, 1, 2, 1, "项目"),
                cell(0, 2, 1, 2, "a<b"),
                cell(1, 3, 1, 1, "1.00"),
                cell(3, 0, 1, 1, "x"),
            ],
        };
        assert_eq!(
            html(&sheet),
            "<tbody><tr><th scope=\"row\">1</th><td></td><td data-address=\"B1\" rowspan=\"2\">项目</td>\
             <td data-address=\"C1\" colspan=\"2\">a&lt;b</td></tr>\
             <tr><th scope=\"row\">2</th><td></td><td></td><td data-address=\"D2\" class=\"figure\">1.00</td></tr>\
             <tr><th scope=\"row\"></th></tr>\
             <tr><th scope=\"row\">4</th><td data-address=\"A4\">x</td></tr></tbody>"
        );
        assert_eq!(html(&Sheet { name: String::new(), cells: Vec::new() }), "<tbody></tbody>");
    }
}
