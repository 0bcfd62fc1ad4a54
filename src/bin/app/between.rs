//! What the documents on the bench say of one another.

use gouji::report::Finding;
use leptos::prelude::*;

use crate::bench::Bench;
use crate::desk::Place;
use crate::words::{self, WORDS, count};

/// The findings between documents, each with the way to the documents it is about.
#[component]
pub fn Across() -> impl IntoView {
    let bench = expect_context::<Bench>();
    view! {
        <main class="between" aria-label=WORDS.between>
            <h1>{WORDS.between}</h1>
            <p class="intro">{WORDS.between_intro}</p>
            // While documents are read nothing is said of them.
            {move || bench.between.get().map(|between| {
                let entry = |(documents, finding): &(Vec<u32>, Finding)| {
                    view! { <Entry documents=documents.clone() finding=finding.clone()/> }
                };
                let none = between.is_empty();
                view! {
                    {none.then(|| view! { <p class="none">{WORDS.between_none}</p> })}
                    <ol>{between.iter().map(entry).collect_view()}</ol>
                }
            })}
        </main>
    }
}

#[component]
fn Entry(documents: Vec<u32>, finding: Finding) -> impl IntoView {
    let bench = expect_context::<Bench>();
    let (sign, severity) = words::severity(finding.severity);
    // The place stands in the first document; the others are opened as they are.
    let place = (!finding.origin.is_empty())
        .then(|| Place { origins: finding.origin.clone(), severity: Some(finding.severity) });
    let ways = documents.into_iter().enumerate().filter_map(|(at, id)| {
        let name = bench
            .documents
            .with_untracked(|documents| documents.iter().find(|d| d.id == id).map(|d| d.name.clone()))?;
        let place = place.clone().filter(|_| at == 0);
        Some(view! {
            <button class="quiet" on:click=move |_| bench.turn_to(id, place.clone())>
                {count(WORDS.look_at, name)}
            </button>
        })
    });
    view! {
        <li class="finding">
            <p class="message">
                {sign.shown()} <span class="visually-hidden">{severity} "："</span> {finding.message}
            </p>
            <p class="ways">{ways.collect_view()}</p>
        </li>
    }
}
