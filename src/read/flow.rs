//! Builds the flow of a document: paragraphs and tables, tables within tables, spans.

use std::collections::HashMap;

use super::{FlowCell, FlowItem, FlowTable};
use crate::order;

/// Tables within tables deeper than this are taken as text of the outer one.
const MAX_DEPTH: usize = 12;
/// No table is wider or longer.
const MAX_COLUMNS: u32 = 256;
const MAX_ROWS: usize = 20_000;
/// Nor does a document hold more pieces.
const MAX_PIECES: usize = 1_000_000;

/// Takes a document's pieces in reading order.
#[derive(Default)]
pub(super) struct Builder {
    items: Vec<Item>,
    tables: Vec<RawTable>,
    text: String,
    /// Tables opened beyond the limit, to be closed again.
    too_deep: usize,
    pieces: usize,
}

enum Item {
    Paragraph(String),
    Table(RawTable),
    PageBreak,
}

#[derive(Default)]
struct RawTable {
    rows: Vec<RawRow>,
    spans_lost: bool,
}

#[derive(Default)]
struct RawRow {
    /// Columns left free before the first cell.
    skip: u32,
    cells: Vec<RawCell>,
    open: bool,
}

/// A cell as its format states it.
#[derive(Default)]
pub(super) struct RawCell {
    /// Columns covered.
    pub cols: u32,
    /// Rows covered; 0 for all that follow.
    pub rows: u32,
    /// Whether it goes on the cell above.
    pub continues: bool,
    items: Vec<Item>,
    open: bool,
}

impl RawCell {
    pub fn new(cols: u32, rows: u32, continues: bool) -> Self {
        Self { cols, rows, continues, ..Self::default() }
    }
}

impl Builder {
    /// Adds to the paragraph that is open.
    pub fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Whether the open paragraph holds nothing yet.
    pub fn at_start(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether the open paragraph ends in white space.
    pub fn after_space(&self) -> bool {
        self.text.ends_with(char::is_whitespace)
    }

    /// The last few lines of words right above, the nearest first; none beyond a table.
    pub fn said_before(&self) -> Vec<&str> {
        let cell = self.tables.last().and_then(|table| table.rows.last()?.cells.last());
        let items = cell.map_or(self.items.as_slice(), |cell| cell.items.as_slice());
        let above = items.iter().rev().take(6).map_while(|item| match item {
            Item::Paragraph(text) => Some(text.as_str()),
            Item::PageBreak => Some(""),
            Item::Table(_) => None,
        });
        let said = std::iter::once(self.text.as_str()).chain(above);
        said.filter(|text| !text.trim().is_empty()).take(3).collect()
    }

    /// Takes the open paragraph's text away.
    pub fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// Ends the paragraph. Empty ones count: they part what stands around them.
    pub fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.put(Item::Paragraph(text));
    }

    /// Ends the paragraph if anything stands in it.
    pub fn break_paragraph(&mut self) {
        if self.text.trim().is_empty() {
            self.text.clear();
        } else {
            self.end_paragraph();
        }
    }

    /// A new page begins.
    pub fn page_break(&mut self) {
        if self.tables.is_empty() {
            self.break_paragraph();
            self.put(Item::PageBreak);
        }
    }

    /// Whether a table is open.
    pub fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    pub fn open_table(&mut self) {
        self.break_paragraph();
        if self.tables.len() >= MAX_DEPTH {
            self.too_deep += 1;
        } else {
            self.tables.push(RawTable::default());
        }
    }

    pub fn close_table(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        self.close_row();
        if let Some(table) = self.tables.pop() {
            self.put(Item::Table(table));
        }
    }

    /// Says that the open table's merged cells cannot be told.
    pub fn lose_spans(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.spans_lost = true;
        }
    }

    pub fn open_row(&mut self) {
        if self.too_deep > 0 {
            return;
        }
        self.close_row();
        self.pieces += 1;
        if let Some(table) = self.tables.last_mut() {
            table.rows.push(RawRow { open: true, ..RawRow::default() });
        }
    }

    /// Leaves columns free before the open row's first cell.
    pub fn skip_columns(&mut self, count: u32) {
        if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
            row.skip = count.min(MAX_COLUMNS);
        }
    }

    pub fn close_row(&mut self) {
        if self.too_deep > 0 {
            return;
        }
        self.close_cell();
        if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
            row.open = false;
        }
    }

    /// Drops the open row.
    pub fn drop_row(&mut self) {
        self.close_row();
        if let Some(table) = self.tables.last_mut() {
            table.rows.pop();
        }
    }

    pub fn open_cell(&mut self, cell: RawCell) {
        if self.too_deep > 0 {
            return;
        }
        self.close_cell();
        if !self.tables.last().and_then(|table| table.rows.last()).is_some_and(|row| row.open) {
            self.open_row();
        }
        self.pieces += 1;
        if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
            row.cells.push(RawCell { open: true, ..cell });
        }
    }

    /// Restates the open cell's spans.
    pub fn restate_cell(&mut self, change: impl FnOnce(&mut RawCell)) {
        if let Some(cell) = self.tables.last_mut().and_then(open_cell) {
            change(cell);
        }
    }

    pub fn close_cell(&mut self) {
        if self.too_deep > 0 {
            return;
        }
        self.break_paragraph();
        if let Some(cell) = self.tables.last_mut().and_then(open_cell) {
            cell.open = false;
        }
    }

    /// Puts a piece where it belongs: into the open cell, or, misplaced between cells, before its table.
    fn put(&mut self, item: Item) {
        self.pieces += 1;
        if self.pieces > MAX_PIECES {
            return;
        }
        let sink = self.tables.iter_mut().rev().find_map(open_cell).map(|cell| &mut cell.items);
        sink.unwrap_or(&mut self.items).push(item);
    }

    /// The document's pieces, numbered.
    pub fn finish(mut self) -> Vec<FlowItem> {
        self.break_paragraph();
        self.too_deep = 0;
        while !self.tables.is_empty() {
            self.close_table();
        }
        let mut out = Vec::new();
        let mut number = 1;
        flatten(self.items, &mut number, &mut out);
        out
    }
}

fn open_cell(table: &mut RawTable) -> Option<&mut RawCell> {
    table.rows.last_mut().filter(|row| row.open)?.cells.last_mut().filter(|cell| cell.open)
}

fn flatten(items: Vec<Item>, number: &mut u32, out: &mut Vec<FlowItem>) {
    for item in items {
        match item {
            Item::Paragraph(text) => {
                out.push(FlowItem::Paragraph { number: *number, text });
                *number = number.saturating_add(1);
            }
            Item::PageBreak => out.push(FlowItem::PageBreak),
            Item::Table(table) if table.is_layout() => {
                for cell in table.rows.into_iter().flat_map(|row| row.cells) {
                    flatten(cell.items, number, out);
                }
            }
            Item::Table(table) => {
                let table = table.placed(*number);
                *number = number.saturating_add(table.rows.max(1));
                out.push(FlowItem::Table(table));
            }
        }
    }
}

impl RawTable {
    /// Whether the table only arranges what stands in it: it holds tables larger than itself, or it is but a frame
    /// around paragraphs.
    fn is_layout(&self) -> bool {
        let (mut own, mut inner) = (0, 0);
        for cell in self.rows.iter().flat_map(|row| &row.cells) {
            let nested: usize = cell
                .items
                .iter()
                .map(|item| if let Item::Table(table) = item { table.filled() } else { 0 })
                .sum();
            inner += nested;
            own += usize::from(nested == 0 && cell.has_text());
        }
        let cells: usize = self.rows.iter().map(|row| row.cells.len()).sum();
        inner > 0 && inner >= own || cells <= 1
    }

    /// How many cells have text, those of inner tables counted.
    fn filled(&self) -> usize {
        self.rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| {
                let inner =
                    cell.items.iter().map(|item| if let Item::Table(t) = item { t.filled() } else { 0 });
                inner.sum::<usize>() + usize::from(cell.has_text())
            })
            .sum()
    }

    /// The table on its grid.
    fn placed(self, number: u32) -> FlowTable {
        let mut table = FlowTable { number, spans_known: !self.spans_lost, ..FlowTable::default() };
        // For each column the cell that reaches down into the next row, and for how many rows still.
        let mut reaching: Vec<(usize, u32)> = Vec::new();
        // For each column the last cell that began in it.
        let mut standing: HashMap<u32, usize> = HashMap::new();
        for (row, raw) in (0_u32..).zip(self.rows.into_iter().take(MAX_ROWS)) {
            let mut col = raw.skip;
            let mut next: Vec<(usize, u32)> = Vec::new();
            for cell in raw.cells {
                if !cell.continues {
                    while let Some((above, left)) = held(&reaching, col) {
                        extend(&mut table.cells, above, row);
                        hold(&mut next, col, (above, left - 1));
                        col += 1;
                    }
                }
                let cols = cell.cols.clamp(1, MAX_COLUMNS).min(MAX_COLUMNS.saturating_sub(col).max(1));
                let above = standing.get(&col).copied().filter(|&above| {
                    cell.continues
                        && table.cells.get(above).is_some_and(|above| above.row + above.rows == row)
                });
                let index = if let Some(above) = above {
                    // What stands in a continued cell is not shown.
                    extend(&mut table.cells, above, row);
                    above
                } else {
                    standing.insert(col, table.cells.len());
                    table.cells.push(FlowCell { row, col, rows: 1, cols, text: cell.text() });
                    table.cells.len() - 1
                };
                let left = if cell.continues { 0 } else { cell.rows.wrapping_sub(1) };
                for covered in col..col + cols {
                    if left > 0 {
                        hold(&mut next, covered, (index, left));
                    }
                }
                col += cols;
                if col >= MAX_COLUMNS {
                    break;
                }
            }
            // Cells that reach down right of the row's last one.
            let width = u32::try_from(reaching.len()).unwrap_or(MAX_COLUMNS);
            for rest in col..width {
                if let Some((above, left)) = held(&reaching, rest) {
                    extend(&mut table.cells, above, row);
                    hold(&mut next, rest, (above, left - 1));
                }
            }
            table.cols = table.cols.max(col);
            table.rows = row + 1;
            reaching = next;
        }
        let (rows, cols) = (table.rows, table.cols);
        for cell in &mut table.cells {
            cell.rows = cell.rows.min(rows - cell.row);
            cell.cols = cell.cols.min(cols.saturating_sub(cell.col).max(1));
        }
        order::by_rank(&mut table.cells, |cell| order::place(cell.row, cell.col));
        table
    }
}

/// The cell that reaches into a column from above, and for how many rows.
fn held(reaching: &[(usize, u32)], col: u32) -> Option<(usize, u32)> {
    reaching.get(usize::try_from(col).ok()?).copied().filter(|(_, left)| *left > 0)
}

fn hold(reaching: &mut Vec<(usize, u32)>, col: u32, held: (usize, u32)) {
    let at = usize::try_from(col).unwrap_or_default();
    if at < usize::try_from(MAX_COLUMNS).unwrap_or_default() {
        reaching.resize(reaching.len().max(at + 1), (0, 0));
        if let Some(slot) = reaching.get_mut(at) {
            *slot = held;
        }
    }
}

/// Makes a cell reach down to a row.
fn extend(cells: &mut [FlowCell], index: usize, row: u32) {
    if let Some(cell) = cells.get_mut(index) {
        cell.rows = cell.rows.max(row - cell.row + 1);
    }
}

impl RawCell {
    fn has_text(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Paragraph(text) if !text.trim().is_empty()))
    }

    fn text(&self) -> String {
        let mut out = String::new();
        collect(&self.items, &mut out);
        out
    }
}

fn collect(items: &[Item], out: &mut String) {
    for item in items {
        match item {
            Item::Paragraph(text) => {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(text.trim());
            }
            Item::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    collect(&cell.items, out);
                }
            }
            Item::PageBreak => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(builder: &mut Builder, text: &str, cols: u32, rows: u32) {
        builder.open_cell(RawCell::new(cols, rows, false));
        builder.text(text);
    }

    fn shown(items: &[FlowItem]) -> Vec<String> {
        let mut out = Vec::new();
        for item in items {
            match item {
                FlowItem::Paragraph { number, text } => out.push(format!("{number}: {text}")),
                FlowItem::Table(table) => {
                    out.push(format!("{}: {}x{}", table.number, table.rows, table.cols));
                    let cells = table.cells.iter();
                    out.extend(
                        cells.map(|c| format!("{},{}+{}x{} {}", c.row, c.col, c.rows, c.cols, c.text)),
                    );
                }
                FlowItem::PageBreak => out.push("page".to_owned()),
            }
        }
        out
    }

    #[test]
    fn spans_push_cells_aside() {
        let mut builder = Builder::default();
        builder.text("表");
        builder.open_table();
        builder.open_row();
        cell(&mut builder, "科目", 1, 2);
        cell(&mut builder, "支出", 2, 1);
        cell(&mut builder, "备注", 1, 0);
        builder.open_row();
        cell(&mut builder, "基本", 1, 1);
        cell(&mut builder, "项目", 1, 1);
        builder.open_row();
        cell(&mut builder, "合计", 1, 1);
        builder.close_table();
        builder.text("注");
        assert_eq!(
            shown(&builder.finish()),
            [
                "1: 表",
                "2: 3x4",
                "0,0+2x1 科目",
                "0,1+1x2 支出",
                "0,3+3x1 备注",
                "1,1+1x1 基本",
                "1,2+1x1 项目",
                "2,0+1x1 合计",
                "5: 注"
            ]
        );
    }

    #[test]
    fn a_continued_cell_joins_the_one_above() {
        let mut builder = Builder::default();
        builder.open_table();
        for text in ["名", "二", "三"] {
            builder.open_row();
            builder.open_cell(RawCell::new(2, 1, text != "名"));
            builder.text(text);
            cell(&mut builder, "1", 1, 1);
        }
        builder.close_table();
        let items = builder.finish();
        assert_eq!(shown(&items), ["1: 3x3", "0,0+3x2 名", "0,2+1x1 1", "1,2+1x1 1", "2,2+1x1 1"]);
    }

    #[test]
    fn a_table_around_tables_is_layout() {
        let mut builder = Builder::default();
        builder.open_table();
        builder.open_row();
        cell(&mut builder, "收支总表", 1, 1);
        cell(&mut builder, "", 1, 1);
        builder.open_table();
        builder.open_row();
        cell(&mut builder, "收入", 1, 1);
        cell(&mut builder, "支出", 1, 1);
        builder.close_table();
        builder.close_table();
        assert_eq!(shown(&builder.finish()), ["1: 收支总表", "2: 1x2", "0,0+1x1 收入", "0,1+1x1 支出"]);
    }

    #[test]
    fn nothing_misplaced_breaks_it() {
        let mut builder = Builder::default();
        builder.close_cell();
        builder.close_table();
        builder.open_row();
        cell(&mut builder, "一", u32::MAX, u32::MAX);
        for _ in 0..1_000 {
            builder.open_table();
            cell(&mut builder, "二", 0, 0);
            builder.skip_columns(u32::MAX);
            cell(&mut builder, "三", u32::MAX, u32::MAX);
        }
        builder.drop_row();
        assert!(!builder.finish().is_empty());
    }
}
