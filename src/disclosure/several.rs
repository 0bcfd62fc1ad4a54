//! Several disclosures in one file: a department's and its units' one after another, or a budget behind final
//! accounts. They are kept apart, so that no figure of one is held against a figure of another.
//!
//! A series of tables that begins again under another name is another disclosure. A series printed twice under one
//! name is not.

use std::ops::Range;

use super::identity;
use super::model::{Disclosure, Identity, Table};
use super::words::plain;
use crate::layout::Block;
use crate::origin::Origin;

/// A series that begins again repeats at least so many of its tables one after another.
const REPEATED: usize = 3;
/// A cover has no more lines than this.
const COVER: usize = 8;
/// A line of a cover or a heading is no longer than this.
const SHORT: usize = 40;

/// The parts of a document that are disclosures of their own; empty where it is one disclosure.
pub(super) fn split(blocks: &[Block], whole: &Disclosure) -> Vec<Range<usize>> {
    let starts = restarts(&whole.tables);
    if starts.is_empty() {
        return Vec::new();
    }
    let mut bounds = vec![0];
    for table in starts {
        let before = table.checked_sub(1).and_then(|before| whole.tables.get(before));
        let floor = before.and_then(|table| place(blocks, table, true)).unwrap_or(0);
        let Some(at) = whole.tables.get(table).and_then(|table| place(blocks, table, false)) else {
            return Vec::new();
        };
        let start = opening(blocks, floor, at);
        if bounds.last().is_some_and(|last| start > *last) {
            bounds.push(start);
        }
    }
    bounds.push(blocks.len());
    bounds.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Whether each part is somebody else's than the one before, or of another kind or year.
pub(super) fn differ(parts: &[Disclosure]) -> bool {
    let known = |identity: &Identity| identity.organization.is_some();
    parts.len() > 1
        && parts.iter().all(|part| known(&part.identity) && part.tables.len() >= REPEATED)
        && parts.iter().zip(parts.iter().skip(1)).all(|(a, b)| {
            let (a, b) = (&a.identity, &b.identity);
            !identity::same_body(a, b) || a.kind != b.kind || a.fiscal_year != b.fiscal_year
        })
}

/// The tables at which a series begins again.
fn restarts(tables: &[Table]) -> Vec<usize> {
    let keys: Vec<String> = tables.iter().map(key).collect();
    let mut starts = Vec::new();
    let mut from = 0;
    for at in 1..keys.len() {
        let (Some(series), Some(next)) = (keys.get(from..at), keys.get(at..at + REPEATED)) else { break };
        // The tables that come again do so in their order, from about the beginning of the series.
        let places: Option<Vec<usize>> =
            next.iter().map(|key| series.iter().position(|known| known == key && !key.is_empty())).collect();
        let again = places.is_some_and(|places| {
            places.first().is_some_and(|first| *first < 2) && places.windows(2).all(|pair| pair[0] < pair[1])
        });
        if again && series.len() >= REPEATED {
            starts.push(at);
            from = at;
        }
    }
    starts
}

/// What a table is known by: its kind, or its title without the year.
fn key(table: &Table) -> String {
    let title = plain(&table.title);
    let title = title.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '年' | '度'));
    table.kind.clone().unwrap_or_else(|| title.to_owned())
}

/// The block that holds a table's first (or last) figure.
fn place(blocks: &[Block], table: &Table, last: bool) -> Option<usize> {
    let mut cells = table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.origin.as_ref());
    let origin = if last { cells.next_back() } else { cells.next() }?;
    let mut found = None;
    for (index, block) in blocks.iter().enumerate() {
        let holds = match block {
            Block::Line(line) => {
                line.origin == *origin || line.origin.line() == origin.line() && origin.line().is_some()
            }
            Block::Grid(grid) => grid.cells.iter().any(|cell| near(&cell.origin, origin)),
            Block::Page(_) => false,
        };
        if holds {
            found = Some(index);
            if !last {
                break;
            }
        }
    }
    found
}

fn near(a: &Origin, b: &Origin) -> bool {
    match (a, b) {
        (Origin::Page { page: a, bounds: p }, Origin::Page { page: b, bounds: q }) => {
            a == b && p.iter().zip(q).all(|(p, q)| (p - q).abs() < 0.5)
        }
        _ => a == b,
    }
}

/// Where the disclosure begins whose tables begin at the block `at`: at its cover, its contents or its first
/// heading, and else at the table's caption; never before the block `floor`.
fn opening(blocks: &[Block], floor: usize, at: usize) -> usize {
    let text = |index: usize| match blocks.get(index) {
        Some(Block::Line(line)) => plain(&line.text),
        _ => String::new(),
    };
    let opens = |index: &usize| {
        let text = text(*index);
        matches!(text.as_str(), "目录" | "目次")
            || text.starts_with("第一部分") && text.chars().count() < SHORT
    };
    let lines = floor + 1..at;
    let begun = lines.clone().find(opens);
    let mut start = begun.unwrap_or(at);
    // Up over the short lines of the cover or the caption, to the head of their page.
    for index in (floor + 1..start).rev().take(COVER) {
        match blocks.get(index) {
            Some(Block::Line(line))
                if plain(&line.text).chars().count() <= SHORT && !line.text.contains('。') =>
            {
                start = index;
            }
            Some(Block::Page(_)) => {
                start = index;
                // A contents list stands on a page behind the cover.
                let cover = begun.is_some()
                    && (floor + 1..index).rev().take(COVER).any(|before| text(before).contains('算'));
                if !cover {
                    break;
                }
            }
            _ => break,
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use crate::generate::text::{Damage, tabbed};
    use crate::generate::{Family, Options, Synthetic};

    fn text(seed: u64) -> (String, Synthetic) {
        let document = Synthetic::new(seed, Options::new(Family::Liaoning));
        (tabbed(&document, Damage::default()), document)
    }

    #[test]
    fn a_department_and_its_unit_are_kept_apart() {
        let ((first, one), (second, two)) = (text(3), text(4));
        assert_ne!(one.organization, two.organization);
        let alone = crate::analyze(first.as_bytes(), "一").expect("reads");
        let other = crate::analyze(second.as_bytes(), "二").expect("reads");
        let both = crate::analyze(format!("{first}\n{second}").as_bytes(), "两").expect("reads");
        let names: Vec<_> = both.parts.iter().map(|part| part.organization.clone()).collect();
        assert_eq!(names, [Some(one.organization), Some(two.organization)]);
        assert_eq!(both.tables.len(), alone.tables.len() + other.tables.len());
        let errors: Vec<_> = both.findings.iter().map(|finding| &finding.message).collect();
        assert_eq!(both.findings.len(), alone.findings.len() + other.findings.len(), "{errors:?}");
        let last = both.tables.last().expect("tables");
        assert_eq!((last.index, last.part), (both.tables.len() - 1, 1));
    }

    #[test]
    fn a_document_printed_twice_is_one() {
        let (first, _) = text(5);
        let report = crate::analyze(format!("{first}\n{first}").as_bytes(), "两遍").expect("reads");
        assert!(report.parts.is_empty());
    }
}
