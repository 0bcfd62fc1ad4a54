//! The prose against the tables and against itself.

pub mod cells;
pub mod changes;
pub mod completion;
pub mod counts;
pub mod facts;
mod glossary;
pub mod inline;
pub mod items;
pub mod lists;
pub mod parts;
pub mod phrases;
pub mod reasons;
pub mod shares;
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
];
