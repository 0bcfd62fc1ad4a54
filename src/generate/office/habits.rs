//! What differs from one office's files to the next while the document stays the same.

use super::super::random::Random;

/// How an office makes its files. The default is as plain as can be.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools)] // each habit is had or not, whatever the others
pub struct Habits {
    /// How figures are kept in a workbook.
    pub figures: Figures,
    /// Blank rows above and blank columns before each sheet of a workbook.
    pub margin: u16,
    /// All tables of a workbook on one sheet, one under another.
    pub one_sheet: bool,
    /// Hidden sheets, rows and columns with figures of their own in a workbook.
    pub helpers: bool,
    /// No cell of a workbook has rules.
    pub bare: bool,
    /// Title, owner and unit are the first rows of the table itself (Word and web pages, pasted from a workbook).
    pub captions_inside: bool,
    /// The document stands in a table that only lays it out (Word and web pages).
    pub framed: bool,
    /// A table of a Word document is parted after so many rows and its header repeated; 0 for never.
    pub parted: usize,
    /// A Word document was worked over: deleted text is still in it, fields, text boxes, hidden text.
    pub worked_over: bool,
    /// A web page stands on a site: navigation and scripts around it, GBK, styles as Excel leaves them.
    pub published: bool,
}

/// How figures are kept in a workbook.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Figures {
    /// As numbers.
    #[default]
    Numbers,
    /// As formulas with the value they had.
    Formulas,
    /// As numbers in the format that accountants use.
    Accounting,
    /// As text.
    Text,
    /// As text in full-width digits.
    FullWidth,
}

impl Habits {
    /// Any habits.
    #[must_use]
    pub fn any(random: &mut Random) -> Self {
        use Figures::{Accounting, Formulas, FullWidth, Numbers, Text};
        Self {
            figures: *random.pick(&[Numbers, Formulas, Accounting, Text, FullWidth]),
            margin: u16::try_from(random.between(0, 2)).unwrap_or(0),
            one_sheet: random.chance(30),
            helpers: random.chance(50),
            captions_inside: random.chance(40),
            framed: random.chance(30),
            parted: if random.chance(50) { random.below(20) + 5 } else { 0 },
            worked_over: random.chance(60),
            published: random.chance(70),
            // Without rules a table that holds no figure is but words.
            bare: false,
        }
    }
}
