//! From bytes to pages: one file a format, sniffed by content, never by name.
//!
//! Nothing downstream asks which format a page came from: a page is drawn (glyphs and rules at places), lines of
//! text, a sheet of cells, or a flow of paragraphs and tables.

use thiserror::Error;

use crate::report::Warning;

pub use pdf::settings as pdf_settings;

#[cfg(feature = "office")]
mod bytes;
mod charset;
#[cfg(feature = "office")]
mod compound;
#[cfg(feature = "office")]
mod doc;
#[cfg(feature = "office")]
mod docx;
#[cfg(feature = "office")]
mod flow;
mod glyphs;
#[cfg(feature = "office")]
mod html;
mod office;
#[cfg(feature = "office")]
mod package;
mod pdf;
#[cfg(feature = "office")]
mod pictures;
#[cfg(feature = "office")]
mod sheet;
mod text;
mod vertical;
#[cfg(feature = "office")]
mod xml;

pub use pdf::blank;

/// What a file was recognised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Portable document format.
    Pdf,
    /// Word 2007 and later.
    Docx,
    /// Word 97 to 2003.
    Doc,
    /// Excel 2007 and later, also in its binary form, and `OpenDocument` spreadsheets.
    Xlsx,
    /// Excel 5 to 2003.
    Xls,
    /// A web page.
    Html,
    /// Plain text, Markdown, or tab-separated tables.
    Text,
}

impl Format {
    /// The name used in the report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Doc => "doc",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Html => "html",
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

impl Document {
    /// Whether parts of the file are lost that nobody can see the place of: what does not tally may be but that.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.warnings.iter().any(|warning| warning.message.contains("只读出了"))
    }
}

/// A page, by what it is made of.
#[derive(Debug, Clone)]
pub enum Page {
    /// Glyphs and rules at places.
    Drawn(DrawnPage),
    /// Lines of text.
    Lines(Vec<TextLine>),
    /// A sheet of a workbook.
    Sheet(SheetPage),
    /// Paragraphs and tables without pages.
    Flow(Vec<FlowItem>),
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

/// A sheet of a workbook: what of it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetPage {
    /// Its number in the workbook, from 1.
    pub number: u32,
    /// The name on its tab.
    pub name: String,
    /// The cells that have text or rules, by row, then column.
    pub cells: Vec<SheetCell>,
}

/// A cell of a sheet. Rows and columns count only those that are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCell {
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub col: u32,
    /// Rows covered, at least 1.
    pub rows: u32,
    /// Columns covered, at least 1.
    pub cols: u32,
    /// Its address in the file: `B7`.
    pub address: String,
    /// What it shows.
    pub text: String,
    /// Whether a border is drawn at any of its sides.
    pub ruled: bool,
}

/// A piece of a document that flows: Word, a web page.
#[derive(Debug, Clone, PartialEq)]
pub enum FlowItem {
    /// A paragraph.
    Paragraph {
        /// Its running number among the document's paragraphs and table rows, from 1: the place shown to people.
        number: u32,
        /// Its text. Tabs are kept; line breaks inside are new paragraphs.
        text: String,
    },
    /// A table.
    Table(FlowTable),
    /// A new page begins here for certain (a page break set by the author).
    PageBreak,
}

/// A table in a flow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FlowTable {
    /// The running number of its first row; each row counts one on.
    pub number: u32,
    /// Number of rows.
    pub rows: u32,
    /// Number of columns.
    pub cols: u32,
    /// Its cells, by row, then column.
    pub cells: Vec<FlowCell>,
    /// Whether merged cells are known as such.
    pub spans_known: bool,
}

/// A cell of a table in a flow.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowCell {
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub col: u32,
    /// Rows covered, at least 1.
    pub rows: u32,
    /// Columns covered, at least 1.
    pub cols: u32,
    /// Its text; paragraphs are parted by line feeds.
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
    /// A PDF locked with a password.
    #[error("这份 PDF 加了密码，打不开。请用原密码另存一份不加密的再拖进来。")]
    Encrypted,
    /// A Word or Excel file locked with a password.
    #[error("这份 Word 或 Excel 文件加了密码，打不开。请用原密码打开，去掉密码后另存一份再拖进来。")]
    EncryptedOffice,
    /// A PDF cut off or broken.
    #[error("这份 PDF 已损坏或没有下载完整，打不开。请重新下载或另存一份再试。")]
    Broken,
    /// A Word or Excel file cut off or broken.
    #[error("这份 Word 或 Excel 文件已损坏或没有下载完整，打不开。请重新下载或另存一份再试。")]
    BrokenOffice,
    /// A picture.
    #[error("这是一张图片，里面没有可以核对的文字。请拖入原始的 PDF、Word 或 Excel 文件。")]
    Picture,
    /// A document that holds nothing but pictures.
    #[error("这份文件里只有图片，没有可以核对的文字。请拖入没有扫描成图片的原始文件。")]
    OnlyPictures,
    /// An archive of files.
    #[error("这是一个压缩包。请解压后，把里面的 PDF、Word 或 Excel 文件拖进来。")]
    Archive,
    /// Unpacked it would fill the memory.
    #[error("这个文件展开后大得不正常，没有打开。请只留下预决算部分另存一份再拖进来。")]
    Bomb,
    /// A known format that is not read.
    #[error("这是 {0} 文件，目前还读不了。请另存为 PDF、docx 或 xlsx 再拖进来。")]
    Unsupported(&'static str),
    /// A Word or Excel file or a web page, where only PDF and text can be read.
    #[error("读这种文件（{name}）的部件没有装上。请换用完整的版本，或另存为 PDF 再拖进来。", name = .0.name())]
    NeedsOffice(Format),
    /// Nothing known.
    #[error("认不出这是什么文件。请拖入预决算公开的 PDF、Word、Excel、网页或文本文件。")]
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
    let head = bytes.get(..1024).unwrap_or(bytes);
    if head.windows(5).any(|w| w == b"%PDF-") {
        return pdf::read(bytes);
    }
    if let Some(kind) = office::Kind::of(bytes) {
        return office::read(kind, bytes);
    }
    if let Some(other) = foreign(bytes) {
        return Err(other);
    }
    text::read(bytes)
}

/// Files known by their first bytes that are not read.
fn foreign(bytes: &[u8]) -> Option<ReadError> {
    const PICTURES: [&[u8]; 6] =
        [b"\x89PNG\r\n", b"\xFF\xD8\xFF", b"GIF8", b"II*\0", b"MM\0*", b"\0\0\x01\0"];
    const ARCHIVES: [&[u8]; 5] = [b"Rar!\x1A", b"7z\xBC\xAF\x27\x1C", b"\x1F\x8B\x08", b"BZh", b"\xFD7zXZ"];
    let begins = |marks: &[&[u8]]| marks.iter().any(|mark| bytes.starts_with(mark));
    let riff = |kind: &[u8]| bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(kind);
    // A bitmap's header repeats the file's length.
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes();
    let bitmap = bytes.starts_with(b"BM") && bytes.get(2..6) == Some(&length);
    if begins(&PICTURES) || riff(b"WEBP") || bitmap || bytes.get(4..12) == Some(b"ftypheic") {
        Some(ReadError::Picture)
    } else if begins(&ARCHIVES) {
        Some(ReadError::Archive)
    } else if bytes.starts_with(b"{\\rtf") {
        Some(ReadError::Unsupported("RTF"))
    } else if bytes.starts_with(b"%!PS") {
        Some(ReadError::Unsupported("PostScript"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> Option<ReadError> {
        read(bytes).err()
    }

    #[test]
    fn what_is_not_read_is_named() {
        assert_eq!(refused(b""), Some(ReadError::Empty));
        assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Some(ReadError::Picture));
        assert_eq!(refused(b"RIFF\x10\0\0\0WEBPVP8 "), Some(ReadError::Picture));
        assert_eq!(refused(b"Rar!\x1a\x07\x01\0"), Some(ReadError::Archive));
        assert_eq!(refused(b"{\\rtf1\\ansi"), Some(ReadError::Unsupported("RTF")));
        assert!(read("收支总表".as_bytes()).is_ok());
    }
}
