//! Keys for the list of findings: J and K (or the arrows) go down and up, Enter shows the place.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::desk::{Desk, Pane, View};

/// Listens until the desk is closed.
pub fn listen(desk: Desk) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key()
            || event.alt_key()
            || event.meta_key()
            || desk.view.get_untracked() != View::Problems
        {
            return;
        }
        match event.key().as_str() {
            "j" | "J" => step(desk, &event, 1),
            "k" | "K" => step(desk, &event, -1),
            "ArrowDown" if free(&event) => step(desk, &event, 1),
            "ArrowUp" if free(&event) => step(desk, &event, -1),
            "Enter" if free(&event) => desk.pane.set(Pane::Original),
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}

fn step(desk: Desk, event: &KeyboardEvent, by: isize) {
    event.prevent_default();
    desk.step(by);
}

/// Whether the key is not meant for something else that scrolls or is pressed: the original, a table, a button.
fn free(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_none_or(|element| {
        matches!(element.closest(".original, .sheet, button, input, select, nav"), Ok(None))
            || matches!(element.closest(".findings .headline"), Ok(Some(_)) if event.key() != "Enter")
    })
}
