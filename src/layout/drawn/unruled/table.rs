//! A table without vertical rules to a grid: its columns, its header, its rows.

use super::super::super::{Grid, GridCell};
use super::super::lattice::cell_text;
use super::super::rows::{Row, bounds};
use super::bands;
use super::columns::{self, Stretch, slot};
use super::header::{self, Header};
use super::pieces::{Piece, atoms, is_figure};
use crate::amount;
use crate::order;
use crate::origin::Origin;
use crate::read::Glyph;

/// The columns of a table, for the part of it on the next page.
#[derive(Debug, Clone)]
pub(in crate::layout) struct Columns {
    stretches: Vec<Stretch>,
    edges: Vec<f32>,
    /// The words of its header.
    header: String,
    /// Its names as cells.
    names: Vec<GridCell>,
}

/// What is known of a table before it is read.
pub(super) struct Input<'a, 'b> {
    pub page: u32,
    /// Its lines.
    pub lines: &'b [Row<'a>],
    /// The first line with figures.
    pub first_data: usize,
    /// Rules over the whole width, where they part the rows.
    pub rules: &'b [f32],
    /// Edges of columns that are known.
    pub known: &'b [f32],
    /// A caption stands above it on its page.
    pub captioned: bool,
    /// The columns of the page before, where the table may go on from there.
    pub before: Option<&'b Columns>,
}

/// A table read.
pub(super) struct Read {
    pub grid: Grid,
    pub columns: Columns,
    /// It stands on the columns of the page before.
    pub goes_on: bool,
}

impl<'a> Input<'a, '_> {
    /// Reads the table; `None` where it has no two columns.
    pub(super) fn read(&self) -> Option<Read> {
        let atoms: Vec<Vec<Piece<'a>>> = self.lines.iter().map(atoms).collect();
        let leading = self.leading(&atoms);
        let mut start = self.repeated(&atoms).unwrap_or_else(|| self.body_start(&atoms, leading));
        // Without a header all of it goes on from the page before, names without figures too.
        let on = |before: &&Columns| columns::fits(&atoms, &before.stretches, &before.edges);
        if !self.captioned && self.before.as_ref().is_some_and(on) && self.repeated(&atoms).is_none() {
            start = 0;
        }
        let (head, body) = atoms.split_at_checked(start)?;
        let (index, head): (Vec<_>, Vec<_>) = head.iter().cloned().partition(|line| is_index(line));
        let words: String = head.iter().flatten().map(|piece| piece.text.as_str()).collect();
        let before = self.before.filter(|before| {
            (head.is_empty() || same_letters(&words, &before.header))
                && columns::fits(body, &before.stretches, &before.edges)
        });
        let own = self.columns(&head, body, None);
        let with = before.map(|before| self.columns(&head, body, Some(before)));
        let goes_on =
            with.as_ref().zip(before).is_some_and(|(with, before)| with.0.len() == before.stretches.len());
        let (stretches, edges, header) = with.filter(|_| goes_on).unwrap_or(own);
        if stretches.len() < 2 {
            return None;
        }
        let mut cells = match before.filter(|_| goes_on && !head.is_empty()) {
            // The names are those of the page before, however they came apart here.
            Some(before) => self.names_again(before, &head),
            None => self.header_cells(&header),
        };
        let header_rows = cells.iter().map(|cell| cell.row + cell.rows).max().unwrap_or(0);
        let names = cells.clone();
        cells.extend(self.index_cells(header_rows, &index, &edges));
        let first_row = header_rows + index.len();
        let placed = body.iter().flatten().map(|piece| (column_of(piece, &edges), piece.clone())).collect();
        let top = body.iter().flatten().map(|piece| piece.y0).fold(f32::MAX, f32::min);
        let rules: Vec<f32> = self.rules.iter().copied().filter(|rule| *rule > top).collect();
        let rules = if self.rules.is_empty() { &[][..] } else { &rules };
        let rows = bands::rows(placed, rules, leading);
        let count = rows.len();
        for (number, row) in rows.into_iter().enumerate() {
            for ((col, cols), glyphs) in widened(by_column(row), &edges) {
                cells.push(self.cell((first_row + number, 1), (col, cols), &glyphs));
            }
        }
        order::by_rank(&mut cells, |cell| order::place(cell.row, cell.col));
        let all: Vec<&Glyph> = self.lines.iter().flat_map(|line| line.glyphs.iter().copied()).collect();
        let origin = Origin::Page { page: self.page, bounds: bounds(&all) };
        let names = if head.is_empty() { self.before.map_or(names, |b| b.names.clone()) } else { names };
        let header = if head.is_empty() { self.before.map_or(words, |b| b.header.clone()) } else { words };
        Some(Read {
            grid: Grid {
                rows: first_row + count,
                cols: stretches.len(),
                cells,
                origin,
                edges: edges.clone(),
                columns_seen: false,
                spans_known: true,
            },
            columns: Columns { stretches, edges, header, names },
            goes_on,
        })
    }

    fn leading(&self, atoms: &[Vec<Piece<'a>>]) -> f32 {
        let mut figures: Vec<f32> = Vec::new();
        let mut size = 0.0_f32;
        for (line, pieces) in self.lines.iter().zip(atoms).skip(self.first_data) {
            if pieces.iter().any(|piece| is_figure(&piece.text)) {
                figures.push(line.top());
            }
            size = size.max(line.size);
        }
        bands::leading(&figures, self.smallest_step(atoms), size)
    }

    /// The smallest step, met twice, from a line of words to the next one that begins where it began: in a table
    /// whose names wrap it is the step from line to line of one cell.
    fn smallest_step(&self, atoms: &[Vec<Piece<'a>>]) -> Option<f32> {
        let mut steps: Vec<f32> = Vec::new();
        let words = |at: usize| {
            let pieces = atoms.get(at).map_or(&[][..], Vec::as_slice);
            pieces.iter().filter(|piece| amount::parse(&piece.text).is_none())
        };
        for at in self.first_data..self.lines.len() {
            for piece in words(at) {
                let aligned = |other: &&Piece<'_>| (other.x0 - piece.x0).abs() < 1.0;
                let next = (at + 1..self.lines.len().min(at + 4)).find_map(|next| words(next).find(aligned));
                steps.extend(next.map(|next| next.y0 - piece.y0).filter(|step| *step > 0.9 * piece.size()));
            }
        }
        steps.sort_by(f32::total_cmp);
        steps.windows(2).find(|pair| pair[1] - pair[0] < 0.3).map(|pair| pair[1])
    }

    /// The first line of the body: the name of its first row may begin above the row's figures.
    fn body_start(&self, atoms: &[Vec<Piece<'a>>], leading: f32) -> usize {
        let first = self.first_data.min(self.lines.len());
        if let Some(line) = self.lines.get(first)
            && let Some(&rule) = self.rules.iter().rev().find(|rule| **rule < line.middle())
        {
            return self.lines.iter().position(|line| line.middle() > rule).unwrap_or(first);
        }
        let top = |at: usize| self.lines.get(at).map_or(f32::MIN, Row::top);
        let mut start = first;
        while start > 0 && top(start) - top(start - 1) < leading && Self::names_on(atoms, start - 1) {
            start -= 1;
        }
        start
    }

    /// Whether a line begins where names of the first rows begin: it is the first line of one of them.
    fn names_on(atoms: &[Vec<Piece<'a>>], line: usize) -> bool {
        let Some(own) = atoms.get(line).filter(|own| !is_index(own)) else { return false };
        let below = atoms.get(line + 1..).unwrap_or_default().iter().take(6).flatten();
        own.iter().all(|piece| {
            below.clone().any(|other| {
                (other.x0 - piece.x0).abs() < 0.5 * piece.size() && amount::parse(&other.text).is_none()
            })
        })
    }

    /// How many lines repeat the header of the page before.
    fn repeated(&self, atoms: &[Vec<Piece<'a>>]) -> Option<usize> {
        let header = self.before.map(|before| before.header.as_str()).filter(|header| !header.is_empty())?;
        let mut words = String::new();
        for (at, line) in atoms.iter().enumerate() {
            if !is_index(line) {
                words.extend(line.iter().map(|piece| piece.text.as_str()));
            }
            if words.len() >= header.len() {
                let index = atoms.iter().skip(at + 1).take_while(|line| is_index(line)).count();
                return same_letters(&words, header).then_some(at + 1 + index);
            }
        }
        None
    }

    fn columns(
        &self,
        head: &[Vec<Piece<'a>>],
        body: &[Vec<Piece<'a>>],
        before: Option<&Columns>,
    ) -> (Vec<Stretch>, Vec<f32>, Header<'a>) {
        let stretches = before.map_or_else(|| columns::stretches(body), |before| before.stretches.clone());
        let names = header::names(head, &stretches);
        let leaves = header::leaves(&names);
        // What may be the name of a group as well as that of a column is what fits better.
        let grouped = header::doubtful(&names, &leaves);
        let read = |leaves: &[bool]| {
            let (stretches, owners) = header::columns(&names, leaves, &stretches, body);
            let leaf_places: Vec<Option<Stretch>> = owners
                .iter()
                .map(|owner| owner.and_then(|owner| names.get(owner)))
                .map(|name| name.map(|name| Stretch { x0: name.piece.x0, x1: name.piece.x1 }))
                .collect();
            let (edges, misfit) =
                columns::sharpened(&stretches, &columns::edges(&stretches, self.known), &leaf_places);
            (stretches, owners, edges, misfit)
        };
        let mut best = read(&leaves);
        if let Some(other) = grouped.map(|leaves| read(&leaves)).filter(|other| other.3 <= best.3) {
            best = other;
        }
        let (stretches, owners, edges, _) = best;
        let edges = match before.filter(|before| before.stretches.len() == stretches.len()) {
            Some(before) => before.edges.clone(),
            None => edges,
        };
        let header = if names.is_empty() { Header::default() } else { header::place(names, &owners, &edges) };
        (stretches, edges, header)
    }

    fn header_cells(&self, header: &Header<'a>) -> Vec<GridCell> {
        let names = header.names.iter();
        names
            .map(|name| self.cell((name.row, name.rows), (name.col, name.cols), &name.piece.glyphs))
            .collect()
    }

    /// The names of the page before, at the place of the header on this one.
    fn names_again(&self, before: &Columns, head: &[Vec<Piece<'a>>]) -> Vec<GridCell> {
        let glyphs: Vec<&Glyph> = head.iter().flatten().flat_map(|piece| piece.glyphs.clone()).collect();
        let origin = Origin::Page { page: self.page, bounds: bounds(&glyphs) };
        before.names.iter().map(|cell| GridCell { origin: origin.clone(), ..cell.clone() }).collect()
    }

    /// The numbers of the columns below their names.
    fn index_cells(&self, below: usize, index: &[Vec<Piece<'a>>], edges: &[f32]) -> Vec<GridCell> {
        let mut cells = Vec::new();
        for (number, line) in index.iter().enumerate() {
            for piece in line {
                let col = slot(edges, piece.middle());
                cells.push(self.cell((below + number, 1), (col, 1), &piece.glyphs));
            }
        }
        cells
    }

    fn cell(&self, (row, rows): (usize, usize), (col, cols): (usize, usize), glyphs: &[&Glyph]) -> GridCell {
        let origin = Origin::Page { page: self.page, bounds: bounds(glyphs) };
        GridCell { row, col, rows, cols, text: cell_text(glyphs), origin }
    }
}

/// Whether two headers have the same letters: lines at nearly one height come in either order.
fn same_letters(a: &str, b: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    a == b || a.len() == b.len() && sorted(a) == sorted(b)
}

/// The column of a piece of the body: figures and totals stand where their middle is, names where they begin.
fn column_of(piece: &Piece<'_>, edges: &[f32]) -> usize {
    if amount::parse(&piece.text).is_some() || piece.is_total() {
        return slot(edges, piece.middle());
    }
    slot(edges, piece.x0 + (0.15 * (piece.x1 - piece.x0)).min(0.5 * piece.size()))
}

/// The glyphs of a row, column by column.
fn by_column<'a>(row: Vec<(usize, Piece<'a>)>) -> Vec<(usize, Vec<&'a Glyph>)> {
    let mut cells: Vec<(usize, Vec<&'a Glyph>)> = Vec::new();
    for (col, piece) in row {
        match cells.iter_mut().find(|(at, _)| *at == col) {
            Some((_, glyphs)) => glyphs.extend(piece.glyphs),
            None => cells.push((col, piece.glyphs)),
        }
    }
    cells
}

/// The cells of a row with their spans: a total's name may stand in the middle of several columns.
fn widened<'a>(
    mut row: Vec<(usize, Vec<&'a Glyph>)>,
    edges: &[f32],
) -> Vec<((usize, usize), Vec<&'a Glyph>)> {
    order::by_rank(&mut row, |(col, _)| order::count(*col));
    let filled: Vec<usize> = row.iter().map(|(col, _)| *col).collect();
    let cells = row.into_iter().enumerate().map(|(at, (col, glyphs))| {
        let from = at.checked_sub(1).and_then(|before| filled.get(before)).map_or(0, |before| before + 1);
        let to = filled.get(at + 1).copied().unwrap_or(edges.len().saturating_sub(1));
        let [x0, _, x1, _] = bounds(&glyphs);
        let size = glyphs.first().map_or(0.0, |glyph| glyph.size);
        let total = ["合计", "总计", "小计"].iter().any(|word| cell_text(&glyphs).ends_with(word));
        let over = match (edges.get(from), edges.get(to)) {
            (Some(left), Some(right)) => f32::midpoint(*left, *right),
            _ => f32::MAX,
        };
        let centred = (f32::midpoint(x0, x1) - over).abs() < size;
        if total && centred && to > from { ((from, to - from), glyphs) } else { ((col, 1), glyphs) }
    });
    cells.collect()
}

/// A line of column numbers: 栏次 1 2 3.
fn is_index(line: &[Piece<'_>]) -> bool {
    let named = |text: &str| matches!(text, "栏次" | "行次" | "栏" | "次");
    let number = |text: &str| text.len() < 3 && text.parse::<u32>().is_ok() || text.contains(['=', '＝']);
    line.iter().filter(|piece| number(&piece.text)).count() > 1
        && line.iter().all(|piece| named(&piece.text) || number(&piece.text))
}
