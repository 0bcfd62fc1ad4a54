//! A place in a workbook: its sheet, with the cell marked.

use gouji::origin::Origin;
use gouji::view::grid;
use leptos::html::Div;
use leptos::prelude::*;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::desk::Desk;
use crate::words::{WORDS, fill};

/// Formats whose places are cells of sheets.
const WORKBOOKS: [&str; 2] = ["xlsx", "xls"];

/// The sheet the place is on.
#[component]
pub fn Workbook() -> impl IntoView {
    let desk = Desk::get();
    // Of several workbooks one after another is looked into until the sheet is found.
    let books: Vec<u32> = desk.reading.with_value(|reading| {
        let books = reading.held.iter().filter(|held| WORKBOOKS.contains(&held.format.as_str()));
        books.map(|held| held.id).collect()
    });
    let looked_into = RwSignal::new(0);
    let document = Memo::new(move |_| books.get(looked_into.get()).copied());
    Effect::new(move || {
        if let Some(document) = document.get() {
            desk.bench.want_original(document);
        }
    });
    let cells = Memo::new(move |_| {
        let origins = desk.place.get().map(|place| place.origins).unwrap_or_default();
        origins.into_iter().filter_map(cell).collect::<Vec<_>>()
    });
    let name = Memo::new(move |_| cells.with(|cells| cells.first().map(|(sheet, _)| sheet.clone())));
    // The sheet is put up once; which cells are marked follows.
    let inner = Memo::new(move |_| {
        desk.bench.sheets.with(|sheets| {
            let (_, sheets) = sheets.as_ref().filter(|(own, _)| Some(*own) == document.get())?;
            let name = name.get()?;
            Some(sheets.iter().find(|sheet| sheet.name == name).map(grid::html))
        })
    });
    Effect::new(move || {
        if inner.with(|inner| matches!(inner, Some(None))) && document.get_untracked().is_some() {
            looked_into.update(|at| *at += 1);
        }
    });
    Effect::new(move || {
        name.track();
        looked_into.set(0);
    });
    let root = NodeRef::<Div>::new();
    Effect::new(move || {
        inner.track();
        let (Some(root), cells, name) = (root.get(), cells.get(), name.get()) else { return };
        let here: Vec<_> = cells
            .into_iter()
            .filter(|(sheet, _)| Some(sheet) == name.as_ref())
            .map(|(_, cell)| cell)
            .collect();
        request_animation_frame(move || mark(&root, &here));
    });
    let title = move || {
        cells.with(|cells| cells.first().map(|(sheet, cell)| fill(WORDS.sheet_place, &[sheet, cell])))
    };
    view! {
        <div class="place-bar"><h2>{WORDS.original}</h2><span>{title}</span></div>
        <div class="text workbook" node_ref=root tabindex="0">
            <div class="sheet"><table inner_html=move || inner.get().flatten().unwrap_or_default()></table></div>
        </div>
    }
}

fn cell(origin: Origin) -> Option<(String, String)> {
    match origin {
        Origin::Sheet { sheet, cell } => Some((sheet, cell)),
        _ => None,
    }
}

/// Marks the cells, the first one most, and brings it into sight.
fn mark(root: &HtmlElement, addresses: &[String]) {
    if let Ok(old) = root.query_selector_all(".part, .current") {
        for index in 0..old.length() {
            if let Some(element) =
                old.item(index).map(wasm_bindgen::JsCast::unchecked_into::<web_sys::Element>)
            {
                _ = element.class_list().remove_2("part", "current");
            }
        }
    }
    for (index, address) in addresses.iter().enumerate() {
        let Ok(Some(cell)) = root.query_selector(&format!("[data-address=\"{address}\"]")) else { continue };
        _ = cell.class_list().add_1("part");
        if index == 0 {
            _ = cell.class_list().add_1("current");
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Center);
            options.set_inline(ScrollLogicalPosition::Center);
            cell.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }
}
