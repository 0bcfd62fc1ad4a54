//! N21: the tables that the contents list promises are there, under the names it promises.

use crate::articulation::names::plain;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{ContentsEntry, Disclosure, Kind, Table};
use crate::forms::{self, title};
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N21",
    name: "目录里的表都在",
    document: Kind::Unknown,
    doc: "查什么: 目录里列出的每一张表，正文里是不是都有；同一张表在目录里和正文里的名称是不是一致。先按表名找，再按表的种类和表号找；只差“年度”“部门”“情况”这类字的算同名。
为什么: 漏表、缺页是公开检查里最常见的问题之一；目录是单位自己的承诺。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）：没有数据的表格也应当列出空表并说明。
举例: 目录列有“公开07表 政府性基金预算财政拨款收入支出决算表”，正文没有这张表，也没有空表和说明。
怎么改: 补上这张表；没有数据的，放空表并注明“本单位无此项收支，本表为空”。名称不一致的，以表样规定的名称为准改成一致。",
    run,
};

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let entries = promised(&disclosure.contents);
    if entries.is_empty() {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有找到列出各张表的目录");
        return;
    }
    let found = matched(&entries, &disclosure.tables);
    // A table that nobody could name may be the one that is missed.
    let nameless = disclosure.tables.iter().enumerate().any(|(at, table)| {
        table.kind.is_none() && core(&table.title).is_empty() && !found.contains(&Some(at))
    });
    for (entry, table) in entries.iter().zip(&found) {
        let table = table.and_then(|at| disclosure.tables.get(at));
        if let Some(table) = table {
            context.ledger.add(CHECK.code, Outcome::Passed);
            context.findings.extend(renamed(entry, table));
        } else if read_as_program(context, entry) {
            context.ledger.add(CHECK.code, Outcome::Passed);
        } else if titled_below(context.disclosure, entry) {
            let reason = "有的表只读到标题，没有读到内容（可能是空表）";
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
        } else if context.has_pictures() {
            let reason = "有的页是图片，目录里的表可能就在图片上";
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
        } else if disclosure.tables.is_empty() {
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "没有读到任何表");
        } else if nameless {
            let reason = "有的表没有读到标题，目录里的表可能就是它";
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
        } else {
            context.ledger.add(CHECK.code, Outcome::Failed);
            context.findings.push(missing(entry));
        }
    }
}

/// Whether the title stands by itself behind the contents list: the table is there, though nothing of it was read.
fn titled_below(disclosure: &Disclosure, entry: &ContentsEntry) -> bool {
    let place = |origin: &Origin| match origin {
        Origin::Line { line, .. } => Some((0, *line)),
        Origin::Page { page, .. } => Some((1, *page)),
        Origin::Sheet { .. } => None,
    };
    let list = disclosure.contents.iter().filter_map(|entry| place(&entry.origin)).max();
    let wanted = title::plain(&entry.title);
    wanted.chars().count() >= 4
        && disclosure.fragments.iter().any(|fragment| {
            let own = fragment.printed.origin_at(0).and_then(place);
            own > list && own.is_some() && title::plain(&fragment.printed.text) == wanted
        })
}

/// The entries, each table once however often the list names it.
fn promised(contents: &[ContentsEntry]) -> Vec<&ContentsEntry> {
    let mut entries: Vec<&ContentsEntry> = Vec::new();
    for entry in contents {
        let known = |other: &&ContentsEntry| {
            // The list and a title that stands below it may name one table with its label and without.
            let labels = other.label.as_ref().zip(entry.label.as_ref());
            title::plain(&other.title) == title::plain(&entry.title) && labels.is_none_or(|(a, b)| a == b)
        };
        if !entries.iter().any(known) {
            entries.push(entry);
        }
    }
    entries
}

/// How an entry may be recognised as a table, the surest first.
const WAYS: [fn(&ContentsEntry, &Table) -> bool; 6] = [
    |entry, table| title::plain(&entry.title) == title::plain(&table.title),
    |entry, table| core(&entry.title) == core(&table.title) && kinds_allow(entry, table),
    |entry, table| kinds_agree(entry, table) && labels_agree(entry, table),
    kinds_agree,
    |entry, table| labels_agree(entry, table) && kinds_allow(entry, table),
    |entry, table| similar(&core(&entry.title), &core(&table.title)) && kinds_allow(entry, table),
];

/// For each entry the table it means; no table is meant twice, because a list that names two promises two.
fn matched(entries: &[&ContentsEntry], tables: &[Table]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; entries.len()];
    for way in WAYS {
        for (at, entry) in entries.iter().enumerate() {
            if found.get(at).is_some_and(Option::is_none) {
                let table = (0..tables.len()).find(|index| {
                    !found.contains(&Some(*index))
                        && tables.get(*index).is_some_and(|table| way(entry, table))
                });
                if let Some(slot) = found.get_mut(at) {
                    *slot = table;
                }
            }
        }
    }
    found
}

fn labels_agree(entry: &ContentsEntry, table: &Table) -> bool {
    let number = |label: &Option<String>| {
        let key = title::label_key(label.as_deref().unwrap_or_default());
        key.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned()
    };
    let promised = number(&entry.label);
    !promised.is_empty() && promised == number(&table.label)
}

fn kinds_agree(entry: &ContentsEntry, table: &Table) -> bool {
    table.kind.is_some() && table.kind.as_deref() == forms::in_use().kind_of(&entry.title)
}

/// Whether the kinds do not contradict each other: 支出决算表 and 财政拨款支出决算表 share most of their words.
fn kinds_allow(entry: &ContentsEntry, table: &Table) -> bool {
    let promised = forms::in_use().kind_of(&entry.title);
    promised.is_none() || table.kind.is_none() || promised == table.kind.as_deref()
}

/// The title without year, organisation and the words that come and go.
fn core(title: &str) -> String {
    let mut title = plain(&title::plain(title));
    for word in ["年度", "部门", "单位", "情况", "预算", "决算", "公开", "总体", "总表", "明细", "表", "经费"]
    {
        title = title.replace(word, "");
    }
    title.trim_start_matches(|c: char| "一二三四五六七八九十0123456789-、.".contains(c)).to_owned()
}

fn similar(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    shorter >= 4 && (a.contains(b) || b.contains(a))
}

/// Performance tables are read as programmes, not as tables of figures.
fn read_as_program(context: &Context<'_>, entry: &ContentsEntry) -> bool {
    let title = plain(&entry.title);
    (title.contains("绩效") || title.contains("自评")) && !context.disclosure.programs.is_empty()
}

fn promised_name(entry: &ContentsEntry) -> String {
    match &entry.label {
        Some(label) => format!("{label} {}", entry.title),
        None => entry.title.clone(),
    }
}

fn missing(entry: &ContentsEntry) -> Finding {
    let name = promised_name(entry);
    let message = format!("目录里有《{name}》，正文里没有找到这张表。");
    Finding {
        expected: Some(name),
        origin: vec![entry.origin.clone()],
        suggestion: Some("补上这张表；没有数据的放空表并说明".to_owned()),
        ..Finding::new(CHECK.code, Severity::Warning, Category::Completeness, message)
    }
}

/// A table found under another name. A name that only leaves words out is short for the other.
fn renamed(entry: &ContentsEntry, table: &Table) -> Option<Finding> {
    let (promised, printed) = (core(&entry.title), core(&table.title));
    let short = |whole: &str, part: &str| {
        let mut rest = whole.chars();
        part.chars().all(|c| rest.any(|other| other == c))
    };
    if promised.is_empty() || printed.is_empty() || short(&promised, &printed) || short(&printed, &promised) {
        return None;
    }
    let mut origin = vec![entry.origin.clone()];
    origin.extend(table.rows.iter().flat_map(|row| &row.cells).find_map(|cell| cell.origin.clone()));
    Some(Finding {
        expected: Some(entry.title.clone()),
        actual: Some(table.title.clone()),
        table: Some(table.index),
        origin,
        suggestion: Some("把两处的表名改成一致".to_owned()),
        ..Finding::new(
            CHECK.code,
            Severity::Note,
            Category::CodeOrLabel,
            format!(
                "目录里叫《{}》的表，正文里叫《{}》，名称不一致。",
                promised_name(entry),
                table_name(table)
            ),
        )
    })
}
