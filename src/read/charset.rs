//! Bytes to text in the encodings these documents come in.
//!
//! The worker of the page asks the browser for GB18030: it has the tables already, and `encoding_rs` would carry those
//! of all Asia into what is loaded before the first verdict.

/// An encoding of plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    Utf16Le,
    Utf16Be,
    Gb18030,
}

impl Charset {
    /// The encoding a byte order mark tells, and how long the mark is.
    pub(super) fn of_mark(bytes: &[u8]) -> Option<(Self, usize)> {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => Some((Self::Utf8, 3)),
            [0xFF, 0xFE, ..] => Some((Self::Utf16Le, 2)),
            [0xFE, 0xFF, ..] => Some((Self::Utf16Be, 2)),
            _ => None,
        }
    }

    /// The text, with U+FFFD for what is broken.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        let wide = |unit: fn([u8; 2]) -> u16| {
            let units = bytes.chunks(2).map(|pair| match *pair {
                [first, second] => unit([first, second]),
                // Half a unit: a lone surrogate is what decodes to U+FFFD.
                _ => 0xD800,
            });
            char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        };
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Utf16Le => wide(u16::from_le_bytes),
            Self::Utf16Be => wide(u16::from_be_bytes),
            Self::Gb18030 => gb18030(bytes),
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", feature = "browser", not(feature = "office"))))]
fn gb18030(bytes: &[u8]) -> String {
    encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(all(target_arch = "wasm32", feature = "browser", not(feature = "office")))]
fn gb18030(bytes: &[u8]) -> String {
    web_sys::TextDecoder::new_with_label("gb18030")
        .and_then(|decoder| decoder.decode_with_u8_array(bytes))
        // Every browser knows it; one that does not reads what is plain.
        .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_bytes_are_shown_as_such() {
        assert_eq!(Charset::Utf16Le.decode(&[0x08, 0x54, 0xA1]), "合\u{FFFD}");
        assert_eq!(Charset::Utf16Be.decode(&[0xD8, 0x00, 0x54, 0x08]), "\u{FFFD}合");
        assert_eq!(Charset::Utf8.decode(b"12\xFF"), "12\u{FFFD}");
        assert_eq!(Charset::Gb18030.decode(b"\xBA\xCF\xBC\xC6 1\xFF"), "合计 1\u{FFFD}");
    }

    #[test]
    fn marks_tell_the_encoding() {
        assert_eq!(Charset::of_mark(b"\xEF\xBB\xBF1"), Some((Charset::Utf8, 3)));
        assert_eq!(Charset::of_mark(b"\xFE\xFF\x54\x08"), Some((Charset::Utf16Be, 2)));
        assert_eq!(Charset::of_mark(b"12"), None);
    }
}
