//! The page-drawing worker.
fn main() {}
