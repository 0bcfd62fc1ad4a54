//! Whose document it is: the names that its cover, its tables, its headings and its sentences give, and a vote.

use std::collections::BTreeMap;

use super::{region, weight, year_at};
use crate::amount::Unit;

/// Words above a table that are followed by whose it is.
const OWNERS: &[&str] = &[
    "预算主管部门",
    "编制部门",
    "编制单位",
    "填报部门",
    "填报单位",
    "公开部门",
    "公开单位",
    "部门名称",
    "单位名称",
    "部门（单位）名称",
    "部门/单位名称",
    "单位（部门）",
    "部门（单位）",
    "预算部门",
    "预算单位",
    "部门",
    "单位",
];

/// What the name of an organization ends with.
const ENDINGS: &[&str] = &[
    "局",
    "委员会",
    "委",
    "办公室",
    "办公厅",
    "办事处",
    "中心",
    "院",
    "厅",
    "部",
    "会",
    "署",
    "站",
    "所",
    "队",
    "学校",
    "大学",
    "中学",
    "小学",
    "幼儿园",
    "馆",
    "政府",
    "社",
    "台",
    "园",
    "处",
    "室",
    "办",
    "公司",
    "集团",
    "厂",
    "场",
    "团",
    "基地",
    "银行",
    "协会",
    "党校",
    "学院",
    "研究所",
    "（本级）",
    "本级",
    "机关",
    "法庭",
    "支队",
    "总队",
    "大队",
    "政协",
    "人大",
    "关",
];

pub(super) fn organization(lines: &[String], cover: usize) -> Option<String> {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    let mut vote = |name: String, weight: usize| {
        if is_organization(&name) && region::of(&name).is_none_or(|place| !place.ends_with(&name)) {
            *votes.entry(name).or_default() += weight;
        }
    };
    for name in cover_names(lines.get(..cover).unwrap_or_default()) {
        vote(name, weight::COVER);
    }
    for (at, line) in lines.iter().enumerate() {
        if let Some(name) = owner(line, lines.get(at + 1)) {
            vote(name, weight::OWNER);
        }
        if let Some(name) = in_heading(line) {
            vote(name, weight::HEADING);
        }
        if let Some(name) = in_prose(line) {
            vote(name, weight::PROSE);
        }
    }
    settle(&votes)
}

/// The name with most votes; a short form's votes go to the full name it is the end of, where the full name was
/// printed in its own right.
fn settle(votes: &BTreeMap<String, usize>) -> Option<String> {
    let mut pooled: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, weight) in votes {
        let full = votes
            .iter()
            .filter(|(other, support)| {
                other.len() > name.len() && other.ends_with(name.as_str()) && **support >= weight::OWNER
            })
            .max_by_key(|(other, support)| (**support, other.len()))
            .map_or(name.as_str(), |(other, _)| other.as_str());
        *pooled.entry(full).or_default() += weight;
    }
    pooled.into_iter().max_by_key(|(name, weight)| (*weight, name.len())).map(|(name, _)| name.to_owned())
}

/// Names on the cover: before the year on its line, or the lines above it, as many as the name is broken over.
fn cover_names(cover: &[String]) -> Vec<String> {
    let mut names = Vec::new();
    for (at, line) in cover.iter().enumerate() {
        if let Some((_, name)) = line.split_once('：') {
            names.push(trimmed(name));
            continue;
        }
        let Some((begins, _, _)) = year_at(line) else { continue };
        if !line.contains("算") && !cover.get(at + 1).is_some_and(|next| next.contains("算")) {
            continue;
        }
        if let Some(name) = behind_year(line) {
            names.push(name);
        }
        let mut name = line.get(..begins).unwrap_or_default().to_owned();
        let mut above = at;
        // A name is broken where its first part ends in no organization or the second could not stand alone.
        while above > 0 && (at - above) < 3 && !(is_organization(&name) && region::of(&name).is_some()) {
            above -= 1;
            let Some(part) = cover.get(above) else { break };
            if part.contains('：') || part.starts_with("附") || part.chars().all(|c| c.is_ascii_digit()) {
                break;
            }
            name = format!("{part}{name}");
        }
        names.push(trimmed(&name));
    }
    names
}

/// `2024年某市某馆部门预算` → `某市某馆`.
fn behind_year(line: &str) -> Option<String> {
    let (0, after, _) = year_at(line)? else { return None };
    let rest = line.get(after..)?;
    let end = ["部门预算", "部门决算", "单位预算", "单位决算"].iter().find_map(|word| rest.find(word))?;
    (end > 0).then(|| trimmed(rest.get(..end).unwrap_or_default()))
}

/// Whose table it is, by a line such as `编制单位：某局  单位：万元`.
fn owner(line: &str, next: Option<&String>) -> Option<String> {
    let (word, value) = line.split_once('：')?;
    if !OWNERS.contains(&word) {
        return None;
    }
    let end = ["金额单位", "单位：", "编制日期", "填报日期", "报送日期", "数据来源", "财决"]
        .iter()
        .filter_map(|stop| value.find(stop))
        .min()
        .unwrap_or(value.len());
    let mut name = trimmed(value.get(..end)?);
    if Unit::find(&format!("单位：{name}")).is_some_and(|_| name.chars().count() <= 4) {
        return None;
    }
    let open = |name: &str| name.matches('（').count() > name.matches('）').count();
    if (open(&name) || !is_organization(&name))
        && let Some(next) = next
        && next.chars().count() <= 24
        && !next.contains(['：', '。'])
    {
        name.push_str(next);
    }
    Some(name)
}

/// A name in a heading: `第一部分 某局概况`, `第二部分 2024年度某局部门决算表`, `某局2024年部门预算情况说明`.
fn in_heading(line: &str) -> Option<String> {
    let rest = line.strip_prefix('第')?;
    let (number, rest) = rest.split_once("部分")?;
    if number.chars().count() > 2 {
        return None;
    }
    let rest = rest.trim_matches(['：', '、', '.', '…', '·']);
    let name = match year_at(rest) {
        Some((0, after, _)) => {
            let rest = rest.get(after..)?;
            rest.get(
                ..["部门决算", "部门预算", "单位决算", "单位预算"].iter().find_map(|word| rest.find(word))?,
            )?
        }
        Some((at, _, _)) => rest.get(..at)?,
        None => rest.get(
            ..["部门概况", "单位概况", "基本概况", "基本情况", "概况"]
                .iter()
                .find_map(|word| rest.find(word))?,
        )?,
    };
    Some(trimmed(name))
}

/// A name in running text: `某局2024年收支总预算`, `关于某局2024年部门预算…`.
fn in_prose(line: &str) -> Option<String> {
    let (at, after, _) = year_at(line)?;
    let rest = line.get(after..)?;
    let said = [
        "部门预算",
        "部门决算",
        "单位预算",
        "单位决算",
        "收支总预算",
        "收入支出总计",
        "收入、支出",
        "一般公共预算",
        "财政拨款",
    ];
    if !said.iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    let front = line.get(..at)?;
    let begins = front.rfind(['。', '，', '；', '、', '：', '，']).map_or(0, |stop| stop + '。'.len_utf8());
    Some(trimmed(front.get(begins..)?))
}

fn is_organization(name: &str) -> bool {
    let length = name.chars().count();
    (4..=45).contains(&length)
        && ends_as_one(name)
        && !name.contains(['。', '，', '；', '：', '、', '“'])
        && !["本部门", "各部门", "部门", "单位", "关于", "我部门", "我单位", "表", "注"]
            .iter()
            .any(|word| name.starts_with(word))
        && !["预算", "决算", "情况", "万元", "支出"].iter().any(|word| name.contains(word))
}

/// Whether a name ends as that of an organization does, or in a bracket behind such a name: its second name, or what
/// of it is meant.
fn ends_as_one(name: &str) -> bool {
    let plainly = |name: &str| ENDINGS.iter().any(|ending| name.ends_with(ending));
    let bracketed = name.strip_suffix('）').and_then(|name| name.split_once('（'));
    plainly(name)
        || bracketed.is_some_and(|(own, inside)| {
            let scope = ["汇总", "部门汇总", "含下属单位", "部门", "单位"].contains(&inside);
            plainly(own) && (scope || inside.chars().count() >= 4 && plainly(inside))
        })
}

/// Takes a trailing year and what follows it off, and numbering and 关于 in front.
fn trimmed(name: &str) -> String {
    let name = name.split(['。', '，']).next().unwrap_or_default();
    let mut name = match year_at(name) {
        Some((0, after, _)) => name.get(after..).unwrap_or_default(),
        Some((at, _, _)) => name.get(..at).unwrap_or_default(),
        None => name,
    };
    for tail in ["概况", "部门概况", "部门决算表", "部门预算表", "部门", "单位"] {
        name = name.strip_suffix(tail).unwrap_or(name);
    }
    // 第三部分某局: a heading without a space.
    let part =
        name.split_once("部分").filter(|(number, _)| number.starts_with('第') && number.chars().count() <= 3);
    name = part.map_or(name, |(_, rest)| rest);
    // 纳入某局2023年度部门决算编制范围的单位: whose accounts they are.
    let name = name.trim_start_matches("关于").trim_start_matches("纳入");
    name.trim_matches(['：', '-', '—', '.', '《', '》', '\u{3000}']).to_owned()
}
