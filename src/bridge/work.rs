//! A worker's answers to the page, but for drawing.

use wasm_bindgen::JsValue;

use super::original::original;
use super::port::{self, Port};
use super::{Answer, CheckNote, Task};
use crate::checks::rules::Rule;
use crate::checks::{formulas, registry};
use crate::read::ReadError;

/// Does a task and answers it.
pub fn handle(port: &Port, task: Task, along: &JsValue) {
    match task {
        Task::Analyze { document, name, formulas } => {
            // The page has shown what is wrong with a formula before it sends any.
            let own = formulas::read(&formulas).unwrap_or_default();
            analyze(port, document, &name, &own, &port::bytes(along));
        }
        Task::Warm => {
            let report = crate::analyze(&port::bytes(along), "").ok();
            let json = serde_json::to_vec(&report).unwrap_or_default();
            port.answer(&Answer::Warm { checks: checks() }, &port::buffer(&json));
        }
        Task::Original { document } => {
            port.answer(&original(document, &port::bytes(along)), &JsValue::UNDEFINED);
        }
        // Only a worker that draws is asked.
        Task::Open { .. } => {}
        Task::Draw { document, page, .. } => {
            port.answer(&Answer::Undrawn { document, page }, &JsValue::UNDEFINED);
        }
    }
}

fn analyze(port: &Port, document: u32, name: &str, own: &[Rule], bytes: &[u8]) {
    let start = port.now();
    match crate::analyze_with(bytes, name, own) {
        Ok(report) => {
            let millis = port.now() - start;
            let json = serde_json::to_vec(&report).unwrap_or_default();
            port.answer(&Answer::Report { document, millis }, &port::buffer(&json));
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
