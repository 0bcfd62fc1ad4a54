//! Collects what is drawn on a page into glyphs and rules: drops what cannot be seen and what is drawn twice.

use std::collections::HashMap;

use hayro_interpret::kurbo::{Affine, Point, Rect};

use super::{DrawnPage, Glyph, Rule};

/// A filled shape no thicker than this (points) is a rule.
const THIN: f64 = 2.5;
/// A rule is at least this long (points); shorter ones are parts of drawings and of dotted borders.
const SHORTEST: f64 = 1.5;

/// A glyph as it is drawn.
pub(super) struct Placed {
    /// The characters it stands for.
    pub text: String,
    /// From glyph space (a thousandth of the font size) to the page.
    pub transform: Affine,
    /// Advance in glyph space.
    pub advance: f64,
    /// What is visible.
    pub clip: Rect,
}

/// Gathers the glyphs and rules of one page.
pub(super) struct Collector {
    page: DrawnPage,
    bounds: Rect,
    /// Glyphs by the square they stand in, to notice those drawn twice (fake bold, shadows).
    seen: HashMap<(i32, i32), Vec<usize>>,
}

impl Collector {
    /// An empty page.
    pub(super) fn new(number: u32, width: f32, height: f32) -> Self {
        Self {
            page: DrawnPage { number, width, height, ..DrawnPage::default() },
            bounds: Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            seen: HashMap::new(),
        }
    }

    /// The page as collected.
    pub(super) fn finish(self) -> DrawnPage {
        self.page
    }

    /// Takes a glyph down unless it is invisible, blank, slanted (a watermark) or drawn before.
    pub(super) fn glyph(&mut self, placed: Placed) {
        let text = readable(&placed.text);
        if text.is_empty() {
            return;
        }
        let [a, b, c, d, ..] = placed.transform.as_coeffs();
        let size = c.hypot(d) * 1000.0;
        let upright = b.abs() < 0.05 * a.abs();
        let turned = a.abs() < 0.05 * b.abs();
        if !(upright || turned) || size < 0.5 || !size.is_finite() {
            return;
        }
        let corners = Rect::new(0.0, -120.0, placed.advance.max(100.0), 880.0);
        let shown = placed.transform.transform_rect_bbox(corners);
        let centre = shown.center();
        if !self.bounds.contains(centre) || !placed.clip.inflate(1.0, 1.0).contains(centre) {
            return;
        }
        let (x0, x1, y) = (shown.x0 as f32, shown.x1 as f32, (shown.y1 - 0.12 * shown.height()) as f32);
        let glyph =
            Glyph { text, x0, x1, y, size: if upright { size as f32 } else { shown.height() as f32 } };
        if !self.drawn_before(&glyph) {
            let key = square(&glyph);
            self.seen.entry(key).or_default().push(self.page.glyphs.len());
            self.page.glyphs.push(glyph);
        }
    }

    fn drawn_before(&self, glyph: &Glyph) -> bool {
        let near = glyph.size * 0.2;
        let (column, row) = square(glyph);
        (column - 1..=column + 1)
            .flat_map(|x| (row - 1..=row + 1).map(move |y| (x, y)))
            .filter_map(|key| self.seen.get(&key))
            .flatten()
            .filter_map(|&index| self.page.glyphs.get(index))
            .any(|other| {
                other.text == glyph.text
                    && (other.x0 - glyph.x0).abs() < near
                    && (other.y - glyph.y).abs() < near
            })
    }

    /// A filled rectangle: a rule where it is thin.
    pub(super) fn filled(&mut self, shape: Rect) {
        let (width, height) = (shape.width(), shape.height());
        let centre = shape.center();
        if height <= THIN && width > SHORTEST && width >= height {
            self.rule(shape.x0, centre.y, shape.x1, centre.y);
        } else if width <= THIN && height > SHORTEST {
            self.rule(centre.x, shape.y0, centre.x, shape.y1);
        }
    }

    /// A straight stroke: a rule where it runs along an axis.
    pub(super) fn stroke(&mut self, from: Point, to: Point, clip: Rect) {
        let shape = Rect::from_points(from, to).intersect(clip);
        if shape.width() >= SHORTEST && (from.y - to.y).abs() < 0.5 {
            self.rule(shape.x0, from.y, shape.x1, from.y);
        } else if shape.height() >= SHORTEST && (from.x - to.x).abs() < 0.5 {
            self.rule(from.x, shape.y0, from.x, shape.y1);
        }
    }

    fn rule(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        let visible = self.bounds.inflate(2.0, 2.0);
        if visible.contains(Point::new(x0, y0)) || visible.contains(Point::new(x1, y1)) {
            self.page.rules.push(Rule { x0: x0 as f32, y0: y0 as f32, x1: x1 as f32, y1: y1 as f32 });
        }
    }

    /// A picture: only its share of the page is kept.
    pub(super) fn picture(&mut self, shown: Rect) {
        let page = self.bounds.area();
        if page > 0.0 {
            self.page.pictured += (shown.intersect(self.bounds).area() / page) as f32;
        }
    }
}

/// A square of half the glyph's size, so that a repeated glyph falls into the same or a neighbouring one.
fn square(glyph: &Glyph) -> (i32, i32) {
    ((glyph.x0 / 4.0) as i32, (glyph.y / 4.0) as i32)
}

/// The characters without control characters; compatibility forms of Han radicals as their usual characters.
fn readable(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !c.is_control()
                && !c.is_whitespace()
                && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}')
        })
        .collect()
}
