//! Where a value stands in the file it was read from.

use serde::{Deserialize, Serialize};

/// The place of a value: on a drawn page, in a sheet, or in a line of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Origin {
    /// On a page of a drawn document (PDF).
    Page {
        /// Page number, from 1.
        page: u32,
        /// The rectangle `[x0, y0, x1, y1]` in points; the origin is the page's top left corner as it is
        /// shown (after `/Rotate`), y grows downwards.
        #[serde(rename = "box")]
        bounds: [f32; 4],
    },
    /// In a sheet of a workbook.
    Sheet {
        /// The sheet's name.
        sheet: String,
        /// The cell's address, such as `B7`.
        cell: String,
    },
    /// In plain text.
    Line {
        /// Line number, from 1.
        line: u32,
        /// Character (not byte) within the line, from 1.
        column: u32,
    },
}

impl Origin {
    /// The page number, where the origin is a drawn page.
    #[must_use]
    pub fn page(&self) -> Option<u32> {
        match self {
            Self::Page { page, .. } => Some(*page),
            _ => None,
        }
    }

    /// The line number, where the origin is plain text.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        match self {
            Self::Line { line, .. } => Some(*line),
            _ => None,
        }
    }

    /// The smallest origin that covers both, where they stand on one page; otherwise the first.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Page { page: a, bounds: p }, Self::Page { page: b, bounds: q }) if a == b => Self::Page {
                page: *a,
                bounds: [p[0].min(q[0]), p[1].min(q[1]), p[2].max(q[2]), p[3].max(q[3])],
            },
            _ => self.clone(),
        }
    }
}
