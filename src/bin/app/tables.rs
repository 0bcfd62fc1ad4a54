//! The tables, laid out as they are printed.

use std::collections::BTreeMap;

use gouji::view::excerpt::Piece;
use gouji::view::marks::{At, Mark};
use gouji::view::markup::{Markup, html};
use gouji::view::sheet;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::desk::{Desk, Pane};
use crate::headline::whose;
use crate::sign::Sign;
use crate::words::{WORDS, count};

/// The titles of the tables.
#[component]
pub fn TableList() -> impl IntoView {
    let desk = Desk::get();
    let entries: Vec<_> = desk.reading.with_value(|reading| {
        let tables = reading.report.tables.iter().enumerate();
        let mut above = None;
        tables
            .map(|(index, table)| {
                let accused = reading.accused.keys().filter(|at| at.0 == index).count();
                // Of several disclosures in one file each has its name above its tables.
                let part = reading.report.parts.get(table.part).filter(|_| above != Some(table.part));
                above = Some(table.part);
                let heading = part.map(|identity| whose(identity).join(" "));
                (heading, index, table.label.clone().unwrap_or_default(), table.title.clone(), accused)
            })
            .collect()
    });
    let entry = move |(heading, index, label, title, accused): (
        Option<String>,
        usize,
        String,
        String,
        usize,
    )| {
        let title = if title.is_empty() { WORDS.untitled.to_owned() } else { title };
        view! {
            {heading.map(|name| view! { <li class="part-name">{name}</li> })}
            <li>
                <button
                    aria-current=move || (desk.table.get() == index).then_some("true")
                    on:click=move |_| { desk.open_table(index, None); }
                >
                    <span>{(!label.is_empty()).then(|| view! { <small>{label}</small> })} {title}</span>
                    {(accused > 0).then(|| view! { <span class="error">{Sign::Error.shown()} {accused}</span> })}
                </button>
            </li>
        }
    };
    view! { <ol class="table-list">{entries.into_iter().map(entry).collect_view()}</ol> }
}

/// The table chosen, whole.
#[component]
pub fn Tables() -> impl IntoView {
    let desk = Desk::get();
    move || {
        let index = desk.table.get();
        desk.reading.with_value(|reading| {
            let Some(table) = reading.report.tables.get(index) else {
                return view! { <p class="none">{WORDS.no_tables}</p> }.into_any();
            };
            let lines = sheet::lines(table).len();
            let pieces: Vec<Piece> = (0..lines).map(Piece::Line).collect();
            let accused = reading.accused.keys().filter(|at| at.0 == index);
            let marks = accused.map(|at| ((at.1, at.2), Mark::Accused)).collect();
            let pages = match (table.pages.first(), table.pages.last()) {
                (Some(first), Some(last)) if first != last => Some(format!("{first}–{last}")),
                (first, _) => first.map(ToString::to_string),
            };
            let title = if table.title.is_empty() { WORDS.untitled.to_owned() } else { table.title.clone() };
            let name = title.clone();
            let known = if table.form.is_some() { WORDS.form_known } else { WORDS.form_unknown };
            view! {
                <section class="table" aria-label=name>
                    <h2>{table.label.clone().map(|label| view! { <small>{label}</small> " " })} {title}</h2>
                    <p class="facts">
                        {table.unit.map(|unit| view! { <span>{count(WORDS.unit, unit.label())}</span> })}
                        {pages.map(|pages| view! { <span>{count(WORDS.on_pages, pages)}</span> })}
                        <span>{known}</span>
                    </p>
                    <GoToFinding/>
                    {if lines == 0 {
                        view! { <p class="none">{WORDS.no_figures}</p> }.into_any()
                    } else {
                        view! { <Sheet index pieces marks/> }.into_any()
                    }}
                </section>
            }
            .into_any()
        })
    }
}

/// From an accused cell to what is said of it.
#[component]
fn GoToFinding() -> impl IntoView {
    let desk = Desk::get();
    let finding = move || {
        let at = desk.cell.get()?;
        desk.reading.with_value(|reading| reading.accused.get(&at).copied())
    };
    move || {
        finding().map(|index| {
            let message = desk.reading.with_value(|reading| {
                reading.report.findings.get(index).map(|finding| finding.message.clone()).unwrap_or_default()
            });
            let go = move |_| {
                desk.list(None);
                desk.select(index);
            };
            view! {
                <p class="cell-finding">
                    <span>{message}</span>
                    <button class="quiet" on:click=go>{WORDS.go_to_finding}</button>
                </p>
            }
        })
    }
}

/// Lines of a table. A click, or the arrow keys and Enter, show a cell's place in the original.
#[component]
pub fn Sheet(index: usize, pieces: Vec<Piece>, marks: BTreeMap<(usize, usize), Mark>) -> impl IntoView {
    let desk = Desk::get();
    let root = NodeRef::<Div>::new();
    let inner = desk.reading.with_value(|reading| {
        let table = reading.report.tables.get(index)?;
        let lines = sheet::lines(table);
        Some(html(&Markup {
            table,
            lines: &lines,
            pieces,
            marks,
            left_out: WORDS.lines_left_out,
            inferred: WORDS.inferred,
        }))
    });
    // Follows the cell pointed at, whoever points.
    Effect::new(move || {
        let at = desk.cell.get();
        if let Some(root) = root.get() {
            mark_current(&root, index, at);
        }
    });
    let click = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(at) = target.and_then(|element| cell_at(&element, index)) {
            desk.point(at);
        }
    };
    let key = move |event: KeyboardEvent| {
        let Some(root) = root.get_untracked() else { return };
        if event.key() == "Enter" {
            desk.pane.set(Pane::Original);
        } else if let Some(at) = neighbour(&root, &event.key()).and_then(|cell| cell_at(&cell, index)) {
            event.prevent_default();
            desk.point(at);
        }
    };
    view! {
        <div class="sheet" tabindex="0" role="region" node_ref=root on:click=click on:keydown=key>
            <table inner_html=inner.unwrap_or_default()></table>
        </div>
    }
}

fn cell_at(element: &Element, table: usize) -> Option<At> {
    let cell = element.closest("[data-at]").ok()??;
    let at = cell.get_attribute("data-at")?;
    let (row, column) = at.split_once(',')?;
    Some((table, row.parse().ok()?, column.parse().ok()?))
}

fn mark_current(root: &HtmlElement, table: usize, at: Option<At>) {
    if let Ok(Some(old)) = root.query_selector("td.current") {
        _ = old.class_list().remove_1("current");
    }
    let Some((own, row, column)) = at else { return };
    if own != table {
        return;
    }
    if let Ok(Some(cell)) = root.query_selector(&format!("[data-at=\"{row},{column}\"]")) {
        _ = cell.class_list().add_1("current");
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        cell.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The cell an arrow key leads to from the current one; the first cell if there is none.
fn neighbour(root: &HtmlElement, key: &str) -> Option<Element> {
    let Ok(Some(current)) = root.query_selector("td.current") else {
        let arrow = key.starts_with("Arrow");
        return if arrow { root.query_selector("td[data-at]").ok()? } else { None };
    };
    let column = current.parent_element()?.children();
    let index = (0..column.length()).find(|index| column.item(*index).as_ref() == Some(&current))?;
    let in_line = |line: Element| line.children().item(index).filter(|cell| cell.has_attribute("data-at"));
    match key {
        "ArrowLeft" => walk(&current, Element::previous_element_sibling, |cell| Some(cell.clone())),
        "ArrowRight" => walk(&current, Element::next_element_sibling, |cell| Some(cell.clone())),
        "ArrowUp" => {
            walk(&current.parent_element()?, Element::previous_element_sibling, |l| in_line(l.clone()))
        }
        "ArrowDown" => {
            walk(&current.parent_element()?, Element::next_element_sibling, |l| in_line(l.clone()))
        }
        _ => None,
    }
}

/// Goes on from sibling to sibling until `take` finds a cell.
fn walk(
    from: &Element,
    next: impl Fn(&Element) -> Option<Element>,
    take: impl Fn(&Element) -> Option<Element>,
) -> Option<Element> {
    let mut at = next(from)?;
    loop {
        if let Some(cell) = take(&at).filter(|cell| cell.has_attribute("data-at")) {
            return Some(cell);
        }
        at = next(&at)?;
    }
}
