//! `gouji checks` and `gouji explain`: what is checked and why.

use std::process::ExitCode;

use clap::ValueEnum;
use gouji::checks::{docs, registry};
use serde_json::json;

/// How the list of checks is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListForm {
    /// One line a check.
    Text,
    /// For programs.
    Json,
    /// The page of the documentation.
    Markdown,
}

/// Prints every check.
pub fn checks(form: ListForm) -> ExitCode {
    match form {
        ListForm::Text => {
            for entry in registry::entries() {
                println!("{:<5} {}（{}）", entry.code, entry.name, entry.document_words());
            }
        }
        ListForm::Json => {
            let list: Vec<_> = registry::entries()
                .iter()
                .map(|entry| {
                    json!({
                        "code": entry.code,
                        "name": entry.name,
                        "what": entry.doc.what,
                        "why": entry.doc.why,
                        "basis": entry.doc.basis,
                        "example": entry.doc.example,
                        "remedy": entry.doc.remedy,
                        "document": entry.document,
                        "formulas": entry.formulas,
                    })
                })
                .collect();
            println!("{}", serde_json::to_string_pretty(&list).unwrap_or_default());
        }
        ListForm::Markdown => print!("{}", docs::page()),
    }
    ExitCode::SUCCESS
}

/// Explains one check.
pub fn explain(code: &str) -> ExitCode {
    if let Some(entry) = registry::find(code) {
        print!("{}", docs::explain(entry));
        return ExitCode::SUCCESS;
    }
    eprintln!("没有代码为 {code} 的检查；gouji checks 列出全部检查。");
    ExitCode::from(2)
}
