//! From pages to blocks: what reads as a line, and what reads as a grid.

use crate::origin::Origin;
use crate::read::Page;
use drawn::abreast::Spread;

mod captions;
mod drawn;
mod flow;
mod lines;
mod running;
mod sheet;

/// A piece of a document, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A line of text.
    Line(Line),
    /// A grid of cells.
    Grid(Grid),
    /// A new page or sheet begins; its number counts from 1.
    Page(u32),
}

/// A line of text as it stands, not yet joined into a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The text. Gaps wider than a word's are kept as two spaces, tabs as tabs.
    pub text: String,
    /// Where.
    pub origin: Origin,
    /// Whether the line reaches the right margin, so that a paragraph may go on in the next one.
    pub full: bool,
    /// A blank line stands before it.
    pub gap: bool,
}

/// A cell of a grid; it may span several rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// First row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub col: usize,
    /// Rows covered, at least 1.
    pub rows: usize,
    /// Columns covered, at least 1.
    pub cols: usize,
    /// The text, lines joined without a space between CJK characters.
    pub text: String,
    /// Where.
    pub origin: Origin,
}

/// A grid of cells. Cells without text may be left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// The cells, ordered by row, then column.
    pub cells: Vec<GridCell>,
    /// The whole grid's place.
    pub origin: Origin,
    /// Where the columns begin and end, in points: `cols + 1` places from left to right; empty where the page has
    /// no such measure (text).
    pub edges: Vec<f32>,
    /// Whether the columns were seen (rules, cells, tabs) or only guessed from how the figures stand.
    pub columns_seen: bool,
    /// Whether the spans are known (ruled tables, workbooks) or lost (tab-separated text, where a merged header
    /// is printed once and followed by empty cells).
    pub spans_known: bool,
}

impl Grid {
    /// The grid without the column edges at which no text begins or ends, but that some goes over: several tables on
    /// one sheet have the edges of all of them.
    #[must_use]
    fn tightened(mut self) -> Grid {
        let mut crossed = vec![false; self.cols + 1];
        let mut used = vec![false; self.cols + 1];
        for cell in self.cells.iter().filter(|cell| !cell.text.is_empty()) {
            let end = (cell.col + cell.cols).min(self.cols);
            for edge in [cell.col, end] {
                used.get_mut(edge).into_iter().for_each(|used| *used = true);
            }
            crossed.get_mut(cell.col + 1..end).into_iter().for_each(|inner| inner.fill(true));
        }
        let mut place = 0;
        let places: Vec<usize> = crossed
            .iter()
            .zip(&used)
            .map(|(crossed, used)| {
                let here = place;
                place += usize::from(*used || !*crossed);
                here
            })
            .collect();
        let at = |edge: usize| places.get(edge).copied().unwrap_or(edge);
        // An edge that goes takes the place of the next one that stays.
        self.cells.iter_mut().for_each(|cell| {
            let (from, to) = (at(cell.col), at((cell.col + cell.cols).min(self.cols)));
            (cell.col, cell.cols) = (from, (to - from).max(1));
        });
        self.cols = at(self.cols);
        self
    }

    /// The grid on the columns of another one that it goes on from: each cell put where it stands under the other's
    /// columns. A part of a table may lack some of the inner rules of the part before, never have others.
    ///
    /// `None` where the columns do not fit, or where either has no measure and their numbers differ.
    #[must_use]
    pub fn on_columns_of(&self, other: &Grid) -> Option<Grid> {
        const NEAR: f32 = 4.0;
        if self.edges.is_empty() || other.edges.is_empty() {
            return (self.cols == other.cols).then(|| self.clone());
        }
        let shift = other.edges.first()? - self.edges.first()?;
        if shift.abs() > 8.0 * NEAR {
            return None;
        }
        let places: Vec<usize> = self
            .edges
            .iter()
            .map(|edge| {
                let near = |at: &f32| (at - edge - shift).abs() <= NEAR || (at - edge).abs() <= NEAR;
                other.edges.iter().position(near)
            })
            .collect::<Option<_>>()?;
        let rising = places.windows(2).all(|pair| pair[0] < pair[1]);
        if !rising || places.first() != Some(&0) || places.last() != Some(&other.cols) {
            return None;
        }
        let cells = self
            .cells
            .iter()
            .filter_map(|cell| {
                let (from, to) = (*places.get(cell.col)?, *places.get(cell.col + cell.cols)?);
                Some(GridCell { col: from, cols: to - from, ..cell.clone() })
            })
            .collect();
        Some(Grid { cols: other.cols, edges: other.edges.clone(), cells, ..self.clone() })
    }
}

/// Turns pages into blocks in reading order.
#[must_use]
pub fn blocks(pages: &[Page]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut columns = drawn::Carried::default();
    for (page, spread) in pages.iter().zip(drawn::abreast::spreads(pages)) {
        match page {
            Page::Drawn(page) => match spread {
                Spread::Single => blocks.extend(drawn::blocks(page, &mut columns)),
                Spread::Joined(joined) => blocks.extend(drawn::blocks_of(&joined, &mut columns)),
                Spread::Taken => {}
            },
            Page::Lines(lines) => blocks.extend(lines::blocks(lines)),
            Page::Sheet(sheet) => blocks.extend(sheet::blocks(sheet)),
            Page::Flow(items) => blocks.extend(flow::blocks(items)),
        }
    }
    blocks.extend(columns.flush().map(Block::Grid));
    running::leave_out(&mut blocks);
    blocks
}
