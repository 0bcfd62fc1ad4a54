//! The worker: reads and checks files, and draws their pages, off the page's thread.
//!
//! It does both, so that the page loads everything at once and nothing later: what the reader and the painter share
//! is most of either.

mod lent;
mod original;
mod painting;

use std::cell::RefCell;

use gouji::bridge::port::{self, Port};
use gouji::bridge::{Answer, CheckNote, Task};
use gouji::checks::registry;
use wasm_bindgen::JsValue;

use painting::Easel;

fn main() {
    console_error_panic_hook::set_once();
    let easel = RefCell::new(Easel::default());
    Port::listen(move |port, task: Task, along| {
        // Tasks come one at a time and none waits, so the easel is always free.
        if let Ok(mut easel) = easel.try_borrow_mut() {
            work(port, task, &along, &mut easel);
        }
    })
    .answer(&Answer::Ready, &JsValue::UNDEFINED);
}

fn work(port: &Port, task: Task, along: &JsValue, easel: &mut Easel) {
    match task {
        Task::Analyze { document, name } => {
            let start = port.now();
            match gouji::analyze(&port::bytes(along), &name) {
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
            let report = gouji::analyze(&port::bytes(along), "").ok();
            let json = serde_json::to_vec(&report).unwrap_or_default();
            port.answer(&Answer::Warm { checks: checks() }, &port::buffer(&json));
        }
        Task::Original { document } => {
            port.answer(&original::original(document, &port::bytes(along)), &JsValue::UNDEFINED);
        }
        Task::Open { document } => easel.open(document, port::bytes(along)),
        Task::Draw { document, page, scale } => {
            let start = port.now();
            match easel.draw(document, page, scale) {
                Some((width, height, bitmap)) => {
                    let millis = port.now() - start;
                    port.answer(&Answer::Picture { document, page, scale, width, height, millis }, &bitmap);
                }
                None => port.answer(&Answer::Undrawn { document, page }, &JsValue::UNDEFINED),
            }
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
