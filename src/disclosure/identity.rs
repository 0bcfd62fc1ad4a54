//! Whose document it is, of which year, budget or final accounts: several witnesses, and a vote.
//!
//! A document names itself on its cover, above its tables, in its headings and in its sentences; any of these may be
//! missing, cut or wrong (a year left over from last time), so that no single one decides.

use std::collections::BTreeMap;

use super::model::{Identity, Kind, Table};
use super::region;
use crate::amount::{Unit, half_width};
use crate::forms;
use crate::layout::Block;
use names::organization;

mod names;
#[cfg(test)]
mod tests;

/// How much a witness counts.
mod weight {
    pub(super) const COVER: usize = 6;
    pub(super) const OWNER: usize = 3;
    pub(super) const HEADING: usize = 4;
    pub(super) const TITLE: usize = 2;
    pub(super) const PROSE: usize = 1;
}

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

/// Whether two documents name the same body: the place in front of a name may be left out.
#[must_use]
pub fn same_body(a: &Identity, b: &Identity) -> bool {
    let bare = |identity: &Identity| {
        let name = identity.organization.clone().unwrap_or_default();
        let place = identity.region.clone().unwrap_or_default();
        // 「辽宁省沈阳市某局」, 「沈阳市某局」 and 「某局」 of one place.
        let inside =
            |at: usize| place.get(at..).and_then(|place| name.strip_prefix(place)).map(str::to_owned);
        (0..place.len()).find_map(inside).unwrap_or(name)
    };
    let compatible = match (&a.region, &b.region) {
        (Some(a), Some(b)) => a.starts_with(b.as_str()) || b.starts_with(a.as_str()),
        _ => true,
    };
    compatible && bare(a) == bare(b)
}

/// A line reduced to its characters: no spaces, digits and brackets in one form.
fn squeeze(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '#' | '\u{feff}' | '|'))
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            ':' => '：',
            c => half_width(c),
        })
        .collect();
    with_digits(text)
}

/// The text with years in Chinese numerals in digits: 二〇二四年 is 2024年.
fn with_digits(text: String) -> String {
    let digit = |c: char| match c {
        '〇' | '○' | '零' | 'O' | 'o' | '0' => Some('0'),
        c => "一二三四五六七八九"
            .chars()
            .zip('1'..='9')
            .find(|(numeral, _)| *numeral == c)
            .map(|(_, digit)| digit),
    };
    let chars: Vec<char> = text.chars().collect();
    let year = chars.windows(5).position(|five| {
        matches!(five, ['二', zero, rest @ .., '年'] if digit(*zero) == Some('0') && rest.iter().all(|c| digit(*c).is_some()))
    });
    let Some(at) = year else { return text };
    chars
        .iter()
        .enumerate()
        .map(|(i, c)| if (at..at + 4).contains(&i) { digit(*c).unwrap_or(*c) } else { *c })
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
        let part = line.starts_with('第') && line.chars().skip(2).take(2).eq("部分".chars());
        matches!(line.as_str(), "目录" | "目次") || part || line.starts_with("一、")
    };
    lines.iter().take(30).position(begins).unwrap_or_else(|| lines.len().min(8))
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
        std::cmp::Ordering::Equal => kind_of_forms(tables),
    }
}

/// What the tables are forms of, where nothing says it in words: only budgets have a 支出总表.
fn kind_of_forms(tables: &[Table]) -> Kind {
    let forms = forms::in_use();
    let mut kinds: Vec<Kind> = tables
        .iter()
        .flat_map(|table| forms.candidates(&table.title))
        .filter_map(|form| {
            forms.families().iter().find(|family| family.forms.iter().any(|own| own.id == form.id))
        })
        .map(|family| family.document)
        .collect();
    kinds.dedup();
    if let [only] = kinds[..] { only } else { Kind::Unknown }
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
