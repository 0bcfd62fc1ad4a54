//! A font without outlines, lent to documents that name a font but do not carry it: their text is read all the
//! same, since codes, characters and widths come from the document.

use std::sync::Arc;

use hayro_interpret::font::FontData;

/// The font's bytes: one glyph, of no width, so that nothing is stretched to fit it.
#[must_use]
pub fn font() -> FontData {
    Arc::new(file(1, &[]))
}

/// The bytes of a TrueType font of so many glyphs without outlines and widths, with further tables of its own.
#[must_use]
pub fn file(glyphs: u16, more: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let head: Vec<u8> = words(&[
        1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0,
    ]);
    let hhea: Vec<u8> = words(&[1, 0, 880, 0xFF88, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
    // One width for all, and the left edge of each glyph.
    let hmtx = vec![0; 2 + 2 * usize::from(glyphs)];
    let maxp = words(&[0, 0x5000, glyphs]);
    let own: [(&[u8; 4], Vec<u8>); 4] = [(b"head", head), (b"hhea", hhea), (b"hmtx", hmtx), (b"maxp", maxp)];
    let mut tables: Vec<&(&[u8; 4], Vec<u8>)> = own.iter().chain(more).collect();
    // The directory is searched by halving.
    tables.sort_by_key(|(tag, _)| *tag);
    let mut bytes = words(&[1, 0, u16::try_from(tables.len()).unwrap_or(4), 64, 2, 0]);
    let mut body = Vec::new();
    let start = bytes.len() + tables.len() * 16;
    for (tag, table) in tables {
        let offset = u32::try_from(start + body.len()).unwrap_or(0);
        let length = u32::try_from(table.len()).unwrap_or(0);
        bytes.extend_from_slice(*tag);
        // The checksum is not looked at.
        bytes.extend_from_slice(&[0; 4]);
        bytes.extend_from_slice(&offset.to_be_bytes());
        bytes.extend_from_slice(&length.to_be_bytes());
        body.extend_from_slice(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    bytes.extend(body);
    bytes
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}
