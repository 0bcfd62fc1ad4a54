//! Strings of old workbooks: in a code page (Excel 5), in Unicode or its lower half (Excel 97), and those shared by
//! all sheets, which run on over records.

use encoding_rs::Encoding;

use crate::read::bytes::{index, u16_at, u32_at};

/// How a workbook writes its strings.
pub(super) struct Strings {
    /// Whether they are in Unicode (Excel 97 and later).
    pub wide: bool,
    /// The code page of those that are not.
    pub encoding: &'static Encoding,
}

impl Strings {
    pub fn new(wide: bool) -> Self {
        // Files without a code page, written by other programs, are Chinese here.
        Self { wide, encoding: encoding_rs::GBK }
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
        if !self.wide {
            let bytes = data.get(..length).unwrap_or(data);
            return self.encoding.decode_without_bom_handling(bytes).0.into_owned();
        }
        let mut reader = Reader::new(std::slice::from_ref(&data));
        reader.string(length)
    }
}

/// The shared strings, from the record that begins them and those that continue it.
pub(super) fn shared(pieces: &[&[u8]]) -> Vec<String> {
    let mut reader = Reader::new(pieces);
    let head = reader.bytes(8);
    let count = u32_at(&head, 4).map_or(0, index);
    let mut strings = Vec::new();
    while strings.len() < count {
        let length = reader.bytes(2);
        let Some(length) = u16_at(&length, 0) else { break };
        strings.push(reader.string(usize::from(length)));
    }
    strings
}

/// Reads on from piece to piece.
struct Reader<'a> {
    pieces: &'a [&'a [u8]],
    piece: usize,
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(pieces: &'a [&'a [u8]]) -> Self {
        Self { pieces, piece: 0, at: 0 }
    }

    /// What is left of the current piece; of the next one where nothing is.
    fn rest(&mut self) -> &'a [u8] {
        loop {
            let Some(piece) = self.pieces.get(self.piece) else { return &[] };
            match piece.get(self.at..) {
                Some(rest) if !rest.is_empty() => return rest,
                _ => {
                    self.piece += 1;
                    self.at = 0;
                }
            }
        }
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut out = Vec::new();
        while out.len() < count {
            let rest = self.rest();
            if rest.is_empty() {
                break;
            }
            let take = rest.len().min(count - out.len());
            out.extend_from_slice(rest.get(..take).unwrap_or_default());
            self.at += take;
        }
        out
    }

    fn skip(&mut self, count: usize) {
        let mut left = count;
        while left > 0 {
            let rest = self.rest().len();
            if rest == 0 {
                break;
            }
            self.at += rest.min(left);
            left -= rest.min(left);
        }
    }

    /// A string of so many characters, its flags first. Where it runs on into the next piece, the flag of its
    /// width is told again.
    fn string(&mut self, length: usize) -> String {
        let flags = self.bytes(1).first().copied().unwrap_or_default();
        let runs = if flags & 8 != 0 { u16_at(&self.bytes(2), 0).map_or(0, usize::from) } else { 0 };
        let extra = if flags & 4 != 0 { u32_at(&self.bytes(4), 0).map_or(0, index) } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut units: Vec<u16> = Vec::new();
        let mut piece = self.piece;
        while units.len() < length {
            let rest = self.rest();
            let Some(&first) = rest.first() else { break };
            if self.piece != piece {
                wide = first & 1 != 0;
                self.at = 1;
                piece = self.piece;
                continue;
            }
            let left = length - units.len();
            if wide {
                let whole: Vec<u16> = rest
                    .chunks_exact(2)
                    .take(left)
                    .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                    .collect();
                if whole.is_empty() {
                    self.at += 1;
                }
                self.at += whole.len() * 2;
                units.extend(whole);
            } else {
                units.extend(rest.iter().take(left).map(|&byte| u16::from(byte)));
                self.at += left.min(rest.len());
            }
        }
        self.skip(runs.saturating_mul(4).saturating_add(extra));
        String::from_utf16_lossy(&units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_runs_on_over_records() {
        let mut first = vec![2, 0, 0, 0, 2, 0, 0, 0];
        first.extend([3, 0, 1]);
        first.extend("收支".encode_utf16().flat_map(u16::to_le_bytes));
        let mut second = vec![1];
        second.extend("表".encode_utf16().flat_map(u16::to_le_bytes));
        second.extend([4, 0, 8, 1, 0, b'A', b'B', b'C', b'D', 9, 9, 9, 9]);
        assert_eq!(shared(&[&first, &second]), ["收支表", "ABCD"]);
    }

    #[test]
    fn width_may_change_in_the_middle() {
        let first = [1, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, b'1', b'2'];
        let second = [1, b'3', 0, b'4', 0];
        assert_eq!(shared(&[&first, &second]), ["1234"]);
    }

    #[test]
    fn counts_that_lie_do_no_harm() {
        assert_eq!(shared(&[&[0xFF; 8]]), Vec::<String>::new());
        assert_eq!(shared(&[&[1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, b'x', 0]]), ["x"]);
        assert_eq!(Strings::new(false).short(&[9, 0xB1]).map(|text| text.chars().count()), Some(1));
    }
}
