//! N12: groups, batches and vehicles beside the three public expenses: nothing spent where nothing was done, and
//! said where something was.

use rust_decimal::Decimal;

use super::has_prose;
use crate::amount::{Unit, grouped};
use crate::checks::context::Context;
use crate::checks::narrative::cells::figures_of;
use crate::checks::registry::Check;
use crate::disclosure::claims::narrative;
use crate::disclosure::model::{Disclosure, Kind};
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N12",
    name: "“三公”经费和团组、批次、车辆数相称",
    document: Kind::Unknown,
    doc: "查什么: 因公出国（境）费和出国团组数、公务接待费和国内接待批次、公务用车购置费和购置车辆数：钱是 0 的，数量不应大于 0；有钱的，数量不应是 0；决算里花了钱的，应当写出数量；紧跟在团组、批次后面的人数，不应比团组、批次少，一个是 0 另一个不应不是 0。由其他单位承担费用的，不判断。
为什么: 金额和数量互相印证；花了钱没有数量，或者有数量没有钱，总有一个写错了。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）及部门决算公开模板：公开团组数、人数、购置及保有车辆数、接待批次和人次。
举例: 公务接待费 2.10 万元，“国内公务接待 0 批次、0 人次”。
怎么改: 核对台账后改正数量或者金额；没有写数量的补上。",
    run,
};

struct Item {
    subject: &'static str,
    name: &'static str,
    /// The units behind the number.
    units: &'static [&'static str],
    /// Words one of which the clause must have.
    about: &'static [&'static str],
    /// Words that make the number another one.
    not: &'static [&'static str],
}

const ITEMS: [Item; 3] = [
    Item {
        subject: "因公出国境费",
        name: "因公出国（境）团组",
        units: &["个", "次"],
        about: &["团组"],
        not: &["课题", "项目", "单位", "来访", "接待", "来宾"],
    },
    Item {
        subject: "公务接待费",
        name: "国内公务接待批次",
        units: &["批次", "个"],
        about: &["接待"],
        not: &["外事", "外宾", "国（境）外", "国(境)外", "境外"],
    },
    Item {
        subject: "公务用车购置费",
        name: "购置公务用车",
        units: &["辆"],
        about: &["购置", "更新"],
        not: &["保有", "运行"],
    },
];

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    if !has_prose(disclosure) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有读到情况说明");
        return;
    }
    for item in &ITEMS {
        let figures = figures_of(disclosure, item.subject, "total", Unit::TenThousand);
        let told = || told_amount(disclosure, item.subject);
        let Some(amount) = figures.first().map(|figure| figure.amount).or_else(told) else {
            let reason = format!("表里没有找到{}的数", item.subject);
            context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, reason);
            continue;
        };
        if figures.iter().any(|figure| figure.amount != amount) {
            let reason = format!("{}的口径不止一种", item.subject);
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
            continue;
        }
        judge(context, item, amount, &counts(disclosure, item));
    }
    for (groups, persons, origin) in pairs(disclosure) {
        if groups.is_zero() == persons.is_zero() && persons >= groups {
            context.ledger.add(CHECK.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(CHECK.code, Outcome::Failed);
        let message = format!("文字里团组（批次）是 {groups}，人数却是 {persons}。");
        context.findings.push(Finding {
            origin: origin.into_iter().collect(),
            suggestion: Some("核对团组、批次和人数".to_owned()),
            ..Finding::new(CHECK.code, Severity::Warning, Category::NarrativeArithmetic, message)
        });
    }
}

/// What the prose gives as an item's amount, where the tables leave it blank: only nothing is told of it then.
fn told_amount(disclosure: &Disclosure, subject: &str) -> Option<Decimal> {
    let mut told = disclosure.claims.iter().filter(|claim| {
        claim.subject.as_deref() == Some(subject)
            && claim.metric.as_deref() == Some("total")
            && claim.place.paragraph.is_some()
            && claim.unit.as_deref() == Some("万元")
    });
    let first = told.next()?.value?;
    (first.is_zero() && told.all(|claim| claim.value == Some(first))).then_some(first)
}

/// Groups or batches and the persons said right behind them: `团组0个，累计0人次`, `接待6批次，58人次`.
fn pairs(disclosure: &Disclosure) -> Vec<(Decimal, Decimal, Option<Origin>)> {
    let mut found = Vec::new();
    for (_, paragraph) in narrative(&disclosure.paragraphs) {
        let text = paragraph.text.as_str();
        for unit in ["团组", "批次"] {
            for (at, _) in text.match_indices(unit) {
                let behind = text.get(at + unit.len()..).unwrap_or_default();
                // 团组0个; 6批次.
                let (count, rest) = match unit {
                    "团组" => {
                        let behind = behind.trim_start_matches(['数', '共', '为']).trim_start();
                        let (count, rest) = number_in(behind, "个");
                        // 团组1次，出国（境）3人.
                        if count.is_some() { (count, rest) } else { number_in(behind, "次") }
                    }
                    _ => (number_at_end(text.get(..at).unwrap_or_default()), behind),
                };
                let begin = rest.find(|c: char| c.is_ascii_digit()).filter(|begin| *begin <= 60);
                let (Some(count), Some(begin)) = (count, begin) else { continue };
                let lead = rest.get(..begin).unwrap_or_default();
                let (persons, _) = number_in(rest.get(begin..).unwrap_or_default(), "人");
                // 35批次（其中外事接待0批次），共接待312人次: the persons of the whole.
                let own = !lead.contains(['。', '；', '元'])
                    && !lead.contains("其中")
                    && !lead.starts_with(['）', ')']);
                if let Some(persons) = persons.filter(|_| own) {
                    found.push((
                        count,
                        persons,
                        paragraph.origin_at(text.get(..at).map_or(0, |t| t.chars().count())).cloned(),
                    ));
                }
            }
        }
    }
    found
}

/// The whole number a text begins with, and what stands behind it and its unit.
fn number_in<'a>(text: &'a str, unit: &str) -> (Option<Decimal>, &'a str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    match rest.strip_prefix(unit) {
        Some(rest) => (digits.parse().ok(), rest),
        None => (None, rest),
    }
}

/// The whole number a text ends with.
fn number_at_end(text: &str) -> Option<Decimal> {
    let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    text.get(start..)?.parse().ok()
}

fn judge(context: &mut Context<'_>, item: &Item, amount: Decimal, counts: &[(Decimal, Option<Origin>)]) {
    let most = counts.iter().max_by_key(|(count, _)| *count);
    let spent = grouped(amount);
    let (message, severity) = match most {
        Some((count, _)) if amount.is_zero() && !count.is_zero() => {
            (format!("{}是 0，文字里{}却是 {count}。", item.subject, item.name), Severity::Warning)
        }
        Some((count, _)) if count.is_zero() && !amount.is_zero() => {
            (format!("{}是 {spent} 万元，文字里{}却是 0。", item.subject, item.name), Severity::Warning)
        }
        None if !amount.is_zero() && context.disclosure.identity.kind == Kind::Final => {
            (format!("{}是 {spent} 万元，文字里没有写{}。", item.subject, item.name), Severity::Note)
        }
        None => {
            let reason = format!("文字里没有写{}", item.name);
            context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, reason);
            return;
        }
        Some(_) => {
            context.ledger.add(CHECK.code, Outcome::Passed);
            return;
        }
    };
    context.ledger.add(CHECK.code, Outcome::Failed);
    let category = if most.is_none() { Category::Completeness } else { Category::NarrativeVsTable };
    let origin = most.and_then(|(_, origin)| origin.clone()).or_else(|| {
        let mut told =
            context.disclosure.claims.iter().filter(|claim| claim.subject.as_deref() == Some(item.subject));
        told.find_map(|claim| claim.origin.clone())
    });
    context.findings.push(Finding {
        origin: origin.into_iter().collect(),
        suggestion: Some(format!("核对{}", item.name)),
        ..Finding::new(CHECK.code, severity, category, message)
    });
}

/// The numbers of an item in the prose, with their places.
fn counts(disclosure: &Disclosure, item: &Item) -> Vec<(Decimal, Option<Origin>)> {
    let has = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    let mut found = Vec::new();
    for (_, paragraph) in narrative(&disclosure.paragraphs) {
        let text = paragraph.text.as_str();
        // Who pays for whom the sentence tells, not the number.
        if has(&["其他单位", "承担"], text) {
            continue;
        }
        for (unit, at) in
            item.units.iter().flat_map(|unit| text.match_indices(unit).map(move |(at, _)| (*unit, at)))
        {
            let before = text.get(..at).unwrap_or_default();
            let digits = before.trim_end();
            let Some(count) = number_at_end(digits) else { continue };
            let lead = digits.trim_end_matches(|c: char| c.is_ascii_digit());
            let clause = lead.rsplit(['，', '；', '。', '：', '、']).next().unwrap_or_default();
            let sentence = lead.rsplit('。').next().unwrap_or_default();
            let behind: String = text.get(at..).unwrap_or_default().chars().take(6).collect();
            // 接待来访团组68个 is another way to count batches.
            let group = !matches!(unit, "个" | "次") || clause.contains("团组") || behind.contains("团组");
            let own = has(item.about, clause) || unit == "个" && has(item.about, &behind);
            if own && group && !has(item.not, clause) && !has(&["上年", "去年"], sentence) {
                found.push((count, paragraph.origin_at(before.chars().count()).cloned()));
            }
        }
    }
    found
}
