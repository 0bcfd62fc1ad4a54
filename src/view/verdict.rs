//! The verdict: how many of what.

use crate::report::{Outcome, Report, Severity};

/// The counts the verdict sentence is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Findings that are certainly wrong.
    pub errors: usize,
    /// Findings a person should look at.
    pub warnings: usize,
    /// Findings of rounding, style or mended damage.
    pub notes: usize,
    /// Checks that hold to the last digit.
    pub passed: u32,
    /// Checks that hold within rounding.
    pub rounding: u32,
    /// Checks that could not be judged.
    pub unchecked: u32,
    /// Checks that were not run.
    pub not_run: u32,
    /// Pages and places that could not be read.
    pub warned: usize,
}

impl Verdict {
    /// Counts a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let findings = |severity| report.findings.iter().filter(|f| f.severity == severity).count();
        let checks = |outcome| {
            report
                .ledger
                .iter()
                .filter(|entry| entry.outcome == outcome)
                .fold(0_u32, |sum, entry| sum.saturating_add(entry.count))
        };
        Self {
            errors: findings(Severity::Error),
            warnings: findings(Severity::Warning),
            notes: findings(Severity::Note),
            passed: checks(Outcome::Passed),
            rounding: checks(Outcome::Rounding),
            unchecked: checks(Outcome::CannotCheck),
            not_run: checks(Outcome::NotRun),
            warned: report.warnings.len(),
        }
    }

    /// Whether anything at all was judged.
    #[must_use]
    pub fn judged(&self) -> bool {
        self.passed > 0 || self.rounding > 0 || self.errors > 0 || self.warnings > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::LedgerEntry;
    use crate::view::tests_support::{finding, report};

    #[test]
    fn counts_come_from_findings_and_ledger() {
        let mut report = report();
        report.findings = vec![finding(Severity::Error), finding(Severity::Error), finding(Severity::Note)];
        let entry = |outcome, count| LedgerEntry { rule: "B01".to_owned(), outcome, count, reason: None };
        report.ledger =
            vec![entry(Outcome::Passed, 40), entry(Outcome::Passed, 2), entry(Outcome::CannotCheck, 3)];
        let verdict = Verdict::of(&report);
        assert_eq!((verdict.errors, verdict.warnings, verdict.notes), (2, 0, 1));
        assert_eq!((verdict.passed, verdict.rounding, verdict.unchecked), (42, 0, 3));
        assert!(verdict.judged());
        assert!(!Verdict::default().judged());
    }
}
