//! What the page and its worker say to each other.
//!
//! A message is a pair: one of these types as a plain value, and the bytes or picture that travel along with it
//! (handed over, not copied).

use serde::{Deserialize, Serialize};

use crate::compare::Gist;

pub mod original;
#[cfg(feature = "browser")]
pub mod port;
#[cfg(feature = "browser")]
pub mod work;

/// What the page asks the worker to do; the file's bytes travel along.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Read and check a file, or several that are one disclosure.
    Analyze {
        /// The page's number for the document.
        document: u32,
        /// Its files; their bytes travel along one after another.
        files: Vec<Piece>,
        /// What the user adds.
        own: Own,
    },
    /// See whether form files of the user's can be used; nothing travels along.
    TryForms {
        /// The files, the last one to go before the others.
        forms: Vec<OwnForm>,
    },
    /// Tell what the checks are; nothing travels along.
    Checks,
    /// Read and check a file for practice, so that the first real one finds everything warm.
    Warm,
    /// Draw a page of a file for practice.
    Sketch,
    /// Hand out the lines or sheets of a file, to show a place in them.
    Original {
        /// The page's number for the file.
        document: u32,
    },
    /// Take a PDF whose pages are to be drawn, in place of the one before. There is no answer.
    Open {
        /// The page's number for the file.
        document: u32,
    },
    /// Draw a page of the PDF taken; nothing travels along.
    Draw {
        /// The page's number for the file.
        document: u32,
        /// Page number, from 1.
        page: u32,
        /// Pixels a point.
        scale: f32,
    },
}

/// One of a document's files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// File name.
    pub name: String,
    /// How many of the bytes are its own.
    pub bytes: u32,
}

/// What a user adds to the checks and forms that come with the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// Formulas, one a line.
    pub formulas: String,
    /// Form files, the last one to go before the others.
    pub forms: Vec<OwnForm>,
}

/// A form file of the user's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnForm {
    /// File name.
    pub name: String,
    /// What is in it (see `docs/forms.md`).
    pub text: String,
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The worker listens; what was sent before is lost.
    Ready,
    /// What the checks are.
    Checks {
        /// Every check.
        checks: Vec<CheckNote>,
    },
    /// The worker has practised. The report on the practice file travels along, if one was made.
    Warm,
    /// The report as JSON travels along.
    Report {
        /// The page's number for the file.
        document: u32,
        /// How long reading and checking took, in milliseconds.
        millis: f64,
        /// What other documents can be held against.
        gist: Gist,
    },
    /// Whether the form files can be used.
    FormsTried {
        /// What is wrong with one of them, for the person who wrote it.
        mistake: Option<String>,
    },
    /// The file could not be read.
    Refused {
        /// The page's number for the file.
        document: u32,
        /// Why, for the person who dropped it.
        message: String,
    },
    /// The file is for the worker that reads Word, Excel and web pages.
    NeedsOffice {
        /// The page's number for the file.
        document: u32,
    },
    /// The text's lines.
    Lines {
        /// The page's number for the file.
        document: u32,
        /// Every line without its line end, the first being line 1.
        lines: Vec<String>,
    },
    /// The workbook's sheets.
    Sheets {
        /// The page's number for the file.
        document: u32,
        /// The sheets that are shown.
        sheets: Vec<Sheet>,
    },
    /// A page of a PDF; its picture travels along.
    Picture {
        /// The page's number for the file.
        document: u32,
        /// Page number, from 1.
        page: u32,
        /// Pixels a point, as asked.
        scale: f32,
        /// Width in points, as shown.
        width: f32,
        /// Height in points, as shown.
        height: f32,
        /// How long drawing took, in milliseconds.
        millis: f64,
    },
    /// The page cannot be drawn.
    Undrawn {
        /// The page's number for the file.
        document: u32,
        /// Page number, from 1.
        page: u32,
    },
}

/// A sheet of a workbook, as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// Its cells by row, then column.
    pub cells: Vec<SheetCell>,
}

/// A cell of a sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetCell {
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub col: u32,
    /// Rows covered.
    pub rows: u32,
    /// Columns covered.
    pub cols: u32,
    /// Its address: `B7`.
    pub address: String,
    /// What it shows.
    pub text: String,
}

/// What a person may want to know of a check.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckNote {
    /// Its code, as findings and the ledger give it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Headings and texts: what it looks for, why, on what basis, how to mend.
    pub sections: Vec<(String, String)>,
}
