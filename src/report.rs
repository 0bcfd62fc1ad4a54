//! The report: what gouji hands out, in the form fixed by the public contract `gouji.report/1`.
//!
//! Amounts are decimal strings that keep the printed precision (`52.00`); absent is `null`.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::disclosure::model::{Claim, Identity, Kind, Program, Table};
use crate::order;
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
    /// The disclosures in the file, where it holds several; `document` is the first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Identity>,
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

impl Report {
    /// A report with nothing in it.
    #[must_use]
    pub fn empty(source: Source) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            source,
            document: Identity::default(),
            parts: Vec::new(),
            tables: Vec::new(),
            programs: Vec::new(),
            claims: Vec::new(),
            findings: Vec::new(),
            ledger: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// This report with that on the next disclosure of the same file.
    #[must_use]
    pub fn joined(mut self, mut next: Self) -> Self {
        if self.parts.is_empty() {
            let first = self.document.clone();
            self.name_findings(&first);
            self.parts.push(first);
        }
        let (part, offset) = (self.parts.len(), self.tables.len());
        next.name_findings(&next.document.clone());
        for table in &mut next.tables {
            table.index += offset;
            table.part = part;
        }
        let shift = |table: &mut Option<usize>| *table = table.map(|table| table + offset);
        for finding in &mut next.findings {
            shift(&mut finding.table);
            for equation in &mut finding.equations {
                equation.left.iter_mut().chain(&mut equation.right).for_each(|term| shift(&mut term.table));
            }
        }
        self.parts.push(next.document);
        self.tables.append(&mut next.tables);
        self.programs.append(&mut next.programs);
        self.claims.append(&mut next.claims);
        self.findings.append(&mut next.findings);
        gravest_first(&mut self.findings);
        for entry in next.ledger {
            let same = |known: &&mut LedgerEntry| {
                known.rule == entry.rule && known.outcome == entry.outcome && known.reason == entry.reason
            };
            match self.ledger.iter_mut().find(same) {
                Some(known) => known.count = known.count.saturating_add(entry.count),
                None => self.ledger.push(entry),
            }
        }
        for warning in next.warnings {
            if self.warnings.iter().all(|known| known.message != warning.message) {
                self.warnings.push(warning);
            }
        }
        self
    }

    /// Says of each finding whose disclosure it is about.
    fn name_findings(&mut self, identity: &Identity) {
        let kind = match identity.kind {
            Kind::Budget => "预算",
            Kind::Final => "决算",
            Kind::Unknown => "",
        };
        let year = identity.fiscal_year.map(|year| format!("{year} 年")).unwrap_or_default();
        let name = identity.organization.clone().unwrap_or_default();
        for finding in &mut self.findings {
            finding.message = format!("【{name}{year}{kind}】{}", finding.message);
        }
    }
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
    /// The files, where several are one disclosure: their pages and lines are counted on from file to file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<SourceFile>,
}

/// One of several files that are one disclosure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// File name as given.
    pub name: String,
    /// `pdf`, `docx`, `doc`, `xlsx`, `xls`, `html` or `text`.
    pub format: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// Its pages or sheets; 1 for text.
    pub pages: u32,
    /// What its page 1 is in the report's origins.
    pub first_page: u32,
    /// What its line 1 is in the report's origins.
    pub first_line: u32,
}

/// The gravest first; findings of one weight stay in the order of the document.
pub fn gravest_first(findings: &mut [Finding]) {
    order::by_rank(findings, |finding| match finding.severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    });
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

impl Finding {
    /// A finding that says no more than its message: without a place, a value or a suggestion.
    #[must_use]
    pub fn new(rule: &str, severity: Severity, category: Category, message: impl Into<String>) -> Self {
        Self {
            rule: rule.to_owned(),
            severity,
            category,
            message: message.into(),
            expected: None,
            actual: None,
            difference: None,
            table: None,
            row: None,
            column: None,
            origin: Vec::new(),
            equations: Vec::new(),
            suggestion: None,
        }
    }
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
