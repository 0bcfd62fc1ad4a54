//! The worker the page starts with: reads and checks PDF and text, and draws pages, off the page's thread.
//!
//! It does all three, so that the page loads them at once and asks for nothing when a file is dropped: what reading
//! and drawing share is most of either.

mod lent;
mod painting;

use std::cell::RefCell;

use gouji::bridge::port::{self, Port};
use gouji::bridge::{Answer, Task, work};
use wasm_bindgen::JsValue;

use painting::Easel;

fn main() {
    console_error_panic_hook::set_once();
    let easel = RefCell::new(Easel::default());
    Port::listen(move |port, task: Task, along| {
        // Tasks come one at a time and none waits, so the easel is always free.
        if let Ok(mut easel) = easel.try_borrow_mut() {
            handle(port, task, &along, &mut easel);
        }
    })
    .answer(&Answer::Ready, &JsValue::UNDEFINED);
}

fn handle(port: &Port, task: Task, along: &JsValue, easel: &mut Easel) {
    match task {
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
        Task::Sketch => {
            let mut practice = Easel::default();
            practice.open(0, port::bytes(along));
            // The page is not kept: what counts is that drawing has been done.
            drop(practice.draw(0, 1, 1.0));
            port.answer(&Answer::Warm, &JsValue::UNDEFINED);
        }
        task => work::handle(port, task, along),
    }
}
