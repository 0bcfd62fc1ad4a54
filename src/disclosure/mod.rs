//! From blocks to a disclosure: tables recognised, joined and titled; prose joined; identity found.

mod assemble;
mod body;
mod caption;
mod columns;
mod flat;
mod header;
pub mod identity;
mod matrix;
pub mod model;
mod programs;
pub mod region;
mod shifted;
mod sideways;
pub mod words;

use crate::forms;
use crate::layout::Block;
use model::Disclosure;

/// Builds the disclosure from a document's blocks.
#[must_use]
pub fn build(blocks: &[Block]) -> Disclosure {
    let found = programs::read(blocks);
    let assembly = assemble::tables(blocks, &found.taken);
    let mut tables = assembly.tables;
    let flat = flat::tables(blocks);
    tables.extend(flat.tables.into_iter().map(|(_, table)| table));
    for (index, table) in tables.iter_mut().enumerate() {
        table.index = index;
    }
    let identity = identity::identify(blocks, &tables);
    forms::annotate_all(&mut tables, Some(&identity));
    let mut notes = found.notes;
    let loose = tables.iter_mut().zip(&assembly.loose).filter(|(_, loose)| **loose);
    notes.extend(loose.flat_map(|(table, _)| shifted::mend(table)));
    Disclosure {
        identity,
        tables,
        programs: found.programs,
        notes,
        warnings: flat.warnings,
        ..Disclosure::default()
    }
}
