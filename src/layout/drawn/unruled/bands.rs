//! Lines of text to rows of a table: the lines of a wrapped name stand nearer to each other than rows do, and what
//! stands beside them overlaps them in height.

use super::pieces::Piece;
use crate::order;

/// Lines nearer than this share of the smallest step from row to row belong to one cell.
const NEARER: f32 = 0.93;
/// Lines of one cell are no further apart than this many font sizes,
const MOST_LEADING: f32 = 1.5;
/// but in a table of so many rows, all of them further apart than its lines, they may be.
const MANY_ROWS: usize = 10;
/// They never are further apart than this.
const EVER: f32 = 1.9;

/// Lines of one cell are at most so much further apart than the nearest ones.
const LOOSER: f32 = 1.2;

/// The step below which two lines are of one cell, from the steps between rows of figures and the smallest one
/// between lines of words.
pub(super) fn leading(figures: &[f32], smallest: Option<f32>, size: f32) -> f32 {
    let mut steps: Vec<f32> =
        figures.windows(2).map(|pair| pair[1] - pair[0]).filter(|step| *step > 0.9 * size).collect();
    steps.sort_by(f32::total_cmp);
    let usual = steps.get(steps.len() / 10).copied().unwrap_or(1.45 * size);
    let most = if steps.len() < MANY_ROWS { MOST_LEADING } else { EVER };
    let least = (NEARER * usual).clamp(0.8 * size, most * size);
    // Where some lines stand nearer to each other than rows do, they tell how near lines of one cell stand.
    match smallest.filter(|smallest| *smallest < least) {
        Some(smallest) => least.min(LOOSER * smallest),
        None => least,
    }
}

/// Puts pieces, each with its column, into rows. Given rules between the rows, these tell; otherwise the lines of a
/// cell are first put together, then the cells that overlap in height.
pub(super) fn rows<'a>(
    pieces: Vec<(usize, Piece<'a>)>,
    rules: &[f32],
    leading: f32,
) -> Vec<Vec<(usize, Piece<'a>)>> {
    if rules.len() > 1 {
        let mut rows: Vec<Vec<(usize, Piece<'a>)>> = vec![Vec::new(); rules.len() + 1];
        for (column, piece) in pieces {
            let band = rules.iter().take_while(|rule| **rule < piece.height()).count();
            if let Some(row) = rows.get_mut(band) {
                row.push((column, piece));
            }
        }
        rows.retain(|row| !row.is_empty());
        return rows;
    }
    let mut blocks = blocks(pieces, leading);
    order::by_rank(&mut blocks, |block| order::number(block.y0));
    let mut rows: Vec<Lines<'a>> = Vec::new();
    for block in blocks {
        let overlaps = |row: &&mut Lines<'a>| {
            let shared = row.y1.min(block.y1) - row.y0.max(block.y0);
            shared > 0.3 * (row.y1 - row.y0).min(block.y1 - block.y0)
        };
        match rows.iter_mut().rev().take(2).find(overlaps) {
            Some(row) => {
                row.y0 = row.y0.min(block.y0);
                row.y1 = row.y1.max(block.y1);
                row.pieces.extend(block.pieces);
            }
            None => rows.push(block),
        }
    }
    rows.into_iter().map(|row| row.pieces).collect()
}

/// The lines of one cell, or the cells of one row.
struct Lines<'a> {
    y0: f32,
    y1: f32,
    pieces: Vec<(usize, Piece<'a>)>,
}

fn blocks(mut pieces: Vec<(usize, Piece<'_>)>, leading: f32) -> Vec<Lines<'_>> {
    order::by_rank(&mut pieces, |(column, piece)| order::count(*column) << 32 | order::number(piece.y0));
    let mut blocks: Vec<Lines<'_>> = Vec::new();
    let mut last: Option<(usize, f32, bool)> = None;
    for (column, piece) in pieces {
        // Figures do not wrap.
        let figure = crate::amount::parse(&piece.text).is_some();
        let (y0, y1) = (piece.y0, piece.y1);
        let same = last.is_some_and(|(c, top, f)| {
            c == column && (y0 - top < 0.5 * (y1 - y0) || y0 - top < leading && !(figure && f))
        });
        last = Some((column, y0, figure));
        match blocks.last_mut().filter(|_| same) {
            Some(block) => {
                block.y0 = block.y0.min(y0);
                block.y1 = block.y1.max(y1);
                block.pieces.push((column, piece));
            }
            None => blocks.push(Lines { y0, y1, pieces: vec![(column, piece)] }),
        }
    }
    blocks
}
