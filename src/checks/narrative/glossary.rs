//! The subjects that the glossary (名词解释) explains, against those of the tables.

use std::collections::BTreeSet;

use super::facts::finding;
use super::lists::{NAMED, expenditure_list};
use super::tree::{Path, Tree, loose};
use crate::articulation::hierarchy::{has_figures, subject_code};
use crate::checks::text::levels::differs_by_one;
use crate::disclosure::claims::narrative;
use crate::disclosure::model::{Disclosure, Paragraph};
use crate::report::{Category, Finding, Severity};
use crate::subjects;

/// A glossary that explains as many subjects goes through them item by item.
const ITEM_BY_ITEM: usize = 3;

/// A subject that the glossary explains.
struct Entry<'a> {
    /// As printed, up to the colon.
    name: String,
    class: String,
    item: String,
    paragraph: &'a Paragraph,
}

impl Entry<'_> {
    fn class_code(&self) -> Option<&'static str> {
        let whole = || format!("{}支出", self.class.trim_end_matches("支出"));
        subjects::class_by_name(&self.class).or_else(|| subjects::class_by_name(&whole()))
    }
}

/// The subjects explained, in order.
fn entries(disclosure: &Disclosure) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut within = false;
    for paragraph in &disclosure.paragraphs {
        let text = paragraph.text.as_str();
        if text.chars().count() <= 30 && text.contains("名词解释") {
            within = true;
        } else if text.starts_with('第') && text.contains("部分") && text.chars().count() <= 45 {
            within = false;
        }
        let Some((name, _)) = text.split_once(['：', ':']).filter(|_| within) else { continue };
        let Some(path) = Path::read(name) else { continue };
        if let (Some(class), Some(item)) = (path.class, path.item) {
            let name = name.trim_start_matches(['-', '*', ' ']).trim_end_matches('*').trim().to_owned();
            entries.push(Entry { name, class, item, paragraph });
        }
    }
    entries
}

/// What the glossary explains and no table has, and what the tables have and it leaves out.
pub(super) fn findings(disclosure: &Disclosure, tree: &Tree<'_>) -> Vec<Finding> {
    if !tree.has_items() {
        return Vec::new();
    }
    let entries = entries(disclosure);
    [unused(disclosure, tree, &entries), unexplained(disclosure, tree, &entries)]
        .into_iter()
        .flatten()
        .collect()
}

/// One finding for all entries that explain subjects no table has.
fn unused(disclosure: &Disclosure, tree: &Tree<'_>, entries: &[Entry<'_>]) -> Option<Finding> {
    let all_items: BTreeSet<String> = disclosure
        .tables
        .iter()
        .flat_map(|table| &table.rows)
        .filter(|row| subject_code(row).is_some_and(|code| code.len() == 7))
        .map(|row| loose(&row.name))
        .collect();
    // A name but for one character that of a subject in the tables is a slip of the pen, told as such.
    let same = |name: &str, wanted: &str| {
        name == wanted || wanted.chars().count() >= 5 && differs_by_one(name, wanted)
    };
    let unused: Vec<&Entry<'_>> = entries
        .iter()
        .filter(|entry| {
            let item = loose(&entry.item);
            !match entry.class_code() {
                // Another class altogether, or an item of the class that no table lists.
                Some(code) => tree.entries.iter().any(|own| {
                    own.code.starts_with(code) && own.code.len() == 7 && same(&loose(own.name), &item)
                }),
                None => all_items.iter().any(|name| same(name, &item)),
            }
        })
        .collect();
    let first = unused.first()?;
    let message = format!(
        "名词解释里有 {} 个科目在各张表里都没有（{}“{}”），可能是套用的文本，或名称写错。",
        unused.len(),
        if unused.len() > 1 { "如" } else { "" },
        first.name
    );
    Some(about(Severity::Warning, Category::NarrativeVsTable, message, &unused))
}

fn about(severity: Severity, category: Category, message: String, entries: &[&Entry<'_>]) -> Finding {
    let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let mut found = finding(NAMED.code, severity, category, message, (None, Some(names.join("；"))), &[]);
    let places = entries.iter().filter_map(|entry| entry.paragraph.origin_at(0).cloned());
    found.origin.extend(places.take(40));
    found
}

/// A note about items with figures that a glossary which goes through the items leaves out.
fn unexplained(disclosure: &Disclosure, tree: &Tree<'_>, entries: &[Entry<'_>]) -> Option<Finding> {
    let explained: Vec<String> = entries.iter().map(|entry| loose(&entry.item)).collect();
    if explained.len() < ITEM_BY_ITEM {
        return None;
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut left_out: Vec<String> = Vec::new();
    let mut known = 0;
    for own in tree.entries.iter().filter(|own| own.code.len() == 7) {
        let row = disclosure.tables.get(own.table).and_then(|table| table.rows.get(own.row));
        if !row.is_some_and(has_figures) || !seen.insert(own.code) {
            continue;
        }
        let name = loose(own.name);
        let is = |item: &String| {
            *item == name || item.contains(&name) || name.contains(item) || differs_by_one(item, &name)
        };
        if explained.iter().any(is) {
            known += 1;
        } else {
            left_out.push(format!("{} {}", own.code, own.name.trim()));
        }
    }
    // A glossary of another department's subjects is told of as such.
    if left_out.is_empty() || known == 0 {
        return None;
    }
    let shown: Vec<&str> = left_out.iter().take(4).map(String::as_str).collect();
    let more = if left_out.len() > shown.len() { "等" } else { "" };
    let message = format!(
        "名词解释逐项解释了科目，表里有数的 {} 个项却没有解释：{}{more}。",
        left_out.len(),
        shown.join("、")
    );
    let mut found = about(Severity::Note, Category::Completeness, message, &[]);
    found.actual = None;
    found.expected = Some(left_out.join("、"));
    found.origin.extend(entries.first().and_then(|entry| entry.paragraph.origin_at(0).cloned()));
    Some(found)
}

/// Without tables by subject: entries of classes that the prose does not list among the expenditure.
pub(super) fn beside_the_list(disclosure: &Disclosure) -> Option<Finding> {
    let listed: BTreeSet<&str> = narrative(&disclosure.paragraphs)
        .filter_map(|(_, paragraph)| expenditure_list(&paragraph.text))
        .flat_map(|(_, names)| names)
        .filter_map(|name| subjects::class_by_name(name.trim_end_matches('等')))
        .collect();
    if listed.len() < 2 {
        return None;
    }
    let entries = entries(disclosure);
    let foreign: Vec<&Entry<'_>> = entries
        .iter()
        .filter(|entry| entry.class_code().is_some_and(|code| !listed.contains(code)))
        .collect();
    let first = foreign.first()?;
    let message = format!(
        "名词解释里有 {} 个科目不在说明列出的支出类别里（{}“{}”），可能是套用的文本。",
        foreign.len(),
        if foreign.len() > 1 { "如" } else { "" },
        first.name
    );
    Some(about(Severity::Warning, Category::NarrativeVsTable, message, &foreign))
}
