//! Words set from top to bottom, or turned on their side, on a page whose text runs from left to right: each becomes
//! one glyph in the middle of its place, so that it reads as one word.

use super::Glyph;

/// Letters below each other are a word from so many on; turned letters always are.
const LETTERS: usize = 3;

/// Joins the letters of such words. `turned` tells for each glyph whether it lies on its side; the glyphs come in the
/// order they were drawn, which is the order they read in.
pub(super) fn join(glyphs: Vec<Glyph>, turned: &[bool]) -> Vec<Glyph> {
    let lies = |at: usize| turned.get(at) == Some(&true);
    let follows = |at: usize| {
        let pair = at.checked_sub(1).and_then(|before| Some((glyphs.get(before)?, glyphs.get(at)?)));
        pair.is_some_and(|(a, b)| match (lies(at - 1), lies(at)) {
            (true, true) => beside(a, b),
            (false, false) => below(a, b),
            _ => false,
        })
    };
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    let mut at = 1;
    while at < glyphs.len() {
        let from = at - 1;
        while follows(at) {
            at += 1;
        }
        if at - from >= if lies(from) { 2 } else { LETTERS } {
            runs.push(from..at);
        }
        at = at.max(from + 1) + 1;
    }
    if runs.is_empty() {
        return glyphs;
    }
    let mut out: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut rest = 0;
    for run in runs {
        out.extend(glyphs.get(rest..run.start).unwrap_or_default().iter().cloned());
        out.extend(whole(glyphs.get(run.clone()).unwrap_or_default()));
        rest = run.end;
    }
    out.extend(glyphs.get(rest..).unwrap_or_default().iter().cloned());
    out
}

fn middle(glyph: &Glyph) -> f32 {
    f32::midpoint(glyph.x0, glyph.x1)
}

/// Whether a letter on its side goes on another one.
fn beside(a: &Glyph, b: &Glyph) -> bool {
    let size = (a.x1 - a.x0).max(a.size);
    let step = (a.y - b.y).abs();
    (middle(a) - middle(b)).abs() < 0.3 * size && step > 0.2 * size && step < 1.6 * size
}

/// Whether a Chinese letter stands close below another one.
fn below(a: &Glyph, b: &Glyph) -> bool {
    let chinese = |glyph: &Glyph| glyph.text.chars().all(|c| ('\u{3400}'..'\u{a000}').contains(&c));
    let step = b.y - a.y;
    step > 0.85 * a.size
        && step < 1.35 * a.size
        && (a.size - b.size).abs() < 0.05 * a.size
        && (a.x0 - b.x0).abs() < 0.15 * a.size
        && a.text != b.text
        && chinese(a)
        && chinese(b)
}

/// The word as one glyph.
fn whole(letters: &[Glyph]) -> Option<Glyph> {
    letters.first()?;
    let size = letters.iter().map(|glyph| glyph.size).fold(0.0, f32::max);
    let (top, bottom) = letters.iter().fold((f32::MAX, f32::MIN), |(top, bottom), glyph| {
        (top.min(glyph.y - 0.35 * glyph.size), bottom.max(glyph.y - 0.35 * glyph.size))
    });
    Some(Glyph {
        text: letters.iter().map(|glyph| glyph.text.as_str()).collect(),
        x0: letters.iter().map(|glyph| glyph.x0).fold(f32::MAX, f32::min),
        x1: letters.iter().map(|glyph| glyph.x1).fold(f32::MIN, f32::max),
        y: f32::midpoint(top, bottom) + 0.35 * size,
        size,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, x: f32, y: f32, step: (f32, f32)) -> Vec<Glyph> {
        let mut at = (x, y);
        text.chars()
            .map(|c| {
                let glyph = Glyph { text: c.to_string(), x0: at.0, x1: at.0 + 10.0, y: at.1, size: 10.0 };
                at = (at.0 + step.0, at.1 + step.1);
                glyph
            })
            .collect()
    }

    #[test]
    fn words_from_top_to_bottom_become_one_glyph() {
        let mut all = glyphs("科目名称", 0.0, 50.0, (10.0, 0.0));
        all.extend(glyphs("上级补助收入", 60.0, 20.0, (0.0, 10.0)));
        all.extend(glyphs("其他收入", 90.0, 30.0, (0.0, 12.5)));
        // Rows of a table stand further apart.
        all.extend(glyphs("台套项", 120.0, 20.0, (0.0, 15.0)));
        let count = all.len();
        let joined = join(all, &vec![false; count]);
        let texts: Vec<&str> = joined.iter().map(|glyph| glyph.text.as_str()).collect();
        assert_eq!(texts, ["科", "目", "名", "称", "上级补助收入", "其他收入", "台", "套", "项"]);
        assert!((joined[4].y - 45.0).abs() < 0.1, "{}", joined[4].y);
    }

    #[test]
    fn turned_words_read_as_they_were_drawn() {
        // Upwards, as a quarter turn to the left.
        let all = glyphs("2024年决算数", 60.0, 90.0, (0.0, -8.0));
        let turned = vec![true; all.len()];
        let joined = join(all, &turned);
        assert_eq!(joined.len(), 1);
        assert_eq!(joined[0].text, "2024年决算数");
    }
}
