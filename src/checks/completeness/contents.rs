//! N21: the tables that the contents list promises are there.

use crate::articulation::names::plain;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{ContentsEntry, Kind, Table};
use crate::forms::Forms;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N21",
    name: "目录里的表都在",
    document: Kind::Unknown,
    doc: "查什么: 目录里列出的每一张表，正文里是不是都有。按表号和表名找；表名略有不同（多“预算”“部门”等字）也算找到。
为什么: 漏表、缺页是公开检查里最常见的问题之一；目录是单位自己的承诺。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）：没有数据的表格也应当列出空表并说明。
举例: 目录列有“公开07表 政府性基金预算财政拨款收入支出决算表”，正文没有这张表，也没有空表和说明。
怎么改: 补上这张表；没有数据的，放空表并注明“本单位无此项收支，本表为空”。",
    run,
};

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    if disclosure.contents.is_empty() {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有找到列出各张表的目录");
        return;
    }
    let numbered: Vec<ContentsEntry> = disclosure.contents.clone();
    for entry in &numbered {
        if disclosure.tables.iter().any(|table| is_same(entry, table)) || read_as_program(context, entry) {
            context.ledger.add(CHECK.code, Outcome::Passed);
        } else if context.has_pictures() {
            let reason = "有的页是图片，目录里的表可能就在图片上";
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
        } else if disclosure.tables.is_empty() {
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "没有读到任何表");
        } else {
            context.ledger.add(CHECK.code, Outcome::Failed);
            let name = match &entry.label {
                Some(label) => format!("{label} {}", entry.title),
                None => entry.title.clone(),
            };
            context.findings.push(Finding {
                rule: CHECK.code.to_owned(),
                severity: Severity::Warning,
                category: Category::Completeness,
                message: format!("目录里有《{name}》，正文里没有找到这张表。"),
                expected: Some(name.clone()),
                actual: None,
                difference: None,
                table: None,
                row: None,
                column: None,
                origin: vec![entry.origin.clone()],
                equations: Vec::new(),
                suggestion: Some("补上这张表；没有数据的放空表并说明".to_owned()),
            });
        }
    }
}

/// The same number, or the same title, or titles that differ only in padding words.
fn is_same(entry: &ContentsEntry, table: &Table) -> bool {
    let label = |text: &str| plain(text).replace("公开", "").replace('表', "");
    if let (Some(promised), Some(printed)) = (&entry.label, &table.label)
        && !label(promised).is_empty()
        && label(promised) == label(printed)
    {
        return true;
    }
    let (promised, printed) = (core(&entry.title), core(&table.title));
    !promised.is_empty()
        && !printed.is_empty()
        && (promised == printed || similar(&promised, &printed) || kinds_agree(entry, table))
}

/// The title without year, organisation and the words that come and go.
fn core(title: &str) -> String {
    let mut title = plain(title);
    if let Some(at) = title.find("年") {
        let year = title.get(..at).is_some_and(|head| head.chars().all(|c| c.is_ascii_digit()));
        if year {
            title = title.get(at + "年".len()..).unwrap_or_default().to_owned();
        }
    }
    for word in [
        "年度",
        "部门",
        "单位",
        "情况",
        "预算",
        "决算",
        "公开",
        "总表",
        "总",
        "明细",
        "表",
        "经费",
        "财政拨款",
    ] {
        title = title.replace(word, "");
    }
    title.trim_start_matches(|c: char| "一二三四五六七八九十0123456789-、.".contains(c)).to_owned()
}

fn similar(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    shorter >= 4 && (a.contains(b) || b.contains(a))
}

fn kinds_agree(entry: &ContentsEntry, table: &Table) -> bool {
    table.kind.is_some() && table.kind.as_deref() == Forms::standard().kind_of(&entry.title)
}

/// Performance tables are read as programmes, not as tables of figures.
fn read_as_program(context: &Context<'_>, entry: &ContentsEntry) -> bool {
    let title = plain(&entry.title);
    (title.contains("绩效") || title.contains("自评")) && !context.disclosure.programs.is_empty()
}
