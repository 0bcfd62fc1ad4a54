//! From bytes to pages: one file a format, sniffed by content, never by name.
//!
//! Nothing downstream asks which format a page came from: a page is drawn (glyphs and rules at places), lines of
//! text, or a sheet of cells.

use thiserror::Error;

use crate::report::Warning;

pub use pdf::settings as pdf_settings;

mod glyphs;
mod pdf;
mod text;

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

/// A drawn page. Lengths in points; the origin is the top left corner, y grows downwards.
///
/// Where a wide table was set sideways on an upright page, the page is taken turned, so that its text runs from left
/// to right; [`DrawnPage::as_shown`] gives a place back on the page as people see it.
#[derive(Debug, Clone, Default)]
pub struct DrawnPage {
    /// Page number, from 1.
    pub number: u32,
    /// Width, as its text reads.
    pub width: f32,
    /// Height, as its text reads.
    pub height: f32,
    /// How the page was turned for reading.
    pub turn: Turn,
    /// Glyphs in drawing order.
    pub glyphs: Vec<Glyph>,
    /// Horizontal and vertical rules.
    pub rules: Vec<Rule>,
    /// Share of the page covered by pictures, 0 to 1.
    pub pictured: f32,
}

/// How a page is turned so that its text runs from left to right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Turn {
    /// Not at all.
    #[default]
    None,
    /// By a quarter clockwise: its text ran upwards.
    Clockwise,
    /// By a quarter the other way: its text ran downwards.
    Counterclockwise,
}

impl DrawnPage {
    /// A rectangle of the page as it is read on the page as it is shown.
    #[must_use]
    pub fn as_shown(&self, [x0, y0, x1, y1]: [f32; 4]) -> [f32; 4] {
        match self.turn {
            Turn::None => [x0, y0, x1, y1],
            Turn::Clockwise => [y0, self.width - x1, y1, self.width - x0],
            Turn::Counterclockwise => [self.height - y1, x0, self.height - y0, x1],
        }
    }
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

/// Why a file could not be read; the text is for the person who dropped it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// No bytes.
    #[error("这个文件是空的（0 字节），里面没有内容。")]
    Empty,
    /// Larger than [`MAX_BYTES`].
    #[error("这个文件有 {0} MB，超过了 {max} MB 的上限。请只留下预决算部分再拖进来。", max = MAX_BYTES / 1_000_000)]
    TooLarge(u64),
    /// Locked with a password.
    #[error("这份 PDF 加了密码，打不开。请用原密码另存一份不加密的再拖进来。")]
    Encrypted,
    /// Cut off or broken.
    #[error("这份 PDF 已损坏或没有下载完整，打不开。请重新下载或另存一份再试。")]
    Broken,
    /// A picture.
    #[error("这是一张图片，里面没有可以核对的文字。请拖入原始的 PDF、Word 或 Excel 文件。")]
    Picture,
    /// A known format that is not read (yet).
    #[error("这是 {0} 文件，目前还读不了。请另存为 PDF 再拖进来。")]
    Unsupported(&'static str),
    /// Nothing known.
    #[error("认不出这是什么文件。请拖入预决算公开的 PDF 或文本文件。")]
    Unknown,
}

/// The largest file taken, in bytes.
pub const MAX_BYTES: u64 = 200_000_000;

/// Reads a file, whatever it is.
///
/// # Errors
/// A sentence for the person who dropped the file.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLarge(bytes.len() as u64 / 1_000_000));
    }
    // The header may stand behind some junk.
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|w| w == b"%PDF-") {
        return pdf::read(bytes);
    }
    text::read(bytes)
}
