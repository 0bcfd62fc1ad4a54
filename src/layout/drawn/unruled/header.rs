//! Column names without rules around them: a name stands in the middle of its cell, a group's name in the middle of
//! its columns.

use super::columns::{self, Stretch};
use super::pieces::Piece;
use crate::order;

/// Lines of one name are no further apart than this many font sizes.
const LEADING: f32 = 1.45;
/// Names whose middles differ by less than this many font sizes stand above each other.
const CENTRED: f32 = 0.8;

/// A name in the header, its lines together.
#[derive(Debug, Clone)]
pub(super) struct Name<'a> {
    /// Its lines.
    pub piece: Piece<'a>,
    last_line: (f32, f32, f32),
    /// First column.
    pub col: usize,
    /// Columns covered; 0 until known.
    pub cols: usize,
    /// First row of the header.
    pub row: usize,
    /// Rows covered.
    pub rows: usize,
}

/// The header.
#[derive(Debug, Clone, Default)]
pub(super) struct Header<'a> {
    /// Names with their places.
    pub names: Vec<Name<'a>>,
}

/// The lines of the header as names.
pub(super) fn names<'a>(lines: &[Vec<Piece<'a>>], stretches: &[Stretch]) -> Vec<Name<'a>> {
    let mut names: Vec<Name<'a>> = Vec::new();
    for line in lines {
        for word in words(line, stretches) {
            let (x0, x1, y0) = (word.x0, word.x1, word.y0);
            let size = word.size();
            let goes_on = |name: &&mut Name<'a>| {
                let (from, to, top) = name.last_line;
                let shared = x1.min(to) - x0.max(from);
                y0 - top > 0.3 * size
                    && y0 - top < LEADING * size
                    && shared > 0.4 * (x1 - x0).min(to - from)
                    && ((f32::midpoint(x0, x1) - f32::midpoint(from, to)).abs() < CENTRED * size
                        || (x0 - from).abs() < 0.3 * size)
            };
            match names.iter_mut().find(goes_on) {
                Some(name) => {
                    name.piece.join(word);
                    name.last_line = (x0, x1, y0);
                }
                None => names.push(Name {
                    piece: word,
                    last_line: (x0, x1, y0),
                    col: 0,
                    cols: 0,
                    row: 0,
                    rows: 1,
                }),
            }
        }
    }
    names
}

/// The words of a line: what stands in one column is one word.
fn words<'a>(line: &[Piece<'a>], stretches: &[Stretch]) -> Vec<Piece<'a>> {
    let mut words: Vec<Piece<'a>> = Vec::new();
    for piece in line {
        let within = |at: &Piece<'_>| stretches.iter().position(|s| at.x0 > s.x0 - 1.0 && at.x1 < s.x1 + 1.0);
        let one = |last: &&mut Piece<'a>| {
            let gap = piece.x0 - last.x1;
            within(piece).is_some() && within(piece) == within(last) && gap < 6.0 * piece.size()
        };
        match words.last_mut().filter(one) {
            Some(last) => last.join(piece.clone()),
            None => words.push(piece.clone()),
        }
    }
    words
}

/// Tells the names of columns from those of groups: nothing stands below them, and their middle is that of all the
/// rows they reach over.
pub(super) fn leaves(names: &[Name<'_>]) -> Vec<bool> {
    let top = names.iter().map(|name| name.piece.y0).fold(f32::MAX, f32::min);
    let bottom = names.iter().map(|name| name.piece.y1).fold(f32::MIN, f32::max);
    names
        .iter()
        .map(|name| {
            let piece = &name.piece;
            let below = |other: &&Name<'_>| other.piece.height() > piece.height() + 0.5 * piece.size();
            let under = names.iter().filter(below).any(|other| {
                piece.overlap(other.piece.x0, other.piece.x1)
                    > 0.3 * (piece.x1 - piece.x0).min(other.piece.x1 - other.piece.x0)
            });
            if under {
                return false;
            }
            // A name set so high that its cell would begin above the header, with names below on both its sides.
            let high = reach_of(piece, bottom) < top - 0.5 * piece.size();
            let beside = |right: bool| {
                names.iter().filter(below).any(|other| {
                    let distance = if right { other.piece.x0 - piece.x1 } else { piece.x0 - other.piece.x1 };
                    distance > -1.5 * piece.size() && distance < 12.0 * piece.size()
                })
            };
            !(high && (beside(false) && beside(true)))
        })
        .collect()
}

/// The leaves without those that stand as high as groups do and have names below on both sides, so that they may be
/// groups too; `None` where there are none such.
pub(super) fn doubtful(names: &[Name<'_>], leaves: &[bool]) -> Option<Vec<bool>> {
    let is_leaf = |at: usize| leaves.get(at) == Some(&true);
    let level = |a: &Piece<'_>, b: &Piece<'_>| (a.height() - b.height()).abs() < 0.3 * a.size();
    let mut any = false;
    let without = (0..names.len())
        .map(|at| {
            let Some(piece) = names.get(at).map(|name| &name.piece).filter(|_| is_leaf(at)) else {
                return false;
            };
            let among_groups =
                names.iter().enumerate().any(|(other, name)| !is_leaf(other) && level(piece, &name.piece));
            let below = |right: bool| {
                names.iter().any(|other| {
                    let other = &other.piece;
                    let distance = if right { other.x0 - piece.x1 } else { piece.x0 - other.x1 };
                    other.height() > piece.height() + 0.5 * piece.size()
                        && (-1.5 * piece.size()..12.0 * piece.size()).contains(&distance)
                })
            };
            let doubt = among_groups && below(false) && below(true);
            any |= doubt;
            !doubt
        })
        .collect();
    any.then_some(without)
}

/// Where the cell of a name begins that stands in the middle of it and reaches down to the header's foot.
fn reach_of(piece: &Piece<'_>, bottom: f32) -> f32 {
    2.0 * piece.height() - bottom
}

/// The columns: those of the body, and those that only have a name. Gives the columns and for each its name.
pub(super) fn columns(
    names: &[Name<'_>],
    leaves: &[bool],
    stretches: &[Stretch],
    body: &[Vec<Piece<'_>>],
) -> (Vec<Stretch>, Vec<Option<usize>>) {
    let mut by_middle: Vec<usize> = (0..names.len()).filter(|&at| leaves.get(at) == Some(&true)).collect();
    let middle = |at: usize| names.get(at).map_or(0.0, |name| name.piece.middle());
    order::by_rank(&mut by_middle, |&at| order::number(middle(at)));
    let mut columns: Vec<(Stretch, Option<usize>)> = stretches.iter().map(|s| (*s, None)).collect();
    for at in by_middle {
        let Some(name) = names.get(at) else { continue };
        let piece = &name.piece;
        let touched: Vec<usize> = (0..columns.len())
            .filter(|&c| {
                columns.get(c).is_some_and(|(s, _)| {
                    piece.overlap(s.x0, s.x1) > 0.3 * (piece.x1 - piece.x0).min(s.x1 - s.x0)
                })
            })
            .collect();
        let nearest = touched.iter().copied().min_by(|&a, &b| {
            let off = |c: usize| columns.get(c).map_or(0.0, |(s, _)| (s.middle() - piece.middle()).abs());
            off(a).total_cmp(&off(b))
        });
        let Some(nearest) = nearest else {
            columns.push((Stretch { x0: piece.x0, x1: piece.x1 }, Some(at)));
            continue;
        };
        if let [first, .., last] = touched.as_slice()
            && never_together(body, &columns, *first, *last)
            && columns.get(*first..=*last).is_some_and(|range| range.iter().all(|(_, name)| name.is_none()))
        {
            let end = columns.get(*last).map_or(0.0, |(s, _)| s.x1);
            if let Some(slot) = columns.get_mut(*first) {
                *slot = (Stretch { x0: slot.0.x0, x1: end }, Some(at));
            }
            columns.drain(*first + 1..=*last);
            continue;
        }
        let Some(slot) = columns.get_mut(nearest) else { continue };
        match slot.1 {
            None => slot.1 = Some(at),
            Some(other) => {
                // Two names over one stretch: it is two columns.
                let cut = columns::thinnest(body, middle(other), middle(at));
                let end = slot.0.x1.max(piece.x1);
                slot.0.x1 = cut;
                columns.insert(nearest + 1, (Stretch { x0: cut, x1: end }, Some(at)));
            }
        }
    }
    order::by_rank(&mut columns, |column| order::number(column.0.x0));
    together(&mut columns, names, body);
    columns.into_iter().unzip()
}

/// A name in the middle of its cell need not touch what stands at the right or left end of the cells below it: a
/// column of nothing but a name and one without a name beside it are one.
fn together(columns: &mut Vec<(Stretch, Option<usize>)>, names: &[Name<'_>], body: &[Vec<Piece<'_>>]) {
    let figures = |s: Stretch| {
        body.iter()
            .flatten()
            .filter(|piece| piece.overlap(s.x0, s.x1) > 0.0)
            .all(|piece| is_number(&piece.text))
    };
    let mut at = 0;
    while at < columns.len() {
        let bare = |at: usize| columns.get(at).filter(|(_, owner)| owner.is_none()).map(|(s, _)| *s);
        let Some((own, Some(owner))) = columns.get(at).copied() else {
            at += 1;
            continue;
        };
        let alone = |piece: &Piece<'_>| own == Stretch { x0: piece.x0, x1: piece.x1 };
        if !names.get(owner).is_some_and(|name| alone(&name.piece)) {
            at += 1;
            continue;
        }
        let (left, right) = (at.checked_sub(1).and_then(bare), bare(at + 1));
        let take_right = right.is_some_and(figures) || right.is_some() && left.is_none_or(figures);
        match (left, right) {
            (_, Some(right)) if take_right => {
                columns[at] = (Stretch { x0: own.x0.min(right.x0), x1: right.x1 }, Some(owner));
                columns.remove(at + 1);
            }
            (Some(left), _) => {
                columns[at - 1] = (Stretch { x0: left.x0, x1: own.x1.max(left.x1) }, Some(owner));
                columns.remove(at);
            }
            _ => at += 1,
        }
    }
}

fn is_number(text: &str) -> bool {
    crate::amount::parse(text).is_some()
}

/// Whether no row has something in two of the columns at once.
fn never_together(
    body: &[Vec<Piece<'_>>],
    columns: &[(Stretch, Option<usize>)],
    first: usize,
    last: usize,
) -> bool {
    let Some(range) = columns.get(first..=last) else { return false };
    body.iter().all(|row| {
        range.iter().filter(|(s, _)| row.iter().any(|piece| piece.overlap(s.x0, s.x1) > 0.0)).count() < 2
    })
}

/// Gives every name its place: columns their own, groups the columns in whose middle they stand.
pub(super) fn place<'a>(mut names: Vec<Name<'a>>, owners: &[Option<usize>], edges: &[f32]) -> Header<'a> {
    let bottom = names.iter().map(|name| name.piece.y1).fold(f32::MIN, f32::max);
    for (col, owner) in owners.iter().enumerate() {
        if let Some(name) = owner.and_then(|owner| names.get_mut(owner)) {
            (name.col, name.cols) = (col, 1);
        }
    }
    // Where the cell of each column's name begins.
    let begins: Vec<Option<f32>> = owners
        .iter()
        .map(|owner| owner.and_then(|owner| names.get(owner)).map(|name| reach_of(&name.piece, bottom)))
        .collect();
    let mut groups: Vec<usize> =
        (0..names.len()).filter(|&at| names.get(at).is_some_and(|n| n.cols == 0)).collect();
    let height = |names: &[Name<'_>], at: usize| names.get(at).map_or(0.0, |name| name.piece.height());
    order::by_rank(&mut groups, |&at| order::number(height(&names, at)));
    let mut levels: Vec<Vec<usize>> = Vec::new();
    for at in groups {
        let size = names.get(at).map_or(1.0, |name| name.piece.size());
        match levels.last_mut() {
            Some(level)
                if level
                    .first()
                    .is_some_and(|&first| height(&names, at) - height(&names, first) < 0.6 * size) =>
            {
                level.push(at);
            }
            _ => levels.push(vec![at]),
        }
    }
    let mut depth = vec![0_usize; owners.len()];
    let mut parted: Vec<usize> = Vec::new();
    for (row, level) in levels.iter().enumerate() {
        let y = level.first().map_or(0.0, |&first| height(&names, first));
        let below = |col: usize| begins.get(col).copied().flatten().is_none_or(|begin| begin > y);
        let mut from = 0;
        while from < owners.len() {
            if !below(from) {
                from += 1;
                continue;
            }
            let to =
                (from + 1..owners.len()).find(|&c| !below(c) || parted.contains(&c)).unwrap_or(owners.len());
            share(&mut names, level, edges, from, to, row, &mut depth);
            from = to;
        }
        parted.extend(level.iter().filter_map(|&at| names.get(at)).flat_map(|n| [n.col, n.col + n.cols]));
    }
    let rows = levels.len() + 1;
    for (col, owner) in owners.iter().enumerate() {
        if let Some(name) = owner.and_then(|owner| names.get_mut(owner)) {
            name.row = depth.get(col).copied().unwrap_or(0);
            name.rows = rows - name.row.min(rows - 1);
        }
    }
    names.retain(|name| name.cols > 0);
    Header { names }
}

/// Shares the columns `from..to` out among the groups of a level that stand over them.
fn share(
    names: &mut [Name<'_>],
    level: &[usize],
    edges: &[f32],
    from: usize,
    to: usize,
    row: usize,
    depth: &mut [usize],
) {
    let edge = |at: usize| edges.get(at).copied().unwrap_or_default();
    let mut over: Vec<usize> = level
        .iter()
        .copied()
        .filter(|&at| names.get(at).is_some_and(|n| (edge(from)..edge(to)).contains(&n.piece.middle())))
        .collect();
    let middle = |names: &[Name<'_>], at: usize| names.get(at).map_or(0.0, |name| name.piece.middle());
    order::by_rank(&mut over, |&at| order::number(middle(names, at)));
    let (groups, cols) = (over.len(), to - from);
    if groups == 0 || groups > cols {
        return;
    }
    // best[g][c]: the first g groups over the first c columns.
    let mut best = vec![vec![(f32::MAX, 0_usize); cols + 1]; groups + 1];
    best[0][0].0 = 0.0;
    for (g, &at) in over.iter().enumerate() {
        let want = middle(names, at);
        for end in g + 1..=cols {
            for start in g..end {
                let before = best[g][start].0;
                if before < f32::MAX {
                    let off = (f32::midpoint(edge(from + start), edge(from + end)) - want).abs();
                    if before + off < best[g + 1][end].0 {
                        best[g + 1][end] = (before + off, start);
                    }
                }
            }
        }
    }
    let mut end = cols;
    for (g, &at) in over.iter().enumerate().rev() {
        let start = best[g + 1][end].1;
        if let Some(name) = names.get_mut(at) {
            (name.col, name.cols, name.row) = (from + start, end - start, row);
        }
        depth.iter_mut().take(from + end).skip(from + start).for_each(|depth| *depth = row + 1);
        end = start;
    }
}
