//! From bytes to pages: one file a format, sniffed by content, never by name.
//!
//! Nothing downstream asks which format a page came from: a page is drawn (glyphs and rules at places), lines of
//! text, or a sheet of cells.

use crate::report::Warning;

/// What a file was recognised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Portable document format.
    Pdf,
    /// Plain text, Markdown, or tab-separated tables.
    Text,
}

impl Format {
    /// The name used in the report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Text => "text",
        }
    }
}

/// A file's pages.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it was recognised as.
    pub format: Format,
    /// Its pages in order.
    pub pages: Vec<Page>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// A page, by what it is made of.
#[derive(Debug, Clone)]
pub enum Page {
    /// Glyphs and rules at places.
    Drawn(DrawnPage),
    /// Lines of text.
    Lines(Vec<TextLine>),
}

/// A drawn page. Lengths in points; the origin is the top left corner as shown, y grows downwards.
#[derive(Debug, Clone, Default)]
pub struct DrawnPage {
    /// Page number, from 1.
    pub number: u32,
    /// Width as shown.
    pub width: f32,
    /// Height as shown.
    pub height: f32,
    /// Glyphs in drawing order.
    pub glyphs: Vec<Glyph>,
    /// Horizontal and vertical rules.
    pub rules: Vec<Rule>,
    /// Share of the page covered by pictures, 0 to 1.
    pub pictured: f32,
}

/// A glyph at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// The characters it stands for (usually one); U+FFFD where they cannot be told.
    pub text: String,
    /// Left edge.
    pub x0: f32,
    /// Right edge (by its advance).
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// Font size as shown.
    pub size: f32,
}

/// A straight horizontal or vertical rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Left end.
    pub x0: f32,
    /// Upper end.
    pub y0: f32,
    /// Right end; equals `x0` for a vertical rule.
    pub x1: f32,
    /// Lower end; equals `y0` for a horizontal rule.
    pub y1: f32,
}

/// A line of a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// Line number, from 1.
    pub number: u32,
    /// The text without its line end.
    pub text: String,
}
