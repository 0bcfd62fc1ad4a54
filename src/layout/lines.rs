//! Text files: tab-separated runs to grids, everything else to lines.

use super::{Block, Line};
use crate::origin::Origin;
use crate::read::TextLine;

/// The blocks of a text file.
pub(super) fn blocks(lines: &[TextLine]) -> Vec<Block> {
    lines
        .iter()
        .map(|line| {
            Block::Line(Line {
                text: line.text.clone(),
                origin: Origin::Line { line: line.number, column: 1 },
                full: false,
                gap: false,
            })
        })
        .collect()
}
