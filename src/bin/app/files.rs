//! The list of files, when several were dropped.

use leptos::prelude::*;

use crate::bench::{BETWEEN, Bench, Between, Document, Stage};
use crate::sign::Sign;
use crate::words::{WORDS, count};

/// Every file with its verdict in small.
#[component]
pub fn Files() -> impl IntoView {
    let bench = expect_context::<Bench>();
    let done = move || {
        bench.documents.with(|documents| {
            let open = |d: &&Document| !matches!(d.stage.get(), Stage::Waiting | Stage::Working);
            (documents.iter().filter(open).count(), documents.len())
        })
    };
    view! {
        <nav class="files" aria-label=WORDS.files>
            <h2>
                {WORDS.files} " " <span class="count">{move || { let (done, all) = done(); format!("{done}/{all}") }}</span>
                <button class="quiet" on:click=move |_| bench.clear()>{WORDS.clear}</button>
            </h2>
            <progress
                max=move || done().1
                value=move || done().0
                hidden=move || { let (done, all) = done(); done == all }
            ></progress>
            {move || bench.between.get().map(|between| view! { <Across between/> })}
            <ol>
                <For each=move || bench.documents.get() key=|document| document.id let(document)>
                    <li><Entry document/></li>
                </For>
            </ol>
        </nav>
    }
}

/// The way to what stands between the documents.
#[component]
fn Across(between: Between) -> impl IntoView {
    let bench = expect_context::<Bench>();
    let number = between.len();
    view! {
        <button
            class="across"
            aria-current=move || (bench.current.get() == Some(BETWEEN)).then_some("true")
            on:click=move |_| bench.current.set(Some(BETWEEN))
        >
            <span class="name">{WORDS.between}</span>
            <span class="state">
                {if number == 0 { WORDS.between_nothing.to_owned() } else { count(WORDS.warnings, number) }}
            </span>
        </button>
    }
}

#[component]
fn Entry(document: Document) -> impl IntoView {
    let bench = expect_context::<Bench>();
    let Document { id, name, stage, .. } = document;
    let state = move || match stage.get() {
        Stage::Waiting => view! { <span class="state">{WORDS.waiting}</span> }.into_any(),
        Stage::Working => view! { <span class="state">"…"</span> }.into_any(),
        Stage::Failed(sentence) => view! { <span class="state" title=sentence>"✕"</span> }.into_any(),
        Stage::Done(reading) => {
            let verdict = reading.verdict;
            let part = |sign: Sign, class: &'static str, number: usize| {
                (number > 0).then(|| view! { <span class=class>{sign.shown()} {number}</span> })
            };
            let clean = verdict.errors == 0 && verdict.warnings == 0 && verdict.judged();
            view! {
                <span
                    class="state"
                    title=count(WORDS.errors, verdict.errors) + "，" + &count(WORDS.warnings, verdict.warnings)
                >
                    {part(Sign::Error, "error", verdict.errors)} {part(Sign::Warning, "warning", verdict.warnings)}
                    {clean.then(|| Sign::Passed.shown())} {(!verdict.judged()).then(|| Sign::Unchecked.shown())}
                </span>
            }
            .into_any()
        }
    };
    view! {
        <button
            aria-current=move || (bench.current.get() == Some(id)).then_some("true")
            on:click=move |_| bench.current.set(Some(id))
        >
            <span class="name">{name}</span>
            {state}
        </button>
    }
}
