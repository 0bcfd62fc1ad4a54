//! The standard tables (表样) as data, and how a table is recognised as one.
//!
//! A province's variant is a data file under `src/forms/data`, never code.
