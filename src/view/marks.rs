//! Which cells and places a finding concerns.

use std::collections::BTreeMap;

use super::steps::steps;
use crate::disclosure::model::Table;
use crate::origin::Origin;
use crate::report::{Finding, Report};

/// Why a cell is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A figure of the equation.
    Part,
    /// The figure accused.
    Accused,
}

/// A cell by table, row and column.
pub type At = (usize, usize, usize);

/// The cells a finding concerns: the figures of its first equation and the one accused. The other equations only
/// bear it out.
#[must_use]
pub fn of_finding(finding: &Finding) -> BTreeMap<At, Mark> {
    let mut marks = BTreeMap::new();
    if let Some(equation) = finding.equations.first() {
        for term in steps(equation).into_iter().map(|step| step.term) {
            if let (Some(table), Some(row), Some(column)) = (term.table, term.row, term.column) {
                marks.insert((table, row, column), Mark::Part);
            }
        }
    }
    if let (Some(table), Some(row), Some(column)) = (finding.table, finding.row, finding.column) {
        marks.insert((table, row, column), Mark::Accused);
    }
    marks
}

/// Where a table begins: its cells on its first page, or the line of its first cell.
#[must_use]
pub fn beginning(table: &Table) -> Option<Origin> {
    let mut origins = table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.origin.as_ref());
    let first = origins.next()?.clone();
    // A union with a place on another page changes nothing.
    Some(origins.fold(first, |all, origin| all.union(origin)))
}

/// Every cell that some finding accuses, with the number of the first such finding.
#[must_use]
pub fn accused(report: &Report) -> BTreeMap<At, usize> {
    let mut cells = BTreeMap::new();
    for (index, finding) in report.findings.iter().enumerate() {
        if let (Some(table), Some(row), Some(column)) = (finding.table, finding.row, finding.column) {
            cells.entry((table, row, column)).or_insert(index);
        }
    }
    cells
}

/// The table a finding is best shown in: its own, or the first one an equation names.
#[must_use]
pub fn table_of(finding: &Finding) -> Option<usize> {
    finding.table.or_else(|| {
        finding.equations.iter().flat_map(|e| e.left.iter().chain(&e.right)).find_map(|term| term.table)
    })
}

/// The places of a finding, the accused one first, none twice. Empty cells have none worth showing.
#[must_use]
pub fn places(finding: &Finding) -> Vec<Origin> {
    let terms = finding.equations.first().map(steps).unwrap_or_default();
    let figures = terms.into_iter().filter_map(|step| step.term.origin.as_ref());
    let all = finding.origin.first().into_iter().chain(figures);
    let mut places: Vec<Origin> = Vec::new();
    for origin in all {
        if !places.contains(origin) {
            places.push(origin.clone());
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Equation, Severity, Term};
    use crate::view::tests_support::{finding, two_sided};

    fn term(row: usize, line: u32) -> Term {
        Term {
            label: String::new(),
            amount: Some(rust_decimal::Decimal::ONE),
            sign: 1,
            table: Some(2),
            row: Some(row),
            column: Some(1),
            origin: Some(Origin::Line { line, column: 1 }),
        }
    }

    #[test]
    fn a_table_begins_where_its_first_page_does() {
        let place = |page, y: f32| Origin::Page { page, bounds: [0.0, y, 10.0, y + 5.0] };
        let mut table = two_sided();
        for (row, cells) in table.rows.iter_mut().enumerate() {
            for cell in &mut cells.cells {
                cell.origin = Some(if row < 3 { place(4, 20.0) } else { place(5, 70.0) });
            }
        }
        table.rows[0].cells[0].origin = Some(place(4, 10.0));
        assert_eq!(beginning(&table), Some(Origin::Page { page: 4, bounds: [0.0, 10.0, 10.0, 25.0] }));
    }

    #[test]
    fn the_accused_cell_wins_over_its_part() {
        let mut finding = finding(Severity::Error);
        finding.equations.push(Equation {
            text: String::new(),
            relation: "=".to_owned(),
            left: vec![term(4, 9)],
            right: vec![term(5, 10), term(6, 11)],
            difference: 1.into(),
        });
        assert_eq!(table_of(&finding), Some(2));
        (finding.table, finding.row, finding.column) = (Some(2), Some(5), Some(1));
        finding.origin.push(Origin::Line { line: 10, column: 1 });
        let marks = of_finding(&finding);
        assert_eq!(marks.len(), 3);
        assert_eq!(marks.get(&(2, 5, 1)), Some(&Mark::Accused));
        assert_eq!(marks.get(&(2, 4, 1)), Some(&Mark::Part));
        let lines: Vec<_> = places(&finding).iter().filter_map(Origin::line).collect();
        assert_eq!(lines, [10, 9, 11]);
    }
}
