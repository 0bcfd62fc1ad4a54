//! Documents that flow (Word, web pages): paragraphs to lines, tables to grids.
//!
//! Such a document has no pages to point at. A place in it is told by the running number of the paragraph or table
//! row, in reading order, and in a row by the column.

use super::{Block, Grid, GridCell, Line, captions};
use crate::origin::Origin;
use crate::read::{FlowCell, FlowItem, FlowTable};

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
                let (above, below) = ends(table);
                blocks.extend((0..above).filter_map(|row| caption(table, row)).map(Block::Line));
                blocks.extend(grid(table, above, below).map(Block::Grid));
                blocks.extend((below..table.rows).filter_map(|row| caption(table, row)).map(Block::Line));
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

/// The cells of a row.
fn cells(table: &FlowTable, row: u32) -> &[FlowCell] {
    let from = table.cells.partition_point(|cell| cell.row < row);
    let to = table.cells.partition_point(|cell| cell.row <= row);
    table.cells.get(from..to).unwrap_or_default()
}

/// The texts of a row.
fn texts(table: &FlowTable, row: u32) -> impl Iterator<Item = &str> {
    cells(table, row).iter().map(|cell| cell.text.as_str())
}

/// Where a table's own rows begin and end: tables pasted from a workbook hold their title, owner and unit, and their
/// notes, in rows of their own.
fn ends(table: &FlowTable) -> (u32, u32) {
    let filled = |row: u32| texts(table, row).filter(|text| !text.trim().is_empty()).count();
    let heads = |row: u32| {
        let cells = cells(table, row);
        let wide = cells.iter().any(|cell| cell.cols >= table.cols && captions::can_head(&cell.text));
        cells.iter().all(|cell| cell.rows <= 1)
            && (filled(row) == 0 || captions::is_caption(texts(table, row)) || table.cols > 2 && wide)
    };
    let mut above = (0..table.rows).take_while(|row| heads(*row)).count();
    // The last of them is a caption only if it says so: a group's name may stand over all the columns, too.
    let names_group = |row: u32| {
        let short = |text: &str| text.chars().count() <= 10 && !text.contains(['年', '表']);
        !captions::is_caption(texts(table, row)) && filled(row) > 0 && texts(table, row).all(short)
    };
    if above > 0 && u32::try_from(above - 1).is_ok_and(names_group) {
        above -= 1;
    }
    let mut below = (0..table.rows)
        .rev()
        .take_while(|row| filled(*row) == 0 || captions::is_note(texts(table, *row)))
        .filter(|row| filled(*row) > 0)
        .last()
        .unwrap_or(table.rows);
    // A table may hold but the owner and the unit of the one below it.
    if above > 0 && (0..table.rows).all(|row| filled(row) == 0 || captions::is_caption(texts(table, row))) {
        return (table.rows, table.rows);
    }
    // What is left must be a table.
    let first = u32::try_from(above).unwrap_or(0);
    if !(first..below).any(|row| filled(row) >= 2) {
        (above, below) = (0, table.rows);
    }
    (u32::try_from(above).unwrap_or(0), below)
}

/// A row outside its table as a line.
fn caption(table: &FlowTable, row: u32) -> Option<Line> {
    let text = captions::line(texts(table, row));
    let origin = Origin::Line { line: table.number.saturating_add(row), column: 1 };
    (!text.is_empty()).then_some(Line { text, origin, full: false, gap: true })
}

/// The grid of a table's rows from one to before another; `None` where nothing stands in it.
fn grid(table: &FlowTable, above: u32, below: u32) -> Option<Grid> {
    let origin = |row: u32, col: u32| Origin::Line {
        line: table.number.saturating_add(row),
        column: col.saturating_add(1),
    };
    let cells: Vec<GridCell> = table
        .cells
        .iter()
        .filter(|cell| (above..below).contains(&cell.row))
        .map(|cell| GridCell {
            row: size(cell.row - above),
            col: size(cell.col),
            rows: size(cell.rows.min(below - cell.row)).max(1),
            cols: size(cell.cols).max(1),
            text: joined(&cell.text),
            origin: origin(cell.row, cell.col),
        })
        .collect();
    if cells.iter().all(|cell| cell.text.is_empty()) {
        return None;
    }
    let grid = Grid {
        rows: size(below - above),
        cols: size(table.cols),
        cells,
        origin: origin(above, 0),
        edges: Vec::new(),
        columns_seen: true,
        spans_known: table.spans_known,
    };
    Some(grid.tightened())
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
