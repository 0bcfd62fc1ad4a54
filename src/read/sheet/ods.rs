//! `OpenDocument` spreadsheets (ods): cells hold what they show, ready to be read.

use std::collections::{HashMap, HashSet};

use super::raw::RawSheet;
use crate::read::package::Package;
use crate::read::xml::{Node, Tag, Xml};
use crate::read::{Document, Format, ReadError};

/// The rest of a sheet is written as one row or cell repeated; more copies than this are no data.
const MAX_REPEATED: u32 = 2_000;

/// Reads a spreadsheet.
pub(in crate::read) fn read(package: &Package<'_>) -> Result<Document, ReadError> {
    let manifest = package.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(ReadError::EncryptedOffice);
    }
    let content = package.text("content.xml")?.ok_or(ReadError::BrokenOffice)?;
    let mut reader = Reader { xml: Xml::new(&content), ruled: HashSet::new(), unseen: HashSet::new() };
    let mut sheets = Vec::new();
    let mut style = None;
    while let Some(node) = reader.xml.next() {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "style" => style = tag.attribute("name"),
            "table-cell-properties" => {
                if let Some(name) = style.clone().filter(|_| draws_border(&tag)) {
                    reader.ruled.insert(name);
                }
            }
            "table-properties" if tag.attribute("display").as_deref() == Some("false") => {
                reader.unseen.extend(style.clone());
            }
            "table" => sheets.push(reader.sheet(&tag)),
            _ => {}
        }
    }
    if sheets.is_empty() {
        return Err(ReadError::BrokenOffice);
    }
    Ok(super::document(Format::Xlsx, sheets))
}

fn draws_border(tag: &Tag<'_>) -> bool {
    ["border", "border-top", "border-bottom", "border-left", "border-right"]
        .iter()
        .any(|side| tag.attribute(side).is_some_and(|border| !border.is_empty() && border != "none"))
}

struct Reader<'a> {
    xml: Xml<'a>,
    /// Styles of cells that draw a border.
    ruled: HashSet<String>,
    /// Styles of sheets that are hidden.
    unseen: HashSet<String>,
}

/// A row being read.
struct Row {
    number: u32,
    repeated: u32,
    col: u32,
    cells: Vec<(u32, String, bool)>,
}

impl Reader<'_> {
    /// Reads the sheet that just began.
    fn sheet(&mut self, tag: &Tag<'_>) -> RawSheet {
        let mut sheet = RawSheet::new(tag.attribute("name").unwrap_or_default());
        sheet.hidden = tag.attribute("style-name").is_some_and(|style| self.unseen.contains(&style));
        let mut row = Row { number: 0, repeated: 1, col: 0, cells: Vec::new() };
        let mut column = 0_u32;
        // Styles of columns hold for cells without their own.
        let mut columns: HashMap<u32, bool> = HashMap::new();
        let mut ended = false;
        while let Some(node) = self.xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "table-column" => {
                        let repeated = repeated(&tag, "number-columns-repeated");
                        if !is_visible(&tag) {
                            sheet.hide_columns(column, column.saturating_add(repeated - 1));
                        }
                        if tag
                            .attribute("default-cell-style-name")
                            .is_some_and(|style| self.ruled.contains(&style))
                        {
                            columns.extend(
                                (column..column.saturating_add(repeated.min(256))).map(|col| (col, true)),
                            );
                        }
                        column = column.saturating_add(repeated);
                    }
                    "table-row" => {
                        let number = row.number;
                        row = Row {
                            number,
                            repeated: repeated(&tag, "number-rows-repeated"),
                            col: 0,
                            cells: Vec::new(),
                        };
                        if !is_visible(&tag) {
                            sheet.hide_rows(number, number.saturating_add(row.repeated - 1));
                        }
                    }
                    "table-cell" => self.cell(&tag, &mut row, &mut sheet, &columns),
                    "covered-table-cell" => {
                        row.col = row.col.saturating_add(repeated(&tag, "number-columns-repeated"));
                        self.xml.skip();
                    }
                    // Drawings may hold tables of their own.
                    "shapes" | "forms" | "database-ranges" => self.xml.skip(),
                    _ => {}
                },
                Node::Close(end) if end.name() == "table-row" => {
                    let copies =
                        if row.cells.iter().any(|(_, text, _)| !text.is_empty()) { MAX_REPEATED } else { 50 };
                    for copy in 0..row.repeated.min(copies) {
                        for (col, text, ruled) in &row.cells {
                            sheet.put(row.number.saturating_add(copy), *col, text.clone(), *ruled);
                        }
                    }
                    row.number = row.number.saturating_add(row.repeated);
                    row.cells.clear();
                }
                Node::Close(end) if end.name() == "table" => {
                    ended = true;
                    break;
                }
                _ => {}
            }
        }
        sheet.broken |= !ended;
        sheet
    }

    /// Reads the cell that just began.
    fn cell(&mut self, tag: &Tag<'_>, row: &mut Row, sheet: &mut RawSheet, columns: &HashMap<u32, bool>) {
        let repeated = repeated(tag, "number-columns-repeated");
        let style = tag.attribute("style-name");
        let (width, height) = (
            tag.number::<u32>("number-columns-spanned").unwrap_or(1).max(1),
            tag.number::<u32>("number-rows-spanned").unwrap_or(1).max(1),
        );
        let text = self.paragraphs();
        for copy in 0..repeated.min(MAX_REPEATED) {
            let col = row.col.saturating_add(copy);
            let ruled =
                style.as_ref().map_or_else(|| columns.contains_key(&col), |style| self.ruled.contains(style));
            if !text.is_empty() || ruled && col < 256 {
                row.cells.push((col, text.clone(), ruled));
            }
        }
        if width > 1 || height > 1 {
            let (bottom, right) = (row.number.saturating_add(height - 1), row.col.saturating_add(width - 1));
            sheet.merge(row.number, row.col, bottom, right);
        }
        row.col = row.col.saturating_add(repeated);
    }

    /// The paragraphs of the cell that just began, notes left out.
    fn paragraphs(&mut self) -> String {
        let mut out = String::new();
        let mut depth = 1_usize;
        let mut paragraph = 0_usize;
        while let Some(node) = self.xml.next() {
            match node {
                Node::Open(tag) if tag.name() == "annotation" => self.xml.skip(),
                Node::Open(tag) => {
                    depth += 1;
                    match tag.name() {
                        "p" => {
                            paragraph = depth;
                            if !out.is_empty() {
                                out.push('\n');
                            }
                        }
                        "s" | "tab" => out.push(' '),
                        "line-break" => out.push('\n'),
                        _ => {}
                    }
                }
                Node::Close(_) => {
                    if paragraph == depth {
                        paragraph = 0;
                    }
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                Node::Text(text) if paragraph > 0 => out.push_str(&text),
                Node::Text(_) => {}
            }
        }
        out
    }
}

fn repeated(tag: &Tag<'_>, attribute: &str) -> u32 {
    tag.number::<u32>(attribute).unwrap_or(1).max(1)
}

fn is_visible(tag: &Tag<'_>) -> bool {
    !matches!(tag.attribute("visibility").as_deref(), Some("collapse" | "filter"))
}
