//! What of a document others can be held against: small enough to be handed about, and enough to judge by.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::amount::Unit;
use crate::articulation::equation::CellRef;
use crate::articulation::figures::Figures;
use crate::articulation::tolerance::Figure;
use crate::checks::narrative::cells::{Candidate, candidate, candidates, meaning_of};
use crate::checks::notation;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Disclosure, Identity, Table};
use crate::origin::Origin;
use crate::report::Report;

/// What a document says that another may say otherwise. Amounts are in 万元.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Gist {
    /// File name.
    pub name: String,
    /// Whose, and of which year.
    pub document: Identity,
    /// What it says.
    pub told: Vec<Told>,
}

/// A figure that another document has as well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// What it is.
    pub what: What,
    /// Of what: a table, an item, a total.
    pub subject: String,
    /// The figure as printed.
    #[serde(with = "rust_decimal::serde::str")]
    pub amount: Decimal,
    /// Half a unit of the last digit its table prints.
    #[serde(with = "rust_decimal::serde::str")]
    pub half: Decimal,
    /// Half a unit of the last digit it prints itself.
    #[serde(with = "rust_decimal::serde::str")]
    pub printed_half: Decimal,
    /// The year it is said of, where that is said.
    pub year: Option<u16>,
    /// Title of its table, where it stands in one.
    pub table: Option<String>,
    /// Table, row and column it stands in.
    pub cell: Option<(usize, usize, usize)>,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// What a figure is to the year before, the budget or the department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// What the year began with.
    Opening,
    /// What it ended with.
    Closing,
    /// The figure of the document's own year.
    Own,
    /// The figure of the year before, in a table.
    Before,
    /// The budget, in a table of accounts.
    Budget,
    /// The figure of the year before, in the prose.
    SaidBefore,
}

impl Told {
    /// The figure with its precision.
    #[must_use]
    pub fn figure(&self) -> Figure {
        Figure { amount: self.amount, half: self.half, printed_half: self.printed_half }
    }
}

/// What is carried from year to year: the table, and what its closing and its opening are called.
const CARRIED: [(&str, &str, &str); 2] = [
    ("收支总表", "[收支总表]年末结转和结余", "[收支总表]年初结转和结余"),
    ("财政拨款收支总表", "[财政拨款收支总表]年末结转和结余", "[财政拨款收支总表]年初结转和结余"),
];

/// The items of the 三公 table.
const THREE: [&str; 6] =
    ["三公经费", "因公出国境费", "公务用车费", "公务用车购置费", "公务用车运行费", "公务接待费"];
/// The table they stand in.
pub const THREE_TABLE: &str = "三公表";
/// The total of a document.
pub const TOTAL: &str = "收支总计";
/// The total of its receipts.
pub const RECEIPTS: &str = "收入总计";

/// What a report says that others may say otherwise. A file that holds several disclosures says of none of its
/// tables whose they are: nothing is told then.
#[must_use]
pub fn gist(report: &Report) -> Gist {
    let (name, document) = (report.source.name.clone(), report.document.clone());
    if !report.parts.is_empty() || document.organization.is_none() {
        return Gist { name, document, told: Vec::new() };
    }
    // As the checks see a document.
    let known = |table: &&Table| table.kind.is_some();
    let disclosure = Disclosure {
        identity: document.clone(),
        tables: report.tables.iter().filter(known).cloned().collect(),
        ..Disclosure::default()
    };
    let figures = Figures::new(&disclosure.tables);
    let mut told = Vec::new();
    for (kind, closing, opening) in CARRIED {
        for (what, formula) in [(What::Closing, closing), (What::Opening, opening)] {
            let found = notation::parse_sum(formula)
                .ok()
                .and_then(|terms| candidate(&terms, &disclosure, &figures, Unit::TenThousand));
            told.extend(found.map(|found| of_table(&disclosure, what, kind, kind, &found)));
        }
    }
    let own = THREE.map(|subject| (What::Own, subject, "total", THREE_TABLE));
    let before = THREE.map(|subject| (What::Before, subject, "base", THREE_TABLE));
    let budget = THREE.map(|subject| (What::Budget, subject, "budget", THREE_TABLE));
    let totals = [(What::Own, TOTAL, "total", "收支总表"), (What::Own, RECEIPTS, "total", "收支总表")];
    for (what, subject, metric, kind) in own.into_iter().chain(before).chain(budget).chain(totals) {
        let Some(meaning) = meaning_of(subject, metric, document.kind) else { continue };
        let found = candidates(meaning, &disclosure, &figures, Unit::TenThousand);
        told.extend(found.iter().map(|found| of_table(&disclosure, what, subject, kind, found)));
    }
    told.extend(said(report));
    Gist { name, document, told }
}

fn of_table(disclosure: &Disclosure, what: What, subject: &str, kind: &str, found: &Candidate) -> Told {
    let table = disclosure.tables.iter().find(|table| table.kind.as_deref() == Some(kind));
    let place = found.cells.first().and_then(|CellRef { table, row, column, .. }| {
        let table = disclosure.tables.get(*table)?;
        Some(((table.index, *row, *column), table.cell(*row, *column)?.origin.clone()))
    });
    let (cell, origin) = place.map_or((None, None), |(cell, origin)| (Some(cell), origin));
    Told {
        what,
        subject: subject.to_owned(),
        amount: found.figure.amount,
        half: found.figure.half,
        printed_half: found.figure.printed_half,
        year: None,
        table: table.map(table_name),
        cell,
        origin,
    }
}

/// The total of last year that the prose compares with.
fn said(report: &Report) -> impl Iterator<Item = Told> + '_ {
    let claims = report.claims.iter().filter(|claim| {
        claim.subject.as_deref() == Some(TOTAL)
            && claim.metric.as_deref() == Some("base")
            && claim.unit.as_deref() == Some("万元")
    });
    claims.filter_map(|claim| {
        let Figure { amount, half, printed_half } = Figure::new(claim.value?, claim.value?.scale());
        Some(Told {
            what: What::SaidBefore,
            subject: TOTAL.to_owned(),
            amount,
            half,
            printed_half,
            year: claim.year,
            table: None,
            cell: None,
            origin: claim.origin.clone(),
        })
    })
}
