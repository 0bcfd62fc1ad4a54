//! What does not tally: the list, and for the finding chosen its equation and its place in the table.

use gouji::amount::{grouped, parse};
use gouji::bridge::CheckNote;
use gouji::report::{Equation, Finding, Term};
use gouji::view::message::headline;
use gouji::view::steps::{left_out, steps, sum};
use gouji::view::{excerpt, marks, sheet};
use leptos::html::Li;
use leptos::prelude::*;
use rust_decimal::Decimal;

use crate::desk::{Desk, Pane, Place};
use crate::tables::Sheet;
use crate::words::{self, WORDS, count, fill};

/// The list of findings.
#[component]
pub fn Findings() -> impl IntoView {
    let desk = Desk::get();
    let listed = Memo::new(move |_| desk.listed());
    let empty = move || {
        let none_at_all = desk.reading.with_value(|reading| reading.report.findings.is_empty());
        let sentence = match (none_at_all, desk.reading.with_value(|reading| reading.verdict.judged())) {
            (true, true) => WORDS.nothing_wrong,
            (true, false) => WORDS.nothing_judged,
            _ => WORDS.none_of_these,
        };
        listed.with(Vec::is_empty).then(|| view! { <p class="none">{sentence}</p> })
    };
    let filtered = move || {
        desk.filter.get().map(|severity| {
            view! {
                <p class="filtered">
                    {words::severity(severity).1} " "
                    <button class="quiet" on:click=move |_| desk.list(None)>{WORDS.show_all}</button>
                </p>
            }
        })
    };
    view! {
        <section class="findings" aria-label=WORDS.problems>
            {filtered}
            {empty}
            <ol>
                <For each=move || listed.get() key=|index| *index let(index)>
                    <Entry index/>
                </For>
            </ol>
            <p class="hint">{move || listed.with(|l| l.len() > 1).then_some(WORDS.key_hint)}</p>
        </section>
    }
}

/// One finding: a headline, opened when chosen.
#[component]
fn Entry(index: usize) -> impl IntoView {
    let desk = Desk::get();
    let printing = expect_context::<RwSignal<bool>>();
    let finding = desk.reading.with_value(|reading| reading.report.findings.get(index).cloned());
    let Some(finding) = finding else { return ().into_any() };
    let chosen = Memo::new(move |_| desk.finding.get() == Some(index));
    let element = NodeRef::<Li>::new();
    Effect::new(move |before: Option<bool>| {
        let now = chosen.get();
        // Not on opening: the list stands at its top.
        if let (true, Some(false), Some(element)) = (now, before, element.get_untracked()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
        now
    });
    let (sign, severity) = words::severity(finding.severity);
    let class = format!("finding {severity}", severity = class(&finding));
    let difference = difference(&finding);
    let message = headline(&finding.message).0.to_owned();
    let finding = StoredValue::new(finding);
    view! {
        <li class=class class:chosen=move || chosen.get() node_ref=element>
            <button
                class="headline"
                aria-expanded=move || chosen.get().to_string()
                on:click=move |_| desk.select(index)
            >
                {sign.shown()}
                <span class="visually-hidden">{severity} "："</span>
                <span class="message">{message}</span>
                {difference.map(|figure| view! { <span class="difference">{figure}</span> })}
            </button>
            {move || {
                (chosen.get() || printing.get())
                    .then(|| finding.with_value(|finding| view! { <Detail finding=finding.clone()/> }))
            }}
        </li>
    }
    .into_any()
}

fn class(finding: &Finding) -> &'static str {
    match finding.severity {
        gouji::report::Severity::Error => "error",
        gouji::report::Severity::Warning => "warning",
        gouji::report::Severity::Note => "note",
    }
}

/// The difference for the headline, where the finding is about a figure.
fn difference(finding: &Finding) -> Option<String> {
    let figure = finding.difference.as_deref().and_then(|text| text.parse::<Decimal>().ok())?;
    let words = if figure.is_sign_negative() { WORDS.too_little } else { WORDS.too_much };
    (!figure.is_zero()).then(|| count(words, grouped(figure.abs())))
}

/// Figures with separators; other text as it is.
fn readable(text: &str) -> String {
    parse(text).map_or_else(|| text.to_owned(), grouped)
}

/// The equation, the table, and what to do.
#[component]
fn Detail(finding: Finding) -> impl IntoView {
    let desk = Desk::get();
    let value = |name: &'static str, text: Option<&String>| {
        text.map(|text| view! { <div><dt>{name}</dt><dd>{readable(text)}</dd></div> })
    };
    let others = finding.equations.len().saturating_sub(1);
    let equations: Vec<_> =
        finding.equations.iter().map(|equation| view! { <Written equation=equation.clone()/> }).collect();
    let mut equations = equations.into_iter();
    let first = equations.next();
    let rest: Vec<_> = equations.collect();
    let (category, rule) = (words::category(finding.category), finding.rule.clone());
    let more = headline(&finding.message).1.to_owned();
    let suggestion = finding.suggestion.clone();
    view! {
        <div class="detail">
            {(!more.is_empty()).then(|| view! { <p class="more">{more}</p> })}
            <dl class="values">
                {value(WORDS.printed, finding.actual.as_ref())}
                {value(WORDS.should_be, finding.expected.as_ref())}
            </dl>
            {first}
            {(others > 0).then(|| view! {
                <details>
                    <summary>{count(WORDS.also_breaks, others)}</summary>
                    {rest}
                </details>
            })}
            {suggestion.map(|text| view! { <p class="suggestion">{text}</p> })}
            {excerpt_of(desk, &finding)}
            <Basis category rule/>
        </div>
    }
}

/// Which check it was, and what there is to know of it.
#[component]
fn Basis(category: &'static str, rule: String) -> impl IntoView {
    let bench = Desk::get().bench;
    let note = move || bench.checks.with(|checks| checks.get(&rule).cloned()).unwrap_or_default();
    move || {
        let CheckNote { code, name, sections } = note();
        let sections =
            sections.into_iter().map(|(heading, text)| view! { <dt>{heading}</dt><dd>{text}</dd> });
        view! {
            <details class="basis">
                <summary>{fill(WORDS.basis, &[category, &name, &code])}</summary>
                <dl>{sections.collect_view()}</dl>
            </details>
        }
    }
}

/// The lines of the table that the finding is about, its cells marked.
fn excerpt_of(desk: Desk, finding: &Finding) -> Option<impl IntoView + use<>> {
    let index = marks::table_of(finding)?;
    let marks = marks::of_finding(finding);
    let rows: Vec<usize> = marks.keys().filter(|at| at.0 == index).map(|at| at.1).collect();
    let rows = if rows.is_empty() { finding.row.into_iter().collect() } else { rows };
    let first = marks.keys().find(|at| at.0 == index).copied();
    let (title, pieces) = desk.reading.with_value(|reading| {
        let table = reading.report.tables.get(index)?;
        let lines = sheet::lines(table);
        let title = [table.label.clone().unwrap_or_default(), table.title.clone()].join(" ");
        Some((title, excerpt::excerpt(&lines, &rows)))
    })?;
    let marks = marks.into_iter().filter(|(at, _)| at.0 == index).map(|(at, mark)| ((at.1, at.2), mark));
    let marks = marks.collect();
    // Without a row to show there is only the way to the table.
    let body = (!rows.is_empty()).then(|| view! { <Sheet index pieces marks/> });
    Some(view! {
        <div class="excerpt">
            <p class="caption">
                <span>{title}</span>
                <button class="quiet" on:click=move |_| desk.open_table(index, first)>{WORDS.whole_table}</button>
            </p>
            {body}
        </div>
    })
}

/// An equation, a figure a line, each a link to its place.
#[component]
fn Written(equation: Equation) -> impl IntoView {
    let lines: Vec<_> = steps(&equation)
        .into_iter()
        .map(|step| view! { <tr><td class="mark">{step.mark}</td><Figure term=step.term.clone()/></tr> })
        .collect();
    let empty = (left_out(&equation) > 0).then(|| {
        view! { <tr class="absent"><td></td><td colspan="2">{count(WORDS.empty_cells, left_out(&equation))}</td></tr> }
    });
    let both = (equation.left.len() > 1 || equation.right.len() > 1).then(|| {
        let side = |name: &'static str, terms: &[Term]| {
            (terms.len() > 1).then(|| sum(terms)).flatten().map(|total| {
                view! { <tr class="sum"><td></td><td>{name}</td><td class="figure">{grouped(total)}</td></tr> }
            })
        };
        (side(WORDS.left_side, &equation.left), side(WORDS.right_side, &equation.right))
    });
    view! {
        <table class="equation">
            <caption>{equation.text.clone()}</caption>
            <tbody>
                {lines}
                {empty}
                {both}
                <tr class="off">
                    <td></td>
                    <td>{WORDS.difference}</td>
                    <td class="figure">{grouped(equation.difference)}</td>
                </tr>
            </tbody>
        </table>
    }
}

#[component]
fn Figure(term: Term) -> impl IntoView {
    let desk = Desk::get();
    let text = term.amount.map_or_else(|| WORDS.empty_cell.to_owned(), grouped);
    let class = if term.amount.is_some() { "figure" } else { "figure absent" };
    let place = term.origin.clone().map(|origin| Place { origins: vec![origin], severity: None });
    let cell = match (term.table, term.row, term.column) {
        (Some(table), Some(row), Some(column)) => Some((table, row, column)),
        _ => None,
    };
    let shown = if place.is_some() || cell.is_some() {
        let go = move |_| {
            match (&place, cell) {
                (Some(place), _) => {
                    desk.cell.set(cell);
                    desk.show(place.clone());
                }
                (None, Some(cell)) => desk.point(cell),
                _ => {}
            }
            desk.pane.set(Pane::Original);
        };
        view! { <button on:click=go>{text}</button> }.into_any()
    } else {
        text.into_any()
    };
    view! { <td>{term.label}</td><td class=class>{shown}</td> }
}
