//! A place in plain text: its lines, with the figure marked.

use gouji::origin::Origin;
use gouji::view::prose::{marked, window};
use leptos::html::Ol;
use leptos::prelude::*;

use crate::desk::Desk;
use crate::words::{WORDS, count};

/// Lines shown before and after the place.
const AROUND: u32 = 40;

/// The lines around the place.
#[component]
pub fn Lines() -> impl IntoView {
    let desk = Desk::get();
    // The file of the place, and its places by its own lines.
    let here = Memo::new(move |_| {
        let origins = desk.place.get().map(|place| place.origins).unwrap_or_default();
        let line = origins.iter().find_map(Origin::line).unwrap_or(1);
        desk.reading.with_value(|reading| {
            let held = reading.at_line(line)?;
            let own = |(line, column): (u32, u32)| {
                let same = reading.at_line(line).is_some_and(|other| other.id == held.id);
                same.then(|| (line.saturating_sub(held.first_line) + 1, column))
            };
            let places: Vec<(u32, u32)> = origins.iter().filter_map(at).filter_map(own).collect();
            Some((held.id, places))
        })
    });
    let document = Memo::new(move |_| here.with(|here| here.as_ref().map(|(id, _)| *id)));
    Effect::new(move || {
        if let Some(document) = document.get() {
            desk.bench.want_original(document);
        }
    });
    let lines = Memo::new(move |_| {
        let document = document.get();
        desk.bench
            .lines
            .with(|lines| lines.as_ref().filter(|(own, _)| Some(*own) == document).map(|(_, l)| l.clone()))
    });
    let places = Memo::new(move |_| here.get().map(|(_, places)| places).unwrap_or_default());
    // How many lines more than usual, above and below.
    let extra = RwSignal::new((0_u32, 0_u32));
    Effect::new(move || {
        places.track();
        extra.set((0, 0));
    });
    let list = NodeRef::<Ol>::new();
    Effect::new(move || {
        places.track();
        lines.track();
        let Some(list) = list.get() else { return };
        request_animation_frame(move || {
            if let Ok(Some(line)) = list.query_selector("li.place") {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Center);
                line.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    });
    let severity = move || desk.place.with(|place| place.as_ref().and_then(|place| place.severity));
    let shown = move || {
        let (lines, places) = (lines.get()?, places.get());
        let (line, _) = *places.first()?;
        let (above, below) = extra.get();
        let mut range = window(line, lines.len(), AROUND);
        range.start = range.start.saturating_sub(above).max(1);
        range.end = range.end.saturating_add(below).min(u32::try_from(lines.len()).unwrap_or(u32::MAX) + 1);
        let more = |shown: bool, up: bool| {
            let grow = move |_| extra.update(|extra| if up { extra.0 += 40 } else { extra.1 += 40 });
            shown.then(|| view! { <button class="quiet" on:click=grow>{WORDS.more_lines}</button> })
        };
        let (before, after) = (more(range.start > 1, true), more((range.end as usize) <= lines.len(), false));
        let entries: Vec<_> = range
            .clone()
            .filter_map(|number| {
                let text = lines.get(number as usize - 1)?;
                let here: Vec<u32> = places.iter().filter(|(l, _)| *l == number).map(|(_, c)| *c).collect();
                Some(entry(number, text, &here, number == line))
            })
            .collect();
        Some(view! {
            {before}
            <ol class="lines" start=range.start node_ref=list>{entries}</ol>
            {after}
        })
    };
    let title = move || places.with(|places| places.first().map(|(line, _)| count(WORDS.line_of, line)));
    view! {
        <div class="place-bar"><h2>{WORDS.original}</h2><span>{title}</span></div>
        <div class="text" class:grave=move || severity() == Some(gouji::report::Severity::Error) tabindex="0">{shown}</div>
    }
}

fn at(origin: &Origin) -> Option<(u32, u32)> {
    match origin {
        Origin::Line { line, column } => Some((*line, *column)),
        _ => None,
    }
}

/// A line; the figures that begin at the characters given are marked.
fn entry(number: u32, text: &str, columns: &[u32], first: bool) -> impl IntoView + use<> {
    let pieces: Vec<_> = marked(text, columns)
        .into_iter()
        .map(|(text, marked)| {
            let text = text.to_owned();
            if marked { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
        })
        .collect();
    let concerned = !columns.is_empty();
    view! {
        <li value=number class:concerned=concerned class:place=first>
            <span class="number" aria-hidden="true">{number}</span>
            <span class="line">{pieces}</span>
        </li>
    }
}
