//! What a disclosure owes its readers besides right figures: notes on empty tables, depth, the required parts of the
//! prose, counts beside the three public expenses.

pub mod below;
pub mod counts;
pub mod depth;
pub mod empty;
pub mod funds;
pub mod negative;
pub mod notes;
pub mod parts;
pub mod three;
pub mod titles;

use rust_decimal::Decimal;

use super::registry::Check;
use crate::disclosure::claims::narrative;
use crate::disclosure::model::{Disclosure, Paragraph, Table};

/// The checks of this folder.
pub const CHECKS: &[Check] = &[
    negative::CHECK,
    funds::CHECK,
    empty::CHECK,
    notes::CHECK,
    depth::CHECK,
    parts::CHECK,
    three::CHECK,
    counts::CHECK,
    titles::CHECK,
];

/// Tables that are lawfully empty, by a word of their kind and what a note calls them.
const MAYBE_EMPTY: [(&str, &[&str]); 6] = [
    ("政府性基金", &["政府性基金", "基金预算"]),
    ("国有资本经营", &["国有资本"]),
    ("三公", &["三公"]),
    ("购买服务", &["购买服务"]),
    ("采购", &["采购"]),
    ("债务", &["债务"]),
];

/// The words by which a note may speak of a table of some kind; `None` where such a table is never empty.
fn spoken_of(kind: &str) -> Option<&'static [&'static str]> {
    MAYBE_EMPTY.iter().find(|(word, _)| kind.contains(word)).map(|(_, words)| *words)
}

/// Whether a table has a figure that is not nothing.
fn has_money(table: &Table) -> bool {
    amounts(table).any(|amount| !amount.is_zero())
}

fn amounts(table: &Table) -> impl Iterator<Item = Decimal> {
    table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.amount)
}

/// Whether no cell of a table holds digits that were not understood.
fn is_read(table: &Table) -> bool {
    let printed = |text: &str| text.chars().any(|c| crate::amount::half_width(c).is_ascii_digit());
    !table.inferred
        && table.rows.iter().all(|row| {
            table.columns.iter().zip(&row.cells).all(|(column, cell)| {
                column.kind != crate::disclosure::model::ColumnKind::Amount
                    || cell.amount.is_some()
                    || !printed(&cell.text)
            })
        })
}

/// Every text of the document: paragraphs, and the lines and cells with words.
pub(crate) fn texts(disclosure: &Disclosure) -> impl Iterator<Item = &Paragraph> {
    let printed = disclosure.fragments.iter().map(|fragment| &fragment.printed);
    disclosure.paragraphs.iter().chain(printed)
}

/// Whether the document evidently has its explanations, not the tables alone: sentences about its figures.
fn has_prose(disclosure: &Disclosure) -> bool {
    let told = disclosure
        .claims
        .iter()
        .filter(|claim| claim.place.paragraph.is_some() && claim.subject.is_some() && claim.value.is_some())
        .count();
    let sentences = narrative(&disclosure.paragraphs)
        .filter(|(_, paragraph)| paragraph.text.chars().count() >= 20 && paragraph.text.contains('。'))
        .count();
    told >= 4 && sentences >= 6
}
