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

/// The equation's figures in the order they are read: left side, relation, right side.
#[must_use]
pub fn steps(equation: &Equation) -> Vec<Step<'_>> {
    let relation = match equation.relation.as_str() {
        "<=" => "≤",
        ">=" => "≥",
        _ => "＝",
    };
    let side = |terms: &'_ [Term], first: &'static str| -> Vec<&'static str> {
        terms
            .iter()
            .enumerate()
            .map(|(index, term)| match (index, term.sign < 0) {
                (0, false) => first,
                (_, false) => "＋",
                (_, true) => "－",
            })
            .collect()
    };
    let left = side(&equation.left, "").into_iter().zip(&equation.left);
    let right = side(&equation.right, relation).into_iter().zip(&equation.right);
    left.chain(right).map(|(mark, term)| Step { mark, term }).collect()
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
        assert_eq!(marks, ["", "＝", "＋", "－"]);
        assert_eq!(sum(&equation.right).map(|s| s.to_string()).as_deref(), Some("9.00"));
    }
}
