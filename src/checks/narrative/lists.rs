//! N10, N19: what the prose lists against what the tables hold.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::facts::finding;
use super::tree::{Tree, loose};
use super::{glossary, phrases};
use crate::amount::{self, Unit, grouped, half_unit};
use crate::articulation::figures::Figures;
use crate::articulation::hierarchy::subject_code;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::claims::narrative;
use crate::disclosure::model::{ColumnKind, Kind, Paragraph, Row, Table};
use crate::report::{Category, Finding, Outcome, Severity};
use crate::subjects::{self, Domain};

/// See the explanation.
pub const ECONOMIC: Check = Check {
    code: "N10",
    name: "人员经费、公用经费列出的款项在表里有数",
    document: Kind::Unknown,
    doc: "查什么: “人员经费 N 万元，主要包括：基本工资、……”“公用经费 N 万元，主要包括：办公费、……”里列出的每一款，在一般公共预算基本支出表里是不是有数。写了金额的，和表里是不是同一个数（其他各款都对得上、只有一款不对的才说）。表里没有同名款的（简称、归并的说法）不判。
为什么: 列了没有发生的款，多半是照抄模板没有删。
依据: 公开模板要求“不涉及的不列”。
举例: 公用经费主要包括里列了“税金及附加费用”，基本支出表里这一款是 0.00。
怎么改: 删去没有发生的款；表有误的改表。",
    run: economic,
};

/// See the explanation.
pub const NAMED: Check = Check {
    code: "N19",
    name: "支出包括和名词解释里的科目表里有",
    document: Kind::Unknown,
    doc: "查什么: “支出包括：××支出、××支出”列出的类，表里是不是有数；名词解释里解释的类款项，各张表里是不是出现过；名词解释逐项解释科目的，表里有数的项是不是都解释了（只提示）。没有读到按科目的表时，和文字里列出的支出类别比。
为什么: 列出、解释本部门没有的科目，多半是套用了别的部门的文本。
依据: 名词解释应当针对本部门公开的内容。
举例: 表里没有 201 类，说明却写支出包括“一般公共服务支出、财政事务”。
怎么改: 删去表里没有的科目，补上表里有的。",
    run: named,
};

fn economic(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let tables: Vec<&Table> = disclosure
        .tables
        .iter()
        .filter(|table| matches!(table.kind.as_deref(), Some("基本支出表" | "财政拨款基本支出表")))
        .filter(|table| !table.inferred && table.rows.iter().any(has_amount))
        .collect();
    let mut reported: BTreeSet<String> = BTreeSet::new();
    for (_, paragraph) in narrative(&disclosure.paragraphs) {
        for (what, at, names) in economic_lists(&paragraph.text) {
            if tables.is_empty() {
                context.ledger.add_reason(ECONOMIC.code, Outcome::CannotCheck, "没有读到基本支出表");
                continue;
            }
            if let Some(off) = misprinted(&tables, &paragraph.text, at) {
                context.ledger.add(ECONOMIC.code, Outcome::Failed);
                let message = format!(
                    "{what}列的“{}”写作 {}，基本支出表里是 {} 万元；列出的其他各款都和表一致。",
                    off.name,
                    off.printed,
                    grouped(off.right)
                );
                let values = (Some(grouped(off.right)), Some(off.printed));
                let category = Category::NarrativeVsTable;
                let mut found = finding(ECONOMIC.code, Severity::Warning, category, message, values, &[]);
                let place = paragraph.text.get(..off.at).unwrap_or_default().chars().count();
                found.origin.extend(paragraph.origin_at(place).cloned());
                context.findings.push(found);
                continue;
            }
            let empty: Vec<String> = names.iter().filter(|name| is_empty(&tables, name)).cloned().collect();
            if empty.is_empty() {
                context.ledger.add(ECONOMIC.code, Outcome::Passed);
                continue;
            }
            context.ledger.add(ECONOMIC.code, Outcome::Failed);
            if !reported.insert(format!("{what}{}", empty.concat())) {
                continue;
            }
            let message = format!(
                "{what}“主要包括”里列了“{}”，基本支出表里{}是 0 或空白。",
                empty.join("”“"),
                if empty.len() == 1 { "这一款" } else { "这几款都" }
            );
            let place = paragraph.text.get(..at).unwrap_or_default().chars().count();
            let mut found = finding(
                ECONOMIC.code,
                Severity::Warning,
                Category::NarrativeVsTable,
                message,
                (Some("不列".to_owned()), Some(empty.join("、"))),
                &[],
            );
            found.origin.extend(paragraph.origin_at(place).cloned());
            found.table = tables.first().map(|table| table.index);
            context.findings.push(found);
        }
    }
    if !context.ledger.knows(ECONOMIC.code) {
        context.ledger.add_reason(
            ECONOMIC.code,
            Outcome::NotApplicable,
            "文字里没有列出人员经费、公用经费的款",
        );
    }
}

fn has_amount(row: &Row) -> bool {
    row.cells.iter().any(|cell| cell.amount.is_some_and(|amount| !amount.is_zero()))
}

/// `人员经费…主要包括：A、B、C`: which of the two, the byte at which the list begins, and its names.
fn economic_lists(text: &str) -> Vec<(&'static str, usize, Vec<String>)> {
    let mut lists = Vec::new();
    // 机关运行经费N万元，其中：办公费A万元…: the amounts alone are looked at.
    if let Some(at) = text.find("机关运行经费")
        && let Some(behind) = text.get(at..).and_then(|rest| rest.find("其中：办公费"))
    {
        lists.push(("机关运行经费", at + behind + "其中：".len(), Vec::new()));
    }
    for (at, word) in text.match_indices("包括") {
        let before = text.get(..at).unwrap_or_default();
        let clause = before.rsplit('；').next().unwrap_or(before);
        let personnel = clause.rfind("人员经费");
        let operating = clause.rfind("公用经费");
        let what = match (personnel, operating) {
            (Some(a), Some(b)) if a < b => "公用经费",
            (_, Some(_)) if personnel.is_none() => "公用经费",
            (Some(_), _) => "人员经费",
            (None, _) => continue,
        };
        let start = at + word.len();
        let rest = text.get(start..).unwrap_or_default();
        let end = ["；", "。"].iter().filter_map(|stop| rest.find(stop)).min().unwrap_or(rest.len());
        let names = phrases::listed(rest.get(..end).unwrap_or_default());
        if names.len() >= 2 {
            lists.push((what, start, names));
        }
    }
    lists
}

/// The one amount of a list that is not its row's.
struct Off {
    name: String,
    printed: String,
    /// In 万元.
    right: Decimal,
    /// The byte at which it stands.
    at: usize,
}

/// `包括：基本工资62.75万元、津贴补贴18.44万元…`: the one that differs from its row where at least two others agree, so
/// that the list is of what the table is of.
fn misprinted(tables: &[&Table], text: &str, start: usize) -> Option<Off> {
    let rest = text.get(start..)?;
    let list = rest.split(['；', '。']).next()?;
    let (mut at, mut agreed, mut off) = (start, 0, None);
    for item in list.split_inclusive(['、', '，']) {
        let begin = at;
        at += item.len();
        let Some(cut) = item.find(|c: char| c.is_ascii_digit()) else { continue };
        let (name, behind) = item.split_at(cut);
        let end = behind.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(behind.len());
        let (digits, tail) = behind.split_at(end);
        let unit = [Unit::TenThousand, Unit::Yuan].into_iter().find(|unit| tail.starts_with(unit.label()));
        let (Some(value), Some(unit)) = (amount::parse(digits), unit) else { continue };
        let wanted = loose(name.trim_start_matches(['：', ':']));
        let mut known: Vec<(Decimal, bool)> = Vec::new();
        for table in tables {
            let own = table.unit?.in_yuan();
            let rows = table.rows.iter().filter(|row| {
                subject_code(row).is_some_and(|code| code.len() == 5 && code.starts_with('3'))
                    && loose(&row.name) == wanted
            });
            for found in rows.flat_map(|row| &row.cells).filter_map(|cell| cell.amount) {
                let tail = half_unit(value) * unit.in_yuan() + half_unit(found) * own;
                let yuan = found.checked_mul(own)?;
                let gap = value.checked_mul(unit.in_yuan())? - yuan;
                known.push((yuan / Unit::TenThousand.in_yuan(), gap.abs() <= tail));
            }
        }
        let Some((first, _)) = known.first() else { continue };
        if known.iter().any(|(_, agrees)| *agrees) {
            agreed += 1;
        } else if off.is_some() || known.iter().any(|(other, _)| other != first) {
            return None;
        } else {
            let printed = format!("{digits}{}", unit.label());
            off = Some(Off { name: name.to_owned(), printed, right: *first, at: begin + cut });
        }
    }
    off.filter(|off| agreed >= 2 && !off.right.is_zero())
}

/// Whether the tables have the name, and no figure under it.
fn is_empty(tables: &[&Table], name: &str) -> bool {
    let wanted = loose(name);
    let mut rows = tables.iter().flat_map(|table| &table.rows).filter(|row| {
        subject_code(row).is_some_and(|code| code.len() == 5 && code.starts_with('3'))
            && loose(&row.name) == wanted
    });
    let unread = |row: &Row| {
        row.cells.iter().any(|cell| {
            cell.amount.is_none()
                && cell.text.chars().any(|c| c.is_ascii_digit())
                && Some(cell.text.trim()) != row.code.as_deref()
        })
    };
    rows.next().is_some_and(|first| {
        !has_amount(first) && !unread(first) && rows.all(|row| !has_amount(row) && !unread(row))
    })
}

fn named(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let tree = Tree::of(disclosure);
    let figures = Figures::new(&disclosure.tables);
    if tree.entries.is_empty()
        || disclosure.tables.iter().any(|table| table.inferred)
        || context.has_pictures()
    {
        let reason = "按科目列支出的表没有读全，只和文字里列出的支出类别比";
        context.ledger.add_reason(NAMED.code, Outcome::CannotCheck, reason);
        let foreign = glossary::beside_the_list(disclosure);
        context.findings.extend(foreign);
        return;
    }
    for (_, paragraph) in narrative(&disclosure.paragraphs) {
        if let Some((at, names)) = expenditure_list(&paragraph.text) {
            let year = disclosure.identity.fiscal_year;
            let names: Vec<String> = names.into_iter().filter(|name| !is_outdated(name, year)).collect();
            let absent = absent(&tree, &figures, &names);
            if absent.is_empty() {
                context.ledger.add(NAMED.code, Outcome::Passed);
                continue;
            }
            context.ledger.add(NAMED.code, Outcome::Failed);
            let message = format!("说明里的支出包括“{}”，表里没有这些支出。", absent.join("、"));
            context.findings.push(missing(message, &absent, paragraph, at));
        }
    }
    for found in glossary::findings(disclosure, &tree) {
        context.ledger.add(NAMED.code, Outcome::Failed);
        context.findings.push(found);
    }
    if !context.ledger.knows(NAMED.code) {
        context.ledger.add_reason(NAMED.code, Outcome::NotApplicable, "文字里没有列出支出科目");
    }
}

fn missing(message: String, absent: &[String], paragraph: &Paragraph, at: usize) -> Finding {
    let values = (None, Some(absent.join("、")));
    let mut found = finding(NAMED.code, Severity::Warning, Category::NarrativeVsTable, message, values, &[]);
    let place = paragraph.text.get(..at).unwrap_or_default().chars().count();
    found.origin.extend(paragraph.origin_at(place).cloned());
    found
}

/// `支出包括：A支出、B支出`: the byte at which the names begin, and the names.
pub(super) fn expenditure_list(text: &str) -> Option<(usize, Vec<String>)> {
    let (at, word) = ["支出包括：", "支出包括:", "支出包括", "支出主要包括："]
        .into_iter()
        .find_map(|word| text.find(word).map(|at| (at, word)))?;
    let start = at + word.len();
    let rest = text.get(start..)?;
    let end = ["。", "；"].iter().filter_map(|stop| rest.find(stop)).min().unwrap_or(rest.len());
    let names = phrases::listed(rest.get(..end)?);
    (names.len() >= 2).then_some((start, names))
}

/// Names of classes without figures in any table, and of sections below them.
fn absent(tree: &Tree<'_>, figures: &Figures<'_>, names: &[String]) -> Vec<String> {
    let is_held = |code: &str| {
        tree.figures(code, figures).iter().any(|(_, figure)| figure.amount != Decimal::ZERO)
            || tree.entries.iter().any(|entry| {
                entry.code.starts_with(code)
                    && tree
                        .figures(entry.code, figures)
                        .iter()
                        .any(|(_, figure)| figure.amount != Decimal::ZERO)
            })
    };
    let classes: Vec<&str> =
        names.iter().filter_map(|name| subjects::class_by_name(name)).filter(|code| !is_held(code)).collect();
    let is_absent = |name: &&String| match subjects::class_by_name(name) {
        Some(code) => classes.contains(&code),
        None => classes.iter().any(|class| {
            subjects::code_by_name(name, Domain::Functional, Some(class)).is_some_and(|code| !is_held(code))
        }),
    };
    names.iter().filter(is_absent).cloned().collect()
}

/// A name given up before the year is another check's matter.
fn is_outdated(name: &str, year: Option<u16>) -> bool {
    let Some(code) = subjects::class_by_name(name) else { return false };
    let own = subjects::names(code).iter().find(|subject| loose(&subject.name) == loose(name));
    own.zip(year).is_some_and(|(own, year)| !own.holds(year))
}

/// How many projects a table lists: rows with figures under 项目名称.
#[must_use]
pub fn project_rows(table: &Table) -> usize {
    let column = table.columns.iter().position(|column| {
        column.kind != ColumnKind::Amount
            && column.path.last().is_some_and(|name| name.replace(' ', "") == "项目名称")
    });
    let Some(column) = column else { return 0 };
    let names: BTreeSet<&str> = table
        .rows
        .iter()
        .filter(|row| has_amount(row))
        .filter_map(|row| row.cells.get(column).map(|cell| cell.text.trim()))
        .filter(|name| !name.is_empty() && !name.contains("合计") && !name.contains("小计"))
        .collect();
    names.len()
}
