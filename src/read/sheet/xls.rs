//! Workbooks of Excel 5 to 2003 (xls).

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader as _, Xls, XlsOptions};

use super::number::NumberFormat;
use super::raw::RawSheet;
use super::value::Showing;
use crate::read::bytes::{index, u16_at, u32_at};
use crate::read::{Document, Format, ReadError};

mod checked;
mod strings;

use checked::Checked;
use strings::Strings;

/// Reads the stream that holds a workbook.
pub(in crate::read) fn read(stream: &[u8]) -> Result<Document, ReadError> {
    let workbook = Workbook::open(stream)?;
    let mut checked = Checked::new(workbook.strings.wide);
    let mut sheets: Vec<Aside> =
        workbook.listed.iter().filter_map(|listed| workbook.sheet(stream, listed, &mut checked)).collect();
    if sheets.is_empty() {
        return Err(ReadError::BrokenOffice);
    }
    let shared_lost = !strings::are_sound(&workbook.shared);
    let shared = if shared_lost { &[] } else { workbook.shared.as_slice() };
    let file = checked.pack(shared).ok_or(ReadError::BrokenOffice)?;
    let mut options = XlsOptions::default();
    options.force_codepage = Some(workbook.strings.codepage());
    let mut book = Xls::new_with_options(Cursor::new(file), options).map_err(|_| ReadError::BrokenOffice)?;
    for (number, aside) in sheets.iter_mut().enumerate() {
        aside.sheet.broken |= shared_lost;
        aside.fill(&mut book, number, &workbook);
    }
    Ok(super::document(Format::Xls, sheets.into_iter().map(|aside| aside.sheet).collect()))
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
struct Workbook<'a> {
    strings: Strings,
    listed: Vec<Listed>,
    /// The record of the shared strings and those that continue it.
    shared: Vec<&'a [u8]>,
    formats: Vec<NumberFormat>,
    ruled: Vec<bool>,
    early: bool,
}

impl<'a> Workbook<'a> {
    fn open(stream: &'a [u8]) -> Result<Self, ReadError> {
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
                0x0042 => workbook.strings.set_codepage(u16_at(data, 0)),
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
                    workbook.shared = vec![data];
                    while let Some((_, more)) = all.next_if(|(kind, _)| *kind == 0x003C) {
                        workbook.shared.push(more);
                    }
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

    /// Reads a sheet but for what its cells hold, and hands them on.
    fn sheet(&self, stream: &[u8], listed: &Listed, checked: &mut Checked) -> Option<Aside> {
        let start = index(listed.offset);
        let mut sheet = RawSheet::new(listed.name.clone());
        sheet.hidden = listed.hidden;
        // Charts and macros of old programs are listed as sheets too.
        if !matches!(records(stream, start).next(), Some((0x0809, data)) if u16_at(data, 2) == Some(0x0010)) {
            return None;
        }
        let mut aside = Aside { sheet, zeros: true, styles: BTreeMap::new() };
        checked.begin_sheet();
        let mut ended = false;
        for (kind, data) in own_records(stream, start) {
            match kind {
                // ROW
                0x0208 => {
                    if let (Some(row), Some(flags)) = (u16_at(data, 0), u16_at(data, 12))
                        && flags & 0x20 != 0
                    {
                        aside.sheet.hide_rows(row.into(), row.into());
                    }
                }
                // COLINFO
                0x007D => {
                    if let (Some(from), Some(to), Some(flags)) =
                        (u16_at(data, 0), u16_at(data, 2), u16_at(data, 8))
                        && flags & 1 != 0
                    {
                        aside.sheet.hide_columns(from.into(), to.into());
                    }
                }
                // WINDOW2
                0x023E => aside.zeros &= u16_at(data, 0).is_none_or(|flags| flags & 0x10 != 0),
                // BLANK
                0x0201 => aside.styles(self, data, data.get(4..6).unwrap_or_default(), 2),
                // MULBLANK: a style for each column, the last column
                0x00BE => {
                    aside.styles(
                        self,
                        data,
                        data.get(4..data.len().saturating_sub(2)).unwrap_or_default(),
                        2,
                    );
                }
                // MULRK: a style and a number for each column, the last column
                0x00BD => {
                    aside.styles(
                        self,
                        data,
                        data.get(4..data.len().saturating_sub(2)).unwrap_or_default(),
                        6,
                    );
                }
                // NUMBER, RK, LABELSST, LABEL, RSTRING, BOOLERR, FORMULA
                0x0203 | 0x027E | 0x00FD | 0x0204 | 0x00D6 | 0x0205 | 0x0006 | 0x0206 | 0x0406 => {
                    aside.styles(self, data, data.get(4..6).unwrap_or_default(), 2);
                }
                0x000A => ended = true,
                _ => {}
            }
            if !checked.take(kind, data) {
                aside.sheet.leave_out();
            }
        }
        aside.sheet.broken |= !ended;
        Some(aside)
    }

    fn is_ruled(&self, style: u16) -> bool {
        self.ruled.get(usize::from(style)).copied().unwrap_or(false)
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

/// A sheet without what its cells hold.
struct Aside {
    sheet: RawSheet,
    /// Whether zeros are shown.
    zeros: bool,
    styles: BTreeMap<(u32, u32), u16>,
}

impl Aside {
    /// Keeps the styles of cells side by side from the place at a record's head on, one in every `step` bytes.
    fn styles(&mut self, workbook: &Workbook<'_>, data: &[u8], styles: &[u8], step: usize) {
        let (Some(row), Some(col)) = (u16_at(data, 0), u16_at(data, 2)) else { return };
        for (col, style) in (u32::from(col)..).zip(styles.chunks_exact(step)) {
            let style = u16_at(style, 0).unwrap_or(0);
            self.sheet.put(row.into(), col, String::new(), workbook.is_ruled(style));
            self.styles.insert((row.into(), col), style);
        }
    }

    /// Fills the sheet with what its cells hold.
    fn fill(&mut self, book: &mut Xls<Cursor<Vec<u8>>>, number: usize, workbook: &Workbook<'_>) {
        let name = number.to_string();
        for merge in book.merge_cells_by_sheet_name(&name).unwrap_or_default() {
            self.sheet.merge(merge.start.0, merge.start.1, merge.end.0, merge.end.1);
        }
        let Ok(range) = book.worksheet_range(&name) else {
            self.sheet.broken = true;
            return;
        };
        let showing = Showing { early: workbook.early, zeros: self.zeros };
        let (top, left) = range.start().unwrap_or_default();
        let place = |from: u32, at: usize| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(from);
        for (row, col, value) in range.used_cells() {
            let at = (place(top, row), place(left, col));
            let style = self.styles.get(&at).copied().unwrap_or(0);
            let text = showing.text(value, workbook.formats.get(usize::from(style)));
            self.sheet.put(at.0, at.1, text, workbook.is_ruled(style));
        }
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
