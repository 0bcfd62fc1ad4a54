//! The painter: draws pages of a PDF, loaded only when a page is to be shown.

mod lent;

use std::cell::RefCell;

use gouji::bridge::port::{self, Port};
use gouji::bridge::{PaintAnswer, PaintTask};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use js_sys::Uint8ClampedArray;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ImageBitmap, ImageData, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

/// The largest picture, in pixels: what a page at four times its size needs, and no more.
const MAX_PIXELS: f32 = 24_000_000.0;

fn main() {
    console_error_panic_hook::set_once();
    let held: RefCell<Option<(u32, Pdf)>> = RefCell::new(None);
    Port::listen(move |port, task: PaintTask, along| match task {
        PaintTask::Open { document } => {
            *held.borrow_mut() = Pdf::new(port::bytes(&along)).ok().map(|pdf| (document, pdf));
        }
        PaintTask::Page { document, page, scale } => {
            let start = port.now();
            let held = held.borrow();
            let pdf = held.as_ref().filter(|(own, _)| *own == document).map(|(_, pdf)| pdf);
            match pdf.and_then(|pdf| draw(pdf, page, scale)) {
                Some((width, height, bitmap)) => {
                    let millis = port.now() - start;
                    port.answer(&PaintAnswer::Page { document, page, scale, width, height, millis }, &bitmap);
                }
                None => port.answer(&PaintAnswer::Failed { document, page }, &JsValue::UNDEFINED),
            }
        }
    })
    .answer(&PaintAnswer::Ready, &JsValue::UNDEFINED);
}

/// A page's size in points and its picture.
fn draw(pdf: &Pdf, number: u32, scale: f32) -> Option<(f32, f32, ImageBitmap)> {
    let page = pdf.pages().get(usize::try_from(number).ok()?.checked_sub(1)?)?;
    let (width, height) = page.render_dimensions();
    let scale = scale.min((MAX_PIXELS / (width * height).max(1.0)).sqrt());
    Some((width, height, picture(page, scale)?))
}

fn picture(page: &Page<'_>, scale: f32) -> Option<ImageBitmap> {
    let pixmap = hayro::render(
        page,
        &RenderCache::new(),
        &lent::settings(),
        &RenderSettings::default(),
        &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
    );
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let canvas = OffscreenCanvas::new(width, height).ok()?;
    let context: OffscreenCanvasRenderingContext2d =
        canvas.get_context("2d").ok().flatten()?.dyn_into().ok()?;
    context.put_image_data(&pixels(&pixmap)?, 0.0, 0.0).ok()?;
    let mut pen = lent::Pen::new(&context);
    for glyph in lent::glyphs(page, scale) {
        // A character that cannot be drawn leaves a gap, no more.
        _ = pen.draw(&glyph);
    }
    canvas.transfer_to_image_bitmap().ok()
}

/// The picture's pixels. The ground is white and opaque, so premultiplied is the same as plain.
fn pixels(pixmap: &Pixmap) -> Option<ImageData> {
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let pixels = Uint8ClampedArray::from(pixmap.data_as_u8_slice());
    ImageData::new_with_js_u8_clamped_array_and_sh(&pixels, width, height).ok()
}
