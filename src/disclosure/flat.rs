//! Tables that a text holds as plain lines: the words and figures of each row are there, in order, but the empty
//! cells and the columns are lost.
//!
//! `208 社会保障和就业支出 15,364.88 11,551.41 3,813.47`
//!
//! A head (title, label, unit) announces such a table; the standard forms or the header words give its columns;
//! codes, numbering and line breaks tell its rows; and placing finds the column of each figure from the sums the
//! table must satisfy. A figure whose column stays open keeps its text and gets no amount.

use std::ops::Range;

use super::model::Table;
use super::words::plain;
use crate::layout::{Block, Line};
use crate::report::{Finding, Warning};

mod broken;
mod celled;
mod damage;
mod evidence;
mod figures;
mod head;
mod hierarchy;
mod infer;
mod listed;
mod name;
mod order;
mod pieces;
mod shape;
mod sides;
mod sources;
#[cfg(test)]
mod tests;
mod wordy;

use celled::Reading;
use figures::{Draft, FlatRow};
use head::Head;
pub(super) use order::restored;
use shape::Shape;

/// The tables found in lines.
#[derive(Debug, Default)]
pub(super) struct Flat {
    /// Each table with the blocks it was read from; a table continued on other pages has several.
    pub tables: Vec<(Vec<Range<usize>>, Table)>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
    /// Damage that was mended or passed over.
    pub notes: Vec<Finding>,
}

/// Finds the tables among a document's blocks.
pub(super) fn tables(blocks: &[Block]) -> Flat {
    let mut drafts: Vec<(Vec<Range<usize>>, Draft)> = Vec::new();
    let mut warnings = Vec::new();
    let mut notes = Vec::new();
    for head in head::heads(blocks) {
        // Page ends stand among the lines.
        let (places, lines): (Vec<usize>, Vec<&Line>) =
            head.body.clone().filter_map(|at| Some((at, line(blocks.get(at)?)?))).unzip();
        if head.is_performance() {
            notes.extend(damage::upright(&head.title, &lines));
        }
        // A grid right below is the table that the head announces: most heads of a drawn document end here.
        let grid_follows = matches!(blocks.get(head.body.end), Some(Block::Grid(_)));
        if grid_follows && !lines.iter().any(|line| head::is_row(line)) {
            continue;
        }
        let read = read(&head, &lines);
        if let Err(Unread::Disordered) = read {
            warnings.push(Warning {
                message: format!(
                    "《{}》在文本里一格一行，编码和名称、数字又不按行排列，哪个数字属于哪一行定不下来，没有读取。",
                    head.title
                ),
                origin: lines.first().map(|line| line.origin.clone()),
            });
        } else if let Ok(read) = read {
            let mut own: Vec<&Line> = lines.get(..read.reach).unwrap_or_default().to_vec();
            own.extend(before_title(blocks, head.start));
            notes.extend(damage::notes(&head.title, &own));
            let mut ranges: Vec<Range<usize>> = std::iter::once(head.start..head.body.start).collect();
            let own_places = read.lines.iter().filter_map(|range| places.get(range.clone())).flatten();
            ranges.extend(own_places.map(|&at| at..at + 1));
            match drafts.last_mut().filter(|(_, draft)| draft.continues_in(&read.draft)) {
                Some((before, draft)) => {
                    before.extend(ranges);
                    draft.rows.extend(read.draft.rows);
                }
                None => drafts.push((ranges, read.draft)),
            }
        } else if head::has_figures(&lines) && !head.is_performance() {
            warnings.push(Warning {
                message: format!("《{}》的表头认不出各列，表中数字没有读取。", head.title),
                origin: lines.first().map(|line| line.origin.clone()),
            });
        }
    }
    let (ranges, mut drafts): (Vec<_>, Vec<_>) = drafts.into_iter().unzip();
    let prose: String = blocks.iter().filter_map(line).map(|line| plain(&line.text)).collect();
    evidence::place(&mut drafts, &prose);
    let mut flat = Flat { warnings, notes, ..Flat::default() };
    for (ranges, draft) in ranges.into_iter().zip(drafts) {
        let (table, mut more) = draft.finish();
        flat.warnings.append(&mut more);
        flat.tables.push((ranges, table));
    }
    flat
}

/// The last line with text before a title, on whatever page: a bracket that ran over its cell stands there.
fn before_title(blocks: &[Block], start: usize) -> Option<&Line> {
    blocks.get(..start)?.iter().rev().filter_map(line).find(|line| !line.text.trim().is_empty())
}

fn line(block: &Block) -> Option<&Line> {
    match block {
        Block::Line(line) => Some(line),
        _ => None,
    }
}

/// A table as read from its lines, and the lines it took.
struct Read {
    draft: Draft,
    lines: Vec<Range<usize>>,
    /// How many of the lines it was read from, prose between its cells included.
    reach: usize,
}

/// Why lines were not read as a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unread {
    /// They are none, or their columns are not known.
    NoTable,
    /// Their cells do not stand in row order.
    Disordered,
}

/// Reads one table's lines.
fn read(head: &Head, lines: &[&Line]) -> Result<Read, Unread> {
    if head.is_performance() {
        return Err(Unread::NoTable);
    }
    let whole = broken::joined(lines);
    let lines: Vec<&Line> = whole.iter().collect();
    let header = head::header_end(&lines);
    let header_text: Vec<&str> = lines.iter().take(header).map(|line| line.text.as_str()).collect();
    let mut shape = shape::of(head, &header_text).ok_or(Unread::NoTable)?;
    let body = lines.get(header..).unwrap_or_default();
    // The header may be broken so that it does not show them; the rows do.
    shape.panels |= shape.coded() && !shape.two_sided() && listed::show_panels(body);
    let (rows, taken) = if shape.wordy() {
        let names = if shape.amounts(None).len() == 1 { wordy::names_only(body) } else { None };
        let (rows, own) = names.unwrap_or_else(|| wordy::rows(&shape, body));
        let own = own.into_iter().map(|at| header + at..header + at + 1);
        (rows, std::iter::once(0..header).chain(own).collect::<Vec<Range<usize>>>())
    } else {
        let (rows, taken) = if shape.two_sided() { sides::rows(&shape, body) } else { listed(&shape, body)? };
        (rows, std::iter::once(0..header + taken).collect())
    };
    let draft = Draft::new(head, shape, rows);
    let reach = taken.iter().map(|range| range.end).max().unwrap_or(0);
    if draft.is_sound() { Ok(Read { draft, lines: taken, reach }) } else { Err(Unread::NoTable) }
}

/// The rows of a table without sides, each in a line or each cell in one.
fn listed(shape: &Shape, body: &[&Line]) -> Result<(Vec<FlatRow>, usize), Unread> {
    match celled::read(shape, body) {
        Reading::Lines => Ok(listed::rows(shape, body)),
        Reading::Disordered => Err(Unread::Disordered),
        Reading::Cells(celled) => {
            let (mut rows, taken) = listed::rows(shape, &celled.lines.iter().collect::<Vec<_>>());
            celled.restore(&mut rows);
            Ok((rows, taken))
        }
    }
}
