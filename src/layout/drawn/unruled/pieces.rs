//! Rows of text cut into the pieces that stand apart in them.

use super::super::rows::{Row, bounds};
use crate::amount;
use crate::read::Glyph;

/// A gap of this many font sizes parts two cells of a row for certain.
pub(super) const CELL_GAP: f32 = 0.9;
/// A narrower gap parts them where what stands beside it is a cell by itself: a figure or a code.
const NARROW_GAP: f32 = 0.3;
/// A gap of this many font sizes may part two cells; the columns tell whether it does.
const ANY_GAP: f32 = 0.25;
/// Letters set apart in one word are no further from each other than this many font sizes.
const LETTERS_APART: f32 = 8.0;
/// Short words that are often set with their letters apart.
const LETTERSPACED: [&str; 12] =
    ["合计", "总计", "小计", "共计", "收入", "支出", "项目", "金额", "备注", "科目", "编码", "名称"];

/// A piece of a row between two gaps.
#[derive(Debug, Clone)]
pub(super) struct Piece<'a> {
    /// Its glyphs from left to right.
    pub glyphs: Vec<&'a Glyph>,
    /// Left edge.
    pub x0: f32,
    /// Upper edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Lower edge.
    pub y1: f32,
    /// Its characters without spaces.
    pub text: String,
}

impl<'a> Piece<'a> {
    fn new(glyphs: Vec<&'a Glyph>) -> Self {
        let [x0, y0, x1, y1] = bounds(&glyphs);
        let text = glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        Self { glyphs, x0, y0, x1, y1, text }
    }

    /// The middle from left to right.
    pub(super) fn middle(&self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }

    /// The middle from top to bottom.
    pub(super) fn height(&self) -> f32 {
        f32::midpoint(self.y0, self.y1)
    }

    /// The size of its largest glyph.
    pub(super) fn size(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.size).fold(0.0, f32::max)
    }

    /// Takes another piece in.
    pub(super) fn join(&mut self, other: Piece<'a>) {
        self.glyphs.extend(other.glyphs);
        self.x0 = self.x0.min(other.x0);
        self.y0 = self.y0.min(other.y0);
        self.x1 = self.x1.max(other.x1);
        self.y1 = self.y1.max(other.y1);
        self.text.push_str(&other.text);
    }

    /// How far it overlaps a stretch.
    pub(super) fn overlap(&self, from: f32, to: f32) -> f32 {
        (self.x1.min(to) - self.x0.max(from)).max(0.0)
    }

    /// Whether it names a total.
    pub(super) fn is_total(&self) -> bool {
        ["合计", "总计", "共计"].iter().any(|word| self.text.ends_with(word))
    }
}

/// The pieces of a row as a reader would part them who does not know the columns.
pub(super) fn pieces<'a>(row: &Row<'a>) -> Vec<Piece<'a>> {
    let wide = split(&row.glyphs, CELL_GAP);
    if wide.len() < 2 {
        return wide;
    }
    // In a row of cells a figure may stand right before the name of the next panel, or a code before its name.
    wide.into_iter()
        .flat_map(|piece| {
            let mut parts: Vec<Piece<'a>> = Vec::new();
            for part in split(&piece.glyphs, NARROW_GAP) {
                match parts.last_mut().filter(|last| !are_cells(&last.text, &part.text)) {
                    Some(last) => last.join(part),
                    None => parts.push(part),
                }
            }
            parts
        })
        .collect()
}

/// The smallest pieces of a row; words whose letters are set apart are kept whole.
pub(super) fn atoms<'a>(row: &Row<'a>) -> Vec<Piece<'a>> {
    let mut atoms: Vec<Piece<'a>> = Vec::new();
    for piece in split(&row.glyphs, ANY_GAP) {
        let whole = |last: &&mut Piece<'a>| {
            piece.x0 - last.x1 < LETTERS_APART * piece.size()
                && LETTERSPACED.contains(&format!("{}{}", last.text, piece.text).as_str())
        };
        match atoms.last_mut().filter(whole) {
            Some(last) => last.join(piece),
            None => atoms.push(piece),
        }
    }
    atoms
}

/// Glyphs with gaps of more than `gap` font sizes between them.
fn split<'a>(glyphs: &[&'a Glyph], gap: f32) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Vec<&'a Glyph>> = Vec::new();
    for &glyph in glyphs {
        let apart = pieces
            .last()
            .and_then(|piece| piece.last())
            .is_none_or(|last| glyph.x0 - last.x1 > gap * last.size.max(glyph.size));
        match pieces.last_mut().filter(|_| !apart) {
            Some(piece) => piece.push(glyph),
            None => pieces.push(vec![glyph]),
        }
    }
    pieces.into_iter().map(Piece::new).collect()
}

/// Whether two pieces with a narrow gap between them are two cells.
fn are_cells(left: &str, right: &str) -> bool {
    const UNITS: [&str; 8] = ["元", "万", "亿", "千元", "%", "％", "年", "月"];
    let figure = |text: &str| text.contains('.') && amount::parse(text).is_some();
    let word = |text: &str| {
        text.starts_with(|c: char| !c.is_ascii()) && !UNITS.iter().any(|unit| text.starts_with(unit))
    };
    (figure(left) || is_code(left)) && word(right) || figure(right)
}

/// A subject code.
pub(super) fn is_code(text: &str) -> bool {
    matches!(text.len(), 3 | 5 | 7)
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.starts_with(['1', '2', '3', '5'])
}

/// A figure as tables print it; bare short numbers (page numbers, years, counts) prove nothing.
pub(super) fn is_figure(text: &str) -> bool {
    amount::parse(text).is_some() && (text.contains(['.', ',', '，']) || text.len() > 4 || text == "0")
}

/// An item as summary tables number them: 一、本年收入, （一）事业收入.
pub(super) fn is_item(text: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let (inner, bracketed) = match text.strip_prefix(['（', '(']) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let rest = inner.trim_start_matches(|c| NUMERALS.contains(c));
    rest.len() < inner.len()
        && if bracketed { rest.starts_with(['）', ')']) } else { rest.starts_with('、') }
}
