//! What was not checked and why, beside what was.

use gouji::report::{LedgerEntry, Outcome, Warning};
use gouji::view::ledger::groups;
use leptos::prelude::*;

use crate::bench::Bench;
use crate::desk::{Desk, Place};
use crate::sign::Sign;
use crate::words::{self, WORDS, count};

/// The ledger, what was not judged first.
#[component]
pub fn Ledger() -> impl IntoView {
    let desk = Desk::get();
    let (warnings, groups) = desk.reading.with_value(|reading| {
        let report = &reading.report;
        let groups: Vec<_> = groups(&report.ledger)
            .into_iter()
            .map(|group| {
                let entries: Vec<LedgerEntry> = group.entries.into_iter().cloned().collect();
                view! { <Group outcome=group.outcome count=group.count entries/> }
            })
            .collect();
        (report.warnings.clone(), groups)
    });
    let nothing = warnings.is_empty() && groups.is_empty();
    view! {
        <section class="ledger" aria-label=WORDS.ledger>
            <p class="intro">{WORDS.ledger_intro}</p>
            {nothing.then(|| view! { <p class="none">{WORDS.nothing_unchecked}</p> })}
            {(!warnings.is_empty()).then(|| view! {
                <h2>{Sign::Unread.shown()} {WORDS.unread_places}</h2>
                <ol class="rows">
                    {warnings.into_iter().map(|warning| view! { <Unread warning/> }).collect_view()}
                </ol>
            })}
            {groups}
        </section>
    }
}

#[component]
fn Unread(warning: Warning) -> impl IntoView {
    let desk = Desk::get();
    match warning.origin {
        Some(origin) => {
            let place = Place { origins: vec![origin], severity: None };
            view! {
                <li><button on:click=move |_| desk.show(place.clone())>{warning.message}</button></li>
            }
            .into_any()
        }
        None => view! { <li><p>{warning.message}</p></li> }.into_any(),
    }
}

#[component]
fn Group(outcome: Outcome, count: u32, entries: Vec<LedgerEntry>) -> impl IntoView {
    let bench = expect_context::<Bench>();
    let (sign, name) = words::outcome(outcome);
    // What was judged, or does not concern the document, need not be read at once.
    let open = matches!(outcome, Outcome::CannotCheck | Outcome::NotRun);
    let lines: Vec<_> = entries
        .into_iter()
        .map(|entry| {
            let rule = StoredValue::new(entry.rule.clone());
            let check = move || {
                bench.checks.with(|checks| checks.get(&rule.get_value()).map(|check| check.name.clone()))
            };
            view! {
                <tr>
                    <td>{check} {entry.reason.map(|reason| view! { <small class="reason">{reason}</small> })}</td>
                    <td class="rule">{entry.rule}</td>
                    <td class="figure">{words::count(WORDS.times, entry.count)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <details open=open>
            <summary>
                {sign.shown()}
                <strong>{name}</strong>
                <span class="count">{self::count(WORDS.times, count)}</span>
            </summary>
            <table class="outcomes"><tbody>{lines}</tbody></table>
        </details>
    }
}
