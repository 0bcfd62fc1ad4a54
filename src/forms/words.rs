//! Common words of headers and row names, and the names equations use for them.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::title::{squeeze, without_years};
use crate::subjects::name::unnumbered;

/// Words by their plain form.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    columns: HashMap<String, String>,
    three_public: HashMap<String, String>,
    rows: HashMap<String, String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    columns: BTreeMap<String, Vec<String>>,
    three_public: BTreeMap<String, Vec<String>>,
    rows: BTreeMap<String, Vec<String>>,
}

pub(super) fn load() -> Words {
    let file: File = toml::from_str(include_str!("data/words.toml")).unwrap_or_default();
    let map = |table: BTreeMap<String, Vec<String>>| {
        let mut words = HashMap::new();
        for (key, names) in table {
            for name in std::iter::once(&key).chain(&names) {
                words.insert(plain(name), key.clone());
            }
        }
        words
    };
    Words { columns: map(file.columns), three_public: map(file.three_public), rows: map(file.rows) }
}

impl Words {
    /// What a header word is called in equations.
    pub(super) fn column(&self, word: &str) -> Option<&str> {
        self.columns.get(&plain(word)).map(String::as_str)
    }

    /// What an item of the three public expenses (三公) is called in equations.
    pub(super) fn three_public(&self, word: &str) -> Option<&str> {
        let plain = plain(word);
        let bare = ["预算数", "决算数", "预算总额", "财政拨款预算总额", "合计", "支出数"]
            .iter()
            .find_map(|tail| plain.strip_suffix(tail))
            .unwrap_or(&plain);
        self.three_public.get(&plain).or_else(|| self.three_public.get(bare)).map(String::as_str)
    }

    /// What a row is called in equations.
    pub(super) fn row(&self, name: &str) -> Option<&str> {
        self.rows.get(&plain(name)).map(String::as_str)
    }
}

/// A header word or row name as far as it identifies: squeezed, without numbering, year, unit and 本年/当年 in front
/// of a fund.
pub(super) fn plain(word: &str) -> String {
    let squeezed = squeeze(word);
    let mut text = without_years(unnumbered(&squeezed));
    for tail in ["（万元）", "（元）", "（单位：万元）", "（单位：元）"] {
        if let Some(rest) = text.strip_suffix(tail) {
            text.truncate(rest.len());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_one_meaning_each() {
        let words = load();
        assert_eq!(words.column("一般公共预算 拨款收入"), Some("一般公共预算"));
        assert_eq!(words.column("2024年预算数"), Some("预算数"));
        assert_eq!(words.three_public("因公出国(境)费"), Some("因公出国境费"));
        assert_eq!(words.three_public("2024年“三公”经费预算数"), Some("三公经费"));
        assert_eq!(words.row("本 年 收 入 合 计"), Some("本年收入合计"));
        assert_eq!(words.row("七、用事业基金弥补收入差额"), Some("用事业基金弥补收支差额"));
        assert_eq!(words.row("社会保障和就业支出"), None);
    }
}
