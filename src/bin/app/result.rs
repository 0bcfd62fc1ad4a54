//! One document's result: headline and verdict above, the views beside the original.

use leptos::prelude::*;

use crate::bench::{Bench, Reading};
use crate::desk::{Desk, Pane, View};
use crate::findings::Findings;
use crate::headline::Headline;
use crate::ledger::Ledger;
use crate::original::Original;
use crate::performance::Performance;
use crate::prose::Prose;
use crate::tables::{TableList, Tables};
use crate::words::WORDS;
use crate::{headline, keys};

/// The result of one document.
#[component]
pub fn Result(reading: Reading) -> impl IntoView {
    let bench = expect_context::<Bench>();
    bench.said.set(headline::sentence(&reading));
    let desk = Desk::open(bench, reading);
    provide_context(desk);
    keys::listen(desk);
    view! {
        <div class="result">
            <Headline/>
            <Panes/>
            <div class="panes" data-pane=move || desk.pane.get().name()>
                <Contents/>
                <main class="middle">
                    {move || match desk.view.get() {
                        View::Problems => view! { <Findings/> }.into_any(),
                        View::Tables => view! { <Tables/> }.into_any(),
                        View::Prose => view! { <Prose/> }.into_any(),
                        View::Performance => view! { <Performance/> }.into_any(),
                        View::Ledger => view! { <Ledger/> }.into_any(),
                    }}
                </main>
                <Original/>
            </div>
        </div>
    }
}

/// On a narrow screen: which pane is shown.
#[component]
fn Panes() -> impl IntoView {
    let desk = Desk::get();
    let tab = move |pane: Pane, name: &'static str| {
        view! {
            <button
                aria-pressed=move || (desk.pane.get() == pane).to_string()
                on:click=move |_| desk.pane.set(pane)
            >
                {name}
            </button>
        }
    };
    let middle = move || view_name(desk.view.get());
    view! {
        <div class="pane-tabs" role="group" aria-label=WORDS.views>
            {tab(Pane::Contents, WORDS.contents)}
            <button
                aria-pressed=move || (desk.pane.get() == Pane::Middle).to_string()
                on:click=move |_| desk.pane.set(Pane::Middle)
            >
                {middle}
            </button>
            {tab(Pane::Original, WORDS.original)}
        </div>
    }
}

fn view_name(view: View) -> &'static str {
    match view {
        View::Problems => WORDS.problems,
        View::Tables => WORDS.tables,
        View::Prose => WORDS.prose,
        View::Performance => WORDS.performance,
        View::Ledger => WORDS.ledger,
    }
}

/// What there is to look at, with counts.
#[component]
fn Contents() -> impl IntoView {
    let desk = Desk::get();
    let (counts, unchecked) = desk.reading.with_value(|reading| {
        let report = &reading.report;
        let verdict = reading.verdict;
        let unchecked = verdict.unchecked as usize + verdict.not_run as usize + verdict.warned;
        let counts = [report.findings.len(), report.tables.len(), report.claims.len(), report.programs.len()];
        (counts, unchecked)
    });
    let entry = move |view: View, count: usize| {
        view! {
            <li>
                <button
                    aria-current=move || (desk.view.get() == view).then_some("page")
                    on:click=move |_| {
                        if view == View::Problems { desk.filter.set(None); }
                        desk.view.set(view);
                        desk.pane.set(Pane::Middle);
                    }
                >
                    <span>{view_name(view)}</span>
                    <span class="count">{count}</span>
                </button>
            </li>
        }
    };
    view! {
        <nav class="contents" aria-label=WORDS.views>
            <ul>
                {entry(View::Problems, counts[0])}
                {entry(View::Tables, counts[1])}
                {entry(View::Prose, counts[2])}
                {entry(View::Performance, counts[3])}
                {entry(View::Ledger, unchecked)}
            </ul>
            <Show when=move || desk.view.get() == View::Tables>
                <TableList/>
            </Show>
        </nav>
    }
}
