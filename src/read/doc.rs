//! Word 97 to 2003 (doc): text by its pieces, tables by the marks of cells and rows.

use super::bytes::{index, u16_at, u32_at};
use super::compound::Compound;
use super::flow::{Builder, RawCell};
use super::pictures::Pictures;
use super::{Document, FlowItem, Format, Page, ReadError};

mod paragraphs;
mod pieces;

use paragraphs::{Paragraphs, RowEnd};
use pieces::Piece;

/// Reads a document.
pub(super) fn read(compound: &mut Compound) -> Result<Document, ReadError> {
    let stream = compound.stream("WordDocument").ok_or(ReadError::BrokenOffice)?;
    let flags = u16_at(&stream, 10).ok_or(ReadError::BrokenOffice)?;
    if flags & 0x0100 != 0 {
        return Err(ReadError::EncryptedOffice);
    }
    // Before Word 97 text is in a code page and lies in one piece.
    let old = u16_at(&stream, 2).is_some_and(|version| version < 0x00C1);
    let table = match (old, flags & 0x0200 != 0) {
        (true, _) => stream.clone(),
        (false, true) => compound.stream("1Table").unwrap_or_default(),
        (false, false) => compound.stream("0Table").unwrap_or_default(),
    };
    let pieces = if old { pieces::old(&stream) } else { pieces::read(&stream, &table) };
    let pieces = pieces.ok_or(ReadError::BrokenOffice)?;
    // Properties too long for their page (rows of many cells) lie in a stream of their own.
    let data = if old { Vec::new() } else { compound.stream("Data").unwrap_or_default() };
    let paragraphs = Paragraphs::read(&stream, &table, &data, old);
    let mut reader = Reader {
        flow: Builder::default(),
        fields: Vec::new(),
        rows: Vec::new(),
        cells: Vec::new(),
        pictures: Pictures::default(),
    };
    for (place, c) in pieces.iter().flat_map(Piece::characters) {
        reader.take(c, place, &paragraphs);
    }
    reader.end_table();
    let pictures = reader.pictures;
    let items = reader.flow.finish();
    let words = |item: &FlowItem| matches!(item, FlowItem::Paragraph { text, .. } if !text.trim().is_empty());
    let has_table = items.iter().any(|item| matches!(item, FlowItem::Table(_)));
    if !has_table && !items.iter().any(words) {
        return Err(if pictures.any() { ReadError::OnlyPictures } else { ReadError::BrokenOffice });
    }
    let mut warnings = Vec::new();
    warnings.extend(pictures.warnings(has_table));
    Ok(Document { format: Format::Doc, pages: vec![Page::Flow(items)], warnings })
}

/// A row of a table while it is read.
struct Row {
    cells: Vec<String>,
    end: RowEnd,
}

struct Reader {
    flow: Builder,
    /// Fields that are open: whether their result has begun, which is what is printed.
    fields: Vec<bool>,
    /// Finished rows of the open table.
    rows: Vec<Row>,
    /// Cells of the open row.
    cells: Vec<String>,
    pictures: Pictures,
}

impl Reader {
    fn take(&mut self, c: char, place: usize, paragraphs: &Paragraphs) {
        match c {
            '\u{13}' => self.fields.push(false),
            '\u{14}' => {
                if let Some(shown) = self.fields.last_mut() {
                    *shown = true;
                }
            }
            '\u{15}' => {
                self.fields.pop();
            }
            _ if self.fields.contains(&false) => {}
            '\u{7}' => {
                if let Some(end) = paragraphs.row_end(place) {
                    self.flow.take_text();
                    let cells = std::mem::take(&mut self.cells);
                    self.rows.push(Row { cells, end });
                } else {
                    let text = self.flow.take_text();
                    self.cells.push(text);
                }
            }
            '\r' => {
                if paragraphs.in_table(place) {
                    self.flow.text("\n");
                } else {
                    self.end_table();
                    self.flow.end_paragraph();
                }
            }
            '\u{b}' => self.flow.text("\n"),
            '\u{c}' => {
                self.end_table();
                self.flow.page_break();
            }
            '\t' => self.flow.text("\t"),
            '\u{1e}' => self.flow.text("-"),
            '\u{1}' | '\u{8}' => self.pictures.add(&self.flow, false),
            c if c.is_control() => {}
            c => self.flow.text(c.encode_utf8(&mut [0; 4])),
        }
    }

    /// Puts the finished rows on their columns.
    fn end_table(&mut self) {
        if self.rows.is_empty() {
            // Cells of no row: the marks of rows are lost, what stands in the cells is not.
            let rest = self.flow.take_text();
            for text in std::mem::take(&mut self.cells) {
                self.flow.text(&text);
                self.flow.break_paragraph();
            }
            self.flow.text(&rest);
            return;
        }
        let rest = self.flow.take_text();
        let mut rows = std::mem::take(&mut self.rows);
        // Cells without a row's end stand at the end of a file cut short.
        if !self.cells.is_empty() {
            rows.push(Row { cells: std::mem::take(&mut self.cells), end: RowEnd::default() });
        }
        // A row's edges tell which columns its cells cover; all edges of the table together are its columns.
        let known = rows.iter().all(|row| row.end.edges.len() == row.cells.len() + 1);
        let columns = if known { columns(&rows) } else { Vec::new() };
        let column = |edge: i16| columns.partition_point(|known| i32::from(*known) + NEAR < i32::from(edge));
        self.flow.open_table();
        if !known {
            self.flow.lose_spans();
        }
        for row in rows {
            self.flow.open_row();
            let first = row.end.edges.first().map_or(0, |edge| column(*edge));
            self.flow.skip_columns(u32::try_from(first).unwrap_or(0));
            for (at, text) in row.cells.iter().enumerate() {
                let cols = match (row.end.edges.get(at), row.end.edges.get(at + 1)) {
                    (Some(from), Some(to)) if known => column(*to).saturating_sub(column(*from)).max(1),
                    _ => 1,
                };
                let continues = row.end.continued.get(at).copied().unwrap_or(false);
                self.flow.open_cell(RawCell::new(u32::try_from(cols).unwrap_or(1), 1, continues));
                for line in text.split('\n') {
                    self.flow.text(line);
                    self.flow.break_paragraph();
                }
            }
        }
        self.flow.close_table();
        self.flow.text(&rest);
    }
}

/// Edges nearer than this many twentieths of a point are one.
const NEAR: i32 = 40;

/// The edges of all rows, each once.
fn columns(rows: &[Row]) -> Vec<i16> {
    let mut edges: Vec<i16> = rows.iter().flat_map(|row| row.end.edges.iter().copied()).collect();
    edges.sort_unstable();
    edges.dedup_by(|next, kept| i32::from(*next) - i32::from(*kept) <= NEAR);
    edges
}

/// A place in the header that names a part of the table stream: where it begins and how long it is.
fn part<'a>(stream: &[u8], table: &'a [u8], at: usize) -> Option<&'a [u8]> {
    let (from, length) = (index(u32_at(stream, at)?), index(u32_at(stream, at + 4)?));
    if length == 0 {
        return None;
    }
    table.get(from..from.checked_add(length)?)
}
