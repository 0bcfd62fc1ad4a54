//! What the page shows of a report, worked out without a browser: counts, totals, header trees, lines.

pub mod excerpt;
pub mod grid;
pub mod headline;
pub mod ledger;
pub mod marks;
pub mod markup;
pub mod message;
pub mod prose;
pub mod sheet;
pub mod steps;
#[cfg(test)]
mod tests_support;
pub mod verdict;
