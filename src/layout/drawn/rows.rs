//! Glyphs to rows of text: by baseline, then from left to right.

use crate::order;
use crate::read::Glyph;

/// Glyphs on one baseline, from left to right.
#[derive(Clone)]
pub(super) struct Row<'a> {
    /// The glyphs.
    pub glyphs: Vec<&'a Glyph>,
    /// Baseline of the row.
    baseline: f32,
    /// Size of its largest glyph.
    pub size: f32,
}

impl Row<'_> {
    /// The upper edge.
    pub(super) fn top(&self) -> f32 {
        self.baseline - 0.85 * self.size
    }

    /// The height of its middle.
    pub(super) fn middle(&self) -> f32 {
        self.baseline - 0.35 * self.size
    }

    /// `[x0, y0, x1, y1]`.
    pub(super) fn bounds(&self) -> [f32; 4] {
        bounds(&self.glyphs)
    }

    /// The text; gaps wider than `wide` font sizes become two spaces, gaps of a word's width between Latin
    /// letters or digits and anything else one.
    pub(super) fn text(&self, wide: f32) -> String {
        let mut text = String::new();
        let mut last: Option<&Glyph> = None;
        for glyph in &self.glyphs {
            if let Some(last) = last {
                let gap = glyph.x0 - last.x1;
                let size = last.size.max(glyph.size);
                if gap > wide * size {
                    text.push_str("  ");
                } else if gap > 0.25 * size && is_latin(&last.text) && is_latin(&glyph.text) {
                    text.push(' ');
                }
            }
            text.push_str(&glyph.text);
            last = Some(glyph);
        }
        text
    }
}

/// The rectangle `[x0, y0, x1, y1]` around glyphs.
pub(super) fn bounds(glyphs: &[&Glyph]) -> [f32; 4] {
    glyphs.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |b, g| {
        [b[0].min(g.x0), b[1].min(g.y - 0.85 * g.size), b[2].max(g.x1), b[3].max(g.y + 0.2 * g.size)]
    })
}

/// Letters and digits that need a space between words.
fn is_latin(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Groups glyphs into rows, from top to bottom. Small glyphs beside large ones (superscripts, punctuation set
/// lower) stay in their row.
pub(super) fn rows<'a>(glyphs: &[&'a Glyph]) -> Vec<Row<'a>> {
    let mut downwards: Vec<&Glyph> = glyphs.to_vec();
    order::by_rank(&mut downwards, |glyph| order::numbers(glyph.y, glyph.x0));
    let mut rows: Vec<Row<'a>> = Vec::new();
    for glyph in downwards {
        let fits = |row: &&mut Row<'_>| {
            let reach = 0.45 * row.size.min(glyph.size).max(0.6 * row.size.max(glyph.size));
            (glyph.y - row.baseline).abs() <= reach
        };
        // Only the last rows can be near: the glyphs come by baseline.
        match rows.iter_mut().rev().take(3).find(fits) {
            Some(row) => {
                row.glyphs.push(glyph);
                if glyph.size > row.size {
                    row.size = glyph.size;
                    row.baseline = glyph.y;
                }
            }
            None => rows.push(Row { glyphs: vec![glyph], baseline: glyph.y, size: glyph.size }),
        }
    }
    for row in &mut rows {
        order::by_rank(&mut row.glyphs, |glyph| order::number(glyph.x0));
    }
    order::by_rank(&mut rows, |row| order::number(row.baseline));
    rows
}
