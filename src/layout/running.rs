//! What comes again on page after page – running heads and feet, page numbers – is no part of the text: it would part
//! the paragraphs and tables that go on over the pages' ends.

use std::collections::HashMap;

use super::captions::{self, plain};
use super::{Block, Line};
use crate::origin::Origin;

/// A text at the edge of so many pages is a running one.
const RUNNING: usize = 2;
/// Heads and feet have no more lines than this.
const DEPTH: usize = 3;
/// It is no longer than this.
const LONGEST: usize = 60;

/// Leaves out page numbers, and running heads and feet but for their first print.
pub(super) fn leave_out(blocks: &mut Vec<Block>) {
    let mut gone = vec![false; blocks.len()];
    let edges = edges(blocks);
    // Of a head of several lines the outermost shows itself first.
    let mut passed = vec![0; edges.len()];
    for _ in 0..DEPTH {
        let mut seen: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (edge, (lines, passed)) in edges.iter().zip(&mut passed).enumerate() {
            while let Some(at) = lines.get(*passed)
                && line(blocks, *at).is_some_and(|line| is_page_number(&plain(&line.text)))
            {
                gone.get_mut(*at).into_iter().for_each(|gone| *gone = true);
                *passed += 1;
            }
            if let Some(at) = lines.get(*passed)
                && let Some(line) = line(blocks, *at)
            {
                seen.entry(key(&line.text)).or_default().push((edge, *at));
            }
        }
        for (text, places) in seen {
            if !is_running(blocks, &text, &places) {
                continue;
            }
            for (number, (edge, at)) in places.into_iter().enumerate() {
                gone.get_mut(at).into_iter().for_each(|gone| *gone |= number > 0);
                passed.get_mut(edge).into_iter().for_each(|passed| *passed += 1);
            }
        }
    }
    for at in counted(blocks) {
        gone.get_mut(at).into_iter().for_each(|gone| *gone = true);
    }
    let mut gone = gone.into_iter();
    blocks.retain(|_| !gone.next().unwrap_or(false));
}

/// For each page the lines above its first table from the top down, and those below its last from the bottom up.
fn edges(blocks: &[Block]) -> Vec<Vec<usize>> {
    let starts: Vec<usize> =
        (0..blocks.len()).filter(|at| matches!(blocks.get(*at), Some(Block::Page(_)))).collect();
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    let is_line = |at: &usize| line(blocks, *at).is_some();
    starts
        .iter()
        .zip(ends)
        .flat_map(|(start, end)| {
            let head: Vec<usize> = (start + 1..end).take_while(is_line).collect();
            let foot: Vec<usize> = (start + 1..end).rev().take_while(is_line).collect();
            [head, foot]
        })
        .collect()
}

/// A line of a drawn page.
fn line(blocks: &[Block], at: usize) -> Option<&Line> {
    match blocks.get(at) {
        Some(Block::Line(line)) if matches!(line.origin, Origin::Page { .. }) => Some(line),
        _ => None,
    }
}

/// Whether a text at the edges of pages is a running one. What a table says of itself comes again where the table
/// goes on; it is a running head only where another title follows it.
fn is_running(blocks: &[Block], text: &str, places: &[(usize, usize)]) -> bool {
    if places.len() < RUNNING || text.chars().count() > LONGEST || text.ends_with(['。', '；', ':']) {
        return false;
    }
    let is_title = |text: &str| text.ends_with(['表', '况', '标', '书']) && !captions::is_label(text);
    if !is_title(text) {
        return !captions::is_caption(std::iter::once(text));
    }
    let titled = |at: usize| line(blocks, at + 1).is_some_and(|next| is_title(&plain(&next.text)));
    places.iter().filter(|(_, at)| titled(*at)).count() >= RUNNING
}

/// Page numbers of a text: digits at the edge of its pages that count with them. A figure may stand there alone, too.
fn counted(blocks: &[Block]) -> Vec<usize> {
    let mut by_first: HashMap<i64, Vec<usize>> = HashMap::new();
    let text = |at: usize| match blocks.get(at) {
        Some(Block::Line(line)) if matches!(line.origin, Origin::Line { .. }) => Some(plain(&line.text)),
        _ => None,
    };
    let starts: Vec<(usize, u32)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| if let Block::Page(number) = block { Some((at, *number)) } else { None })
        .collect();
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([blocks.len()]);
    for ((start, page), end) in starts.iter().zip(ends) {
        let mut edges = vec![start + 1, end.saturating_sub(1)];
        edges.dedup();
        for at in edges.into_iter().filter(|at| (start + 1..end).contains(at)) {
            let Some(text) = text(at).filter(|text| is_page_number(text)) else { continue };
            let digits: String =
                text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            if let Ok(number) = digits.parse::<i64>() {
                by_first.entry(number - i64::from(*page)).or_default().push(at);
            }
        }
    }
    by_first.into_values().filter(|places| places.len() >= COUNTED).flatten().collect()
}

/// So many numbers in step with their pages are no accident.
const COUNTED: usize = 3;

/// The text without the page's number in or beside it.
fn key(text: &str) -> String {
    let whole = plain(text);
    let bare = whole.trim_matches(|c: char| c.is_ascii_digit() || "-—–－─━_~·.|/第页共".contains(c));
    if bare.chars().count() < 6 { whole } else { bare.to_owned() }
}

/// `12`, `- 12 -`, `第12页`, `第3页 共20页`; already plain.
fn is_page_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=6).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || "-—–－─━_~·/|第页共,".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(pages: &[&[&str]]) -> Vec<String> {
        let mut blocks = Vec::new();
        for (number, lines) in (1..).zip(pages) {
            blocks.push(Block::Page(number));
            blocks.extend(lines.iter().map(|text| {
                let origin = Origin::Page { page: number, bounds: [0.0; 4] };
                Block::Line(Line { text: (*text).to_owned(), origin, full: false, gap: false })
            }));
        }
        leave_out(&mut blocks);
        let text = |block: Block| match block {
            Block::Line(line) => Some(line.text),
            _ => None,
        };
        blocks.into_iter().filter_map(text).collect()
    }

    #[test]
    fn heads_feet_and_numbers_go_and_captions_stay() {
        let head = "示例市某某局2025年度部门预算公开";
        let pages: &[&[&str]] = &[
            &[head, "第一部分", "本部门的职责是", "第 1 页 共 3 页"],
            &[head, "表3", "支出总表", "第 2 页 共 3 页"],
            &[head, "表3", "支出总表", "续前页", "第 3 页 共 3 页"],
        ];
        let want = [head, "第一部分", "本部门的职责是", "表3", "支出总表", "表3", "支出总表", "续前页"];
        assert_eq!(left(pages), want);
    }

    #[test]
    fn numbers_of_a_text_go_where_they_count_with_its_pages() {
        let text = "~\n目录\n- 1 -\n~\n收入表\n0\n2\n~\n支出表\n3\n~\n合计\n0\n~\n完\n0";
        let mut page = 0;
        let mut blocks: Vec<Block> = (1..)
            .zip(text.lines())
            .map(|(number, text)| {
                if text == "~" {
                    page += 1;
                    return Block::Page(page);
                }
                let origin = Origin::Line { line: number, column: 1 };
                Block::Line(Line { text: text.to_owned(), origin, full: false, gap: false })
            })
            .collect();
        leave_out(&mut blocks);
        let left: Vec<&str> = blocks
            .iter()
            .filter_map(|block| if let Block::Line(line) = block { Some(line.text.as_str()) } else { None })
            .collect();
        assert_eq!(left, ["目录", "收入表", "0", "支出表", "合计", "0", "完", "0"]);
    }

    #[test]
    fn a_title_over_titles_is_a_head() {
        let pages: &[&[&str]] = &[
            &["示例局部门预算表", "收入总表", "—1—"],
            &["示例局部门预算表", "支出总表", "—2—"],
            &["示例局部门预算表", "—3—"],
        ];
        assert_eq!(left(pages), ["示例局部门预算表", "收入总表", "支出总表"]);
        // Forms of one title, a page each, keep it.
        let forms: &[&[&str]] =
            &[&["绩效目标表", "（2025年度）", "项目甲"], &["绩效目标表", "（2025年度）", "项目乙"]];
        assert_eq!(left(forms).len(), 6);
    }
}
