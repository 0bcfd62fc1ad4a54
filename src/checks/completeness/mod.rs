//! What must be there: tables that the contents promise, notes, depth, performance targets for every project.

pub mod contents;
pub mod programs;
