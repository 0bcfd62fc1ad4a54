//! Strings of old workbooks, in a code page (Excel 5) or in Unicode or its lower half (Excel 97): those that say how
//! figures are shown and what sheets are called are read here; those shared by all sheets are but looked through.

use encoding_rs::Encoding;

use crate::read::bytes::{u16_at, u32_at};

/// How a workbook writes its strings.
pub(super) struct Strings {
    /// Whether they are in Unicode (Excel 97 and later).
    pub wide: bool,
    codepage: u16,
    /// The code page of those that are not.
    encoding: &'static Encoding,
}

impl Strings {
    pub fn new(wide: bool) -> Self {
        // Files without a code page, written by other programs, are Chinese here.
        Self { wide, codepage: 936, encoding: encoding_rs::GBK }
    }

    /// Takes a code page that is known.
    pub fn set_codepage(&mut self, codepage: Option<u16>) {
        let known = codepage.and_then(|codepage| Some((codepage, encoding(codepage)?)));
        if let Some((codepage, encoding)) = known {
            (self.codepage, self.encoding) = (codepage, encoding);
        }
    }

    /// The code page that strings are truly in: some programs state their country's for Unicode.
    pub fn codepage(&self) -> u16 {
        if self.wide { 1200 } else { self.codepage }
    }

    /// A string whose length takes two bytes.
    pub fn long(&self, data: &[u8]) -> Option<String> {
        let length = usize::from(u16_at(data, 0)?);
        Some(self.text(data.get(2..)?, length))
    }

    /// A string whose length takes one byte.
    pub fn short(&self, data: &[u8]) -> Option<String> {
        let length = usize::from(*data.first()?);
        Some(self.text(data.get(1..)?, length))
    }

    fn text(&self, data: &[u8], length: usize) -> String {
        let up_to = |data: &[u8], end: usize| data.get(..end).unwrap_or(data).to_vec();
        if !self.wide {
            return self.encoding.decode_without_bom_handling(&up_to(data, length)).0.into_owned();
        }
        let (flags, text) = data.split_first().unwrap_or((&0, &[]));
        let units: Vec<u16> = if flags & 1 == 0 {
            up_to(text, length).into_iter().map(u16::from).collect()
        } else {
            let pairs = up_to(text, length.saturating_mul(2));
            pairs.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
        };
        String::from_utf16_lossy(&units)
    }
}

fn encoding(codepage: u16) -> Option<&'static Encoding> {
    match codepage {
        936 => Some(encoding_rs::GBK),
        54_936 => Some(encoding_rs::GB18030),
        950 => Some(encoding_rs::BIG5),
        932 => Some(encoding_rs::SHIFT_JIS),
        949 => Some(encoding_rs::EUC_KR),
        1252 => Some(encoding_rs::WINDOWS_1252),
        _ => None,
    }
}

/// Whether the shared strings, in the record that begins them and those that continue it, can be followed from the
/// first to the last: each head in one piece, no length that runs out of the records. None at all are sound.
pub(super) fn are_sound(pieces: &[&[u8]]) -> bool {
    let Some((first, continued)) = pieces.split_first() else { return true };
    let Some(mut rest) = first.get(8..) else { return false };
    let mut continued = continued.iter();
    loop {
        while rest.is_empty() {
            match continued.next() {
                Some(next) if next.is_empty() => return false,
                Some(next) => rest = next,
                None => return true,
            }
        }
        let (Some(length), Some(flags)) = (u16_at(rest, 0), rest.get(2).copied()) else { return false };
        let mut at = 3;
        let (mut runs, mut extra) = (0, 0);
        if flags & 8 != 0 {
            let Some(count) = u16_at(rest, at) else { return false };
            runs = usize::from(count) * 4;
            at += 2;
        }
        if flags & 4 != 0 {
            let Some(length) = u32_at(rest, at).and_then(|length| usize::try_from(length).ok()) else {
                return false;
            };
            extra = length;
            at += 4;
        }
        rest = rest.get(at..).unwrap_or_default();
        // The text; where it runs on into the next piece, the flag of its width is told again.
        let mut wide = flags & 1 != 0;
        let mut left = usize::from(length);
        while left > 0 {
            let width = if wide { 2 } else { 1 };
            let taken = left.min(rest.len() / width);
            rest = rest.get(taken * width..).unwrap_or_default();
            left -= taken;
            if left > 0 {
                let Some((flag, next)) = continued.next().and_then(|next| next.split_first()) else {
                    return false;
                };
                wide = flag & 1 != 0;
                rest = next;
            }
        }
        // What formats it.
        let mut skip = runs.saturating_add(extra);
        while skip > 0 {
            if rest.is_empty() {
                match continued.next() {
                    Some(next) if !next.is_empty() => rest = next,
                    _ => return false,
                }
            }
            let taken = skip.min(rest.len());
            rest = rest.get(taken..).unwrap_or_default();
            skip -= taken;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_that_run_on_over_records_are_sound() {
        let mut first = vec![2, 0, 0, 0, 2, 0, 0, 0];
        first.extend([3, 0, 1]);
        first.extend("收支".encode_utf16().flat_map(u16::to_le_bytes));
        let mut second = vec![1];
        second.extend("表".encode_utf16().flat_map(u16::to_le_bytes));
        second.extend([4, 0, 8, 1, 0, b'A', b'B', b'C', b'D', 9, 9, 9, 9]);
        assert!(are_sound(&[&first, &second]));
        assert!(are_sound(&[]));
        assert!(!are_sound(&[&first]));
        assert!(!are_sound(&[&first, &[]]));
        second.pop();
        assert!(!are_sound(&[&first, &second]));
    }

    #[test]
    fn lengths_that_lie_are_found() {
        assert!(!are_sound(&[&[0xFF; 9]]));
        assert!(!are_sound(&[&[1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 12, 0]]));
        assert!(!are_sound(&[&[1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF]]));
        assert_eq!(Strings::new(false).short(&[9, 0xB1]).map(|text| text.chars().count()), Some(1));
        assert_eq!(Strings::new(true).short(&[9, 1, 0x36, 0x65, 7]).as_deref(), Some("收"));
        assert_eq!(Strings::new(true).long(&[2, 0, 0, b'A', b'B', b'C']).as_deref(), Some("AB"));
    }
}
