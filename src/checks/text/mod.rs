//! What the words themselves show: template options left in, doubled words, missing units, names written wrong.
//!
//! The checks here read the prose (and, where they say so, the text within tables) as it is printed. They accuse only
//! where the document, its form or the usage of the field leaves no doubt; a plain unusual word is nobody's mistake.

pub mod brackets;
pub mod confusions;
pub mod copied;
pub mod doubled;
pub mod government;
pub mod instructions;
pub mod items;
pub mod levels;
pub mod lists;
pub mod markup;
pub mod numbering;
pub mod odd_units;
pub mod options;
pub mod own_name;
pub mod passage;
pub mod phrases;
pub mod placeholders;
pub mod projects;
pub mod punctuation;
pub mod series;
pub mod set_phrases;
pub mod slips;
pub mod units;
pub mod years;

use super::registry::Check;
pub use passage::{Passage, passages};
pub use slips::{Slip, report};

/// The checks of this folder, in the order of their findings.
pub const CHECKS: &[Check] = &[
    own_name::CHECK,
    units::CHECK,
    options::CHECK,
    placeholders::CHECK,
    instructions::CHECK,
    doubled::CHECK,
    punctuation::CHECK,
    brackets::CHECK,
    confusions::CHECK,
    markup::CHECK,
    set_phrases::CHECK,
    levels::CHECK,
    copied::CHECK,
    lists::CHECK,
    government::CHECK,
    numbering::ORDER,
    numbering::END,
    years::CHECK,
    projects::CHECK,
];
