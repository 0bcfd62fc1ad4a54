//! What was read, for other programs: tidy CSV, workbooks, SARIF.

pub mod csv;
pub mod sarif;
#[cfg(feature = "xlsx")]
pub mod xlsx;

use crate::origin::Origin;

/// A place in words: `第 3 页`, `第 12 行`, `表1!B7`.
#[must_use]
pub fn place(origin: &Origin) -> String {
    match origin {
        Origin::Page { page, .. } => format!("第 {page} 页"),
        Origin::Line { line, .. } => format!("第 {line} 行"),
        Origin::Sheet { sheet, cell } => format!("{sheet}!{cell}"),
    }
}
