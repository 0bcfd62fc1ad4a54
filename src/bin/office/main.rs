//! The worker for Word, Excel and web pages: loaded when the first of them is dropped.

use gouji::bridge::port::Port;
use gouji::bridge::{Answer, Task, work};
use wasm_bindgen::JsValue;

fn main() {
    console_error_panic_hook::set_once();
    Port::listen(|port, task: Task, along| work::handle(port, task, &along))
        .answer(&Answer::Ready, &JsValue::UNDEFINED);
}
