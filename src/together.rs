//! Several files that are one disclosure, prose and tables apart: dropped or named together they are read as one
//! document, so that a table in the other file is not missing.

use crate::checks::rules::Rule;
use crate::disclosure::identity::same_body;
use crate::disclosure::model::{Kind, Table};
use crate::read::{self, Document, FlowItem, Page, ReadError};
use crate::report::{Report, Source, SourceFile};

/// What became of some files: the report on those that are one disclosure.
#[derive(Debug)]
pub struct Reading {
    /// The files it was made from, by their places among those given, in the order in which they are read.
    pub files: Vec<usize>,
    /// The report; an error stands for a single file.
    pub report: Result<Report, ReadError>,
}

/// Reads files and checks them, those that are one disclosure together, also by a user's own formulas.
///
/// Each file is a pair of its name and its bytes. Files are one disclosure when they are one body's, of one year and
/// kind, and no table of one stands in another: the same document in two formats is read twice.
#[must_use]
pub fn analyze_together(files: &[(&str, &[u8])], own: &[Rule]) -> Vec<Reading> {
    let alone: Vec<Result<Report, ReadError>> =
        files.iter().map(|(name, bytes)| crate::analyze_with(bytes, name, own)).collect();
    let reports: Vec<Option<&Report>> = alone.iter().map(|report| report.as_ref().ok()).collect();
    let groups = groups(&reports);
    let mut alone: Vec<Option<Result<Report, ReadError>>> = alone.into_iter().map(Some).collect();
    groups
        .into_iter()
        .filter_map(|group| {
            let pieces: Vec<_> = group.iter().filter_map(|&index| files.get(index).copied()).collect();
            let whole = if pieces.len() > 1 { analyze_as_one(&pieces, own).ok() } else { None };
            let first = group.first().copied()?;
            let report = match whole {
                Some(report) => Ok(report),
                None => alone.get_mut(first)?.take()?,
            };
            Some(Reading { files: group, report })
        })
        .collect()
}

/// Which files belong together, by their places among the reports; a file that was not read stands alone. The one
/// with the most prose leads.
#[must_use]
pub fn groups(reports: &[Option<&Report>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        let fits = |group: &&mut Vec<usize>| {
            report.is_some_and(|report| {
                group.iter().all(|&other| {
                    reports.get(other).copied().flatten().is_some_and(|other| is_other_half(other, report))
                })
            })
        };
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    for group in &mut groups {
        let prose =
            |index: &usize| reports.get(*index).copied().flatten().map_or(0, |report| report.claims.len());
        group.sort_by_key(|index| std::cmp::Reverse(prose(index)));
    }
    groups
}

/// Whether two files hold different halves of one disclosure.
fn is_other_half(a: &Report, b: &Report) -> bool {
    if !a.parts.is_empty() || !b.parts.is_empty() {
        return false;
    }
    let (x, y) = (&a.document, &b.document);
    let unnamed = |report: &Report| {
        // A bundle of tables need not say whose it is; it must say at least the year.
        report.document.organization.is_none() && report.document.fiscal_year.is_some()
    };
    let body = same_body(x, y) && x.organization.is_some() || unnamed(a) != unnamed(b);
    let year = x.fiscal_year == y.fiscal_year && x.fiscal_year.is_some();
    let kind = x.kind == y.kind || x.kind == Kind::Unknown || y.kind == Kind::Unknown;
    let has_content = |report: &Report| {
        !report.tables.is_empty() || !report.claims.is_empty() || !report.programs.is_empty()
    };
    body && year && kind && has_content(a) && has_content(b) && !share_a_table(&a.tables, &b.tables)
        // Two texts about one thing, neither with tables, are two versions of it.
        && (!a.tables.is_empty() || !b.tables.is_empty() || !a.programs.is_empty() || !b.programs.is_empty())
}

fn share_a_table(a: &[Table], b: &[Table]) -> bool {
    let same = |a: &Table, b: &Table| {
        a.kind.is_some() && a.kind == b.kind || !a.title.is_empty() && a.title == b.title
    };
    a.iter().any(|a| b.iter().any(|b| same(a, b)))
}

/// Reads files as one document, in the order given, and checks it.
///
/// # Errors
/// Where one of them cannot be read, the sentence for it.
pub fn analyze_as_one(files: &[(&str, &[u8])], own: &[Rule]) -> Result<Report, ReadError> {
    let mut whole: Option<Document> = None;
    let mut sources: Vec<SourceFile> = Vec::new();
    let (mut pages, mut lines) = (0, 0);
    for (name, bytes) in files {
        let mut document = read::read(bytes)?;
        let source = crate::source(bytes, name, &document);
        sources.push(SourceFile {
            name: source.name,
            format: source.format,
            bytes: source.bytes,
            sha256: source.sha256,
            pages: source.pages,
            first_page: pages + 1,
            first_line: lines + 1,
        });
        let last_line = document.pages.iter().map(last_line).max().unwrap_or(0);
        document.pages.iter_mut().for_each(|page| shift(page, pages, lines));
        for warning in &mut document.warnings {
            warning.message = format!("{name}：{}", warning.message);
            if let Some(crate::origin::Origin::Page { page, .. }) = &mut warning.origin {
                *page = page.saturating_add(pages);
            }
        }
        pages = pages.saturating_add(source.pages);
        lines = lines.saturating_add(last_line);
        match &mut whole {
            Some(whole) => {
                whole.pages.extend(document.pages);
                whole.warnings.extend(document.warnings);
            }
            None => whole = Some(document),
        }
    }
    let (Some(first), Some(whole)) = (sources.first(), whole) else { return Err(ReadError::Empty) };
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    let source = Source {
        name: names.join("、"),
        format: first.format.clone(),
        bytes: sources.iter().map(|source| source.bytes).sum(),
        sha256: first.sha256.clone(),
        pages,
        files: sources.clone(),
    };
    Ok(crate::report_on(&whole, &source, own))
}

fn last_line(page: &Page) -> u32 {
    match page {
        Page::Lines(lines) => lines.last().map_or(0, |line| line.number),
        Page::Flow(items) => items
            .iter()
            .map(|item| match item {
                FlowItem::Paragraph { number, .. } => *number,
                FlowItem::Table(table) => table.number.saturating_add(table.rows),
                FlowItem::PageBreak => 0,
            })
            .max()
            .unwrap_or(0),
        Page::Drawn(_) | Page::Sheet(_) => 0,
    }
}

/// Counts pages and lines on from the files before.
fn shift(page: &mut Page, pages: u32, lines: u32) {
    match page {
        Page::Drawn(page) => page.number = page.number.saturating_add(pages),
        Page::Sheet(sheet) => sheet.number = sheet.number.saturating_add(pages),
        Page::Lines(text) => text.iter_mut().for_each(|line| line.number = line.number.saturating_add(lines)),
        Page::Flow(items) => {
            for item in items {
                match item {
                    FlowItem::Paragraph { number, .. } => *number = number.saturating_add(lines),
                    FlowItem::Table(table) => table.number = table.number.saturating_add(lines),
                    FlowItem::PageBreak => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::text::{Damage, tabbed};
    use crate::generate::{Family, Options, Part, Synthetic};

    /// A disclosure's prose and its tables as two texts.
    fn halves(seed: u64) -> (String, String) {
        let whole = Synthetic::new(seed, Options::new(Family::Liaoning));
        let half = |tables: bool| {
            let parts = whole.parts.iter().filter(|part| match part {
                Part::Table(_) => tables,
                Part::Cover(_) => true,
                _ => !tables,
            });
            tabbed(&Synthetic { parts: parts.cloned().collect(), ..whole.clone() }, Damage::default())
        };
        (half(false), half(true))
    }

    #[test]
    fn prose_and_tables_apart_are_one_document() {
        let (prose, tables) = halves(7);
        let readings =
            analyze_together(&[("附表.txt", tables.as_bytes()), ("说明.txt", prose.as_bytes())], &[]);
        assert_eq!(readings.iter().map(|reading| reading.files.clone()).collect::<Vec<_>>(), [[1, 0]]);
        let report = readings.into_iter().next().expect("one").report.expect("reads");
        assert_eq!(report.source.name, "说明.txt、附表.txt");
        assert!(report.tables.len() > 10 && !report.claims.is_empty());
        let missing = report.findings.iter().filter(|finding| finding.rule == "N21").count();
        assert_eq!(missing, 0, "{:?}", report.findings);
        // Lines are counted on.
        let begins = report.source.files[1].first_line;
        let first =
            report.tables[0].rows.iter().flat_map(|row| &row.cells).find_map(|cell| cell.origin.as_ref());
        assert!(first.and_then(crate::origin::Origin::line).is_some_and(|line| line > begins));
    }

    #[test]
    fn what_is_not_one_document_stays_apart() {
        let (prose, tables) = halves(7);
        let (_, others) = halves(8);
        let files = [
            ("附表.txt", tables.as_bytes()),
            ("别家.txt", others.as_bytes()),
            ("又一份.md", tables.as_bytes()),
            ("空.txt", b"".as_slice()),
        ];
        assert_eq!(analyze_together(&files, &[]).len(), 4);
        let _ = prose;
    }
}
