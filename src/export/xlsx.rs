//! The tables as a workbook, a sheet each, laid out as they were printed.

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::disclosure::model::{ColumnKind, Table};

/// The bytes of a workbook with the tables.
///
/// # Errors
/// Where the tables do not fit a workbook (more rows or columns than it can hold).
pub fn write(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    for table in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(table))?;
        fill(sheet, table)?;
    }
    if tables.is_empty() {
        workbook.add_worksheet();
    }
    workbook.save_to_buffer()
}

/// A sheet's name: number and title, at most 31 characters, without the characters Excel refuses.
fn sheet_name(table: &Table) -> String {
    let title: String = table.title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).collect();
    format!("{} {title}", table.index + 1).chars().take(31).collect::<String>().trim().to_owned()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let plain = Format::new().set_border(FormatBorder::Thin);
    sheet.write_string_with_format(0, 0, &table.title, &Format::new().set_bold())?;
    if let Some(unit) = table.unit {
        sheet.write_string(1, 0, format!("单位：{}", unit.label()))?;
    }
    let levels = table.columns.iter().map(|column| column.path.len()).max().unwrap_or(0);
    for (col, column) in (0_u16..).zip(&table.columns) {
        for (row, name) in (2_u32..).zip(&column.path) {
            sheet.write_string_with_format(row, col, name, &head)?;
        }
        sheet.set_column_width(col, if column.kind == ColumnKind::Amount { 16 } else { 28 })?;
    }
    let first = u32::try_from(levels).unwrap_or(u32::MAX).saturating_add(2);
    for (number, row) in (first..).zip(&table.rows) {
        for (col, cell) in (0_u16..).zip(&row.cells) {
            // A workbook holds binary numbers; the printed decimals are kept by the format.
            match cell.amount.and_then(|amount| Some((amount.to_f64()?, amount.scale()))) {
                Some((value, scale)) => {
                    let decimals = "0".repeat(scale as usize);
                    let pattern = if scale == 0 { "#,##0".to_owned() } else { format!("#,##0.{decimals}") };
                    sheet.write_number_with_format(
                        number,
                        col,
                        value,
                        &plain.clone().set_num_format(pattern),
                    )?;
                }
                None => {
                    sheet.write_string_with_format(number, col, &cell.text, &plain)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(first, 0)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_is_a_zip_file() {
        let table = Table { title: "收支[总]表".to_owned(), ..Table::default() };
        assert_eq!(sheet_name(&table), "1 收支总表");
        assert!(write(&[table]).is_ok_and(|bytes| bytes.starts_with(b"PK")));
    }
}
