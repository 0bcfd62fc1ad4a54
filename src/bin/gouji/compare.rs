//! `gouji compare`: several disclosures side by side.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use gouji::amount::grouped;
use gouji::compare::{Across, Comparison, compare};

use crate::output::{complain, print};

#[derive(Args)]
pub struct Arguments {
    /// The files, the earliest first.
    #[arg(required = true, num_args = 2..)]
    files: Vec<PathBuf>,
    /// How the comparison is printed.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let reports: Result<Vec<_>, String> = arguments.files.iter().map(|file| crate::analyze(file)).collect();
    let comparison = match reports {
        Ok(reports) => compare(&reports),
        Err(error) => {
            complain(&error);
            return ExitCode::from(2);
        }
    };
    match arguments.format {
        Form::Json => print(&serde_json::to_string(&comparison).unwrap_or_default()),
        Form::Text => text(&comparison),
    }
    ExitCode::SUCCESS
}

/// The figures that differ, in 元.
fn text(comparison: &Comparison) {
    for document in &comparison.documents {
        let year = document.document.fiscal_year.map(|year| format!("{year}年 ")).unwrap_or_default();
        print(&format!("{year}{}", document.name));
    }
    for Across { finding, .. } in &comparison.findings {
        print(&format!("{} {}", finding.rule, finding.message));
    }
    let differing =
        comparison.figures.iter().filter(|figure| figure.change.is_none_or(|change| !change.is_zero()));
    for figure in differing {
        let amounts: Vec<String> = figure
            .yuan
            .iter()
            .map(|yuan| yuan.map_or_else(|| "—".to_owned(), |y| grouped(y.normalize())))
            .collect();
        let percent = figure.percent.map(|percent| format!("（{percent}%）")).unwrap_or_default();
        let code = figure.code.as_deref().map(|code| format!("{code} ")).unwrap_or_default();
        print(&format!(
            "{} · {code}{} · {}：{} 元{percent}",
            figure.table,
            figure.name,
            figure.column,
            amounts.join(" → ")
        ));
    }
}
