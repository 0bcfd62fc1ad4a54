//! What a glyph stands for where the document does not say: the embedded font's own character map, read backwards.

use std::collections::HashMap;

use hayro_interpret::font::OutlineGlyph;

/// The character maps of the fonts met so far, backwards: from glyph to character.
#[derive(Default)]
pub(super) struct Reverse {
    fonts: HashMap<u128, HashMap<u32, char>>,
}

impl Reverse {
    /// The character that the glyph's font draws with it.
    pub(super) fn character(&mut self, glyph: &OutlineGlyph) -> Option<char> {
        let font = glyph.font_data()?;
        let characters =
            self.fonts.entry(font.cache_key).or_insert_with(|| characters((*font.data).as_ref()));
        characters.get(&glyph.glyph_id().to_u32()).copied()
    }
}

/// More characters than a font has are a broken map.
const MOST: usize = 70_000;

fn short(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn place(value: u32) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX / 4)
}

/// From glyph to character, by the font's Unicode map.
fn characters(font: &[u8]) -> HashMap<u32, char> {
    let mut found = Characters::default();
    if let Some(map) = character_map(font) {
        let read = match short(map, 0) {
            Some(4) => segments(map, &mut found),
            Some(12) => groups(map, &mut found),
            _ => None,
        };
        // A map that breaks off is good as far as it goes.
        read.unwrap_or_default();
    }
    found.0
}

/// The best Unicode map in a font's `cmap` table.
fn character_map(font: &[u8]) -> Option<&[u8]> {
    let tables = short(font, 4)?;
    let record = (0..tables).map(|n| 12 + 16 * place(n)).find(|&at| font.get(at..at + 4) == Some(b"cmap"))?;
    let table = font.get(place(long(font, record + 8)?)..)?;
    let rank = |at: usize| match (short(table, at)?, short(table, at + 2)?) {
        (3, 10) => Some(0),
        (0, 4..=6) => Some(1),
        (3, 1) => Some(2),
        (0, _) => Some(3),
        (3, 0) => Some(4),
        _ => None,
    };
    let best = (0..short(table, 2)?)
        .map(|n| 4 + 8 * place(n))
        .filter_map(|at| Some((rank(at)?, at)))
        .min_by_key(|(rank, _)| *rank)?
        .1;
    table.get(place(long(table, best + 4)?)..)
}

#[derive(Default)]
struct Characters(HashMap<u32, char>);

impl Characters {
    /// Of several characters drawn alike the everyday one is kept, not its twin among radicals and compatibility
    /// forms. `None` where the map is broken.
    fn add(&mut self, glyph: u32, code: u32) -> Option<()> {
        let rare = |c: char| matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{E000}'..='\u{F8FF}' | '\u{F900}'..='\u{FAFF}');
        if glyph != 0
            && let Some(c) = char::from_u32(code)
        {
            let kept = self.0.entry(glyph).or_insert(c);
            if rare(*kept) && !rare(c) {
                *kept = c;
            }
        }
        (self.0.len() <= MOST).then_some(())
    }
}

/// Format 4: segments of 16-bit codes.
fn segments(map: &[u8], found: &mut Characters) -> Option<()> {
    let double = place(short(map, 6)?);
    for at in (0..double).step_by(2) {
        let end = short(map, 14 + at)?;
        let start = short(map, 16 + double + at)?;
        let delta = short(map, 16 + 2 * double + at)?;
        let offsets = 16 + 3 * double + at;
        let offset = short(map, offsets)?;
        for code in start..=end.min(0xFFFE) {
            let glyph = if offset == 0 {
                (code + delta) & 0xFFFF
            } else {
                match short(map, offsets + place(offset) + 2 * place(code - start)) {
                    Some(0) | None => 0,
                    Some(glyph) => (glyph + delta) & 0xFFFF,
                }
            };
            found.add(glyph, code)?;
        }
    }
    Some(())
}

/// Format 12: groups of codes beyond 16 bits.
fn groups(map: &[u8], found: &mut Characters) -> Option<()> {
    for at in (0..long(map, 12)?.min(0xFFFF)).map(|n| 16 + 12 * place(n)) {
        let (start, end, first) = (long(map, at)?, long(map, at + 4)?, long(map, at + 8)?);
        for code in start..=end.min(0x0010_FFFF) {
            found.add(first.checked_add(code - start)?, code)?;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[u16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    /// A font of nothing but a character map.
    fn font(map: &[u8]) -> Vec<u8> {
        let mut bytes = words(&[0, 1, 1, 0, 0, 0]);
        bytes.extend(b"cmap");
        bytes.extend(words(&[0, 0, 0, 28, 0, 0]));
        bytes.extend(words(&[0, 1, 3, 1, 0, 12]));
        bytes.extend(map);
        bytes
    }

    #[test]
    fn a_map_is_read_backwards() {
        // 合 by a delta, the radical ⼀ and the character 一 drawn by one glyph.
        let (he, radical, one) = (0x5408, 0x2F00, 0x4E00);
        let map = words(&[
            4,
            0,
            0,
            8,
            0,
            0,
            0,
            radical,
            one,
            he,
            0xFFFF,
            0,
            radical,
            one,
            he,
            0xFFFF,
            7_u16.wrapping_sub(radical),
            7_u16.wrapping_sub(one),
            9_u16.wrapping_sub(he),
            1,
            0,
            0,
            0,
            0,
        ]);
        let found = characters(&font(&map));
        assert_eq!((found.get(&7), found.get(&9)), (Some(&'一'), Some(&'合')));
        let groups = words(&[12, 0, 0, 28, 0, 0, 0, 1, 0, 0x5408, 0, 0x5409, 0, 5]);
        assert_eq!(characters(&font(&groups)).get(&6), Some(&'\u{5409}'));
    }

    #[test]
    fn a_broken_map_breaks_nothing() {
        let whole = font(&words(&[4, 0, 0, 4, 0, 0, 0, 0xFFFF, 0xFFFF, 0, 0, 0, 1, 0, 2, 0]));
        for end in 0..whole.len() {
            characters(whole.get(..end).unwrap_or_default());
        }
    }
}
