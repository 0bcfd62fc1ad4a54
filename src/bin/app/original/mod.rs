//! The original: the place of what is looked at, on its drawn page or in its lines of text.

mod lines;
mod page;
mod sheet;

use gouji::origin::Origin;
use leptos::prelude::*;

use crate::bench::Held;
use crate::desk::Desk;
use crate::words::WORDS;

/// What kind of place it is.
#[derive(Clone, PartialEq)]
enum Sort {
    /// Nothing was chosen.
    Nothing,
    /// What was chosen has no place.
    Nowhere,
    Page,
    Lines,
    Sheet,
}

/// Follows the place chosen on the desk.
#[component]
pub fn Original() -> impl IntoView {
    let desk = Desk::get();
    let is_drawn = |held: Option<&Held>| held.is_some_and(|held| held.format == "pdf");
    let drawn = desk.reading.with_value(|reading| is_drawn(reading.held.first()));
    // Only a change of sort builds the pane anew; within one sort it follows.
    let sort = Memo::new(move |_| {
        desk.place.with(|place| match place.as_ref().map(|place| place.origins.first()) {
            Some(Some(Origin::Line { .. })) => Sort::Lines,
            Some(Some(Origin::Sheet { .. })) => Sort::Sheet,
            Some(Some(Origin::Page { page, .. }))
                if desk.reading.with_value(|reading| is_drawn(reading.at_page(*page))) =>
            {
                Sort::Page
            }
            // A PDF can be leafed through before anything is chosen.
            _ if drawn => Sort::Page,
            None => Sort::Nothing,
            Some(None | Some(Origin::Page { .. })) => Sort::Nowhere,
        })
    });
    let body = move || match sort.get() {
        Sort::Nothing => view! { <p class="none">{WORDS.choose_place}</p> }.into_any(),
        Sort::Nowhere => view! { <p class="none">{WORDS.no_place}</p> }.into_any(),
        Sort::Page => view! { <page::Page/> }.into_any(),
        Sort::Lines => view! { <lines::Lines/> }.into_any(),
        Sort::Sheet => view! { <sheet::Workbook/> }.into_any(),
    };
    view! { <aside class="original" aria-label=WORDS.original>{body}</aside> }
}
