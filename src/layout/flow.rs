//! Documents that flow (Word, web pages): paragraphs to lines, tables to grids.
//!
//! Such a document has no pages to point at. A place in it is told by the running number of the paragraph or table
//! row, in reading order, and in a row by the column.

use super::{Block, Grid, GridCell, Line};
use crate::origin::Origin;
use crate::read::{FlowItem, FlowTable};

/// The blocks of a flowing document.
pub(super) fn blocks(items: &[FlowItem]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut page = 1_u32;
    let mut gap = false;
    for item in items {
        match item {
            FlowItem::Paragraph { text, .. } if text.trim().is_empty() => gap = true,
            FlowItem::Paragraph { number, text } => {
                let origin = Origin::Line { line: *number, column: 1 };
                blocks.push(Block::Line(Line {
                    text: text.trim().replace('\u{a0}', " "),
                    origin,
                    full: false,
                    gap,
                }));
                gap = false;
            }
            FlowItem::Table(table) => {
                blocks.extend(grid(table).map(Block::Grid));
                gap = false;
            }
            FlowItem::PageBreak => {
                if blocks.is_empty() {
                    continue;
                }
                if page == 1 {
                    blocks.insert(0, Block::Page(1));
                }
                page = page.saturating_add(1);
                blocks.push(Block::Page(page));
            }
        }
    }
    blocks
}

/// A table's grid; `None` where nothing stands in it.
fn grid(table: &FlowTable) -> Option<Grid> {
    let origin = |row: u32, col: u32| Origin::Line {
        line: table.number.saturating_add(row),
        column: col.saturating_add(1),
    };
    let cells: Vec<GridCell> = table
        .cells
        .iter()
        .map(|cell| GridCell {
            row: size(cell.row),
            col: size(cell.col),
            rows: size(cell.rows).max(1),
            cols: size(cell.cols).max(1),
            text: joined(&cell.text),
            origin: origin(cell.row, cell.col),
        })
        .collect();
    if cells.iter().all(|cell| cell.text.is_empty()) {
        return None;
    }
    Some(Grid {
        rows: size(table.rows),
        cols: size(table.cols),
        cells,
        origin: origin(0, 0),
        edges: Vec::new(),
        columns_seen: true,
        spans_known: table.spans_known,
    })
}

/// The text of a cell in one line: between Chinese characters a line break stands for nothing, between words for a
/// space.
pub(super) fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split(['\n', '\r', '\u{b}']).map(str::trim).filter(|line| !line.is_empty()) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(out.chars().last()) && latin(line.chars().next()) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

fn size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
