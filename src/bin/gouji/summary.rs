//! A report in words, for people at a terminal.

use std::fmt::Write as _;

use gouji::Report;
use gouji::disclosure::model::Kind;
use gouji::export::place;
use gouji::report::{Outcome, Severity};

/// The report as text: whose, the verdict, what does not tally, what was not checked.
pub fn write(report: &Report) -> String {
    let mut out = String::new();
    let document = &report.document;
    let kind = match document.kind {
        Kind::Budget => "部门预算",
        Kind::Final => "部门决算",
        Kind::Unknown => "（看不出是预算还是决算）",
    };
    let year = document.fiscal_year.map(|year| format!("{year}年")).unwrap_or_default();
    let organization = document.organization.as_deref().unwrap_or("（看不出是哪个单位）");
    let _ = writeln!(out, "{}", report.source.name);
    let _ = writeln!(out, "{organization} · {year}{kind} · {} 张表", report.tables.len());
    let found = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let ended = |outcome| report.ledger.iter().filter(|e| e.outcome == outcome).map(|e| e.count).sum::<u32>();
    let _ = writeln!(
        out,
        "{} 处对不上 · {} 处待看 · {} 项核对通过 · {} 项尾差 · {} 项没法核对",
        found(Severity::Error),
        found(Severity::Warning),
        ended(Outcome::Passed),
        ended(Outcome::Rounding),
        ended(Outcome::CannotCheck),
    );
    for finding in &report.findings {
        let mark = match finding.severity {
            Severity::Error => "✗",
            Severity::Warning => "○",
            Severity::Note => "·",
        };
        let at = finding.origin.first().map(|origin| format!("（{}）", place(origin))).unwrap_or_default();
        let _ = writeln!(out, "{mark} [{}] {}{at}", finding.rule, finding.message);
    }
    for entry in report.ledger.iter().filter(|entry| entry.outcome == Outcome::CannotCheck) {
        let reason = entry.reason.as_deref().unwrap_or("没有说明");
        let _ = writeln!(out, "? [{}] 没法核对 {} 项：{reason}", entry.rule, entry.count);
    }
    for warning in &report.warnings {
        let _ = writeln!(out, "! {}", warning.message);
    }
    out.truncate(out.trim_end().len());
    out
}
