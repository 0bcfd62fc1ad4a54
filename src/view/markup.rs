//! A table as HTML. Written as text because a table may have thousands of cells, which the browser's own parser
//! puts up many times faster than one call a cell.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::excerpt::Piece;
use super::marks::Mark;
use super::sheet::{SheetLine, header};
use crate::disclosure::model::{Cell, ColumnKind, Row, Table};

/// What of a table is shown, and how.
pub struct Markup<'a> {
    /// The table.
    pub table: &'a Table,
    /// Its printed lines.
    pub lines: &'a [SheetLine],
    /// The lines to show.
    pub pieces: Vec<Piece>,
    /// Marked cells, by row and column.
    pub marks: BTreeMap<(usize, usize), Mark>,
    /// The sentence for lines left out; `{}` is their number.
    pub left_out: &'a str,
    /// What is said of a figure whose column was inferred.
    pub inferred: &'a str,
}

/// The table's head and body. Each cell carries its row and column as `data-at="row,column"`.
#[must_use]
pub fn html(markup: &Markup) -> String {
    let mut out = String::with_capacity(markup.pieces.len() * markup.table.columns.len() * 48 + 512);
    out.push_str("<thead>");
    for line in header(markup.table) {
        out.push_str("<tr>");
        for cell in line {
            let _ = write!(out, "<th scope=\"col\" colspan=\"{}\" rowspan=\"{}\">", cell.columns, cell.rows);
            escape(&cell.text, &mut out);
            out.push_str("</th>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</thead><tbody>");
    for piece in &markup.pieces {
        match piece {
            Piece::Line(line) => {
                if let Some(line) = markup.lines.get(*line) {
                    body_line(markup, *line, &mut out);
                }
            }
            Piece::Gap(count) => {
                let _ =
                    write!(out, "<tr class=\"gap\"><td colspan=\"{}\">", markup.table.columns.len().max(1));
                escape(&markup.left_out.replace("{}", &count.to_string()), &mut out);
                out.push_str("</td></tr>");
            }
        }
    }
    out.push_str("</tbody>");
    out
}

fn body_line(markup: &Markup, line: SheetLine, out: &mut String) {
    let first = line.left.or(line.right).and_then(|row| markup.table.rows.get(row));
    out.push_str(match first.map(level) {
        Some(0) => "<tr class=\"total\">",
        Some(1) => "<tr class=\"class\">",
        _ => "<tr>",
    });
    for (index, column) in markup.table.columns.iter().enumerate() {
        let at = line.row(markup.table, index);
        let cell = at.and_then(|row| markup.table.cell(row, index).map(|cell| (row, cell)));
        match cell {
            Some((row, cell)) => body_cell(markup, column.kind, row, index, cell, out),
            None => out.push_str("<td></td>"),
        }
    }
    out.push_str("</tr>");
}

fn body_cell(markup: &Markup, kind: ColumnKind, row: usize, column: usize, cell: &Cell, out: &mut String) {
    let mut class = String::new();
    if kind == ColumnKind::Amount {
        class.push_str("figure");
    }
    match markup.marks.get(&(row, column)) {
        Some(Mark::Accused) => class.push_str(" accused"),
        Some(Mark::Part) => class.push_str(" part"),
        None => {}
    }
    if cell.inferred {
        class.push_str(" inferred");
    }
    let _ = write!(out, "<td data-at=\"{row},{column}\"");
    if !class.is_empty() {
        let _ = write!(out, " class=\"{}\"", class.trim_start());
    }
    if cell.inferred {
        out.push_str(" title=\"");
        escape(markup.inferred, out);
        out.push('"');
    }
    out.push('>');
    escape(&cell.text, out);
    out.push_str("</td>");
}

/// 0 for a total, 1 for a class or a row without a code, more for what is below.
fn level(row: &Row) -> usize {
    let name: String = row.name.chars().filter(|c| !c.is_whitespace()).collect();
    if name.ends_with("合计") || name.ends_with("总计") {
        return 0;
    }
    match row.code.as_deref().map(str::len) {
        Some(1..=3) => 1,
        _ => 2,
    }
}

pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sheet::lines;
    use crate::view::tests_support::two_sided;

    #[test]
    fn cells_carry_their_place_and_text_is_escaped() {
        let mut table = two_sided();
        table.rows[0].cells[0].text = "<b>\"一\"&".to_owned();
        let lines = lines(&table);
        let marks = BTreeMap::from([((3, 1), Mark::Accused), ((4, 3), Mark::Part)]);
        let html = html(&Markup {
            table: &table,
            lines: &lines,
            pieces: vec![Piece::Line(0), Piece::Gap(1), Piece::Line(2)],
            marks,
            left_out: "{} 行",
            inferred: "",
        });
        assert!(html.contains("<td data-at=\"0,0\">&lt;b&gt;&quot;一&quot;&amp;</td>"), "{html}");
        assert!(html.contains("<tr class=\"gap\"><td colspan=\"4\">1 行</td></tr>"), "{html}");
        assert!(html.contains("<td data-at=\"3,1\" class=\"figure accused\">100.00</td>"), "{html}");
        assert!(html.contains("<td data-at=\"4,3\" class=\"figure part\">100.00</td>"), "{html}");
        assert!(html.contains("<th scope=\"col\" colspan=\"2\" rowspan=\"1\">收入</th>"), "{html}");
        assert!(html.contains("<tr class=\"total\">"), "{html}");
    }
}
