//! From pages to blocks: what reads as a line, and what reads as a grid.

use crate::origin::Origin;
use crate::read::Page;

mod drawn;
mod lines;

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
    /// Whether the spans are known (ruled tables, workbooks) or lost (tab-separated text, where a merged header
    /// is printed once and followed by empty cells).
    pub spans_known: bool,
}

/// Turns pages into blocks in reading order.
#[must_use]
pub fn blocks(pages: &[Page]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for page in pages {
        match page {
            Page::Drawn(page) => blocks.extend(drawn::blocks(page)),
            Page::Lines(lines) => blocks.extend(lines::blocks(lines)),
        }
    }
    blocks
}
