//! C04: the three public expenses are split, and their changes given reasons.

use super::{has_money, has_prose, is_read};
use crate::amount::Unit;
use crate::checks::context::Context;
use crate::checks::narrative::cells::figures_of;
use crate::checks::narrative::facts::{Facts, sign_of, spoken};
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Claim, Disclosure, Kind, Table};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "C04",
    name: "“三公”经费分项列示、增减有原因",
    document: Kind::Unknown,
    doc: "查什么: “三公”经费表有没有分列因公出国（境）费、公务接待费、公务用车购置费和运行费（有公务用车支出而表和文字都没有把购置、运行分开的才提示）；说明里写“三公”经费（或其中一项）比上年、比预算增加、减少的，同一段或者后面两段有没有写原因（主要原因、由于、压减、厉行节约等）。
为什么: 2016 年的检查中，没有说明“三公”增减变动原因的部门有 12.7 万个，是最多的一类问题。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）：细化说明“三公”经费增减变化的原因。
举例: “公务接待费 5.00 万元，比上年增加 3.00 万元。”后面没有原因。
怎么改: 补写增减的原因。",
    run,
};

const SUBJECTS: [&str; 6] =
    ["三公经费", "因公出国境费", "公务接待费", "公务用车费", "公务用车购置费", "公务用车运行费"];

/// Words that give a reason, or what was done.
const REASONS: [&str; 20] = [
    "原因",
    "由于",
    "主要是",
    "主要用于",
    "因为",
    "是因",
    "因此",
    "为了",
    "根据",
    "按照",
    "压减",
    "压缩",
    "严格",
    "落实",
    "厉行",
    "节约",
    "控制",
    "规定",
    "精神",
    "考虑",
];

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    for table in disclosure.tables.iter().filter(|table| table.kind.as_deref() == Some("三公表")) {
        if !has_money(table) || !is_read(table) {
            continue;
        }
        let missing = unsplit(disclosure, table);
        if missing.is_empty() {
            context.ledger.add(CHECK.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(CHECK.code, Outcome::Failed);
        let missing = missing.join("、");
        let message = format!("{}没有分列{missing}。", table_name(table));
        let origin = table.rows.iter().flat_map(|row| &row.cells).find_map(|cell| cell.origin.clone());
        context.findings.push(Finding {
            expected: Some(missing.clone()),
            table: Some(table.index),
            origin: origin.into_iter().collect(),
            suggestion: Some(format!("分列{missing}")),
            ..Finding::new(CHECK.code, Severity::Warning, Category::Completeness, message)
        });
    }
    if !has_prose(disclosure) {
        if context.ledger.knows(CHECK.code) {
            return;
        }
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有读到情况说明");
        return;
    }
    let facts = Facts::of(disclosure);
    let mut found: Vec<Finding> = Vec::new();
    let mut told: Vec<usize> = Vec::new();
    for account in facts.accounts.iter().filter(|account| SUBJECTS.contains(&account.subject)) {
        let change = account.all("increase").find(|claim| {
            claim.value.is_some_and(|value| !value.is_zero())
                && claim.direction.as_deref().and_then(sign_of).is_some()
        });
        let (Some(change), Some(paragraph)) = (change, account.paragraph) else { continue };
        if told.contains(&paragraph) {
            continue;
        }
        told.push(paragraph);
        if has_reason(disclosure, paragraph, change) {
            context.ledger.add(CHECK.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(CHECK.code, Outcome::Failed);
        let message = format!(
            "{}{}了，没有写原因：“{}”。",
            spoken(account.subject),
            change.direction.as_deref().unwrap_or("变化"),
            change.text.trim()
        );
        found.push(Finding {
            origin: change.origin.clone().into_iter().collect(),
            suggestion: Some("补写增减的原因".to_owned()),
            ..Finding::new(CHECK.code, Severity::Warning, Category::Completeness, message)
        });
    }
    context.findings.extend(found);
    if !context.ledger.knows(CHECK.code) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有写“三公”经费的增减");
    }
}

/// The parts that neither the table nor the prose tells apart.
fn unsplit(disclosure: &Disclosure, table: &Table) -> Vec<&'static str> {
    let header = table.columns.iter().flat_map(|column| column.path.iter().chain(&column.key));
    let names: Vec<&str> =
        header.map(String::as_str).chain(table.rows.iter().map(|row| row.name.as_str())).collect();
    let has = |word: &str, not: &str| {
        names.iter().any(|name| name.rsplit('.').next().unwrap_or(name).contains(word) && !name.contains(not))
    };
    let said =
        |subject: &str| disclosure.claims.iter().any(|claim| claim.subject.as_deref() == Some(subject));
    let mut missing = Vec::new();
    if !has("境", "接待") && !has("出国", "接待") && !said("因公出国境费") {
        missing.push("因公出国（境）费");
    }
    if !has("接待", "出国") && !said("公务接待费") {
        missing.push("公务接待费");
    }
    let driven = figures_of(disclosure, "公务用车费", "total", Unit::TenThousand);
    if driven.iter().any(|figure| !figure.amount.is_zero()) {
        if !has("购置", "运行") && !said("公务用车购置费") {
            missing.push("公务用车购置费");
        }
        if !has("运行", "购置") && !said("公务用车运行费") {
            missing.push("公务用车运行费");
        }
    }
    missing
}

/// Whether a reason stands in the paragraph behind the change, or in the two paragraphs after it.
fn has_reason(disclosure: &Disclosure, paragraph: usize, change: &Claim) -> bool {
    let gives = |text: &str| REASONS.iter().any(|word| text.contains(word));
    let own = disclosure.paragraphs.get(paragraph).is_some_and(|own| {
        let behind: String = own.text.chars().skip(change.place.start).collect();
        let before: String = own.text.chars().take(change.place.start).collect();
        gives(&behind) || ["原因", "由于", "根据", "按照"].iter().any(|word| before.contains(word))
    });
    let after = disclosure.paragraphs.iter().skip(paragraph + 1).take(2);
    own || after.into_iter().any(|next| gives(&next.text))
}
