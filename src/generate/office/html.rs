//! A web page, as saved from a government site or printed by a browser.

use std::fmt::Write as _;

use super::super::table::{Align, Sheet};
use super::super::{Part, Synthetic};
use super::{Slot, heading, slots};

const STYLE: &str = "@page{size:A4 landscape;margin:12mm}body{font:11px sans-serif}.new{break-before:page}\
    table{border-collapse:collapse;width:100%}td,th{border:1px solid #000;padding:2px 3px}\
    .r{text-align:right}.c{text-align:center}tr{break-inside:avoid}";

/// Writes the document.
#[must_use]
pub fn write(document: &Synthetic) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\"><title>{}</title><style>{STYLE}</style>\
         </head><body>\n",
        escaped(&document.organization)
    );
    for part in &document.parts {
        match part {
            Part::Cover(lines) | Part::Contents(lines) => {
                for line in lines {
                    let _ = writeln!(out, "<p class=\"c\">{}</p>", escaped(line));
                }
            }
            Part::Chapter(text) => {
                let _ = writeln!(out, "<h1 class=\"new\">{}</h1>", escaped(text));
            }
            Part::Heading(text) => {
                let _ = writeln!(out, "<h2>{}</h2>", escaped(text));
            }
            Part::Paragraph(text) => {
                let _ = writeln!(out, "<p>&#12288;&#12288;{}</p>", escaped(text));
            }
            Part::Table(index) => table(&mut out, document, *index),
        }
    }
    out.push_str("</body></html>\n");
    out
}

fn table(out: &mut String, document: &Synthetic, index: usize) {
    let Some(table) = document.tables.get(index) else { return };
    for (number, line) in heading(document, index).iter().enumerate() {
        let class = if number == 0 { " class=\"new\"" } else { "" };
        let _ = writeln!(out, "<p{class}>{}</p>", escaped(line));
    }
    let sheet = Sheet::new(table, document.look);
    out.push_str("<table><thead>\n");
    for (number, row) in slots(&sheet).iter().enumerate() {
        if number == sheet.header.len() {
            out.push_str("</thead><tbody>\n");
        }
        out.push_str("<tr>");
        for slot in row {
            match slot {
                Slot::Begins(cell) => {
                    let class = match cell.align {
                        Align::Left => "",
                        Align::Center => " class=\"c\"",
                        Align::Right => " class=\"r\"",
                    };
                    let span = |name: &str, count: usize| match count {
                        0 | 1 => String::new(),
                        count => format!(" {name}=\"{count}\""),
                    };
                    let (rows, cols) = (span("rowspan", cell.rows), span("colspan", cell.cols));
                    let _ = write!(out, "<td{class}{rows}{cols}>{}</td>", escaped(&cell.text));
                }
                Slot::Empty => out.push_str("<td></td>"),
                Slot::Left | Slot::Above(_) => {}
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str(if sheet.body.is_empty() { "</thead></table>\n" } else { "</tbody></table>\n" });
    for note in &table.notes {
        let _ = writeln!(out, "<p>{}</p>", escaped(note));
    }
}

/// Text for markup.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
