//! What stands in the rows of a table without being of it: title, owner and unit above, notes below.

use super::flow::joined;
use super::{Grid, GridCell, Line};
use crate::amount::half_width;
use crate::origin::Origin;

/// Words that begin what is said of a whole table.
const WORDS: [&str; 14] = [
    "单位:",
    "单位名称",
    "编制单位",
    "编制部门",
    "填报单位",
    "填报部门",
    "预算单位",
    "公开部门",
    "公开单位",
    "部门:",
    "部门名称",
    "日期:",
    "编制日期",
    "填报日期",
];

/// Words that begin a note.
const NOTES: [&str; 4] = ["注:", "备注:", "说明:", "注1"];

/// A title is no longer than this.
const MAX_TITLE: usize = 48;

/// Whether a row says what a table is: its title, number, unit, owner or date.
pub(super) fn is_caption<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let texts: Vec<String> = texts.map(plain).filter(|text| !text.is_empty()).collect();
    // 「单位：万元」 beside column names is but a column name.
    let stated = texts.iter().all(|text| {
        WORDS.iter().any(|word| text.starts_with(word)) || text.contains("单位:") || is_label(text)
    });
    let titled = match texts.as_slice() {
        [title] => is_title(title),
        _ => false,
    };
    !texts.is_empty() && (stated || titled)
}

/// `支出总表`, `支出总表（按功能分类）`; already plain.
fn is_title(text: &str) -> bool {
    let count = text.chars().count();
    let whole = match text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((before, _)) => before,
        None => text,
    };
    (3..=MAX_TITLE).contains(&count) && whole.ends_with('表') && whole.chars().count() > 2
}

/// Whether the only text of a row that is as wide as the table can head it.
pub(super) fn can_head(text: &str) -> bool {
    let text = plain(text);
    text.chars().count() <= MAX_TITLE && crate::amount::parse(&text).is_none()
}

/// Whether a row holds a note and nothing else.
pub(super) fn is_note<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let texts: Vec<String> = texts.map(plain).filter(|text| !text.is_empty()).collect();
    matches!(texts.as_slice(), [text] if NOTES.iter().any(|word| text.starts_with(word)))
}

/// `表3`, `公开05表`, `附件2`; already plain.
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim_matches(['(', ')']);
    let rest = text.trim_start_matches(['公', '开', '预', '决', '算', '财', '部', '门', '附', '件', '表']);
    text.len() != rest.len()
        && rest.chars().next().is_none_or(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        && rest.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十-—表".contains(c))
}

/// Takes the rows that say what a table is from its top, and the notes from its foot, as lines.
pub(super) fn apart(grid: Grid) -> (Vec<Line>, Grid, Vec<Line>) {
    let row = |row: usize| grid.cells.iter().filter(move |cell| cell.row == row);
    let flat = |at: usize| row(at).all(|cell| cell.rows == 1);
    let texts = |at: usize| row(at).map(|cell| cell.text.as_str());
    let above = (0..grid.rows).take_while(|&at| flat(at) && is_caption(texts(at))).count();
    let notes = (above..grid.rows).rev().take_while(|&at| flat(at) && is_note(texts(at))).count();
    let below = grid.rows - notes;
    // What is left must be a table.
    if above + notes == 0 || !(above..below).any(|at| row(at).count() > 1) {
        return (Vec::new(), grid, Vec::new());
    }
    let line = |at: usize| as_line(row(at).collect());
    let lines = |rows: std::ops::Range<usize>| rows.filter_map(line).collect::<Vec<Line>>();
    let (heading, foot) = (lines(0..above), lines(below..grid.rows));
    let inside = grid.cells.iter().filter(|cell| (above..below).contains(&cell.row));
    let cells: Vec<GridCell> =
        inside.map(|cell| GridCell { row: cell.row - above, ..cell.clone() }).collect();
    let mut origin = grid.origin.clone();
    if let (Origin::Page { bounds, .. }, Some(line)) = (&mut origin, heading.last())
        && let Origin::Page { bounds: last, .. } = &line.origin
    {
        bounds[1] = bounds[1].max(last[3]);
    }
    (heading, Grid { rows: below - above, cells, origin, ..grid }, foot)
}

/// The cells of a row as one line.
fn as_line(cells: Vec<&GridCell>) -> Option<Line> {
    let mut origin = cells.first()?.origin.clone();
    for cell in &cells {
        if let (Origin::Page { bounds: all, .. }, Origin::Page { bounds, .. }) = (&mut origin, &cell.origin) {
            *all =
                [all[0].min(bounds[0]), all[1].min(bounds[1]), all[2].max(bounds[2]), all[3].max(bounds[3])];
        }
    }
    let text = line(cells.iter().map(|cell| cell.text.as_str()));
    (!text.is_empty()).then_some(Line { text, origin, full: false, gap: true })
}

/// A row outside its table as one line.
pub(super) fn line<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(joined).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("  ")
}

/// Without white space, brackets and colons in one form.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '：' => ':',
            c => half_width(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_told_from_headers() {
        for row in [
            &["支出决算表"][..],
            &["一般公共预算支出表（按功能分类科目）"],
            &["公开03表"],
            &["编制单位：示例省某某局", "单位：万元"],
            &["", "金额单位：元"],
            &["填报日期：2024年3月1日", "单位：元"],
        ] {
            assert!(is_caption(row.iter().copied()), "{row:?}");
        }
        for row in
            [&["项目", "单位：万元"][..], &["科目编码", "科目名称"], &["项目"], &[""], &["合计", "12.00"]]
        {
            assert!(!is_caption(row.iter().copied()), "{row:?}");
        }
        assert!(is_note(["注：本表反映支出情况。", ""].into_iter()));
        assert!(!is_note(["注：", "12.00"].into_iter()));
        assert!(!is_note(["合计"].into_iter()));
    }
}
