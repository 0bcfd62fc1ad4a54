//! The statements of the prose that carry a figure.

use leptos::prelude::*;

use crate::desk::{Desk, Place};
use crate::words::WORDS;

/// The statements, each a link to its place.
#[component]
pub fn Prose() -> impl IntoView {
    let desk = Desk::get();
    let claims = desk.reading.with_value(|reading| reading.report.claims.clone());
    if claims.is_empty() {
        return view! { <p class="none">{WORDS.no_claims}</p> }.into_any();
    }
    let entry = move |claim: gouji::disclosure::model::Claim| {
        let place = claim.origin.map(|origin| Place { origins: vec![origin], severity: None });
        let figure = claim.value.map(|value| {
            format!("{}{}", gouji::amount::grouped(value), claim.unit.as_deref().unwrap_or_default())
        });
        let go = move |_| {
            if let Some(place) = &place {
                desk.show(place.clone());
            }
        };
        view! {
            <li>
                <button on:click=go>
                    <span class="text">{claim.text}</span>
                    <span class="figure">{figure}</span>
                </button>
            </li>
        }
    };
    view! {
        <section class="prose" aria-label=WORDS.prose>
            <p class="intro">{WORDS.claims_intro}</p>
            <ol class="rows">{claims.into_iter().map(entry).collect_view()}</ol>
        </section>
    }
    .into_any()
}
