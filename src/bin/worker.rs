//! The analysis worker: reads and checks files off the page's thread.

use gouji::bridge::port::{self, Port};
use gouji::bridge::{Answer, CheckNote, Task};
use gouji::checks::registry;
use gouji::read::{self, Page};
use wasm_bindgen::JsValue;

fn main() {
    console_error_panic_hook::set_once();
    Port::listen(|port, task: Task, along| work(port, task, &port::bytes(&along)))
        .answer(&Answer::Ready, &JsValue::UNDEFINED);
}

fn work(port: &Port, task: Task, bytes: &[u8]) {
    match task {
        Task::Analyze { document, name } => {
            let start = port.now();
            match gouji::analyze(bytes, &name) {
                Ok(report) => {
                    let millis = port.now() - start;
                    let json = serde_json::to_vec(&report).unwrap_or_default();
                    port.answer(&Answer::Report { document, millis }, &port::buffer(&json));
                }
                Err(error) => {
                    let message = error.to_string();
                    port.answer(&Answer::Refused { document, message }, &JsValue::UNDEFINED);
                }
            }
        }
        Task::Warm => {
            drop(gouji::analyze(bytes, ""));
            port.answer(&Answer::Warm { checks: checks() }, &JsValue::UNDEFINED);
        }
        Task::Lines { document } => {
            let lines = lines(bytes);
            port.answer(&Answer::Lines { document, lines }, &JsValue::UNDEFINED);
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

/// The lines as the reader sees them, so that line numbers agree with the report's.
fn lines(bytes: &[u8]) -> Vec<String> {
    let pages = read::read(bytes).map(|document| document.pages).unwrap_or_default();
    pages
        .into_iter()
        .flat_map(|page| match page {
            Page::Lines(lines) => lines,
            _ => Vec::new(),
        })
        .map(|line| line.text)
        .collect()
}
