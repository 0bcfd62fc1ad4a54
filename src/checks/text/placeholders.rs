//! T02: blanks of a template that nobody filled in.

use super::passage::is_han;
use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::{Category, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T02",
    name: "模板里的空都填了",
    document: Kind::Unknown,
    doc:
        "查什么: 文字里有没有“XX万元”“××局”“____”这样的占位符，有没有“支出万元。”“占%”这样该填数而没有填的空。
为什么: 该填的数没有填，公开的内容就不完整。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）要求内容完整；财政部专项检查的完整性项目。
举例: “2019年政府性基金支出预算支出万元”，少了金额；“XX局2024年度部门决算”，没有换成单位名称。
怎么改: 填上实际的数或名称；没有发生的写 0 或写明“无此项支出”。",
    run,
};

/// Words before an empty amount: 万元 straight behind them has lost its figure.
const BEFORE_AMOUNT: &[&str] = &[
    "支出",
    "收入",
    "预算",
    "决算",
    "经费",
    "增加",
    "减少",
    "合计",
    "总计",
    "共计",
    "拨款",
    "金额",
    "结余",
    "费用",
    "资金",
    "安排",
    "预算数",
    "决算数",
    "预算为",
    "决算为",
    "支出为",
    "收入为",
    "金额为",
    "费为",
];
/// Words before an empty percentage.
const BEFORE_SHARE: &[&str] =
    &["占", "增长", "下降", "增加", "减少", "降低", "上升", "预算的", "支出的", "收入的", "总额的", "合计的"];

fn run(context: &mut Context<'_>) {
    let Some(passages) = passages(context, CHECK.code) else { return };
    let slips =
        passages.iter().flat_map(|passage| marks(passage).into_iter().chain(blanks(passage))).collect();
    report(context, CHECK.code, passages.len(), slips);
}

fn is_mark(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | '＿' | '_' | '□' | '△' | '○' | '＊')
}

/// Runs of a mark that stands for something to be filled in.
fn marks(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut at = 0;
    while let Some(c) = passage.at(at) {
        let end = at + passage.slice(at, passage.chars.len()).iter().take_while(|&&next| next == c).count();
        if is_mark(c) && stands_for(passage, at, end) {
            let says = "模板里的空没有填";
            slips.push(
                Slip::new(passage, at, end, says).of(Category::Placeholder).weighing(Severity::Warning),
            );
        }
        at = end.max(at + 1);
    }
    slips
}

fn stands_for(passage: &Passage<'_>, from: usize, to: usize) -> bool {
    let (before, after) = (passage.before(from), passage.at(to));
    // Part of a code (X101, XXL) or of a product (12×4).
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if latin(before) || latin(after) {
        return false;
    }
    let unit = ["万元", "亿元", "元", "%", "个", "辆", "家", "人次", "批次", "年", "月", "日"]
        .iter()
        .any(|unit| passage.has(to, unit));
    match to - from {
        1 => unit && matches!(passage.at(from), Some('X' | 'x' | '×')) && before.is_some_and(is_han),
        _ => unit || after.is_some_and(is_han) || before.is_some_and(is_han),
    }
}

/// A unit straight behind the word that should be followed by a figure.
fn blanks(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    let stop = |at: usize| matches!(passage.at(at), Some('。' | '，' | '；' | '、' | '（' | ',' | '(' | ';'));
    let sentence = passage.chars.contains(&'。');
    for at in 1..passage.chars.len() {
        let (words, unit) = if passage.has(at, "万元") {
            (BEFORE_AMOUNT, "万元")
        } else if passage.at(at) == Some('%') {
            (BEFORE_SHARE, "%")
        } else {
            continue;
        };
        let end = at + unit.chars().count();
        let Some(word) = words.iter().find(|word| passage.ends(at, word)) else { continue };
        let named = passage.slice(at.saturating_sub(8), at).windows(2).any(|pair| pair == ['单', '位']);
        if sentence && stop(end) && !named && !passage.joined(at - 1, end) {
            let from = at - word.chars().count();
            slips.push(
                Slip::new(passage, from, end, format!("“{unit}”前面缺数"))
                    .of(Category::Placeholder)
                    .weighing(Severity::Warning),
            );
        }
    }
    slips
}
