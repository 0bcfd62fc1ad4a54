//! The prose against the tables and against itself.

pub mod cells;
pub mod changes;
pub mod completion;
pub mod counts;
mod coverage;
pub mod equal;
pub mod facts;
mod glossary;
pub mod inline;
pub mod items;
pub mod last_year;
pub mod lists;
pub mod parts;
pub mod phrases;
pub mod reasons;
pub mod shares;
pub mod topics;
pub mod totals;
pub mod tree;
pub mod years;

use super::registry::Check;

/// The checks on prose.
pub const CHECKS: &[Check] = &[
    totals::CHECK,
    changes::CHANGES,
    changes::ZERO_BASE,
    changes::DIRECTIONS,
    completion::COMPLETION,
    completion::COMPARISON,
    shares::CHECK,
    items::CHECK,
    parts::PARTS,
    lists::ECONOMIC,
    totals::THREE,
    totals::OPERATING,
    counts::VEHICLES,
    counts::PROJECTS,
    years::CHECK,
    lists::NAMED,
    parts::TWICE,
    reasons::CHECK,
    last_year::CHECK,
    equal::CHECK,
];
