//! The properties of an old Word document's paragraphs, as far as tables need them.

use crate::read::bytes::{index, u16_at, u32_at};

/// Stretches of the file whose paragraphs share properties, by place.
#[derive(Default)]
pub(super) struct Paragraphs {
    runs: Vec<Run>,
}

struct Run {
    from: usize,
    to: usize,
    in_table: bool,
    row_end: Option<RowEnd>,
}

/// What the mark at the end of a row says of its cells.
#[derive(Debug, Clone, Default)]
pub(super) struct RowEnd {
    /// Where the cells begin and end, in twentieths of a point: one more than there are cells; empty where unknown.
    pub edges: Vec<i16>,
    /// For each cell whether it goes on the one above.
    pub continued: Vec<bool>,
}

/// Properties lie in pages of this size.
const PAGE: usize = 512;

impl Paragraphs {
    /// Reads them; what cannot be read has no properties.
    pub fn read(stream: &[u8], table: &[u8], data: &[u8], old: bool) -> Self {
        let Some(bins) = super::part(stream, table, if old { 0xC0 } else { 0x0102 }) else {
            return Self::default();
        };
        // Places come first, one more than pages; the numbers of pages take two bytes in the old form.
        let width = if old { 2 } else { 4 };
        let count = bins.len().saturating_sub(4) / (4 + width);
        let mut runs = Vec::new();
        for at in 0..count {
            let place = (count + 1) * 4 + at * width;
            let number = if old {
                u16_at(bins, place).map(usize::from)
            } else {
                u32_at(bins, place).map(|number| index(number & 0x003F_FFFF))
            };
            let start = number.and_then(|number| number.checked_mul(PAGE));
            if let Some(page) = start.and_then(|start| stream.get(start..start.checked_add(PAGE)?)) {
                runs.extend(page_runs(page, data, old));
            }
        }
        runs.sort_by_key(|run| run.from);
        Self { runs }
    }

    fn at(&self, place: usize) -> Option<&Run> {
        let end = self.runs.partition_point(|run| run.from <= place);
        self.runs.get(end.checked_sub(1)?).filter(|run| place < run.to)
    }

    /// Whether the paragraph that holds a place stands in a table.
    pub fn in_table(&self, place: usize) -> bool {
        self.at(place).is_some_and(|run| run.in_table)
    }

    /// What a row's end says, where the mark at a place is one.
    pub fn row_end(&self, place: usize) -> Option<RowEnd> {
        self.at(place)?.row_end.clone()
    }
}

/// The runs of one page: their places, then for each where in the page its properties lie.
fn page_runs(page: &[u8], data: &[u8], old: bool) -> Vec<Run> {
    let count = usize::from(page.last().copied().unwrap_or_default());
    let width = if old { 7 } else { 13 };
    (0..count)
        .filter_map(|at| {
            let (from, to) = (index(u32_at(page, at * 4)?), index(u32_at(page, at * 4 + 4)?));
            let word = usize::from(*page.get((count + 1) * 4 + at * width)?);
            let own: &[u8] = if word == 0 { &[] } else { properties(page, word * 2, old) };
            let (in_table, row_end) = if old { old_properties(own) } else { new_properties(own, data) };
            Some(Run { from, to, in_table, row_end })
        })
        .collect()
}

/// The properties at a place of a page, the number of the paragraph's style left out.
fn properties(page: &[u8], at: usize, old: bool) -> &[u8] {
    let words = page.get(at).copied().map_or(0, usize::from);
    let (start, length) = match (words, old) {
        (0, false) => (at + 2, page.get(at + 1).copied().map_or(0, usize::from) * 2),
        (words, false) => (at + 1, words * 2 - 1),
        (words, true) => (at + 1, words * 2),
    };
    // Style number: two bytes in the new form, one in the old.
    let style = if old { 1 } else { 2 };
    let whole = page.get(start..).unwrap_or_default();
    let whole = whole.get(..length).unwrap_or(whole);
    whole.get(style..).unwrap_or_default()
}

fn new_properties(properties: &[u8], data: &[u8]) -> (bool, Option<RowEnd>) {
    let (mut in_table, mut ends, mut shape) = (false, false, RowEnd::default());
    let mut properties = properties;
    let (mut at, mut elsewhere) = (0, false);
    while let Some(code) = u16_at(properties, at) {
        at += 2;
        let operand = properties.get(at..).unwrap_or_default();
        let first = operand.first().copied().unwrap_or_default();
        match code {
            0x2416 => in_table = first != 0,
            0x2417 => ends = first != 0,
            0xD608 => shape = row_shape(operand.get(2..).unwrap_or_default()),
            // How deep tables are nested, in newer files instead of the first.
            0x6649 => in_table |= first != 0,
            // The rest stands elsewhere, its length before it. There, no other place is looked up.
            0x6645 | 0x6646 if !elsewhere => {
                let place = u32_at(operand, 0).map(index);
                let rest = place.and_then(|place| data.get(place..)).unwrap_or_default();
                let length = u16_at(rest, 0).map_or(0, usize::from);
                properties = rest.get(2..).map(|own| own.get(..length).unwrap_or(own)).unwrap_or_default();
                (at, elsewhere) = (0, true);
                continue;
            }
            _ => {}
        }
        // The upper bits of the code tell how long the operand is.
        at += match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if code == 0xD608 => usize::from(u16_at(operand, 0).unwrap_or(0)) + 1,
            _ if code == 0xC615 && first == 255 => return (in_table, ends.then_some(shape)),
            _ => usize::from(first) + 1,
        };
    }
    (in_table, ends.then_some(shape))
}

/// Cells by their edges and their merging from above.
fn row_shape(operand: &[u8]) -> RowEnd {
    let count = operand.first().copied().map_or(0, usize::from);
    let edges: Option<Vec<i16>> = (0..=count)
        .map(|at| u16_at(operand, 1 + at * 2).map(|edge| i16::from_le_bytes(edge.to_le_bytes())))
        .collect();
    let Some(edges) = edges else { return RowEnd::default() };
    let cells = 1 + (count + 1) * 2;
    let continued = (0..count)
        .map(|at| u16_at(operand, cells + at * 20).is_some_and(|flags| (flags >> 5) & 3 == 1))
        .collect();
    RowEnd { edges, continued }
}

/// Before Word 97 a code takes one byte, and its operand's length is not told; the two that matter come first.
fn old_properties(properties: &[u8]) -> (bool, Option<RowEnd>) {
    let has = |code: u8| properties.windows(2).any(|pair| pair == [code, 1]);
    (has(24), has(25).then(RowEnd::default))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_end_tells_its_cells() {
        let mut properties = vec![0x16, 0x24, 1, 0x17, 0x24, 1, 0x03, 0x24, 7];
        let mut shape = vec![2];
        for edge in [-108_i16, 1000, 3000] {
            shape.extend(edge.to_le_bytes());
        }
        for flags in [0_u16, 1 << 5] {
            shape.extend(flags.to_le_bytes());
            shape.extend([0; 18]);
        }
        properties.extend([0x08, 0xD6]);
        properties.extend(u16::try_from(shape.len() + 1).unwrap_or(0).to_le_bytes());
        properties.extend(&shape);
        // In place, or elsewhere behind their length.
        let mut data = vec![0; 8];
        data.extend(u16::try_from(properties.len()).unwrap_or(0).to_le_bytes());
        data.extend(&properties);
        for (properties, data) in [(&properties[..], &[][..]), (&[0x46, 0x66, 8, 0, 0, 0], &data)] {
            let (in_table, end) = new_properties(properties, data);
            assert!(in_table);
            let end = end.unwrap_or_default();
            assert_eq!(end.edges, [-108, 1000, 3000]);
            assert_eq!(end.continued, [false, true]);
        }
    }
}
