//! Drawn pages: words and rules to lines and grids.

use super::Block;
use crate::read::DrawnPage;

/// The blocks of one drawn page.
pub(super) fn blocks(page: &DrawnPage) -> Vec<Block> {
    vec![Block::Page(page.number)]
}
