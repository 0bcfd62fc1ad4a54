//! The ledger, grouped for reading: what could not be checked first.

use crate::report::{LedgerEntry, Outcome};

/// The entries that ended in one way.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// How they ended.
    pub outcome: Outcome,
    /// How many checks.
    pub count: u32,
    /// The entries, by rule.
    pub entries: Vec<&'a LedgerEntry>,
}

/// The order of reading: what was not judged stands first.
const ORDER: [Outcome; 6] = [
    Outcome::CannotCheck,
    Outcome::NotRun,
    Outcome::Failed,
    Outcome::Rounding,
    Outcome::Passed,
    Outcome::NotApplicable,
];

/// Groups the ledger by outcome; outcomes that did not occur are left out.
#[must_use]
pub fn groups(ledger: &[LedgerEntry]) -> Vec<Group<'_>> {
    ORDER
        .into_iter()
        .filter_map(|outcome| {
            let entries: Vec<&LedgerEntry> = ledger.iter().filter(|e| e.outcome == outcome).collect();
            let count = entries.iter().fold(0_u32, |sum, entry| sum.saturating_add(entry.count));
            (!entries.is_empty()).then_some(Group { outcome, count, entries })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_judged_comes_first() {
        let entry =
            |rule: &str, outcome| LedgerEntry { rule: rule.to_owned(), outcome, count: 2, reason: None };
        let ledger = [
            entry("B02", Outcome::Passed),
            entry("B01", Outcome::CannotCheck),
            entry("B03", Outcome::CannotCheck),
        ];
        let groups: Vec<_> = groups(&ledger).iter().map(|g| (g.outcome, g.count, g.entries.len())).collect();
        assert_eq!(groups, [(Outcome::CannotCheck, 4, 2), (Outcome::Passed, 2, 1)]);
    }
}
