//! Every check, the findings they lead to and the ledger of how they ended.
//!
//! Checks that are equations stand in `data/*.eq` and are judged together, so that one wrong cell is one finding;
//! the others have a file each. [`registry`] knows them all.

pub mod calculation;
pub mod completeness;
pub mod context;
pub mod docs;
pub mod doubts;
pub mod duties;
pub mod expected;
pub mod findings;
pub mod formulas;
pub mod labels;
pub mod ledger;
pub mod lookup;
pub mod narrative;
pub mod notation;
pub mod performance;
pub mod reading;
pub mod registry;
pub mod rows;
pub mod rules;
pub mod system;
pub mod text;
pub mod trace;
pub mod wording;

use context::Context;
use rules::Rule;

use crate::disclosure::model::{Disclosure, Kind, Table};
use crate::forms;
use crate::report::{Finding, LedgerEntry, Outcome, Severity, gravest_first};

/// What rests on columns that were inferred, not seen, is for a person to look at: it accuses nobody.
fn doubt_inferred(disclosure: &Disclosure, findings: &mut [Finding]) {
    let inferred = |table: Option<usize>| {
        let own = table.and_then(|table| disclosure.tables.get(table));
        own.is_some_and(|own| own.inferred || parted(&disclosure.tables, own.index))
    };
    for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Error) {
        let terms = finding.equations.iter().flat_map(|equation| equation.left.iter().chain(&equation.right));
        if inferred(finding.table) || terms.map(|term| term.table).any(inferred) {
            finding.severity = Severity::Warning;
        }
    }
}

/// Whether a table may be but a part of one: the next table, or it itself, has no title and as many columns as the
/// one before.
fn parted(tables: &[Table], index: usize) -> bool {
    let goes_on = |at: usize| {
        let pair = at.checked_sub(1).and_then(|before| Some((tables.get(before)?, tables.get(at)?)));
        pair.is_some_and(|(before, part)| {
            let nameless = part.title.is_empty() && part.label.is_none();
            nameless && !part.rows.is_empty() && part.columns.len() == before.columns.len()
        })
    };
    goes_on(index) || goes_on(index + 1)
}

/// Runs every check on a disclosure.
#[must_use]
pub fn run(disclosure: &Disclosure) -> (Vec<Finding>, Vec<LedgerEntry>) {
    run_with(disclosure, &[])
}

/// Runs every check and a user's own formulas (see [`formulas::read`]) on a disclosure.
#[must_use]
pub fn run_with(disclosure: &Disclosure, own: &[Rule]) -> (Vec<Finding>, Vec<LedgerEntry>) {
    let family = forms::in_use().family_of(&disclosure.tables, Some(&disclosure.identity));
    let mut context = Context {
        disclosure,
        family,
        findings: Vec::new(),
        ledger: ledger::Ledger::default(),
        missing_rows: Vec::new(),
        passages: std::cell::OnceCell::new(),
        streams: std::cell::OnceCell::new(),
    };
    trace::run(&mut context, own);
    for check in registry::checks() {
        let kind = disclosure.identity.kind;
        if check.document == Kind::Unknown || kind == Kind::Unknown || check.document == kind {
            (check.run)(&mut context);
        } else {
            context.ledger.add(check.code, Outcome::NotApplicable);
        }
    }
    doubt_inferred(disclosure, &mut context.findings);
    gravest_first(&mut context.findings);
    (context.findings, context.ledger.entries())
}
