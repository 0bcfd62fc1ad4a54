//! From blocks to a disclosure: tables recognised, joined and titled; prose joined; identity found.

mod assemble;
mod body;
mod caption;
mod columns;
mod header;
mod matrix;
pub mod model;
pub mod words;

use crate::forms;
use crate::layout::Block;
use model::Disclosure;

/// Builds the disclosure from a document's blocks.
#[must_use]
pub fn build(blocks: &[Block]) -> Disclosure {
    let mut tables = assemble::tables(blocks).tables;
    for (index, table) in tables.iter_mut().enumerate() {
        table.index = index;
        forms::annotate(table, None);
    }
    Disclosure { tables, ..Disclosure::default() }
}
