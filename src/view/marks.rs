//! Which cells and places a finding concerns.

use std::collections::BTreeMap;

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

/// The cells a finding concerns.
#[must_use]
pub fn of_finding(finding: &Finding) -> BTreeMap<At, Mark> {
    let mut marks = BTreeMap::new();
    for equation in &finding.equations {
        for term in equation.left.iter().chain(&equation.right) {
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

/// The places of a finding, the accused one first, none twice.
#[must_use]
pub fn places(finding: &Finding) -> Vec<Origin> {
    let terms = finding.equations.iter().flat_map(|e| e.left.iter().chain(&e.right));
    let all = finding.origin.iter().chain(terms.filter_map(|term| term.origin.as_ref()));
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
    use crate::view::tests_support::finding;

    fn term(row: usize, line: u32) -> Term {
        Term {
            label: String::new(),
            amount: None,
            sign: 1,
            table: Some(2),
            row: Some(row),
            column: Some(1),
            origin: Some(Origin::Line { line, column: 1 }),
        }
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
