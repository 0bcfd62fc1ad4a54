//! Whose document it is, of which year, budget or final accounts: several witnesses, and a vote.
//!
//! A document names itself on its cover, above its tables, in its headings and in its sentences; any of these may be
//! missing, cut or wrong (a year left over from last time), so that no single one decides.

use std::collections::BTreeMap;

use super::model::{Identity, Kind, Table};
use super::region;
use crate::amount::{Unit, half_width};
use crate::layout::Block;

/// How much a witness counts.
mod weight {
    pub(super) const COVER: usize = 6;
    pub(super) const OWNER: usize = 3;
    pub(super) const HEADING: usize = 4;
    pub(super) const TITLE: usize = 2;
    pub(super) const PROSE: usize = 1;
}

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

/// The identity of a document.
#[must_use]
pub fn identify(blocks: &[Block], tables: &[Table]) -> Identity {
    let lines = lines(blocks);
    let cover = cover_end(&lines);
    let organization = organization(&lines, cover);
    let region = organization.as_deref().and_then(region::of).or_else(|| region_in(&lines));
    Identity {
        kind: kind(&lines, cover, tables),
        region,
        organization,
        fiscal_year: year(&lines, cover, tables),
        unit: unit(&lines, tables),
    }
}

/// A line reduced to its characters: no spaces, digits and brackets in one form.
fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '#' | '\u{feff}' | '|'))
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            ':' => '：',
            c => half_width(c),
        })
        .collect()
}

/// Every line of the document, squeezed, and the short texts of grids, which may hold the owner's line.
fn lines(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Line(line) => lines.push(squeeze(&line.text)),
            Block::Grid(grid) => {
                let captions = grid.cells.iter().filter(|cell| cell.row < 3).map(|cell| squeeze(&cell.text));
                lines.extend(captions.filter(|text| text.contains('：') && text.chars().count() < 60));
            }
            Block::Page(_) => {}
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Where the cover ends: at the contents, or before the text begins.
fn cover_end(lines: &[String]) -> usize {
    let begins = |line: &String| {
        matches!(line.as_str(), "目录" | "目次") || line.starts_with("第一部分") || line.starts_with("一、")
    };
    lines.iter().take(30).position(begins).unwrap_or_else(|| lines.len().min(8))
}

fn is_organization(name: &str) -> bool {
    let length = name.chars().count();
    (4..=45).contains(&length)
        && ENDINGS.iter().any(|ending| name.ends_with(ending))
        && !name.contains(['。', '，', '；', '：', '、', '“'])
        && !["本部门", "各部门", "部门", "单位", "关于", "我部门", "我单位", "表", "注"]
            .iter()
            .any(|word| name.starts_with(word))
        && !["预算", "决算", "情况", "万元", "支出"].iter().any(|word| name.contains(word))
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
    name.trim_start_matches("关于").trim_matches(['：', '-', '—', '.', '《', '》', '\u{3000}']).to_owned()
}

/// The first year in a text: where it begins, where it ends (with 年, 年度), and which.
fn year_at(text: &str) -> Option<(usize, usize, u16)> {
    let bytes = text.as_bytes();
    for (at, _) in text.char_indices() {
        let Some(digits) = text.get(at..at + 4) else { continue };
        let alone = at == 0 || !bytes.get(at - 1).is_some_and(u8::is_ascii_digit);
        let Ok(year) = digits.parse::<u16>() else { continue };
        if alone
            && (2000..2100).contains(&year)
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(rest) = text.get(at + 4..).and_then(|rest| rest.strip_prefix('年'))
        {
            let rest = rest.strip_prefix('度').unwrap_or(rest);
            return Some((at, text.len() - rest.len(), year));
        }
    }
    None
}

fn organization(lines: &[String], cover: usize) -> Option<String> {
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

fn region_in(lines: &[String]) -> Option<String> {
    lines.iter().take(6).find_map(|line| region::of(line))
}

/// Budget or final accounts: what the cover and the headings say, then what the tables' titles say.
fn kind(lines: &[String], cover: usize, tables: &[Table]) -> Kind {
    let (mut budget, mut accounts) = (0, 0);
    let mut vote = |text: &str, weight: usize| {
        // 一般公共预算…决算表: a budget that is accounted for.
        if text.contains("决算") {
            accounts += weight;
        } else if text.contains("预算") {
            budget += weight;
        }
    };
    for line in lines.iter().take(cover).filter(|line| line.chars().count() < 40) {
        vote(line, weight::COVER);
    }
    for line in lines
        .iter()
        .filter(|line| line.starts_with('第') && line.contains("部分") && line.chars().count() < 50)
    {
        vote(line, weight::HEADING);
    }
    for table in tables {
        vote(&squeeze(&table.title), weight::TITLE);
    }
    for line in lines {
        budget += usize::from(
            line.contains("部门预算") || line.contains("单位预算") || line.contains("收支总预算"),
        );
        accounts +=
            usize::from(line.contains("部门决算") || line.contains("单位决算") || line.contains("决算数"));
    }
    match accounts.cmp(&budget) {
        std::cmp::Ordering::Greater => Kind::Final,
        std::cmp::Ordering::Less => Kind::Budget,
        std::cmp::Ordering::Equal => Kind::Unknown,
    }
}

/// The year of the figures: years beside 预算 and 决算 on the cover, in headings, titles and headers.
fn year(lines: &[String], cover: usize, tables: &[Table]) -> Option<u16> {
    let mut votes: BTreeMap<u16, usize> = BTreeMap::new();
    let mut vote = |text: &str, weight: usize| {
        if let Some((_, _, year)) = year_at(text) {
            *votes.entry(year).or_default() += weight;
        }
    };
    for line in lines.iter().take(cover).filter(|line| line.chars().count() < 40) {
        if !line.contains('月') {
            vote(line, weight::COVER);
        }
    }
    for line in lines.iter().filter(|line| line.chars().count() < 50) {
        if line.starts_with('第') && line.contains("部分") {
            vote(line, weight::HEADING);
        } else if let Some((0, after, _)) = year_at(line)
            && line.get(after..).is_some_and(str::is_empty)
        {
            // 「2024年度」 alone, beside the unit above a table.
            vote(line, weight::TITLE);
        }
    }
    for table in tables {
        vote(&squeeze(&table.title), weight::TITLE);
        // Of the years in one header the later is the table's own.
        let newest = table
            .columns
            .iter()
            .filter_map(|column| year_at(&squeeze(&column.path.concat())))
            .map(|(_, _, year)| year)
            .max();
        if let Some(year) = newest {
            vote(&format!("{year}年"), weight::PROSE);
        }
    }
    for line in lines {
        if let Some((_, after, year)) = year_at(line)
            && line.get(after..).is_some_and(|rest| {
                rest.starts_with("部门") || rest.starts_with("收支") || rest.starts_with("单位")
            })
        {
            vote(&format!("{year}年"), weight::PROSE);
        }
    }
    let best = votes.values().copied().max()?;
    votes.into_iter().rev().find(|(_, weight)| *weight == best).map(|(year, _)| year)
}

/// The unit most tables are in; without tables, the unit most unit lines state.
fn unit(lines: &[String], tables: &[Table]) -> Option<Unit> {
    let mut counts: Vec<(Unit, usize)> = Vec::new();
    let mut count = |unit: Unit| match counts.iter_mut().find(|(known, _)| *known == unit) {
        Some((_, times)) => *times += 1,
        None => counts.push((unit, 1)),
    };
    tables.iter().filter_map(|table| table.unit).for_each(&mut count);
    if tables.iter().all(|table| table.unit.is_none()) {
        lines
            .iter()
            .filter(|line| line.contains("单位：") && line.chars().count() < 40)
            .filter_map(|line| Unit::find(line))
            .for_each(&mut count);
    }
    counts.into_iter().max_by_key(|(_, times)| *times).map(|(unit, _)| unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Line;
    use crate::origin::Origin;

    fn blocks(text: &str) -> Vec<Block> {
        (1..)
            .zip(text.lines())
            .map(|(line, text)| {
                Block::Line(Line {
                    text: text.to_owned(),
                    origin: Origin::Line { line, column: 1 },
                    full: false,
                    gap: false,
                })
            })
            .collect()
    }

    #[test]
    fn a_name_broken_over_the_cover_s_lines() {
        let identity = identify(
            &blocks(
                "沈阳市某某区劳动就业和社会\n保障服务中心\n2024 年部门预算\n目 录\n第一部分 某某区劳动就业和社会保障服务中心概况\n\
                 单位名称：沈阳市某某区劳动就业和社会保障服务中心\n单位：万元",
            ),
            &[],
        );
        assert_eq!(identity.organization.as_deref(), Some("沈阳市某某区劳动就业和社会保障服务中心"));
        assert_eq!(identity.kind, Kind::Budget);
        assert_eq!(identity.fiscal_year, Some(2024));
        assert_eq!(identity.unit, Some(Unit::TenThousand));
        assert_eq!(identity.region.as_deref(), Some("辽宁省沈阳市某某区"));
    }

    #[test]
    fn the_owner_s_line_when_the_cover_names_a_place_only() {
        let identity = identify(
            &blocks(
                "上海市某某区2023年区级部门预算\n预算主管部门：上海市某某区人民政府甲乙街道办事处\n目录\n\
                 编制部门：上海市某某区人民政府甲乙街道办事处  单位：元\n比2022年预算增加",
            ),
            &[],
        );
        assert_eq!(identity.organization.as_deref(), Some("上海市某某区人民政府甲乙街道办事处"));
        assert_eq!(identity.fiscal_year, Some(2023));
        assert_eq!(identity.unit, Some(Unit::Yuan));
    }

    #[test]
    fn final_accounts_whose_owner_s_line_is_broken() {
        let identity = identify(
            &blocks(
                "辽宁省沈阳市某某局（本级）\n2024 年度部门决算\n目 录\n第一部分 辽宁省沈阳市某某局（本级）概况\n\
                 一般公共预算财政拨款支出决算表\n单位：辽宁省沈阳市某某局（本 2024 年度\n级)\n金额单位：万元",
            ),
            &[],
        );
        assert_eq!(identity.organization.as_deref(), Some("辽宁省沈阳市某某局（本级）"));
        assert_eq!(identity.kind, Kind::Final);
        assert_eq!(identity.fiscal_year, Some(2024));
    }

    #[test]
    fn nothing_is_made_up() {
        assert_eq!(identify(&[], &[]), Identity::default());
        assert_eq!(identify(&blocks("今天天气很好\n一二三"), &[]).organization, None);
    }
}
