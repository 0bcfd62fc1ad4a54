//! C04: changes of the three public expenses are given reasons.

use super::has_prose;
use crate::checks::context::Context;
use crate::checks::narrative::facts::{Facts, sign_of, spoken};
use crate::checks::registry::Check;
use crate::disclosure::model::{Claim, Disclosure, Kind};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "C04",
    name: "“三公”经费增减有原因",
    document: Kind::Unknown,
    doc: "查什么: 说明里写“三公”经费（或其中一项）比上年、比预算增加、减少的，同一段或者后面两段有没有写原因（主要原因、由于、压减、厉行节约等）。
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
    "原因", "由于", "主要是", "主要用于", "因为", "是因", "因此", "为了", "根据", "按照", "压减", "压缩", "严格", "落实", "厉行", "节约",
    "控制", "规定", "精神", "考虑",
];

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    if !has_prose(disclosure) {
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
