//! Writing to standard output without falling over a closed pipe.

use std::io::Write as _;

/// Prints a line; a reader that has gone away is no error of ours.
pub fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
}

/// Says what went wrong.
pub fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
