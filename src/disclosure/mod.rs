//! From blocks to a disclosure: tables recognised, joined and titled; prose joined; identity found.

mod assemble;
mod body;
mod caption;
mod columns;
mod header;
mod matrix;
pub mod model;
pub mod words;

use crate::layout::Block;
use model::Disclosure;

/// Builds the disclosure from a document's blocks.
#[must_use]
pub fn build(blocks: &[Block]) -> Disclosure {
    let assembly = assemble::tables(blocks);
    Disclosure { tables: assembly.tables, ..Disclosure::default() }
}
