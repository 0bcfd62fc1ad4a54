//! The copy of a binary workbook that calamine is given: cells and strings, each as long as it says, and nothing else.

use std::fmt::Write as _;

use super::{records, wide_string};
use crate::read::bytes::{index, u32_at};
use crate::read::package::pack;

/// Kinds of record.
const ROW: u16 = 0;
const NUMBER: u16 = 2;
const ERROR: u16 = 3;
const SHARED: u16 = 7;
const STRING: u16 = 19;
const END_BUNDLE: u16 = 144;
const BEGIN_CELLS: u16 = 145;
const END_CELLS: u16 = 146;
const DIMENSIONS: u16 = 148;
const BUNDLE: u16 = 156;
const CALCULATION: u16 = 157;
const BEGIN_STRINGS: u16 = 159;

/// The parts as they grow.
pub(super) struct Checked {
    strings: Vec<u8>,
    /// How many strings there are.
    count: u32,
    sheets: Vec<Vec<u8>>,
}

impl Checked {
    /// Begins with the strings shared by all sheets.
    pub fn new(shared: &[u8]) -> Self {
        let mut items = Vec::new();
        let mut count = 0_u32;
        for (_, data) in records(shared).filter(|(kind, _)| *kind == STRING) {
            // Flags, then the text; what formats its runs is left out.
            let end = wide_string(data, 1).map_or(0, |(_, end)| end);
            match data.get(1..end).filter(|text| u32_at(text, 0) != Some(u32::MAX)) {
                Some(text) => record(&mut items, STRING, &[&[0], text]),
                None => record(&mut items, STRING, &[&[0; 5]]),
            }
            count = count.saturating_add(1);
        }
        let mut strings = Vec::new();
        record(&mut strings, BEGIN_STRINGS, &[&count.to_le_bytes(), &count.to_le_bytes()]);
        strings.extend(items);
        Self { strings, count, sheets: Vec::new() }
    }

    pub fn begin_sheet(&mut self) {
        let mut sheet = Vec::new();
        record(&mut sheet, DIMENSIONS, &[&[0; 16]]);
        record(&mut sheet, BEGIN_CELLS, &[]);
        self.sheets.push(sheet);
    }

    /// Begins a row.
    pub fn row(&mut self, row: u32) {
        // calamine takes no rows beyond the last that a sheet can have.
        if let Some(sheet) = self.sheets.last_mut() {
            record(sheet, ROW, &[&row.min(0x0010_0000).to_le_bytes()]);
        }
    }

    /// Hands a cell on, where it holds something and is sound; says whether.
    pub fn cell(&mut self, kind: u16, data: &[u8]) -> bool {
        let Some(sheet) = self.sheets.last_mut() else { return false };
        let known =
            |code: Option<&u8>| matches!(code, Some(0x00 | 0x07 | 0x0F | 0x17 | 0x1D | 0x24 | 0x2A | 0x2B));
        // Column and style take eight bytes; the formula behind a value is not handed on.
        let (kind, end) = match kind {
            NUMBER => (kind, 12),
            // An error by itself and as a formula's value.
            3 | 11 if known(data.get(8)) => (ERROR, 9),
            4 | 10 => (kind, 9),
            5 | 9 => (kind, 16),
            6 | 8 if u32_at(data, 8) != Some(u32::MAX) => {
                (kind, wide_string(data, 8).map_or(usize::MAX, |(_, end)| end))
            }
            SHARED if u32_at(data, 8).is_some_and(|at| at < self.count) => (kind, 12),
            _ => return false,
        };
        match data.get(..end) {
            Some(data) if index(u32_at(data, 0).unwrap_or(u32::MAX)) < 1 << 20 => {
                record(sheet, kind, &[data]);
            }
            _ => return false,
        }
        true
    }

    /// The workbook.
    pub fn pack(mut self) -> Option<Vec<u8>> {
        let mut workbook = Vec::new();
        let mut relations = String::from("<Relationships>");
        for number in 0..self.sheets.len() {
            let (id, name) = (text(&format!("s{number}")), text(&number.to_string()));
            record(&mut workbook, BUNDLE, &[&[0; 8], &id, &name]);
            let _ =
                write!(relations, r#"<Relationship Id="s{number}" Target="worksheets/sheet{number}.bin"/>"#);
        }
        relations += "</Relationships>";
        record(&mut workbook, END_BUNDLE, &[]);
        record(&mut workbook, CALCULATION, &[]);
        for sheet in &mut self.sheets {
            record(sheet, END_CELLS, &[]);
        }
        let paths: Vec<String> =
            (0..self.sheets.len()).map(|number| format!("xl/worksheets/sheet{number}.bin")).collect();
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("xl/workbook.bin", &workbook),
            ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
            ("xl/sharedStrings.bin", &self.strings),
        ];
        parts.extend(paths.iter().map(String::as_str).zip(self.sheets.iter().map(Vec::as_slice)));
        pack(parts.into_iter())
    }
}

/// Writes a record: its kind and length in as many bytes as they need, then what it holds.
fn record(out: &mut Vec<u8>, kind: u16, pieces: &[&[u8]]) {
    let [low, high] = kind.to_le_bytes();
    if kind < 0x80 {
        out.push(low);
    } else {
        out.extend([low | 0x80, high << 1 | low >> 7]);
    }
    let mut length: usize = pieces.iter().map(|piece| piece.len()).sum();
    while length >= 0x80 {
        out.push(u8::try_from(length & 0x7F).unwrap_or_default() | 0x80);
        length >>= 7;
    }
    out.push(u8::try_from(length).unwrap_or_default());
    for piece in pieces {
        out.extend_from_slice(piece);
    }
}

/// A string with its length.
fn text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = u32::try_from(units.len()).unwrap_or_default().to_le_bytes().to_vec();
    out.extend(units.into_iter().flat_map(u16::to_le_bytes));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_written_as_they_are_read() {
        let long = vec![7_u8; 300];
        let mut out = Vec::new();
        for kind in [0, 127, 128, 145, 617] {
            record(&mut out, kind, &[&[1, 2], &long]);
        }
        let read: Vec<(u16, usize)> = records(&out).map(|(kind, data)| (kind, data.len())).collect();
        assert_eq!(read, [(0, 302), (127, 302), (128, 302), (145, 302), (617, 302)]);
    }

    #[test]
    fn what_lies_about_its_length_is_not_handed_on() {
        let mut checked = Checked::new(&[]);
        checked.begin_sheet();
        assert!(!checked.cell(7, &[0; 12]), "there is no string");
        assert!(!checked.cell(6, &[0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 1, 1]));
        assert!(!checked.cell(5, &[0; 10]));
        assert!(!checked.cell(3, &[0, 0, 0, 0, 0, 0, 0, 0, 99]));
        assert!(checked.cell(5, &[0; 16]));
    }
}
