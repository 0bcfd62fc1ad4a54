//! T06: brackets, quotation marks and title marks that are opened are closed.

use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::Category;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T06",
    name: "括号、引号、书名号成对",
    document: Kind::Unknown,
    doc: "查什么: 一段话里的（）、“”、《》、【】是不是成对；跨段、跨页的不判。
为什么: 少半个括号，读者分不清哪些话在括号里。
依据: 《标点符号用法》（GB/T 15834—2011）。
举例: “平均得分99.33分（其中，优秀项目39个；发现问题0个。”，少了右括号。
怎么改: 补上缺的半个，或删去多的半个。",
    run,
};

/// A bracket with no partner.
struct Lone {
    at: usize,
    opening: bool,
}

fn run(context: &mut Context<'_>) {
    let Some(passages) = passages(context, CHECK.code) else { return };
    let lone: Vec<Vec<Lone>> = passages.iter().map(lone).collect();
    let mut slips = Vec::new();
    for (index, (passage, own)) in passages.iter().zip(&lone).enumerate() {
        // Whole sentences only: what was cut off in reading has its partner elsewhere.
        let whole = passage.chars.ends_with(&['。']) && passage.chars.len() >= 12;
        let near = index.saturating_sub(2)..=index + 2;
        let partner = |one: &Lone| {
            near.clone()
                .filter(|at| *at != index)
                .filter_map(|at| lone.get(at))
                .flatten()
                .any(|other| other.opening != one.opening)
        };
        let [one] = &own[..] else { continue };
        if whole && !partner(one) {
            let what = match passage.at(one.at) {
                Some('（' | '(') => "有左括号，没有右括号",
                Some('）' | ')') => "有右括号，没有左括号",
                Some('“') => "有左引号，没有右引号",
                Some('”') => "有右引号，没有左引号",
                Some('《') => "有左书名号，没有右书名号",
                Some('》') => "有右书名号，没有左书名号",
                _ => "括号不成对",
            };
            slips.push(Slip::new(passage, one.at, one.at + 1, what).of(Category::Punctuation));
        }
    }
    report(context, CHECK.code, passages.len(), slips);
}

/// One kind for both widths.
fn family(c: char) -> Option<(usize, bool)> {
    Some(match c {
        '（' | '(' => (0, true),
        '）' | ')' => (0, false),
        '《' => (1, true),
        '》' => (1, false),
        '【' => (2, true),
        '】' => (2, false),
        '“' => (3, true),
        '”' => (3, false),
        _ => return None,
    })
}

fn lone(passage: &Passage<'_>) -> Vec<Lone> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut lone = Vec::new();
    for (at, &c) in passage.chars.iter().enumerate() {
        let Some((kind, opening)) = family(c) else { continue };
        if opening {
            open.push((kind, at));
        } else if let Some(found) = open.iter().rposition(|(other, _)| *other == kind) {
            open.remove(found);
        } else if !(kind == 0 && is_item(passage, at)) {
            lone.push(Lone { at, opening: false });
        }
    }
    lone.extend(open.into_iter().map(|(_, at)| Lone { at, opening: true }));
    lone
}

/// `1）`, `a)`, `①)` at the head of an item.
fn is_item(passage: &Passage<'_>, at: usize) -> bool {
    let numeral = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨".contains(c);
    let mut start = at;
    while start > 0 && at - start < 3 && passage.before(start).is_some_and(numeral) {
        start -= 1;
    }
    start < at
        && passage.before(start).is_none_or(|c| matches!(c, '。' | '；' | '：' | '，' | ';' | ':' | '、'))
}
