//! Workbooks of Excel 2007 and later (xlsx, xlsm), and of everything that writes the same.

use std::io::Cursor;

use calamine::{Data, Reader as _, Style, Xlsx, XlsxError};

use super::number::NumberFormat;
use super::raw::RawSheet;
use super::value::Showing;
use crate::read::package::{Package, pack};
use crate::read::xml::{Node, Xml};
use crate::read::{Document, Format, ReadError};

mod aside;

use aside::Aside;

/// A disclosure has no more sheets than this.
const MAX_SHEETS: usize = 500;
/// Nor so much text in its sheets, unpacked.
const MAX_TEXT: usize = 200_000_000;

/// Reads a workbook; `main` is the path of its workbook part.
pub(in crate::read) fn read(package: &Package<'_>, main: &str) -> Result<Document, ReadError> {
    let workbook = package.text(main)?.ok_or(ReadError::BrokenOffice)?;
    let relations = package.relations(main);
    let (listed, early) = sheets(&workbook);
    let related = |kind: &str| match relations.iter().find(|relation| relation.kind == kind) {
        Some(relation) => package.text(&relation.target),
        None => Ok(None),
    };
    let mut parts = Parts {
        strings: related("sharedStrings")?.map(|text| strings_part(&text)),
        styles: related("styles")?.map(|text| without_declaration(&text).to_owned()),
        sheets: Vec::new(),
    };
    let mut asides = Vec::new();
    let mut size = 0;
    for (name, id, hidden) in listed.into_iter().take(MAX_SHEETS) {
        let relation = relations.iter().find(|relation| relation.id == id);
        let mut sheet = RawSheet::new(name);
        sheet.hidden = hidden;
        // Sheets of charts and macros hold no cells.
        let Some(relation) = relation.filter(|relation| relation.kind == "worksheet") else { continue };
        let text = package.text(&relation.target)?;
        sheet.broken |= text.is_none();
        let text = text.unwrap_or_default();
        size += text.len();
        if size > MAX_TEXT {
            return Err(ReadError::Bomb);
        }
        let aside = Aside::read(sheet, &text);
        parts.sheets.push(format!(
            "<worksheet><sheetData>{}</sheetData></worksheet>",
            text.get(aside.cells.clone()).unwrap_or_default()
        ));
        asides.push(aside);
    }
    if asides.is_empty() {
        return Err(ReadError::BrokenOffice);
    }
    let mut book = parts.open(&mut asides).ok_or(ReadError::BrokenOffice)?;
    for (number, aside) in asides.iter_mut().enumerate() {
        fill(&mut book, number, aside, early);
    }
    Ok(super::document(Format::Xlsx, asides.into_iter().map(|aside| aside.sheet).collect()))
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

/// The parts that calamine is given, each at the place where it looks for it. The sheets go by their numbers: names
/// may be said twice.
struct Parts {
    strings: Option<String>,
    styles: Option<String>,
    sheets: Vec<String>,
}

impl Parts {
    /// Opens the workbook; where its styles or its strings are broken, without them.
    fn open(mut self, asides: &mut [Aside]) -> Option<Xlsx<Cursor<Vec<u8>>>> {
        for _ in 0..3 {
            if let Some(book) = self.pack().and_then(|file| Xlsx::new(Cursor::new(file)).ok()) {
                return Some(book);
            }
            // Most is kept without the styles.
            if self.styles.take().is_none() {
                self.strings = None;
            }
            for aside in &mut *asides {
                aside.sheet.broken = true;
            }
        }
        None
    }

    fn pack(&self) -> Option<Vec<u8>> {
        let (mut listed, mut relations) = (String::new(), String::new());
        let mut parts = Vec::new();
        for (number, sheet) in self.sheets.iter().enumerate() {
            let path = format!("worksheets/sheet{number}.xml");
            listed += &format!(r#"<sheet name="{number}" sheetId="{number}" r:id="s{number}"/>"#);
            relations += &format!(r#"<Relationship Id="s{number}" Type="/worksheet" Target="{path}"/>"#);
            parts.push((format!("xl/{path}"), sheet.as_str()));
        }
        let listed = format!("<workbook><sheets>{listed}</sheets></workbook>");
        let relations = format!("<Relationships>{relations}</Relationships>");
        let own = |path: &str| path.to_owned();
        parts.push((own("_rels/.rels"), PACKAGE_RELATIONS));
        parts.push((own("xl/workbook.xml"), &listed));
        parts.push((own("xl/_rels/workbook.xml.rels"), &relations));
        parts.extend(self.strings.as_deref().map(|text| (own("xl/sharedStrings.xml"), text)));
        parts.extend(self.styles.as_deref().map(|text| (own("xl/styles.xml"), text)));
        pack(parts.iter().map(|(path, text)| (path.as_str(), text.as_bytes())))
    }
}

const PACKAGE_RELATIONS: &str = r#"<Relationships><Relationship Id="r" Type="/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// The shared strings without the number of them that is stated at their head.
fn strings_part(text: &str) -> String {
    let mut xml = Xml::new(text);
    while let Some(node) = xml.next() {
        if matches!(&node, Node::Open(tag) if tag.name() == "sst") {
            break;
        }
    }
    format!("<sst>{}</sst>", text.get(xml.position()..).unwrap_or_default())
}

/// Parts are handed on in UTF-8, whatever they say at their head.
fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => text,
    }
}

/// Fills a sheet with its cells.
fn fill(book: &mut Xlsx<Cursor<Vec<u8>>>, number: usize, aside: &mut Aside, early: bool) {
    let showing = Showing { early, zeros: aside.zeros };
    let sheet = &mut aside.sheet;
    let Ok(mut cells) = book.worksheet_cells_reader(&number.to_string()) else {
        sheet.broken = true;
        return;
    };
    let styles: Vec<(NumberFormat, bool)> =
        cells.styles().iter().map(|style| (format(style), is_ruled(style))).collect();
    loop {
        match cells.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let (row, col) = cell.get_position();
                let style = styles.get(style);
                let value = Data::from(cell.get_value().clone());
                let text = showing.text(&value, style.map(|(format, _)| format));
                sheet.put(row, col, text, style.is_some_and(|(_, ruled)| *ruled));
            }
            Ok(None) => break,
            Err(error) => {
                sheet.broken = true;
                // A cell of an unknown kind is passed over, where the text breaks off is the end.
                if matches!(
                    error,
                    XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_) | XlsxError::Zip(_)
                ) {
                    break;
                }
            }
        }
    }
}

/// The format of a style. What formats known by number alone look like depends on the country.
fn format(style: &Style) -> NumberFormat {
    let Some(format) = &style.number_format else { return NumberFormat::default() };
    match format.format_id {
        Some(id @ (5..=8 | 14..=36 | 45..=58)) => NumberFormat::built_in(id),
        _ => NumberFormat::new(&format.format_code),
    }
}

fn is_ruled(style: &Style) -> bool {
    style.borders.as_ref().is_some_and(|borders| {
        [&borders.left, &borders.right, &borders.top, &borders.bottom].iter().any(|side| side.is_visible())
    })
}
