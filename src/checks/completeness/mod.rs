//! What must be there: tables that the contents promise, notes, depth.

pub mod contents;
