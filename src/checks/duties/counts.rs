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
    doc: "查什么: 因公出国（境）费和出国团组数、公务接待费和国内接待批次、公务用车购置费和购置车辆数：钱是 0 的，数量不应大于 0；有钱的，数量不应是 0；决算里花了钱的，应当写出数量。由其他单位承担费用的，不判断。
为什么: 金额和数量互相印证；花了钱没有数量，或者有数量没有钱，总有一个写错了。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）及部门决算公开模板：公开团组数、人数、购置及保有车辆数、接待批次和人次。
举例: 公务接待费 2.10 万元，“国内公务接待 0 批次、0 人次”。
怎么改: 核对台账后改正数量或者金额；没有写数量的补上。",
    run,
};

struct Item {
    subject: &'static str,
    name: &'static str,
    /// The unit behind the number.
    unit: &'static str,
    /// Words one of which the clause must have.
    about: &'static [&'static str],
    /// Words that make the number another one.
    not: &'static [&'static str],
}

const ITEMS: [Item; 3] = [
    Item {
        subject: "因公出国境费",
        name: "因公出国（境）团组",
        unit: "个",
        about: &["团组"],
        not: &["课题", "项目", "单位"],
    },
    Item {
        subject: "公务接待费",
        name: "国内公务接待批次",
        unit: "批次",
        about: &["接待"],
        not: &["外事", "外宾", "国（境）外", "国(境)外", "境外"],
    },
    Item {
        subject: "公务用车购置费",
        name: "购置公务用车",
        unit: "辆",
        about: &["购置"],
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
        let Some(amount) = figures.first().map(|figure| figure.amount) else {
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
    let mut found = Vec::new();
    for (_, paragraph) in narrative(&disclosure.paragraphs) {
        let text = paragraph.text.as_str();
        // Who pays for whom the sentence tells, not the number.
        if ["其他单位", "承担", "上年", "去年"].iter().any(|word| text.contains(word)) {
            continue;
        }
        for (at, _) in text.match_indices(item.unit) {
            let before = text.get(..at).unwrap_or_default();
            let digits = before.trim_end();
            let start = digits.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |i| {
                i + digits.get(i..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
            });
            let Some(count) = digits.get(start..).and_then(|number| number.parse::<Decimal>().ok()) else {
                continue;
            };
            let lead = digits.get(..start).unwrap_or_default();
            let clause = lead.rsplit(['，', '；', '。', '：', '、']).next().unwrap_or_default();
            let behind: String = text.get(at..).unwrap_or_default().chars().take(6).collect();
            let has = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
            let own = has(item.about, clause) || item.unit == "个" && has(item.about, &behind);
            if own && !has(item.not, clause) {
                found.push((count, paragraph.origin_at(before.chars().count()).cloned()));
            }
        }
    }
    found
}
