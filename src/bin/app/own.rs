//! A user's own formulas: written on the page, kept in this browser, judged with every file.

use gouji::checks::formulas;
use leptos::ev::SubmitEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::bench::Bench;
use crate::words::WORDS;

const KEY: &str = "gouji.formulas";

/// The formulas this browser keeps.
pub fn kept() -> String {
    storage().and_then(|storage| storage.get_item(KEY).ok().flatten()).unwrap_or_default()
}

/// Keeps formulas; where the browser keeps nothing they last as long as the page.
pub fn keep(text: &str) {
    if let Some(storage) = storage() {
        _ = if text.trim().is_empty() { storage.remove_item(KEY) } else { storage.set_item(KEY, text) };
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// A button and what it opens.
#[component]
pub fn Own() -> impl IntoView {
    let bench = expect_context::<Bench>();
    let dialog: NodeRef<Dialog> = NodeRef::new();
    let text = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<String>::new());
    let show = move |_| {
        text.set(bench.formulas());
        errors.set(Vec::new());
        if let Some(dialog) = dialog.get_untracked() {
            _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        match formulas::read(&text.get_untracked()) {
            Ok(_) => {
                bench.use_formulas(text.get_untracked());
                close();
            }
            Err(found) => errors.set(found.iter().map(ToString::to_string).collect()),
        }
    };
    view! {
        <button class="quiet" type="button" on:click=show>{WORDS.own_formulas}</button>
        <dialog node_ref=dialog class="own" aria-label=WORDS.own_formulas>
            <form on:submit=save>
                <h2>{WORDS.own_formulas}</h2>
                <p>{WORDS.own_formulas_how}</p>
                <textarea
                    rows="8"
                    spellcheck="false"
                    aria-label=WORDS.own_formulas
                    placeholder=WORDS.own_formulas_example
                    prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())
                ></textarea>
                <div role="alert">
                    {move || errors.get().into_iter().map(|error| view! { <pre class="mistake">{error}</pre> }).collect_view()}
                </div>
                <div class="actions">
                    <button type="submit" class="main">{WORDS.own_formulas_save}</button>
                    <button type="button" class="quiet" on:click=move |_| close()>{WORDS.cancel}</button>
                </div>
            </form>
        </dialog>
    }
}
