//! What a text check found, and how it becomes findings: the same slip in several places is one finding.

use super::Passage;
use crate::checks::context::Context;
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome, Severity};

/// One slip of the pen.
#[derive(Debug, Clone)]
pub struct Slip {
    /// How grave.
    pub severity: Severity,
    /// What kind.
    pub category: Category,
    /// What is wrong, in a colleague's words; slips that say the same become one finding.
    pub says: String,
    /// The words around it.
    pub quote: String,
    /// What is written.
    pub found: String,
    /// What should be written.
    pub wanted: Option<String>,
    /// Where.
    pub origin: Option<Origin>,
}

impl Slip {
    /// A note about the characters from `from` up to `to` of a passage.
    #[must_use]
    pub fn new(passage: &Passage<'_>, from: usize, to: usize, says: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            category: Category::TextResidue,
            says: says.into(),
            quote: passage.around(from, to),
            found: passage.text(from, to),
            wanted: None,
            origin: passage.origin(from),
        }
    }

    /// Of another category.
    #[must_use]
    pub fn of(self, category: Category) -> Self {
        Self { category, ..self }
    }

    /// Of another weight.
    #[must_use]
    pub fn weighing(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// With what should be written.
    #[must_use]
    pub fn wanting(self, wanted: impl Into<String>) -> Self {
        Self { wanted: Some(wanted.into()), ..self }
    }
}

/// Enters what was found in the report and in the ledger. A text without a slip is one thing found right, however
/// many passages it has: counted one by one they would drown the figures that were checked.
pub fn report(context: &mut Context<'_>, code: &str, examined: usize, slips: Vec<Slip>) {
    for _ in 0..slips.len() {
        context.ledger.add(code, Outcome::Failed);
    }
    if slips.is_empty() {
        let outcome = if examined == 0 { Outcome::NotApplicable } else { Outcome::Passed };
        context.ledger.add(code, outcome);
    }
    let mut groups: Vec<Vec<Slip>> = Vec::new();
    // What another check has said of the same place is not said twice.
    let said = |slip: &Slip| {
        context.findings.iter().any(|finding| {
            finding.actual.as_deref() == Some(slip.found.as_str())
                && finding.expected == slip.wanted
                && slip.origin.as_ref().is_some_and(|origin| finding.origin.iter().any(|at| near(at, origin)))
        })
    };
    let slips: Vec<Slip> = slips.into_iter().filter(|slip| !said(slip)).collect();
    for slip in slips {
        let same = |group: &&mut Vec<Slip>| {
            group.first().is_some_and(|first| {
                first.says == slip.says && first.category == slip.category && first.severity == slip.severity
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(slip),
            None => groups.push(vec![slip]),
        }
    }
    context.findings.extend(groups.iter().filter_map(|group| finding(code, group)));
}

/// Whether two places are the same line or two that follow each other.
fn near(a: &Origin, b: &Origin) -> bool {
    match (a, b) {
        (Origin::Line { line: a, .. }, Origin::Line { line: b, .. }) => a.abs_diff(*b) <= 2,
        (Origin::Page { page: a, bounds: p }, Origin::Page { page: b, bounds: q }) => {
            let [_, top, _, foot] = p;
            a == b && (q[1] - top).abs() <= 3.0 * (foot - top).abs().max(8.0)
        }
        _ => a == b,
    }
}

fn finding(code: &str, group: &[Slip]) -> Option<Finding> {
    let first = group.first()?;
    let places = if group.len() > 1 { format!("（共 {} 处）", group.len()) } else { String::new() };
    Some(Finding {
        expected: first.wanted.clone(),
        actual: Some(first.found.clone()),
        origin: group.iter().filter_map(|slip| slip.origin.clone()).take(60).collect(),
        suggestion: first.wanted.as_ref().map(|wanted| format!("改为“{wanted}”")),
        ..Finding::new(
            code,
            first.severity,
            first.category,
            format!("{}{places}：“{}”。", first.says, first.quote),
        )
    })
}
