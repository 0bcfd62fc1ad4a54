//! A worker's answers to the page, but for drawing.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

use super::original::original;
use super::port::{self, Port};
use super::{Answer, CheckNote, Own, OwnForm, Piece, Task};
use crate::checks::{formulas, registry};
use crate::compare::gist;
use crate::read::ReadError;
use crate::{Report, forms, together};

thread_local! {
    /// The user's forms that documents are read by at present.
    static IN_FORCE: RefCell<Vec<OwnForm>> = const { RefCell::new(Vec::new()) };
}

/// Does a task and answers it.
pub fn handle(port: &Port, task: Task, along: &JsValue) {
    match task {
        Task::Analyze { document, files, own } => {
            analyze(port, document, &files, &own, &port::bytes(along));
        }
        Task::TryForms { forms } => {
            let mistake = forms::try_files(&texts(&forms)).err().map(|(at, error)| {
                let name = forms.get(at).map(|form| form.name.as_str()).unwrap_or_default();
                format!("{name}：{error}")
            });
            port.answer(&Answer::FormsTried { mistake }, &JsValue::UNDEFINED);
        }
        Task::Checks => port.answer(&Answer::Checks { checks: checks() }, &JsValue::UNDEFINED),
        Task::Warm => {
            let report = crate::analyze(&port::bytes(along), "").ok();
            let json = serde_json::to_vec(&report).unwrap_or_default();
            port.answer(&Answer::Warm, &port::buffer(&json));
        }
        Task::Original { document } => {
            port.answer(&original(document, &port::bytes(along)), &JsValue::UNDEFINED);
        }
        // Only a worker that draws is asked.
        Task::Open { .. } | Task::Sketch => {}
        Task::Draw { document, page, .. } => {
            port.answer(&Answer::Undrawn { document, page }, &JsValue::UNDEFINED);
        }
    }
}

fn texts(forms: &[OwnForm]) -> Vec<&str> {
    forms.iter().map(|form| form.text.as_str()).collect()
}

/// Reads by the user's forms from now on. The page has shown what is wrong with one before it sends any.
fn use_forms(own: &Own) {
    IN_FORCE.with_borrow_mut(|in_force| {
        if *in_force != own.forms && forms::use_files(&texts(&own.forms)).is_ok() {
            in_force.clone_from(&own.forms);
        }
    });
}

/// The report on one file, or on several as one document.
fn report(files: &[Piece], own: &Own, bytes: &[u8]) -> Result<Report, ReadError> {
    use_forms(own);
    let rules = formulas::read(&own.formulas).unwrap_or_default();
    let mut rest = bytes;
    let pieces: Vec<(&str, &[u8])> = files
        .iter()
        .map(|piece| {
            let (own, after) = rest.split_at(rest.len().min(piece.bytes as usize));
            rest = after;
            (piece.name.as_str(), own)
        })
        .collect();
    match pieces[..] {
        [(name, bytes)] => crate::analyze_with(bytes, name, &rules),
        _ => together::analyze_as_one(&pieces, &rules),
    }
}

fn analyze(port: &Port, document: u32, files: &[Piece], own: &Own, bytes: &[u8]) {
    let start = port.now();
    match report(files, own, bytes) {
        Ok(report) => {
            let millis = port.now() - start;
            let json = serde_json::to_vec(&report).unwrap_or_default();
            port.answer(&Answer::Report { document, millis, gist: gist(&report) }, &port::buffer(&json));
        }
        Err(ReadError::NeedsOffice(_)) => port.answer(&Answer::NeedsOffice { document }, &JsValue::UNDEFINED),
        Err(error) => {
            let message = error.to_string();
            port.answer(&Answer::Refused { document, message }, &JsValue::UNDEFINED);
        }
    }
}

/// The checks as the page explains them.
fn checks() -> Vec<CheckNote> {
    let note = |entry: &registry::Entry| CheckNote {
        code: entry.code.clone(),
        name: entry.name.clone(),
        sections: entry
            .doc
            .sections()
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(heading, text)| (heading.to_owned(), text.to_owned()))
            .collect(),
    };
    registry::entries().iter().map(note).collect()
}
