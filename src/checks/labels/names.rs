//! L02 and L03: a code bears its own name, and the same one wherever it stands.

use std::collections::BTreeMap;

use super::{About, place};
use crate::articulation::hierarchy::subject_code;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{ColumnKind, Disclosure, Kind, Row, Table};
use crate::report::{Finding, Outcome, Severity};
use crate::subjects::{self, Domain, domain_of, name};

/// See the explanation.
pub const OWN: Check = Check {
    code: "L02",
    name: "编码和名称是同一个科目",
    document: Kind::Unknown,
    doc: "查什么: 表里的科目编码和旁边的名称是不是同一个科目：名称正好是另一个科目的名称，就提示。简称、被截断的名称、往年用过的名称都不算错；不认识的编码、没有收录的名称不判。
为什么: 编码和名称不是一个科目，读者不知道钱列在哪里，多半有一处填错了行。
依据: 财政部当年的《政府收支分类科目》。
举例: 2210202 旁边写“购房补贴”，2210202 是提租补贴，购房补贴是 2210203。
怎么改: 核对这笔支出的科目，改编码或者改名称。",
    run: own_names,
};

/// See the explanation.
pub const SAME: Check = Check {
    code: "L03",
    name: "同一编码在各表里名称相同",
    document: Kind::Unknown,
    doc: "查什么: 同一个科目编码，在各张表里是不是用同一个名称。简称、被截断的名称、同一科目往年的名称不算；名称两种写法都不是收录的科目名称时只提示。
为什么: 同一个编码有两个名称，说明至少有一张表填错或者没有更新。
依据: 财政部当年的《政府收支分类科目》；各表由同一套数据生成。
举例: 2080150 在表3叫“事业运行”，在表5叫“行政运行”。
怎么改: 以《政府收支分类科目》为准改成一致。",
    run: same_names,
};

/// Rows with a code of a known length and a name, of tables that were read as they stand.
fn named(disclosure: &Disclosure) -> impl Iterator<Item = (&Table, usize, &str, &str)> {
    disclosure.tables.iter().filter(|table| !table.inferred).flat_map(|table| {
        table.rows.iter().enumerate().filter_map(move |(at, row)| {
            let code = subject_code(row).filter(|code| domain_of(code).is_some())?;
            // Without a word it is no name: some tables print the unit's code there.
            let name = subject_name(table, row)?.trim();
            (!name.is_ascii()).then_some((table, at, code, name))
        })
    })
}

/// What a row calls its subject: its name, but where the rows are named after projects the cell under 科目.
fn subject_name<'a>(table: &'a Table, row: &'a Row) -> Option<&'a str> {
    let titled = |kind: ColumnKind, word: &str| {
        table.columns.iter().position(|column| {
            let is = |name: &String| name.contains(word) && !name.contains("编码") && !name.contains("代码");
            column.kind == kind && column.path.last().is_some_and(is)
        })
    };
    if titled(ColumnKind::Name, "项目名称").is_none() {
        return Some(&row.name);
    }
    let column = titled(ColumnKind::Text, "科目")?;
    row.cells.get(column).map(|cell| cell.text.as_str())
}

/// Whether one name may be the other cut, shortened or explained.
fn akin(a: &str, b: &str) -> bool {
    let (a, b) = (name::plain(a), name::plain(b));
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

/// The economic classifications were drawn up anew for 2018; before, the same codes meant other things.
fn is_covered(code: &str, year: Option<u16>) -> bool {
    let economic = matches!(domain_of(code), Some(Domain::DepartmentEconomic | Domain::GovernmentEconomic));
    !economic || year.is_some_and(|year| year >= 2018)
}

fn own_names(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let year = disclosure.identity.fiscal_year;
    for (table, row, code, printed) in named(disclosure) {
        let known = subjects::names(code);
        if known.is_empty() || !is_covered(code, year) {
            continue;
        }
        let other = (!known.iter().any(|subject| akin(&subject.name, printed))
            && !subjects::is_name_of(printed, code))
        .then(|| bearer(code, printed))
        .flatten();
        let Some(other) = other else {
            context.ledger.add(OWN.code, Outcome::Passed);
            continue;
        };
        let own = subjects::lookup(code, year.unwrap_or(u16::MAX)).unwrap_or_default();
        context.ledger.add(OWN.code, Outcome::Failed);
        context.findings.push(
            About {
                rule: OWN.code,
                severity: Severity::Warning,
                message: format!(
                    "{}：编码 {code} 旁边的名称是“{printed}”；{code} 是“{own}”，“{printed}”的编码是 {other}。",
                    table_name(table)
                ),
                expected: Some(own.to_owned()),
                actual: Some(printed.to_owned()),
                suggestion: "核对这笔支出的科目，改编码或者改名称".to_owned(),
            }
            .at(table, &[row]),
        );
    }
    if !context.ledger.knows(OWN.code) {
        context.ledger.add_reason(OWN.code, Outcome::NotApplicable, "没有收录的科目编码");
    }
}

/// The subject beside or above a code whose very name is printed: further away, one name has many bearers.
fn bearer(code: &str, printed: &str) -> Option<&'static str> {
    let domain = domain_of(code)?;
    let within = subjects::parent(code);
    let found = subjects::code_by_name(printed, domain, within)?;
    (found != code && found.len() == code.len()).then_some(found)
}

fn same_names(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let mut prints: BTreeMap<&str, Vec<(&Table, usize, &str)>> = BTreeMap::new();
    for (table, row, code, printed) in named(disclosure) {
        prints.entry(code).or_default().push((table, row, printed));
    }
    let mut findings = Vec::new();
    for (code, prints) in prints.iter().filter(|(_, prints)| prints.len() > 1) {
        match at_odds(code, prints) {
            None => context.ledger.add(SAME.code, Outcome::Passed),
            Some(finding) => {
                context.ledger.add(SAME.code, Outcome::Failed);
                findings.push(finding);
            }
        }
    }
    context.findings.extend(findings);
    if !context.ledger.knows(SAME.code) {
        context.ledger.add_reason(SAME.code, Outcome::NotApplicable, "没有在两张表里都出现的科目");
    }
}

/// Two names for one code, neither short for the other nor both the code's own of different years.
fn at_odds(code: &str, prints: &[(&Table, usize, &str)]) -> Option<Finding> {
    let is_own = |printed: &str| {
        subjects::is_name_of(printed, code)
            || subjects::names(code).iter().any(|own| akin(&own.name, printed))
    };
    let usual = usual(code, prints)?;
    let (table, row, printed) =
        *prints.iter().find(|(_, _, printed)| !(akin(usual, printed) || is_own(usual) && is_own(printed)))?;
    // What is another subject's name is told of as such.
    if is_own(usual) && bearer(code, printed).is_some() {
        return None;
    }
    let (first, ..) = *prints.iter().find(|(_, _, name)| *name == usual)?;
    let mut finding = About {
        rule: SAME.code,
        severity: if is_own(usual) { Severity::Warning } else { Severity::Note },
        message: format!(
            "编码 {code} 在《{}》里叫“{usual}”，在《{}》里叫“{printed}”，应当是同一个名称。",
            table_name(first),
            table_name(table)
        ),
        expected: Some(usual.to_owned()),
        actual: Some(printed.to_owned()),
        suggestion: "以《政府收支分类科目》为准改成一致".to_owned(),
    }
    .at(table, &[row]);
    let other = prints.iter().find(|(_, _, name)| *name == usual);
    finding.origin.extend(other.and_then(|(table, row, _)| place(table.rows.get(*row)?)));
    Some(finding)
}

/// The name to go by: the code's own, else the one printed most often.
fn usual<'a>(code: &str, prints: &[(&'a Table, usize, &'a str)]) -> Option<&'a str> {
    let own = prints.iter().find(|(_, _, printed)| subjects::is_name_of(printed, code));
    if let Some((_, _, printed)) = own {
        return Some(printed);
    }
    let times = |wanted: &str| prints.iter().filter(|(_, _, printed)| *printed == wanted).count();
    prints.iter().map(|(_, _, printed)| *printed).max_by_key(|printed| (times(printed), printed.len()))
}
