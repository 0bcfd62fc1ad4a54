//! Tables that hold no figure: announced by a title and a unit, then nothing but the names of their columns.

use super::super::super::captions;
use super::pieces::Piece;
use super::{Region, Row, is_caption};

/// The title stands no further above the unit than this many lines.
const TITLE_LINES: usize = 4;

/// Finds them among the rows that no table took.
pub(super) fn find(rows: &[Row<'_>], pieces: &[Vec<Piece<'_>>], taken: &[Region]) -> Vec<Region> {
    let free = |row: usize| taken.iter().all(|region| row < region.from || row >= region.to);
    let own = |at: usize| pieces.get(at).map_or(&[][..], Vec::as_slice);
    let text = |at: usize| own(at).iter().map(|piece| piece.text.as_str()).collect::<String>();
    let mut found = Vec::new();
    for unit in (0..rows.len()).filter(|&at| is_caption(own(at)) && text(at).contains('元') && free(at)) {
        let above = unit.saturating_sub(TITLE_LINES)..unit;
        if !above.clone().any(|at| text(at).ends_with('表') && own(at).len() < 3 && free(at)) {
            continue;
        }
        let short = |at: usize| {
            let (Some(row), Some(before)) = (rows.get(at), rows.get(at.saturating_sub(1))) else {
                return false;
            };
            let near = row.top() - before.top() < 5.0 * row.size;
            let note = captions::is_note(std::iter::once(text(at).as_str()));
            let title = own(at).len() == 1 && text(at).ends_with('表');
            let brief = own(at).iter().all(|piece| {
                piece.text.chars().count() <= 16 && !piece.text.contains(['。', '；', '：', '，'])
            });
            free(at) && near && brief && !note && !title && !is_caption(own(at))
        };
        let to = (unit + 1..rows.len()).find(|&at| !short(at)).unwrap_or(rows.len());
        if (unit + 1..to).any(|at| own(at).len() > 1) {
            let total = |at: &usize| own(*at).first().is_some_and(Piece::is_total) && own(*at).len() == 1;
            let first_data = (unit + 2..to).find(total).unwrap_or(to);
            let rules = Vec::new();
            found.push(Region { from: unit + 1, first_data, to, rules, known: Vec::new(), doubted: false });
        }
    }
    found
}
