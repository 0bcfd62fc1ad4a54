//! T11: what an item says it is for, or why it changed, is not copied from another item.

use std::collections::BTreeMap;

use super::items::named;
use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::{Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T11",
    name: "科目说明没有抄成别的科目的",
    document: Kind::Unknown,
    doc: "查什么: 逐项说明支出时，“主要用于……”“主要原因是：……经费增加”写的是不是这一项自己：写的正好是本文件另一项的名称，就提示。
为什么: 多半是复制上一项以后没有改，用途和科目对不上。
依据: 情况说明应当与科目一致。
举例: “职业年金缴费支出（项）……主要原因是：事业单位离退休经费增加”，后半句是另一项的。
怎么改: 改成这一项的用途和原因。",
    run,
};

/// An item: what it is called, alone and behind its section.
struct Item {
    passage: usize,
    names: Vec<String>,
}

fn run(context: &mut Context<'_>) {
    let Some(passages) = passages(context, CHECK.code) else { return };
    let items: Vec<Item> = passages.iter().enumerate().filter_map(item).collect();
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &items {
        for name in &item.names {
            *owners.entry(name.as_str()).or_default() += 1;
        }
    }
    if items.len() < 3 {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "文字里没有逐项说明科目");
        return;
    }
    let mut slips = Vec::new();
    for item in &items {
        let Some(passage) = passages.get(item.passage) else { continue };
        // What the figures' own paragraph is told of (N25) is not told again.
        let told = context.findings.iter().any(|finding| {
            finding.rule == "N25"
                && passage.paragraph.lines.iter().any(|(_, origin)| finding.origin.contains(origin))
        });
        if told {
            continue;
        }
        for (from, to) in said(passage) {
            let text = passage.text(from, to);
            let other = owners.contains_key(text.as_str()) && !item.names.contains(&text);
            if let Some(own) = item.names.first().filter(|_| other) {
                slips.push(
                    Slip::new(passage, from, to, format!("“{own}”的说明写成了另一项“{text}”"))
                        .weighing(Severity::Warning)
                        .wanting(own.clone()),
                );
            }
        }
    }
    report(context, CHECK.code, items.len(), slips);
}

fn item((index, passage): (usize, &Passage<'_>)) -> Option<Item> {
    let names = named(passage);
    let [.., section, item] = &names[..] else { return None };
    (section.digits == 5 && item.digits == 7 && names.len() <= 3).then(|| Item {
        passage: index,
        names: vec![item.name.clone(), format!("{}{}", section.name, item.name), section.name.clone()],
    })
}

/// The ranges of what is said of the purpose and the reason.
fn said(passage: &Passage<'_>) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    for at in 0..passage.chars.len() {
        let Some(lead) = ["主要用于", "主要原因是"].iter().find(|lead| passage.has(at, lead)) else {
            continue;
        };
        let mut from = at + lead.chars().count();
        from += usize::from(matches!(passage.at(from), Some('：' | ':')));
        let length = passage
            .slice(from, from + 60)
            .iter()
            .take_while(|c| !matches!(c, '。' | '，' | '；' | '、' | ',' | ';'))
            .count();
        let mut to = from + length;
        for tail in
            ["经费增加", "经费减少", "经费保持不变", "增加", "减少", "保持不变", "支出增加", "支出减少"]
        {
            if passage.ends(to, tail) {
                to -= tail.chars().count();
                break;
            }
        }
        if to > from + 3 {
            ranges.push((from, to));
        }
    }
    ranges
}
