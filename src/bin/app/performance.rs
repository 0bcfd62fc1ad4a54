//! The performance tables, project by project.

use gouji::amount::grouped;
use gouji::disclosure::model::{Indicator, Program};
use leptos::prelude::*;
use rust_decimal::Decimal;

use crate::desk::{Desk, Place};
use crate::words::WORDS;

/// Every performance table.
#[component]
pub fn Performance() -> impl IntoView {
    let desk = Desk::get();
    let programs = desk.reading.with_value(|reading| reading.report.programs.clone());
    if programs.is_empty() {
        return view! { <p class="none">{WORDS.no_programs}</p> }.into_any();
    }
    let programs: Vec<_> = programs.into_iter().map(|program| view! { <One program/> }).collect();
    view! { <section class="performance" aria-label=WORDS.performance>{programs}</section> }.into_any()
}

#[component]
fn One(program: Program) -> impl IntoView {
    let desk = Desk::get();
    let fact = |name: &'static str, value: Option<Decimal>, unit: &'static str| {
        value.map(|value| view! { <span>{name} " " {grouped(value)} {unit}</span> })
    };
    let line = move |indicator: Indicator| {
        let place = indicator.origin.map(|origin| Place { origins: vec![origin], severity: None });
        let go = move |_| {
            if let Some(place) = &place {
                desk.show(place.clone());
            }
        };
        let target =
            [indicator.op, indicator.target, indicator.unit].into_iter().flatten().collect::<String>();
        let level = [indicator.l1, indicator.l2].into_iter().flatten().collect::<Vec<_>>().join(" › ");
        view! {
            <tr>
                <td>{level}</td>
                <td><button on:click=go>{indicator.l3}</button></td>
                <td>{target}</td>
                <td>{indicator.actual}</td>
                <td class="figure">{indicator.weight}</td>
                <td class="figure">{indicator.score}</td>
            </tr>
        }
    };
    let indicators: Vec<_> = program.indicators.into_iter().map(line).collect();
    view! {
        <details>
            <summary>
                <strong>{program.name}</strong>
                <span class="facts">
                    {fact(WORDS.budget, program.budget, "")}
                    {fact(WORDS.executed, program.executed, "")}
                    {fact(WORDS.rate, program.rate, "%")}
                    {fact(WORDS.score, program.score_total, "")}
                </span>
            </summary>
            <div class="sheet">
                <table>
                    <thead>
                        <tr>
                            <th></th>
                            <th>{WORDS.indicator}</th>
                            <th>{WORDS.target}</th>
                            <th>{WORDS.actual}</th>
                            <th>{WORDS.weight}</th>
                            <th>{WORDS.score}</th>
                        </tr>
                    </thead>
                    <tbody>{indicators}</tbody>
                </table>
            </div>
        </details>
    }
}
