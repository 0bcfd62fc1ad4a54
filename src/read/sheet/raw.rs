//! A sheet as it is stored, and what of it is shown: hidden rows and columns left out, merged cells spanned.

use std::collections::BTreeMap;

use crate::read::SheetCell;

/// A form has no more columns than this, nor a table more rows; what stands beyond is not read.
const MAX_COLUMNS: u32 = 256;
const MAX_ROWS: u32 = 65_536;
/// Cells kept of one sheet.
const MAX_CELLS: usize = 400_000;
/// Merged ranges kept of one sheet.
const MAX_MERGES: usize = 20_000;

/// A sheet as it is stored.
#[derive(Debug, Default)]
pub(super) struct RawSheet {
    /// The name on its tab.
    pub name: String,
    /// Whether the whole sheet is hidden.
    pub hidden: bool,
    /// Whether it could be read only in part.
    pub broken: bool,
    /// How many formulas have no value kept with them, and where the first stands.
    pub unreckoned: Option<(usize, String)>,
    cells: BTreeMap<(u32, u32), RawCell>,
    merges: Vec<Merge>,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    beyond: usize,
}

#[derive(Debug)]
struct RawCell {
    text: String,
    ruled: bool,
}

#[derive(Debug, Clone, Copy)]
struct Merge {
    top: u32,
    left: u32,
    bottom: u32,
    right: u32,
}

/// What of a sheet is not handed on.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    /// How many hidden rows and columns hold figures, and the first such cell.
    pub hidden: Option<(usize, String)>,
    /// How many cells stood beyond the limits.
    pub beyond: usize,
    /// Whether the sheet was read only in part.
    pub broken: bool,
    /// How many formulas have no value, and the first such cell.
    pub unreckoned: Option<(usize, String)>,
}

impl RawSheet {
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Adds a cell. One without text counts only where it is ruled: it is a place in a table.
    pub fn put(&mut self, row: u32, col: u32, text: String, ruled: bool) {
        if text.is_empty() && !ruled {
            return;
        }
        if row >= MAX_ROWS || col >= MAX_COLUMNS || self.cells.len() >= MAX_CELLS {
            self.beyond += usize::from(!text.is_empty());
            return;
        }
        self.cells.insert((row, col), RawCell { text, ruled });
    }

    /// Counts a cell that is not taken.
    pub fn leave_out(&mut self) {
        self.beyond += 1;
    }

    /// Adds a merged range, corners included.
    pub fn merge(&mut self, top: u32, left: u32, bottom: u32, right: u32) {
        if self.merges.len() < MAX_MERGES && (top < bottom || left < right) && top <= bottom && left <= right
        {
            self.merges.push(Merge {
                top,
                left,
                bottom: bottom.min(MAX_ROWS),
                right: right.min(MAX_COLUMNS),
            });
        }
    }

    /// Hides rows, both ends included.
    pub fn hide_rows(&mut self, from: u32, to: u32) {
        self.hidden_rows.push((from, to));
    }

    /// Hides columns, both ends included.
    pub fn hide_columns(&mut self, from: u32, to: u32) {
        self.hidden_columns.push((from, to));
    }

    pub fn has_text(&self) -> bool {
        self.cells.values().any(|cell| !cell.text.is_empty())
    }

    /// The cells that are shown, on the rows and columns that are shown.
    pub fn shown(mut self) -> (Vec<SheetCell>, LeftOut) {
        let rows = Shown::new(&mut self.hidden_rows);
        let columns = Shown::new(&mut self.hidden_columns);
        let mut left_out = LeftOut {
            beyond: self.beyond,
            broken: self.broken,
            unreckoned: self.unreckoned.take(),
            ..LeftOut::default()
        };
        let mut spans: BTreeMap<(u32, u32), Merge> = BTreeMap::new();
        for merge in std::mem::take(&mut self.merges) {
            // Of a merged range only its first cell is shown, but for its rules.
            let inside: Vec<(u32, u32)> = self
                .cells
                .range((merge.top, 0)..=(merge.bottom, u32::MAX))
                .filter(|((_, col), _)| (merge.left..=merge.right).contains(col))
                .map(|(at, _)| *at)
                .collect();
            let Some(mut first) = self.cells.remove(&(merge.top, merge.left)) else { continue };
            for at in inside {
                first.ruled |= self.cells.remove(&at).is_some_and(|cell| cell.ruled);
            }
            self.cells.insert((merge.top, merge.left), first);
            spans.insert((merge.top, merge.left), merge);
        }
        let mut hidden: Vec<(bool, u32)> = Vec::new();
        let mut cells = Vec::with_capacity(self.cells.len());
        for ((row, col), cell) in self.cells {
            let (bottom, right) = spans.get(&(row, col)).map_or((row, col), |m| (m.bottom, m.right));
            let (height, width) = (rows.count(row, bottom), columns.count(col, right));
            if height == 0 || width == 0 {
                if crate::amount::parse(&cell.text).is_some_and(|amount| !amount.is_zero()) {
                    hidden.push(if height == 0 { (true, row) } else { (false, col) });
                    left_out.hidden.get_or_insert_with(|| (0, address(row, col)));
                }
                continue;
            }
            cells.push(SheetCell {
                row: rows.place(row),
                col: columns.place(col),
                rows: height,
                cols: width,
                address: address(row, col),
                text: cell.text,
                ruled: cell.ruled,
            });
        }
        hidden.sort_unstable();
        hidden.dedup();
        if let Some((count, _)) = &mut left_out.hidden {
            *count = hidden.len();
        }
        cells.sort_by_key(|cell| (cell.row, cell.col));
        (cells, left_out)
    }
}

/// Rows or columns less the hidden ones.
struct Shown {
    /// Hidden ranges, both ends included, rising and apart.
    hidden: Vec<(u32, u32)>,
}

impl Shown {
    fn new(ranges: &mut Vec<(u32, u32)>) -> Self {
        let mut ranges = std::mem::take(ranges);
        ranges.retain(|(from, to)| from <= to);
        ranges.sort_unstable();
        let mut hidden: Vec<(u32, u32)> = Vec::new();
        for (from, to) in ranges {
            match hidden.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => hidden.push((from, to)),
            }
        }
        Self { hidden }
    }

    /// How many places before this one are hidden.
    fn hidden_before(&self, at: u32) -> u32 {
        let end = self.hidden.partition_point(|(from, _)| *from < at);
        self.hidden.iter().take(end).map(|(from, to)| (*to).min(at - 1) - from + 1).sum()
    }

    /// The place among the shown ones.
    fn place(&self, at: u32) -> u32 {
        at - self.hidden_before(at)
    }

    /// How many of a range are shown, both ends included.
    fn count(&self, from: u32, to: u32) -> u32 {
        let end = to.saturating_add(1);
        (end - from).saturating_sub(self.hidden_before(end) - self.hidden_before(from))
    }
}

/// A cell's address: `B7`.
pub(super) fn address(row: u32, col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = col.saturating_add(1);
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.saturating_add(1).to_string()
}

/// Row and column of an address, from 0.
pub(super) fn place(address: &str) -> Option<(u32, u32)> {
    let (mut row, mut col) = (0_u32, 0_u32);
    for c in address.bytes() {
        match c {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                col = col.checked_mul(26)?.checked_add(u32::from(c.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(c - b'0'))?,
            b'$' => {}
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, col.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_there_and_back() {
        for (row, col, want) in
            [(0, 0, "A1"), (6, 1, "B7"), (99, 25, "Z100"), (0, 26, "AA1"), (8, 701, "ZZ9")]
        {
            assert_eq!(address(row, col), want);
            assert_eq!(place(want), Some((row, col)));
        }
        assert_eq!(place("99999999999"), None);
        assert_eq!(place(""), None);
        assert_eq!(place("A0"), None);
    }

    #[test]
    fn hidden_rows_close_up_and_are_told() {
        let mut sheet = RawSheet::new("表");
        for (row, text) in ["合计", "3.00", "0.00", "尾"].iter().enumerate() {
            sheet.put(u32::try_from(row).unwrap_or_default(), 1, (*text).to_owned(), true);
        }
        sheet.merge(0, 1, 2, 1);
        sheet.hide_rows(1, 1);
        let (cells, left_out) = sheet.shown();
        let kept: Vec<_> =
            cells.iter().map(|c| (c.row, c.rows, c.address.as_str(), c.text.as_str())).collect();
        assert_eq!(kept, [(0, 2, "B1", "合计"), (2, 1, "B4", "尾")]);
        assert!(left_out.hidden.is_none());
        let mut sheet = RawSheet::new("表");
        sheet.put(4, 0, "7.5".to_owned(), false);
        sheet.hide_rows(2, 9);
        let (cells, left_out) = sheet.shown();
        assert!(cells.is_empty());
        assert_eq!(left_out.hidden, Some((1, "A5".to_owned())));
    }

    #[test]
    fn no_range_is_too_wide() {
        let mut sheet = RawSheet::new("表");
        sheet.put(0, 0, "一".to_owned(), false);
        sheet.put(u32::MAX, u32::MAX, "二".to_owned(), false);
        sheet.merge(0, 0, u32::MAX, u32::MAX);
        sheet.hide_columns(3, u32::MAX);
        let (cells, left_out) = sheet.shown();
        assert_eq!(cells.len(), 1);
        assert_eq!(left_out.beyond, 1);
    }
}
