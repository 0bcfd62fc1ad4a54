//! Rules that touch each other to a lattice, and the lattice to a grid of cells with their spans.

use super::super::{Grid, GridCell};
use super::rows::{self, bounds};
use super::rules::{Rules, Span};
use crate::amount;
use crate::order;
use crate::origin::Origin;
use crate::read::Glyph;

/// Rules that end this near (points) to each other meet.
const MEET: f32 = 3.0;
/// Lines of the lattice nearer than this are one: the strokes of a double border too.
const SAME: f32 = 3.0;
/// A rule borders a cell when it covers this share of the cell's edge.
const COVERS: f32 = 0.6;

/// Rules that belong together.
pub(super) struct Lattice {
    /// Column boundaries.
    xs: Vec<f32>,
    /// Row boundaries.
    ys: Vec<f32>,
    across: Vec<Span>,
    down: Vec<Span>,
}

/// Finds the lattices of a page, and the horizontal rules that belong to none.
pub(super) fn find(rules: &Rules) -> (Vec<Lattice>, Vec<Span>) {
    let count = rules.across.len() + rules.down.len();
    let mut parent: Vec<usize> = (0..count).collect();
    // A sweep over the vertical rules by x keeps this near-linear on pages with thousands of rules.
    for (d, down) in rules.down.iter().enumerate() {
        for (a, across) in rules.across.iter().enumerate() {
            let meets = across.from - MEET <= down.at
                && down.at <= across.to + MEET
                && down.from - MEET <= across.at
                && across.at <= down.to + MEET;
            if meets {
                union(&mut parent, a, rules.across.len() + d);
            }
        }
    }
    let mut groups: Vec<(usize, Vec<Span>, Vec<Span>)> = Vec::new();
    for index in 0..count {
        let root = root(&mut parent, index);
        let at = groups.iter().position(|g| g.0 == root).unwrap_or_else(|| {
            groups.push((root, Vec::new(), Vec::new()));
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(at) else { continue };
        match rules.across.get(index) {
            Some(span) => group.1.push(*span),
            None => group.2.extend(rules.down.get(index - rules.across.len())),
        }
    }
    let mut loose = Vec::new();
    let mut lattices = Vec::new();
    for (_, across, down) in groups {
        if down.is_empty() {
            loose.extend(across);
        } else {
            lattices.extend(Lattice::new(across, down));
        }
    }
    (lattices, loose)
}

fn root(parent: &mut [usize], mut index: usize) -> usize {
    while let Some(&up) = parent.get(index) {
        if up == index {
            break;
        }
        let above = parent.get(up).copied().unwrap_or(up);
        if let Some(slot) = parent.get_mut(index) {
            *slot = above;
        }
        index = above;
    }
    index
}

fn union(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    if let Some(slot) = parent.get_mut(a) {
        *slot = b;
    }
}

/// Distinct places, those nearer than [`SAME`] taken together.
fn distinct(places: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sorted: Vec<f32> = places.collect();
    sorted.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for place in sorted {
        if out.last().is_none_or(|last| place - last > SAME) {
            out.push(place);
        }
    }
    out
}

impl Lattice {
    /// A lattice of rules, where they make at least two cells; side and top rules left out by the document
    /// (half-open tables, continued parts without a top rule) are closed at the ends of the other rules.
    fn new(across: Vec<Span>, down: Vec<Span>) -> Option<Self> {
        if across.len() + down.len() < 3 || across.is_empty() || down.is_empty() {
            return None;
        }
        let xs = distinct(down.iter().map(|s| s.at).chain(across.iter().flat_map(|s| [s.from, s.to])));
        let ys = distinct(across.iter().map(|s| s.at).chain(down.iter().flat_map(|s| [s.from, s.to])));
        // A stroke of a stamp, or of a letter drawn as a shape, crosses a rule but parts no cells.
        let xs = dividing(&down, &xs, &ys);
        let ys = dividing(&across, &ys, &xs);
        (xs.len() > 1 && ys.len() > 1).then_some(Self { xs, ys, across, down })
    }

    fn left(&self) -> f32 {
        self.xs.first().copied().unwrap_or_default()
    }

    fn right(&self) -> f32 {
        self.xs.last().copied().unwrap_or_default()
    }

    /// Upper edge.
    pub(super) fn top(&self) -> f32 {
        self.ys.first().copied().unwrap_or_default()
    }

    fn bottom(&self) -> f32 {
        self.ys.last().copied().unwrap_or_default()
    }

    /// Size, to prefer the inner of two nested lattices.
    pub(super) fn area(&self) -> f32 {
        (self.right() - self.left()) * (self.bottom() - self.top())
    }

    /// Whether a point lies inside.
    pub(super) fn contains(&self, x: f32, y: f32) -> bool {
        x > self.left() - 1.0 && x < self.right() + 1.0 && y > self.top() - 1.0 && y < self.bottom() + 1.0
    }

    /// A single cell is a frame around something, not a table.
    pub(super) fn is_frame(&self) -> bool {
        self.xs.len() == 2 && self.ys.len() == 2
    }

    /// Whether its rules leave columns or rows untold: a frame around a table whose inner rules are missing.
    pub(super) fn is_open(&self, grid: &Grid) -> bool {
        let inner = |rule: &Span| rule.at > self.left() + SAME && rule.at < self.right() - SAME;
        if !self.down.iter().any(inner) {
            return self.ys.len() > 2;
        }
        let figures = |text: &str| {
            let parts = || text.split("  ").filter(|part| !part.is_empty());
            parts().count() > 1 && parts().all(|part| amount::parse(part).is_some())
        };
        let heap = |text: &str| {
            text.len() > 16
                && text.matches('.').count() > 2
                && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-'))
        };
        let untold = grid.cells.iter().filter(|cell| figures(&cell.text) || heap(&cell.text)).count();
        untold > 1 && untold * 3 > grid.rows.min(12)
    }

    /// Its horizontal rules.
    pub(super) fn across(&self) -> &[Span] {
        &self.across
    }

    /// Its columns' edges.
    pub(super) fn edges(&self) -> &[f32] {
        &self.xs
    }

    fn column_of(&self, x: f32) -> usize {
        slot(&self.xs, x)
    }

    fn row_of(&self, y: f32) -> usize {
        slot(&self.ys, y)
    }

    /// The grid: elementary cells merged where no rule divides them, each with its text.
    pub(super) fn grid(&self, page: u32, glyphs: &[&Glyph]) -> Grid {
        let (cols, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let mut parent: Vec<usize> = (0..rows * cols).collect();
        for row in 0..rows {
            for col in 0..cols {
                let here = row * cols + col;
                if col + 1 < cols && !divided(&self.down, &self.xs, col + 1, &self.ys, row) {
                    union(&mut parent, here, here + 1);
                }
                if row + 1 < rows && !divided(&self.across, &self.ys, row + 1, &self.xs, col) {
                    union(&mut parent, here, here + cols);
                }
            }
        }
        let mut cells = merged_cells(&mut parent, rows, cols);
        let mut inside: Vec<Vec<&Glyph>> = vec![Vec::new(); cells.len()];
        let mut owner = vec![0_usize; rows * cols];
        for (index, cell) in cells.iter().enumerate() {
            for row in cell.row..cell.row + cell.rows {
                for col in cell.col..cell.col + cell.cols {
                    if let Some(slot) = owner.get_mut(row * cols + col) {
                        *slot = index;
                    }
                }
            }
        }
        for glyph in glyphs {
            let (x, y) = super::middle(glyph);
            let cell = owner.get(self.row_of(y) * cols + self.column_of(x)).copied();
            if let Some(list) = cell.and_then(|cell| inside.get_mut(cell)) {
                list.push(glyph);
            }
        }
        for (cell, glyphs) in cells.iter_mut().zip(inside) {
            let edge = |places: &[f32], index: usize| places.get(index).copied().unwrap_or_default();
            let outline = [
                edge(&self.xs, cell.col),
                edge(&self.ys, cell.row),
                edge(&self.xs, cell.col + cell.cols),
                edge(&self.ys, cell.row + cell.rows),
            ];
            cell.text = cell_text(&glyphs);
            cell.origin = Origin::Page {
                page,
                bounds: if glyphs.is_empty() { outline } else { clipped(bounds(&glyphs), outline) },
            };
        }
        cells.retain(|cell| !cell.text.is_empty());
        let outline = [self.left(), self.top(), self.right(), self.bottom()];
        Grid {
            rows,
            cols,
            cells,
            origin: Origin::Page { page, bounds: outline },
            edges: self.xs.clone(),
            columns_seen: true,
            spans_known: true,
        }
    }
}

/// Whether a rule of `rules` runs along line `line` of `places` beside the stretch `index` of `along`.
fn divided(rules: &[Span], places: &[f32], line: usize, along: &[f32], index: usize) -> bool {
    let (Some(&at), Some(&from), Some(&to)) = (places.get(line), along.get(index), along.get(index + 1))
    else {
        return true;
    };
    let covered: f32 = rules
        .iter()
        .filter(|rule| (rule.at - at).abs() <= SAME)
        .map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0))
        .sum();
    covered >= COVERS * (to - from)
}

/// The places at which rules part something: the outer ones, and those along which one runs beside a whole stretch.
fn dividing(rules: &[Span], places: &[f32], along: &[f32]) -> Vec<f32> {
    let last = places.len().saturating_sub(1);
    let stretches = along.len().saturating_sub(1);
    let parts = |line: usize| {
        line == 0 || line == last || (0..stretches).any(|at| divided(rules, places, line, along, at))
    };
    places.iter().enumerate().filter(|(line, _)| parts(*line)).map(|(_, place)| *place).collect()
}

/// The text's own place, a little widened, but never beyond the cell.
fn clipped(text: [f32; 4], cell: [f32; 4]) -> [f32; 4] {
    [
        (text[0] - 1.0).max(cell[0].min(text[0])),
        (text[1] - 1.0).max(cell[1].min(text[1])),
        (text[2] + 1.0).min(cell[2].max(text[2])),
        (text[3] + 1.0).min(cell[3].max(text[3])),
    ]
}

fn slot(places: &[f32], at: f32) -> usize {
    let inner = places.get(1..places.len().saturating_sub(1)).unwrap_or_default();
    inner.iter().take_while(|&&place| place < at).count()
}

/// First row and column, last row and column, number of cells.
type Extent = (usize, usize, usize, usize, usize);

/// Groups of elementary cells as rectangles. A group that is no rectangle (a rule missing by accident) falls back
/// to its rows.
fn merged_cells(parent: &mut [usize], rows: usize, cols: usize) -> Vec<GridCell> {
    let mut boxes: Vec<Option<Extent>> = vec![None; rows * cols];
    for row in 0..rows {
        for col in 0..cols {
            let root = root(parent, row * cols + col);
            if let Some(slot) = boxes.get_mut(root) {
                let (r0, c0, r1, c1, n) = slot.unwrap_or((row, col, row, col, 0));
                *slot = Some((r0.min(row), c0.min(col), r1.max(row), c1.max(col), n + 1));
            }
        }
    }
    let mut cells = Vec::new();
    let empty = || Origin::Page { page: 0, bounds: [0.0; 4] };
    for (root_index, found) in boxes.iter().enumerate() {
        let Some((r0, c0, r1, c1, n)) = *found else { continue };
        let (height, width) = (r1 - r0 + 1, c1 - c0 + 1);
        if n == height * width {
            cells.push(GridCell {
                row: r0,
                col: c0,
                rows: height,
                cols: width,
                text: String::new(),
                origin: empty(),
            });
            continue;
        }
        for row in r0..=r1 {
            let mut col = c0;
            while col <= c1 {
                if root(parent, row * cols + col) != root_index {
                    col += 1;
                    continue;
                }
                let start = col;
                while col <= c1 && root(parent, row * cols + col) == root_index {
                    col += 1;
                }
                cells.push(GridCell {
                    row,
                    col: start,
                    rows: 1,
                    cols: col - start,
                    text: String::new(),
                    origin: empty(),
                });
            }
        }
    }
    order::by_rank(&mut cells, |cell| order::place(cell.row, cell.col));
    cells
}

/// The text of a cell: its lines joined, with a space only between Latin words.
pub(super) fn cell_text(glyphs: &[&Glyph]) -> String {
    // Words from top to bottom stand beside each other in the order they were drawn.
    let tall = |glyph: &&Glyph| glyph.text.chars().count() > 2 && glyph.x1 - glyph.x0 < 1.3 * glyph.size;
    if glyphs.iter().any(tall) {
        return glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
    }
    let mut text = String::new();
    for row in rows::rows(glyphs) {
        let line = row.text(1.0);
        let words = text.chars().last().zip(line.chars().next());
        if words.is_some_and(|(a, b)| a.is_ascii_alphabetic() && b.is_ascii_alphabetic()) {
            text.push(' ');
        }
        text.push_str(&line);
    }
    text
}
