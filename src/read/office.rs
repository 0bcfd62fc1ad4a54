//! The one door to Word, Excel and web pages: everything behind it can be left out of a build that reads only PDF
//! and text.

#[cfg(not(feature = "office"))]
use super::Format;
use super::charset::Charset;
use super::{Document, ReadError};

/// Reads a file of one of the office formats.
#[cfg(feature = "office")]
pub(super) fn read(kind: Kind, bytes: &[u8]) -> Result<Document, ReadError> {
    match kind {
        Kind::Package => super::package::read(bytes),
        Kind::Compound => super::compound::read(bytes),
        Kind::Html => super::html::read(bytes),
        Kind::Saved => super::html::saved::read(bytes),
    }
}

/// Without the readers all that can be said is that they are needed.
#[cfg(not(feature = "office"))]
pub(super) fn read(kind: Kind, _bytes: &[u8]) -> Result<Document, ReadError> {
    Err(ReadError::NeedsOffice(match kind {
        Kind::Package => Format::Docx,
        Kind::Compound => Format::Doc,
        Kind::Html | Kind::Saved => Format::Html,
    }))
}

/// The container an office file comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip package: docx, xlsx, xlsb, ods.
    Package,
    /// A compound file: doc, xls, and encrypted packages.
    Compound,
    /// A web page.
    Html,
    /// A web page with all that belongs to it in one file, written like a letter (mht).
    Saved,
}

impl Kind {
    /// Knows a container by its first bytes.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Some(Self::Package);
        }
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return Some(Self::Compound);
        }
        if is_letter(bytes) {
            return Some(Self::Saved);
        }
        is_html(bytes).then_some(Self::Html)
    }
}

/// A letter begins with its heads, one a line; two of them tell that it may hold a page.
fn is_letter(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes)).to_ascii_lowercase();
    let first = head.trim_start().lines().next().and_then(|line| line.split_once(':'));
    let first = first.map_or("", |(name, _)| name);
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    let states = |wanted: &str| head.lines().any(|line| line.starts_with(wanted));
    is_name(first) && states("mime-version:") && states("content-type:")
}

/// A web page begins with a tag of its own; text that only holds some tags does not.
fn is_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let text = match Charset::of_mark(head) {
        Some((charset, mark)) => charset.decode(head.get(mark..).unwrap_or_default()),
        // Tags are plain in every encoding else.
        None => head.iter().map(|&byte| char::from(byte)).collect(),
    };
    let text = text.to_ascii_lowercase();
    let mut rest = text.trim_start();
    // Saved pages begin with a comment that says where from, or with an XML declaration.
    while let Some(inside) = rest.strip_prefix("<!--").or_else(|| rest.strip_prefix("<?xml")) {
        let Some((_, after)) = inside.split_once("-->").or_else(|| inside.split_once("?>")) else {
            return false;
        };
        rest = after.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div"].iter().any(|tag| {
        rest.strip_prefix(tag).is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_page_is_known_by_its_first_tag() {
        assert_eq!(Kind::of(b"\xEF\xBB\xBF <!-- saved from url --><HTML lang=zh>"), Some(Kind::Html));
        assert_eq!(Kind::of(b"<!DOCTYPE html PUBLIC>"), Some(Kind::Html));
        assert_eq!(Kind::of(b"<table><tr><td>1</td></tr></table>"), Some(Kind::Html));
        assert_eq!(Kind::of("收支总表 <table>".as_bytes()), None);
        assert_eq!(Kind::of(b"<tablecloth>"), None);
        assert_eq!(Kind::of(b"<"), None);
        let letter = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b\"\r\n";
        assert_eq!(Kind::of(letter.as_bytes()), Some(Kind::Saved));
        assert_eq!(Kind::of("来源：\nMIME-Version: 1.0\nContent-Type: text/html".as_bytes()), None);
    }
}
