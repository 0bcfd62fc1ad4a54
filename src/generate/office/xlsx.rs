//! A workbook: a sheet a table, as the systems that keep the books hand them out.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Format, FormatBorder, Workbook, Worksheet, XlsxError};

use super::super::table::{Align, Sheet};
use super::super::{Part, Synthetic};
use super::{Slot, heading, slots};

/// Writes the document; prose but for the cover and the contents has no place in a workbook.
///
/// # Errors
/// Where the workbook cannot be written.
pub fn write(document: &Synthetic) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    for part in &document.parts {
        match part {
            Part::Cover(lines) => front(workbook.add_worksheet().set_name("封面")?, lines)?,
            Part::Contents(lines) => front(workbook.add_worksheet().set_name("目录")?, lines)?,
            Part::Table(index) => {
                let name = format!("表{}", index + 1);
                table(workbook.add_worksheet().set_name(name)?, document, *index)?;
            }
            Part::Chapter(_) | Part::Heading(_) | Part::Paragraph(_) => {}
        }
    }
    workbook.save_to_buffer()
}

fn front(sheet: &mut Worksheet, lines: &[String]) -> Result<(), XlsxError> {
    for (row, line) in (2_u32..).step_by(2).zip(lines) {
        sheet.write_string(row, 1, line)?;
    }
    Ok(())
}

/// Widths in which every figure is shown whole.
fn column_widths(sheet: &Sheet) -> Vec<f64> {
    let mut widths: Vec<f64> = sheet.widths.iter().map(|width| f64::from(*width) * 1.2).collect();
    for cell in sheet.body.iter().flatten().filter(|cell| cell.align == Align::Right) {
        if let Some(width) = widths.get_mut(cell.col) {
            *width = width.max(f64::from(u16::try_from(cell.text.len()).unwrap_or(20)) * 1.2 + 2.0);
        }
    }
    widths
}

/// How many lines a row needs, its words wrapped.
fn lines(row: &[Slot<'_>], widths: &[f64]) -> f64 {
    let need = |slot: &Slot<'_>| {
        let Slot::Begins(cell) = slot else { return 1.0 };
        let room: f64 = widths.iter().skip(cell.col).take(cell.cols).sum();
        let text: f64 = cell.text.chars().map(|c| if c.is_ascii() { 1.2 } else { 2.4 }).sum();
        (text / room.max(1.0)).ceil() / f64::from(u16::try_from(cell.rows).unwrap_or(1))
    };
    row.iter().map(need).fold(1.0, f64::max)
}

fn table(sheet: &mut Worksheet, document: &Synthetic, index: usize) -> Result<(), XlsxError> {
    let Some(table) = document.tables.get(index) else { return Ok(()) };
    let laid = Sheet::new(table, document.look);
    let last = u16::try_from(laid.widths.len().saturating_sub(1)).unwrap_or(0);
    let plain = Format::new();
    // Printed, a table is as wide as its page.
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let widths = column_widths(&laid);
    for (col, width) in (0_u16..).zip(&widths) {
        sheet.set_column_width(col, *width)?;
    }
    let mut row = 0_u32;
    for line in heading(document, index) {
        let right = line.starts_with("单位：");
        if line == table.title && last > 0 {
            sheet.merge_range(row, 0, row, last, &line, &plain)?;
        } else {
            // The unit stands at the right of the owner's line.
            let at = if right { row.saturating_sub(1) } else { row };
            sheet.write_string(at, if right { last.max(1) } else { 0 }, &line)?;
            row -= u32::from(right);
        }
        row += 1;
    }
    // Some systems hand figures out as text.
    let as_text = document.seed.is_multiple_of(3);
    for line in slots(&laid) {
        sheet.set_row_height(row, 16.0 * lines(&line, &widths))?;
        for (col, slot) in (0_u16..).zip(line) {
            match slot {
                Slot::Begins(cell) => {
                    let ruled = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
                    let down = row + u32::try_from(cell.rows.saturating_sub(1)).unwrap_or(0);
                    let right = col + u16::try_from(cell.cols.saturating_sub(1)).unwrap_or(0);
                    if (down, right) != (row, col) {
                        sheet.merge_range(row, col, down, right, "", &ruled)?;
                    }
                    match figure(&cell.text).filter(|_| cell.align == Align::Right && !as_text) {
                        Some((value, pattern)) => {
                            let format = ruled.set_num_format(pattern);
                            sheet.write_number_with_format(row, col, value, &format)?;
                        }
                        None => {
                            sheet.write_string_with_format(row, col, &cell.text, &ruled)?;
                        }
                    }
                }
                Slot::Empty => {
                    sheet.write_blank(row, col, &Format::new().set_border(FormatBorder::Thin))?;
                }
                Slot::Left | Slot::Above(_) => {}
            }
        }
        row += 1;
    }
    for note in &table.notes {
        sheet.write_string(row, 0, note)?;
        row += 1;
    }
    Ok(())
}

/// A printed figure as a binary number and the pattern that prints it so.
fn figure(text: &str) -> Option<(f64, String)> {
    let amount: Decimal = text.replace(',', "").parse().ok()?;
    let whole = if text.contains(',') { "#,##0" } else { "0" };
    let decimals = "0".repeat(usize::try_from(amount.scale()).unwrap_or(0));
    let pattern = if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") };
    Some((amount.to_f64()?, pattern))
}
