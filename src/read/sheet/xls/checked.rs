//! The copy of an old workbook that calamine is given: the cells of its sheets, each as long as it says, formulas as
//! the values they had, and nothing else.

use std::io::{Cursor, Write as _};

use crate::read::bytes::u16_at;

/// Kinds of record.
const EOF: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;
const BOUND_SHEET: u16 = 0x0085;
const MULTIPLE: u16 = 0x00BD;
const MERGED: u16 = 0x00E5;
const SHARED_STRINGS: u16 = 0x00FC;
const SHARED: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const TRUTH_OR_ERROR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const PACKED: u16 = 0x027E;
const BOF: u16 = 0x0809;

/// Places between the first and the last cell of each sheet, all sheets together: calamine keeps them all.
const MAX_PLACES: u64 = 6_000_000;

/// The workbook as it grows.
pub(super) struct Checked {
    wide: bool,
    sheets: Vec<Vec<u8>>,
    /// The place and style of a formula whose text comes in a later record.
    awaits: Option<Vec<u8>>,
    /// Places taken by finished sheets.
    places: u64,
    bounds: Option<[u16; 4]>,
}

impl Checked {
    /// `wide` is whether strings are in Unicode.
    pub fn new(wide: bool) -> Self {
        Self { wide, sheets: Vec::new(), awaits: None, places: 0, bounds: None }
    }

    pub fn begin_sheet(&mut self) {
        self.places += self.bounds.take().map_or(0, places);
        self.awaits = None;
        let mut sheet = Vec::new();
        self.begin(&mut sheet, 0x0010);
        self.sheets.push(sheet);
    }

    fn begin(&self, out: &mut Vec<u8>, kind: u16) {
        let version: u16 = if self.wide { 0x0600 } else { 0x0500 };
        record(out, BOF, &[&version.to_le_bytes(), &kind.to_le_bytes(), &[0; 12]]);
    }

    /// Hands a record of the open sheet on, where it belongs to the cells and is sound; false where a cell stands so
    /// far off that it is left out.
    pub fn take(&mut self, kind: u16, data: &[u8]) -> bool {
        let known = |code: u8| matches!(code, 0x00 | 0x07 | 0x0F | 0x17 | 0x1D | 0x24 | 0x2A | 0x2B);
        let at = data.get(..6).unwrap_or_default();
        let byte = |at: usize| data.get(at).copied().unwrap_or_default();
        match kind {
            NUMBER if data.len() >= 14 => self.cell(NUMBER, &[data.get(..14).unwrap_or_default()]),
            PACKED | SHARED if data.len() >= 10 => self.cell(kind, &[data.get(..10).unwrap_or_default()]),
            LABEL | 0x00D6 if data.len() >= 9 => self.cell(LABEL, &[data]),
            TRUTH_OR_ERROR if byte(7) == 0 && data.len() >= 8 || byte(7) == 1 && known(byte(6)) => {
                self.cell(TRUTH_OR_ERROR, &[data.get(..8).unwrap_or_default()])
            }
            // A style and a packed number for each column, then the last column.
            MULTIPLE if data.len() >= 6 => {
                let columns = data.get(4..data.len() - 2).unwrap_or_default().chunks_exact(6);
                let first = u16_at(data, 2).unwrap_or_default();
                let row = data.get(..2).unwrap_or_default();
                (first..=u16::MAX)
                    .zip(columns)
                    .fold(true, |all, (col, cell)| self.cell(PACKED, &[row, &col.to_le_bytes(), cell]) && all)
            }
            // A formula's value is a number, or says of itself that it is none.
            0x0006 | 0x0206 | 0x0406 if data.len() >= 14 => match (u16_at(data, 12), byte(6)) {
                (Some(0xFFFF), 0) => {
                    self.awaits = Some(at.to_vec());
                    true
                }
                (Some(0xFFFF), 1) => self.cell(TRUTH_OR_ERROR, &[at, &[byte(8), 0]]),
                (Some(0xFFFF), 2) if known(byte(8)) => self.cell(TRUTH_OR_ERROR, &[at, &[byte(8), 1]]),
                (Some(0xFFFF), _) => true,
                _ => self.cell(NUMBER, &[data.get(..14).unwrap_or_default()]),
            },
            STRING if data.len() >= 3 => match self.awaits.take() {
                Some(at) => self.cell(LABEL, &[&at, data]),
                None => true,
            },
            MERGED => {
                let ranges = data.get(2..).unwrap_or_default().chunks_exact(8).take(1_024);
                let count = u16::try_from(ranges.len()).unwrap_or_default();
                let ranges = data.get(2..2 + usize::from(count) * 8).unwrap_or_default();
                if let Some(sheet) = self.sheets.last_mut() {
                    record(sheet, MERGED, &[&count.to_le_bytes(), ranges]);
                }
                true
            }
            _ => true,
        }
    }

    /// Hands a cell on, unless it stands too far off from the others.
    fn cell(&mut self, kind: u16, pieces: &[&[u8]]) -> bool {
        let head: Vec<u8> = pieces.iter().flat_map(|piece| piece.iter().copied()).take(4).collect();
        let (Some(row), Some(col)) = (u16_at(&head, 0), u16_at(&head, 2)) else { return true };
        let [top, left, bottom, right] = self.bounds.unwrap_or([row, col, row, col]);
        let grown = [top.min(row), left.min(col), bottom.max(row), right.max(col)];
        if self.places + places(grown) > MAX_PLACES {
            return false;
        }
        self.bounds = Some(grown);
        if let Some(sheet) = self.sheets.last_mut() {
            record(sheet, kind, pieces);
        }
        true
    }

    /// The workbook as a file; `shared` is the record of the shared strings and those that continue it.
    pub fn pack(mut self, shared: &[&[u8]]) -> Option<Vec<u8>> {
        let mut stream = Vec::new();
        self.begin(&mut stream, 0x0005);
        for (number, piece) in shared.iter().enumerate() {
            record(&mut stream, if number == 0 { SHARED_STRINGS } else { CONTINUE }, &[piece]);
        }
        // Where the sheets begin is known when all the records before them are written: theirs are told last.
        let names: Vec<Vec<u8>> = (0..self.sheets.len()).map(|number| self.name(number)).collect();
        let heads: usize = names.iter().map(|name| 4 + 6 + name.len()).sum();
        let mut begin = stream.len() + heads + 4;
        for (name, sheet) in names.iter().zip(&mut self.sheets) {
            record(sheet, EOF, &[]);
            let place = u32::try_from(begin).ok()?;
            record(&mut stream, BOUND_SHEET, &[&place.to_le_bytes(), &[0; 2], name]);
            begin += sheet.len();
        }
        record(&mut stream, EOF, &[]);
        stream.extend(self.sheets.concat());
        // calamine reads the older of the two versions of such files better.
        let file = Cursor::new(Vec::new());
        let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, file).ok()?;
        file.create_stream("/Workbook").ok()?.write_all(&stream).ok()?;
        file.flush().ok()?;
        Some(file.into_inner().into_inner())
    }

    /// A sheet's name is its number: names may be said twice.
    fn name(&self, number: usize) -> Vec<u8> {
        let digits = number.to_string();
        let mut name = vec![u8::try_from(digits.len()).unwrap_or_default()];
        name.extend(self.wide.then_some(0));
        name.extend(digits.bytes());
        name
    }
}

fn places([top, left, bottom, right]: [u16; 4]) -> u64 {
    (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
}

/// Writes a record. Those that are handed on were read as records: their lengths take two bytes.
fn record(out: &mut Vec<u8>, kind: u16, pieces: &[&[u8]]) {
    let length: usize = pieces.iter().map(|piece| piece.len()).sum();
    let Ok(length) = u16::try_from(length) else { return };
    out.extend(kind.to_le_bytes());
    out.extend(length.to_le_bytes());
    for piece in pieces {
        out.extend_from_slice(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(row: u16, col: u16) -> Vec<u8> {
        let mut data = Vec::new();
        for word in [row, col, 0] {
            data.extend(word.to_le_bytes());
        }
        data.extend(1.5_f64.to_le_bytes());
        data
    }

    #[test]
    fn a_cell_too_far_off_is_left_out() {
        let mut checked = Checked::new(true);
        checked.begin_sheet();
        assert!(checked.take(NUMBER, &number(0, 0)));
        assert!(!checked.take(NUMBER, &number(u16::MAX, u16::MAX)));
        assert!(checked.take(NUMBER, &number(10, 10)));
        assert!(checked.pack(&[]).is_some());
    }

    #[test]
    fn what_is_too_short_is_not_handed_on() {
        let mut checked = Checked::new(true);
        checked.begin_sheet();
        let length = checked.sheets[0].len();
        for kind in 0..=0x0900 {
            for data in [&[][..], &[0xFF; 5], &[0xFF; 7]] {
                assert!(checked.take(kind, data));
            }
        }
        // Empty lists of merged cells are what is left.
        assert_eq!(checked.sheets[0].len(), length + 3 * 6);
    }
}
