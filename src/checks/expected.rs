//! What a document can be expected to have: whether a table that is not found is missing or was never meant to be.

use super::context::Context;
use super::lookup::Missing;
use crate::disclosure::model::Table;
use crate::report::Outcome;

/// Performance tables are read as programmes; their layout is no table of sums.
#[must_use]
pub fn is_performance(table: &Table) -> bool {
    let says = |text: &str| text.contains("绩效") || text.contains("自评");
    table.kind.as_deref().is_some_and(says) || says(&table.title)
}

/// How a rule ends whose formula could not be put to the document.
#[must_use]
pub fn missing(context: &Context<'_>, missing: &Missing) -> (Outcome, String) {
    match missing {
        Missing::Tables(kinds) => {
            let any = kinds.iter().any(|(_, found)| *found);
            let lost: Vec<&str> =
                kinds.iter().filter(|(_, found)| !found).map(|(kind, _)| kind.as_str()).collect();
            let reason = format!("没有找到《{}》", lost.join("》《"));
            (
                if any || context.has_pictures() { Outcome::CannotCheck } else { Outcome::NotApplicable },
                reason,
            )
        }
        Missing::Empty(kind) => (Outcome::NotApplicable, format!("《{kind}》是空表")),
        Missing::Other(reason) => (Outcome::CannotCheck, reason.clone()),
    }
}

/// How a rule ends that speaks for the sums of certain tables when there is none.
#[must_use]
pub fn without_sums(context: &Context<'_>, kinds: &[&str]) -> (Outcome, String) {
    let named: Vec<&str> = kinds.iter().copied().filter(|kind| *kind != "*").collect();
    let present = |kind: &&str| context.tables(kind).next().is_some();
    let Some(first) = named.iter().copied().find(present) else {
        let reason = match named.first() {
            Some(kind) => format!("没有找到《{kind}》"),
            None => "没有这样的表".to_owned(),
        };
        let outcome = if context.has_pictures() && !named.is_empty() {
            Outcome::CannotCheck
        } else {
            Outcome::NotApplicable
        };
        return (outcome, reason);
    };
    let figures =
        context.tables(first).any(|table| table.rows.iter().any(crate::articulation::hierarchy::has_figures));
    if figures {
        (Outcome::NotApplicable, format!("《{first}》里没有这样的合计关系"))
    } else {
        (Outcome::NotApplicable, format!("《{first}》是空表"))
    }
}
