//! N20: subjects go by the names of the year.

use std::collections::BTreeMap;

use super::{About, some};
use crate::amount::grouped;
use crate::articulation::hierarchy::{has_figures, subject_code};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Disclosure, Kind, Paragraph, Row, Side, Table};
use crate::origin::Origin;
use crate::report::{Finding, Outcome, Severity};
use crate::subjects::{self, Subject, name};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N20",
    name: "科目名称是当年的",
    document: Kind::Unknown,
    doc: "查什么: 表里和文字里的功能科目名称，是不是已经改名的旧名称（如 2019 年起“医疗卫生与计划生育支出”改为“卫生健康支出”）。一段文字讲的是改名以前的年度，不算。
为什么: 旧名称多半是沿用往年的稿子，和当年的科目对不上。
依据: 财政部各年度《政府收支分类科目》。
举例: 2024 年的情况说明写“医疗卫生与计划生育支出（类）”，当年的名称是“卫生健康支出”。
怎么改: 改成当年的科目名称。",
    run,
};

/// A name that was given up before the year.
struct Old {
    subject: &'static Subject,
    /// What the code is called in the year.
    now: &'static str,
}

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let Some(year) = disclosure.identity.fiscal_year else {
        context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "不知道是哪一年的文件");
        return;
    };
    let old = given_up(year);
    let mut findings = Vec::new();
    for table in &disclosure.tables {
        let (sound, found) = in_table(table, &old, year);
        for _ in 0..sound {
            context.ledger.add(CHECK.code, Outcome::Passed);
        }
        findings.extend(found);
    }
    findings.extend(in_prose(disclosure, &old));
    for _ in &findings {
        context.ledger.add(CHECK.code, Outcome::Failed);
    }
    context.findings.extend(findings);
    if !context.ledger.knows(CHECK.code) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有读到功能科目的名称");
    }
}

/// Names given up before a year that nothing else is called now.
fn given_up(year: u16) -> Vec<Old> {
    let current = |text: &str, code: &str| {
        subjects::is_name_of(text, code)
            && subjects::names(code).iter().any(|subject| subject.name == text && subject.holds(year))
    };
    subjects::changed()
        .filter(|subject| subject.to.is_some_and(|to| to < year))
        .filter(|subject| !current(&subject.name, &subject.code))
        .filter_map(|subject| {
            // A code without a name in the year was given up altogether: there is nothing to call it.
            let now = subjects::names(&subject.code).iter().find(|other| other.holds(year))?;
            Some(Old { subject, now: now.name.as_str() })
        })
        .collect()
}

/// How many names of a table are of the year, and the finding about those that are not.
fn in_table(table: &Table, old: &[Old], year: u16) -> (usize, Option<Finding>) {
    let mut sound = 0;
    let mut rows: Vec<(usize, &Old)> = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let Some(code) = code_of(row) else { continue };
        let plain = name::plain(&row.name);
        let is_old = |old: &&Old| old.subject.code == code && name::plain(&old.subject.name) == plain;
        match old.iter().find(is_old) {
            Some(old) => rows.push((at, old)),
            None if subjects::names(code).iter().any(|subject| subject.holds(year)) => sound += 1,
            None => {}
        }
    }
    let Some((first, _)) =
        rows.iter().find(|(at, _)| table.rows.get(*at).is_some_and(has_figures)).or(rows.first())
    else {
        return (sound, None);
    };
    let said: Vec<String> = rows
        .iter()
        .map(|(at, old)| {
            let amount = table.rows.get(*at).and_then(|row| row.cells.iter().find_map(|cell| cell.amount));
            let amount = amount.map(|amount| format!("，{}", grouped(amount))).unwrap_or_default();
            format!("“{}”（{}{amount}）现名“{}”", old.subject.name, old.subject.code, old.now)
        })
        .collect();
    let places: Vec<usize> =
        std::iter::once(*first).chain(rows.iter().map(|(at, _)| *at).filter(|at| at != first)).collect();
    let names = |of: fn(&Old) -> &str| rows.iter().map(|(_, old)| of(old)).collect::<Vec<_>>().join("、");
    let finding = About {
        rule: CHECK.code,
        severity: severity(rows.iter().any(|(at, _)| table.rows.get(*at).is_some_and(has_figures))),
        message: format!("{}：科目用了往年的名称：{}。", table_name(table), some(&said, 6)),
        expected: Some(names(|old| old.now)),
        actual: Some(names(|old| &old.subject.name)),
        suggestion: "改成当年的科目名称".to_owned(),
    }
    .at(table, &places);
    (sound, Some(finding))
}

/// An empty line of an old template misleads nobody about money.
fn severity(with_figures: bool) -> Severity {
    if with_figures { Severity::Warning } else { Severity::Note }
}

/// A row's functional code: printed, or that of the class it names on the expenditure side.
fn code_of(row: &Row) -> Option<&str> {
    if let Some(code) = subject_code(row) {
        return code.starts_with('2').then_some(code);
    }
    (row.side == Some(Side::Expenditure)).then(|| subjects::class_by_name(&row.name)).flatten()
}

/// Where the prose uses an old name as a subject: one finding a name.
fn in_prose(disclosure: &Disclosure, old: &[Old]) -> Vec<Finding> {
    let mut places: BTreeMap<usize, Vec<(&Paragraph, usize)>> = BTreeMap::new();
    for paragraph in &disclosure.paragraphs {
        for (index, one) in old.iter().enumerate() {
            // A section and its item may have had one name.
            let twin = |other: &Old| other.subject.name == one.subject.name && other.now == one.now;
            if old.iter().take(index).any(twin) {
                continue;
            }
            if let Some(at) = used(&paragraph.text, one)
                && !speaks_of_before(&paragraph.text, one.subject.to)
            {
                places.entry(index).or_default().push((paragraph, at));
            }
        }
    }
    let finding = |(index, places): (usize, Vec<(&Paragraph, usize)>)| {
        let one = old.get(index)?;
        let times = if places.len() > 1 { format!("，共 {} 处", places.len()) } else { String::new() };
        let mut finding = About {
            rule: CHECK.code,
            severity: Severity::Warning,
            message: format!(
                "文字里用了往年的科目名称“{}”（{}）{times}，当年的名称是“{}”。",
                one.subject.name, one.subject.code, one.now
            ),
            expected: Some(one.now.to_owned()),
            actual: Some(one.subject.name.clone()),
            suggestion: "改成当年的科目名称".to_owned(),
        }
        .anywhere();
        let origin =
            |(paragraph, at): (&Paragraph, usize)| -> Option<Origin> { paragraph.origin_at(at).cloned() };
        finding.origin = places.into_iter().filter_map(origin).take(20).collect();
        Some(finding)
    };
    places.into_iter().filter_map(finding).collect()
}

/// The character at which an old name stands as a subject: with its level behind it, or long enough to be
/// nothing else.
fn used(text: &str, old: &Old) -> Option<usize> {
    let name = old.subject.name.as_str();
    let base = name.strip_suffix("支出").filter(|base| base.chars().count() >= 6).unwrap_or(name);
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find(base) {
        let start = from + found;
        let behind = text.get(start + base.len()..)?;
        let level = ["（类", "（款", "（项", "(类", "(款", "(项"]
            .iter()
            .any(|mark| behind.trim_start_matches("支出").trim_start().starts_with(mark));
        // 国土资源事务 ends 其他国土资源事务支出, which is another subject's.
        let alone = text
            .get(..start)?
            .chars()
            .next_back()
            .is_none_or(|c| "（(、，。；：:“”》）)0123456789 .．".contains(c) || c.is_whitespace());
        let whole = name.ends_with("支出") && name.chars().count() >= 8 && behind.starts_with("支出");
        if alone && (level || whole) {
            return Some(text.get(..start)?.chars().count());
        }
        from = start + base.len();
    }
    None
}

/// Whether a text names a year in which the old name still held.
fn speaks_of_before(text: &str, to: Option<u16>) -> bool {
    let Some(to) = to else { return false };
    text.split('年').any(|head| {
        let digits: String = head.chars().rev().take_while(char::is_ascii_digit).collect();
        let year: Option<u16> = digits.chars().rev().collect::<String>().parse().ok();
        year.is_some_and(|year| (1990..=to).contains(&year))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_names_are_told_from_new_ones_and_from_others() {
        let old = given_up(2024);
        let health = old.iter().find(|old| old.subject.name == "医疗卫生与计划生育支出");
        let health = health.unwrap_or_else(|| panic!("名称没有收录"));
        assert_eq!(health.now, "卫生健康支出");
        assert!(used("支出包括：医疗卫生与计划生育支出。", health).is_some());
        assert!(used("13. 医疗卫生与计划生育（类）医疗保障（款）", health).is_some());
        assert!(used("医疗卫生与计划生育工作", health).is_none());
        assert!(given_up(2018).iter().all(|old| old.subject.name != "医疗卫生与计划生育支出"));
        assert!(speaks_of_before("2018年医疗卫生与计划生育支出", Some(2018)));
        assert!(!speaks_of_before("2024年医疗卫生与计划生育支出", Some(2018)));
    }
}
