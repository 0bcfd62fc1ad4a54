//! The report: what gouji hands out, in the form fixed by the public contract `gouji.report/1`.
//!
//! Amounts are decimal strings that keep the printed precision (`52.00`); absent is `null`.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::disclosure::model::{Claim, Identity, Program, Table};
use crate::origin::Origin;

/// The version of the report's form.
pub const SCHEMA: &str = "gouji.report/1";

/// One file's report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The file.
    pub source: Source,
    /// Whose document it is.
    pub document: Identity,
    /// The tables read, in the order of the document.
    pub tables: Vec<Table>,
    /// Performance tables.
    pub programs: Vec<Program>,
    /// Statements in the prose that carry a figure.
    pub claims: Vec<Claim>,
    /// What does not tally.
    pub findings: Vec<Finding>,
    /// What became of every check.
    pub ledger: Vec<LedgerEntry>,
    /// What could not be read, and where.
    pub warnings: Vec<Warning>,
}

/// The file a report was made from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Source {
    /// File name as given.
    pub name: String,
    /// `pdf`, `docx`, `doc`, `xlsx`, `xls`, `html` or `text`.
    pub format: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// Number of pages or sheets; 1 for text.
    pub pages: u32,
}

/// How sure and how grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Rounding, style, or damage that reading mended.
    Note,
    /// A person should look.
    Warning,
    /// Certainly wrong in the document.
    Error,
}

/// What kind of trouble a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Within one table.
    Arithmetic,
    /// Between tables.
    CrossTable,
    /// Text against table.
    NarrativeVsTable,
    /// Within the text.
    NarrativeArithmetic,
    /// 增加/减少, 大于/小于 against the figures.
    DirectionWord,
    /// Something that must be there is not.
    Completeness,
    /// Wrong code or subject name.
    CodeOrLabel,
    /// Performance tables.
    Performance,
    /// 元 against 万元 and the like.
    Unit,
    /// A wrong year.
    Year,
    /// Template residue to be filled in.
    Placeholder,
    /// Punctuation.
    Punctuation,
    /// Typos and other residue.
    TextResidue,
    /// Damage of the layout that reading mended.
    LayoutDamage,
}

/// One figure of an equation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Term {
    /// What the figure is, for people: `208 社会保障和就业支出 · 基本支出`.
    pub label: String,
    /// The figure; `None` where the cell is empty (counted as nothing).
    #[serde(with = "rust_decimal::serde::str_option")]
    pub amount: Option<Decimal>,
    /// `+1` or `-1`.
    pub sign: i8,
    /// Index of the table, where the term is a cell.
    pub table: Option<usize>,
    /// Row of that table.
    pub row: Option<usize>,
    /// Column of that table.
    pub column: Option<usize>,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// An equation or inequality that was checked: Σ left `relation` Σ right.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Equation {
    /// The formula in words: `合计 = 基本支出 + 项目支出`.
    pub text: String,
    /// `=`, `<=` or `>=`.
    pub relation: String,
    /// The left side.
    pub left: Vec<Term>,
    /// The right side.
    pub right: Vec<Term>,
    /// Left minus right.
    #[serde(with = "rust_decimal::serde::str")]
    pub difference: Decimal,
}

/// Something that does not tally.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Finding {
    /// Code of the check: `B10`.
    pub rule: String,
    /// How sure and how grave.
    pub severity: Severity,
    /// What kind.
    pub category: Category,
    /// What is wrong, where and by how much, in a colleague's words (Chinese).
    pub message: String,
    /// What the value should be.
    pub expected: Option<String>,
    /// What the document says.
    pub actual: Option<String>,
    /// Actual minus expected.
    pub difference: Option<String>,
    /// Index of the table the finding is about.
    pub table: Option<usize>,
    /// Row of that table.
    pub row: Option<usize>,
    /// Column of that table.
    pub column: Option<usize>,
    /// Every place concerned, the accused one first.
    pub origin: Vec<Origin>,
    /// Every equation that breaks.
    pub equations: Vec<Equation>,
    /// What the author probably wants to do.
    pub suggestion: Option<String>,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds to the last digit.
    Passed,
    /// It holds within rounding (尾差).
    Rounding,
    /// It does not hold.
    Failed,
    /// It does not concern this document.
    NotApplicable,
    /// It concerns this document but could not be judged; the reason says why.
    CannotCheck,
    /// It was not run.
    NotRun,
}

/// One line of the ledger: how often a check ended so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// Code of the check.
    pub rule: String,
    /// How it ended.
    pub outcome: Outcome,
    /// How often.
    pub count: u32,
    /// Why, where it was not judged.
    pub reason: Option<String>,
}

/// What could not be read, and where.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Warning {
    /// In a colleague's words (Chinese).
    pub message: String,
    /// Where.
    pub origin: Option<Origin>,
}

impl Warning {
    /// A warning that concerns the whole document.
    #[must_use]
    pub fn whole(message: impl Into<String>) -> Self {
        Self { message: message.into(), origin: None }
    }
}
