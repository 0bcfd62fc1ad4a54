//! Sheets printed on pages too narrow for them: the columns that did not fit stand on pages of their own, their rows
//! at the very heights at which the rest of them stands. Such pages are laid side by side again, so that titles and
//! merged cells that the page's edge cut through are whole.

use super::super::captions;
use super::rows;
use super::rules;
use crate::origin::Origin;
use crate::read::{DrawnPage, Glyph, Page, Rule, Turn};

/// Heights nearer than this (points) are one.
const SAME: f32 = 1.0;
/// A sheet goes down over no more pages than this before its next columns come.
const MOST_DOWN: usize = 40;
/// And over no more pages to the right.
const MOST_RIGHT: usize = 8;
/// Fewer rules across the page than this may stand at the same heights by chance.
const FEWEST: usize = 3;
/// So many may, where those at the top differ: a cut cell of the header has no upper rule on its second page.
const MANY: usize = 8;
/// No row is lower than this (points).
const LEAST: f32 = 6.0;

/// A page of a document as it is to be read.
pub(in super::super) enum Spread {
    /// As it is.
    Single,
    /// The left part of a sheet, with all that stands to the right of it.
    Joined(Joined),
    /// To the right of one before.
    Taken,
}

/// Pages side by side.
pub(in super::super) struct Joined {
    /// All of them as one.
    pub page: DrawnPage,
    seams: Vec<Seam>,
}

/// Where a page begins that stands to the right of another.
struct Seam {
    at: f32,
    page: u32,
    /// How far it was moved.
    shift: f32,
}

impl Joined {
    /// Puts a place back on the page it stands on.
    pub(super) fn apart(&self, origin: &mut Origin) {
        let Origin::Page { page, bounds } = origin else { return };
        let [x0, _, x1, _] = bounds;
        let middle = f32::midpoint(*x0, *x1);
        let Some(seam) = self.seams.iter().rev().find(|seam| middle > seam.at) else {
            // What goes over the seam is shown where it begins.
            let end = self.seams.first().map_or(*x1, |seam| seam.at);
            *x1 = x1.min(end);
            return;
        };
        *page = seam.page;
        *x0 = x0.max(seam.at) - seam.shift;
        *x1 -= seam.shift;
    }
}

/// What tells of a page whether it is one part of a sheet.
struct Outline<'a> {
    page: &'a DrawnPage,
    /// Heights of the rules across, from the top.
    heights: Vec<f32>,
    left: f32,
    right: f32,
    /// The page's edge cut through a merged cell: the rule at the right end leaves out a part of the height.
    cut: bool,
}

impl<'a> Outline<'a> {
    fn new(page: &'a Page) -> Option<Self> {
        let Page::Drawn(page) = page else { return None };
        if page.turn != Turn::None || page.rules.len() < 2 {
            return None;
        }
        let rules::Rules { across, down } = rules::merge(&page.rules);
        let mut heights: Vec<f32> = Vec::new();
        for rule in &across {
            if heights.last().is_none_or(|last| rule.at - last > SAME) {
                heights.push(rule.at);
            }
        }
        let left = across.iter().map(|rule| rule.from).fold(f32::MAX, f32::min);
        let right = across.iter().map(|rule| rule.to).fold(f32::MIN, f32::max);
        let (top, bottom) = (*heights.first()?, *heights.last()?);
        let at_end = down.iter().filter(|rule| (rule.at - right).abs() < 2.0 * SAME);
        let covered: f32 = at_end.map(|rule| (rule.to.min(bottom) - rule.from.max(top)).max(0.0)).sum();
        let cut = covered < bottom - top - LEAST && covered > 0.2 * (bottom - top);
        (heights.len() > 1).then_some(Self { page, heights, left, right, cut })
    }

    /// Whether the rows of both stand at the same heights; merged cells of a header leave out some rules.
    fn level_with(&self, other: &Self, fewest: usize) -> bool {
        let near = |a: Option<&f32>, b: Option<&f32>| a.zip(b).is_some_and(|(a, b)| (a - b).abs() < SAME);
        let tops = near(self.heights.first(), other.heights.first());
        if !near(self.heights.last(), other.heights.last())
            || (self.page.width - other.page.width).abs() > SAME
            || (self.page.height - other.page.height).abs() > SAME
        {
            return false;
        }
        let shared = |a: &Self, b: &Self| {
            a.heights.iter().filter(|at| b.heights.iter().any(|other| (*at - other).abs() < SAME)).count()
        };
        let common = shared(self, other);
        common >= if tops { fewest } else { MANY }
            && common * 10 >= self.heights.len() * 7
            && shared(other, self) * 10 >= other.heights.len() * 7
    }

    fn top(&self) -> f32 {
        self.heights.first().copied().unwrap_or_default()
    }

    fn rows(&self, above: bool) -> Vec<rows::Row<'a>> {
        let bottom = self.heights.last().copied().unwrap_or_default();
        let wanted = |glyph: &&Glyph| {
            let y = glyph.y - 0.35 * glyph.size;
            if above { y < self.top() } else { y > self.top() && y < bottom }
        };
        let glyphs: Vec<&Glyph> = self.page.glyphs.iter().filter(wanted).collect();
        rows::rows(&glyphs)
    }

    fn first_row(&self) -> String {
        self.rows(false).first().map(|row| row.text(1.0)).unwrap_or_default()
    }

    /// How many rows of its body have words, and how many there are.
    fn worded(&self) -> (usize, usize) {
        let rows: Vec<String> = self.rows(false).iter().map(|row| row.text(1.0)).collect();
        let figure = |text: &&String| text.split("  ").any(|part| crate::amount::parse(part).is_some());
        let body = rows.iter().skip_while(|text| !figure(text));
        let worded = |text: &&String| text.chars().any(is_ideograph);
        (body.clone().filter(worded).count(), body.count())
    }
}

fn is_ideograph(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// What stands above a part and says that it goes on with another one.
enum Said {
    /// Nothing.
    Nothing,
    /// The rest of a line that the page's edge cut through, or the unit that stands at a table's right end.
    Rest,
    /// Something of its own.
    Own,
}

fn said(left: &Outline<'_>, right: &Outline<'_>) -> Said {
    let before = left.rows(true);
    let names_unit = |text: &str| text.contains("单位") && text.contains('元');
    let is_label = |text: &str| captions::is_label(&captions::plain(text));
    let alike = |a: &str, b: &str| names_unit(a) && names_unit(b) || is_label(a) && is_label(b);
    let mut said = Said::Nothing;
    for row in right.rows(true) {
        let text = row.text(1.0);
        let bounds = row.bounds();
        let same_line = |other: &&rows::Row<'_>| (other.middle() - row.middle()).abs() < SAME;
        let beside = before.iter().find(same_line);
        if beside.is_some_and(|other| other.text(1.0) == text) {
            // A running head.
            continue;
        }
        let cut = bounds[0] < right.left + 1.5 * row.size
            && beside.is_some_and(|other| other.bounds()[2] > left.right - 1.5 * other.size);
        // The unit, or the table's number, that its left part lacks.
        let at_end = (names_unit(&text) || is_label(&text))
            && !before.iter().any(|other| alike(&other.text(1.0), &text));
        if !cut && !at_end {
            return Said::Own;
        }
        said = Said::Rest;
    }
    said
}

/// Whether a page shows that it holds further columns of the rows of another one.
fn goes_on(left: &Outline<'_>, right: &Outline<'_>) -> bool {
    if !left.level_with(right, 2) {
        return false;
    }
    match said(left, right) {
        Said::Own => false,
        // A caption of its own stands over the left part at least.
        Said::Rest => !left.rows(true).is_empty(),
        // Where nothing is said, a few rows may stand at the same heights by chance.
        Said::Nothing if !left.level_with(right, FEWEST) => false,
        // The same table goes on downwards below the same header.
        Said::Nothing if left.first_row() == right.first_row() => false,
        Said::Nothing if left.cut => true,
        Said::Nothing => {
            let ((named, all), (worded, rows)) = (left.worded(), right.worded());
            worded == 0 && rows > 0 && all >= FEWEST && named * 2 >= all
        }
    }
}

/// Finds the pages that belong side by side.
pub(in super::super) fn spreads(pages: &[Page]) -> Vec<Spread> {
    let outlines: Vec<Option<Outline<'_>>> = pages.iter().map(Outline::new).collect();
    let at = |index: usize| outlines.get(index).and_then(Option::as_ref);
    let pair = |left: usize, right: usize| at(left).zip(at(right));
    // Further pages down the sheet say nothing of their own above their rows.
    let follows = |left: usize, right: usize| {
        pair(left, right)
            .is_some_and(|(left, right)| left.level_with(right, 2) && !matches!(said(left, right), Said::Own))
    };
    let mut spreads: Vec<Spread> = pages.iter().map(|_| Spread::Single).collect();
    let mut first = 0;
    while first < pages.len() {
        let down = (1..=MOST_DOWN).find(|&down| {
            pair(first, first + down).is_some_and(|(left, right)| goes_on(left, right))
                && (1..down).all(|row| follows(first + row, first + row + down))
        });
        let Some(down) = down else {
            first += 1;
            continue;
        };
        let across = (2..MOST_RIGHT)
            .take_while(|part| {
                pair(first, first + part * down).is_some_and(|(left, right)| goes_on(left, right))
                    && (1..down).all(|row| follows(first + row, first + row + part * down))
            })
            .count()
            + 2;
        for row in first..first + down {
            let parts: Vec<&Outline<'_>> = (0..across).filter_map(|part| at(row + part * down)).collect();
            if let Some(slot) = spreads.get_mut(row) {
                *slot = joined(&parts).map_or(Spread::Single, Spread::Joined);
            }
        }
        for slot in spreads.iter_mut().skip(first + down).take((across - 1) * down) {
            *slot = Spread::Taken;
        }
        first += down * across;
    }
    spreads
}

/// Lays pages side by side, each beginning where the rules of the one before end.
fn joined(parts: &[&Outline<'_>]) -> Option<Joined> {
    let (first, rest) = parts.split_first()?;
    let mut page = first.page.clone();
    let mut seams = Vec::new();
    let mut end = first.right;
    for part in rest {
        let shift = end - part.left;
        seams.push(Seam { at: end, page: part.page.number, shift });
        let own = part.page;
        let moved = own.glyphs.iter().map(|glyph| Glyph {
            x0: glyph.x0 + shift,
            x1: glyph.x1 + shift,
            ..glyph.clone()
        });
        let moved: Vec<Glyph> = moved.filter(|glyph| !is_cut(glyph, end, &page.glyphs)).collect();
        page.glyphs.extend(moved);
        page.rules.extend(own.rules.iter().map(|rule| Rule {
            x0: rule.x0 + shift,
            x1: rule.x1 + shift,
            ..*rule
        }));
        end += part.right - part.left;
        page.width = page.width.max(end + own.width - part.right);
    }
    Some(Joined { page, seams })
}

/// Whether a glyph at a seam is the other half of one on the page before.
fn is_cut(glyph: &Glyph, seam: f32, before: &[Glyph]) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() < 0.3 * glyph.size;
    glyph.x0 < seam + glyph.size
        && before
            .iter()
            .any(|other| other.text == glyph.text && near(other.x0, glyph.x0) && near(other.y, glyph.y))
}
