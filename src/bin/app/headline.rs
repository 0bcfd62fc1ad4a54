//! Whose document it is, its totals, and the verdict.

use gouji::amount::grouped;
use gouji::disclosure::model::{Identity, Kind};
use gouji::report::Severity;
use gouji::view::headline::Total;
use leptos::prelude::*;

use crate::bench::{Bench, Reading};
use crate::desk::{Desk, Pane, View};
use crate::intake::Choose;
use crate::save;
use crate::sign::Sign;
use crate::words::{WORDS, count};

/// The verdict in one sentence, for those who hear it.
pub fn sentence(reading: &Reading) -> String {
    let verdict = reading.verdict;
    if reading.report.tables.is_empty() {
        return WORDS.no_tables.to_owned();
    }
    if !verdict.judged() {
        return WORDS.nothing_judged.to_owned();
    }
    [
        count(WORDS.errors, verdict.errors),
        count(WORDS.warnings, verdict.warnings),
        count(WORDS.passed, verdict.passed),
        count(WORDS.unchecked, verdict.unchecked),
    ]
    .join("，")
}

/// The lines above the panes.
#[component]
pub fn Headline() -> impl IntoView {
    let desk = Desk::get();
    let bench = expect_context::<Bench>();
    let (whose, what, totals, tables, took) = desk.reading.with_value(|reading| {
        let [whose, what] = whose(&reading.report.document);
        let took = count(WORDS.took, format!("{:.2}", reading.seconds));
        let of_which = count(WORDS.took_of_which, format!("{:.0}", reading.millis));
        (
            whose,
            what,
            reading.totals,
            reading.report.tables.len(),
            (took, of_which, reading.report.source.name.clone()),
        )
    });
    let unit = desk.reading.with_value(|reading| reading.report.document.unit);
    let total = move |name: &'static str, total: Option<Total>| {
        total.map(|total| {
            let unit = total.unit.or(unit).map(gouji::amount::Unit::label).unwrap_or_default();
            let at = (total.table, total.row, total.column);
            view! {
                <span class="total">
                    {name} " "
                    <button class="figure" on:click=move |_| desk.open_table(at.0, Some(at))>{grouped(total.amount)}</button>
                    " " {unit}
                </span>
            }
        })
    };
    let (took, of_which, file) = took;
    view! {
        <header class="headline">
            <div class="identity">
                <h1>{whose} <small>{what}</small></h1>
                <p class="facts" title=file>
                    {total(WORDS.income, totals.0)}
                    {total(WORDS.expenditure, totals.1)}
                    <span>{count(WORDS.tables_read, tables)}</span>
                    <PutTogether/>
                    <span class="took" title=of_which>{took}</span>
                </p>
                <Parts/>
            </div>
            <Verdict/>
            <div class="actions">
                <button on:click=move |_| desk.reading.with_value(|reading| save::report(&reading.report))>
                    {WORDS.save_report}
                </button>
                <button
                    title=WORDS.save_tables_what
                    on:click=move |_| desk.reading.with_value(|reading| save::tables(&reading.report))
                >
                    {WORDS.save_tables}
                </button>
                <button class="quiet" type="button" on:click=move |_| bench.adding.set(true)>{WORDS.own}</button>
                <button class="quiet" on:click=move |_| bench.clear()>{WORDS.another}</button>
                <div hidden><Choose/></div>
            </div>
        </header>
    }
}

/// What a document of several files was put together from, and the way back.
#[component]
fn PutTogether() -> impl IntoView {
    let desk = Desk::get();
    let bench = expect_context::<Bench>();
    let names: Vec<String> =
        desk.reading.with_value(|reading| reading.held.iter().map(|held| held.name.clone()).collect());
    let apart = move |_| {
        if let Some(document) = bench.current.get_untracked() {
            bench.take_apart(document);
        }
    };
    (names.len() > 1).then(|| {
        view! {
            <span class="together" title=names.join("、")>
                {count(WORDS.together, names.len())}
                <button class="quiet" on:click=apart>{WORDS.take_apart}</button>
            </span>
        }
    })
}

/// The disclosures of a file that holds several.
#[component]
fn Parts() -> impl IntoView {
    let desk = Desk::get();
    let parts: Vec<(usize, String)> = desk.reading.with_value(|reading| {
        let first = |part: usize| reading.report.tables.iter().position(|table| table.part == part);
        let named = reading.report.parts.iter().enumerate();
        named.filter_map(|(part, identity)| Some((first(part)?, whose(identity).join(" ")))).collect()
    });
    let said = count(WORDS.parts, parts.len());
    let entry = move |(table, name): (usize, String)| {
        view! { <li><button class="quiet" on:click=move |_| desk.open_table(table, None)>{name}</button></li> }
    };
    (parts.len() > 1).then(|| {
        view! {
            <div class="parts">
                {said}
                <ul>{parts.into_iter().map(entry).collect_view()}</ul>
            </div>
        }
    })
}

/// Whose document it is, and what.
pub fn whose(identity: &Identity) -> [String; 2] {
    let kind = match identity.kind {
        Kind::Budget => WORDS.budget,
        Kind::Final => WORDS.final_accounts,
        Kind::Unknown => "",
    };
    [
        identity.organization.clone().unwrap_or_else(|| WORDS.unnamed.to_owned()),
        identity.fiscal_year.map(|year| count(WORDS.year, year)).unwrap_or_default() + kind,
    ]
}

/// The verdict: a sentence whose counts are filters.
#[component]
fn Verdict() -> impl IntoView {
    let desk = Desk::get();
    let (verdict, tables) = desk.reading.with_value(|reading| (reading.verdict, reading.report.tables.len()));
    let severity = move |class: &'static str,
                         sign: Sign,
                         words: &'static str,
                         number: usize,
                         is: Severity| {
        view! {
            <li class=class>
                <button
                    aria-pressed=move || (desk.view.get() == View::Problems && desk.filter.get() == Some(is)).to_string()
                    disabled=number == 0
                    on:click=move |_| {
                        let on = desk.view.get_untracked() == View::Problems && desk.filter.get_untracked() == Some(is);
                        desk.list((!on).then_some(is));
                    }
                >
                    {sign.shown()} {count(words, number)}
                </button>
            </li>
        }
    };
    let ledger = move |class: &'static str, sign: Sign, words: &'static str, number: usize| {
        view! {
            <li class=class>
                <button
                    disabled=number == 0
                    on:click=move |_| { desk.view.set(View::Ledger); desk.pane.set(Pane::Middle); }
                >
                    {sign.shown()} {count(words, number)}
                </button>
            </li>
        }
    };
    let plain = if tables == 0 {
        Some(WORDS.no_tables)
    } else if !verdict.judged() {
        Some(WORDS.nothing_judged)
    } else {
        None
    };
    view! {
        <div class="verdict">
            {plain.map(|sentence| view! { <p class="plain">{sentence}</p> })}
            <ul>
                {severity("error", Sign::Error, WORDS.errors, verdict.errors, Severity::Error)}
                {severity("warning", Sign::Warning, WORDS.warnings, verdict.warnings, Severity::Warning)}
                {(verdict.notes > 0).then(|| severity("note", Sign::Note, WORDS.notes, verdict.notes, Severity::Note))}
                {ledger("passed", Sign::Passed, WORDS.passed, verdict.passed as usize)}
                {(verdict.rounding > 0)
                    .then(|| ledger("note", Sign::Note, WORDS.rounding, verdict.rounding as usize))}
                {ledger("unchecked", Sign::Unchecked, WORDS.unchecked, verdict.unchecked as usize)}
                {(verdict.warned > 0).then(|| ledger("unchecked", Sign::Unread, WORDS.unread, verdict.warned))}
            </ul>
        </div>
    }
}
