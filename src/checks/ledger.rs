//! The ledger: how every check ended on a document.

use crate::report::{LedgerEntry, Outcome};

/// Outcomes collected check by check, in the order they are first entered.
#[derive(Debug, Default)]
pub struct Ledger {
    entries: Vec<LedgerEntry>,
}

impl Ledger {
    /// Enters one outcome.
    pub fn add(&mut self, rule: &str, outcome: Outcome) {
        self.enter(rule, outcome, None);
    }

    /// Enters one outcome with the reason why it was not judged.
    pub fn add_reason(&mut self, rule: &str, outcome: Outcome, reason: impl Into<String>) {
        self.enter(rule, outcome, Some(reason.into()));
    }

    /// Whether anything was entered for a check.
    #[must_use]
    pub fn knows(&self, rule: &str) -> bool {
        self.entries.iter().any(|entry| entry.rule == rule)
    }

    /// The entries.
    #[must_use]
    pub fn entries(self) -> Vec<LedgerEntry> {
        self.entries
    }

    fn enter(&mut self, rule: &str, outcome: Outcome, reason: Option<String>) {
        let same = self
            .entries
            .iter_mut()
            .find(|entry| entry.rule == rule && entry.outcome == outcome && entry.reason == reason);
        match same {
            Some(entry) => entry.count += 1,
            None => self.entries.push(LedgerEntry { rule: rule.to_owned(), outcome, count: 1, reason }),
        }
    }
}
