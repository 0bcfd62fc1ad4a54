//! Rows cut by the end of a page: what fits stays, the rest of the wrapped names stands on the next page.

use super::super::table::{Align, Cell};
use super::wrap;

/// A row's part for this page and its part for the next one, where its names have so many lines that it can be cut.
pub(super) fn halves(row: &[Cell], edges: &[f32], size: f32) -> Option<(Vec<Cell>, Vec<Cell>)> {
    let coded = |cell: &Cell| cell.text.len() >= 3 && cell.text.bytes().all(|byte| byte.is_ascii_digit());
    if !row.iter().any(coded) || row.iter().any(|cell| cell.rows > 1) {
        return None;
    }
    let mut any = false;
    let halves = row.iter().map(|cell| {
        let width = edges.get(cell.col + cell.cols)? - edges.get(cell.col)?;
        let lines = wrap(&cell.text, (width - 4.0) / size, 0.0);
        let kept = if cell.align == Align::Left { lines.len().div_ceil(2) } else { lines.len() };
        any |= kept < lines.len();
        let part = |lines: &[String]| Cell { text: lines.concat(), ..cell.clone() };
        Some((part(lines.get(..kept)?), part(lines.get(kept..)?)))
    });
    let (first, rest) = halves.collect::<Option<Vec<_>>>()?.into_iter().unzip();
    any.then_some((first, rest))
}
