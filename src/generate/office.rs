//! Writes a synthetic disclosure as the files of an office: a web page, a Word document, a workbook.

pub mod docx;
pub mod habits;
pub mod html;
#[cfg(feature = "xlsx")]
pub mod xlsx;
mod zip;

use super::Synthetic;
use super::table::{Cell, Sheet};

/// What stands at a place of a sheet.
#[derive(Debug, Clone, Copy)]
enum Slot<'a> {
    /// A cell begins here.
    Begins(&'a Cell),
    /// Nothing.
    Empty,
    /// A cell that began in this row, to the left.
    Left,
    /// A cell that began in a row above, at this column.
    Above(&'a Cell),
}

/// A sheet row by row with every place told, the rows of the header first.
fn slots(sheet: &Sheet) -> Vec<Vec<Slot<'_>>> {
    let width = sheet.widths.len();
    let rows: Vec<&Vec<Cell>> = sheet.header.iter().chain(&sheet.body).collect();
    let mut out = vec![vec![Slot::Empty; width]; rows.len()];
    for (number, cells) in rows.iter().enumerate() {
        for cell in *cells {
            for (down, line) in out.iter_mut().skip(number).take(cell.rows).enumerate() {
                for (along, slot) in line.iter_mut().skip(cell.col).take(cell.cols).enumerate() {
                    *slot = match (down, along) {
                        (0, 0) => Slot::Begins(cell),
                        (_, 0) => Slot::Above(cell),
                        _ => Slot::Left,
                    };
                }
            }
        }
    }
    out
}

/// Whether a note says of itself that it is one.
fn is_marked(note: &str) -> bool {
    note.starts_with("注：") || note.starts_with("备注：")
}

/// The rows over a table that hold its title, its owner and its unit, as wide as the table.
fn captions(document: &Synthetic, index: usize, width: usize) -> Vec<Vec<(usize, String)>> {
    let Some(table) = document.tables.get(index) else { return Vec::new() };
    let mut rows = Vec::new();
    if let Some(label) = &table.label {
        rows.push(vec![(width, label.clone())]);
    }
    rows.push(vec![(width, table.title.clone())]);
    let owner = format!("编制单位：{}", document.organization);
    match table.unit.map(|unit| format!("单位：{}", unit.label())) {
        Some(unit) if width > 1 => rows.push(vec![(width - 1, owner), (1, unit)]),
        Some(unit) => rows.extend([vec![(1, owner)], vec![(1, unit)]]),
        None => rows.push(vec![(width, owner)]),
    }
    rows
}

/// The lines over a table: label, title, whose and in which unit.
fn heading(document: &Synthetic, index: usize) -> Vec<String> {
    let Some(table) = document.tables.get(index) else { return Vec::new() };
    let unit = table.unit.map(|unit| format!("单位：{}", unit.label()));
    let mut lines: Vec<String> = table.label.iter().cloned().collect();
    lines.push(table.title.clone());
    lines.push(format!("编制单位：{}", document.organization));
    lines.extend(unit);
    lines
}
