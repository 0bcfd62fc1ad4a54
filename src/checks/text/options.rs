//! T01: the options of a template, of which one should have been crossed out.

use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::Severity;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T01",
    name: "模板里的选项已经选定",
    document: Kind::Unknown,
    doc: "查什么: 文字里有没有“增加（减少）0万元”“下降（增长）27.78%”“增加/减少5万元”这样两个相反的词都留着、后面跟着数的地方。
为什么: 这是模板给的两个选项，应当留一个删一个；都留着，读者不知道是增还是减。
依据: 各地公开模板的填写说明；财政部专项检查把套用模板、内容不清列为可读性问题。
举例: “与上年相比增加（减少）0万元，增长（减少）0%”，应写“与上年持平”。
怎么改: 按实际情况留下一个词；没有变化的写“与上年持平”。",
    run,
};

/// What grows and what shrinks.
const MORE: &[&str] = &["增加", "增长", "上升", "提高", "大于", "高于", "多于", "超过"];
const LESS: &[&str] = &["减少", "下降", "降低", "减低", "缩减", "小于", "低于", "少于", "节约"];

fn run(context: &mut Context<'_>) {
    let Some(passages) = passages(context, CHECK.code) else { return };
    let slips = passages.iter().flat_map(slips).collect();
    report(context, CHECK.code, passages.len(), slips);
}

fn word<'a>(passage: &Passage<'_>, at: usize, words: &[&'a str]) -> Option<&'a str> {
    words.iter().find(|word| passage.has(at, word)).copied()
}

fn slips(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut at = 0;
    while at < passage.chars.len() {
        if let Some(end) = leftover_at(passage, at) {
            let says = "模板里的选项没有删干净，两个方向的字连在一起";
            slips.push(Slip::new(passage, at, end, says).weighing(Severity::Warning));
            at = end;
            continue;
        }
        let Some(end) = option_at(passage, at) else {
            at += 1;
            continue;
        };
        if says_how_much(passage, end) {
            let (found, says) = (passage.text(at, end), "模板里的选项没有删，增减两个词都留着");
            let slip = Slip::new(passage, at, end, says).weighing(Severity::Warning);
            slips.push(Slip { found, ..slip });
        }
        at = end;
    }
    slips
}

/// `大小于预算数`, `减增加21.90万元`: half of the option that was to go has stayed. Where it ends.
fn leftover_at(passage: &Passage<'_>, at: usize) -> Option<usize> {
    const COMPARED: &[&str] = &["大小于", "小大于", "高低于", "低高于", "多少于", "少多于"];
    const CHANGED: &[&str] =
        &["减增加", "减增长", "增减少", "增下降", "下增长", "降增长", "加减少", "少增加"];
    if !passage.at(at).is_some_and(|c| "增减下降加少大小高低多".contains(c)) {
        return None;
    }
    // 与上年预算增加持平: the word for the change has stayed before 持平.
    let level = |word: &str| passage.has(at, word) && passage.has(at + word.chars().count(), "持平");
    if ["增加", "减少", "增长", "下降"].into_iter().any(level) {
        return Some(at + 4);
    }
    let end = at + 3;
    let compared = word(passage, at, COMPARED).is_some()
        && ["预算", "年初", "上年", "决算"].iter().any(|what| passage.has(end, what));
    // 年增减少 3: what changes is a noun there only behind 年, 度 or a comparison.
    let changed = word(passage, at, CHANGED).is_some()
        && passage.at(end).is_some_and(|c| c.is_ascii_digit())
        && ["年", "年度", "预算", "相比", "相比，", "决算", "决算数"]
            .iter()
            .any(|lead| passage.ends(at, lead));
    (compared || changed).then_some(end)
}

/// `增加（减少）`, `增长/下降`: where it ends.
fn option_at(passage: &Passage<'_>, at: usize) -> Option<usize> {
    let (first, others) = match (word(passage, at, MORE), word(passage, at, LESS)) {
        (Some(first), _) => (first, LESS),
        (_, Some(first)) => (first, MORE),
        _ => return None,
    };
    let mark = at + first.chars().count();
    let second = word(passage, mark + 1, others)?;
    let end = mark + 1 + second.chars().count();
    match passage.at(mark)? {
        '（' | '(' => matches!(passage.at(end)?, '）' | ')').then_some(end + 1),
        '/' | '／' => Some(end),
        _ => None,
    }
}

/// An amount follows, or the blank for one: a heading (增加（减少）情况) is left alone.
fn says_how_much(passage: &Passage<'_>, at: usize) -> bool {
    let at = if passage.at(at) == Some('了') { at + 1 } else { at };
    match passage.at(at) {
        Some(c) if c.is_ascii_digit() || matches!(c, '-' | '—' | '%' | 'X' | '×' | '_') => true,
        Some(_) => ["万元", "元", "预算数的主要原因", "年初预算数的主要原因", "的主要原因"]
            .iter()
            .any(|word| passage.has(at, word)),
        None => false,
    }
}
