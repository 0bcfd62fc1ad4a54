//! Performance tables: rates, scores, targets and what the rest of the document says of them.

mod copied;
mod execution;
mod funds;
mod graded;
mod grades;
mod outcome;
mod said;
mod scores;
mod slips;
mod targets;
mod whole;

use rust_decimal::Decimal;

use super::context::Context;
use super::registry::Check;
use crate::disclosure::model::{Indicator, Program};
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome, Severity};

/// The checks of performance tables.
pub const CHECKS: &[Check] = &[
    execution::RATE,
    execution::SCORE,
    scores::WEIGHTS,
    scores::LIMITS,
    scores::SUMS,
    grades::CHECK,
    said::EVALUATIONS,
    said::COUNTS,
    outcome::COMPLETION,
    outcome::IDLE,
    slips::CHECK,
    copied::CHECK,
    targets::DEADLINES,
    targets::MISSING,
    whole::BASIC,
    whole::PROJECTS,
    funds::CHECK,
    graded::CHECK,
];

/// A figure printed in a form, a per cent sign left out.
fn number(text: Option<&String>) -> Option<Decimal> {
    let text = text?.trim();
    let bare = text.strip_suffix(['%', '％']).unwrap_or(text);
    crate::amount::parse(bare)
}

/// Whether a check of self-evaluations has anything to look at.
fn evaluated(program: &Program) -> bool {
    program.score_total.is_some()
        || program.executed.is_some()
        || program.indicators.iter().any(|indicator| indicator.score.is_some())
}

/// `“某某项目”`, for messages; a long name is cut.
fn quoted(program: &Program) -> String {
    let name = &program.name;
    if name.chars().count() <= 30 {
        return format!("“{name}”");
    }
    format!("“{}…”", name.chars().take(28).collect::<String>())
}

/// What an indicator is called.
fn title(indicator: &Indicator) -> String {
    let levels = [&indicator.l3, &indicator.l2, &indicator.l1];
    levels.into_iter().flatten().next().cloned().unwrap_or_default()
}

/// A finding about a performance table; `values` are the expected and the printed one.
fn finding(
    rule: &str,
    message: String,
    values: Option<(String, String)>,
    places: impl IntoIterator<Item = Option<Origin>>,
) -> Finding {
    let mut origin: Vec<Origin> = Vec::new();
    for place in places.into_iter().flatten() {
        if !origin.contains(&place) {
            origin.push(place);
        }
    }
    let (expected, actual) = values.unzip();
    Finding {
        expected,
        actual,
        origin,
        ..Finding::new(rule, Severity::Warning, Category::Performance, message)
    }
}

/// Enters that a check had nothing to look at.
fn nothing(context: &mut Context<'_>, rule: &str, reason: &str) {
    if !context.ledger.knows(rule) {
        context.ledger.add_reason(rule, Outcome::NotApplicable, reason);
    }
}
