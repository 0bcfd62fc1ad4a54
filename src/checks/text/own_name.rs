//! N17: the department's own name, written one way throughout.

use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Fragment, Kind};
use crate::forms::title::squeeze;
use crate::report::{Category, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N17",
    name: "单位名称前后一致",
    document: Kind::Unknown,
    doc: "查什么: 文字里的单位名称和封面、表头上的是不是一个字不差：有没有换了一个字（“规划与自然资源局”）、标题里有没有漏了区县名；表头的“编制部门：”有没有空着。简称不算错。
为什么: 单位名称写错，或者少了区县名成了上级单位，读者会认错公开的主体。
依据: 名称以机构编制部门核定的为准。
举例: 全文是“某市某区规划和自然资源局”，决算表的标题写成“某市规划和自然资源局2024年度部门决算表”。
怎么改: 改成核定的全称。",
    run,
};

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let Some(own) = disclosure.identity.organization.as_deref() else {
        context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "没有找到公开单位的名称");
        return;
    };
    let Some(passages) = passages(context, CHECK.code) else { return };
    let mut slips = unnamed(&disclosure.fragments, own);
    let year = disclosure.identity.fiscal_year;
    let own: Vec<char> = own.chars().collect();
    let split = place_length(&own);
    let mut near: Vec<Slip> = Vec::new();
    for passage in passages.iter() {
        slips.extend(without_place(passage, &own, split));
        let inner = one_off(passage, &own, split);
        if inner.is_empty() {
            near.extend(year.into_iter().flat_map(|year| misnamed(passage, &own, year)));
        }
        slips.extend(inner);
    }
    // The label of a table is no paragraph.
    for fragment in disclosure.fragments.iter().filter(|fragment| !fragment.prose) {
        let text = fragment.printed.text.as_str();
        if ["部门", "单位"].iter().any(|word| text.contains(word)) && text.chars().count() < 60 {
            let labels = Passage::new(&fragment.printed);
            near.extend(year.into_iter().flat_map(|year| misnamed(&labels, &own, year)));
        }
    }
    // What is written often is no slip: the name may have been read wrong; and a short name used twice is one.
    let (short, near): (Vec<Slip>, Vec<Slip>) =
        near.into_iter().partition(|slip| slip.severity == Severity::Note);
    if near.len() <= 4 {
        slips.extend(near);
    }
    if short.len() == 1 {
        slips.extend(short);
    }
    report(context, CHECK.code, passages.len(), slips);
}

/// `编制部门：　　单位：元`: a table whose owner was left out, where others print theirs in the same line.
fn unnamed(fragments: &[Fragment], own: &str) -> Vec<Slip> {
    const LABELS: &[&str] =
        &["编制部门：", "编制单位：", "填报部门：", "填报单位：", "公开部门：", "公开单位："];
    let behind = |fragment: &Fragment| -> Option<String> {
        let text = squeeze(&fragment.printed.text);
        LABELS.iter().find_map(|label| text.strip_prefix(label)).map(str::to_owned)
    };
    let named = fragments.iter().filter_map(behind).filter(|rest| rest.starts_with(own)).count();
    if named < 2 {
        return Vec::new();
    }
    fragments
        .iter()
        .enumerate()
        .filter(|(at, fragment)| {
            let blank = behind(fragment).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with("单位：") || rest.starts_with("金额单位：")
            });
            let next = fragments.get(at + 1).map(|next| squeeze(&next.printed.text)).unwrap_or_default();
            blank && !next.starts_with(own)
        })
        .map(|(_, fragment)| {
            let passage = Passage::new(&fragment.printed);
            Slip::new(&passage, 0, passage.chars.len(), "表头的编制单位空着，别的表都写了")
                .of(Category::Completeness)
                .weighing(Severity::Warning)
                .wanting(own)
        })
        .collect()
}

/// How many of the first characters of a name say where: 某市某区.
fn place_length(own: &[char]) -> usize {
    let mut last = own.iter().take(14).enumerate().filter(|(at, c)| {
        *at >= 2 && matches!(c, '省' | '市' | '区' | '县' | '旗') && own.len() > at + 4
            // 城市管理局, 社区事务, 地区: words, not places.
            && !matches!(own.get(at - 1), Some('城' | '社' | '地' | '园' | '景' | '校' | '辖'))
    });
    last.next_back().map_or(0, |(at, _)| at + 1)
}

/// A heading that leaves the county out and so names the authority above.
fn without_place(passage: &Passage<'_>, own: &[char], split: usize) -> Vec<Slip> {
    let inner = |at: &usize| matches!(own.get(*at), Some('省' | '市'));
    let Some(city) = (1..split.saturating_sub(1)).rfind(inner).map(|at| at + 1) else {
        return Vec::new();
    };
    let short: String = own.iter().take(city).chain(own.iter().skip(split)).collect();
    let length = short.chars().count();
    if passage.chars.len() > 60 || passage.chars.contains(&'。') {
        return Vec::new();
    }
    (0..passage.chars.len())
        .filter(|&at| passage.has(at, &short))
        .filter(|&at| {
            let rest = passage.text(at + length, passage.chars.len());
            let titled = rest.starts_with("20") && (rest.contains("预算") || rest.contains("决算"));
            titled || rest == "概况"
        })
        .map(|at| {
            let own: String = own.iter().collect();
            Slip::new(passage, at, at + length, format!("标题里的单位名称少了字，本单位是“{own}”"))
                .weighing(Severity::Warning)
                .wanting(own)
        })
        .collect()
}

/// Where the document's own name must stand, a name that is it but for one character: before its year (`白水县商业局
/// 2022年度没有政府性基金预算财政拨款收入`), before what it says of itself, and behind the label of its tables.
fn misnamed(passage: &Passage<'_>, own: &[char], year: u16) -> Vec<Slip> {
    const ABOUT: &[&str] = &[
        "收入",
        "支出",
        "收支",
        "预算",
        "决算",
        "财政拨款",
        "机关运行",
        "政府采购",
        "没有",
        "无政府",
        "无国有",
        "无“",
    ];
    const OF_ITSELF: &[&str] = &[
        "概况",
        "本级决算",
        "本级预算",
        "（部门）",
        "（本级）",
        "机构设置",
        "内设",
        "职责范围",
        "主要职能",
        "主要职责",
        "共有车辆",
        "实行绩效目标管理",
        "政府采购预算",
        "政府采购支出",
        "机关运行经费",
        "收支总预算",
        "所有收入和支出",
    ];
    let mut slips = Vec::new();
    if own.len() < 5 {
        return slips;
    }
    let dated = format!("{year}年");
    let followed = |at: usize| {
        let by_year =
            passage.has(at, &dated) && ABOUT.iter().any(|word| passage.text(at + 5, at + 17).contains(word));
        by_year || OF_ITSELF.iter().any(|word| passage.has(at, word))
    };
    let last = own.last();
    for at in (own.len() - 1..=passage.chars.len()).filter(|&at| passage.before(at).as_ref() == last) {
        let exact = at >= own.len() && passage.slice(at - own.len(), at) == own;
        let labelled = at == passage.chars.len() || passage.at(at).is_some_and(char::is_whitespace);
        if exact || !(followed(at) || labelled) {
            continue;
        }
        let found = [own.len(), own.len() + 1, own.len() - 1].into_iter().find(|&length| {
            let Some(start) = at.checked_sub(length) else { return false };
            let text = passage.slice(start, at);
            let front = passage.text(0, start);
            let label =
                ["部门：", "单位：", "单位名称：", "部门名称："].iter().any(|word| front.ends_with(word));
            // Behind a place or a list the name of another body begins.
            let opens = front.is_empty()
                || front.ends_with(['。', '；', '，', '：', ' ', '）', '年'])
                || front.ends_with("纳入")
                || front.ends_with("部分");
            let stands = if followed(at) { opens } else { label };
            text.first() == own.first() && stands && slipped(text, own)
        });
        let shortened = found.is_some_and(|length| is_shortened(passage.slice(at - length, at), own));
        if let Some(length) = found
            && !passage.joined(at - length, at)
        {
            let (wrong, right) = (passage.text(at - length, at), own.iter().collect::<String>());
            let severity = if shortened { Severity::Note } else { Severity::Warning };
            slips.push(
                Slip::new(passage, at - length, at, format!("单位名称写作“{wrong}”，别处是“{right}”"))
                    .weighing(severity)
                    .wanting(right),
            );
        }
    }
    slips
}

/// 区 or 县 left out is how people shorten names.
fn is_shortened(text: &[char], own: &[char]) -> bool {
    let head = text.iter().zip(own).take_while(|(a, b)| a == b).count();
    text.len() < own.len()
        && own.get(head).is_some_and(|c| matches!(c, '省' | '市' | '区' | '县' | '旗' | '镇'))
}

/// One character other, too many or missing; numerals and directions make another body.
fn slipped(text: &[char], own: &[char]) -> bool {
    let (a, b): (String, String) = (text.iter().collect(), own.iter().collect());
    let head = text.iter().zip(own).take_while(|(a, b)| a == b).count();
    let numbered =
        |c: Option<&char>| c.is_some_and(|c| "一二三四五六七八九十东南西北中上下新老".contains(*c));
    !numbered(text.get(head)) && !numbered(own.get(head)) && super::levels::differs_by_one(&a, &b)
}

/// The name with one character changed, lost or added within.
fn one_off(passage: &Passage<'_>, own: &[char], split: usize) -> Vec<Slip> {
    let core = own.get(split..).unwrap_or_default();
    let mut slips = Vec::new();
    let (Some(place), true) = (own.get(split.saturating_sub(2)..split), split >= 2 && core.len() >= 5) else {
        return slips;
    };
    for at in split..passage.chars.len() {
        if passage.before(at).as_ref() != place.last()
            || passage.slice(at - 2, at) != place
            || !passage.slice(at, at + core.len()).starts_with(core.get(..2).unwrap_or_default())
        {
            continue;
        }
        if passage.slice(at, at + core.len()) == core {
            continue;
        }
        let found = [core.len(), core.len() + 1, core.len() - 1].into_iter().find(|&length| {
            let text = passage.slice(at, at + length);
            text.len() == length && differs_by_one(text, core)
        });
        if let Some(length) = found
            && !passage.joined(at, at + length)
        {
            let (wrong, right) = (passage.text(at, at + length), core.iter().collect::<String>());
            slips.push(
                Slip::new(passage, at, at + length, format!("单位名称写作“{wrong}”，别处是“{right}”"))
                    .weighing(Severity::Warning)
                    .wanting(right),
            );
        }
    }
    slips
}

/// One character within is another, too many or missing; the last two must agree, and neither a numeral nor a
/// direction may be what differs: those make another unit.
fn differs_by_one(text: &[char], core: &[char]) -> bool {
    let tells = |c: Option<&char>| c.is_some_and(|c| "一二三四五六七八九十东南西北中上下新老".contains(*c));
    let tail = |text: &[char]| text.get(text.len().saturating_sub(2)..).map(<[char]>::to_vec);
    if tail(text) != tail(core) {
        return false;
    }
    let head = text.iter().zip(core).take_while(|(a, b)| a == b).count();
    let (a, b) = (text.get(head..).unwrap_or_default(), core.get(head..).unwrap_or_default());
    if tells(a.first()) || tells(b.first()) {
        return false;
    }
    if text.len() == core.len() {
        !a.is_empty() && a.get(1..) == b.get(1..)
    } else if text.len() == core.len() + 1 {
        a.get(1..) == Some(b)
    } else {
        text.len() + 1 == core.len() && Some(a) == b.get(1..)
    }
}
