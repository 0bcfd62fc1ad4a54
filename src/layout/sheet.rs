//! Sheets of workbooks: captions and notes to lines, tables to grids.
//!
//! A form's table is ruled, its title, unit and notes are not. Where a sheet has no rules at all, a table is what
//! stands in rows of several cells once the caption is over.

use super::captions::{self, is_label, plain};
use super::flow::joined;
use super::{Block, Grid, GridCell, Line};
use crate::origin::Origin;
use crate::read::{SheetCell, SheetPage};

/// Places of one grid; what goes beyond is no table people read.
const MAX_PLACES: usize = 2_000_000;

/// The blocks of a sheet.
pub(super) fn blocks(sheet: &SheetPage) -> Vec<Block> {
    let rows = rows(sheet);
    let mut blocks = vec![Block::Page(sheet.number)];
    if let Some(line) = name_as_title(sheet, &rows) {
        blocks.push(Block::Line(line));
    }
    let tabular = tabular(&rows);
    let mut last_row = None;
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        let end = if tabular.get(at) == Some(&true) { end_of_table(&rows, &tabular, at) } else { at + 1 };
        let part = rows.get(at..end).unwrap_or_default();
        let gap = last_row.is_none_or(|last| row.number > last + 1);
        if tabular.get(at) == Some(&true) {
            blocks.extend(grid(sheet, part).map(Block::Grid));
        } else {
            blocks.extend(lines(sheet, row, gap).into_iter().map(Block::Line));
        }
        last_row = part.last().map(Row::bottom);
        at = end;
    }
    blocks
}

/// A row that has text or rules.
struct Row<'a> {
    number: u32,
    cells: Vec<&'a SheetCell>,
}

impl<'a> Row<'a> {
    fn with_text(&self) -> impl Iterator<Item = &&'a SheetCell> {
        self.cells.iter().filter(|cell| !cell.text.trim().is_empty())
    }

    /// How many columns have rules.
    fn ruled(&self) -> u32 {
        self.cells.iter().filter(|cell| cell.ruled).map(|cell| cell.cols.min(64)).sum()
    }

    /// The last row that its cells reach.
    fn bottom(&self) -> u32 {
        self.cells
            .iter()
            .map(|cell| cell.row.saturating_add(cell.rows.min(64)) - 1)
            .max()
            .unwrap_or(self.number)
    }

    fn has_figure(&self) -> bool {
        self.with_text().any(|cell| crate::amount::parse(&cell.text).is_some())
    }
}

fn rows(sheet: &SheetPage) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for cell in &sheet.cells {
        match rows.last_mut() {
            Some(row) if row.number == cell.row => row.cells.push(cell),
            _ => rows.push(Row { number: cell.row, cells: vec![cell] }),
        }
    }
    // Ruled rows without text after the last text are the empty rest of a form.
    while rows.last().is_some_and(|row| row.with_text().next().is_none()) {
        rows.pop();
    }
    rows
}

/// For each row whether it belongs to a table.
fn tabular(rows: &[Row<'_>]) -> Vec<bool> {
    let ruled: Vec<bool> = rows.iter().map(|row| row.ruled() >= 2).collect();
    if ruled.iter().filter(|ruled| **ruled).count() >= 2 {
        let mut tabular = ruled;
        for at in 0..rows.len() {
            // Title and unit are now and then drawn inside the frame.
            if tabular[at] && rows.get(at).is_some_and(is_caption) && !(at > 0 && tabular[at - 1]) {
                tabular[at] = false;
            }
        }
        // A table's rules may stop before its figures do.
        for at in 1..rows.len() {
            let adjoins = tabular[at - 1] && rows[at].number == rows[at - 1].bottom() + 1;
            // Where only some cells are ruled, further names of the header stand between them and the figures.
            let figures = rows.get(at + 1).is_some_and(|next| {
                next.number == rows[at].number + 1 && next.with_text().count() >= 2 && next.has_figure()
            });
            let goes_on = rows[at].has_figure() || figures && !is_caption(&rows[at]);
            tabular[at] |= adjoins && rows[at].with_text().count() >= 2 && goes_on;
        }
        // Notes are drawn inside the frame as well.
        for at in (1..rows.len()).rev() {
            let ends = !tabular.get(at + 1).is_some_and(|next| *next);
            let note = captions::is_note(rows[at].with_text().map(|cell| cell.text.as_str()));
            tabular[at] &= !(ends && note);
        }
        return tabular;
    }
    let several = |row: &Row<'_>| row.with_text().count() >= 2 && !is_caption(row);
    let mut tabular: Vec<bool> = rows.iter().map(several).collect();
    // Rows of a single cell belong to the table that goes on right after them: items that have no figure.
    let adjoins = |at: usize| rows[at].number == rows[at - 1].bottom() + 1;
    for at in 1..rows.len() {
        if tabular[at] || !tabular[at - 1] {
            continue;
        }
        let end = (at..rows.len()).find(|&row| tabular[row] || is_caption(&rows[row])).unwrap_or(rows.len());
        let goes_on = tabular.get(end) == Some(&true) && (at..=end).all(adjoins);
        tabular[at..end].iter_mut().for_each(|row| *row |= goes_on);
    }
    // Rows of several cells that stand alone and hold no figure are text.
    for at in 0..rows.len() {
        let alone = (at == 0 || !tabular[at - 1]) && !tabular.get(at + 1).is_some_and(|next| *next);
        if alone && !rows[at].has_figure() {
            tabular[at] = false;
        }
    }
    tabular
}

/// The row after the last one of the table that begins at a row: a blank row ends it where there are no rules to go
/// by, and so does a caption.
fn end_of_table(rows: &[Row<'_>], tabular: &[bool], start: usize) -> usize {
    let mut end = start + 1;
    let mut bottom = rows.get(start).map_or(0, Row::bottom);
    while let Some(row) = rows.get(end) {
        let goes_on = tabular.get(end) == Some(&true) && row.number <= bottom.saturating_add(1);
        if !goes_on {
            break;
        }
        bottom = bottom.max(row.bottom());
        end += 1;
    }
    end
}

/// Whether a row says what a table is: its title, number, unit, owner or date.
fn is_caption(row: &Row<'_>) -> bool {
    captions::is_caption(row.with_text().map(|cell| cell.text.as_str()))
}

/// A row outside tables as one line; a cell that holds paragraphs as several.
fn lines(sheet: &SheetPage, row: &Row<'_>, gap: bool) -> Vec<Line> {
    let Some(first) = row.with_text().next() else { return Vec::new() };
    let texts: Vec<String> = if row.with_text().count() == 1 {
        let paragraphs = first.text.split(['\n', '\r']).map(str::trim).filter(|text| !text.is_empty());
        paragraphs.map(str::to_owned).collect()
    } else {
        vec![row.with_text().map(|cell| joined(&cell.text)).collect::<Vec<_>>().join("  ")]
    };
    let line = |(at, text): (usize, String)| Line {
        text,
        origin: origin(sheet, first),
        full: false,
        gap: gap || at > 0,
    };
    texts.into_iter().enumerate().map(line).collect()
}

/// A table's rows as a grid on the columns that it uses.
fn grid(sheet: &SheetPage, rows: &[Row<'_>]) -> Option<Grid> {
    let top = rows.first()?.number;
    let used: Vec<&SheetCell> = rows.iter().flat_map(Row::with_text).copied().collect();
    let left = used.iter().map(|cell| cell.col).min()?;
    // The last column that text stands in; a merged cell alone does not widen a table.
    let right =
        used.iter().map(|cell| cell.col.saturating_add(if cell.cols > 64 { 1 } else { cell.cols })).max()?;
    let bottom = used
        .iter()
        .map(|cell| cell.row.saturating_add(if cell.rows > 1_000 { 1 } else { cell.rows }))
        .max()?;
    let bottom = bottom.min(rows.last()?.bottom().saturating_add(1));
    let cols = usize::try_from(right - left).ok()?;
    let height = usize::try_from(bottom - top).ok()?.min(MAX_PLACES / cols.max(1));
    let place = |at: u32, from: u32| usize::try_from(at - from).unwrap_or(usize::MAX);
    let mut cells = Vec::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        if cell.col < left || cell.col >= right || place(cell.row, top) >= height {
            continue;
        }
        cells.push(GridCell {
            row: place(cell.row, top),
            col: place(cell.col, left),
            rows: place(cell.row.saturating_add(cell.rows).min(bottom), cell.row).max(1),
            cols: place(cell.col.saturating_add(cell.cols).min(right), cell.col).max(1),
            text: joined(&cell.text),
            origin: origin(sheet, cell),
        });
    }
    let origin = cells.first()?.origin.clone();
    let grid =
        Grid { rows: height, cols, cells, origin, edges: Vec::new(), columns_seen: true, spans_known: true };
    Some(grid.tightened())
}

/// The sheet's name, where it reads like a title and the sheet prints none.
fn name_as_title(sheet: &SheetPage, rows: &[Row<'_>]) -> Option<Line> {
    let name = sheet.name.trim();
    let titled = |text: &str| {
        let text = plain(text);
        text.chars().count() <= 48 && (text.ends_with('表') || text.contains("表(")) && !is_label(&text)
    };
    if !name.contains('表') || is_label(&plain(name)) {
        return None;
    }
    // A title stands alone in its row, above the first figures.
    let head = rows.iter().take_while(|row| !row.has_figure()).take(8);
    let printed =
        head.filter(|row| row.with_text().count() <= 2).any(|row| row.with_text().any(|c| titled(&c.text)));
    let first = rows.first().and_then(|row| row.cells.first())?;
    (!printed).then(|| Line { text: name.to_owned(), origin: origin(sheet, first), full: false, gap: true })
}

fn origin(sheet: &SheetPage, cell: &SheetCell) -> Origin {
    Origin::Sheet { sheet: sheet.name.clone(), cell: cell.address.clone() }
}
