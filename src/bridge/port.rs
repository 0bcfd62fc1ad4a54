//! Sending and receiving in the browser.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};

/// The message as a pair of a plain JavaScript value and what travels along.
fn pair<T: Serialize>(message: &T, along: &JsValue) -> Result<Array, JsValue> {
    Ok(Array::of2(&serde_wasm_bindgen::to_value(message)?, along))
}

/// What is handed over rather than copied.
fn transfer(along: &JsValue) -> Array {
    if along.is_undefined() { Array::new() } else { Array::of1(along) }
}

/// Reads a message; `None` if it is none of ours.
#[must_use]
pub fn open<T: DeserializeOwned>(event: &MessageEvent) -> Option<(T, JsValue)> {
    let pair: Array = event.data().dyn_into().ok()?;
    let message = serde_wasm_bindgen::from_value(pair.get(0)).ok()?;
    Some((message, pair.get(1)))
}

/// The bytes that travelled along.
#[must_use]
pub fn bytes(along: &JsValue) -> Vec<u8> {
    along.dyn_ref::<ArrayBuffer>().map(|buffer| Uint8Array::new(buffer).to_vec()).unwrap_or_default()
}

/// Bytes as something that can travel along.
#[must_use]
pub fn buffer(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).buffer().into()
}

/// Sends a message to a worker.
///
/// # Errors
/// When the browser refuses to send.
pub fn send<T: Serialize>(worker: &Worker, message: &T, along: &JsValue) -> Result<(), JsValue> {
    let pair = pair(message, along)?;
    worker.post_message_with_transfer(&pair, &transfer(along))
}

/// The worker's side.
#[derive(Clone)]
pub struct Port(DedicatedWorkerGlobalScope);

impl Port {
    /// Listens to the page for good. `handle` gets each task and what travelled along.
    #[must_use]
    pub fn listen<T: DeserializeOwned + 'static>(handle: impl Fn(&Self, T, JsValue) + 'static) -> Self {
        let port = Self(js_sys::global().unchecked_into());
        let own = port.clone();
        let closure = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some((task, along)) = open(&event) {
                handle(&own, task, along);
            }
        });
        port.0.set_onmessage(Some(closure.as_ref().unchecked_ref()));
        closure.forget();
        port
    }

    /// Answers the page. A message the browser refuses is lost; the page notices by its own clock.
    pub fn answer<T: Serialize>(&self, message: &T, along: &JsValue) {
        if let Ok(pair) = pair(message, along) {
            let _ = self.0.post_message_with_transfer(&pair, &transfer(along));
        }
    }

    /// Milliseconds since the worker began.
    #[must_use]
    pub fn now(&self) -> f64 {
        self.0.performance().map_or(0.0, |clock| clock.now())
    }
}
