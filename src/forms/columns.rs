//! Names for columns: from their header words alone, and from the form a table was recognised as.

use std::collections::HashMap;

use super::words::{Words, plain};
use super::{Form, FormColumn};
use crate::disclosure::model::{Column, ColumnKind, Side, Table};
use crate::subjects::{self, Domain};

/// Groups whose parts are named after them, their total with `.合计`: the funds of this year and those carried over.
const FUND_GROUPS: &[&str] = &["本年收入", "上年结转"];
/// Groups that add nothing to the name of their parts.
const SILENT_GROUPS: &[&str] = &[
    "本年支出",
    "金额",
    "预算数",
    "决算数",
    "合计",
    "全年预算数",
    "收入",
    "支出",
    "项目",
    "资金来源",
    "收入预算",
    "支出预算",
    "其中",
    "财政拨款支出",
    "预算资金",
];

/// The halves of a two-sided table, where reading has not told them: a name and a figure below 收入, and the same
/// below 支出.
pub(super) fn set_sides(table: &mut Table) {
    if table.columns.iter().any(|column| column.side.is_some()) {
        return;
    }
    let side = |column: &Column| {
        if column.path.len() < 2 {
            return None;
        }
        let top = plain(column.path.first()?);
        if top.starts_with("收入") || top.ends_with("收入") {
            Some(Side::Income)
        } else if top.starts_with("支出") || top.ends_with("支出") {
            Some(Side::Expenditure)
        } else {
            None
        }
    };
    let named = |wanted: Side| {
        let holds = |kind: ColumnKind| {
            table.columns.iter().any(|column| column.kind == kind && side(column) == Some(wanted))
        };
        holds(ColumnKind::Name) && holds(ColumnKind::Amount)
    };
    if named(Side::Income) && named(Side::Expenditure) {
        let sides: Vec<_> = table.columns.iter().map(side).collect();
        for (column, side) in table.columns.iter_mut().zip(sides) {
            column.side = side;
        }
    }
}

/// The plain header words of a column from the top, repeats left out.
pub(super) fn tokens(path: &[String]) -> Vec<String> {
    let mut tokens: Vec<String> =
        path.iter().map(|word| plain(word)).filter(|word| !word.is_empty()).collect();
    tokens.dedup();
    tokens
}

/// Positions of the figure columns of each half.
fn halves(table: &Table) -> Vec<(Option<Side>, Vec<usize>)> {
    let mut halves: Vec<(Option<Side>, Vec<usize>)> = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        if column.kind == ColumnKind::Amount {
            match halves.iter_mut().find(|(side, _)| *side == column.side) {
                Some((_, members)) => members.push(at),
                None => halves.push((column.side, vec![at])),
            }
        }
    }
    halves
}

/// Whether the header names items of the three public expenses.
pub(super) fn names_three_public(words: &Words, table: &Table) -> bool {
    let item = |column: &Column| column.path.iter().any(|word| words.three_public(word).is_some());
    table.columns.iter().filter(|column| column.kind == ColumnKind::Amount && item(column)).count() >= 3
}

/// A name for each column from its header words; `None` where they do not tell.
pub(super) fn generic(words: &Words, table: &Table, three_public: bool) -> Vec<Option<String>> {
    let mut keys = vec![None; table.columns.len()];
    for (side, members) in halves(table) {
        let paths: Vec<Vec<String>> = members
            .iter()
            .filter_map(|at| table.columns.get(*at))
            .map(|column| tokens(&column.path))
            .collect();
        let shared = shared_prefix(&paths);
        for (at, path) in members.iter().zip(&paths) {
            let own = path.get(shared..).unwrap_or_default();
            let key = if three_public {
                table.columns.get(*at).and_then(|column| three_public_key(words, table, column))
            } else if members.len() == 1 {
                let one = own.last().is_none_or(|leaf| {
                    words.column(leaf).is_some_and(|word| {
                        matches!(word, "金额" | "预算数" | "决算数" | "合计" | "机关运行经费")
                    })
                });
                one.then(|| if side.is_some() { "金额" } else { "合计" }.to_owned())
            } else {
                wide_key(table, own).or_else(|| compose(words, own))
            };
            if let Some(slot) = keys.get_mut(*at) {
                *slot = key;
            }
        }
    }
    forget_repeats(table, &mut keys);
    keys
}

/// How many words at the top all figure columns of a half share; the last word of a path always stays.
fn shared_prefix(paths: &[Vec<String>]) -> usize {
    let Some((first, rest)) = paths.split_first() else { return 0 };
    if rest.is_empty() {
        return first.len().saturating_sub(1);
    }
    let longest = paths.iter().map(Vec::len).min().unwrap_or(0).saturating_sub(1);
    (0..longest).take_while(|at| rest.iter().all(|path| path.get(*at) == first.get(*at))).count()
}

fn compose(words: &Words, path: &[String]) -> Option<String> {
    let (leaf, above) = path.split_last()?;
    // A group no one knows keeps its printed name, so that its total is never taken for the table's.
    let groups: Vec<&str> = above
        .iter()
        .map(|word| words.column(word).unwrap_or(word))
        .filter(|word| !SILENT_GROUPS.contains(word))
        .collect();
    let group = groups.join(".");
    let silent = above.iter().filter_map(|word| words.column(word)).next_back();
    let leaf = match words.column(leaf) {
        Some(word) => word.to_owned(),
        // Below 基本支出 and 项目支出 the economic classes are named as printed.
        None if groups.iter().any(|group| matches!(*group, "基本支出" | "项目支出")) => leaf.clone(),
        None => return None,
    };
    Some(match (leaf.as_str(), groups.as_slice()) {
        ("合计" | "金额", []) if silent == Some("本年支出") => "本年支出".to_owned(),
        ("合计" | "金额", []) => leaf,
        ("合计", [one]) if FUND_GROUPS.contains(one) => format!("{one}.合计"),
        ("合计" | "金额" | "预算数" | "决算数", _) if !groups.is_empty() => group,
        (_, []) => leaf,
        _ => format!("{group}.{leaf}"),
    })
}

/// The code of an economic class or item where a table spreads the classification over its columns.
fn wide_key(table: &Table, path: &[String]) -> Option<String> {
    let government = table.title.contains("政府经济") || table.title.contains("政府预算");
    let domain = if government { Domain::GovernmentEconomic } else { Domain::DepartmentEconomic };
    let (leaf, above) = path.split_last()?;
    // Directly below the shared header only: 基本支出/工资福利支出 is a part of 基本支出, not the class.
    let [class] = above else { return None };
    let class = subjects::code_by_name(class, domain, None)?;
    if matches!(leaf.as_str(), "小计" | "合计") {
        return Some(class.to_owned());
    }
    subjects::code_by_name(leaf, domain, Some(class)).map(str::to_owned)
}

/// Period and item of a column of the three public expenses.
fn three_public_key(words: &Words, table: &Table, column: &Column) -> Option<String> {
    let raw: String = column.path.concat();
    let own = tokens(&column.path);
    let item = own.iter().rev().find_map(|word| words.three_public(word));
    let leaf = own.last()?;
    let total = matches!(words.column(leaf), Some("合计"));
    if raw.contains("机关运行经费") {
        return Some("机关运行经费".to_owned());
    }
    let item = match item {
        Some("三公经费") => "合计",
        Some(item) => item,
        None if total => {
            // A total beside 会议费 or 培训费 that is not the total of 三公 alone.
            let wider = table.columns.iter().any(|other| {
                other.path.iter().any(|word| matches!(words.three_public(word), Some("会议费" | "培训费")))
            });
            if wider { "总计" } else { "合计" }
        }
        None => {
            return match words.column(leaf) {
                Some(period @ ("预算数" | "决算数" | "全年预算数")) => Some(period.to_owned()),
                Some("上年预算数" | "上年执行数") => Some("上年".to_owned()),
                Some("金额") => Some("预算数".to_owned()),
                _ => None,
            };
        }
    };
    let newest = table.columns.iter().flat_map(|column| years_in(&column.path.concat())).max();
    let last_year =
        raw.contains("上年") || years_in(&raw).last().copied() < newest && !years_in(&raw).is_empty();
    let period = if last_year {
        "上年"
    } else if raw.contains("决算数") || raw.contains("决算") && !raw.contains("预算数") {
        "决算数"
    } else {
        "预算数"
    };
    Some(format!("{period}.{item}"))
}

fn years_in(text: &str) -> Vec<u16> {
    let digits: Vec<char> = text.chars().map(crate::amount::half_width).collect();
    let mut years = Vec::new();
    for (at, window) in digits.windows(4).enumerate() {
        let alone = (at == 0 || !digits.get(at - 1).is_some_and(char::is_ascii_digit))
            && !digits.get(at + 4).is_some_and(char::is_ascii_digit);
        if let Ok(year) = window.iter().collect::<String>().parse::<u16>()
            && alone
            && (2000..2100).contains(&year)
        {
            years.push(year);
        }
    }
    years
}

/// The names of columns by a form, those the form does not tell from the header words.
pub(super) fn by_form(form: &Form, table: &Table, generic: &[Option<String>]) -> Vec<Option<String>> {
    let mut keys = vec![None; table.columns.len()];
    for (side, members) in halves(table) {
        let columns: Vec<&FormColumn> = form
            .amounts()
            .filter(|column| column.side == side || side.is_none() || !form.two_sided)
            .collect();
        for at in &members {
            let Some(column) = table.columns.get(*at) else { continue };
            let own = generic.get(*at).cloned().flatten();
            // Years are no words of a form: of two blocks under 2023年预算数 and 2024年预算数 the years tell which.
            let told = own
                .clone()
                .filter(|key| key.starts_with("上年."))
                .or_else(|| exact(&columns, &tokens(&column.path)))
                .or(own);
            if let Some(slot) = keys.get_mut(*at) {
                *slot = told;
            }
        }
        by_position(&columns, &members, &mut keys);
    }
    forget_repeats(table, &mut keys);
    keys
}

/// The form's column with these header words, or the only one that ends with them.
fn exact(columns: &[&FormColumn], path: &[String]) -> Option<String> {
    let spellings = |column: &FormColumn| -> Vec<Vec<String>> {
        std::iter::once(&column.path).chain(&column.others).map(|path| tokens(path)).collect()
    };
    if let Some(found) = columns.iter().find(|column| spellings(column).iter().any(|own| own == path)) {
        return found.key.clone();
    }
    let mut ends = columns.iter().filter(|column| {
        spellings(column).iter().any(|own| path.ends_with(own) || own.ends_with(path) && !path.is_empty())
    });
    match (ends.next(), ends.next()) {
        (Some(only), None) => only.key.clone(),
        _ => None,
    }
}

/// Columns whose header cannot be read take the form's name for their place, where all columns that can be read
/// stand where the form has them.
fn by_position(columns: &[&FormColumn], members: &[usize], keys: &mut [Option<String>]) {
    let always: Vec<&FormColumn> = columns.iter().copied().filter(|column| !column.optional).collect();
    for candidate in [columns, &always] {
        if candidate.len() != members.len() {
            continue;
        }
        let mut known = 0;
        let agrees =
            members.iter().zip(candidate).all(|(at, column)| match keys.get(*at).and_then(Option::as_ref) {
                Some(key) => {
                    known += 1;
                    column.key.as_ref() == Some(key)
                }
                None => true,
            });
        if agrees && known * 2 >= members.len() {
            for (at, column) in members.iter().zip(candidate) {
                if let Some(slot) = keys.get_mut(*at) {
                    slot.clone_from(&column.key);
                }
            }
            return;
        }
    }
}

/// A name borne by two columns of a half names neither.
fn forget_repeats(table: &Table, keys: &mut [Option<String>]) {
    let mut seen: HashMap<(Option<Side>, String), usize> = HashMap::new();
    let sides: Vec<Option<Side>> = table.columns.iter().map(|column| column.side).collect();
    for (side, key) in sides.iter().zip(keys.iter()) {
        if let Some(key) = key {
            *seen.entry((*side, key.clone())).or_default() += 1;
        }
    }
    for (side, key) in sides.iter().zip(keys.iter_mut()) {
        if key.as_ref().is_some_and(|name| seen.get(&(*side, name.clone())).is_some_and(|times| *times > 1)) {
            *key = None;
        }
    }
}
