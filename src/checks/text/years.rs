//! T16: a year is followed by 年.

use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::Severity;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T16",
    name: "年份后面有“年”字",
    document: Kind::Unknown,
    doc: "查什么: 句子里说到年份，后面有没有漏“年”字：“比2019收支预算总数增加”“2020公务用车购置费”。标题、文号、项目编号不查。
为什么: 漏了“年”字，年份和金额容易混在一起。
依据: 文字规范。
举例: “比2019收支预算总数增加335.07万元”，应为“比2019年收支预算总数”。
怎么改: 补上“年”字。",
    run,
};

/// What is said of a year in these documents.
const OF_YEAR: &[&str] = &[
    "收支",
    "收入",
    "支出",
    "预算",
    "决算",
    "财政拨款",
    "一般公共",
    "政府性",
    "公务",
    "部门",
    "单位预",
    "因公",
    "“三公”",
];

fn run(context: &mut Context<'_>) {
    let Some(passages) = passages(context, CHECK.code) else { return };
    let slips = passages.iter().flat_map(slips).collect();
    report(context, CHECK.code, passages.len(), slips);
}

fn slips(passage: &Passage<'_>) -> Vec<Slip> {
    // A heading may be a file's name (2018预算公开).
    if !passage.chars.iter().any(|c| matches!(c, '，' | '。' | '；' | '：' | ',' | ';')) {
        return Vec::new();
    }
    let mut slips = Vec::new();
    for (at, end) in passage.figures() {
        let year =
            end == at + 4 && passage.has(at, "20") && OF_YEAR.iter().any(|word| passage.has(end, word));
        // 202年度: a digit lost.
        let short = end == at + 3 && passage.has(at, "20") && passage.has(end, "年度");
        if short && !passage.joined(at, end + 1) && passage.before(at).is_none_or(|c| !c.is_ascii_digit()) {
            let says = format!("年份“{}”少了一位", passage.text(at, end));
            slips.push(Slip::new(passage, at, end + 2, says).weighing(Severity::Warning));
        }
        let opens = match passage.before(at) {
            None => true,
            Some(c) => matches!(c, '比' | '较' | '与' | '和' | '，' | '。' | '；' | ','),
        };
        if year && opens && !passage.joined(at, end + 1) {
            let figure = passage.text(at, end);
            slips.push(
                Slip::new(passage, at, end, format!("“{figure}”后面缺“年”字"))
                    .weighing(Severity::Warning)
                    .wanting(format!("{figure}年")),
            );
        }
    }
    slips
}
