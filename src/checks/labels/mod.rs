//! Codes, names and numbers of tables: what is printed against the classification, against the rest of the
//! document and against the form.

pub mod codes;
pub mod members;
pub mod names;
pub mod numbers;
pub mod outdated;
pub mod parents;

use crate::disclosure::model::{Row, Table};
use crate::origin::Origin;
use crate::report::{Category, Finding, Severity};

/// A finding about rows of a table.
struct About<'a> {
    rule: &'a str,
    severity: Severity,
    message: String,
    expected: Option<String>,
    actual: Option<String>,
    suggestion: String,
}

impl About<'_> {
    /// As the report has it, at the rows of a table.
    fn at(self, table: &Table, rows: &[usize]) -> Finding {
        let origin = rows.iter().filter_map(|&row| place(table.rows.get(row)?)).collect();
        Finding { table: Some(table.index), row: rows.first().copied(), origin, ..self.anywhere() }
    }

    /// As the report has it, without a table.
    fn anywhere(self) -> Finding {
        Finding {
            expected: self.expected,
            actual: self.actual,
            suggestion: Some(self.suggestion),
            ..Finding::new(self.rule, self.severity, Category::CodeOrLabel, self.message)
        }
    }
}

/// Where a row begins: its code or name, or else its first cell with a place.
fn place(row: &Row) -> Option<Origin> {
    row.cells.iter().find_map(|cell| cell.origin.clone().filter(|_| !cell.text.trim().is_empty()))
}

/// A few names for a message: the first, and how many more.
fn some(names: &[String], most: usize) -> String {
    let shown = names.iter().take(most).cloned().collect::<Vec<_>>().join("、");
    if names.len() > most { format!("{shown} 等 {} 处", names.len()) } else { shown }
}
