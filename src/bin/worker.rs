//! The analysis worker: reads and checks files off the page's thread.

use std::collections::BTreeMap;

use gouji::bridge::port::{self, Port};
use gouji::bridge::{Answer, CheckNote, Sheet, SheetCell, Task};
use gouji::checks::registry;
use gouji::read::{self, FlowItem, Page, SheetPage};
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
            let report = gouji::analyze(bytes, "").ok();
            let json = serde_json::to_vec(&report).unwrap_or_default();
            port.answer(&Answer::Warm { checks: checks() }, &port::buffer(&json));
        }
        Task::Original { document } => port.answer(&original(document, bytes), &JsValue::UNDEFINED),
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

/// The sheets of a workbook; of anything else the lines, numbered as the reader does, so that they agree with the
/// report's. A row of a table is one line.
fn original(document: u32, bytes: &[u8]) -> Answer {
    let (mut lines, mut sheets) = (BTreeMap::new(), Vec::new());
    for page in read::read(bytes).map(|document| document.pages).unwrap_or_default() {
        match page {
            Page::Lines(page) => lines.extend(page.into_iter().map(|line| (line.number, line.text))),
            Page::Flow(items) => items.into_iter().for_each(|item| flow(item, &mut lines)),
            Page::Sheet(page) => sheets.push(sheet(page)),
            Page::Drawn(_) => {}
        }
    }
    if !sheets.is_empty() {
        return Answer::Sheets { document, sheets };
    }
    let last = lines.last_key_value().map_or(0, |(number, _)| *number);
    let lines = (1..=last).map(|number| lines.remove(&number).unwrap_or_default()).collect();
    Answer::Lines { document, lines }
}

fn sheet(page: SheetPage) -> Sheet {
    let cell = |cell: read::SheetCell| SheetCell {
        row: cell.row,
        col: cell.col,
        rows: cell.rows,
        cols: cell.cols,
        address: cell.address,
        text: cell.text,
    };
    Sheet { name: page.name, cells: page.cells.into_iter().map(cell).collect() }
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
