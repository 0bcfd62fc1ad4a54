//! What the test suites share.
#![allow(dead_code)] // each suite uses its part

pub mod compare;
pub mod fixture;
pub mod shared;
