//! The empty page.

use leptos::prelude::*;

use crate::intake::Choose;
use crate::own::Own;
use crate::words::WORDS;

/// One sentence, three buttons, and what happens to the file.
#[component]
pub fn Empty() -> impl IntoView {
    view! {
        <main class="empty">
            <p class="product">{WORDS.product}</p>
            <h1>{WORDS.invitation}</h1>
            <Choose/>
            <p class="kinds">{WORDS.kinds}</p>
            <p class="privacy">{WORDS.privacy}</p>
            <p class="more"><Own/></p>
        </main>
    }
}
