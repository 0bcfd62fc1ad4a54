//! Where flat tables begin and end: the title, label and unit above one, and the lines below it.

use std::ops::Range;

use super::pieces::{self, Piece};
use crate::amount::Unit;
use crate::disclosure::words::{is_total, plain};
use crate::forms::{self, title::label_of};
use crate::layout::{Block, Line};
use crate::subjects;

/// What announces a table, and the blocks that may belong to it.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub title: String,
    pub label: Option<String>,
    pub unit: Option<Unit>,
    /// The first block of the head.
    pub start: usize,
    /// The blocks below the head, up to the next head, grid or part of the document.
    pub body: Range<usize>,
}

impl Head {
    /// Performance tables are no tables of figures.
    pub(super) fn is_performance(&self) -> bool {
        self.title.contains("绩效") || self.title.contains("自评")
    }
}

/// Lines a head may have between its first and its last.
const SPREAD: usize = 5;

/// What a line may be to a head.
pub(super) enum Mark {
    Title(String, Option<String>),
    Label(String),
    Unit(Unit, Option<String>),
    Aside,
    Other,
}

pub(super) fn mark(text: &str) -> Mark {
    let bare = plain(text);
    let short = bare.chars().count() <= 24;
    // 「编制部门：某局 单位：万元」 is long where the office's name is; what follows the last 单位 is not.
    let names_unit = bare.rsplit_once("单位").is_some_and(|(before, after)| {
        short || after.chars().count() <= 6 && !before.contains(['。', '，']) && before.chars().count() <= 48
    });
    if names_unit && let Some(unit) = Unit::find(&bare) {
        let before = bare.split("单位").next().unwrap_or_default();
        let before = before.trim_end_matches("金额").trim_end_matches("计量").trim_end_matches("货币");
        return Mark::Unit(unit, label_of(before));
    }
    if let Some(label) = label_of(text) {
        return Mark::Label(label);
    }
    if forms::is_title(text) {
        let title = text.split_whitespace().collect::<String>();
        return match super::super::caption::split_label(text) {
            Some((label, rest)) if !plain(&rest).is_empty() => Mark::Title(rest, Some(label)),
            _ => Mark::Title(title, None),
        };
    }
    // 「2024 年」, 「编制单位：某局」, 「此表无数据。」 may stand between.
    let aside = bare.chars().count() <= 3
        || short
            && (bare.ends_with(['年', '度'])
                || bare.contains("单位")
                || bare.contains("部门")
                || bare.contains("无"));
    if aside { Mark::Aside } else { Mark::Other }
}

/// Finds the heads in order, each with its body.
pub(super) fn heads(blocks: &[Block]) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        match head_at(blocks, at) {
            Some(head) => {
                at = head.body.start;
                heads.push(head);
            }
            None => at += 1,
        }
    }
    let starts: Vec<usize> = heads.iter().skip(1).map(|head| head.start).chain([blocks.len()]).collect();
    for (head, next) in heads.iter_mut().zip(starts) {
        head.body.end = (head.body.start..next).find(|&at| ends_body(blocks.get(at))).unwrap_or(next);
    }
    heads
}

/// A grid, or the heading of a part of the document.
fn ends_body(block: Option<&Block>) -> bool {
    match block {
        Some(Block::Grid(_)) | None => true,
        Some(Block::Line(line)) => {
            let bare = plain(&line.text);
            bare.starts_with('第') && bare.chars().take(6).any(|c| c == '部') && bare.contains('分')
        }
        Some(Block::Page(_)) => false,
    }
}

/// The head that begins at a block: at least two of title, label and unit close together, the title among them.
fn head_at(blocks: &[Block], start: usize) -> Option<Head> {
    let (mut title, mut label, mut unit) = (None, None, None);
    let mut end = start;
    let mut lines = 0;
    let mut rest = None;
    for (at, block) in blocks.iter().enumerate().skip(start) {
        let Block::Line(line) = block else {
            if at == start {
                return None;
            }
            continue;
        };
        if rest == Some(at) {
            end = at + 1;
            continue;
        }
        lines += 1;
        let marked = match mark(&line.text) {
            Mark::Other if title.is_none() => {
                broken_title(line, blocks.get(at + 1)).map_or(Mark::Other, |title| {
                    rest = Some(at + 1);
                    title
                })
            }
            marked => marked,
        };
        match marked {
            Mark::Title(text, with) if title.is_none() => {
                title = Some(text);
                label = label.or(with);
            }
            Mark::Label(text) if label.is_none() => label = Some(text),
            Mark::Unit(found, with) if unit.is_none() => {
                unit = Some(found);
                label = label.or(with);
            }
            Mark::Aside if at > start => {
                if lines > SPREAD {
                    break;
                }
                continue;
            }
            _ => break,
        }
        end = at + 1;
        if lines > SPREAD {
            break;
        }
    }
    let marks = usize::from(title.is_some()) + usize::from(label.is_some()) + usize::from(unit.is_some());
    // A contents list has titles and labels too, but no units; a label alone above a title needs figures below.
    let title = title.filter(|_| marks >= 2 && (unit.is_some() || figures_follow(blocks, end)))?;
    Some(Head { title, label, unit, start, body: end..blocks.len() })
}

/// A title whose last words went to the next line: `…支出预算` | `表`.
fn broken_title(line: &Line, next: Option<&Block>) -> Option<Mark> {
    let Some(Block::Line(next)) = next else { return None };
    let (begun, rest) = (plain(&line.text), plain(&next.text));
    let lengths = (begun.chars().count(), rest.chars().count());
    let long = !(8..=40).contains(&lengths.0) || !(1..=4).contains(&lengths.1);
    if long
        || begun.contains(['。', '；', '：', ':'])
        || begun.ends_with('表')
        || !matches!(mark(&next.text), Mark::Other | Mark::Aside)
    {
        return None;
    }
    match mark(&format!("{}{}", line.text.trim_end(), next.text.trim_start())) {
        title @ Mark::Title(..) => Some(title),
        _ => None,
    }
}

/// Whether rows of figures come soon.
fn figures_follow(blocks: &[Block], from: usize) -> bool {
    blocks
        .iter()
        .skip(from)
        .take(40)
        .map_while(|block| match block {
            Block::Line(line) => Some(Some(line)),
            Block::Page(_) => Some(None),
            Block::Grid(_) => None,
        })
        .flatten()
        .take_while(|line| !matches!(mark(&line.text), Mark::Title(..) | Mark::Label(_)))
        .any(is_row)
}

/// Whether a line carries figures as a row of a table does.
pub(super) fn is_row(line: &Line) -> bool {
    let pieces = pieces::cut(line);
    let figures = trailing(&pieces);
    let words: String = pieces.iter().take(pieces.len() - figures).map(|p| p.text.as_str()).collect();
    let fine = pieces.iter().rev().take(figures).any(|p| p.text.contains(['.', ',']));
    if words.contains(['。', '；', '，']) || words.chars().count() > 40 {
        return false;
    }
    let coded = pieces.first().is_some_and(is_code_piece) && pieces.len() > 1;
    (figures >= 1 && (fine || is_total(&words)))
        || (coded && words.chars().count() > 3)
        || (figures >= 3 && !words.contains("栏次"))
}

/// Whether a piece is a subject's or a unit's code.
pub(super) fn is_code_piece(piece: &Piece) -> bool {
    piece.is_whole() && (subjects::domain_of(&piece.text).is_some() || matches!(piece.text.len(), 6 | 9 | 12))
}

/// How many figures end a line.
pub(super) fn trailing(pieces: &[Piece]) -> usize {
    pieces.iter().rev().take_while(|piece| piece.figure.is_some()).count()
}

/// Whether any line is a row with figures.
pub(super) fn has_figures(lines: &[&Line]) -> bool {
    lines.iter().any(|line| is_row(line) && pieces::cut(line).iter().any(|p| p.text.contains('.')))
}

/// How many of the lines are header.
pub(super) fn header_end(lines: &[&Line]) -> usize {
    let starts = |line: &&Line| {
        let bare = plain(&line.text);
        let pieces = pieces::cut(line);
        let alone = pieces.len() == 1
            && pieces.first().is_some_and(|p| is_code_piece(p) && subjects::domain_of(&p.text).is_some());
        let numbered = ["一、", "(一)", "1.", "1、"].iter().any(|mark| bare.starts_with(mark));
        alone || numbered || is_row(line)
    };
    let end = lines.iter().position(starts).unwrap_or(lines.len());
    // A total whose figures stand on the next line.
    if let Some(line) = lines.get(end)
        && pieces::cut(line).iter().all(|piece| piece.figure.is_some())
        && let Some(total) = lines.iter().take(end).rposition(|line| !plain(&line.text).is_empty())
        && lines.get(total).is_some_and(|line| matches!(plain(&line.text).as_str(), "合计" | "总计"))
        && total > 0
    {
        return total;
    }
    // A table without figures ends its header with a lone 合计 that no other header word follows.
    if end == lines.len()
        && let Some(total) =
            lines.iter().rposition(|line| matches!(plain(&line.text).as_str(), "合计" | "总计"))
        && lines.iter().skip(total + 1).all(|line| !plain(&line.text).chars().any(char::is_alphabetic))
    {
        return total;
    }
    end
}
