//! Workbooks of Excel 2007 and later in their binary form (xlsb).

use super::biff;
use super::number::NumberFormat;
use super::raw::RawSheet;
use crate::read::bytes::{f64_at, index, u16_at, u32_at};
use crate::read::package::Package;
use crate::read::{Document, Format, ReadError};

/// Reads a workbook; `main` is the path of its workbook part.
pub(in crate::read) fn read(package: &Package<'_>, main: &str) -> Result<Document, ReadError> {
    let workbook = package.part(main)?.ok_or(ReadError::BrokenOffice)?;
    let relations = package.relations(main);
    let part = |kind: &str| match relations.iter().find(|relation| relation.kind == kind) {
        Some(relation) => Ok(package.part(&relation.target)?.unwrap_or_default()),
        None => Ok(Vec::new()),
    };
    let mut context = Context { strings: shared_strings(&part("sharedStrings")?), ..Context::default() };
    context.styles(&part("styles")?);
    let mut sheets = Vec::new();
    for (kind, data) in records(&workbook) {
        match kind {
            // BrtWbProp
            153 => context.early = u32_at(data, 0).is_some_and(|flags| flags & 1 == 1),
            // BrtBundleSh
            156 => {
                let Some((id, next)) = wide_string(data, 8) else { continue };
                let Some((name, _)) = wide_string(data, next) else { continue };
                let Some(relation) = relations.iter().find(|relation| relation.id == id) else { continue };
                if relation.kind != "worksheet" {
                    continue;
                }
                let mut sheet = RawSheet::new(name);
                sheet.hidden = u32_at(data, 0).is_some_and(|state| state != 0);
                match package.part(&relation.target)? {
                    Some(bytes) => context.fill(&mut sheet, &bytes),
                    None => sheet.broken = true,
                }
                sheets.push(sheet);
            }
            _ => {}
        }
    }
    if sheets.is_empty() {
        return Err(ReadError::BrokenOffice);
    }
    Ok(super::document(Format::Xlsx, sheets))
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

fn shared_strings(part: &[u8]) -> Vec<String> {
    let items = records(part).filter(|(kind, _)| *kind == 19);
    items.map(|(_, data)| wide_string(data, 1).map(|(text, _)| text).unwrap_or_default()).collect()
}

#[derive(Default)]
struct Context {
    strings: Vec<String>,
    formats: Vec<NumberFormat>,
    ruled: Vec<bool>,
    early: bool,
}

impl Context {
    fn styles(&mut self, part: &[u8]) {
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
                    self.formats.push(format.unwrap_or_else(|| NumberFormat::built_in(u32::from(id))));
                    let border = u16_at(data, 8).map_or(0, usize::from);
                    self.ruled.push(borders.get(border).copied().unwrap_or(false));
                }
                _ => {}
            }
        }
    }

    fn fill(&self, sheet: &mut RawSheet, part: &[u8]) {
        let mut row = 0_u32;
        let mut zeros = true;
        let mut ended = false;
        for (kind, data) in records(part) {
            match kind {
                // BrtRowHdr
                0 => {
                    row = u32_at(data, 0).unwrap_or(row);
                    if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                        sheet.hide_rows(row, row);
                    }
                }
                // BrtColInfo
                60 => {
                    if let (Some(from), Some(to), Some(flags)) =
                        (u32_at(data, 0), u32_at(data, 4), u16_at(data, 16))
                        && flags & 1 != 0
                    {
                        sheet.hide_columns(from, to);
                    }
                }
                // BrtMergeCell
                176 => {
                    let at = |place| u32_at(data, place);
                    if let (Some(top), Some(bottom), Some(left), Some(right)) = (at(0), at(4), at(8), at(12))
                    {
                        sheet.merge(top, left, bottom, right);
                    }
                }
                // BrtBeginWsView
                137 => zeros &= u16_at(data, 0).is_none_or(|flags| flags & 0x10 != 0),
                // BrtEndSheetData
                146 => ended = true,
                1..=11 => {
                    let (Some(col), Some(style)) = (u32_at(data, 0), u32_at(data, 4)) else { continue };
                    let style = index(style & 0x00FF_FFFF);
                    let shown = self.cell(kind, data, style, zeros);
                    sheet.put(row, col, shown, self.ruled.get(style).copied().unwrap_or(false));
                }
                _ => {}
            }
        }
        sheet.broken |= !ended;
    }

    /// What a cell shows; formulas have the value they had when they were last reckoned.
    fn cell(&self, kind: u16, data: &[u8], style: usize, zeros: bool) -> String {
        let number = match kind {
            2 => u32_at(data, 8).map(biff::packed),
            5 | 9 => f64_at(data, 8),
            _ => None,
        };
        if let Some(number) = number {
            if number == 0.0 && !zeros {
                return String::new();
            }
            return match self.formats.get(style) {
                Some(format) => format.show(number, self.early),
                None => NumberFormat::default().show(number, self.early),
            };
        }
        let byte = data.get(8).copied().unwrap_or_default();
        match kind {
            3 | 11 => biff::error(byte).to_owned(),
            4 | 10 => biff::truth(byte).to_owned(),
            6 | 8 => wide_string(data, 8).map(|(text, _)| text).unwrap_or_default(),
            7 => u32_at(data, 8).and_then(|at| self.strings.get(index(at))).cloned().unwrap_or_default(),
            _ => String::new(),
        }
    }
}
