//! Collects what is drawn on a page into glyphs and rules: drops what cannot be seen and what is drawn twice.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use hayro_interpret::kurbo::{Affine, Point, Rect};

use super::{DrawnPage, Glyph, Rule, Turn};

/// A filled shape no thicker than this (points) is a rule.
const THIN: f64 = 2.5;
/// A rule is at least this long (points); shorter ones are parts of drawings and of dotted borders.
const SHORTEST: f64 = 1.5;
/// Side (points) of the squares by which glyphs are found again.
const SQUARE: f32 = 8.0;

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
    /// Visible glyphs in drawing order, before the page is turned.
    placed: Vec<Placed>,
    /// The last glyph in each square, to notice those drawn twice (fake bold, shadows).
    seen: HashMap<(i32, i32), usize, BuildHasherDefault<Places>>,
    /// For each glyph kept, the one before it in its square.
    before: Vec<Option<usize>>,
    /// For each glyph kept, whether it lies on its side.
    turned: Vec<bool>,
}

impl Collector {
    /// An empty page.
    pub(super) fn new(number: u32, width: f32, height: f32) -> Self {
        Self {
            page: DrawnPage { number, width, height, ..DrawnPage::default() },
            bounds: Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            placed: Vec::new(),
            seen: HashMap::default(),
            before: Vec::new(),
            turned: Vec::new(),
        }
    }

    /// The page as collected, turned so that most of its text runs from left to right.
    pub(super) fn finish(mut self) -> DrawnPage {
        let placed = std::mem::take(&mut self.placed);
        let turn = turn(&placed);
        let (width, height) = (f64::from(self.page.width), f64::from(self.page.height));
        let quarter = match turn {
            Turn::None => Affine::IDENTITY,
            Turn::Clockwise => Affine::new([0.0, 1.0, -1.0, 0.0, height, 0.0]),
            Turn::Counterclockwise => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, width]),
        };
        if turn != Turn::None {
            self.page.turn = turn;
            std::mem::swap(&mut self.page.width, &mut self.page.height);
            for rule in &mut self.page.rules {
                let shape =
                    Rect::new(f64::from(rule.x0), f64::from(rule.y0), f64::from(rule.x1), f64::from(rule.y1));
                let turned = quarter.transform_rect_bbox(shape);
                *rule = Rule {
                    x0: single(turned.x0),
                    y0: single(turned.y0),
                    x1: single(turned.x1),
                    y1: single(turned.y1),
                };
            }
        }
        self.seen.reserve(placed.len() / 2);
        self.page.glyphs.reserve(placed.len());
        for glyph in placed {
            self.keep(glyph.text, quarter * glyph.transform, glyph.advance);
        }
        self.page.glyphs = super::vertical::join(std::mem::take(&mut self.page.glyphs), &self.turned);
        self.page
    }

    /// Takes a glyph down unless it is blank, slanted (a watermark) or cannot be seen.
    pub(super) fn glyph(&mut self, mut placed: Placed) {
        placed.text = readable(placed.text);
        let [a, b, c, d, ..] = placed.transform.as_coeffs();
        let size = c.hypot(d) * 1000.0;
        let straight = is_upright(placed.transform) || a.abs() < 0.05 * b.abs();
        if placed.text.is_empty() || !straight || size < 0.5 || !size.is_finite() {
            return;
        }
        let centre = placed.transform.transform_rect_bbox(body(placed.advance)).center();
        if self.bounds.contains(centre) && placed.clip.inflate(1.0, 1.0).contains(centre) {
            self.placed.push(placed);
        }
    }

    /// Keeps a glyph unless it was drawn before.
    fn keep(&mut self, text: String, transform: Affine, advance: f64) {
        let shown = transform.transform_rect_bbox(body(advance));
        let [_, _, c, d, ..] = transform.as_coeffs();
        let size = if is_upright(transform) { c.hypot(d) * 1000.0 } else { shown.height() };
        let (x0, x1, y) = (single(shown.x0), single(shown.x1), single(shown.y1 - 0.12 * shown.height()));
        let glyph = Glyph { text, x0, x1, y, size: single(size) };
        if !self.drawn_before(&glyph) {
            let before = self.seen.insert(square(glyph.x0, glyph.y), self.page.glyphs.len());
            self.before.push(before);
            self.turned.push(!is_upright(transform));
            self.page.glyphs.push(glyph);
        }
    }

    fn drawn_before(&self, glyph: &Glyph) -> bool {
        let near = glyph.size * 0.2;
        let (left, top) = square(glyph.x0 - near, glyph.y - near);
        let (right, bottom) = square(glyph.x0 + near, glyph.y + near);
        (left..=right)
            .flat_map(|x| (top..=bottom).map(move |y| (x, y)))
            .take(100)
            .filter_map(|key| self.seen.get(&key).copied())
            .flat_map(|last| std::iter::successors(Some(last), |index| *self.before.get(*index)?))
            .filter_map(|index| self.page.glyphs.get(index))
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
            self.page.rules.push(Rule { x0: single(x0), y0: single(y0), x1: single(x1), y1: single(y1) });
        }
    }

    /// A picture: only its share of the page is kept.
    pub(super) fn picture(&mut self, shown: Rect) {
        let page = self.bounds.area();
        if page > 0.0 {
            self.page.pictured += single(shown.intersect(self.bounds).area() / page);
        }
    }
}

/// Single precision is ample for places on a page.
#[allow(clippy::cast_possible_truncation)]
fn single(value: f64) -> f32 {
    value as f32
}

/// The box of a glyph in its own space: its advance wide, about its size high.
fn body(advance: f64) -> Rect {
    Rect::new(0.0, -120.0, advance.max(100.0), 880.0)
}

fn is_upright(transform: Affine) -> bool {
    let [a, b, ..] = transform.as_coeffs();
    b.abs() < 0.05 * a.abs()
}

/// A page is turned when nearly all of its text runs one and the same way, up or down.
fn turn(placed: &[Placed]) -> Turn {
    let (mut up, mut down) = (0_usize, 0_usize);
    for glyph in placed.iter().filter(|glyph| !is_upright(glyph.transform)) {
        let [_, b, ..] = glyph.transform.as_coeffs();
        if b < 0.0 { up += 1 } else { down += 1 }
    }
    let most = placed.len() * 7 / 10;
    match (up > most, down > most) {
        (true, _) => Turn::Clockwise,
        (_, true) => Turn::Counterclockwise,
        _ => Turn::None,
    }
}

/// The square that a place falls into.
#[allow(clippy::cast_possible_truncation)] // Places are those of a page: thousands of points at most.
fn square(x: f32, y: f32) -> (i32, i32) {
    ((x / SQUARE).floor() as i32, (y / SQUARE).floor() as i32)
}

/// Hashes squares: a page has tens of thousands of look-ups, none from an adversary that could not do worse.
#[derive(Default)]
struct Places(u64);

impl Hasher for Places {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_i32(&mut self, value: i32) {
        self.write_u64(u64::from(value.cast_unsigned()));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

/// The characters without control characters and blanks.
fn readable(text: String) -> String {
    let shown = |c: &char| {
        !c.is_control() && !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}')
    };
    let private = |c: &char| matches!(c, '\u{F021}'..='\u{F07E}');
    // Nearly every glyph is one character that stays as it is.
    if text.chars().all(|c| shown(&c) && !private(&c)) {
        return text;
    }
    text.chars()
        .filter(shown)
        // Symbol fonts keep letters and digits in the private use area.
        .map(|c| if private(&c) { char::from_u32(u32::from(c) - 0xF000).unwrap_or(c) } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_with(direction: [f64; 2]) -> DrawnPage {
        let mut collector = Collector::new(1, 600.0, 800.0);
        let [a, b] = direction;
        for (step, text) in (0..).zip(["合", "计"]) {
            let along = 100.0 + 10.0 * f64::from(step);
            let size = 0.01;
            let transform =
                Affine::new([a * size, b * size, -b * size, a * size, 300.0 + a * along, 400.0 + b * along])
                    * Affine::scale_non_uniform(1.0, -1.0);
            collector.glyph(Placed {
                text: text.to_owned(),
                transform,
                advance: 1000.0,
                clip: Rect::new(0.0, 0.0, 600.0, 800.0),
            });
        }
        collector.filled(Rect::new(300.0, 100.0, 300.5, 700.0));
        collector.finish()
    }

    #[test]
    fn a_page_set_sideways_is_turned_and_its_places_are_given_back() {
        for (direction, turn) in
            [([1.0, 0.0], Turn::None), ([0.0, -1.0], Turn::Clockwise), ([0.0, 1.0], Turn::Counterclockwise)]
        {
            let page = page_with(direction);
            assert_eq!(page.turn, turn);
            let [first, second] = page.glyphs.as_slice() else { panic!("two glyphs") };
            assert!(second.x0 > first.x0 && (second.y - first.y).abs() < 0.1, "{turn:?}");
            let rule = page.rules[0];
            let [x0, y0, x1, y1] = page.as_shown([rule.x0, rule.y0, rule.x1, rule.y1]);
            let near = |got: f32, want: f32| (got - want).abs() < 0.5;
            assert!(
                near(x0, 300.25) && near(x1, 300.25) && near(y0.min(y1), 100.0) && near(y1.max(y0), 700.0),
                "{turn:?}"
            );
        }
    }

    #[test]
    fn what_is_drawn_twice_counts_once() {
        let mut collector = Collector::new(1, 600.0, 800.0);
        for offset in [0.0, 0.3] {
            for (step, text) in (0..).zip(["2", "2"]) {
                collector.glyph(Placed {
                    text: text.to_owned(),
                    transform: Affine::new([
                        0.01,
                        0.0,
                        0.0,
                        -0.01,
                        100.0 + offset + 5.0 * f64::from(step),
                        100.0,
                    ]),
                    advance: 500.0,
                    clip: Rect::new(0.0, 0.0, 600.0, 800.0),
                });
            }
        }
        assert_eq!(collector.finish().glyphs.len(), 2);
    }
}
