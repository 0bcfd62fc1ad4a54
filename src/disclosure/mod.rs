//! From blocks to a disclosure: tables recognised, joined and titled; prose joined; identity found.

mod assemble;
mod body;
mod caption;
pub mod claims;
mod columns;
pub mod contents;
mod cut;
mod flat;
mod header;
pub mod identity;
mod lost;
mod matrix;
pub mod model;
mod programs;
pub mod prose;
mod realign;
pub mod region;
mod several;
mod shifted;
mod sideways;
pub mod subject;
pub mod words;

use crate::forms;
use crate::layout::Block;
use model::{Disclosure, Table};

/// The disclosures that a document's blocks hold: one, as a rule.
#[must_use]
pub fn all(blocks: &[Block]) -> Vec<Disclosure> {
    let whole = build(blocks);
    let parts: Vec<Disclosure> =
        several::split(blocks, &whole).into_iter().filter_map(|part| blocks.get(part)).map(build).collect();
    if several::differ(&parts) { parts } else { vec![whole] }
}

/// Builds the disclosure from a document's blocks.
#[must_use]
pub fn build(blocks: &[Block]) -> Disclosure {
    let restored = flat::restored(blocks);
    let blocks = restored.as_deref().unwrap_or(blocks);
    let realigned = realign::realigned(blocks);
    let (blocks, moved) =
        realigned.as_ref().map_or((blocks, &[][..]), |(blocks, notes)| (&blocks[..], &notes[..]));
    let found = programs::read(blocks);
    let assemble::Assembly { mut tables, mut taken, loose, beside, .. } =
        assemble::tables(blocks, &found.taken);
    let flat = flat::tables(blocks);
    for range in flat.tables.iter().flat_map(|(ranges, _)| ranges) {
        taken.get_mut(range.clone()).into_iter().for_each(|taken| taken.fill(true));
    }
    tables.extend(flat.tables.into_iter().map(|(_, table)| Table { inferred: true, ..table }));
    for (index, table) in tables.iter_mut().enumerate() {
        table.index = index;
    }
    let identity = identity::identify(blocks, &tables);
    forms::annotate_all(&mut tables, Some(&identity));
    let mut notes = found.notes;
    notes.extend(sideways::notes(&beside, &tables));
    notes.extend(flat.notes);
    notes.extend(moved.iter().map(|note| realign::titled(note, &tables)));
    let paragraphs = prose::paragraphs(blocks, &taken);
    let claims = claims::claims(&paragraphs, &identity);
    for (table, _) in tables.iter_mut().zip(&loose).filter(|(_, loose)| **loose) {
        notes.extend(shifted::mend(table));
        notes.extend(lost::mend(table, &claims));
    }
    Disclosure {
        contents: contents::entries(blocks),
        claims,
        identity,
        tables,
        programs: found.programs,
        paragraphs,
        fragments: prose::fragments(blocks, &taken),
        marked: Vec::new(),
        notes,
        warnings: flat.warnings,
    }
}
