//! A Word document: paragraphs, and tables with merged cells.

use std::fmt::Write as _;

use zip::result::ZipError;

use super::super::table::Sheet;
use super::super::{Part, Synthetic};
use super::habits::Habits;
use super::html::escaped;
use super::{Slot, captions, heading, is_marked, slots};

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const LINKS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

/// Writes the document.
///
/// # Errors
/// Where the archive cannot be written.
pub fn write(document: &Synthetic, habits: Habits) -> Result<Vec<u8>, ZipError> {
    let mut body = String::new();
    for part in &document.parts {
        match part {
            Part::Cover(lines) | Part::Contents(lines) => {
                for line in lines {
                    paragraph(&mut body, line, false, habits);
                }
            }
            Part::Chapter(text) => paragraph(&mut body, text, true, habits),
            Part::Heading(text) | Part::Paragraph(text) => paragraph(&mut body, text, false, habits),
            Part::Table(index) => table(&mut body, document, *index, habits),
        }
    }
    if habits.framed {
        body = format!(
            "<w:tbl><w:tblGrid><w:gridCol w:w=\"9000\"/></w:tblGrid><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl><w:p/>"
        );
    }
    let main = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>{body}\
         <w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
         <w:pgMar w:top=\"850\" w:right=\"567\" w:bottom=\"850\" w:left=\"567\"/></w:sectPr></w:body></w:document>"
    );
    super::zip::write(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", LINKS.as_bytes()),
        ("word/document.xml", main.as_bytes()),
    ])
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

fn paragraph(out: &mut String, text: &str, fresh: bool, habits: Habits) {
    let fresh = if fresh { "<w:r><w:br w:type=\"page\"/></w:r>" } else { "" };
    // Word breaks text into runs wherever it likes.
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (first, second) = text.split_at(middle);
    let (first, second) = (run(first), run(second));
    if !habits.worked_over || text.is_empty() {
        let _ = write!(out, "<w:p>{fresh}{first}{second}</w:p>");
        return;
    }
    let deleted = "<w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText>88.88</w:delText></w:r></w:del>";
    let hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>77.77</w:t></w:r>";
    let field = |shown: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> =SUM(ABOVE) 66 </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{shown}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let _ = write!(
        out,
        "<w:p>{fresh}<w:bookmarkStart w:id=\"0\" w:name=\"b\"/>{deleted}<w:ins w:id=\"2\" w:author=\"a\">{first}</w:ins>\
         {hidden}<w:proofErr w:type=\"spellStart\"/>{}<w:bookmarkEnd w:id=\"0\"/></w:p>",
        field(&second)
    );
}

/// A line in a text box, written twice as Word does: for itself and for older programs.
fn boxed(out: &mut String, line: &str) {
    let content = format!("<w:txbxContent><w:p>{}</w:p></w:txbxContent>", run(line));
    let _ = write!(
        out,
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{content}</w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
}

fn table(out: &mut String, document: &Synthetic, index: usize, habits: Habits) {
    let Some(table) = document.tables.get(index) else { return };
    let sheet = Sheet::new(table, document.look);
    if !habits.captions_inside {
        for (number, line) in heading(document, index).iter().enumerate() {
            if habits.worked_over && line.starts_with("单位：") {
                boxed(out, line);
            } else {
                paragraph(out, line, number == 0, habits);
            }
        }
    }
    begin_table(out, &sheet);
    if habits.captions_inside {
        for row in captions(document, index, sheet.widths.len()) {
            out.push_str("<w:tr>");
            for (cols, text) in row {
                let _ = write!(out, "<w:tc><w:tcPr><w:gridSpan w:val=\"{cols}\"/></w:tcPr>");
                paragraph(out, &text, false, habits);
                out.push_str("</w:tc>");
            }
            out.push_str("</w:tr>");
        }
    }
    let rows = slots(&sheet);
    let (header, body) = rows.split_at(sheet.header.len().min(rows.len()));
    let write_rows = |out: &mut String, rows: &[Vec<Slot<'_>>], head: bool| {
        for row in rows {
            table_row(out, row, head, habits);
        }
    };
    write_rows(out, header, true);
    for (number, rows) in body.chunks(if habits.parted > 0 { habits.parted } else { usize::MAX }).enumerate()
    {
        if number > 0 {
            out.push_str("</w:tbl>");
            paragraph(out, "", true, habits);
            begin_table(out, &sheet);
            write_rows(out, header, true);
        }
        write_rows(out, rows, false);
    }
    if habits.worked_over {
        out.push_str("<w:tr><w:trPr><w:del w:id=\"3\" w:author=\"a\"/></w:trPr>");
        for _ in &sheet.widths {
            out.push_str("<w:tc><w:p><w:del w:id=\"4\" w:author=\"a\"><w:r><w:delText>55.55</w:delText></w:r></w:del></w:p></w:tc>");
        }
        out.push_str("</w:tr>");
    }
    let (inside, below): (Vec<&String>, Vec<&String>) =
        table.notes.iter().partition(|note| habits.captions_inside && is_marked(note));
    for note in inside {
        let _ = write!(out, "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"{}\"/></w:tcPr>", sheet.widths.len());
        paragraph(out, note, false, habits);
        out.push_str("</w:tc></w:tr>");
    }
    out.push_str("</w:tbl>");
    paragraph(out, "", false, habits);
    for note in below {
        paragraph(out, note, false, habits);
    }
}

fn begin_table(out: &mut String, sheet: &Sheet) {
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
}

fn table_row(out: &mut String, row: &[Slot<'_>], head: bool, habits: Habits) {
    let head = if head { "<w:trPr><w:tblHeader/></w:trPr>" } else { "" };
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
        paragraph(out, text, false, habits);
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
}
