//! The command line.

mod check;
mod compare;
mod explain;
mod output;
mod summary;
mod tables;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "gouji", version, about = "勾稽：看预决算公开的数字对不对得上")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check files. Exit code 0: nothing wrong, 1: findings of severity error, 2: a file could not be read.
    Check(check::Arguments),
    /// Write a file's tables.
    Tables(tables::Arguments),
    /// Put several disclosures side by side: years, units.
    Compare(compare::Arguments),
    /// List every check.
    Checks {
        /// How the list is printed.
        #[arg(long, value_enum, default_value_t = explain::ListForm::Text)]
        format: explain::ListForm,
    },
    /// Explain one check.
    Explain {
        /// Its code, such as B05.
        code: String,
    },
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Tables(arguments) => tables::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Checks { format } => explain::checks(format),
        Command::Explain { code } => explain::explain(&code),
    }
}

/// Reads and checks one file; the error is the sentence to show.
fn analyze(file: &Path) -> Result<gouji::Report, String> {
    analyze_with(file, &[])
}

/// Reads and checks one file, also by a user's own formulas.
fn analyze_with(file: &Path, own: &[gouji::checks::rules::Rule]) -> Result<gouji::Report, String> {
    gouji::analyze_with(&bytes(file)?, &name(file), own)
        .map_err(|error| format!("{}: {error}", file.display()))
}

/// The file's name without its folder.
fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The file's bytes; the error is the sentence to show.
fn bytes(file: &Path) -> Result<Vec<u8>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let size = std::fs::metadata(file).map_err(|error| failed(&error))?.len();
    if size > gouji::read::MAX_BYTES {
        return Err(failed(&gouji::ReadError::TooLarge(size / 1_000_000)));
    }
    std::fs::read(file).map_err(|error| failed(&error))
}
