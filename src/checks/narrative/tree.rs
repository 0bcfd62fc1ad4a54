//! The functional subjects that the tables list, to find what 类 款 项 in the prose mean.

use crate::articulation::equation::CellRef;
use crate::articulation::figures::{Book, Figures};
use crate::articulation::hierarchy::{has_figures, subject_code};
use crate::articulation::tolerance::Figure;
use crate::disclosure::model::{ColumnKind, Disclosure, Row, Table};
use crate::subjects::name;
use crate::subjects::{self, Domain};

/// A row of a table with a functional subject.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Position of the table.
    pub table: usize,
    /// Row.
    pub row: usize,
    /// 类 3, 款 5, 项 7 digits.
    pub code: &'a str,
    /// As printed.
    pub name: &'a str,
    /// The name as far as two ways of writing it agree.
    pub loose: String,
}

/// Every functional subject of the tables of expenditure.
pub struct Tree<'a> {
    /// In the order of the document.
    pub entries: Vec<Entry<'a>>,
    disclosure: &'a Disclosure,
}

/// Kinds of table that list expenditure by function, with the columns that hold a subject's whole amount.
const KINDS: &[(&str, &[&str])] = &[
    ("一般公共预算支出表", &["合计", "金额", "本年支出"]),
    ("财政拨款支出表", &["合计", "金额"]),
    ("支出总表", &["合计", "金额"]),
    ("功能分类支出表", &["合计", "本年收入.合计"]),
    ("收支总表", &["金额", "合计"]),
    ("收支预算表", &["金额", "合计"]),
    ("财政拨款收支总表", &["合计", "金额", "一般公共预算"]),
    ("政府性基金表", &["合计", "金额"]),
    ("政府性基金收支表", &["本年支出", "合计"]),
    ("国有资本经营表", &["合计", "金额"]),
    ("国有资本经营收支表", &["本年支出", "合计"]),
    ("一般公共预算收支表", &["本年支出", "合计"]),
];

impl<'a> Tree<'a> {
    /// Gathers the subjects.
    #[must_use]
    pub fn of(disclosure: &'a Disclosure) -> Self {
        let mut entries = Vec::new();
        for (at, table) in disclosure.tables.iter().enumerate() {
            if columns_of(table).is_none() {
                continue;
            }
            for (row_at, row) in table.rows.iter().enumerate() {
                if let Some(code) = functional(row) {
                    let (name, loose) = (row.name.as_str(), loose(&row.name));
                    entries.push(Entry { table: at, row: row_at, code, name, loose });
                }
            }
        }
        Self { entries, disclosure }
    }

    /// The subjects of a level (digits of the code) with a name, whatever 支出 stands behind it.
    pub fn named(&self, digits: usize, name: &str) -> impl Iterator<Item = &Entry<'a>> {
        let wanted = loose(name);
        self.entries.iter().filter(move |entry| entry.code.len() == digits && entry.loose == wanted)
    }

    /// The name a table gives a code.
    #[must_use]
    pub fn name_of(&self, code: &str) -> Option<&'a str> {
        self.entries.iter().find(|entry| entry.code == code && !entry.name.is_empty()).map(|entry| entry.name)
    }

    /// Every figure the tables give for a code's whole amount.
    #[must_use]
    pub fn figures(&self, code: &str, figures: &Figures<'_>) -> Vec<(CellRef, Figure)> {
        let mut found = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.code == code) {
            let Some(table) = self.disclosure.tables.get(entry.table) else { continue };
            let (Some(keys), Some(row)) = (columns_of(table), table.rows.get(entry.row)) else { continue };
            for (column, spec) in table.columns.iter().enumerate() {
                let own = spec.kind == ColumnKind::Amount && (spec.side.is_none() || spec.side == row.side);
                if own && spec.key.as_deref().is_some_and(|key| keys.contains(&key)) {
                    let cell = CellRef { table: entry.table, row: entry.row, column };
                    found.extend(figures.figure(cell).map(|figure| (cell, figure)));
                }
            }
        }
        found
    }

    /// Whether a table speaks of the fiscal appropriation only, as statements about single items do.
    #[must_use]
    pub fn is_of_appropriation(&self, table: usize) -> bool {
        let kind = self.disclosure.tables.get(table).and_then(|table| table.kind.as_deref());
        kind.is_some_and(|kind| {
            ["一般公共预算", "财政拨款", "政府性基金", "国有资本"].iter().any(|fund| kind.starts_with(fund))
        })
    }

    /// Whether a table that lists items (项) was read with certainty.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.entries.iter().any(|entry| {
            entry.code.len() == 7
                && self.disclosure.tables.get(entry.table).is_some_and(|table| !table.inferred)
        })
    }

    /// Whether some item with figures is listed.
    #[must_use]
    pub fn has_items(&self) -> bool {
        self.entries.iter().any(|entry| {
            let row = self.disclosure.tables.get(entry.table).and_then(|table| table.rows.get(entry.row));
            entry.code.len() == 7 && row.is_some_and(has_figures)
        })
    }
}

fn columns_of(table: &Table) -> Option<&'static [&'static str]> {
    let kind = table.kind.as_deref()?;
    KINDS.iter().find(|(known, _)| *known == kind).map(|(_, columns)| *columns)
}

fn functional(row: &Row) -> Option<&str> {
    let by_key =
        || row.key.as_deref().filter(|key| key.len() >= 3 && key.chars().all(|c| c.is_ascii_digit()));
    let code = subject_code(row).or_else(by_key)?;
    (subjects::domain_of(code) == Some(Domain::Functional)).then_some(code)
}

/// A name as far as two ways of writing it agree.
#[must_use]
pub fn loose(name: &str) -> String {
    let mut text = name::plain(name).replace('它', "他").replace(['（', '）', '、', '，'], "");
    while let Some(rest) = text.strip_suffix("支出") {
        if rest.is_empty() {
            break;
        }
        text.truncate(rest.len());
    }
    text
}

/// A path of subjects in the prose: 社会保障和就业支出（类）抚恤（款）伤残抚恤（项）.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path {
    /// 类.
    pub class: Option<String>,
    /// 款.
    pub section: Option<String>,
    /// 项.
    pub item: Option<String>,
}

impl Path {
    /// Reads a path; `None` where no level is marked.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text
            .rsplit('·')
            .next()
            .unwrap_or(text)
            .chars()
            .map(|c| match c {
                '(' => '（',
                ')' => '）',
                c => c,
            })
            .filter(|c| !c.is_whitespace() && !"“”\"".contains(*c))
            .collect();
        if let Some(path) = Self::dashed(&text) {
            return Some(path);
        }
        let mut path = Self::default();
        let mut rest = text.as_str();
        let mut marked = false;
        while let Some((at, mark)) = ["（类）", "（款）", "（项）"]
            .into_iter()
            .filter_map(|mark| rest.find(mark).map(|at| (at, mark)))
            .min()
        {
            let name = name::unnumbered(rest.get(..at).unwrap_or_default());
            // 一般公共服务（类）支出: the word 支出 stands behind the mark of the level before.
            let name = name.strip_prefix("支出").filter(|_| marked).unwrap_or(name);
            let name = Some(name.to_owned()).filter(|name| !name.is_empty());
            match mark {
                "（类）" => path.class = name,
                "（款）" => path.section = name,
                _ => path.item = name,
            }
            marked = true;
            rest = rest.get(at + mark.len()..).unwrap_or_default();
        }
        if path.item.is_none() && path.section.is_some() {
            let name = rest.trim_end_matches("支出");
            path.item = (name.chars().count() >= 2).then(|| name.to_owned());
        }
        marked.then_some(path)
    }

    /// 农林水支出—水利—行政运行: three names in a row, the first of a class.
    fn dashed(text: &str) -> Option<Self> {
        let parts: Vec<&str> =
            text.split(['—', '－', '-', '–']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let [class, section, item] = parts[..] else { return None };
        subjects::class_by_name(class)?;
        let name = |name: &str| (name.chars().count() >= 2).then(|| name.to_owned());
        Some(Self { class: name(class), section: name(section), item: name(item) })
    }
}
