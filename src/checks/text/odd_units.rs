//! Amounts in 元 that can only be meant in 万元.

use super::{Passage, Slip};
use crate::report::{Category, Severity};

/// What sums of money are called; a price or a rate is called otherwise.
const SUMS: &[&str] =
    &["支出", "收入", "预算", "决算", "经费", "资金", "拨款", "采购", "增加", "减少", "金额"];

/// Words of prices and rates, which are told in 元.
const RATES: &[&str] =
    &["每", "均", "标准", "单价", "价格", "折合", "利息", "余额", "罚", "/", "×", "*", "元整"];

/// `支出决算为536.91元` where everything else is told in 万元: a public body's sum of a few hundred yuan. Where a
/// document tells many sums so, it means them.
#[must_use]
pub fn few_yuan(passages: &[Passage<'_>]) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut tens_of_thousands = 0;
    for passage in passages {
        let text = passage.paragraph.text.as_str();
        if !text.contains('元') {
            continue;
        }
        tens_of_thousands += text.matches("万元").count();
        // The only one of its paragraph.
        let yuan = passage
            .chars
            .iter()
            .enumerate()
            .filter(|(at, c)| **c == '元' && passage.before(*at).is_some_and(|c| c.is_ascii_digit()));
        let mut yuan = yuan.map(|(at, _)| at);
        if let (Some(at), None) = (yuan.next(), yuan.next()) {
            slips.extend(at_yuan(passage, at));
        }
    }
    if slips.len() * 8 > tens_of_thousands { Vec::new() } else { slips }
}

fn at_yuan(passage: &Passage<'_>, at: usize) -> Option<Slip> {
    let mut start = at;
    while passage.before(start).is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        start -= 1;
    }
    let figure = passage.text(start, at);
    let (whole, decimals) = figure.split_once('.')?;
    let clause = clause_of(passage, start);
    let around: String = passage.slice(at, at + 3).iter().collect();
    let summed = SUMS.iter().any(|word| clause.contains(word));
    let rated = RATES.iter().any(|word| clause.contains(word) || around.contains(word));
    let odd = decimals.len() == 2 && whole.replace(',', "").len() <= 4 && summed && !rated;
    (odd && !passage.joined(start, at + 1)).then(|| {
        Slip::new(passage, start, at + 1, format!("别处的金额都是万元，只有“{figure}元”是元"))
            .of(Category::Unit)
            .weighing(Severity::Warning)
            .wanting(format!("{figure}万元"))
    })
}

fn clause_of(passage: &Passage<'_>, at: usize) -> String {
    let words = passage.slice(at.saturating_sub(30), at);
    let mark = words.iter().rposition(|c| matches!(c, '，' | '。' | '；' | '：'));
    words.get(mark.map_or(0, |mark| mark + 1)..).unwrap_or_default().iter().collect()
}

/// `单价100元（含）以上设备`: equipment is told of from tens of thousands on.
#[must_use]
pub fn cheap_equipment(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    if !passage.paragraph.text.contains("设备") {
        return slips;
    }
    for lead in ["单价", "单位价值", "价值"] {
        for at in (0..passage.chars.len()).filter(|&at| passage.has(at, lead)) {
            let start = at + lead.chars().count();
            let end = passage.figure_end(start);
            let behind = passage.text(end, end + 16);
            let limit = ["元以上", "元（含）以上", "元(含)以上"].iter().any(|word| behind.starts_with(word));
            let few = (1..=3).contains(&(end - start));
            if few && limit && behind.contains("设备") && !passage.joined(start, end + 1) {
                let figure = passage.text(start, end);
                slips.push(
                    Slip::new(passage, start, end + 1, format!("设备的价值写作“{figure}元以上”，缺“万”"))
                        .of(Category::Unit)
                        .weighing(Severity::Warning)
                        .wanting(format!("{figure}万元")),
                );
            }
        }
    }
    slips.dedup_by(|a, b| a.origin == b.origin && a.found == b.found);
    slips
}
