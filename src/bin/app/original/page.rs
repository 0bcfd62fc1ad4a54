//! A place on a drawn page: the page as the painter draws it, with the cells outlined.

use gouji::origin::Origin;
use gouji::report::Severity;
use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::CanvasRenderingContext2d;

use crate::analyst::Wish;
use crate::bench::{Held, Picture};
use crate::desk::Desk;
use crate::words::{WORDS, count, fill};

/// CSS pixels a point below which the figures of a table can no longer be read.
const READABLE: f32 = 0.85;
const ZOOM: f32 = 1.25;
const A4: (f32, f32) = (595.0, 842.0);

/// How large the page is shown.
#[derive(Clone, Copy, PartialEq)]
enum Zoom {
    /// As wide as the pane, but not too small to read what is pointed at.
    Automatic,
    /// As wide as the pane.
    Fit,
    /// So many CSS pixels a point.
    Fixed(f32),
}

/// The page the place is on. It can be leafed through and enlarged.
#[component]
pub fn Page() -> impl IntoView {
    let desk = Desk::get();
    // Counted over all files of the document.
    let number = RwSignal::new(1_u32);
    let held = Memo::new(move |_| desk.reading.with_value(|reading| reading.at_page(number.get()).cloned()));
    let in_file = move || {
        let held = held.get()?;
        Some((held.id, number.get().saturating_sub(held.first_page) + 1))
    };
    let zoom = RwSignal::new(Zoom::Automatic);
    let (frame, canvas) = (NodeRef::<Div>::new(), NodeRef::<Canvas>::new());
    let size = RwSignal::new(None::<(f32, f32)>);

    Effect::new(move || {
        let page =
            desk.place.with(|place| place.as_ref().and_then(|p| p.origins.first().and_then(Origin::page)));
        if let Some(page) = page {
            number.set(page);
        }
    });
    // The width of the pane, in CSS pixels.
    let width = move || frame.get().map_or(560.0, |frame| f64_to_f32(f64::from(frame.client_width()))) - 18.0;
    let scale = move |page: (f32, f32)| {
        let fit = (width() / page.0).min(2.0);
        match zoom.get() {
            Zoom::Automatic if desk.place.with(Option::is_some) => fit.max(READABLE),
            Zoom::Automatic | Zoom::Fit => fit,
            Zoom::Fixed(scale) => scale,
        }
    };
    // Before the first page is drawn its size is a guess (A4); a wrong guess is drawn again.
    Effect::new(move || {
        let shown = size.get().unwrap_or(A4);
        let ratio = f64_to_f32(window().device_pixel_ratio()).clamp(1.0, 3.0);
        let Some((document, page)) = in_file() else { return };
        desk.bench.want_page(Wish { document, page, scale: scale(shown) * ratio });
    });
    let picture =
        move || desk.bench.picture.get().filter(|p| in_file() == Some((p.wish.document, p.wish.page)));
    Effect::new(move || {
        let (Some(picture), Some(canvas)) = (picture(), canvas.get()) else { return };
        paint(&canvas, &picture);
        let new = (picture.width, picture.height);
        if size.get_untracked() != Some(new) {
            size.set(Some(new));
        }
    });
    // The place comes to the middle of the pane once its page is there.
    Effect::new(move || {
        let (Some(frame), Some(place), Some(picture)) = (frame.get(), desk.place.get(), picture()) else {
            return;
        };
        let Some(Origin::Page { page, bounds }) = place.origins.first() else { return };
        if *page == number.get_untracked() {
            let scale = scale((picture.width, picture.height));
            centre(&frame, *bounds, scale);
        }
    });
    let style = move || {
        size.get().map(|page| {
            let scale = scale(page);
            format!("width:{:.1}px;height:{:.1}px", page.0 * scale, page.1 * scale)
        })
    };
    let outlines = move || {
        let (Some(place), Some(page)) = (desk.place.get(), size.get()) else { return Vec::new() };
        let grave = place.severity == Some(Severity::Error);
        let here = place.origins.iter().enumerate().filter(|(_, origin)| origin.page() == Some(number.get()));
        here.filter_map(|(index, origin)| outline(origin, page, index == 0, grave)).collect()
    };
    let waiting = move || {
        let failed = desk.bench.not_drawn.get();
        (picture().is_none()).then(|| {
            let page = in_file().map_or(1, |(_, page)| page);
            let sentence = failed.unwrap_or_else(|| count(WORDS.drawing, page));
            view! { <p class="none">{sentence}</p> }
        })
    };
    view! {
        <Bar number held=held.into() zoom scale=Signal::derive(move || scale(size.get().unwrap_or(A4)))/>
        <div class="paper-frame" node_ref=frame tabindex="0">
            {waiting}
            <div class="paper" style=style class:blank=move || picture().is_none()>
                <canvas node_ref=canvas></canvas>
                {outlines}
            </div>
        </div>
    }
}

/// Which page it is; leafing and enlarging.
#[component]
fn Bar(
    number: RwSignal<u32>,
    held: Signal<Option<Held>>,
    zoom: RwSignal<Zoom>,
    scale: Signal<f32>,
) -> impl IntoView {
    // One leafs within the file.
    let range = move || held.get().map_or((1, 1), |held| (held.first_page, held.pages.max(1)));
    let leaf = move |by: i32, name: &'static str, sign: &'static str| {
        let target = move || {
            let (first, pages) = range();
            number.get().saturating_add_signed(by).clamp(first, first + pages - 1)
        };
        view! {
            <button
                class="quiet"
                aria-label=name
                title=name
                disabled=move || target() == number.get()
                on:click=move |_| number.set(untrack(target))
            >
                {sign}
            </button>
        }
    };
    let enlarge = move |factor: f32, name: &'static str, sign: &'static str| {
        let go = move |_| zoom.set(Zoom::Fixed((scale.get_untracked() * factor).clamp(0.3, 4.0)));
        view! { <button class="quiet" aria-label=name title=name on:click=go>{sign}</button> }
    };
    view! {
        <div class="place-bar">
            <h2>{WORDS.original}</h2>
            {leaf(-1, WORDS.previous_page, "‹")}
            <span title=move || held.get().map(|held| held.name)>
                {move || {
                    let (first, pages) = range();
                    let page = number.get().saturating_sub(first) + 1;
                    fill(WORDS.page_of, &[&page.to_string(), &pages.to_string()])
                }}
            </span>
            {leaf(1, WORDS.next_page, "›")}
            <span class="zoom">
                {enlarge(1.0 / ZOOM, WORDS.smaller, "−")}
                <button class="quiet" on:click=move |_| zoom.set(Zoom::Fit)>{WORDS.fit}</button>
                {enlarge(ZOOM, WORDS.larger, "+")}
            </span>
        </div>
    }
}

#[expect(clippy::cast_possible_truncation, reason = "screen sizes")]
fn f64_to_f32(value: f64) -> f32 {
    value as f32
}

fn paint(canvas: &web_sys::HtmlCanvasElement, picture: &Picture) {
    canvas.set_width(picture.bitmap.width());
    canvas.set_height(picture.bitmap.height());
    let context = canvas.get_context("2d").ok().flatten();
    if let Some(context) = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok()) {
        _ = context.draw_image_with_image_bitmap(&picture.bitmap, 0.0, 0.0);
    }
}

/// Brings a rectangle of the page to the middle of the frame.
fn centre(frame: &web_sys::HtmlElement, bounds: [f32; 4], scale: f32) {
    let middle = |low: f32, high: f32| f64::from(f32::midpoint(low, high) * scale);
    let options = web_sys::ScrollToOptions::new();
    options.set_left((middle(bounds[0], bounds[2]) - f64::from(frame.client_width()) / 2.0).max(0.0));
    options.set_top((middle(bounds[1], bounds[3]) - f64::from(frame.client_height()) / 2.0).max(0.0));
    frame.scroll_to_with_scroll_to_options(&options);
}

/// A cell's outline, in parts of the page so that it follows the zoom.
fn outline(origin: &Origin, page: (f32, f32), first: bool, grave: bool) -> Option<impl IntoView + use<>> {
    let Origin::Page { bounds: [x0, y0, x1, y1], .. } = origin else { return None };
    let room = 1.5;
    let part = |value: f32, whole: f32| value / whole.max(1.0) * 100.0;
    let style = format!(
        "left:{:.3}%;top:{:.3}%;width:{:.3}%;height:{:.3}%",
        part(x0 - room, page.0),
        part(y0 - room, page.1),
        part(x1 - x0 + 2.0 * room, page.0),
        part(y1 - y0 + 2.0 * room, page.1)
    );
    Some(view! { <div class="outline" class:first=first class:grave=grave && first style=style></div> })
}
