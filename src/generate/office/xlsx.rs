//! A workbook: a sheet a table, as the systems that keep the books hand them out.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Format, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use super::super::table::{Align, Sheet};
use super::super::{Part, Synthetic};
use super::habits::{Figures, Habits};
use super::{Slot, heading, slots};

/// Writes the document; prose but for the cover and the contents has no place in a workbook.
///
/// # Errors
/// Where the workbook cannot be written.
pub fn write(document: &Synthetic, habits: Habits) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    for part in &document.parts {
        match part {
            Part::Cover(lines) => front(workbook.add_worksheet().set_name("封面")?, lines)?,
            Part::Contents(lines) => front(workbook.add_worksheet().set_name("目录")?, lines)?,
            Part::Table(index) if !habits.one_sheet => {
                let name = format!("表{}", index + 1);
                let sheet = workbook.add_worksheet().set_name(name)?;
                Place::begin(sheet, habits)?.table(document, *index)?;
            }
            _ => {}
        }
    }
    if habits.one_sheet {
        let mut place = Place::begin(workbook.add_worksheet().set_name("公开表")?, habits)?;
        for part in &document.parts {
            if let Part::Table(index) = part {
                place.table(document, *index)?;
                place.row += 2;
            }
        }
    }
    if habits.helpers {
        let sheet = workbook.add_worksheet().set_name("取数底稿")?;
        Place::begin(sheet, habits)?.table(document, 0)?;
        sheet.set_hidden(true);
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

/// Where on a sheet the next table begins.
struct Place<'a> {
    sheet: &'a mut Worksheet,
    habits: Habits,
    row: u32,
    left: u16,
}

impl<'a> Place<'a> {
    /// Begins a sheet. A hidden column for helping figures stands before all others.
    fn begin(sheet: &'a mut Worksheet, habits: Habits) -> Result<Self, XlsxError> {
        let mut left = habits.margin;
        if habits.helpers {
            sheet.set_column_hidden(left)?;
            left += 1;
        }
        Ok(Self { sheet, habits, row: u32::from(habits.margin), left })
    }

    fn table(&mut self, document: &Synthetic, index: usize) -> Result<(), XlsxError> {
        let Some(table) = document.tables.get(index) else { return Ok(()) };
        let laid = Sheet::new(table, document.look);
        let last = self.left + u16::try_from(laid.widths.len().saturating_sub(1)).unwrap_or(0);
        let plain = Format::new();
        // Printed, a table is as wide as its page.
        self.sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        let widths = column_widths(&laid);
        for (col, width) in (self.left..).zip(&widths) {
            self.sheet.set_column_width(col, *width)?;
        }
        for line in heading(document, index) {
            let right = line.starts_with("单位：");
            if line == table.title && last > self.left {
                self.sheet.merge_range(self.row, self.left, self.row, last, &line, &plain)?;
            } else {
                // The unit stands at the right of the owner's line.
                self.row -= u32::from(right);
                let col = if right { last.max(self.left + 1) } else { self.left };
                self.sheet.write_string(self.row, col, &line)?;
            }
            self.row += 1;
        }
        for (number, line) in slots(&laid).iter().enumerate() {
            self.sheet.set_row_height(self.row, 16.0 * lines(line, &widths))?;
            for (col, slot) in (self.left..).zip(line) {
                self.slot(document, col, slot)?;
            }
            if self.habits.helpers {
                self.sheet.write_number(self.row, self.left - 1, 1_234.5)?;
            }
            self.row += 1;
            if self.habits.helpers && number == laid.header.len() {
                self.helping_row(last)?;
            }
        }
        for note in &table.notes {
            self.sheet.write_string(self.row, self.left, note)?;
            self.row += 1;
        }
        Ok(())
    }

    /// A hidden row of figures in the midst of the table.
    fn helping_row(&mut self, last: u16) -> Result<(), XlsxError> {
        for col in self.left..=last {
            self.sheet.write_number(self.row, col, 4_321.5)?;
        }
        self.sheet.set_row_hidden(self.row)?;
        self.row += 1;
        Ok(())
    }

    fn slot(&mut self, document: &Synthetic, col: u16, slot: &Slot<'_>) -> Result<(), XlsxError> {
        let (sheet, row) = (&mut *self.sheet, self.row);
        let border = if self.habits.bare { FormatBorder::None } else { FormatBorder::Thin };
        let ruled = Format::new().set_border(border).set_text_wrap();
        let cell = match slot {
            Slot::Begins(cell) => cell,
            Slot::Empty => return sheet.write_blank(row, col, &ruled).map(drop),
            Slot::Left | Slot::Above(_) => return Ok(()),
        };
        let down = row + u32::try_from(cell.rows.saturating_sub(1)).unwrap_or(0);
        let right = col + u16::try_from(cell.cols.saturating_sub(1)).unwrap_or(0);
        if (down, right) != (row, col) {
            sheet.merge_range(row, col, down, right, "", &ruled)?;
        }
        // Some systems hand figures out as text.
        let as_text = document.seed.is_multiple_of(3) && self.habits.figures == Figures::Numbers;
        let stored = figure(&cell.text).filter(|_| cell.align == Align::Right && !as_text);
        let Some((value, pattern)) = stored else {
            return sheet.write_string_with_format(row, col, &cell.text, &ruled).map(drop);
        };
        match self.habits.figures {
            Figures::Text => sheet.write_string_with_format(row, col, &cell.text, &ruled),
            Figures::FullWidth => sheet.write_string_with_format(row, col, full_width(&cell.text), &ruled),
            Figures::Formulas => {
                let formula = Formula::new("=SUM(XA1:XB2)").set_result(value.to_string());
                sheet.write_formula_with_format(row, col, formula, &ruled.set_num_format(pattern))
            }
            // In this format zero is a dash.
            Figures::Accounting if pattern == "#,##0.00" && value != 0.0 => {
                sheet.write_number_with_format(row, col, value, &ruled.set_num_format(ACCOUNTING))
            }
            Figures::Accounting | Figures::Numbers => {
                sheet.write_number_with_format(row, col, value, &ruled.set_num_format(pattern))
            }
        }
        .map(drop)
    }
}

const ACCOUNTING: &str = "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ";

/// A figure as it is typed with a Chinese keyboard.
fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c })
        .collect()
}

/// A printed figure as a binary number and the pattern that prints it so.
fn figure(text: &str) -> Option<(f64, String)> {
    let amount: Decimal = text.replace(',', "").parse().ok()?;
    let whole = if text.contains(',') { "#,##0" } else { "0" };
    let decimals = "0".repeat(usize::try_from(amount.scale()).unwrap_or(0));
    let pattern = if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") };
    Some((amount.to_f64()?, pattern))
}
