//! The prose against the tables and against itself.

pub mod totals;
