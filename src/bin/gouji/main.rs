//! The command line.

mod explain;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use gouji::report::{Report, Severity};

#[derive(Parser)]
#[command(name = "gouji", version, about = "勾稽：看预决算公开的数字对不对得上")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check files. Exit code 0: nothing wrong, 1: findings of severity error, 2: a file could not be read.
    Check {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// How the reports are printed.
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
        /// A directory to write one report a file to, instead of standard output.
        #[arg(long)]
        output: Option<PathBuf>,
    },
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check { files, format, output } => check(&files, format, output.as_deref()),
        Command::Checks { format } => explain::checks(format),
        Command::Explain { code } => explain::explain(&code),
    }
}

fn check(files: &[PathBuf], form: Form, output: Option<&Path>) -> ExitCode {
    let (mut wrong, mut unread) = (false, false);
    for file in files {
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let report = std::fs::read(file)
            .map_err(|error| error.to_string())
            .and_then(|bytes| gouji::analyze(&bytes, &name).map_err(|error| error.to_string()));
        match report {
            Ok(report) => {
                wrong |= report.findings.iter().any(|f| f.severity == Severity::Error);
                let printed = match form {
                    Form::Json => serde_json::to_string(&report).unwrap_or_default(),
                    Form::Text => summary(&report),
                };
                match output {
                    Some(directory) => {
                        let target = directory
                            .join(format!("{name}.{}", if form == Form::Json { "json" } else { "txt" }));
                        let written = std::fs::create_dir_all(directory)
                            .and_then(|()| std::fs::write(&target, printed));
                        if let Err(error) = written {
                            eprintln!("{}: {error}", target.display());
                            unread = true;
                        }
                    }
                    None => println!("{printed}"),
                }
            }
            Err(error) => {
                eprintln!("{}: {error}", file.display());
                unread = true;
            }
        }
    }
    ExitCode::from(if unread { 2 } else { u8::from(wrong) })
}

fn summary(report: &Report) -> String {
    format!("{}: {} tables, {} findings", report.source.name, report.tables.len(), report.findings.len())
}
