//! Workbooks of Excel 2007 and later in their binary form (xlsb).

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsb};

use super::number::NumberFormat;
use super::raw::RawSheet;
use super::value::Showing;
use crate::read::bytes::{index, u16_at, u32_at};
use crate::read::package::Package;
use crate::read::{Document, Format, ReadError};

mod checked;

use checked::Checked;

/// A disclosure has no more sheets than this.
const MAX_SHEETS: usize = 500;

/// Reads a workbook; `main` is the path of its workbook part.
pub(in crate::read) fn read(package: &Package<'_>, main: &str) -> Result<Document, ReadError> {
    let workbook = package.part(main)?.ok_or(ReadError::BrokenOffice)?;
    let relations = package.relations(main);
    let part = |kind: &str| match relations.iter().find(|relation| relation.kind == kind) {
        Some(relation) => Ok(package.part(&relation.target)?.unwrap_or_default()),
        None => Ok(Vec::new()),
    };
    let mut checked = Checked::new(&part("sharedStrings")?);
    let styles = Styles::read(&part("styles")?);
    let mut early = false;
    let mut sheets = Vec::new();
    for (kind, data) in records(&workbook) {
        match kind {
            // BrtWbProp
            153 => early = u32_at(data, 0).is_some_and(|flags| flags & 1 == 1),
            // BrtBundleSh
            156 if sheets.len() < MAX_SHEETS => {
                let Some((id, next)) = wide_string(data, 8) else { continue };
                let Some((name, _)) = wide_string(data, next) else { continue };
                let Some(relation) = relations.iter().find(|relation| relation.id == id) else { continue };
                if relation.kind != "worksheet" {
                    continue;
                }
                let mut sheet = RawSheet::new(name);
                sheet.hidden = u32_at(data, 0).is_some_and(|state| state != 0);
                let part = package.part(&relation.target)?;
                sheet.broken |= part.is_none();
                sheets.push(Aside::read(sheet, &part.unwrap_or_default(), &mut checked, &styles));
            }
            _ => {}
        }
    }
    if sheets.is_empty() {
        return Err(ReadError::BrokenOffice);
    }
    let file = checked.pack().ok_or(ReadError::BrokenOffice)?;
    let mut book = Xlsb::new(Cursor::new(file)).map_err(|_| ReadError::BrokenOffice)?;
    for (number, aside) in sheets.iter_mut().enumerate() {
        aside.fill(&mut book, number, &styles, early);
    }
    Ok(super::document(Format::Xlsx, sheets.into_iter().map(|aside| aside.sheet).collect()))
}

/// The records of a part; numbers and lengths take as many bytes as they need.
fn records(part: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let first = *part.get(at)?;
        at += 1;
        let mut kind = u16::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u16::from(*part.get(at)? & 0x7F) << 7;
            at += 1;
        }
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21] {
            let byte = *part.get(at)?;
            at += 1;
            length |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let data = part.get(at..at.checked_add(length)?)?;
        at += length;
        Some((kind, data))
    })
}

/// A string at a place, and the place behind it.
fn wide_string(data: &[u8], at: usize) -> Option<(String, usize)> {
    let length = index(u32_at(data, at)?);
    // An absent string has the largest length.
    if length == index(u32::MAX) {
        return Some((String::new(), at + 4));
    }
    let end = at.checked_add(4)?.checked_add(length.checked_mul(2)?)?;
    let units: Vec<u16> =
        data.get(at + 4..end)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some((String::from_utf16_lossy(&units), end))
}

/// How cells are shown, by the number they name.
#[derive(Default)]
struct Styles {
    formats: Vec<NumberFormat>,
    ruled: Vec<bool>,
}

impl Styles {
    fn read(part: &[u8]) -> Self {
        let mut styles = Self::default();
        let mut own: Vec<(u16, NumberFormat)> = Vec::new();
        let mut borders: Vec<bool> = Vec::new();
        let mut of_cells = false;
        for (kind, data) in records(part) {
            match kind {
                // BrtFmt
                44 => {
                    if let (Some(id), Some((code, _))) = (u16_at(data, 0), wide_string(data, 2)) {
                        own.push((id, NumberFormat::new(&code)));
                    }
                }
                // BrtBorder: the kinds of line stand ten bytes apart
                46 => borders
                    .push([1, 11, 21, 31].iter().any(|&at| data.get(at).is_some_and(|line| *line != 0))),
                // BrtBeginCellXFs, BrtEndCellXFs
                617 => of_cells = true,
                618 => of_cells = false,
                // BrtXF
                47 if of_cells => {
                    let id = u16_at(data, 2).unwrap_or(0);
                    let format = own.iter().find(|(own, _)| *own == id).map(|(_, format)| format.clone());
                    styles.formats.push(format.unwrap_or_else(|| NumberFormat::built_in(u32::from(id))));
                    let border = u16_at(data, 8).map_or(0, usize::from);
                    styles.ruled.push(borders.get(border).copied().unwrap_or(false));
                }
                _ => {}
            }
        }
        styles
    }

    fn is_ruled(&self, style: usize) -> bool {
        self.ruled.get(style).copied().unwrap_or(false)
    }
}

/// A sheet without what its cells hold.
struct Aside {
    sheet: RawSheet,
    /// Whether zeros are shown.
    zeros: bool,
    /// The style of each cell handed on, in their order.
    styles: Vec<usize>,
}

impl Aside {
    /// Reads it, and hands its cells on.
    fn read(sheet: RawSheet, part: &[u8], checked: &mut Checked, styles: &Styles) -> Self {
        let mut aside = Self { sheet, zeros: true, styles: Vec::new() };
        let mut row = 0_u32;
        let mut ended = false;
        checked.begin_sheet();
        for (kind, data) in records(part) {
            match kind {
                // BrtRowHdr
                0 => {
                    row = u32_at(data, 0).unwrap_or(row);
                    checked.row(row);
                    if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                        aside.sheet.hide_rows(row, row);
                    }
                }
                // BrtColInfo
                60 => {
                    if let (Some(from), Some(to), Some(flags)) =
                        (u32_at(data, 0), u32_at(data, 4), u16_at(data, 16))
                        && flags & 1 != 0
                    {
                        aside.sheet.hide_columns(from, to);
                    }
                }
                // BrtMergeCell
                176 => {
                    let at = |place| u32_at(data, place);
                    if let (Some(top), Some(bottom), Some(left), Some(right)) = (at(0), at(4), at(8), at(12))
                    {
                        aside.sheet.merge(top, left, bottom, right);
                    }
                }
                // BrtBeginWsView
                137 => aside.zeros &= u16_at(data, 0).is_none_or(|flags| flags & 0x10 != 0),
                // BrtEndSheetData
                146 => ended = true,
                1..=11 => {
                    let (Some(col), Some(style)) = (u32_at(data, 0), u32_at(data, 4)) else { continue };
                    let style = index(style & 0x00FF_FFFF);
                    aside.sheet.put(row, col, String::new(), styles.is_ruled(style));
                    if checked.cell(kind, data) {
                        aside.styles.push(style);
                    }
                }
                _ => {}
            }
        }
        aside.sheet.broken |= !ended;
        aside
    }

    /// Fills the sheet with what its cells hold.
    fn fill(&mut self, book: &mut Xlsb<Cursor<Vec<u8>>>, number: usize, styles: &Styles, early: bool) {
        let showing = Showing { early, zeros: self.zeros };
        let Ok(mut cells) = book.worksheet_cells_reader(&number.to_string()) else {
            self.sheet.broken = true;
            return;
        };
        for &style in &self.styles {
            let Ok(Some(cell)) = cells.next_cell() else {
                self.sheet.broken = true;
                return;
            };
            let (row, col) = cell.get_position();
            let value = Data::from(cell.get_value().clone());
            let text = showing.text(&value, styles.formats.get(style));
            self.sheet.put(row, col, text, styles.is_ruled(style));
        }
    }
}
