//! Damage in the lines of flat tables that reading worked around: halves run together, marks astray, cells written
//! letter below letter. Each kind is told once a table, with its lines.

use super::name;
use super::pieces;
use crate::layout::Line;
use crate::origin::Origin;
use crate::report::{Category, Finding, Severity};

/// What is wrong with the lines of a table, by its title.
pub(super) fn notes(title: &str, lines: &[&Line]) -> Vec<Finding> {
    // Running text has figures and words side by side by nature.
    let prose = |line: &Line| line.text.contains(['，', '。', '；', '：', '×', '=']);
    let glued = places(lines, |line| !prose(line) && line.text.split_whitespace().any(pieces::is_glued));
    let stray = places(lines, |line| name::is_stray_mark(line.text.trim()));
    let turned = places(lines, |line| turned(&line.text));
    [
        (glued, "左右两栏的字连在了一起（数字后面直接跟着文字），已在数字的末尾分开"),
        (stray, "有标点掉到了单独一行（原来的格子太窄，末尾的字溢出），已略去或接回名称末尾"),
        (turned, "有序号和后面的符号颠倒（如“1《.”），照原样保留"),
    ]
    .into_iter()
    .filter(|(places, _)| !places.is_empty())
    .map(|(places, what)| note(title, what, places))
    .collect()
}

/// What is wrong with a performance table whose cells were written letter below letter.
pub(super) fn upright(title: &str, lines: &[&Line]) -> Vec<Finding> {
    let short = lines.iter().filter(|line| line.text.trim().chars().count() <= 2).count();
    if lines.len() < 200 || short * 3 < lines.len() {
        return Vec::new();
    }
    let mut origin = places(lines, |line| line.text.split_whitespace().any(runs_on));
    if origin.is_empty() {
        origin.extend(lines.first().map(|line| line.origin.clone()));
    }
    vec![note(
        title,
        "各格的字被竖着拆成一行一两个字，有的金额还和后面的文字连在一起，指标没有读出来，没有核对",
        origin,
    )]
}

/// An amount with the text of the next cell right behind it: `812,000.001.对…`.
fn runs_on(word: &str) -> bool {
    let Some((whole, rest)) = word.split_once('.') else { return false };
    let grouped = whole.contains(',') && whole.bytes().all(|b| b.is_ascii_digit() || b == b',');
    let decimals = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest.get(decimals..).unwrap_or_default();
    grouped
        && (decimals > 2 && behind.starts_with(['.', '、'])
            || decimals == 2
                && behind.chars().next().is_some_and(|c| c.is_alphabetic() && !"元万亿".contains(c)))
}

/// A number whose full stop slipped behind the bracket that follows it.
fn turned(text: &str) -> bool {
    ["《.", "（.", "“."].iter().any(|pair| {
        text.find(pair).is_some_and(|at| {
            text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
        })
    })
}

fn places(lines: &[&Line], is: impl Fn(&Line) -> bool) -> Vec<Origin> {
    lines.iter().filter(|line| is(line)).map(|line| line.origin.clone()).collect()
}

fn note(title: &str, what: &str, origin: Vec<Origin>) -> Finding {
    let more = if origin.len() > 1 { format!("（共 {} 处）", origin.len()) } else { String::new() };
    Finding {
        origin,
        ..Finding::new("R05", Severity::Note, Category::LayoutDamage, format!("{title}：{what}{more}。"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<Line> {
        (1..)
            .zip(texts)
            .map(|(line, text)| Line {
                text: (*text).to_owned(),
                origin: Origin::Line { line, column: 1 },
                full: false,
                gap: false,
            })
            .collect()
    }

    #[test]
    fn each_kind_is_told_once() {
        let lines = lines(&[
            "一、拨款 9,396.83二、支出 3.00",
            "）",
            "，",
            "万元。1《.结算单》0.5万元",
            "工会经费 12.00",
        ]);
        let notes = notes("收支表", &lines.iter().collect::<Vec<_>>());
        assert_eq!(notes.len(), 3);
        assert!(notes[1].message.contains("共 2 处"));
        assert_eq!(notes[0].origin, [Origin::Line { line: 1, column: 1 }]);
    }

    #[test]
    fn amounts_that_run_on_are_seen() {
        assert!(runs_on("812,000.001.对全市") && runs_on("800,000.00保障大厦"));
        assert!(!runs_on("812,000.00") && !runs_on("1,000.00万元") && !runs_on("3.50元/份"));
    }
}
