//! Figures that a narrow cell broke over two lines: `185,060,2` and `12.69` are one.

use super::pieces;
use crate::layout::Line;

/// The lines with broken figures joined. A line whose text went to the one before it stays, empty, so that lines
/// keep their numbers.
pub(super) fn joined(lines: &[&Line]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let last = out.iter_mut().rev().find(|line| !line.text.is_empty());
        match last {
            Some(before) if goes_on(&before.text, &line.text) => {
                before.text.push_str(line.text.trim_start());
                out.push(Line { text: String::new(), ..(*line).clone() });
            }
            _ => out.push((*line).clone()),
        }
    }
    out
}

/// Whether the first figure of a line is the rest of the last figure of the line before.
fn goes_on(before: &str, line: &str) -> bool {
    let (Some(head), Some(tail)) = (before.split_whitespace().last(), line.split_whitespace().next()) else {
        return false;
    };
    let numeric = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'));
    if !numeric(head)
        || !numeric(tail)
        || head.contains('.')
        || !head.starts_with(|c: char| c.is_ascii_digit())
    {
        return false;
    }
    // A group of thousands that is not full, or decimals without their whole number.
    let cut_group = head.rsplit_once(',').is_some_and(|(_, group)| group.len() < 3);
    let bare_rest = tail.starts_with(['.', ',']) && head.contains(',');
    let whole = format!("{head}{tail}");
    (cut_group || bare_rest) && well_formed(&whole)
}

/// A figure with its thousands grouped by threes.
fn well_formed(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    first && groups.all(|group| group.len() == 3) && pieces::figure(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::Origin;

    #[test]
    fn halves_of_a_figure_are_joined_and_lines_keep_their_numbers() {
        let lines: Vec<Line> =
            ["合计", "185,060,2", "12.69", "1,080,458", ".63 5.00", "1,234", "12.69", "5 6"]
                .iter()
                .zip(1..)
                .map(|(text, line)| Line {
                    text: (*text).to_owned(),
                    origin: Origin::Line { line, column: 1 },
                    full: false,
                    gap: false,
                })
                .collect();
        let joined = joined(&lines.iter().collect::<Vec<_>>());
        let texts: Vec<&str> = joined.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["合计", "185,060,212.69", "", "1,080,458.63 5.00", "", "1,234", "12.69", "5 6"]);
    }
}
