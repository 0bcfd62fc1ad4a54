//! Drawn pages: glyphs and rules to lines and grids, in reading order.

pub(super) mod abreast;
mod lattice;
mod rows;
mod rules;
mod unruled;

use super::{Block, Grid, Line, captions};
use crate::order;
use crate::origin::Origin;
use crate::read::{DrawnPage, Glyph, Turn};

pub(super) use unruled::Carried;

/// A gap wider than this many font sizes separates two pieces of a line.
const WIDE_GAP: f32 = 1.5;

/// The blocks of pages laid side by side, each with its place on its own page.
pub(super) fn blocks_of(joined: &abreast::Joined, before: &mut Carried) -> Vec<Block> {
    let mut blocks = blocks(&joined.page, before);
    for block in &mut blocks {
        each_origin(block, |origin| joined.apart(origin));
    }
    blocks
}

/// The blocks of one drawn page. `before` are the columns of a table without rules that the page before ended with.
pub(super) fn blocks(page: &DrawnPage, before: &mut Carried) -> Vec<Block> {
    let (mut lattices, mut loose) = lattice::find(&rules::merge(&page.rules));
    let mut outside = Vec::new();
    // The smallest lattice that holds a glyph owns it, so that a frame around a table takes nothing from it.
    order::by_rank(&mut lattices, |lattice| order::number(lattice.area()));
    let mut owned: Vec<Vec<&Glyph>> = vec![Vec::new(); lattices.len()];
    for glyph in &page.glyphs {
        let (x, y) = middle(glyph);
        match lattices.iter().position(|lattice| lattice.contains(x, y)) {
            Some(index) => owned[index].push(glyph),
            None => outside.push(glyph),
        }
    }
    let mut placed: Vec<(f32, Block)> = Vec::new();
    let mut edges: Vec<f32> = Vec::new();
    for (lattice, glyphs) in lattices.iter().zip(owned) {
        if lattice.is_frame() || glyphs.is_empty() {
            outside.extend(glyphs);
            continue;
        }
        let grid = lattice.grid(page.number, &glyphs);
        if lattice.is_open(&grid) {
            loose.extend(lattice.across());
            edges.extend(lattice.edges());
            outside.extend(glyphs);
            continue;
        }
        let (above, grid, below) = captions::apart(grid);
        placed.extend(above.into_iter().chain(below).map(|line| (top_of(&line.origin), Block::Line(line))));
        placed.push((top_of(&grid.origin), Block::Grid(grid)));
    }
    let right = outside.iter().map(|g| g.x1).fold(0.0, f32::max);
    let rows = rows::rows(&outside);
    let mut at = 0;
    for found in unruled::find(page.number, &rows, (&loose, &edges), before) {
        lines(page.number, rows.get(at..found.from).unwrap_or_default(), right, &mut placed);
        let top = rows.get(found.from).map_or(0.0, rows::Row::top);
        placed.extend(found.grid.map(|grid| (top, Block::Grid(grid))));
        at = found.to;
    }
    lines(page.number, rows.get(at..).unwrap_or_default(), right, &mut placed);
    order::by_rank(&mut placed, |(top, _)| order::number(*top));
    mark_gaps(&mut placed);
    let blocks = placed.into_iter().map(|(_, mut block)| {
        shown(&mut block, page);
        block
    });
    std::iter::once(Block::Page(page.number)).chain(blocks).collect()
}

/// Puts a block's places back on the page as it is shown.
fn shown(block: &mut Block, page: &DrawnPage) {
    if page.turn == Turn::None {
        return;
    }
    each_origin(block, |origin| {
        if let Origin::Page { bounds, .. } = origin {
            *bounds = page.as_shown(*bounds);
        }
    });
}

fn each_origin(block: &mut Block, change: impl Fn(&mut Origin)) {
    match block {
        Block::Line(line) => change(&mut line.origin),
        Block::Grid(grid) => {
            change(&mut grid.origin);
            grid.cells.iter_mut().for_each(|cell| change(&mut cell.origin));
        }
        Block::Page(_) => {}
    }
}

fn top_of(origin: &Origin) -> f32 {
    match origin {
        Origin::Page { bounds, .. } => bounds[1],
        _ => 0.0,
    }
}

/// The point by which a glyph is placed: the middle of its advance, a third of its size above the baseline.
fn middle(glyph: &Glyph) -> (f32, f32) {
    (f32::midpoint(glyph.x0, glyph.x1), glyph.y - 0.35 * glyph.size)
}

fn lines(page: u32, rows: &[rows::Row<'_>], right: f32, placed: &mut Vec<(f32, Block)>) {
    placed.extend(rows.iter().map(|row| (row.top(), Block::Line(as_line(page, row, right)))));
}

fn as_line(page: u32, row: &rows::Row<'_>, right: f32) -> Line {
    let full = row.glyphs.last().is_some_and(|last| last.x1 > right - 2.0 * last.size);
    Line { text: row.text(WIDE_GAP), origin: Origin::Page { page, bounds: row.bounds() }, full, gap: false }
}

/// A line stands apart where the space above it is larger than a line's height.
fn mark_gaps(placed: &mut [(f32, Block)]) {
    let mut bottom: Option<f32> = None;
    for (top, block) in placed {
        let Origin::Page { bounds, .. } = (match &*block {
            Block::Line(line) => &line.origin,
            Block::Grid(Grid { origin, .. }) => origin,
            Block::Page(_) => continue,
        }) else {
            continue;
        };
        let last = bottom.replace(bounds[3]);
        let height = bounds[3] - bounds[1];
        if let Block::Line(line) = block {
            line.gap = last.is_none_or(|bottom| *top - bottom > height * 1.5);
        }
    }
}
