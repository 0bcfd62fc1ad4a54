//! A Word document: paragraphs, and tables with merged cells.

use std::fmt::Write as _;

use super::super::table::Sheet;
use super::super::{Part, Synthetic};
use super::html::escaped;
use super::{Slot, heading, slots};

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const LINKS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

/// Writes the document.
#[must_use]
pub fn write(document: &Synthetic) -> Vec<u8> {
    let mut body = String::new();
    for part in &document.parts {
        match part {
            Part::Cover(lines) | Part::Contents(lines) => {
                for line in lines {
                    paragraph(&mut body, line, false);
                }
            }
            Part::Chapter(text) => paragraph(&mut body, text, true),
            Part::Heading(text) | Part::Paragraph(text) => paragraph(&mut body, text, false),
            Part::Table(index) => table(&mut body, document, *index),
        }
    }
    let main = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{body}<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
         <w:pgMar w:top=\"850\" w:right=\"567\" w:bottom=\"850\" w:left=\"567\"/></w:sectPr></w:body></w:document>"
    );
    super::zip::write(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", LINKS.as_bytes()),
        ("word/document.xml", main.as_bytes()),
    ])
}

fn paragraph(out: &mut String, text: &str, fresh: bool) {
    let fresh = if fresh { "<w:r><w:br w:type=\"page\"/></w:r>" } else { "" };
    // Word breaks text into runs wherever it likes.
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (first, second) = text.split_at(middle);
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
    let _ = write!(out, "<w:p>{fresh}{}{}</w:p>", run(first), run(second));
}

fn table(out: &mut String, document: &Synthetic, index: usize) {
    let Some(table) = document.tables.get(index) else { return };
    for (number, line) in heading(document, index).iter().enumerate() {
        paragraph(out, line, number == 0);
    }
    let sheet = Sheet::new(table, document.look);
    out.push_str("<w:tbl><w:tblPr><w:tblBorders>");
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\"/>");
    }
    out.push_str("</w:tblBorders></w:tblPr><w:tblGrid>");
    // A table wider than its page would be cut off where it is printed.
    let total: u32 = sheet.widths.iter().map(|width| u32::from(*width)).sum();
    let step = (15_600 / total.max(1)).min(160);
    for width in &sheet.widths {
        let _ = write!(out, "<w:gridCol w:w=\"{}\"/>", u32::from(*width) * step);
    }
    out.push_str("</w:tblGrid>");
    for (number, row) in slots(&sheet).iter().enumerate() {
        let head = if number < sheet.header.len() { "<w:trPr><w:tblHeader/></w:trPr>" } else { "" };
        let _ = write!(out, "<w:tr>{head}");
        for slot in row {
            let (cols, merge, text) = match slot {
                Slot::Begins(cell) if cell.rows > 1 => {
                    (cell.cols, "<w:vMerge w:val=\"restart\"/>", cell.text.as_str())
                }
                Slot::Begins(cell) => (cell.cols, "", cell.text.as_str()),
                Slot::Above(cell) => (cell.cols, "<w:vMerge/>", ""),
                Slot::Empty => (1, "", ""),
                Slot::Left => continue,
            };
            let _ = write!(out, "<w:tc><w:tcPr><w:gridSpan w:val=\"{cols}\"/>{merge}</w:tcPr>");
            paragraph(out, text, false);
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    paragraph(out, "", false);
    for note in &table.notes {
        paragraph(out, note, false);
    }
}
