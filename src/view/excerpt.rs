//! The few lines of a table that a finding is about.

use super::sheet::SheetLine;

/// A piece of an excerpt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// A line of the table, by its number.
    Line(usize),
    /// So many lines left out.
    Gap(usize),
}

/// The lines that hold one of `rows`, and what lies between them. A single line between two is shown rather than
/// left out.
#[must_use]
pub fn excerpt(lines: &[SheetLine], rows: &[usize]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut next = 0;
    for (index, line) in lines.iter().enumerate() {
        if !rows.iter().any(|row| line.holds(*row)) {
            continue;
        }
        match index - next {
            0 => {}
            1 => pieces.push(Piece::Line(next)),
            gap => pieces.push(Piece::Gap(gap)),
        }
        pieces.push(Piece::Line(index));
        next = index + 1;
    }
    match lines.len() - next {
        0 => {}
        1 => pieces.push(Piece::Line(next)),
        gap => pieces.push(Piece::Gap(gap)),
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_counted_and_single_lines_kept() {
        let lines: Vec<SheetLine> = (0..10).map(|row| SheetLine { left: Some(row), right: None }).collect();
        assert_eq!(
            excerpt(&lines, &[1, 3, 7]),
            [
                Piece::Line(0),
                Piece::Line(1),
                Piece::Line(2),
                Piece::Line(3),
                Piece::Gap(3),
                Piece::Line(7),
                Piece::Gap(2)
            ]
        );
        assert_eq!(excerpt(&[], &[1]), []);
    }
}
