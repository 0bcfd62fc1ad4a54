//! Tables without rules, or with horizontal ones only: where they stand on the page.

mod bands;
mod columns;
mod empties;
mod header;
mod parted;
mod pieces;
mod table;

use super::super::Grid;
use super::rows::Row;
use super::rules::Span;
use crate::order;
use pieces::{Piece, is_code, is_figure, is_item, pieces};
use table::Columns;

pub(in super::super) use parted::Carried;

/// So many rows of figures make a table.
const FEWEST_ROWS: usize = 3;
/// Or so many figures in one row.
const MOST_FIGURES: usize = 5;
/// A header has no more lines than this.
const MOST_HEADER_LINES: usize = 14;
/// Between two rows of figures at most so many rows have none.
const MOST_BARE_ROWS: usize = 3;
/// Rules that end this near to each other (points) are of one table.
const NEAR: f32 = 4.0;

/// A table found: which rows it takes, and its grid.
pub(super) struct Found {
    /// First row.
    pub from: usize,
    /// The row after its last.
    pub to: usize,
    /// The grid, unless it is kept for the next page.
    pub grid: Option<Grid>,
}

/// Where a table stands, before its columns are known.
struct Region {
    from: usize,
    first_data: usize,
    to: usize,
    /// Rules over its whole width, from the top.
    rules: Vec<f32>,
    /// Where shorter rules end: edges of columns.
    known: Vec<f32>,
    /// It is a table only if it goes on from the page before.
    doubted: bool,
}

/// Finds tables among the rows that no ruled table took. `across` are the horizontal rules that none took,
/// `edges` places of vertical ones, `before` the columns of a table that the page before ended with; they are replaced by those this page ends with.
pub(super) fn find(
    page: u32,
    rows: &[Row<'_>],
    (across, edges): (&[Span], &[f32]),
    before: &mut Carried,
) -> Vec<Found> {
    let pieces: Vec<Vec<Piece<'_>>> = rows.iter().map(pieces).collect();
    let data: Vec<bool> =
        pieces.iter().map(|row| row.len() > 1 && row.iter().any(|piece| is_figure(&piece.text))).collect();
    let mut regions = ruled_across(rows, &pieces, &data, across);
    let goes_on = before.columns.as_ref().filter(|_| regions.is_empty());
    regions.extend(by_figures(rows, &pieces, &data, &regions, goes_on.is_some()));
    regions.extend(empties::find(rows, &pieces, &regions));
    order::by_rank(&mut regions, |region| order::count(region.from));
    let bare =
        |region: &&Region| !pieces.get(..region.from).unwrap_or_default().iter().any(|row| is_caption(row));
    let mut found: Vec<Found> = Vec::new();
    let last = before.columns.take();
    found.extend(before.over(page, rows, regions.first().filter(bare)));
    let done = found.last().map_or(0, |found| found.to);
    for region in regions.iter().filter(|region| region.from >= done) {
        let lines = rows.get(region.from..region.to).unwrap_or_default();
        // Only a page's first table may go on from the page before.
        let hint = last.as_ref().filter(|_| found.is_empty());
        let known: Vec<f32> = region.known.iter().chain(edges).copied().collect();
        let input = table::Input {
            page,
            lines,
            first_data: region.first_data.saturating_sub(region.from),
            rules: &region.rules,
            known: &known,
            captioned: pieces.get(..region.from).unwrap_or_default().iter().any(|row| is_caption(row)),
            before: hint,
        };
        let Some(read) = input.read() else { continue };
        if region.doubted && !read.goes_on {
            continue;
        }
        before.columns = Some(read.columns);
        let mut table = Found { from: region.from, to: region.to, grid: Some(read.grid) };
        before.keep(page, rows, &mut table, region);
        found.push(table);
    }
    found
}

/// Whether the unit stands right above the names of the columns.
fn announced(pieces: &[Vec<Piece<'_>>], region: &Region) -> bool {
    let above = region.from.checked_sub(1).and_then(|above| pieces.get(above));
    region.first_data > region.from && above.is_some_and(|row| is_caption(row))
}

fn is_long(row: &Vec<Piece<'_>>) -> bool {
    row.iter().filter(|piece| is_figure(&piece.text)).count() >= MOST_FIGURES
}

/// Tables between horizontal rules of one width.
fn ruled_across(rows: &[Row<'_>], pieces: &[Vec<Piece<'_>>], data: &[bool], across: &[Span]) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let captions: Vec<f32> =
        rows.iter().zip(pieces).filter(|(_, own)| is_caption(own)).map(|(row, _)| row.middle()).collect();
    let mut left: Vec<Span> = across.to_vec();
    order::by_rank(&mut left, |span| order::number(span.from - span.to));
    while !left.is_empty() {
        let widest = left.remove(0);
        let whole =
            |span: &Span| (span.from - widest.from).abs() < NEAR && (span.to - widest.to).abs() < NEAR;
        let (mut full, rest): (Vec<Span>, Vec<Span>) = left.iter().partition(|span| whole(span));
        left = rest;
        full.push(widest);
        order::by_rank(&mut full, |span| order::number(span.at));
        let heights: Vec<f32> = full.iter().map(|span| span.at).collect();
        for rules in stacks(&captions, &heights) {
            let (Some(&top), Some(&bottom)) = (rules.first(), rules.last()) else { continue };
            let inside = |row: &Row<'_>| (top..bottom).contains(&row.middle());
            let Some(from) = rows.iter().position(inside) else { continue };
            let to = rows.iter().rposition(inside).map_or(from, |last| last + 1);
            let taken = regions.iter().any(|region| region.from < to && from < region.to);
            let figures = data.get(from..to).unwrap_or_default().iter().filter(|d| **d).count();
            let several = pieces.get(from).is_some_and(|row| row.len() > 1)
                || pieces.get(from + 1).is_some_and(|row| row.len() > 1);
            if taken || figures == 0 && !(several && rules.len() > 3) {
                continue;
            }
            let first_data = (from..to).find(|&row| pieces.get(row).is_some_and(|row| is_body(row)));
            let first_data = first_data.unwrap_or_else(|| {
                let head = rules.get(1).copied().unwrap_or(bottom);
                (from..to).find(|&row| rows.get(row).is_some_and(|row| row.middle() > head)).unwrap_or(to)
            });
            let of_part = |span: &&Span| span.at > top && span.at < bottom && span.from > widest.from - NEAR;
            let known = left.iter().filter(of_part).flat_map(|span| [span.from, span.to]).collect();
            // Rules at every row part the rows; a few only frame the table and its header.
            let rules = if rules.len() * 10 > figures * 6 { rules } else { Vec::new() };
            regions.push(Region { from, first_data, to, rules, known, doubted: false });
        }
    }
    regions
}

/// Rules of one width, parted where a caption stands between two of them.
fn stacks(captions: &[f32], heights: &[f32]) -> Vec<Vec<f32>> {
    let mut stacks: Vec<Vec<f32>> = Vec::new();
    for &height in heights {
        let parted = stacks
            .last()
            .and_then(|stack| stack.last())
            .is_none_or(|&last| captions.iter().any(|caption| (last..height).contains(caption)));
        match stacks.last_mut().filter(|_| !parted) {
            Some(stack) => stack.push(height),
            None => stacks.push(vec![height]),
        }
    }
    stacks.retain(|stack| stack.len() > 2);
    stacks
}

/// Tables told by their figures alone, outside the regions found already.
fn by_figures(
    rows: &[Row<'_>],
    pieces: &[Vec<Piece<'_>>],
    data: &[bool],
    taken: &[Region],
    goes_on: bool,
) -> Vec<Region> {
    let free = |row: usize| taken.iter().all(|region| row < region.from || row >= region.to);
    let mut regions: Vec<Region> = Vec::new();
    let mut at = 0;
    while let Some(first) = (at..rows.len()).find(|&row| data.get(row) == Some(&true) && free(row)) {
        let stop =
            taken.iter().map(|region| region.from).filter(|&from| from > first).min().unwrap_or(rows.len());
        let last = last_of_run(rows.get(..stop).unwrap_or(rows), pieces, data, first);
        at = last + 1;
        let figures = (first..=last).filter(|&row| data.get(row) == Some(&true)).count();
        let run = pieces.get(first..=last).unwrap_or_default();
        let floor = regions.last().map_or(0, |region| region.to);
        let floor =
            taken.iter().map(|region| region.to).filter(|&to| to <= first).max().unwrap_or(0).max(floor);
        let first = first_of_run(rows, pieces, first..last + 1, floor);
        let from = header_start(rows, pieces, first, floor);
        let first_data = (from..=first).find(|&row| pieces.get(row).is_some_and(|row| is_body(row)));
        let region = Region {
            from,
            first_data: first_data.unwrap_or(first),
            to: last + 1,
            rules: Vec::new(),
            known: Vec::new(),
            doubted: false,
        };
        let enough = (figures >= FEWEST_ROWS || run.iter().any(is_long)) && speaks_of_money(run);
        let sure = enough || announced(pieces, &region);
        if sure || goes_on && regions.is_empty() {
            regions.push(Region { doubted: !sure, ..region });
        }
    }
    regions
}

fn speaks_of_money(rows: &[Vec<Piece<'_>>]) -> bool {
    let figures = rows.iter().flatten().filter(|piece| is_figure(&piece.text)).count();
    let pieces = rows.iter().map(Vec::len).sum::<usize>();
    figures * 4 >= pieces
}

/// A line of the body: it has a figure, or begins with a code or a numbered item.
fn is_body(pieces: &[Piece<'_>]) -> bool {
    pieces.len() > 1 && pieces.iter().any(|piece| is_figure(&piece.text))
        || pieces
            .first()
            .is_some_and(|piece| is_item(&piece.text) || pieces.len() > 1 && is_code(&piece.text))
}

/// A line that names the unit or the owner: it stands over a table, never in one.
fn is_caption(pieces: &[Piece<'_>]) -> bool {
    let colon = |piece: &Piece<'_>| piece.text.contains(['：', ':']);
    pieces.iter().any(|piece| piece.text.contains("单位") && colon(piece))
}

/// A row of several cells though without a figure: names of items that have none.
fn is_row(pieces: &[Piece<'_>]) -> bool {
    pieces.len() > 1 && pieces.iter().all(|piece| piece.text.chars().count() <= 40)
}

fn last_of_run(rows: &[Row<'_>], pieces: &[Vec<Piece<'_>>], data: &[bool], first: usize) -> usize {
    let (mut last, mut bare) = (first, 0);
    let Some(size) = rows.get(first).map(|row| row.size) else { return first };
    for (at, row) in rows.iter().enumerate().skip(first + 1) {
        let (figures, own) = (data.get(at) == Some(&true), pieces.get(at).map_or(&[][..], Vec::as_slice));
        if is_caption(own) || (row.size - size).abs() > 0.15 * size {
            break;
        }
        let previous = rows.get(at - 1).map_or(f32::MIN, Row::top);
        if row.top() - previous > 8.0 * size {
            break;
        }
        let near = row.top() - previous < 2.4 * size;
        if figures || near && is_row(own) {
            last = at;
            bare = 0;
        } else if !(near && is_name_alone(own, pieces.get(first..=last).unwrap_or_default())) {
            bare += 1;
            if bare > MOST_BARE_ROWS {
                break;
            }
        }
    }
    // Items without figures at the foot of the page, and the rest of a name in the last row.
    let run = pieces.get(first..=last).unwrap_or_default();
    let left = run.iter().flatten().map(|piece| piece.x0).fold(f32::MAX, f32::min);
    while let (Some(row), Some(next)) = (rows.get(last), rows.get(last + 1)) {
        let own = pieces.get(last + 1).map_or(&[][..], Vec::as_slice);
        let item = own.first().is_some_and(|piece| is_item(&piece.text) || piece.x0 > left + 3.0 * size);
        if !(item && next.top() - row.top() < 2.4 * size && is_name_alone(own, run)) {
            break;
        }
        last += 1;
    }
    while let (Some(row), Some(next)) = (rows.get(last), rows.get(last + 1)) {
        let own = pieces.get(last + 1).map_or(&[][..], Vec::as_slice);
        let close = next.top() - row.top() < 0.8 * size;
        if !(close && own.len() == 1 && is_name_alone(own, pieces.get(first..=last).unwrap_or_default())) {
            break;
        }
        last += 1;
    }
    last
}

/// Items without figures may stand before the first row that has some.
fn first_of_run(
    rows: &[Row<'_>],
    pieces: &[Vec<Piece<'_>>],
    run: std::ops::Range<usize>,
    floor: usize,
) -> usize {
    let (mut first, mut at) = (run.start, run.start);
    while at > floor
        && let (Some(row), Some(below), Some(own)) = (rows.get(at - 1), rows.get(at), pieces.get(at - 1))
    {
        let near =
            below.top() - row.top() < 2.4 * below.size && (row.size - below.size).abs() < 0.15 * below.size;
        let named = is_name_alone(own, pieces.get(at..run.end).unwrap_or_default());
        if !near || is_caption(own) || !is_body(own) && !named {
            break;
        }
        at -= 1;
        // The first line of a wrapped name stands close above its figures.
        if is_body(own) || at + 1 == first && below.top() - row.top() < 0.8 * below.size {
            first = at;
        }
    }
    first
}

/// A lone piece that begins where names of the table begin, and is no sentence.
fn is_name_alone(own: &[Piece<'_>], run: &[Vec<Piece<'_>>]) -> bool {
    let [piece] = own else { return false };
    let width = run.iter().flatten().map(|other| other.x1).fold(0.0, f32::max)
        - run.iter().flatten().map(|other| other.x0).fold(f32::MAX, f32::min);
    let aligned = |other: &Piece<'_>| (other.x0 - piece.x0).abs() < piece.size() && !is_figure(&other.text);
    piece.x1 - piece.x0 < 0.6 * width
        && !piece.text.contains(['。', '；'])
        && !piece.text.starts_with('注')
        && run.iter().flatten().any(aligned)
}

/// The header is made of the rows just above that have several pieces; of lone pieces between or below them (the
/// rest of a long name), and of lone group names set close over them in the same size.
fn header_start(rows: &[Row<'_>], pieces: &[Vec<Piece<'_>>], first: usize, floor: usize) -> usize {
    let (mut from, mut at) = (first, first);
    while at > floor && first - at < MOST_HEADER_LINES {
        let Some(above) = pieces.get(at - 1) else { break };
        let Some((row, below)) = rows.get(at - 1).zip(rows.get(at)) else { break };
        let same_size = (row.size - below.size).abs() < 0.15 * below.size;
        let step = below.top() - row.top();
        let titled = above.iter().map(|piece| piece.text.as_str()).collect::<String>().ends_with('表');
        if is_caption(above) || !same_size || step > 5.0 * below.size || titled && above.len() < 3 {
            break;
        }
        let short = above.iter().all(|piece| piece.text.chars().count() <= 16 && !piece.text.ends_with('。'));
        if above.len() > 1 || pieces::atoms(row).len() > 1 {
            from = at - 1;
        } else if !short || step > 2.4 * below.size || from == first && first - at > 4 {
            break;
        } else if from < first {
            from = at - 1;
        }
        at -= 1;
    }
    from
}
