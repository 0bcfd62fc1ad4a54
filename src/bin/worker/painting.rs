//! Draws pages of a PDF.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use js_sys::Uint8ClampedArray;
use wasm_bindgen::JsCast;
use web_sys::{ImageBitmap, ImageData, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use crate::lent;

/// The largest picture, in pixels: what a page at four times its size needs, and no more.
const MAX_PIXELS: f32 = 24_000_000.0;

/// Holds the PDF whose pages were last looked at.
#[derive(Default)]
pub struct Easel(Option<(u32, Pdf)>);

impl Easel {
    /// Takes a PDF in place of the one before.
    pub fn open(&mut self, document: u32, bytes: Vec<u8>) {
        self.0 = Pdf::new(bytes).ok().map(|pdf| (document, pdf));
    }

    /// A page's size in points and its picture; `None` if it cannot be drawn or the document is not the one held.
    pub fn draw(&self, document: u32, number: u32, scale: f32) -> Option<(f32, f32, ImageBitmap)> {
        let (_, pdf) = self.0.as_ref().filter(|(own, _)| *own == document)?;
        let page = pdf.pages().get(usize::try_from(number).ok()?.checked_sub(1)?)?;
        let (width, height) = page.render_dimensions();
        let scale = scale.min((MAX_PIXELS / (width * height).max(1.0)).sqrt());
        Some((width, height, picture(page, scale)?))
    }
}

fn picture(page: &Page<'_>, scale: f32) -> Option<ImageBitmap> {
    let pixmap = hayro::render(
        page,
        &RenderCache::new(),
        &gouji::read::pdf_settings(),
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
