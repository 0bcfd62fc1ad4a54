//! The prose against the tables and against itself.

pub mod cells;
pub mod changes;
pub mod completion;
pub mod facts;
pub mod items;
pub mod shares;
pub mod totals;
pub mod tree;

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
    totals::THREE,
    totals::OPERATING,
];
