//! Workbooks of Excel 5 to 2003 (xls).

use encoding_rs::Encoding;

use super::biff;
use super::number::NumberFormat;
use super::raw::RawSheet;
use crate::read::bytes::{f64_at, index, u16_at, u32_at};
use crate::read::{Document, Format, ReadError};

mod strings;

use strings::Strings;

/// Reads the stream that holds a workbook.
pub(in crate::read) fn read(stream: &[u8]) -> Result<Document, ReadError> {
    let workbook = Workbook::open(stream)?;
    let sheets: Vec<RawSheet> =
        workbook.listed.iter().filter_map(|listed| workbook.sheet(stream, listed)).collect();
    if sheets.is_empty() {
        return Err(ReadError::BrokenOffice);
    }
    Ok(super::document(Format::Xls, sheets))
}

/// A record: its number and what it holds.
type Record<'a> = (u16, &'a [u8]);

/// The records from a place on; they stop where the stream is cut.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, data))
    })
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    offset: u32,
    hidden: bool,
}

/// What the sheets share.
struct Workbook {
    strings: Strings,
    listed: Vec<Listed>,
    shared: Vec<String>,
    formats: Vec<NumberFormat>,
    ruled: Vec<bool>,
    early: bool,
}

impl Workbook {
    fn open(stream: &[u8]) -> Result<Self, ReadError> {
        let mut all = records(stream, 0).peekable();
        let version = match all.next() {
            Some((0x0809, data)) => u16_at(data, 0).unwrap_or(0x0600),
            _ => return Err(ReadError::BrokenOffice),
        };
        let strings = Strings::new(version >= 0x0600);
        let mut workbook = Self {
            strings,
            listed: Vec::new(),
            shared: Vec::new(),
            formats: Vec::new(),
            ruled: Vec::new(),
            early: false,
        };
        let mut own: Vec<(u16, NumberFormat)> = Vec::new();
        let mut numbers: Vec<u16> = Vec::new();
        while let Some((kind, data)) = all.next() {
            match kind {
                // FILEPASS
                0x002F => return Err(ReadError::EncryptedOffice),
                // CODEPAGE
                0x0042 => {
                    if let Some(encoding) = u16_at(data, 0).and_then(encoding) {
                        workbook.strings.encoding = encoding;
                    }
                }
                // DATEMODE
                0x0022 => workbook.early = u16_at(data, 0) == Some(1),
                // FORMAT
                0x041E => {
                    let code = data.get(2..).and_then(|rest| {
                        if workbook.strings.wide {
                            workbook.strings.long(rest)
                        } else {
                            workbook.strings.short(rest)
                        }
                    });
                    if let (Some(id), Some(code)) = (u16_at(data, 0), code) {
                        own.push((id, NumberFormat::new(&code)));
                    }
                }
                // XF
                0x00E0 => {
                    numbers.push(u16_at(data, 2).unwrap_or(0));
                    workbook.ruled.push(is_ruled(data, workbook.strings.wide));
                }
                // BOUNDSHEET; kind 0 is a sheet of cells
                0x0085 if data.get(5) == Some(&0) => {
                    if let (Some(offset), Some(name)) =
                        (u32_at(data, 0), data.get(6..).and_then(|rest| workbook.strings.short(rest)))
                    {
                        let hidden = data.get(4).is_some_and(|state| state & 3 != 0);
                        workbook.listed.push(Listed { name, offset, hidden });
                    }
                }
                // SST and its CONTINUE records
                0x00FC => {
                    let mut pieces = vec![data];
                    while let Some((_, more)) = all.next_if(|(kind, _)| *kind == 0x003C) {
                        pieces.push(more);
                    }
                    workbook.shared = strings::shared(&pieces);
                }
                // EOF
                0x000A => break,
                _ => {}
            }
        }
        let format = |id: &u16| {
            own.iter()
                .find(|(own, _)| own == id)
                .map_or_else(|| NumberFormat::built_in(u32::from(*id)), |(_, format)| format.clone())
        };
        workbook.formats = numbers.iter().map(format).collect();
        Ok(workbook)
    }

    fn sheet(&self, stream: &[u8], listed: &Listed) -> Option<RawSheet> {
        let start = index(listed.offset);
        let mut sheet = RawSheet::new(listed.name.clone());
        sheet.hidden = listed.hidden;
        // Charts and macros of old programs are listed as sheets too.
        if !matches!(records(stream, start).next(), Some((0x0809, data)) if u16_at(data, 2) == Some(0x0010)) {
            return None;
        }
        // WINDOW2, which says whether zeros are shown, stands behind the cells.
        let zeros = own_records(stream, start)
            .find(|(kind, _)| *kind == 0x023E)
            .is_none_or(|(_, data)| u16_at(data, 0).is_none_or(|flags| flags & 0x10 != 0));
        let mut filler = Filler { workbook: self, sheet, zeros, awaits: None, ended: false };
        for (kind, data) in own_records(stream, start) {
            filler.take(kind, data);
        }
        sheet = filler.sheet;
        sheet.broken |= !filler.ended;
        Some(sheet)
    }
}

/// The records of one sheet, those of charts drawn on it left out.
fn own_records(stream: &[u8], start: usize) -> impl Iterator<Item = Record<'_>> {
    let mut depth = 0_usize;
    let mut over = false;
    records(stream, start).filter_map(move |(kind, data)| {
        if over {
            return None;
        }
        match kind {
            0x0809 => depth += 1,
            0x000A => {
                depth = depth.saturating_sub(1);
                over = depth == 0;
                if over {
                    return Some((kind, data));
                }
            }
            _ if depth == 1 => return Some((kind, data)),
            _ => {}
        }
        None
    })
}

/// Fills a sheet from its records.
struct Filler<'a> {
    workbook: &'a Workbook,
    sheet: RawSheet,
    zeros: bool,
    /// The cell of a formula whose text comes in the next record.
    awaits: Option<(u32, u32, u16)>,
    ended: bool,
}

impl Filler<'_> {
    fn take(&mut self, kind: u16, data: &[u8]) {
        match kind {
            // ROW
            0x0208 => {
                if let (Some(row), Some(flags)) = (u16_at(data, 0), u16_at(data, 12))
                    && flags & 0x20 != 0
                {
                    self.sheet.hide_rows(row.into(), row.into());
                }
            }
            // COLINFO
            0x007D => {
                if let (Some(from), Some(to), Some(flags)) =
                    (u16_at(data, 0), u16_at(data, 2), u16_at(data, 8))
                    && flags & 1 != 0
                {
                    self.sheet.hide_columns(from.into(), to.into());
                }
            }
            // MERGECELLS
            0x00E5 => {
                for range in data.get(2..).unwrap_or_default().chunks_exact(8) {
                    let at = |place| u16_at(range, place).map(u32::from);
                    if let (Some(top), Some(bottom), Some(left), Some(right)) = (at(0), at(2), at(4), at(6)) {
                        self.sheet.merge(top, left, bottom, right);
                    }
                }
            }
            // STRING
            0x0207 => {
                if let (Some((row, col, style)), Some(text)) =
                    (self.awaits.take(), self.workbook.strings.long(data))
                {
                    self.put(row, col, style, text);
                }
            }
            0x000A => self.ended = true,
            _ => self.cell(kind, data),
        }
    }

    fn cell(&mut self, kind: u16, data: &[u8]) {
        let (Some(row), Some(col), Some(style)) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 4)) else {
            return;
        };
        let (row, col) = (u32::from(row), u32::from(col));
        match kind {
            // BLANK
            0x0201 => self.put(row, col, style, String::new()),
            // MULBLANK
            0x00BE => {
                let styles = data.get(4..data.len() - 2).unwrap_or_default();
                for (col, style) in (col..).zip(styles.chunks_exact(2)) {
                    self.put(row, col, u16_at(style, 0).unwrap_or(0), String::new());
                }
            }
            // LABELSST
            0x00FD => {
                let text = u32_at(data, 6).and_then(|at| self.workbook.shared.get(index(at))).cloned();
                self.put(row, col, style, text.unwrap_or_default());
            }
            // LABEL, RSTRING
            0x0204 | 0x00D6 => {
                let text = data.get(6..).and_then(|rest| self.workbook.strings.long(rest));
                self.put(row, col, style, text.unwrap_or_default());
            }
            // NUMBER
            0x0203 => {
                if let Some(value) = f64_at(data, 6) {
                    self.number(row, col, style, value);
                }
            }
            // RK
            0x027E => {
                if let Some(rk) = u32_at(data, 6) {
                    self.number(row, col, style, biff::packed(rk));
                }
            }
            // MULRK
            0x00BD => {
                let values = data.get(4..data.len() - 2).unwrap_or_default();
                for (col, value) in (col..).zip(values.chunks_exact(6)) {
                    if let (Some(style), Some(rk)) = (u16_at(value, 0), u32_at(value, 2)) {
                        self.number(row, col, style, biff::packed(rk));
                    }
                }
            }
            // BOOLERR
            0x0205 => {
                let value = data.get(6).copied().unwrap_or_default();
                let shown = if data.get(7) == Some(&1) { biff::error(value) } else { biff::truth(value) };
                self.put(row, col, style, shown.to_owned());
            }
            // FORMULA, with the value it had when it was last reckoned
            0x0006 | 0x0206 | 0x0406 => self.formula(row, col, style, data.get(6..14).unwrap_or_default()),
            _ => {}
        }
    }

    fn formula(&mut self, row: u32, col: u32, style: u16, value: &[u8]) {
        if u16_at(value, 6) != Some(0xFFFF) {
            if let Some(value) = f64_at(value, 0) {
                self.number(row, col, style, value);
            }
            return;
        }
        let inner = value.get(2).copied().unwrap_or_default();
        match value.first() {
            Some(0) => {
                self.put(row, col, style, String::new());
                self.awaits = Some((row, col, style));
            }
            Some(1) => self.put(row, col, style, biff::truth(inner).to_owned()),
            Some(2) => self.put(row, col, style, biff::error(inner).to_owned()),
            _ => self.put(row, col, style, String::new()),
        }
    }

    fn number(&mut self, row: u32, col: u32, style: u16, value: f64) {
        let shown = if value == 0.0 && !self.zeros {
            String::new()
        } else {
            match self.workbook.formats.get(usize::from(style)) {
                Some(format) => format.show(value, self.workbook.early),
                None => NumberFormat::default().show(value, self.workbook.early),
            }
        };
        self.put(row, col, style, shown);
    }

    fn put(&mut self, row: u32, col: u32, style: u16, text: String) {
        let ruled = self.workbook.ruled.get(usize::from(style)).copied().unwrap_or(false);
        self.sheet.put(row, col, text, ruled);
    }
}

/// Whether a style draws a border. The two versions keep the same bits in different places.
fn is_ruled(style: &[u8], wide: bool) -> bool {
    if wide {
        u16_at(style, 10).is_some_and(|lines| lines != 0)
    } else {
        u32_at(style, 8).is_some_and(|bits| bits & 0x01C0_0000 != 0)
            || u16_at(style, 12).is_some_and(|bits| bits & 0x01FF != 0)
    }
}

fn encoding(codepage: u16) -> Option<&'static Encoding> {
    match codepage {
        936 => Some(encoding_rs::GBK),
        54_936 => Some(encoding_rs::GB18030),
        950 => Some(encoding_rs::BIG5),
        932 => Some(encoding_rs::SHIFT_JIS),
        949 => Some(encoding_rs::EUC_KR),
        1252 => Some(encoding_rs::WINDOWS_1252),
        _ => None,
    }
}
