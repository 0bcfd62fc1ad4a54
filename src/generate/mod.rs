//! Synthetic disclosures whose every figure is known and agrees with every other: for tests, for measuring, and for
//! the sample shown in the page. Everything follows from a seed; no real body is named.
//!
//! The way is `seed → books (ledger) → tables (pivots in a family's forms) → prose → a file (text, PDF, web page, Word, workbook)`.

pub mod form;
pub mod ledger;
pub mod liaoning;
pub mod misstate;
pub mod names;
pub mod national;
pub mod office;
pub mod pdf;
pub mod performance;
pub mod pivot;
pub mod plant;
pub mod prose;
pub mod random;
pub mod shanghai;
pub mod table;
pub mod text;

use crate::amount::Unit;
use crate::disclosure::model::Kind;
use form::Context;
use ledger::{Ledger, Scale};
use pivot::Printing;
use plant::Planted;
use random::Random;
use table::{Look, Table, TotalAt};

/// A family of forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Final accounts in the national forms 公开01 to 09.
    National,
    /// Budget in Liaoning's seventeen forms.
    Liaoning,
    /// Budget in Shanghai's nine forms.
    Shanghai,
}

impl Family {
    /// All families.
    pub const ALL: [Self; 3] = [Self::National, Self::Liaoning, Self::Shanghai];
}

/// What kind of document to invent.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Forms.
    pub family: Family,
    /// 1 small to 4 large.
    pub size: usize,
    /// Figures are rounded for printing one by one, so that sums may miss by a rounding tail (尾差).
    pub tails: bool,
}

impl Options {
    /// A family, small, without rounding tails.
    #[must_use]
    pub fn new(family: Family) -> Self {
        Self { family, size: 1, tails: false }
    }
}

/// A piece of the document, in its order.
#[derive(Debug, Clone)]
pub enum Part {
    /// Large lines on a page of their own.
    Cover(Vec<String>),
    /// The contents list.
    Contents(Vec<String>),
    /// A heading; it begins a page.
    Chapter(String),
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// The table at an index; it begins a page.
    Table(usize),
}

/// An invented document and all that is true of it.
#[derive(Debug, Clone)]
pub struct Synthetic {
    /// Seed.
    pub seed: u64,
    /// Forms.
    pub family: Family,
    /// Budget or final accounts.
    pub kind: Kind,
    /// Fiscal year.
    pub year: u16,
    /// Whose.
    pub organization: String,
    /// Unit of most tables.
    pub unit: Unit,
    /// How tables are printed.
    pub look: Look,
    /// Tables.
    pub tables: Vec<Table>,
    /// The document in order.
    pub parts: Vec<Part>,
    /// Errors put in on purpose.
    pub planted: Vec<Planted>,
}

impl Synthetic {
    /// Invents a document.
    #[must_use]
    pub fn new(seed: u64, options: Options) -> Self {
        let mut random = Random::new(seed);
        let year = u16::try_from(random.between(2022, 2025)).unwrap_or(2024);
        let accounts = options.family == Family::National;
        let (unit, decimals) = match options.family {
            Family::National => {
                *random.pick(&[(Unit::TenThousand, 2), (Unit::TenThousand, 2), (Unit::Yuan, 2)])
            }
            Family::Liaoning => (Unit::TenThousand, 2),
            Family::Shanghai => (Unit::Yuan, 0),
        };
        let step = match (options.tails, unit) {
            (false, Unit::TenThousand) => 10_000,
            (false, _) if decimals == 0 => 100,
            _ => 1,
        };
        // The three public expenses are printed in 万元 even where the rest is in 元.
        let step = if options.family == Family::Shanghai && !options.tails { 10_000 } else { step };
        let books = Ledger::invent(&mut random, Scale { accounts, step, size: options.size }, year);
        let printing =
            Printing { unit, decimals, zeros: options.family == Family::Shanghai || random.chance(30) };
        let look = Look {
            grouped: random.chance(60),
            split_codes: options.family == Family::Shanghai,
            total: *random.pick(&[TotalAt::Name, TotalAt::First, TotalAt::Merged]),
        };
        let context = Context { books: &books, printing, look, variant: random.bits() };
        let tables = match options.family {
            Family::National => national::tables(&context),
            Family::Liaoning => liaoning::tables(&context),
            Family::Shanghai => shanghai::tables(&context),
        };
        let parts = prose::parts(options.family, &books, &tables);
        Self {
            seed,
            family: options.family,
            kind: if accounts { Kind::Final } else { Kind::Budget },
            year,
            organization: books.organization,
            unit,
            look,
            tables,
            parts,
            planted: Vec::new(),
        }
    }
}
