//! Reads Chinese departmental budgets and final accounts and says which figures do not tally.
//!
//! One way through the house, each stage knowing only the types of the one before it:
//! `bytes → read → layout → disclosure → checks → report`.

pub mod amount;
pub mod articulation;
pub mod bridge;
pub mod checks;
pub mod compare;
pub mod disclosure;
pub mod export;
pub mod forms;
#[cfg(any(test, feature = "generate"))]
pub mod generate;
pub mod layout;
pub mod order;
pub mod origin;
pub mod read;
pub mod report;
pub mod subjects;
pub mod together;
pub mod view;

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

pub use read::ReadError;
pub use report::Report;
pub use together::{Reading, analyze_together};

/// Reads a file and checks it.
///
/// # Errors
/// Where the file cannot be read at all, a sentence that says why and what to do.
pub fn analyze(bytes: &[u8], name: &str) -> Result<Report, ReadError> {
    analyze_with(bytes, name, &[])
}

/// Reads a file and checks it, also by a user's own formulas (see [`checks::formulas::read`]).
///
/// # Errors
/// Where the file cannot be read at all, a sentence that says why and what to do.
pub fn analyze_with(bytes: &[u8], name: &str, own: &[checks::rules::Rule]) -> Result<Report, ReadError> {
    let document = read::read(bytes)?;
    let source = source(bytes, name, &document);
    Ok(report_on(&document, &source, own))
}

/// What a report says of its file.
fn source(bytes: &[u8], name: &str, document: &read::Document) -> report::Source {
    report::Source {
        name: name.to_owned(),
        format: document.format.name().to_owned(),
        bytes: bytes.len() as u64,
        sha256: hex(&Sha256::digest(bytes)),
        pages: u32::try_from(document.pages.len()).unwrap_or(u32::MAX),
        files: Vec::new(),
    }
}

/// Finds the tables of a document and checks them; several disclosures in one file are checked one by one.
fn report_on(document: &read::Document, source: &report::Source, own: &[checks::rules::Rule]) -> Report {
    let blocks = layout::blocks(&document.pages);
    let mut marked = checks::text::markup::marked(&document.pages);
    let mut reports = disclosure::all(&blocks).into_iter().map(|mut disclosure| {
        // Checks must know what was not read: a table may stand on a page that is a picture.
        disclosure.warnings.splice(0..0, document.warnings.iter().cloned());
        disclosure.marked = std::mem::take(&mut marked);
        let (mut findings, ledger) = checks::run_with(&disclosure, own);
        if document.is_damaged() {
            // Nothing is certainly wrong in a document of which only a part was read.
            let errors = findings.iter_mut().filter(|finding| finding.severity == report::Severity::Error);
            errors.for_each(|finding| finding.severity = report::Severity::Warning);
        }
        findings.extend(disclosure.notes);
        Report {
            schema: report::SCHEMA.to_owned(),
            source: source.clone(),
            document: disclosure.identity,
            parts: Vec::new(),
            tables: disclosure.tables,
            programs: disclosure.programs,
            claims: disclosure.claims,
            findings,
            ledger,
            warnings: disclosure.warnings,
        }
    });
    let first = reports.next().unwrap_or_else(|| Report::empty(source.clone()));
    reports.fold(first, Report::joined)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
