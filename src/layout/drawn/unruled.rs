//! Tables without rules, or with horizontal ones only: columns are where the figures of many rows stand above each
//! other with a white corridor between them.

use super::super::{Grid, GridCell};
use super::rows::{Row, bounds};
use crate::amount;
use crate::origin::Origin;
use crate::read::Glyph;

/// A gap of this many font sizes parts two cells of a row.
const CELL_GAP: f32 = 0.9;
/// A narrower gap parts them where what stands beside it is a cell by itself: a figure or a code.
const NARROW_GAP: f32 = 0.3;
/// So many rows of figures make a table.
const FEWEST_ROWS: usize = 3;
/// Or so many figures in one row.
const MOST_FIGURES: usize = 5;
/// A header has no more rows than this.
const MOST_HEADER_ROWS: usize = 5;
/// Between two rows of figures at most so many rows have none.
const MOST_BARE_ROWS: usize = 3;

/// Lines nearer than this share of the usual step from row to row belong to one row.
const NEARER: f32 = 0.88;

/// A piece of a row between two wide gaps.
struct Piece<'a> {
    glyphs: Vec<&'a Glyph>,
    x0: f32,
    x1: f32,
    text: String,
}

/// A table found: which rows it takes, and its grid.
pub(super) struct Found {
    /// First row.
    pub from: usize,
    /// The row after its last.
    pub to: usize,
    /// The grid.
    pub grid: Grid,
}

/// Finds tables among the rows that no ruled table took.
pub(super) fn find(page: u32, rows: &[Row<'_>]) -> Vec<Found> {
    let pieces: Vec<Vec<Piece<'_>>> = rows.iter().map(pieces).collect();
    let data: Vec<bool> =
        pieces.iter().map(|row| row.len() > 1 && row.iter().any(|piece| is_figure(&piece.text))).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = (at..rows.len()).find(|&row| data.get(row) == Some(&true)) {
        let last = last_of_run(rows, &pieces, &data, first);
        at = last + 1;
        let figures = (first..=last).filter(|&row| data.get(row) == Some(&true)).count();
        let long =
            |row: &Vec<Piece<'_>>| row.iter().filter(|piece| is_figure(&piece.text)).count() >= MOST_FIGURES;
        let enough =
            figures >= FEWEST_ROWS || pieces.get(first..=last).is_some_and(|rows| rows.iter().any(long));
        if !enough || !speaks_of_money(pieces.get(first..=last).unwrap_or_default()) {
            continue;
        }
        let from = header_start(rows, &pieces, first, found.last().map_or(0, |f: &Found| f.to));
        if let Some(grid) = grid(page, rows, &pieces, &data, from, last + 1) {
            found.push(Found { from, to: last + 1, grid });
        }
    }
    found
}

fn pieces<'a>(row: &Row<'a>) -> Vec<Piece<'a>> {
    let wide = split(&row.glyphs, CELL_GAP);
    if wide.len() < 2 {
        return wide;
    }
    // In a row of cells a figure may stand right before the name of the next panel, or a code before its name.
    wide.into_iter()
        .flat_map(|piece| {
            let mut parts: Vec<Piece<'a>> = Vec::new();
            for part in split(&piece.glyphs, NARROW_GAP) {
                match parts.last_mut().filter(|last| !are_cells(&last.text, &part.text)) {
                    Some(last) => {
                        last.glyphs.extend(part.glyphs);
                        last.x1 = part.x1;
                        last.text.push_str(&part.text);
                    }
                    None => parts.push(part),
                }
            }
            parts
        })
        .collect()
}

/// Glyphs with gaps of more than `gap` font sizes between them.
fn split<'a>(glyphs: &[&'a Glyph], gap: f32) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Vec<&'a Glyph>> = Vec::new();
    for &glyph in glyphs {
        let apart = pieces
            .last()
            .and_then(|piece| piece.last())
            .is_none_or(|last| glyph.x0 - last.x1 > gap * last.size.max(glyph.size));
        match pieces.last_mut().filter(|_| !apart) {
            Some(piece) => piece.push(glyph),
            None => pieces.push(vec![glyph]),
        }
    }
    pieces
        .into_iter()
        .map(|glyphs| {
            let [x0, _, x1, _] = bounds(&glyphs);
            let text = glyphs.iter().map(|g| g.text.as_str()).collect();
            Piece { glyphs, x0, x1, text }
        })
        .collect()
}

/// Whether two pieces with a narrow gap between them are two cells.
fn are_cells(left: &str, right: &str) -> bool {
    const UNITS: [&str; 8] = ["元", "万", "亿", "千元", "%", "％", "年", "月"];
    let figure = |text: &str| text.contains('.') && amount::parse(text).is_some();
    let code = |text: &str| {
        matches!(text.len(), 3 | 5 | 7)
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.starts_with(['1', '2', '3', '5'])
    };
    let word = |text: &str| {
        text.starts_with(|c: char| !c.is_ascii()) && !UNITS.iter().any(|unit| text.starts_with(unit))
    };
    (figure(left) || code(left)) && word(right) || figure(right)
}

/// A figure as tables print it; bare short numbers (page numbers, years, counts) prove nothing.
fn is_figure(text: &str) -> bool {
    amount::parse(text).is_some() && (text.contains(['.', ',', '，']) || text.len() > 4 || text == "0")
}

fn speaks_of_money(rows: &[Vec<Piece<'_>>]) -> bool {
    let figures = rows.iter().flatten().filter(|piece| is_figure(&piece.text)).count();
    let pieces = rows.iter().map(Vec::len).sum::<usize>();
    figures * 4 >= pieces
}

/// A row of several cells though without a figure: names of items that have none.
fn is_row(pieces: &[Piece<'_>]) -> bool {
    pieces.len() > 1
        && pieces.iter().all(|piece| piece.text.chars().count() <= 40 && !piece.text.contains("单位："))
}

fn last_of_run(rows: &[Row<'_>], pieces: &[Vec<Piece<'_>>], data: &[bool], first: usize) -> usize {
    let (mut last, mut bare) = (first, 0);
    for (row, &figures) in data.iter().enumerate().skip(first + 1) {
        let near = rows
            .get(row)
            .zip(rows.get(last))
            .is_some_and(|(row, last)| row.top() - last.top() < 2.4 * row.size.max(last.size));
        if figures || near && pieces.get(row).is_some_and(|row| is_row(row)) {
            last = row;
            bare = 0;
        } else {
            bare += 1;
            if bare > MOST_BARE_ROWS {
                break;
            }
        }
    }
    last
}

/// The header is made of the rows just above that have several pieces, and of lone group names set close over them
/// in the same size.
fn header_start(rows: &[Row<'_>], pieces: &[Vec<Piece<'_>>], first: usize, floor: usize) -> usize {
    let mut from = first;
    while from > floor && first - from < MOST_HEADER_ROWS {
        let Some(above) = pieces.get(from - 1) else { break };
        let caption =
            above.iter().any(|piece| piece.text.contains("单位") && piece.text.contains([':', '：']));
        let close = rows.get(from - 1).zip(rows.get(from)).is_some_and(|(above, below)| {
            (above.size - below.size).abs() < 0.1 * below.size && below.top() - above.top() < 1.8 * below.size
        });
        let group_name = close
            && above.iter().all(|piece| piece.text.chars().count() <= 16 && !piece.text.ends_with('表'));
        if caption || above.len() < 2 && !(group_name && from < first) {
            break;
        }
        from -= 1;
    }
    from
}

fn grid(
    page: u32,
    rows: &[Row<'_>],
    pieces: &[Vec<Piece<'_>>],
    data: &[bool],
    from: usize,
    to: usize,
) -> Option<Grid> {
    let first_data = (from..to).find(|&row| data.get(row) == Some(&true))?;
    let body: Vec<bool> =
        (from..to).map(|row| row >= first_data && pieces.get(row).is_some_and(|row| row.len() > 1)).collect();
    let edges = column_edges(pieces.get(from..to)?, &body)?;
    let cols = edges.len() - 1;
    let groups = row_groups(rows, data, from, to);
    let mut cells: Vec<GridCell> = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let header = group.iter().all(|&row| row < first_data);
        let mut slots: Vec<(usize, usize, Vec<&Glyph>, String)> = Vec::new();
        for piece in group.iter().filter_map(|&row| pieces.get(row)).flatten() {
            let (mut first, mut last) = covered(&edges, piece)?;
            if !header {
                let middle = f32::midpoint(piece.x0, piece.x1);
                let own = if amount::parse(&piece.text).is_some() { slot(&edges, middle) } else { first };
                (first, last) = (own, own);
            }
            match slots.iter_mut().find(|(a, b, ..)| *a == first && *b == last) {
                Some((_, _, glyphs, text)) => {
                    glyphs.extend(&piece.glyphs);
                    text.push_str(&piece.text);
                }
                None => slots.push((first, last, piece.glyphs.clone(), piece.text.clone())),
            }
        }
        slots.sort_by_key(|(first, ..)| *first);
        for (first, last, glyphs, text) in slots {
            let origin = Origin::Page { page, bounds: bounds(&glyphs) };
            cells.push(GridCell { row: number, col: first, rows: 1, cols: last - first + 1, text, origin });
        }
    }
    spread_group_names(
        &mut cells,
        &edges,
        groups.iter().take_while(|group| group.iter().all(|&row| row < first_data)).count(),
    );
    let all: Vec<&Glyph> = rows.get(from..to)?.iter().flat_map(|row| row.glyphs.iter().copied()).collect();
    let origin = Origin::Page { page, bounds: bounds(&all) };
    Some(Grid { rows: groups.len(), cols, cells, origin, edges, columns_seen: false, spans_known: true })
}

/// A group's name is set over the middle of its columns: it spans those columns with names just below it about whose
/// middle it stands.
fn spread_group_names(cells: &mut [GridCell], edges: &[f32], header_rows: usize) {
    let header: Vec<(usize, usize, usize)> =
        cells.iter().filter(|c| c.row < header_rows).map(|c| (c.row, c.col, c.col + c.cols)).collect();
    let named = |row: usize, col: usize| header.iter().any(|&(r, a, b)| r == row && (a..b).contains(&col));
    for cell in cells.iter_mut().filter(|cell| cell.row < header_rows) {
        let Some(below) = (cell.row + 1..header_rows).find(|&row| named(row, cell.col)) else { continue };
        let Origin::Page { bounds, .. } = &cell.origin else { continue };
        let middle = f32::midpoint(bounds[0], bounds[2]);
        let free = |col: usize| named(below, col) && !(cell.row..below).any(|row| named(row, col));
        let own = cell.col..cell.col + cell.cols;
        let first = (0..own.start).rev().take_while(|&col| free(col)).last().unwrap_or(own.start);
        let last =
            (own.end..edges.len() - 1).take_while(|&col| free(col)).last().map_or(own.end, |col| col + 1);
        let off = |a: usize, b: usize| (f32::midpoint(edges[a], edges[b]) - middle).abs();
        let spans = (first..=own.start).flat_map(|a| (own.end..=last).map(move |b| (a, b)));
        // The widest of those whose middle is near enough: narrow ones lie about the same middle.
        let best = spans
            .filter(|&(a, b)| {
                off(a, b) < 0.4 * (edges[b] - edges[a]) / f32::from(u16::try_from(b - a).unwrap_or(u16::MAX))
            })
            .max_by_key(|&(a, b)| b - a);
        if let Some((a, b)) = best {
            (cell.col, cell.cols) = (a, b - a);
        }
    }
}

/// Columns are the stretches that rows of figures cover; a stretch covered by one row in twenty only is a stray.
fn column_edges(pieces: &[Vec<Piece<'_>>], data: &[bool]) -> Option<Vec<f32>> {
    let mut marks: Vec<(f32, i32)> = Vec::new();
    let mut rows = 0;
    for (row, _) in pieces.iter().zip(data).filter(|(_, data)| **data) {
        rows += 1;
        for piece in row {
            marks.push((piece.x0, 1));
            marks.push((piece.x1, -1));
        }
    }
    marks.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let enough = rows / 20 + 1;
    let mut depth = 0;
    let mut stretches: Vec<(f32, f32)> = Vec::new();
    let mut open = None;
    for (x, step) in marks {
        depth += step;
        if depth >= enough && open.is_none() {
            open = Some(x);
        } else if depth < enough
            && let Some(from) = open.take()
        {
            stretches.push((from, x));
        }
    }
    // Header names over columns that no row fills are columns as well.
    for piece in pieces.iter().zip(data).filter(|(_, data)| !**data).flat_map(|(row, _)| row) {
        if stretches.iter().all(|(a, b)| piece.x1 < *a || piece.x0 > *b) {
            stretches.push((piece.x0, piece.x1));
        }
    }
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (first, last) = (stretches.first()?, stretches.last()?);
    if stretches.len() < 2 {
        return None;
    }
    let inner = stretches.windows(2).map(|pair| f32::midpoint(pair[0].1, pair[1].0));
    Some(std::iter::once(first.0 - 1.0).chain(inner).chain([last.1 + 1.0]).collect())
}

/// First and last column that a piece covers by more than a sliver.
fn covered(edges: &[f32], piece: &Piece<'_>) -> Option<(usize, usize)> {
    let sliver = 0.15 * (piece.x1 - piece.x0);
    let first = slot(edges, piece.x0 + sliver);
    let last = slot(edges, piece.x1 - sliver);
    (first <= last).then_some((first, last))
}

fn slot(edges: &[f32], x: f32) -> usize {
    let inner = edges.get(1..edges.len().saturating_sub(1)).unwrap_or_default();
    inner.iter().take_while(|&&edge| edge < x).count()
}

/// Rows of text that make one row of the table: a line without figures that stands nearer to its neighbour than
/// rows usually do is the rest of a wrapped name.
fn row_groups(rows: &[Row<'_>], data: &[bool], from: usize, to: usize) -> Vec<Vec<usize>> {
    let top = |row: usize| rows.get(row).map_or(0.0, Row::top);
    let first_data = (from..to).find(|&row| data.get(row) == Some(&true)).unwrap_or(from);
    let mut steps: Vec<f32> = (first_data + 1..to)
        .filter(|&row| data.get(row) == Some(&true) && data.get(row - 1) == Some(&true))
        .map(|row| top(row) - top(row - 1))
        .collect();
    steps.sort_by(f32::total_cmp);
    let pitch = NEARER * steps.get(steps.len() / 2).copied().unwrap_or_default();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut held: Vec<usize> = Vec::new();
    for row in from..to {
        let near_last = row > first_data && top(row) - top(row - 1) < pitch;
        let near_next = row + 1 < to && top(row + 1) - top(row) < pitch;
        let bare = data.get(row) != Some(&true);
        if row > first_data
            && bare
            && near_last
            && held.is_empty()
            && let Some(group) = groups.last_mut()
        {
            group.push(row);
            continue;
        }
        if row > first_data && bare && near_next {
            held.push(row);
            continue;
        }
        let mut group = std::mem::take(&mut held);
        group.push(row);
        groups.push(group);
    }
    if !held.is_empty() {
        groups.push(held);
    }
    groups
}
