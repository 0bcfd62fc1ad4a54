//! What must be there: tables and sections that the contents promise, notes, depth, performance targets for every
//! project, all columns of a table and names of its rows.

pub mod columns;
pub mod contents;
pub mod gaps;
pub mod nameless;
pub mod programs;
pub mod sections;
