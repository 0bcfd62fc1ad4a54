//! Plain text in UTF-8 or GB18030.

use super::{Document, Format, Page, ReadError, TextLine};

/// Reads plain text.
pub(super) fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let text = String::from_utf8_lossy(bytes);
    let lines =
        (1..).zip(text.lines()).map(|(number, line)| TextLine { number, text: line.to_owned() }).collect();
    Ok(Document { format: Format::Text, pages: vec![Page::Lines(lines)], warnings: Vec::new() })
}
