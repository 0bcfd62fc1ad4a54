//! Columns from header words alone, for a table no form knows.
//!
//! Lines give a header's cells row by row, merged cells in the first row they cover, words broken at will. All known
//! header words cut the text apart again; a further 合计 or 小计 begins the cells below the next merged one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::disclosure::model::{Column, ColumnKind, Side};
use crate::forms;

/// A text without spaces, brackets, quotes and marks: line ends scatter them.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).map(crate::amount::half_width).collect()
}

/// What a header word can be, by all the forms that have it.
#[derive(Debug, Clone, Copy, Default)]
struct Use {
    /// What the columns below it hold.
    holds: Option<ColumnKind>,
    /// It stands above other words in some form.
    group: bool,
}

/// Header words by their bare form.
fn vocabulary() -> &'static BTreeMap<String, (String, Use)> {
    static WORDS: OnceLock<BTreeMap<String, (String, Use)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: BTreeMap<String, (String, Use)> = BTreeMap::new();
        let forms = forms::in_use().families().iter().flat_map(|family| &family.forms);
        for column in forms.flat_map(|form| &form.columns) {
            for path in std::iter::once(&column.path).chain(&column.others) {
                for (depth, word) in path.iter().enumerate() {
                    let key = bare(word);
                    if key.chars().count() < 2 {
                        continue;
                    }
                    let (_, uses) = words.entry(key).or_insert_with(|| (word.clone(), Use::default()));
                    uses.group |= depth + 1 < path.len();
                    // A word that heads figures anywhere heads figures; a code or a name goes before other text.
                    let rank = |kind| match kind {
                        Some(ColumnKind::Amount) => 3,
                        Some(ColumnKind::Code) => 2,
                        Some(ColumnKind::Name) => 1,
                        _ => 0,
                    };
                    if uses.holds.is_none() || rank(Some(column.kind)) > rank(uses.holds) {
                        uses.holds = Some(column.kind);
                    }
                }
            }
        }
        words
    })
}

/// Which words stand right below which in some form, both bare.
fn below() -> &'static BTreeSet<(String, String)> {
    static BELOW: OnceLock<BTreeSet<(String, String)>> = OnceLock::new();
    BELOW.get_or_init(|| {
        let forms = forms::in_use().families().iter().flat_map(|family| &family.forms);
        forms
            .flat_map(|form| &form.columns)
            .flat_map(|column| std::iter::once(&column.path).chain(&column.others))
            .flat_map(|path| path.windows(2))
            .filter_map(|pair| Some((bare(pair.first()?), bare(pair.last()?))))
            .collect()
    })
}

/// A word of the header in question.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    uses: Use,
}

impl Word {
    fn is_total(&self) -> bool {
        matches!(self.text.as_str(), "合计" | "小计" | "总计")
    }
}

/// The columns that header lines give; `None` where they do not add up to a table of figures.
pub(super) fn columns(header: &[&str]) -> Option<Vec<Column>> {
    let words = words(header)?;
    if let Some(at) = words.iter().position(|w| matches!(w.text.as_str(), "收入"))
        && words.get(at + 1).is_some_and(|w| w.text.starts_with("支出"))
    {
        return two_sided(words.get(at + 2..)?);
    }
    let mut columns = Vec::new();
    let mut amounts = Vec::new();
    for word in words {
        let kind = word.uses.holds.filter(|&kind| kind != ColumnKind::Amount);
        match kind {
            Some(kind) => columns.push(Column { path: vec![word.text], kind, side: None, key: None }),
            None => amounts.push(word),
        }
    }
    let paths = paths(&amounts, &[])?;
    columns.extend(paths.into_iter().map(|path| Column {
        path,
        kind: ColumnKind::Amount,
        side: None,
        key: None,
    }));
    columns.iter().any(|column| column.kind == ColumnKind::Amount).then_some(columns)
}

/// `项目 预算数 项目 合计 …`: the second 项目 begins the expenditure half.
fn two_sided(words: &[Word]) -> Option<Vec<Column>> {
    let is_name = |word: &Word| word.text.starts_with("项目") && !word.text.starts_with("项目支出");
    let second = words.iter().enumerate().skip(1).find(|(_, word)| is_name(word)).map(|(at, _)| at)?;
    let mut columns = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let side = if at < second { Side::Income } else { Side::Expenditure };
        let kind = if is_name(word) {
            ColumnKind::Name
        } else if word.text.contains('行') {
            ColumnKind::Text
        } else {
            ColumnKind::Amount
        };
        columns.push(Column { path: vec![word.text.clone()], kind, side: Some(side), key: None });
    }
    let has = |side| columns.iter().any(|c: &Column| c.kind == ColumnKind::Amount && c.side == Some(side));
    (has(Side::Income) && has(Side::Expenditure)).then_some(columns)
}

/// Cuts the header's text into known words; `None` where too much of it is unknown.
fn words(header: &[&str]) -> Option<Vec<Word>> {
    let text = bare(&header.concat());
    let vocabulary = vocabulary();
    let longest = vocabulary.keys().map(String::len).max().unwrap_or(0);
    let mut words = Vec::new();
    let (mut at, mut unknown) = (0, 0);
    let mut year = String::new();
    while at < text.len() {
        let rest = text.get(at..)?;
        let found = (1..=longest.min(rest.len()))
            .rev()
            .filter(|&len| rest.is_char_boundary(len))
            .find_map(|len| vocabulary.get(rest.get(..len)?).map(|known| (len, known)));
        if let Some((len, (word, uses))) = found {
            let text = if year.is_empty() { word.clone() } else { format!("{year}年{word}") };
            // A year's figures are a group of columns wherever it is printed once for several.
            words.push(Word { text, uses: *uses });
            year.clear();
            at += len;
        } else {
            let c = rest.chars().next()?;
            if c.is_ascii_digit() && year.len() < 4 {
                year.push(c);
            } else if !matches!(c, '年' | '度') {
                unknown += 1;
                year.clear();
            }
            at += c.len_utf8();
        }
    }
    (unknown * 8 <= text.chars().count()).then_some(words)
}

/// The paths of the columns that words printed row by row stand for.
fn paths(words: &[Word], above: &[String]) -> Option<Vec<Vec<String>>> {
    let path = |word: &Word| above.iter().cloned().chain([word.text.clone()]).collect::<Vec<String>>();
    // The first total word that is not the first word begins the next row of cells.
    let Some(next) = words.iter().enumerate().skip(1).find(|(_, word)| word.is_total()).map(|(at, _)| at)
    else {
        return Some(words.iter().map(path).collect());
    };
    let (row, below) = words.split_at(next);
    let mark = below.first()?.text.clone();
    // Deeper rows begin with another total word: 合计 above, 小计 below.
    let deeper = below.iter().position(|word| word.is_total() && word.text != mark).unwrap_or(below.len());
    let (level, deepest) = below.split_at(deeper);
    let mut groups: Vec<Vec<Word>> = Vec::new();
    for word in level {
        if word.text == mark {
            groups.push(Vec::new());
        }
        groups.last_mut()?.push(word.clone());
    }
    let heads = heads(row, &groups)?;
    if !deepest.is_empty() {
        share_out(&mut groups, deepest)?;
    }
    let mut out = Vec::new();
    let mut groups = groups.into_iter();
    for (at, word) in row.iter().enumerate() {
        if heads.contains(&at) {
            out.extend(paths(&groups.next()?, &path(word))?);
        } else {
            out.push(path(word));
        }
    }
    Some(out)
}

/// Which words of a row stand above the groups below it.
fn heads(row: &[Word], groups: &[Vec<Word>]) -> Option<Vec<usize>> {
    let capable: Vec<usize> = (0..row.len())
        .filter(|&at| row.get(at).is_some_and(|word| word.uses.group && !word.is_total()))
        .collect();
    if capable.len() == groups.len() {
        return Some(capable);
    }
    if capable.len() < groups.len() {
        // Heads no form has: the words that stand last in their row.
        return Some((row.len().checked_sub(groups.len())?..row.len()).collect());
    }
    // More words could be heads than are: each group goes to the next one that has its words below it in some form.
    let mut heads = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let later = groups.len() - at - 1;
        let free: Vec<usize> =
            capable.iter().copied().filter(|c| heads.last().is_none_or(|last| c > last)).collect();
        let known = |&candidate: &usize| {
            let head = row.get(candidate).map(|word| bare(&word.text)).unwrap_or_default();
            group.iter().filter(|word| below().contains(&(head.clone(), bare(&word.text)))).count()
        };
        let choices = free.get(..free.len().checked_sub(later)?)?;
        let most = choices.iter().map(known).max()?;
        heads.push(choices.iter().copied().find(|choice| known(choice) == most)?);
    }
    Some(heads)
}

/// Gives each group the cells of the deepest row that belong to it: the groups are alike.
fn share_out(groups: &mut [Vec<Word>], deepest: &[Word]) -> Option<()> {
    let takers: Vec<usize> = (0..groups.len())
        .filter(|&at| {
            groups.get(at).is_some_and(|group| group.iter().any(|word| word.uses.group && !word.is_total()))
        })
        .collect();
    if takers.is_empty() || !deepest.len().is_multiple_of(takers.len()) {
        return None;
    }
    for (part, &at) in deepest.chunks(deepest.len() / takers.len()).zip(&takers) {
        groups.get_mut(at)?.extend(part.iter().cloned());
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths_of(header: &[&str]) -> Vec<String> {
        columns(header)
            .into_iter()
            .flatten()
            .filter(|column| column.kind == ColumnKind::Amount)
            .map(|column| column.path.join("/"))
            .collect()
    }

    #[test]
    fn groups_begin_with_their_totals() {
        assert_eq!(
            paths_of(&["科目编码 科目名称 合计", "基本支", "出 项目支出", "小计 人员经费 公用经费"]),
            ["合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"]
        );
    }

    #[test]
    fn alike_groups_share_the_deepest_row() {
        let header = [
            "2023预算数 2024预算数",
            "合计 因公出国（境",
            "）费 公务用车购置及运行费 公务接待费 合计 因公出国（境）费 公务用车购置及运行费 公务接待费",
            "小计 公务用车购置费 公务用车运行费 小计 公务用车购置费 公务用车运行费",
        ];
        let paths = paths_of(&header);
        assert_eq!(paths.len(), 12, "{paths:?}");
        assert_eq!(paths[3], "2023年预算数/公务用车购置及运行费/公务用车购置费");
        assert_eq!(paths[11], "2024年预算数/公务接待费");
    }

    #[test]
    fn prose_is_no_header() {
        assert!(columns(&["根据预算绩效管理要求，某中心应编制整体绩效目标一个。"]).is_none());
    }
}
