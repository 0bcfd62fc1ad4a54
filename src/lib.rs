//! Reads Chinese departmental budgets and final accounts and says which figures do not tally.
//!
//! One way through the house, each stage knowing only the types of the one before it:
//! `bytes → read → layout → disclosure → checks → report`.

pub mod amount;
pub mod disclosure;
pub mod layout;
pub mod origin;
pub mod read;
pub mod report;
