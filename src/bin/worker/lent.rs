//! Text in fonts that a PDF names but does not carry: the worker has no fonts, the browser has. Such characters are
//! left out of the drawing and put in by the browser afterwards.

use gouji::read::{blank, pdf_settings};
use hayro::hayro_interpret::font::{Glyph, GlyphRun, OutlineGlyph};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    Paint, SoftMask, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Rect};
use wasm_bindgen::JsValue;
use web_sys::OffscreenCanvasRenderingContext2d;

/// Size of the browser's font while drawing; the transform does the rest.
const SIZE: f64 = 100.0;
/// Glyph space has this many units to the em.
const EM: f64 = 1000.0;
const SERIF: &str = "SimSun, 'Songti SC', STSong, 'Noto Serif CJK SC', 'Source Han Serif SC', serif";
const SANS: &str =
    "'Microsoft YaHei', 'PingFang SC', SimHei, 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif";

/// The characters of a page that draw nothing under the reader's settings.
pub fn glyphs(page: &Page<'_>, scale: f32) -> Vec<Lent> {
    let (width, height) = page.render_dimensions();
    let scale = f64::from(scale);
    let bounds = Rect::new(0.0, 0.0, f64::from(width) * scale, f64::from(height) * scale);
    let transform = Affine::scale(scale) * Affine::new(page.initial_transform(true).as_coeffs());
    let cache = InterpreterCache::new();
    let mut context = Context::new(transform, bounds, &cache, page.xref(), pdf_settings());
    let mut device = Collector { bounds, blank: blank::font().as_ref().as_ref().len(), glyphs: Vec::new() };
    interpret_page(page, &mut context, &mut device);
    device.glyphs
}

/// A character the browser is to draw.
pub struct Lent {
    text: String,
    /// From glyph space (y upwards) to the picture.
    transform: Affine,
    /// In glyph space.
    advance: f64,
    color: [u8; 4],
    sans: bool,
    bold: bool,
}

/// Draws lent characters, changing font and colour only where they change.
pub struct Pen<'a> {
    context: &'a OffscreenCanvasRenderingContext2d,
    style: Option<(bool, bool, [u8; 4])>,
}

impl<'a> Pen<'a> {
    /// A pen for a canvas.
    pub fn new(context: &'a OffscreenCanvasRenderingContext2d) -> Self {
        Self { context, style: None }
    }

    /// Draws a character, as wide as the document says.
    pub fn draw(&mut self, glyph: &Lent) -> Result<(), JsValue> {
        self.take_up(glyph);
        let unit = EM / SIZE;
        let placed = glyph.transform * Affine::scale_non_uniform(unit * self.stretch(glyph)?, -unit);
        let [xx, yx, xy, yy, x, y] = placed.as_coeffs();
        self.context.set_transform(xx, yx, xy, yy, x, y)?;
        self.context.fill_text(&glyph.text, 0.0, 0.0)
    }

    fn take_up(&mut self, glyph: &Lent) {
        let style = (glyph.bold, glyph.sans, glyph.color);
        if self.style.replace(style) == Some(style) {
            return;
        }
        let (weight, family) =
            (if glyph.bold { "bold" } else { "normal" }, if glyph.sans { SANS } else { SERIF });
        self.context.set_font(&format!("{weight} {SIZE}px {family}"));
        let [red, green, blue, alpha] = glyph.color;
        let alpha = f64::from(alpha) / 255.0;
        self.context.set_fill_style_str(&format!("rgb({red} {green} {blue} / {alpha})"));
    }

    /// How far the browser's character must be stretched; one of full width fits as it is.
    fn stretch(&self, glyph: &Lent) -> Result<f64, JsValue> {
        let full = (glyph.advance - EM).abs() < 1.0;
        if full && glyph.text.chars().all(|c| c >= '\u{2E80}') {
            return Ok(1.0);
        }
        let width = self.context.measure_text(&glyph.text)?.width();
        let target = glyph.advance * SIZE / EM;
        Ok(if width > 1.0 && target > 1.0 { target / width } else { 1.0 })
    }
}

/// Takes down glyphs without an outline that stand for a visible character.
struct Collector {
    bounds: Rect,
    /// Length of the blank font, by which it is known again.
    blank: usize,
    glyphs: Vec<Lent>,
}

impl Collector {
    fn take(&mut self, glyph: &OutlineGlyph, transform: Affine, color: [u8; 4]) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => return,
        };
        let [.., e, f] = transform.as_coeffs();
        let near = self.bounds.inflate(20.0, 20.0).contains((e, f));
        if !near || text.chars().all(char::is_whitespace) || !glyph.outline().elements().is_empty() {
            return;
        }
        let data = glyph.font_data();
        if data.as_ref().is_some_and(|font| (*font.data).as_ref().len() != self.blank) {
            return;
        }
        let name = data.and_then(|font| font.postscript_name).unwrap_or_default();
        self.glyphs.push(Lent {
            text,
            transform,
            advance: f64::from(glyph.advance_width().unwrap_or(1000.0)),
            color,
            sans: ["Hei", "Gothic", "Sans", "黑", "Arial", "Helvetica", "Calibri"]
                .iter()
                .any(|part| name.contains(part)),
            bold: name.contains("Bold"),
        });
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        let color = match &props.paint {
            Paint::Color(color) => color.to_rgba().to_rgba8(),
            Paint::Pattern(_) => [0, 0, 0, 255],
        };
        for glyph in run.glyphs() {
            if let Glyph::Outline(outline) = &**glyph {
                self.take(outline, props.transform * glyph.transform(), color);
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
