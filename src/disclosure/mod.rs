//! From blocks to a disclosure: tables recognised, joined and titled; prose joined; identity found.

mod assemble;
mod body;
mod caption;
pub mod claims;
mod columns;
mod flat;
pub mod contents;
mod header;
pub mod identity;
mod matrix;
pub mod model;
pub mod prose;
pub mod region;
mod shifted;
mod sideways;
pub mod subject;
pub mod words;

use crate::forms;
use crate::layout::Block;
use model::Disclosure;

/// Builds the disclosure from a document's blocks.
#[must_use]
pub fn build(blocks: &[Block]) -> Disclosure {
    let assembly = assemble::tables(blocks);
    let mut tables = assembly.tables;
    let flat = flat::tables(blocks);
    tables.extend(flat.tables.into_iter().map(|(_, table)| table));
    for (index, table) in tables.iter_mut().enumerate() {
        table.index = index;
    }
    let identity = identity::identify(blocks, &tables);
    forms::annotate_all(&mut tables, Some(&identity));
    let loose = tables.iter_mut().zip(&assembly.loose).filter(|(_, loose)| **loose);
    let notes = loose.flat_map(|(table, _)| shifted::mend(table)).collect();
    Disclosure { identity, tables, notes, warnings: flat.warnings, ..Disclosure::default() }
}
