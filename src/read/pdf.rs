//! PDF by hayro: glyphs with places and Unicode, and the rules between them.

use std::sync::Arc;

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, Paint, SoftMask, interpret_page,
};

use super::charset::Charset;
use super::glyphs::{Collector, Placed};
use super::{Document, DrawnPage, Format, Page, ReadError};
use crate::origin::Origin;
use crate::report::Warning;

pub mod blank;
mod cmaps;
mod gbk;
mod reverse;

/// A page covered by pictures to this share, and with next to no text, is a picture.
const PICTURE_SHARE: f32 = 0.3;
/// Fewer glyphs than this on a pictured page are a page number or a stamp.
const FEW_GLYPHS: usize = 20;
/// Running heads and page numbers stand no further from the page's edge than this share of its height.
const EDGE: f32 = 0.08;
/// Behind the cover, a picture beside which there are no more glyphs than a title, a unit and a note have.
const CAPTION_GLYPHS: usize = 100;
/// A page of which one glyph in so many is unknown cannot be relied on.
const UNKNOWN_SHARE: usize = 10;

/// Reads a PDF.
pub(super) fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ReadError::Encrypted,
        LoadPdfError::Invalid => ReadError::Broken,
    })?;
    let cache = InterpreterCache::new();
    let settings = settings();
    let mut warnings = Vec::new();
    if is_cut_off(bytes) {
        warnings.push(Warning::whole("这份 PDF 没有下载完整，只读出了其中一部分。"));
    }
    let mut pages = Vec::new();
    let mut fonts = reverse::Reverse::default();
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let drawn = draw(page, number, &cache, &settings, &mut fonts);
        warnings.extend(unread(&drawn).map(|message| Warning {
            message,
            origin: Some(Origin::Page { page: number, bounds: [0.0, 0.0, drawn.width, drawn.height] }),
        }));
        pages.push(Page::Drawn(drawn));
    }
    if pages.is_empty() {
        return Err(ReadError::Broken);
    }
    Ok(Document { format: Format::Pdf, pages, warnings })
}

/// Whether the file breaks off: its end mark is missing. Servers and programs may put a little behind it.
fn is_cut_off(bytes: &[u8]) -> bool {
    const END: usize = 4096;
    let end = bytes.get(bytes.len().saturating_sub(END)..).unwrap_or_default();
    !end.windows(5).any(|five| five == b"%%EOF")
}

/// Why a page was not read, where it was not.
fn unread(page: &DrawnPage) -> Option<String> {
    let (number, glyphs) = (page.number, page.glyphs.len());
    let inside = |y: f32| (EDGE * page.height..(1.0 - EDGE) * page.height).contains(&y);
    let said = page.glyphs.iter().filter(|glyph| inside(glyph.y)).count();
    if page.pictured > PICTURE_SHARE && said < FEW_GLYPHS {
        return Some(format!("第 {number} 页是图片，里面的文字和表格没有读到。"));
    }
    if page.pictured > PICTURE_SHARE && number > 1 && said < CAPTION_GLYPHS {
        return Some(format!("第 {number} 页大半是图片，图片里的文字和表格没有读到。"));
    }
    let unknown = page.glyphs.iter().filter(|glyph| glyph.text == "\u{FFFD}").count();
    (unknown > FEW_GLYPHS / 2 && unknown * UNKNOWN_SHARE > glyphs)
        .then(|| format!("第 {number} 页的字体没有说明字形是什么字，这一页如同图片，文字和表格没有读全。"))
}

/// How hayro is set for reading: a font that the document names but does not carry is lent a blank one.
#[must_use]
pub fn settings() -> InterpreterSettings {
    let blank = blank::font();
    InterpreterSettings {
        font_resolver: Arc::new(move |_| Some((blank.clone(), 0))),
        cmap_resolver: Arc::new(cmaps::find),
        ..Default::default()
    }
}

fn draw<'a>(
    page: &PdfPage<'a>,
    number: u32,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    fonts: &mut reverse::Reverse,
) -> DrawnPage {
    let (width, height) = page.render_dimensions();
    let initial = Affine::new(page.initial_transform(true).as_coeffs());
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(initial, bounds, cache, page.xref(), settings.clone());
    let collector = Collector::new(number, width, height);
    let mut device = Reader { collector, clips: vec![bounds], actual: Vec::new(), fonts };
    interpret_page(page, &mut context, &mut device);
    device.collector.finish()
}

/// Takes down glyphs, rules and pictures as hayro draws them.
struct Reader<'f> {
    collector: Collector,
    /// Bounding boxes of the clips in force, innermost last.
    clips: Vec<Rect>,
    /// Marked content being read: the replacement text (`/ActualText`) still to be given out, where it has one.
    actual: Vec<Actual>,
    /// Where a document does not say what its glyphs stand for, its fonts do.
    fonts: &'f mut reverse::Reverse,
}

enum Actual {
    None,
    Pending(String),
    Given,
}

impl Reader<'_> {
    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or_default()
    }

    /// The replacement text in force for the next glyph, `None` where there is none, empty once given out.
    fn replacement(&mut self) -> Option<String> {
        let slot = self.actual.iter_mut().rev().find(|slot| !matches!(slot, Actual::None))?;
        match std::mem::replace(slot, Actual::Given) {
            Actual::Pending(text) => Some(text),
            Actual::Given | Actual::None => Some(String::new()),
        }
    }
}

impl<'a> Device<'a> for Reader<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if is_stamp(&props) {
            return;
        }
        let clip = self.clip();
        match mode {
            DrawMode::Fill(_) => filled(path, props.transform, clip, &mut self.collector),
            DrawMode::Stroke(_) => stroked(path, props.transform, clip, &mut self.collector),
            DrawMode::FillAndStroke(..) => {
                filled(path, props.transform, clip, &mut self.collector);
                stroked(path, props.transform, clip, &mut self.collector);
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        let bounds = self.clip().intersect(clip_path.path.bounding_box());
        self.clips.push(bounds);
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        let bounds = self.clip().intersect(*rect);
        self.clips.push(bounds);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) || is_watermark(run, &props) {
            return;
        }
        let clip = self.clip();
        let chinese = in_western_dress(run);
        for (index, glyph) in run.glyphs().iter().enumerate() {
            let replacement = self.replacement();
            let (told, advance) = match &**glyph {
                Glyph::Outline(outline) => (outline.as_unicode(), outline.advance_width()),
                Glyph::Type3(type3) => (type3.as_unicode(), type3.advance_width()),
            };
            let mut advance = f64::from(advance.unwrap_or(1000.0));
            let paired = chinese.as_ref().and_then(|letters| letters.get(index).copied());
            let text = match (replacement, paired, told) {
                (Some(text), ..) => text,
                (None, Some(Some(letter)), _) => {
                    if !letter.is_ascii() {
                        advance *= 2.0;
                    }
                    letter.to_string()
                }
                (None, Some(None), _) => continue,
                (None, None, Some(BfString::Char(c))) => c.to_string(),
                (None, None, Some(BfString::String(s))) => s,
                (None, None, None) => match &**glyph {
                    Glyph::Outline(outline) => self.fonts.character(outline),
                    Glyph::Type3(_) => None,
                }
                .unwrap_or(char::REPLACEMENT_CHARACTER)
                .to_string(),
            };
            let transform = props.transform * glyph.transform();
            self.collector.glyph(Placed { text, transform, advance, clip });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let unit = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let shown = props.transform.transform_rect_bbox(unit).intersect(self.clip());
        self.collector.picture(shown);
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(
        &mut self,
        _tag: &[u8],
        properties: Option<&hayro_interpret::hayro_syntax::object::Dict<'_>>,
    ) {
        let text = properties
            .and_then(|dict| {
                dict.get::<hayro_interpret::hayro_syntax::object::String<'_>>(&b"ActualText"[..])
            })
            .map(|text| text_string(text.as_bytes()));
        self.actual.push(text.map_or(Actual::None, Actual::Pending));
    }

    fn end_marked_content(&mut self) {
        self.actual.pop();
    }
}

/// Shapes in a full red are strokes of a stamp: tables are not ruled in it.
fn is_stamp(props: &DrawProps<'_>) -> bool {
    let Paint::Color(color) = &props.paint else { return false };
    let [red, green, blue, _] = color.to_rgba().to_rgba8();
    red > 180 && green < 80 && blue < 80
}

/// Large letters in a faint grey, laid over or under what is printed.
fn is_watermark(run: &GlyphRun<'_, '_>, props: &DrawProps<'_>) -> bool {
    const LARGE: f64 = 24.0;
    let (Paint::Color(color), Some(first)) = (&props.paint, run.glyphs().first()) else { return false };
    let [.., c, d, _, _] = (props.transform * first.transform()).as_coeffs();
    if c.hypot(d) * 1000.0 < LARGE {
        return false;
    }
    let [red, green, blue, alpha] = color.to_rgba().to_rgba8().map(u32::from);
    let ink = (765 - red - green - blue) * alpha / 765;
    // White letters stand on a dark ground.
    (8..90).contains(&ink)
}

/// The letters of a run whose simple font carries Chinese in pairs of codes.
fn in_western_dress(run: &GlyphRun<'_, '_>) -> Option<Vec<Option<char>>> {
    let high = |glyph: &Glyph<'_>| (0xA1..=0xF7).contains(&glyph.char_code());
    let western = |glyph: &Glyph<'_>| match glyph.as_unicode() {
        // No western encoding keeps letters and digits so high: such codes are the numbers of glyphs.
        Some(BfString::Char(c)) => c < '\u{2E80}' && !(high(glyph) && c.is_ascii_alphanumeric()),
        Some(BfString::String(_)) => false,
        None => true,
    };
    let first = run.glyphs().iter().find(|glyph| high(glyph))?;
    // And so they may be where nothing at all is told.
    if !western(first) || first.as_unicode().is_none() {
        return None;
    }
    let codes: Vec<u32> = run.glyphs().iter().map(|glyph| glyph.char_code()).collect();
    gbk::characters(&codes).filter(|_| run.glyphs().iter().all(|glyph| western(glyph)))
}

/// A PDF text string: UTF-16 with a byte order mark, UTF-8 with one, or Latin-1 (near enough to `PDFDocEncoding`).
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => Charset::Utf16Be.decode(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}

/// Thin filled shapes are rules.
fn filled(path: &BezPath, transform: Affine, clip: Rect, collector: &mut Collector) {
    for sub in subpaths(path) {
        let points = sub.iter().map(|p| transform * *p);
        let Some(bounds) = bounding(points) else { continue };
        collector.filled(bounds.intersect(clip));
    }
}

/// Straight strokes along an axis are rules.
fn stroked(path: &BezPath, transform: Affine, clip: Rect, collector: &mut Collector) {
    let (mut start, mut last) = (Point::ZERO, Point::ZERO);
    let mut line = |from: Point, to: Point| collector.stroke(transform * from, transform * to, clip);
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => (start, last) = (p, p),
            PathEl::LineTo(p) => {
                line(last, p);
                last = p;
            }
            PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => last = p,
            PathEl::ClosePath => {
                line(last, start);
                last = start;
            }
        }
    }
}

/// The corner points of each closed part of a path; parts with curves are left out.
fn subpaths(path: &BezPath) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut curved = false;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => {
                if curved {
                    parts.pop();
                }
                curved = false;
                parts.push(vec![p]);
            }
            PathEl::LineTo(p) => {
                if let Some(part) = parts.last_mut() {
                    part.push(p);
                }
            }
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => curved = true,
            PathEl::ClosePath => {}
        }
    }
    if curved {
        parts.pop();
    }
    parts
}

fn bounding(points: impl Iterator<Item = Point>) -> Option<Rect> {
    points.fold(None, |bounds: Option<Rect>, p| {
        let point = Rect::from_points(p, p);
        Some(bounds.map_or(point, |b| b.union(point)))
    })
}
