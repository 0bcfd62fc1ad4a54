//! From the books to rows: sums by subject, source and purpose, in the printed unit.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use super::ledger::Entry;
use super::names;
use super::table::Row;
use crate::amount::Unit;

/// The unit and precision figures are printed in.
#[derive(Debug, Clone, Copy)]
pub struct Printing {
    /// Unit.
    pub unit: Unit,
    /// Digits after the point.
    pub decimals: u32,
    /// Nothing is printed as `0.00` rather than left empty.
    pub zeros: bool,
}

impl Printing {
    /// An amount in 分 as it is printed.
    #[must_use]
    pub fn figure(self, fen: i64) -> Decimal {
        let mut value = Decimal::new(fen, 2) / self.unit.in_yuan();
        value = value.round_dp_with_strategy(self.decimals, RoundingStrategy::MidpointAwayFromZero);
        value.rescale(self.decimals);
        value
    }

    /// The same, nothing being left empty where the document does so.
    #[must_use]
    pub fn cell(self, fen: i64) -> Option<Decimal> {
        (fen != 0 || self.zeros).then(|| self.figure(fen))
    }

    /// The same, nothing always being left empty.
    #[must_use]
    pub fn filled(self, fen: i64) -> Option<Decimal> {
        (fen != 0).then(|| self.figure(fen))
    }
}

/// Chooses the entries that a column sums.
pub type Pick = fn(&Entry) -> bool;

/// What rows are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Functional subjects, down to the item.
    Function,
    /// Departmental economic subjects.
    Object,
    /// Government economic subjects.
    Government,
}

/// Where the total stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// First row.
    Top,
    /// Last row.
    Bottom,
}

/// The government economic subject of an entry.
#[must_use]
pub fn government(entry: &Entry, institution: bool) -> &'static str {
    match (&entry.object[..3], entry.object, institution) {
        ("301", _, true) => "50501",
        ("302", _, true) => "50502",
        ("310", _, true) => "50601",
        (_, "30101" | "30102" | "30103", _) => "50101",
        (_, "30108" | "30109" | "30110" | "30111" | "30112", _) => "50102",
        (_, "30113", _) => "50103",
        ("301", _, _) => "50199",
        (_, "30215", _) => "50202",
        (_, "30216", _) => "50203",
        (_, "30218" | "30224" | "30225", _) => "50204",
        (_, "30203" | "30226" | "30227", _) => "50205",
        (_, "30217", _) => "50206",
        (_, "30212", _) => "50207",
        (_, "30231", _) => "50208",
        (_, "30213", _) => "50209",
        (_, "30299", _) => "50299",
        ("302", _, _) => "50201",
        (_, "30301" | "30302" | "30303", _) => "50905",
        (_, "30304" | "30305" | "30306" | "30307" | "30309", _) => "50901",
        ("303", _, _) => "50999",
        (_, "31013", _) => "50303",
        (_, "31002" | "31003" | "31007", _) => "50306",
        _ => "50399",
    }
}

/// Rows by subject with every level's sum, and the total.
#[must_use]
pub fn tree(
    entries: &[(&'static str, &Entry)],
    columns: &[Pick],
    printing: Printing,
    total: Option<Total>,
) -> Vec<Row> {
    let mut codes = BTreeSet::new();
    for (code, _) in entries {
        for length in [3, 5, 7] {
            if let Some(prefix) = code.get(..length) {
                codes.insert(prefix);
            }
        }
    }
    let row = |code: Option<&str>| {
        let values = columns
            .iter()
            .map(|pick| {
                let sum = entries
                    .iter()
                    .filter(|(c, e)| code.is_none_or(|code| c.starts_with(code)) && pick(e))
                    .map(|(_, e)| e.amount)
                    .sum();
                printing.cell(sum)
            })
            .collect();
        Row {
            code: code.map(str::to_owned),
            name: code.map_or("合计", names::name).to_owned(),
            texts: Vec::new(),
            values,
        }
    };
    let mut rows: Vec<Row> = codes.into_iter().map(|code| row(Some(code))).collect();
    match total {
        Some(Total::Top) => rows.insert(0, row(None)),
        Some(Total::Bottom) => rows.push(row(None)),
        None => {}
    }
    rows
}
