//! What a sheet's part says beside its cells: which rows and columns are hidden, whether zeros are shown, merged
//! cells, and where the cells stand in the text.

use std::ops::Range;

use crate::read::sheet::raw::{self, RawSheet};
use crate::read::xml::{Node, Xml};

/// A sheet without its cells.
pub(super) struct Aside {
    pub sheet: RawSheet,
    /// Whether zeros are shown.
    pub zeros: bool,
    /// Where the cells stand in the part.
    pub cells: Range<usize>,
}

impl Aside {
    /// Reads it. Where an address is none, the cells are not looked for: they cannot be placed.
    pub fn read(sheet: RawSheet, text: &str) -> Self {
        let mut aside = Self { sheet, zeros: true, cells: 0..0 };
        let mut xml = Xml::new(text);
        let mut row = 0_u32;
        let mut sound = true;
        let mut before = 0;
        let mut formula = Formula::default();
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "sheetView" => {
                        aside.zeros &= tag.attribute("showZeros").is_none_or(|v| v == "1" || v == "true");
                    }
                    "col" if tag.flag("hidden") => {
                        if let (Some(from), Some(to)) = (tag.number::<u32>("min"), tag.number::<u32>("max")) {
                            aside.sheet.hide_columns(from.saturating_sub(1), to.saturating_sub(1));
                        }
                    }
                    "sheetData" => aside.cells = xml.position()..text.len(),
                    "row" => {
                        let stated = tag.attribute("r");
                        sound &= stated.as_deref().is_none_or(is_address);
                        row = stated
                            .and_then(|row| row.parse::<u32>().ok())
                            .map_or(row, |row| row.saturating_sub(1));
                        if tag.flag("hidden") {
                            aside.sheet.hide_rows(row, row);
                        }
                    }
                    "c" => {
                        let address = tag.attribute("r");
                        sound &= address.as_deref().is_none_or(is_address);
                        let text = tag.attribute("t").as_deref() == Some("str");
                        formula = Formula {
                            address: address.unwrap_or_default(),
                            valued: text,
                            ..Formula::default()
                        };
                    }
                    "f" => formula.is = true,
                    "v" => formula.in_value = true,
                    "mergeCell" => {
                        if let Some(range) = tag.attribute("ref")
                            && let Some((from, to)) = range.split_once(':')
                            && let (Some(from), Some(to)) = (raw::place(from), raw::place(to))
                        {
                            aside.sheet.merge(from.0, from.1, to.0, to.1);
                        }
                    }
                    _ => {}
                },
                Node::Close(end) if end.name() == "row" => row = row.saturating_add(1),
                Node::Text(text) => formula.valued |= formula.in_value && !text.trim().is_empty(),
                Node::Close(end) if end.name() == "v" => formula.in_value = false,
                Node::Close(end) if end.name() == "c" => {
                    let formula = std::mem::take(&mut formula);
                    if formula.is && !formula.valued {
                        aside.sheet.unreckoned.get_or_insert((0, formula.address)).0 += 1;
                    }
                }
                Node::Close(end) if end.name() == "sheetData" => aside.cells.end = before,
                Node::Close(_) => {}
            }
            before = xml.position();
        }
        aside.sheet.broken |= xml.broken || !sound;
        if !sound {
            aside.cells = 0..0;
        }
        aside
    }
}

/// The cell being read: whether it holds a formula, and the value that this had.
#[derive(Default)]
struct Formula {
    address: String,
    is: bool,
    in_value: bool,
    valued: bool,
}

/// Whether an address or a row's number is one that a sheet can have.
fn is_address(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = text.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
    letters <= 3 && (1..=7).contains(&digits) && letters + digits == text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aside(text: &str) -> (Aside, &str) {
        let aside = Aside::read(RawSheet::new("表"), text);
        let cells = text.get(aside.cells.clone()).unwrap_or_default();
        (aside, cells)
    }

    #[test]
    fn the_cells_are_found_in_the_text() {
        let (read, cells) = aside(
            r#"<x:worksheet><x:sheetData><x:row r="2"><x:c r="B2"/></x:row></x:sheetData></x:worksheet>"#,
        );
        assert_eq!(cells, r#"<x:row r="2"><x:c r="B2"/></x:row>"#);
        assert!(read.zeros && !read.sheet.broken);
        assert_eq!(aside("<worksheet><sheetData/></worksheet>").1, "");
        let (cut, cells) = aside(r#"<worksheet><sheetData><row><c r="A1"><v>5"#);
        assert_eq!((cells, cut.sheet.broken), (r#"<row><c r="A1"><v>5"#, true));
    }

    #[test]
    fn formulas_without_a_value_are_counted() {
        let read = |cell: &str| {
            let text = format!("<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>");
            aside(&text).0.sheet.unreckoned
        };
        assert_eq!(read(r#"<c r="A1"><f>B1+1</f><v>5</v></c><c r="A2" t="str"><f>""</f><v></v></c>"#), None);
        let two =
            r#"<c r="B7"><f>B1+1</f><v></v></c><c r="B8"><f t="shared" si="0"/></c><c r="B9"><v>3</v></c>"#;
        assert_eq!(read(two), Some((2, "B7".to_owned())));
    }

    #[test]
    fn cells_without_a_place_are_not_looked_for() {
        for address in ["ZZZZZZZZZ1", "A99999999999", "1A", "$A$1", ""] {
            let text = format!(
                r#"<worksheet><sheetData><row><c r="{address}"><v>5</v></c></row></sheetData></worksheet>"#
            );
            let (read, cells) = aside(&text);
            assert_eq!((cells, read.sheet.broken), ("", true), "{address}");
        }
    }
}
