//! `gouji check`: files to reports.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Args, ValueEnum};
use gouji::Report;
use gouji::checks::formulas;
use gouji::checks::rules::Rule;
use gouji::export::sarif;
use gouji::report::Severity;

use crate::output::{complain, print};
use crate::summary;

#[derive(Args)]
pub struct Arguments {
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How the reports are printed; JSON with several files is one report a line.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// A directory to write one report a file to, instead of standard output.
    #[arg(long)]
    output: Option<PathBuf>,
    /// A file with formulas of your own, one a line: [收支总表]收入总计 = [收支总表]支出总计.
    #[arg(long, value_name = "FILE")]
    formulas: Option<PathBuf>,
    /// A form file of your own (docs/forms.md); may be given several times, the last one counts first.
    #[arg(long = "form", value_name = "FILE")]
    forms: Vec<PathBuf>,
    /// Files that are parts of one disclosure are read as one: a table in another file is not missing.
    #[arg(long)]
    together: bool,
    /// How many files are read at the same time.
    #[arg(long, default_value_t = std::thread::available_parallelism().map_or(1, std::num::NonZero::get))]
    jobs: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
    Sarif,
}

impl Form {
    fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
            Self::Sarif => "sarif",
        }
    }

    fn write(self, report: &Report) -> String {
        match self {
            Self::Text => summary::write(report),
            Self::Json => serde_json::to_string(report).unwrap_or_default(),
            Self::Sarif => sarif::write(std::slice::from_ref(report)).to_string(),
        }
    }
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let own = match arguments.formulas.as_deref().map_or(Ok(Vec::new()), read_formulas) {
        Ok(own) => own,
        Err(error) => {
            complain(&error);
            return ExitCode::from(2);
        }
    };
    if let Err(error) = use_forms(&arguments.forms) {
        complain(&error);
        return ExitCode::from(2);
    }
    let results = if arguments.together {
        analyze_together(&arguments.files, &own)
    } else {
        analyze_all(&arguments.files, &own, arguments.jobs)
    };
    let (mut wrong, mut unread) = (false, false);
    let mut reports = Vec::new();
    for result in results {
        match result {
            Ok(report) => {
                wrong |= report.findings.iter().any(|finding| finding.severity == Severity::Error);
                reports.push(report);
            }
            Err(error) => {
                complain(&error);
                unread = true;
            }
        }
    }
    match &arguments.output {
        Some(directory) => {
            for report in &reports {
                if let Err(error) = save(directory, report, arguments.format) {
                    complain(&error);
                    unread = true;
                }
            }
        }
        // One SARIF log holds them all.
        None if arguments.format == Form::Sarif => print(&sarif::write(&reports).to_string()),
        None => reports.iter().for_each(|report| print(&arguments.format.write(report))),
    }
    ExitCode::from(if unread { 2 } else { u8::from(wrong) })
}

/// Reads documents by the user's forms first.
fn use_forms(files: &[PathBuf]) -> Result<(), String> {
    let read = |file: &PathBuf| {
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
    };
    let texts: Vec<String> = files.iter().map(read).collect::<Result<_, _>>()?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    gouji::forms::use_files(&texts).map_err(|error| error.to_string())
}

/// The reports, one for each disclosure, whether it is one file or several.
fn analyze_together(files: &[PathBuf], own: &[Rule]) -> Vec<Result<Report, String>> {
    let (mut read, mut results) = (Vec::new(), Vec::new());
    for file in files {
        match crate::bytes(file) {
            Ok(bytes) => read.push((crate::name(file), bytes)),
            Err(error) => results.push(Err(error)),
        }
    }
    let given: Vec<(&str, &[u8])> =
        read.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    results.extend(gouji::analyze_together(&given, own).into_iter().map(|reading| {
        let first = reading.files.first().and_then(|&index| read.get(index)).map_or("", |(name, _)| name);
        reading.report.map_err(|error| format!("{first}: {error}"))
    }));
    results
}

/// The user's formulas; the error shows every line that is none.
fn read_formulas(file: &Path) -> Result<Vec<Rule>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    formulas::read(&text).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("{}：{error}", file.display())).collect();
        lines.join("\n")
    })
}

/// The files' reports in the order of the files, several read at the same time.
fn analyze_all(files: &[PathBuf], own: &[Rule], jobs: usize) -> Vec<Result<Report, String>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, files.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(index) else { break };
                    let result = crate::analyze_with(file, own);
                    if let Ok(mut done) = done.lock() {
                        done.push((index, result));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

fn save(directory: &Path, report: &Report, form: Form) -> Result<(), String> {
    let target = directory.join(format!("{}.{}", report.source.name, form.ending()));
    std::fs::create_dir_all(directory)
        .and_then(|()| std::fs::write(&target, form.write(report)))
        .map_err(|error| format!("{}: {error}", target.display()))
}
