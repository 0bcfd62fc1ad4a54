//! All checks with their explanations: what `gouji checks`, `gouji explain` and the docs page are made from.

use std::sync::OnceLock;

use super::context::Context;
use super::rules::{self, Rule};
use super::{calculation, completeness, doubts, duties, labels, narrative, performance, reading, text};
use crate::compare;
use crate::disclosure::model::Kind;

/// The explanation of a check, under fixed headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doc {
    /// 查什么.
    pub what: String,
    /// 为什么.
    pub why: String,
    /// 依据.
    pub basis: String,
    /// 举例.
    pub example: String,
    /// 怎么改.
    pub remedy: String,
}

impl Doc {
    /// Heading and text, in order.
    #[must_use]
    pub fn sections(&self) -> [(&'static str, &str); 5] {
        [
            ("查什么", &self.what),
            ("为什么", &self.why),
            ("依据", &self.basis),
            ("举例", &self.example),
            ("怎么改", &self.remedy),
        ]
    }
}

/// A check written in code, in a file of its own.
pub struct Check {
    /// Code: `N21`.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// Budget or final accounts; `Unknown` for both.
    pub document: Kind,
    /// The five headings, one `名: 值` a line.
    pub doc: &'static str,
    /// Looks, reports findings, and enters its outcome in the ledger.
    pub run: fn(&mut Context<'_>),
}

/// The checks written in code.
const CHECKS: &[Check] = &[
    doubts::CHECK,
    completeness::contents::CHECK,
    completeness::sections::CHECK,
    completeness::gaps::CHECK,
    completeness::columns::CHECK,
    completeness::nameless::CHECK,
    completeness::programs::WHOLE,
    completeness::programs::MONEY,
    completeness::programs::COVERAGE,
    completeness::programs::SUM,
    labels::codes::CHECK,
    labels::names::OWN,
    labels::names::SAME,
    labels::numbers::CHECK,
    labels::parents::CHECK,
    labels::members::FINAL,
    labels::members::BUDGET,
    labels::outdated::CHECK,
];

/// All checks written in code, with those of the words and the repairs that reading makes.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    CHECKS
        .iter()
        .chain(narrative::CHECKS)
        .chain(calculation::CHECKS)
        .chain(performance::CHECKS)
        .chain(duties::CHECKS)
        .chain(text::CHECKS)
        .chain(compare::CHECKS)
        .chain(reading::CHECKS)
}

/// What people may know about a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Budget or final accounts; `Unknown` for both.
    pub document: Kind,
    /// Whether a break is an error or only worth a look; `None` where the check decides case by case.
    pub hard: Option<bool>,
    /// The formulas, as written; of each group one must hold.
    pub formulas: Vec<Vec<String>>,
    /// The explanation.
    pub doc: Doc,
}

impl Entry {
    /// 预算, 决算 or 预算、决算.
    #[must_use]
    pub fn document_words(&self) -> &'static str {
        match self.document {
            Kind::Budget => "预算",
            Kind::Final => "决算",
            Kind::Unknown => "预算、决算",
        }
    }
}

/// Every check: equations first as their files have them, then those written in code.
pub fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let equations = rules::built_in().iter().map(of_rule);
        equations.chain(checks().map(of_check)).collect()
    })
}

/// The check with a code, in any case of letters.
#[must_use]
pub fn find(code: &str) -> Option<&'static Entry> {
    entries().iter().find(|entry| entry.code.eq_ignore_ascii_case(code.trim()))
}

fn of_rule(rule: &Rule) -> Entry {
    Entry {
        code: rule.code.clone(),
        name: rule.name.clone(),
        document: rule.document,
        hard: Some(rule.hard),
        formulas: rule
            .formulas
            .iter()
            .map(|group| group.iter().map(|formula| formula.text.clone()).collect())
            .collect(),
        doc: rule.doc.clone(),
    }
}

fn of_check(check: &Check) -> Entry {
    let section = |heading: &str| {
        check
            .doc
            .lines()
            .find_map(|line| line.trim().strip_prefix(heading)?.strip_prefix(':'))
            .map(|text| text.trim().to_owned())
            .unwrap_or_default()
    };
    Entry {
        code: check.code.to_owned(),
        name: check.name.to_owned(),
        document: check.document,
        hard: None,
        formulas: Vec::new(),
        doc: Doc {
            what: section("查什么"),
            why: section("为什么"),
            basis: section("依据"),
            example: section("举例"),
            remedy: section("怎么改"),
        },
    }
}
