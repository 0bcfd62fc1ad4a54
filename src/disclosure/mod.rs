//! From blocks to a disclosure: tables recognised, joined and titled; prose joined; identity found.

pub mod model;

use crate::layout::Block;
use model::Disclosure;

/// Builds the disclosure from a document's blocks.
#[must_use]
pub fn build(_blocks: &[Block]) -> Disclosure {
    Disclosure::default()
}
