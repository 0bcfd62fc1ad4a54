//! The empty page.

use leptos::prelude::*;

use crate::bench::Bench;
use crate::intake::Choose;
use crate::words::WORDS;

/// One sentence, three buttons, and what happens to the file.
#[component]
pub fn Empty() -> impl IntoView {
    let bench = expect_context::<Bench>();
    view! {
        <main class="empty">
            <p class="product">{WORDS.product}</p>
            <h1>{WORDS.invitation}</h1>
            <Choose/>
            <p class="kinds">{WORDS.kinds}</p>
            <p class="privacy">{WORDS.privacy}</p>
            <p class="more"><button class="quiet" type="button" on:click=move |_| bench.adding.set(true)>{WORDS.own}</button></p>
        </main>
    }
}
