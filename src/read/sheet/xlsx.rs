//! Workbooks of Excel 2007 and later (xlsx, xlsm), and of everything that writes the same.

use super::number::NumberFormat;
use super::raw::{self, RawSheet};
use crate::read::package::Package;
use crate::read::xml::{Node, Tag, Xml};
use crate::read::{Document, Format, ReadError};

/// A disclosure has no more sheets than this.
const MAX_SHEETS: usize = 500;
/// Nor so much text in its sheets, unpacked.
const MAX_TEXT: usize = 200_000_000;

/// Reads a workbook; `main` is the path of its workbook part.
pub(in crate::read) fn read(package: &Package<'_>, main: &str) -> Result<Document, ReadError> {
    let workbook = package.text(main)?.ok_or(ReadError::BrokenOffice)?;
    let relations = package.relations(main);
    let (listed, early) = sheets(&workbook);
    let related = |kind: &str| relations.iter().find(|relation| relation.kind == kind);
    let strings = match related("sharedStrings") {
        Some(relation) => package.text(&relation.target)?.map(|text| shared_strings(&text)),
        None => None,
    };
    let styles = match related("styles") {
        Some(relation) => package.text(&relation.target)?.map(|text| styles(&text)),
        None => None,
    };
    let context = Context { strings: strings.unwrap_or_default(), styles: styles.unwrap_or_default(), early };
    let mut read = Vec::new();
    let mut size = 0;
    for (name, id, hidden) in listed.into_iter().take(MAX_SHEETS) {
        let relation = relations.iter().find(|relation| relation.id == id);
        let mut sheet = RawSheet::new(name);
        sheet.hidden = hidden;
        // Sheets of charts and macros hold no cells.
        let Some(relation) = relation.filter(|relation| relation.kind == "worksheet") else { continue };
        match package.text(&relation.target)? {
            Some(text) => {
                size += text.len();
                if size > MAX_TEXT {
                    return Err(ReadError::Bomb);
                }
                context.fill(&mut sheet, &text);
            }
            None => sheet.broken = true,
        }
        read.push(sheet);
    }
    if read.is_empty() {
        return Err(ReadError::BrokenOffice);
    }
    Ok(super::document(Format::Xlsx, read))
}

/// The sheets by name, relation and whether they are hidden; and whether days are counted from 1904.
fn sheets(workbook: &str) -> (Vec<(String, String, bool)>, bool) {
    let (mut listed, mut early) = (Vec::new(), false);
    let mut xml = Xml::new(workbook);
    while let Some(node) = xml.next() {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "sheet" => {
                let hidden = matches!(tag.attribute("state").as_deref(), Some("hidden" | "veryHidden"));
                if let (Some(name), Some(id)) = (tag.attribute("name"), tag.attribute("id")) {
                    listed.push((name, id, hidden));
                }
            }
            "workbookPr" => early |= tag.flag("date1904"),
            _ => {}
        }
    }
    (listed, early)
}

fn shared_strings(text: &str) -> Vec<String> {
    let mut strings = Vec::new();
    let mut xml = Xml::new(text);
    while let Some(node) = xml.next() {
        if matches!(&node, Node::Open(tag) if tag.name() == "si") {
            strings.push(rich_text(&mut xml));
        }
    }
    strings
}

/// The text of a string item that just began: its runs joined, readings (phonetic guides) left out.
fn rich_text(xml: &mut Xml<'_>) -> String {
    let mut out = String::new();
    let mut depth = 1_usize;
    let mut inside = false;
    while let Some(node) = xml.next() {
        match node {
            Node::Open(tag) if tag.name() == "rPh" => xml.skip(),
            Node::Open(tag) => {
                depth += 1;
                inside = tag.name() == "t";
            }
            Node::Close(_) => {
                inside = false;
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            Node::Text(text) if inside => out.push_str(&text),
            Node::Text(_) => {}
        }
    }
    out
}

/// How cells are shown, by the number they name.
#[derive(Default)]
struct Styles {
    formats: Vec<NumberFormat>,
    ruled: Vec<bool>,
}

fn styles(text: &str) -> Styles {
    let mut own: Vec<(u32, NumberFormat)> = Vec::new();
    let mut borders: Vec<bool> = Vec::new();
    let mut styles = Styles::default();
    let mut section = "";
    let mut xml = Xml::new(text);
    while let Some(node) = xml.next() {
        match node {
            Node::Open(tag) => match (section, tag.name()) {
                ("", "numFmt") => {
                    if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.attribute("formatCode")) {
                        own.push((id, NumberFormat::new(&code)));
                    }
                }
                ("", "borders") => section = "borders",
                ("", "cellXfs") => section = "cellXfs",
                // Differential formats repeat the names of the others.
                ("", "dxfs" | "cellStyleXfs") => xml.skip(),
                ("borders", "border") => borders.push(false),
                ("borders", "left" | "right" | "top" | "bottom" | "start" | "end") => {
                    let drawn = tag.attribute("style").is_some_and(|style| style != "none");
                    if let Some(last) = borders.last_mut() {
                        *last |= drawn;
                    }
                }
                ("cellXfs", "xf") => {
                    let id = tag.number("numFmtId").unwrap_or(0);
                    let format = own.iter().find(|(own, _)| *own == id).map(|(_, format)| format.clone());
                    styles.formats.push(format.unwrap_or_else(|| NumberFormat::built_in(id)));
                    let border = tag.number::<usize>("borderId").unwrap_or(0);
                    styles.ruled.push(borders.get(border).copied().unwrap_or(false));
                }
                _ => {}
            },
            Node::Close(end) if end.name() == section => section = "",
            _ => {}
        }
    }
    styles
}

struct Context {
    strings: Vec<String>,
    styles: Styles,
    early: bool,
}

impl Context {
    /// Reads a sheet's cells.
    fn fill(&self, sheet: &mut RawSheet, text: &str) {
        let mut xml = Xml::new(text);
        let (mut row, mut col) = (0_u32, 0_u32);
        let mut zeros = true;
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "sheetView" => {
                        zeros &= tag.attribute("showZeros").is_none_or(|v| v == "1" || v == "true");
                    }
                    "col" if tag.flag("hidden") => {
                        if let (Some(from), Some(to)) = (tag.number::<u32>("min"), tag.number::<u32>("max")) {
                            sheet.hide_columns(from.saturating_sub(1), to.saturating_sub(1));
                        }
                    }
                    "row" => {
                        row = tag.number::<u32>("r").map_or(row, |row| row.saturating_sub(1));
                        col = 0;
                        if tag.flag("hidden") {
                            sheet.hide_rows(row, row);
                        }
                    }
                    "c" => {
                        if let Some(at) = tag.attribute("r").and_then(|address| raw::place(&address)) {
                            (row, col) = at;
                        }
                        let style = tag.number::<usize>("s").unwrap_or(0);
                        let shown = self.cell(&mut xml, &tag, style, zeros);
                        let ruled = self.styles.ruled.get(style).copied().unwrap_or(false);
                        sheet.put(row, col, shown, ruled);
                        col = col.saturating_add(1);
                    }
                    "mergeCell" => {
                        if let Some(range) = tag.attribute("ref")
                            && let Some((from, to)) = range.split_once(':')
                            && let (Some(from), Some(to)) = (raw::place(from), raw::place(to))
                        {
                            sheet.merge(from.0, from.1, to.0, to.1);
                        }
                    }
                    _ => {}
                },
                Node::Close(end) if end.name() == "row" => row = row.saturating_add(1),
                _ => {}
            }
        }
        sheet.broken |= xml.broken;
    }

    /// What a cell that just began shows.
    fn cell(&self, xml: &mut Xml<'_>, tag: &Tag<'_>, style: usize, zeros: bool) -> String {
        let kind = tag.attribute("t").unwrap_or_default();
        let mut value = String::new();
        while let Some(node) = xml.next() {
            match node {
                Node::Open(inner) => match inner.name() {
                    "v" => {
                        let text = xml.text_inside();
                        if kind != "inlineStr" {
                            value = text;
                        }
                    }
                    "is" => value = rich_text(xml),
                    _ => xml.skip(),
                },
                Node::Close(_) => break,
                Node::Text(_) => {}
            }
        }
        match kind.as_str() {
            "s" => value
                .trim()
                .parse::<usize>()
                .ok()
                .and_then(|index| self.strings.get(index))
                .cloned()
                .unwrap_or_default(),
            "inlineStr" | "str" | "d" | "e" => value,
            "b" => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            _ => match value.trim().parse::<f64>() {
                Ok(stored) if stored == 0.0 && !zeros => String::new(),
                Ok(stored) => match self.styles.formats.get(style) {
                    Some(format) => format.show(stored, self.early),
                    None => NumberFormat::default().show(stored, self.early),
                },
                Err(_) => value,
            },
        }
    }
}
