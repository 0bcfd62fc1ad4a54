//! A file as it is shown beside its findings: the lines of a text, the sheets of a workbook.

use std::collections::BTreeMap;

use super::{Answer, Sheet, SheetCell};
use crate::read::{self, FlowItem, Page, SheetPage};

/// The sheets of a workbook; of anything else the lines, numbered as the reader does, so that they agree with the
/// report's. A row of a table is one line.
#[must_use]
pub fn original(document: u32, bytes: &[u8]) -> Answer {
    let (mut lines, mut sheets) = (BTreeMap::new(), Vec::new());
    for page in read::read(bytes).map(|document| document.pages).unwrap_or_default() {
        match page {
            Page::Lines(page) => lines.extend(page.into_iter().map(|line| (line.number, line.text))),
            Page::Flow(items) => items.into_iter().for_each(|item| flow(item, &mut lines)),
            Page::Sheet(page) => sheets.push(sheet(page)),
            Page::Drawn(_) => {}
        }
    }
    if !sheets.is_empty() {
        return Answer::Sheets { document, sheets };
    }
    let last = lines.last_key_value().map_or(0, |(number, _)| *number);
    let lines = (1..=last).map(|number| lines.remove(&number).unwrap_or_default()).collect();
    Answer::Lines { document, lines }
}

fn sheet(page: SheetPage) -> Sheet {
    let cell = |cell: read::SheetCell| SheetCell {
        row: cell.row,
        col: cell.col,
        rows: cell.rows,
        cols: cell.cols,
        address: cell.address,
        text: cell.text,
    };
    Sheet { name: page.name, cells: page.cells.into_iter().map(cell).collect() }
}

fn flow(item: FlowItem, lines: &mut BTreeMap<u32, String>) {
    match item {
        FlowItem::Paragraph { number, text } => _ = lines.insert(number, text),
        FlowItem::Table(table) => {
            for cell in table.cells {
                let line = lines.entry(table.number.saturating_add(cell.row)).or_default();
                if !line.is_empty() {
                    line.push('\t');
                }
                line.push_str(&cell.text.replace('\n', ""));
            }
        }
        FlowItem::PageBreak => {}
    }
}
