//! T05: marks of punctuation doubled, or two of which only one can be meant.

use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::Category;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T05",
    name: "标点没有重叠",
    document: Kind::Unknown,
    doc: "查什么: 标点有没有重叠（“。。”“，，”“、、”）、两个不该连用的标点有没有连用（“，。”“；。”“、。”“。，”）、有没有空括号，带括号的序号后面有没有又加顿号（“（一）、”）。
为什么: 多半是删改后留下的，有时还丢了中间的字。
依据: 《标点符号用法》（GB/T 15834—2011）。
举例: “减少了该项支出。。”；“（一）、基本支出预算”。
怎么改: 留下该用的一个；带括号的序号后面不用标点。",
    run,
};

/// Marks that never stand side by side.
const MARKS: &[char] = &['。', '，', '、', '；', '：'];

fn run(context: &mut Context<'_>) {
    let Some(passages) = passages(context, CHECK.code) else { return };
    let slips = passages.iter().flat_map(slips).collect();
    report(context, CHECK.code, passages.len(), slips);
}

fn slips(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut at = 0;
    while at + 1 < passage.chars.len() {
        let run = passage.slice(at, passage.chars.len()).iter().take_while(|c| MARKS.contains(c)).count();
        if run == 2 && !passage.joined(at, at + 2) {
            let says =
                if passage.at(at) == passage.at(at + 1) { "标点重叠" } else { "两个标点连用" };
            slips.push(Slip::new(passage, at, at + 2, says).of(Category::Punctuation));
        } else if passage.has(at, "（）") || passage.has(at, "()") {
            slips.push(Slip::new(passage, at, at + 2, "括号里没有内容").of(Category::Punctuation));
        }
        at += run.max(1);
    }
    if let Some(end) = numbered(passage) {
        let wanted = passage.text(0, end - 1);
        let says = "带括号的序号后面不用顿号";
        let slip = Slip::new(passage, 0, end, says).of(Category::Punctuation);
        slips.push(slip.wanting(wanted));
    }
    slips
}

/// `（一）、`: where it ends.
fn numbered(passage: &Passage<'_>) -> Option<usize> {
    if !matches!(passage.at(0), Some('（' | '(')) {
        return None;
    }
    let numerals = passage
        .slice(1, 5)
        .iter()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(**c))
        .count();
    let closed = matches!(passage.at(1 + numerals), Some('）' | ')'));
    (numerals > 0 && closed && passage.at(2 + numerals) == Some('、')).then_some(3 + numerals)
}
