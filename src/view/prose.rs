//! A place in plain text: which lines to show around it, and which characters are meant.

use std::ops::Range;

/// The lines to show (counted from 1) around a line, with the place in the upper half.
#[must_use]
pub fn window(line: u32, count: usize, around: u32) -> Range<u32> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let first = line.saturating_sub(around).max(1);
    let end = line.saturating_add(around).saturating_add(1).min(count.saturating_add(1));
    first..end.max(first)
}

/// Splits a line into what stands before the figure or word that begins at a character (from 1), it, and the rest.
#[must_use]
pub fn split(line: &str, column: u32) -> (&str, &str, &str) {
    let start = column.saturating_sub(1) as usize;
    let at = line.char_indices().nth(start).map_or(line.len(), |(byte, _)| byte);
    let (before, rest) = line.split_at(at);
    let mut length = 0;
    let figure = rest.starts_with(|c: char| c.is_numeric() || "-−(（".contains(c));
    for c in rest.chars() {
        let inside =
            if figure { c.is_numeric() || "-−(（)）,，.．%％".contains(c) } else { !is_stop(c) };
        if !inside {
            break;
        }
        length += c.len_utf8();
    }
    let (token, rest) = rest.split_at(length);
    (before, token, rest)
}

/// Cuts a line into pieces, marking the figures or words that begin at the characters given (from 1).
#[must_use]
pub fn marked<'a>(line: &'a str, columns: &[u32]) -> Vec<(&'a str, bool)> {
    let mut columns = columns.to_vec();
    columns.sort_unstable();
    let (mut pieces, mut rest, mut taken) = (Vec::new(), line, 0_u32);
    for column in columns {
        // One that begins within the last mark is marked already.
        let Some(column) = column.checked_sub(taken).filter(|column| *column > 0) else { continue };
        let (before, figure, tail) = split(rest, column);
        if figure.is_empty() {
            continue;
        }
        pieces.push((before, false));
        pieces.push((figure, true));
        let length = before.chars().count() + figure.chars().count();
        taken = taken.saturating_add(u32::try_from(length).unwrap_or(u32::MAX));
        rest = tail;
    }
    pieces.push((rest, false));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

fn is_stop(c: char) -> bool {
    c.is_whitespace() || "，。；：、|".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_within_the_text() {
        assert_eq!(window(5, 100, 10), 1..16);
        assert_eq!(window(99, 100, 10), 89..101);
        assert_eq!(window(3, 0, 10), 1..1);
    }

    #[test]
    fn several_figures_of_a_line_are_marked() {
        assert_eq!(
            marked("甲\t1.00\t2.50", &[8, 3, 3]),
            [("甲\t", false), ("1.00", true), ("\t", false), ("2.50", true)]
        );
        assert_eq!(marked("甲", &[]), [("甲", false)]);
        assert_eq!(marked("", &[1]), []);
    }

    #[test]
    fn a_place_is_a_figure_or_a_word() {
        assert_eq!(split("208\t支出\t1,234.50\t", 8), ("208\t支出\t", "1,234.50", "\t"));
        assert_eq!(split("合计增加，减少", 3), ("合计", "增加", "，减少"));
        assert_eq!(split("短", 9), ("短", "", ""));
        assert_eq!(split("收入5.00万元", 3), ("收入", "5.00", "万元"));
    }
}
