//! A connection to a worker: what it says, and when it breaks.

use std::rc::Rc;

use gouji::bridge::port;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker};

/// A running worker. Dropping it ends the worker.
pub struct Link {
    worker: Worker,
    _said: Closure<dyn Fn(MessageEvent)>,
    _broke: Closure<dyn Fn(Event)>,
}

impl Link {
    /// Starts a worker. `None` if the browser refuses.
    pub fn start<T: DeserializeOwned + 'static>(
        script: &str,
        said: impl Fn(T, JsValue) + 'static,
        broke: Rc<dyn Fn()>,
    ) -> Option<Self> {
        let worker = Worker::new(script).ok()?;
        let said = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some((message, along)) = port::open(&event) {
                said(message, along);
            }
        });
        let broke = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            event.prevent_default();
            broke();
        });
        worker.set_onmessage(Some(said.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
        Some(Self { worker, _said: said, _broke: broke })
    }

    /// Sends a message; whether the browser took it.
    pub fn send<T: Serialize>(&self, message: &T, along: &JsValue) -> bool {
        port::send(&self.worker, message, along).is_ok()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
