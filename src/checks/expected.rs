//! What a document can be expected to have: whether a table that is not found is missing or was never meant to be.

use super::context::Context;
use super::lookup::Missing;
use crate::disclosure::model::Table;
use crate::forms;
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
            let name = lost.join("》《");
            if lost.iter().any(|kind| promised(context, kind)) {
                return (Outcome::CannotCheck, format!("目录里有《{name}》，没有找到这张表"));
            }
            if lost.iter().any(|kind| !usual(context, kind)) {
                return (Outcome::NotApplicable, format!("这套表里没有《{name}》"));
            }
            let unread = any || context.has_pictures() || context.has_gaps();
            let outcome = if unread { Outcome::CannotCheck } else { Outcome::NotApplicable };
            (outcome, format!("没有找到《{name}》"))
        }
        Missing::Empty(kind) => (Outcome::NotApplicable, format!("《{kind}》是空表")),
        Missing::Rows(kind) => (Outcome::NotApplicable, format!("《{kind}》没有逐个科目列示")),
        Missing::Cell { kind, path } => {
            let reason = format!("《{kind}》里没有“{}”", path.join("·"));
            (if meant(context, kind, path) { Outcome::CannotCheck } else { Outcome::NotApplicable }, reason)
        }
        Missing::Other(reason) => (Outcome::CannotCheck, reason.clone()),
    }
}

/// Whether the contents list announces a table of a kind.
fn promised(context: &Context<'_>, kind: &str) -> bool {
    context.disclosure.contents.iter().any(|entry| forms::in_use().kind_of(&entry.title) == Some(kind))
}

/// Whether the document's family of forms has a table of a kind; of an unknown family nothing is known.
fn usual(context: &Context<'_>, kind: &str) -> bool {
    context.family.is_none_or(|family| family.forms.iter().any(|form| form.kind == kind))
}

/// Whether a table should have had the row or column: a subject it has no money for, or a column its form never
/// had, is not missed.
fn meant(context: &Context<'_>, kind: &str, path: &[String]) -> bool {
    if path.first().is_some_and(|first| first.chars().all(|c| c.is_ascii_digit())) {
        return false;
    }
    let form = context.tables(kind).find_map(|table| forms::in_use().form(table.form.as_deref()?));
    let Some(form) = form else { return true };
    let named = |key: &str| {
        (0..path.len()).any(|at| path.get(at..).is_some_and(|rest| rest.join(".") == key))
            || (1..=path.len()).any(|at| path.get(..at).is_some_and(|head| head.join(".") == key))
    };
    let column =
        form.amounts().filter_map(|column| column.key.as_deref()).any(|key| key != "合计" && named(key));
    let row = form.rows.iter().any(|row| named(&row.key));
    column || row || path.iter().all(|part| part == "合计" || part == "金额")
}

/// How a rule ends that speaks for the sums of certain tables when there is none.
#[must_use]
pub fn without_sums(context: &Context<'_>, kinds: &[&str]) -> (Outcome, String) {
    let named: Vec<&str> = kinds.iter().copied().filter(|kind| *kind != "*").collect();
    let present = |kind: &&str| context.tables(kind).next().is_some();
    let Some(first) = named.iter().copied().find(present) else {
        let reason = match named.first() {
            Some(kind) => format!("没有找到《{kind}》"),
            None => "各张表都有专门的规则，这里没有要看的".to_owned(),
        };
        let unread = context.has_pictures() || context.has_gaps();
        let outcome = if unread && named.iter().any(|kind| usual(context, kind)) {
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
