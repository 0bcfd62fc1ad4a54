//! `gouji tables`: a file's tables as data.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use gouji::export::{csv, xlsx};

use crate::output::complain;

#[derive(Args)]
pub struct Arguments {
    /// The file.
    file: PathBuf,
    /// csv: one line a figure; xlsx: a sheet a table; json: as in the report.
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,
    /// Where to write; standard output if not given.
    #[arg(long)]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Csv,
    Xlsx,
    Json,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    match bytes(arguments).and_then(|bytes| save(arguments, &bytes)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::from(2)
        }
    }
}

fn bytes(arguments: &Arguments) -> Result<Vec<u8>, String> {
    let tables = crate::analyze(&arguments.file)?.tables;
    match arguments.format {
        Form::Csv => Ok(csv::write(&tables).into_bytes()),
        Form::Json => serde_json::to_vec(&tables).map_err(|error| error.to_string()),
        Form::Xlsx => xlsx::write(&tables).map_err(|error| error.to_string()),
    }
}

fn save(arguments: &Arguments, bytes: &[u8]) -> Result<(), String> {
    if let Some(path) = &arguments.output {
        std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
    } else {
        // A reader that has gone away is no error of ours.
        let _ = std::io::stdout().lock().write_all(bytes);
        Ok(())
    }
}
