//! The analysis worker: reads and checks files off the page's thread.

use std::collections::BTreeMap;

use gouji::bridge::port::{self, Port};
use gouji::bridge::{Answer, CheckNote, Task};
use gouji::checks::registry;
use gouji::read::{self, FlowItem, Page};
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

/// The lines as the reader numbers them, so that they agree with the report's. A table's row is one line.
fn lines(bytes: &[u8]) -> Vec<String> {
    let mut lines = BTreeMap::new();
    for page in read::read(bytes).map(|document| document.pages).unwrap_or_default() {
        match page {
            Page::Lines(page) => lines.extend(page.into_iter().map(|line| (line.number, line.text))),
            Page::Flow(items) => items.into_iter().for_each(|item| flow(item, &mut lines)),
            Page::Drawn(_) | Page::Sheet(_) => {}
        }
    }
    let last = lines.last_key_value().map_or(0, |(number, _)| *number);
    (1..=last).map(|number| lines.remove(&number).unwrap_or_default()).collect()
}

fn flow(item: FlowItem, lines: &mut BTreeMap<u32, String>) {
    match item {
        FlowItem::Paragraph { number, text } => _ = lines.insert(number, text),
        FlowItem::Table(table) => {
            for cell in table.cells {
                let line = lines.entry(table.number.saturating_add(cell.row)).or_default();
                if !line.is_empty() {
                    line.push('\t');
                }
                line.push_str(&cell.text.replace('\n', ""));
            }
        }
        FlowItem::PageBreak => {}
    }
}
