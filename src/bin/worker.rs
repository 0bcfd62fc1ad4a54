//! The analysis worker.
fn main() {}
