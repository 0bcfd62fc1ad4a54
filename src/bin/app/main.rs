//! The page: drop a file, read the verdict, see the place.

mod analyst;
mod bench;
mod between;
mod desk;
mod empty;
mod files;
mod findings;
mod headline;
mod intake;
mod keys;
mod ledger;
mod link;
mod original;
mod own;
mod performance;
mod prose;
mod result;
mod save;
mod sign;
mod tables;
mod words;

use leptos::prelude::*;

use bench::{Bench, Stage};
use words::{WORDS, count, fill};

fn main() {
    console_error_panic_hook::set_once();
    // What index.html shows until now.
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
    leptos::mount::mount_to_body(App);
}

/// The whole page.
#[component]
fn App() -> impl IntoView {
    let bench = Bench::new();
    provide_context(bench);
    let dragging = intake::listen(bench);
    let printing = RwSignal::new(false);
    provide_context(printing);
    _ = window_event_listener(leptos::ev::beforeprint, move |_| printing.set(true));
    _ = window_event_listener(leptos::ev::afterprint, move |_| printing.set(false));
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">{move || bench.said.get()}</div>
        {move || bench.complaint.get().map(|sentence| view! { <p class="complaint" role="alert">{sentence}</p> })}
        <Show
            when=move || bench.documents.with(|documents| !documents.is_empty())
            fallback=|| view! { <empty::Empty/> }
        >
            <Work/>
        </Show>
        <own::Own/>
        <div class="drop-veil" class:shown=move || dragging.get() aria-hidden="true">
            <p>{WORDS.let_go}</p>
        </div>
    }
}

/// The files, if there are several, and the one looked at.
#[component]
fn Work() -> impl IntoView {
    let bench = expect_context::<Bench>();
    let several = Memo::new(move |_| bench.documents.with(|documents| documents.len() > 1));
    view! {
        <div class="work" class:several=move || several.get()>
            <Show when=move || several.get()>
                <files::Files/>
            </Show>
            <Show when=move || bench.current.get() == Some(bench::BETWEEN)>
                <between::Across/>
            </Show>
            {move || bench.document().map(|document| view! { <Current document/> })}
        </div>
    }
}

/// One document, whatever stage it is in.
#[component]
fn Current(document: bench::Document) -> impl IntoView {
    let bench = expect_context::<Bench>();
    let stage = document.stage;
    let name = StoredValue::new(document.name);
    move || match stage.get() {
        Stage::Waiting | Stage::Working => {
            let sentence = fill(WORDS.reading, &[&name.get_value()]);
            view! {
                <main class="pending">
                    <p>{sentence}</p>
                    <button on:click=move |_| bench.stop()>{WORDS.stop}</button>
                </main>
            }
            .into_any()
        }
        Stage::Failed(sentence) => view! {
            <main class="failed">
                <h1>{count(WORDS.not_read, name.get_value())}</h1>
                <p class="reason">{sentence}</p>
                <intake::Choose/>
            </main>
        }
        .into_any(),
        Stage::Done(reading) => view! { <result::Result reading/> }.into_any(),
    }
}
