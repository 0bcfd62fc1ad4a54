//! Lines joined to paragraphs, over line and page ends; headings and numbered items kept apart.

use std::collections::HashMap;

use super::model::{Fragment, Paragraph};
use crate::forms::title::squeeze;
use crate::layout::{Block, Line};
use crate::origin::Origin;
use crate::subjects::name::unnumbered;

/// A line shorter than this share of the usual full line ends its paragraph.
const FULL: f64 = 0.82;
/// An indent is at least this deep, in points.
const INDENT: f32 = 12.0;
/// A text printed at the edge of this many pages is a running header or foot.
const RUNNING: usize = 3;

/// The paragraphs of what is not `taken` by tables; `taken` has one entry a block.
#[must_use]
pub fn paragraphs(blocks: &[Block], taken: &[bool]) -> Vec<Paragraph> {
    let running = running_lines(blocks);
    let mut lines: Vec<Option<&Line>> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Line(_) if taken.get(at).copied().unwrap_or(false) => lines.push(None),
            Block::Line(line) => {
                let text = squeeze(&line.text);
                if !text.is_empty() && !is_page_number(&text) && !running.contains_key(&text) {
                    lines.push(Some(line));
                }
            }
            // A table between two lines parts them.
            Block::Grid(_) => lines.push(None),
            Block::Page(_) => {}
        }
    }
    join(&lines)
}

/// Every line and cell as printed, except those that hold nothing but figures; `taken` has one entry a block.
#[must_use]
pub fn fragments(blocks: &[Block], taken: &[bool]) -> Vec<Fragment> {
    let says = |text: &str| {
        text.chars().any(|c| !c.is_ascii_digit() && !"., %-\t".contains(c)) || text.contains("---")
    };
    let fragment = |text: &String, origin: &Origin, prose: bool| {
        let printed = Paragraph { text: text.clone(), lines: vec![(0, origin.clone())] };
        says(text).then_some(Fragment { printed, prose })
    };
    let mut fragments = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Line(line) => {
                let prose = !taken.get(at).copied().unwrap_or(false);
                fragments.extend(fragment(&line.text, &line.origin, prose));
            }
            Block::Grid(grid) => {
                fragments
                    .extend(grid.cells.iter().filter_map(|cell| fragment(&cell.text, &cell.origin, false)));
            }
            Block::Page(_) => {}
        }
    }
    fragments
}

/// `12`, `- 12 -`, `第12页`, `第3页 共20页`.
fn is_page_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=6).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || "-—–－─━_~第页共/·.".contains(c))
}

/// Texts that stand first or last on several pages.
fn running_lines(blocks: &[Block]) -> HashMap<String, usize> {
    let mut edges: HashMap<String, usize> = HashMap::new();
    let mut page: Vec<String> = Vec::new();
    let mut close = |page: &mut Vec<String>| {
        let mut at_edge: Vec<&String> = page.iter().take(1).chain(page.iter().rev().take(1)).collect();
        at_edge.dedup();
        for text in at_edge {
            *edges.entry(text.clone()).or_default() += 1;
        }
        page.clear();
    };
    for block in blocks {
        match block {
            Block::Page(_) => close(&mut page),
            Block::Line(line) => {
                let text = squeeze(&line.text);
                if !text.is_empty() && !is_page_number(&text) {
                    page.push(text);
                }
            }
            Block::Grid(_) => {}
        }
    }
    close(&mut page);
    // A mark or a word that a page's end cut off is no running head.
    let heads = |text: &String| (3..40).contains(&text.chars().count()) && !text.ends_with('。');
    edges.retain(|text, times| *times >= RUNNING && heads(text));
    edges
}

/// The length of a full line, where lines are broken at a margin: the length most long lines have.
fn usual_length(lines: &[Option<&Line>]) -> f64 {
    let mut lengths: Vec<u32> = lines
        .iter()
        .flatten()
        .map(|line| u32::try_from(squeeze(&line.text).chars().count()).unwrap_or(u32::MAX))
        .filter(|length| *length >= 12)
        .collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 3 / 4).copied().map_or(f64::INFINITY, f64::from)
}

fn join(lines: &[Option<&Line>]) -> Vec<Paragraph> {
    let usual = usual_length(lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut open: Option<(Paragraph, bool)> = None;
    for line in lines {
        let Some(line) = line else {
            paragraphs.extend(open.take().map(|(paragraph, _)| paragraph));
            continue;
        };
        let text = tidy(&line.text);
        if text.is_empty() {
            continue;
        }
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let full = line.full || f64::from(length) >= usual * FULL;
        let goes_on = open.as_ref().is_some_and(|(before, was_full)| {
            let same = match hangs(before, line) {
                Some(hanging) => *was_full && hanging,
                None => *was_full && !ends_sentence(&before.text) && !starts_item(&text),
            };
            same && !ends_heading(&before.text, &text) || is_cut(&before.text, &text)
        });
        match &mut open {
            Some((paragraph, was_full)) if goes_on => {
                append(paragraph, &text, line);
                *was_full = full;
            }
            _ => {
                paragraphs.extend(open.take().map(|(paragraph, _)| paragraph));
                let mut paragraph = Paragraph { text: String::new(), lines: Vec::new() };
                append(&mut paragraph, &text, line);
                open = Some((paragraph, full));
            }
        }
    }
    paragraphs.extend(open.map(|(paragraph, _)| paragraph));
    paragraphs
}

/// Whether a drawn line stands left of the first line of the paragraph, as lines that go on under an indent do;
/// `None` where places are not known or do not tell.
fn hangs(before: &Paragraph, line: &Line) -> Option<bool> {
    let left = |origin: &Origin| match origin {
        Origin::Page { bounds: [x0, ..], .. } => Some(*x0),
        _ => None,
    };
    let first = left(&before.lines.first()?.1)?;
    let next = left(&line.origin)?;
    (next + INDENT < first).then_some(true)
}

/// A line that full stops do not end: the next one may go on in the same paragraph even behind 。, but whether it
/// does cannot be told without an indent, so that a full stop at the margin ends the paragraph.
fn ends_sentence(text: &str) -> bool {
    // 主要用于： at the margin leads on to what follows.
    const LEADS: &[&str] = &["用于：", "原因：", "原因是：", "包括："];
    text.ends_with(['。', '！', '？', '：', '；']) && !LEADS.iter().any(|lead| text.ends_with(lead))
}

/// A heading that fills its line (八、政府性基金预算财政拨款收入支出决算情况说明) goes on in no next line.
fn ends_heading(before: &str, next: &str) -> bool {
    starts_item(before)
        && before.ends_with("情况说明")
        && !before.contains(['，', '。', '；'])
        && !next.starts_with(['如', '，', '。', '：', '（'])
}

/// The first line stops in the middle of a figure, a bracket or a word that never ends a line.
fn is_cut(before: &str, next: &str) -> bool {
    let open = before.matches(['（', '(']).count() > before.matches(['）', ')']).count()
        && before.rfind(['（', '(']).is_some_and(|at| before.len() - at < 60)
        && next.chars().take(20).any(|c| matches!(c, '）' | ')'));
    let figure = before.ends_with(|c: char| c.is_ascii_digit() || c == '.')
        && ["万元", "亿元", "元", "%", "％", "年", "."].iter().any(|unit| next.starts_with(unit));
    // A figure at the head of a line, alone or behind the last character of a word, has its subject in the line
    // before.
    let lone = !before.ends_with(['。', '；', '：', '，', '元', '表']) && {
        let lead =
            usize::from(before.chars().count() > 12 && !next.starts_with(|c: char| c.is_ascii_digit()));
        let is_digit = |c: &char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let digits = next.chars().skip(lead).take_while(is_digit).count();
        digits > 0 && next.chars().skip(lead + digits).take(2).eq("万元".chars())
    };
    // A comma at the end of a line is never the end of a paragraph.
    let comma = before.ends_with(['，', '、']) && before.chars().count() > 12 && !starts_item(next);
    open || figure || lone || comma
}

/// A heading or a numbered item.
fn starts_item(text: &str) -> bool {
    unnumbered(text).len() < text.len()
        || (text.starts_with('第') && text.chars().take(5).any(|c| c == '部') && text.contains("部分"))
        || text.starts_with("注：")
        || text.starts_with("目录")
}

/// The text with gaps taken out, except between words in Latin letters.
fn tidy(text: &str) -> String {
    let text = text.trim().trim_start_matches(['#', '*', '\u{feff}']).trim_end_matches('*').trim();
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && c.is_ascii_alphabetic() && out.ends_with(|last: char| last.is_ascii_alphabetic()) {
            out.push(' ');
        }
        gap = false;
        out.push(crate::amount::half_width(c));
    }
    out
}

fn append(paragraph: &mut Paragraph, text: &str, line: &Line) {
    paragraph.lines.push((paragraph.text.chars().count(), line.origin.clone()));
    if paragraph.text.ends_with(|c: char| c.is_ascii_alphabetic())
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        paragraph.text.push(' ');
    }
    paragraph.text.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<Block> {
        (1..)
            .zip(text.lines())
            .map(|(number, text)| match text.strip_prefix("=page ") {
                Some(page) => Block::Page(page.parse().unwrap_or(1)),
                None => Block::Line(Line {
                    text: text.to_owned(),
                    origin: Origin::Line { line: number, column: 1 },
                    full: false,
                    gap: false,
                }),
            })
            .collect()
    }

    fn texts(text: &str) -> Vec<String> {
        paragraphs(&blocks(text), &[]).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn lines_are_joined_over_pages_and_items_kept_apart() {
        let found = texts(
            "=page 1\n三、收支预算总体情况说明\n某某局二〇二四年收支总预算 1234.56 万元，比\n2023年收支总预算增加 34.56\n12\n=page 2\n\
             万元，主要是由于住房保障支出以及人员经费\n的增加。\n1．一般公共服务支出1000万元，主要用于保证\n机关运转。\n（二）其他",
        );
        assert_eq!(
            found,
            [
                "三、收支预算总体情况说明",
                "某某局二〇二四年收支总预算1234.56万元，比2023年收支总预算增加34.56万元，主要是由于住房保障支出以及人员经费的增加。",
                "1.一般公共服务支出1000万元，主要用于保证机关运转。",
                "（二）其他"
            ]
        );
    }

    #[test]
    fn headings_that_fill_their_line_end_there_and_lead_ins_do_not() {
        let found = texts(
            "八、政府性基金预算财政拨款收入支出决算情况说明\n政府性基金预算财政拨款收入105.00万元，支出105.00万元，用于\n\
             更新改造住宅的老旧电梯和道路以及全部照明设施，项目均已完成。主要用于：\n所属单位的项目支出。\n短行：\n另一段。",
        );
        assert_eq!(
            found,
            [
                "八、政府性基金预算财政拨款收入支出决算情况说明",
                "政府性基金预算财政拨款收入105.00万元，支出105.00万元，用于更新改造住宅的老旧电梯和道路以及全部照明设施，项目均已完成。主要用于：所属单位的项目支出。",
                "短行：",
                "另一段。"
            ]
        );
    }

    #[test]
    fn a_place_in_a_paragraph_leads_to_its_line() {
        let all =
            paragraphs(&blocks("某某局二〇二四年收支总预算为一千二百万元，比\n上年增加34.56万元。"), &[]);
        let at = all[0].text.chars().position(|c| c == '3').unwrap_or(0);
        assert_eq!(all[0].origin_at(at).and_then(Origin::line), Some(2));
        assert_eq!(all[0].origin_at(0).and_then(Origin::line), Some(1));
    }

    #[test]
    fn running_headers_are_left_out() {
        let found = texts(
            "=page 1\n某局2024年部门预算\n第一段文字。\n=page 2\n某局2024年部门预算\n第二段文字。\n=page 3\n某局2024年部门预算\n第三段文字。",
        );
        assert_eq!(found, ["第一段文字。", "第二段文字。", "第三段文字。"]);
    }
}
