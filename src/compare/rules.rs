//! What several documents say of one another: last year's closing is this year's opening, last year's columns are
//! last year's figures, the budget in the accounts is the budget, and the units make up the department.

use rust_decimal::Decimal;

use super::Across;
use super::gist::{Gist, RECEIPTS, THREE_TABLE, TOTAL, Told, What};
use crate::amount::grouped;
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::registry::Check;
use crate::disclosure::identity::same_body;
use crate::disclosure::model::Kind;
use crate::report::{Category, Finding, Outcome, Severity};

const ALONE: &str = "要有相关的另一份文件才能核对：一起拖进来，或用 gouji compare";

/// The checks between documents. On a document alone they are not run.
pub const CHECKS: &[Check] = &[
    Check {
        code: "D50",
        name: "年初结转等于上年年末结转",
        document: Kind::Final,
        doc: "查什么: 同一单位相邻两年的决算：本年收支总表、财政拨款收支总表的年初结转和结余，和上年的年末结转和结余是不是同一个数。只在同时给出两份文件时核对（一起拖进网页，或用 gouji compare）。
为什么: 上年结余的钱就是今年开头的钱；不相等，说明做过调整或者抄错了数。
依据: 部门决算报表的核实性审核公式；年初调整的应当说明。
举例: 2023 年年末结转和结余 55.34 万元，2024 年年初结转和结余 53.54 万元。
怎么改: 核对上年决算；有年初调整的，在说明里写明原因。",
        run: |context| context.ledger.add_reason("D50", Outcome::NotRun, ALONE),
    },
    Check {
        code: "D51",
        name: "“三公”决算表的预算数等于当年预算",
        document: Kind::Final,
        doc: "查什么: 同一单位同一年的预算和决算：决算“三公”经费表的预算数，和预算文件“三公”经费表的本年数是不是同一个数，合计和各分项都比。只在同时给出两份文件时核对（一起拖进网页，或用 gouji compare）。
为什么: 决算比预算，比的应当是公布过的那个预算；换了预算数，超支就看不出来。
依据: 《预算法》第七十五条：决算与预算相对应；年中调整的应当说明。
举例: 预算文件公务接待费 2.00 万元，决算表的预算数 5.00 万元。
怎么改: 改为年初公布的预算数；用全年预算数的，在表里注明口径。",
        run: |context| context.ledger.add_reason("D51", Outcome::NotRun, ALONE),
    },
    Check {
        code: "B43",
        name: "上年数等于上年的文件",
        document: Kind::Budget,
        doc: "查什么: 同一单位相邻两年的预算：本年“三公”经费表的上年数，和上年预算“三公”经费表的本年数是不是同一个数；文字里比上年的上年收支总数，和上年文件的收支总计是不是同一个数。只在同时给出两份文件时核对（一起拖进网页，或用 gouji compare）。
为什么: 增减额建立在上年数上；上年数改了，增减就不真实。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）：说明“三公”经费比上年的增减。
举例: 上年预算“三公”经费 6.50 万元，本年表里的上年数 5.60 万元。
怎么改: 改为上年公布的数；口径调整的，注明原因。",
        run: |context| context.ledger.add_reason("B43", Outcome::NotRun, ALONE),
    },
    Check {
        code: "B44",
        name: "各单位之和等于部门",
        document: Kind::Unknown,
        doc: "查什么: 同一年、同一种文件，一个部门和它的几个单位：各单位的收支总计之和，和部门的收支总计相比。大于部门的提示；小于部门的，多半是单位没有给全，只作说明。只在同时给出这些文件时核对（一起拖进网页，或用 gouji compare）。
为什么: 部门的数是各单位汇总出来的；单位加起来比部门还多，总有一份错了，或者有内部往来没有抵销。
依据: 部门预算、决算的汇总口径。
举例: 两个单位的收入总计合计 130.00 万元，部门收入总计 120.00 万元。
怎么改: 核对各单位的报表和内部抵销数。",
        run: |context| context.ledger.add_reason("B44", Outcome::NotRun, ALONE),
    },
];

/// All findings between documents; messages name the files.
#[must_use]
pub fn across(documents: &[Gist]) -> Vec<Across> {
    let mut found = Vec::new();
    for (at, later) in documents.iter().enumerate() {
        for (other, earlier) in documents.iter().enumerate().filter(|(other, _)| *other != at) {
            if later.document.organization.is_some() && same_body(&later.document, &earlier.document) {
                let about = |finding| Across { documents: vec![at, other], finding };
                found.extend(between(earlier, later).into_iter().map(about));
            }
        }
    }
    found.extend(units(documents));
    found
}

/// What the later of two documents of one body says of the earlier.
fn between(earlier: &Gist, later: &Gist) -> Vec<Finding> {
    let (Some(before), Some(now)) = (earlier.document.fiscal_year, later.document.fiscal_year) else {
        return Vec::new();
    };
    let next_year = before.checked_add(1) == Some(now);
    match (earlier.document.kind, later.document.kind) {
        (Kind::Final, Kind::Final) if next_year => carried(earlier, later),
        (Kind::Budget, Kind::Budget) if next_year => {
            let mut found = three("B43", What::Before, "上年数", earlier, later);
            found.extend(said_of_last_year(earlier, later));
            found
        }
        (Kind::Budget, Kind::Final) if before == now => three("D51", What::Budget, "预算数", earlier, later),
        _ => Vec::new(),
    }
}

fn carried(earlier: &Gist, later: &Gist) -> Vec<Finding> {
    let judged = told(later, What::Opening).filter_map(|opening| {
        let closing = told(earlier, What::Closing).find(|closing| closing.subject == opening.subject)?;
        differ(closing, opening).then(|| {
            let message = format!(
                "{}的年初结转和结余是 {} 万元，上年文件（{}）的年末结转和结余是 {} 万元，相差 {}。",
                named(later, opening, &opening.subject),
                grouped(opening.amount),
                earlier.name,
                grouped(closing.amount),
                grouped((opening.amount - closing.amount).abs())
            );
            finding("D50", message, closing.amount, opening)
        })
    });
    judged.collect()
}

fn three(rule: &str, what: What, called: &str, earlier: &Gist, later: &Gist) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for first in told(later, what) {
        if seen.contains(&first.subject.as_str()) {
            continue;
        }
        seen.push(&first.subject);
        let of_subject = |told: &&Told| told.subject == first.subject;
        let known: Vec<&Told> = told(earlier, What::Own).filter(of_subject).collect();
        let Some(right) = known.first() else { continue };
        // Where a document gives several readings of one thing any of them will do.
        if told(later, what).filter(of_subject).any(|told| known.iter().any(|known| !differ(told, known))) {
            continue;
        }
        let message = format!(
            "{}的“{}”{called}是 {} 万元，{}里是 {} 万元，相差 {}。",
            named(later, first, THREE_TABLE),
            first.subject,
            grouped(first.amount),
            earlier.name,
            grouped(right.amount),
            grouped((first.amount - right.amount).abs())
        );
        found.push(finding(rule, message, right.amount, first));
    }
    found
}

/// The total of last year that the prose compares with.
fn said_of_last_year(earlier: &Gist, later: &Gist) -> Vec<Finding> {
    let known: Vec<&Told> = told(earlier, What::Own).filter(|told| told.subject == TOTAL).collect();
    let Some(right) = known.first() else { return Vec::new() };
    let of_last_year = |said: &&Told| said.year.is_none() || said.year == earlier.document.fiscal_year;
    let said = told(later, What::SaidBefore)
        .filter(of_last_year)
        .filter(|said| known.iter().all(|known| differ(said, known)));
    said.map(|said| {
        let message = format!(
            "{}的文字说上年收支总计 {} 万元，{}里是 {} 万元。",
            later.name,
            grouped(said.amount),
            earlier.name,
            grouped(right.amount)
        );
        finding("B43", message, right.amount, said)
    })
    .collect()
}

/// A department and its units among documents of one year and kind: the one whose total is the largest, with at
/// least two others below it.
fn units(documents: &[Gist]) -> Option<Across> {
    let first = documents.first()?;
    let alike = documents.iter().all(|one| {
        one.document.kind == first.document.kind
            && one.document.fiscal_year == first.document.fiscal_year
            && one.document.organization.is_some()
    });
    let distinct = documents.iter().enumerate().all(|(at, one)| {
        documents.iter().skip(at + 1).all(|other| !same_body(&one.document, &other.document))
    });
    if !alike || !distinct || documents.len() < 3 {
        return None;
    }
    let mut totals: Vec<(usize, &Gist, Figure)> = Vec::new();
    for (at, one) in documents.iter().enumerate() {
        totals.push((at, one, told(one, What::Own).find(|told| told.subject == RECEIPTS)?.figure()));
    }
    let (at, department, whole) = *totals.iter().max_by_key(|(.., figure)| figure.amount)?;
    // Whose units they are their names must say.
    let own =
        department.document.organization.as_deref()?.trim_end_matches("（部门）").trim_end_matches("本级");
    let belongs = |one: &Gist| {
        one.document.organization.as_deref().is_some_and(|name| name != own && name.starts_with(own))
    };
    let units: Vec<_> = totals.iter().filter(|(other, ..)| *other != at).collect();
    if !units.iter().all(|(_, one, _)| belongs(one)) {
        return None;
    }
    let sum: Decimal = units.iter().map(|(.., figure)| figure.amount).sum();
    let halves: Decimal = units.iter().map(|(.., figure)| figure.half).sum();
    if (sum - whole.amount).abs() <= halves + whole.half {
        return None;
    }
    let more = sum > whole.amount;
    let rest = if more {
        "比部门多，可能有内部往来没有抵销"
    } else {
        "比部门少，可能还有单位没有给"
    };
    let message = format!(
        "{} 个单位的收入总计合计 {} 万元，{}（{}）是 {} 万元，{rest}。",
        units.len(),
        grouped(sum),
        own,
        department.name,
        grouped(whole.amount)
    );
    let severity = if more { Severity::Warning } else { Severity::Note };
    let finding = Finding {
        expected: Some(grouped(sum)),
        actual: Some(grouped(whole.amount)),
        difference: Some(grouped(whole.amount - sum)),
        ..Finding::new("B44", severity, Category::CrossTable, message)
    };
    let documents = std::iter::once(at).chain(units.iter().map(|(other, ..)| *other)).collect();
    Some(Across { documents, finding })
}

fn told(document: &Gist, what: What) -> impl Iterator<Item = &Told> {
    document.told.iter().filter(move |told| told.what == what)
}

fn differ(a: &Told, b: &Told) -> bool {
    matches!(judge(a.amount - b.amount, &[a.figure(), b.figure()]), Gap::Beyond)
}

fn named(document: &Gist, told: &Told, otherwise: &str) -> String {
    format!("{}《{}》", document.name, told.table.as_deref().unwrap_or(otherwise))
}

fn finding(rule: &str, message: String, expected: Decimal, actual: &Told) -> Finding {
    let (table, row, column) = match actual.cell {
        Some((table, row, column)) => (Some(table), Some(row), Some(column)),
        None => (None, None, None),
    };
    Finding {
        expected: Some(grouped(expected)),
        actual: Some(grouped(actual.amount)),
        difference: Some(grouped(actual.amount - expected)),
        table,
        row,
        column,
        origin: actual.origin.iter().cloned().collect(),
        ..Finding::new(rule, Severity::Warning, Category::CrossTable, message)
    }
}
