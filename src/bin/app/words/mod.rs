//! Everything the page says, one file a language.
//!
//! A new language is a new constant of [`Words`]; the compiler names what it lacks.

mod zh;

use std::fmt::Display;

use crate::sign::Sign;
use gouji::report::{Category, Outcome, Severity};

/// The language in use.
pub const WORDS: &Words = &zh::ZH;

/// The page's sentences. `{}` stands for what is filled in.
pub struct Words {
    // The empty page.
    pub product: &'static str,
    pub invitation: &'static str,
    pub privacy: &'static str,
    pub choose_files: &'static str,
    pub choose_folder: &'static str,
    pub sample: &'static str,
    pub kinds: &'static str,
    pub let_go: &'static str,
    // While working.
    pub reading: &'static str,
    pub waiting: &'static str,
    pub stop: &'static str,
    pub stopped: &'static str,
    // What went wrong.
    pub not_read: &'static str,
    pub crashed: &'static str,
    pub not_loaded: &'static str,
    pub file_gone: &'static str,
    pub no_files: &'static str,
    pub page_not_drawn: &'static str,
    pub another: &'static str,
    // The headline.
    pub unnamed: &'static str,
    pub year: &'static str,
    pub budget: &'static str,
    pub final_accounts: &'static str,
    pub income: &'static str,
    pub expenditure: &'static str,
    pub unit: &'static str,
    pub tables_read: &'static str,
    pub took: &'static str,
    pub took_of_which: &'static str,
    pub save_report: &'static str,
    pub save_tables: &'static str,
    pub together: &'static str,
    pub take_apart: &'static str,
    pub parts: &'static str,
    pub own: &'static str,
    pub own_formulas: &'static str,
    pub own_formulas_how: &'static str,
    pub own_formulas_example: &'static str,
    pub own_forms: &'static str,
    pub own_forms_how: &'static str,
    pub own_forms_add: &'static str,
    pub own_forms_remove: &'static str,
    pub own_save: &'static str,
    pub cancel: &'static str,
    pub save_tables_what: &'static str,
    pub clear: &'static str,
    // The verdict.
    pub errors: &'static str,
    pub warnings: &'static str,
    pub notes: &'static str,
    pub passed: &'static str,
    pub rounding: &'static str,
    pub unchecked: &'static str,
    pub unread: &'static str,
    pub nothing_wrong: &'static str,
    pub nothing_judged: &'static str,
    pub no_tables: &'static str,
    pub show_all: &'static str,
    pub none_of_these: &'static str,
    // The views.
    pub views: &'static str,
    pub problems: &'static str,
    pub tables: &'static str,
    pub prose: &'static str,
    pub performance: &'static str,
    pub ledger: &'static str,
    pub original: &'static str,
    pub files: &'static str,
    pub between: &'static str,
    pub between_intro: &'static str,
    pub between_nothing: &'static str,
    pub between_none: &'static str,
    pub look_at: &'static str,
    pub contents: &'static str,
    // A finding.
    pub should_be: &'static str,
    pub printed: &'static str,
    pub left_side: &'static str,
    pub right_side: &'static str,
    pub difference: &'static str,
    pub empty_cell: &'static str,
    pub empty_cells: &'static str,
    pub too_much: &'static str,
    pub too_little: &'static str,
    pub also_breaks: &'static str,
    pub whole_table: &'static str,
    pub lines_left_out: &'static str,
    pub basis: &'static str,
    pub key_hint: &'static str,
    // A table.
    pub untitled: &'static str,
    pub on_pages: &'static str,
    pub inferred: &'static str,
    pub go_to_finding: &'static str,
    pub form_known: &'static str,
    pub form_unknown: &'static str,
    pub no_figures: &'static str,
    // Prose and performance.
    pub no_claims: &'static str,
    pub claims_intro: &'static str,
    pub no_programs: &'static str,
    pub executed: &'static str,
    pub rate: &'static str,
    pub score: &'static str,
    pub indicator: &'static str,
    pub target: &'static str,
    pub actual: &'static str,
    pub weight: &'static str,
    // The ledger.
    pub ledger_intro: &'static str,
    pub unread_places: &'static str,
    pub times: &'static str,
    pub nothing_unchecked: &'static str,
    // The original.
    pub page_of: &'static str,
    pub line_of: &'static str,
    pub previous_page: &'static str,
    pub next_page: &'static str,
    pub smaller: &'static str,
    pub larger: &'static str,
    pub fit: &'static str,
    pub drawing: &'static str,
    pub choose_place: &'static str,
    pub no_place: &'static str,
    pub sheet_place: &'static str,
    pub more_lines: &'static str,
}

/// Puts values in place of each `{}`, in turn.
pub fn fill(pattern: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut values = values.iter();
    let mut pieces = pattern.split("{}");
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        out.push_str(values.next().copied().unwrap_or_default());
        out.push_str(piece);
    }
    out
}

/// A count put into a sentence.
pub fn count(pattern: &str, count: impl Display) -> String {
    fill(pattern, &[&count.to_string()])
}

/// A severity's sign and name.
pub fn severity(severity: Severity) -> (Sign, &'static str) {
    match severity {
        Severity::Error => (Sign::Error, zh::SEVERITY[0]),
        Severity::Warning => (Sign::Warning, zh::SEVERITY[1]),
        Severity::Note => (Sign::Note, zh::SEVERITY[2]),
    }
}

/// An outcome's sign and name.
pub fn outcome(outcome: Outcome) -> (Sign, &'static str) {
    match outcome {
        Outcome::CannotCheck => (Sign::Unchecked, zh::OUTCOME[0]),
        Outcome::NotRun => (Sign::Aside, zh::OUTCOME[1]),
        Outcome::Failed => (Sign::Error, zh::OUTCOME[2]),
        Outcome::Rounding => (Sign::Note, zh::OUTCOME[3]),
        Outcome::Passed => (Sign::Passed, zh::OUTCOME[4]),
        Outcome::NotApplicable => (Sign::Aside, zh::OUTCOME[5]),
    }
}

/// A category's name.
pub fn category(category: Category) -> &'static str {
    zh::CATEGORY[match category {
        Category::Arithmetic => 0,
        Category::CrossTable => 1,
        Category::NarrativeVsTable => 2,
        Category::NarrativeArithmetic => 3,
        Category::DirectionWord => 4,
        Category::Completeness => 5,
        Category::CodeOrLabel => 6,
        Category::Performance => 7,
        Category::Unit => 8,
        Category::Year => 9,
        Category::Placeholder => 10,
        Category::Punctuation => 11,
        Category::TextResidue => 12,
        Category::LayoutDamage => 13,
    }]
}
