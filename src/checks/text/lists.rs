//! T12: what a list says once is not said twice.

use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::Severity;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T12",
    name: "并列的科目没有重复",
    document: Kind::Unknown,
    doc: "查什么: “主要包括：基本工资、津贴补贴、奖金……”这样的一串里，同一个名称有没有列了两遍。
为什么: 列了两遍的，多半有一个是别的科目（“奖金”和“奖励金”），读者不知道漏了哪一个。
依据: 《政府收支分类科目》的款级科目各列一次。
举例: “基本工资、津贴补贴、奖金、离休费、退休费、奖金、住房公积金”，第二个“奖金”应为“奖励金”。
怎么改: 对照基本支出表，改成实际的科目或删去重复的。",
    run,
};

/// A shorter enumeration may repeat a word on purpose.
const LONG: usize = 5;

fn run(context: &mut Context<'_>) {
    let Some(passages) = passages(context, CHECK.code) else { return };
    let slips = passages.iter().flat_map(slips).collect();
    report(context, CHECK.code, passages.len(), slips);
}

fn slips(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut at = 0;
    while at < passage.chars.len() {
        let Some(lead) = ["主要包括", "包括"].iter().find(|lead| passage.has(at, lead)) else {
            at += 1;
            continue;
        };
        let from = at + lead.chars().count();
        let rest = passage.slice(from, passage.chars.len());
        let to = from + rest.iter().position(|c| matches!(c, '。' | '；' | ';')).unwrap_or(rest.len());
        let members = members(passage, from, to);
        for (index, (start, end, name)) in members.iter().enumerate() {
            let before = members.get(..index).unwrap_or_default();
            if members.len() >= LONG
                && name.chars().count() >= 2
                && before.iter().any(|(_, _, other)| other == name)
                && !passage.joined(*start, *end)
            {
                slips.push(
                    Slip::new(passage, *start, *end, format!("一串并列里“{name}”列了两遍"))
                        .weighing(Severity::Warning),
                );
            }
        }
        at = to.max(from);
    }
    slips
}

/// What stands between the marks, without its figure.
fn members(passage: &Passage<'_>, from: usize, to: usize) -> Vec<(usize, usize, String)> {
    let mut members = Vec::new();
    let mut start = from;
    for at in from..=to {
        if at < to && !matches!(passage.at(at), Some('、' | '：' | ':' | '，')) {
            continue;
        }
        let name: String = passage.text(start, at);
        let name = name.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default().to_owned();
        members.push((start, at, name));
        start = at + 1;
    }
    members
}
