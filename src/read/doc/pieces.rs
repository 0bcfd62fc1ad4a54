//! The text of an old Word document: pieces of it lie here and there in the file, in one byte a character or two.

use crate::read::bytes::{index, u16_at, u32_at};

/// A stretch of text.
pub(super) struct Piece {
    /// Place of its first character in the file.
    start: usize,
    /// Bytes between one character and the next.
    step: Step,
    text: Vec<char>,
}

enum Step {
    /// So many bytes a character.
    Even(usize),
    /// A place for each character: a code page's characters differ in length.
    Uneven(Vec<usize>),
}

impl Piece {
    /// The characters with their places in the file.
    pub fn characters(&self) -> impl Iterator<Item = (usize, char)> {
        self.text.iter().enumerate().map(|(at, c)| {
            let place = match &self.step {
                Step::Even(bytes) => self.start + at * bytes,
                Step::Uneven(places) => self.start + places.get(at).copied().unwrap_or_default(),
            };
            (place, *c)
        })
    }
}

/// The main text's pieces, in order; footnotes, headers and text boxes follow it and are left out.
pub(super) fn read(stream: &[u8], table: &[u8]) -> Option<Vec<Piece>> {
    let mut left = index(u32_at(stream, 0x4C)?);
    let mut clx = super::part(stream, table, 0x01A2)?;
    // Properties stand before the table of pieces.
    while let Some(rest) = clx.strip_prefix(&[1]) {
        let length = usize::from(u16_at(rest, 0)?);
        clx = rest.get(2 + length..)?;
    }
    let table = clx.strip_prefix(&[2])?;
    let length = index(u32_at(table, 0)?);
    let table = table.get(4..)?;
    let table = table.get(..length).unwrap_or(table);
    let count = table.len().checked_sub(4)? / 12;
    let mut pieces = Vec::new();
    for at in 0..count {
        let (from, to) = (index(u32_at(table, at * 4)?), index(u32_at(table, at * 4 + 4)?));
        let place = u32_at(table, (count + 1) * 4 + at * 8 + 2)?;
        let length = to.saturating_sub(from).min(left);
        left -= length;
        pieces.push(piece(stream, place, length));
    }
    Some(pieces)
}

fn piece(stream: &[u8], place: u32, length: usize) -> Piece {
    // The second highest bit says that each character takes a byte.
    let narrow = place & 0x4000_0000 != 0;
    let start = index(place & 0x3FFF_FFFF) / if narrow { 2 } else { 1 };
    let rest = stream.get(start..).unwrap_or_default();
    if narrow {
        let bytes = rest.get(..length).unwrap_or(rest);
        // Decoded byte by byte, so that each stays at its place.
        let text = bytes
            .iter()
            .map(|byte| {
                encoding_rs::WINDOWS_1252
                    .decode_without_bom_handling(&[*byte])
                    .0
                    .chars()
                    .next()
                    .unwrap_or(' ')
            })
            .collect();
        return Piece { start, step: Step::Even(1), text };
    }
    let bytes = rest.get(..length.saturating_mul(2)).unwrap_or(rest);
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    // A character beyond the first plane takes two places; it keeps them by a second, empty one.
    let mut text = Vec::new();
    for c in char::decode_utf16(units) {
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        text.push(c);
        if c.len_utf16() == 2 {
            text.push('\0');
        }
    }
    Piece { start, step: Step::Even(2), text }
}

/// The text of a document older than Word 97: one piece, in the code page of its system.
pub(super) fn old(stream: &[u8]) -> Option<Vec<Piece>> {
    let (start, end) = (index(u32_at(stream, 0x18)?), index(u32_at(stream, 0x1C)?));
    let length = index(u32_at(stream, 0x34)?);
    let bytes = stream.get(start..end.min(stream.len()))?;
    let bytes = bytes.get(..length).unwrap_or(bytes);
    let (mut text, mut places) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let width = if (0x81..0xFF).contains(&byte) && at + 1 < bytes.len() { 2 } else { 1 };
        let decoded = encoding_rs::GBK.decode_without_bom_handling(bytes.get(at..at + width)?).0;
        text.push(decoded.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER));
        places.push(at);
        at += width;
    }
    Some(vec![Piece { start, step: Step::Uneven(places), text }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_both_widths_are_joined() {
        let mut stream = vec![0; 0x200];
        stream[0x4C] = 5;
        stream[0x1A2..0x1A6].copy_from_slice(&[0, 0, 0, 0]);
        let text = stream.len();
        stream.extend("收支".encode_utf16().flat_map(u16::to_le_bytes));
        stream.extend(b"1.50");
        let mut table = vec![1, 2, 0, 9, 9, 2, 28, 0, 0, 0];
        for place in [0_u32, 2, 6] {
            table.extend(place.to_le_bytes());
        }
        for place in
            [u32::try_from(text).unwrap_or(0), (u32::try_from(text + 4).unwrap_or(0) * 2) | 0x4000_0000]
        {
            table.extend([0, 0]);
            table.extend(place.to_le_bytes());
            table.extend([0, 0]);
        }
        stream[0x1A6] = u8::try_from(table.len()).unwrap_or(0);
        let pieces = read(&stream, &table).unwrap_or_default();
        let read: String = pieces.iter().flat_map(Piece::characters).map(|(_, c)| c).collect();
        // The main text is five characters long; the sixth is a footnote's.
        assert_eq!(read, "收支1.5");
        let places: Vec<usize> = pieces.iter().flat_map(Piece::characters).map(|(at, _)| at - text).collect();
        assert_eq!(places, [0, 2, 4, 5, 6]);
    }
}
