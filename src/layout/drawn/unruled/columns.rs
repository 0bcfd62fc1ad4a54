//! Columns from how things stand above each other: figures end in one line, names begin in one, and between the
//! columns runs a corridor that (nearly) nothing crosses.

use super::pieces::Piece;
use crate::order;

/// A valley in what the rows cover parts two columns where the hills on both sides are so many times as high.
const HILL: usize = 4;
/// A page with more ends of pieces than this is no table.
const MOST_STEPS: usize = 8_000;
/// What stands further out of a column than this (points) crosses its edge.
const SLACK: f32 = 3.0;
/// The part of a page may have so small a share of strays on the columns of the page before.
const STRAYS: usize = 30;

/// A column: what its cells cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    /// Left end.
    pub x0: f32,
    /// Right end.
    pub x1: f32,
}

impl Stretch {
    /// The middle.
    pub(super) fn middle(self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }
}

/// The stretches that the rows of the body cover, from left to right. A total's name may go over several columns:
/// it tells of none.
pub(super) fn stretches(body: &[Vec<Piece<'_>>]) -> Vec<Stretch> {
    let mut marks: Vec<(f32, bool)> = Vec::new();
    for row in body {
        for piece in row.iter().filter(|piece| !piece.is_total()) {
            marks.extend([(piece.x0, true), (piece.x1, false)]);
        }
    }
    // Where one ends and another begins at the same place, the end comes first.
    order::by_rank(&mut marks, |(at, begins)| order::number(*at) << 1 | u64::from(*begins));
    let mut steps: Vec<(f32, f32, usize)> = Vec::new();
    let mut depth = 0_usize;
    let mut from = None;
    for (x, begins) in marks {
        if let Some(from) = from.replace(x)
            && x > from
        {
            steps.push((from, x, depth));
        }
        depth = if begins { depth + 1 } else { depth.saturating_sub(1) };
    }
    if steps.len() > MOST_STEPS {
        return Vec::new();
    }
    let cuts = valleys(&steps);
    let mut out = Vec::new();
    let mut start = 0;
    for end in cuts.into_iter().chain([steps.len()]) {
        let covered = steps.get(start..end).unwrap_or_default().iter().filter(|step| step.2 > 0);
        let bounds = covered.fold(None, |bounds: Option<Stretch>, step| {
            Some(bounds.map_or(Stretch { x0: step.0, x1: step.1 }, |b| Stretch { x0: b.x0, x1: step.1 }))
        });
        out.extend(bounds);
        start = end + 1;
    }
    out
}

/// The steps that lie between columns: lowest first, each against the highest on its two sides.
fn valleys(steps: &[(f32, f32, usize)]) -> Vec<usize> {
    let mut lowest: Vec<usize> = (0..steps.len()).collect();
    order::by_rank(&mut lowest, |&at| order::count(steps.get(at).map_or(0, |step| step.2)));
    let mut cuts: Vec<usize> = Vec::new();
    for at in lowest {
        let Some(&(_, _, low)) = steps.get(at) else { continue };
        let next = cuts.partition_point(|&cut| cut < at);
        let left = next.checked_sub(1).and_then(|cut| cuts.get(cut)).map_or(0, |cut| cut + 1);
        let right = cuts.get(next).copied().unwrap_or(steps.len());
        let highest = |range: std::ops::Range<usize>| {
            steps.get(range).unwrap_or_default().iter().map(|step| step.2).max().unwrap_or(0)
        };
        if highest(left..at).min(highest(at + 1..right)) > HILL * low {
            cuts.insert(next, at);
        }
    }
    cuts
}

/// The place between two others that the fewest pieces cross.
pub(super) fn thinnest(body: &[Vec<Piece<'_>>], from: f32, to: f32) -> f32 {
    let crossed = |x: f32| body.iter().flatten().filter(|piece| piece.x0 < x && piece.x1 > x).count();
    let mut places: Vec<f32> = body
        .iter()
        .flatten()
        .flat_map(|piece| [piece.x0, piece.x1])
        .chain([from, to])
        .filter(|x| (from..=to).contains(x))
        .collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|a, b| (*a - *b).abs() < 0.5);
    places
        .windows(2)
        .map(|pair| (f32::midpoint(pair[0], pair[1]), pair[1] - pair[0]))
        .min_by(|a, b| crossed(a.0).cmp(&crossed(b.0)).then(b.1.total_cmp(&a.1)))
        .map_or(f32::midpoint(from, to), |(x, _)| x)
}

/// The columns' edges: rules where they are known, else the middles of the corridors.
pub(super) fn edges(columns: &[Stretch], known: &[f32]) -> Vec<f32> {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Vec::new() };
    let seen = |from: f32, to: f32| {
        known.iter().copied().find(|x| (from - SLACK..=to + SLACK).contains(x) && from <= to + SLACK)
    };
    let inner = columns.windows(2).map(|pair| {
        let (from, to) = (pair[0].x1, pair[1].x0);
        seen(from, to).unwrap_or(f32::midpoint(from, to))
    });
    std::iter::once(first.x0 - 1.0).chain(inner).chain([last.x1 + 1.0]).collect()
}

/// The edges sharpened by the columns' names, which stand in the middle of their cells: where each is as far from
/// one edge as from the other, one unknown is left, and every corridor narrows it down. Also gives by how much the
/// corridors gainsay each other: then the names are not those of these columns.
pub(super) fn sharpened(columns: &[Stretch], edges: &[f32], names: &[Option<Stretch>]) -> (Vec<f32>, f32) {
    let mut out = edges.to_vec();
    let mut misfit = 0.0;
    let mut from = 0;
    while from < columns.len() {
        let to = names.iter().skip(from).position(Option::is_none).map_or(columns.len(), |at| from + at);
        if to > from + 1 {
            misfit += sharpen(columns, names, from, to, &mut out);
        }
        from = to + 1;
    }
    (out, misfit)
}

fn sharpen(columns: &[Stretch], names: &[Option<Stretch>], from: usize, to: usize, out: &mut [f32]) -> f32 {
    const LOOSE: f32 = 1.5;
    // What stands in a cell: its name and what is below it.
    let inside = |at: usize| {
        let name = names.get(at).copied().flatten();
        let column = columns.get(at)?;
        Some(name.map_or(*column, |n| Stretch { x0: n.x0.min(column.x0), x1: n.x1.max(column.x1) }))
    };
    // Edge k is `sign * first + shift`.
    let (mut sign, mut shift) = (1.0_f32, 0.0_f32);
    let (mut least, mut most) = (f32::MIN, f32::MAX);
    let mut forms = Vec::new();
    for edge in from..=to {
        let left = edge.checked_sub(1).and_then(inside).map_or(f32::MIN, |c| c.x1 - LOOSE);
        let right = inside(edge).map_or(f32::MAX, |c| c.x0 + LOOSE);
        let (a, b) = (left - shift, right - shift);
        let (a, b) = if sign > 0.0 { (a, b) } else { (-b, -a) };
        (least, most) = (least.max(a), most.min(b));
        forms.push((sign, shift));
        if let Some(Some(name)) = names.get(edge) {
            (sign, shift) = (-sign, 2.0 * name.middle() - shift);
        }
    }
    if least <= f32::MIN || most >= f32::MAX {
        return 0.0;
    }
    if least > most {
        return least - most;
    }
    let first = f32::midpoint(least, most);
    for (slot, (sign, shift)) in out.iter_mut().skip(from).zip(forms) {
        *slot = sign * first + shift;
    }
    if let (0, Some(slot), Some(column)) = (from, out.first_mut(), columns.first()) {
        *slot = slot.min(column.x0);
    }
    if let (true, Some(slot), Some(column)) = (to == columns.len(), out.last_mut(), columns.last()) {
        *slot = slot.max(column.x1);
    }
    0.0
}

/// The column a place falls into.
pub(super) fn slot(edges: &[f32], x: f32) -> usize {
    let inner = edges.get(1..edges.len().saturating_sub(1)).unwrap_or_default();
    inner.iter().take_while(|&&edge| edge < x).count()
}

/// Whether rows stand on columns that are already known: of the page before.
pub(super) fn fits(body: &[Vec<Piece<'_>>], columns: &[Stretch], edges: &[f32]) -> bool {
    let (mut all, mut strays, mut aligned) = (0_usize, 0_usize, 0_usize);
    for piece in body.iter().flatten().filter(|piece| !piece.is_total()) {
        all += 1;
        let at = slot(edges, piece.middle());
        let (Some(from), Some(to)) = (edges.get(at), edges.get(at + 1)) else { continue };
        strays += usize::from(piece.x0 < from - SLACK || piece.x1 > to + SLACK);
        let ends =
            columns.get(at).is_some_and(|c| (c.x1 - piece.x1).abs() < 1.5 || (c.x0 - piece.x0).abs() < 1.5);
        aligned += usize::from(ends);
    }
    aligned * 3 >= all && strays * STRAYS <= all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Glyph;

    fn near(got: &[f32], want: &[f32]) -> bool {
        got.len() == want.len() && got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1.6)
    }

    #[test]
    fn names_in_the_middle_of_their_cells_tell_the_edges() {
        // Cells 0–100, 100–160, 160–220: names at the left, figures at the right ends, the last column empty.
        let columns = [
            Stretch { x0: 2.0, x1: 62.0 },
            Stretch { x0: 120.0, x1: 158.0 },
            Stretch { x0: 180.0, x1: 200.0 },
        ];
        let name = |middle: f32| Some(Stretch { x0: middle - 10.0, x1: middle + 10.0 });
        let (edges, misfit) =
            sharpened(&columns, &edges(&columns, &[]), &[name(50.0), name(130.0), name(190.0)]);
        assert!(near(&edges, &[0.0, 100.0, 160.0, 220.0]) && misfit <= 0.0, "{edges:?} {misfit}");
        // Names that are not those of these columns fit nowhere.
        let (_, misfit) = sharpened(&columns, &edges, &[name(50.0), name(130.0), name(170.0)]);
        assert!(misfit > 0.0);
    }

    #[test]
    fn what_crosses_a_corridor_once_does_not_close_it() {
        let glyph = Glyph { text: "1".to_owned(), x0: 0.0, x1: 5.0, y: 10.0, size: 10.0 };
        let piece = |x0: f32, x1: f32| Piece {
            glyphs: vec![&glyph],
            x0,
            y0: 0.0,
            x1,
            y1: 10.0,
            text: "项".to_owned(),
        };
        let mut rows: Vec<Vec<Piece<'_>>> =
            (0..6).map(|_| vec![piece(0.0, 40.0), piece(60.0, 90.0)]).collect();
        rows.push(vec![piece(0.0, 70.0)]);
        let found = stretches(&rows);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
