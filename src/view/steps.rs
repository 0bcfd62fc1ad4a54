//! An equation written out, a figure a line.

use rust_decimal::Decimal;

use crate::report::{Equation, Term};

/// A line of an equation.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// What stands before the figure: nothing, `＝` `≤` `≥`, `＋` or `－`.
    pub mark: &'static str,
    /// The figure.
    pub term: &'a Term,
}

/// The equation's figures in the order they are read: left side, relation, right side. Of the terms after the
/// first of a side, those of empty cells are left out: they count as nothing.
#[must_use]
pub fn steps(equation: &Equation) -> Vec<Step<'_>> {
    let relation = match equation.relation.as_str() {
        "<=" => "≤",
        ">=" => "≥",
        _ => "＝",
    };
    let mut steps = Vec::new();
    for (terms, first) in [(&equation.left, ""), (&equation.right, relation)] {
        let begun = steps.len();
        // A side of empty cells only still shows one.
        let lone = terms.iter().all(|term| term.amount.is_none());
        for (index, term) in terms.iter().enumerate() {
            if term.amount.is_none() && !(lone && index == 0) {
                continue;
            }
            let mark = match (steps.len() == begun, term.sign < 0) {
                (true, false) => first,
                (false, false) => "＋",
                (_, true) => "－",
            };
            steps.push(Step { mark, term });
        }
    }
    steps
}

/// How many terms [`steps`] leaves out.
#[must_use]
pub fn left_out(equation: &Equation) -> usize {
    (equation.left.len() + equation.right.len()).saturating_sub(steps(equation).len())
}

/// What a side adds up to; empty cells count as nothing.
#[must_use]
pub fn sum(terms: &[Term]) -> Option<Decimal> {
    terms.iter().try_fold(Decimal::ZERO, |sum, term| {
        let amount = term.amount.unwrap_or_default();
        if term.sign < 0 { sum.checked_sub(amount) } else { sum.checked_add(amount) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(amount: Option<&str>, sign: i8) -> Term {
        let amount = amount.and_then(|text| text.parse().ok());
        Term { label: String::new(), amount, sign, table: None, row: None, column: None, origin: None }
    }

    #[test]
    fn figures_are_read_in_order() {
        let equation = Equation {
            text: String::new(),
            relation: "=".to_owned(),
            left: vec![term(Some("12.50"), 1)],
            right: vec![term(Some("10.00"), 1), term(None, 1), term(Some("1.00"), -1)],
            difference: "3.50".parse().unwrap_or_default(),
        };
        let marks: Vec<_> = steps(&equation).iter().map(|step| step.mark).collect();
        assert_eq!(marks, ["", "＝", "－"]);
        assert_eq!(left_out(&equation), 1);
        assert_eq!(sum(&equation.right).map(|s| s.to_string()).as_deref(), Some("9.00"));
    }

    #[test]
    fn a_side_of_empty_cells_shows_one() {
        let equation = Equation {
            text: String::new(),
            relation: "<=".to_owned(),
            left: vec![term(Some("2"), 1)],
            right: vec![term(None, 1), term(None, 1)],
            difference: 2.into(),
        };
        let marks: Vec<_> = steps(&equation).iter().map(|step| step.mark).collect();
        assert_eq!(marks, ["", "≤"]);
        assert_eq!(left_out(&equation), 1);
    }
}
