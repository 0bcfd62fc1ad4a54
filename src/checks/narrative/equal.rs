//! N32: what equals each other this year and last year changes by the same.

use rust_decimal::Decimal;

use super::facts::{Account, Facts, finding, signed, spoken};
use crate::amount::grouped;
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Basis, Claim, Kind};
use crate::report::{Category, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N32",
    name: "收入、支出总计比上年的增减一致",
    document: Kind::Unknown,
    doc: "查什么: 收入总计和支出总计（财政拨款收入和支出）每年都相等，文字里分别写的“比上年增加 d”应当是同一个数、同一个方向；财政拨款支出的增减应当等于一般公共预算、政府性基金、国有资本经营预算三项增减之和。本年数不相等的不比。
为什么: 两处写的是同一件事，改了一处忘了另一处很常见。
依据: 收支平衡；公开模板的收支增减说明。
举例: 收入预算 3,121.42 万元，比上年增加 107.62 万元；支出预算 3,121.42 万元，比上年减少 107.62 万元。
怎么改: 核对两年的总数，把增减改成一致。",
    run,
};

/// Totals that are equal by law, in every year. The fiscal ones are so in budgets alone: in the accounts what was
/// received and what was spent differ.
const EQUAL: &[(&[&str], bool)] = &[
    (&["收支总计", "收入总计", "支出总计"], true),
    (&["财政拨款收支总计", "财政拨款收入总计", "财政拨款支出总计"], true),
    (&["财政拨款收入", "财政拨款支出"], false),
];

/// A total and by how much it changed.
struct Told<'a> {
    subject: &'a str,
    claim: &'a Claim,
    total: Figure,
    change: Figure,
}

fn run(context: &mut Context<'_>) {
    let facts = Facts::of(context.disclosure);
    for (subjects, always) in EQUAL {
        if !always && context.disclosure.identity.kind != Kind::Budget {
            continue;
        }
        let accounts = facts.accounts.iter().filter(|account| subjects.contains(&account.subject));
        let told: Vec<Told<'_>> = accounts.filter_map(|account| told(&facts, account)).collect();
        compare(context, &told);
    }
    for account in facts.accounts.iter().filter(|account| account.subject == "财政拨款支出") {
        by_funds(context, &facts, account);
    }
    if !context.ledger.knows(CHECK.code) {
        let reason = "文字里没有分别写收入和支出总计的增减";
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, reason);
    }
}

/// The one total of an account and its one change against last year's.
fn told<'a>(facts: &Facts<'a>, account: &Account<'a>) -> Option<Told<'a>> {
    let mut totals = account.all("total").filter_map(|claim| facts.money(claim));
    let total = totals.next().filter(|first| totals.all(|other| other.amount == first.amount))?;
    let (claim, change) = change(facts, account)?;
    Some(Told { subject: account.subject, claim, total, change })
}

fn change<'a>(facts: &Facts<'a>, account: &Account<'a>) -> Option<(&'a Claim, Figure)> {
    let mut changes = account.against("increase", Basis::LastYear);
    let (claim, None) = (changes.next()?, changes.next()) else { return None };
    let level = claim.direction.as_deref() == Some("持平") && claim.value.is_none();
    let figure = match facts.money(claim) {
        Some(figure) => signed(claim, figure)?,
        None => level.then(|| Figure::new(Decimal::ZERO, 2))?,
    };
    Some((claim, figure))
}

/// Against the budget before, or against what was done.
fn of_done(claim: &Claim) -> bool {
    ["执行", "决算", "实际"].iter().any(|word| claim.text.contains(word))
}

fn same(a: Figure, b: Figure) -> bool {
    judge(a.amount - b.amount, &[a, b]) != Gap::Beyond
}

fn compare(context: &mut Context<'_>, told: &[Told<'_>]) {
    let Some(first) = told.first() else { return };
    let comparable =
        |other: &&Told<'_>| same(first.total, other.total) && of_done(first.claim) == of_done(other.claim);
    let alike: Vec<&Told<'_>> = told.iter().filter(comparable).collect();
    if alike.len() < 2 || first.total.amount.is_zero() {
        return;
    }
    let friends = |one: &Told<'_>| alike.iter().filter(|other| same(one.change, other.change)).count();
    // The one that most agree with; of two that differ, either may be wrong.
    let Some(right) = alike.iter().copied().rev().max_by_key(|one| friends(one)) else { return };
    for one in alike.iter().filter(|one| !std::ptr::eq(**one, right)) {
        if same(one.change, right.change) {
            context.ledger.add(CHECK.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(CHECK.code, Outcome::Failed);
        let message = format!(
            "{}和{}本年都是 {} 万元，一处写比上年{}，一处写{}；两者每年相等，增减应当一致。",
            spoken(right.subject),
            spoken(one.subject),
            grouped(right.total.amount),
            words(right.change.amount),
            words(one.change.amount)
        );
        let turned = one.change.amount == -right.change.amount;
        let category = if turned { Category::DirectionWord } else { Category::NarrativeArithmetic };
        let values = (Some(words(right.change.amount)), Some(words(one.change.amount)));
        let claims = [one.claim, right.claim];
        context.findings.push(finding(CHECK.code, Severity::Warning, category, message, values, &claims));
    }
}

fn words(change: Decimal) -> String {
    match change.cmp(&Decimal::ZERO) {
        std::cmp::Ordering::Less => format!("减少 {} 万元", grouped(change.abs())),
        std::cmp::Ordering::Equal => "持平".to_owned(),
        std::cmp::Ordering::Greater => format!("增加 {} 万元", grouped(change)),
    }
}

/// The three funds of a fiscal appropriation, told in one paragraph with it.
fn by_funds<'a>(context: &mut Context<'a>, facts: &Facts<'a>, whole: &Account<'a>) {
    const FUNDS: [&str; 3] = ["一般公共预算支出", "政府性基金预算支出", "国有资本经营预算支出"];
    let Some((claim, total)) = change(facts, whole) else { return };
    let part = |fund: &&str| {
        let own = |account: &&Account<'_>| account.paragraph == whole.paragraph && account.subject == *fund;
        let account = facts.accounts.iter().find(own)?;
        let none = account.all("total").all(|claim| claim.value.is_some_and(|value| value.is_zero()));
        // 0万元，比上年增加: impossible by itself, and told as such.
        change(facts, account).filter(|(_, change)| !none || change.amount <= Decimal::ZERO)
    };
    let parts: Option<Vec<(&Claim, Figure)>> = FUNDS.iter().map(part).collect();
    let Some(parts) = parts else { return };
    if parts.iter().any(|(part, _)| of_done(part) != of_done(claim)) {
        return;
    }
    let sum: Decimal = parts.iter().map(|(_, figure)| figure.amount).sum();
    let mut figures: Vec<Figure> = parts.iter().map(|(_, figure)| *figure).collect();
    figures.push(total);
    if judge(total.amount - sum, &figures) != Gap::Beyond {
        context.ledger.add(CHECK.code, Outcome::Passed);
        return;
    }
    context.ledger.add(CHECK.code, Outcome::Failed);
    let message = format!(
        "财政拨款支出写比上年{}，一般公共预算、政府性基金、国有资本经营预算三项的增减合起来是{}。",
        words(total.amount),
        words(sum)
    );
    let values = (Some(words(sum)), Some(words(total.amount)));
    let mut claims = vec![claim];
    claims.extend(parts.iter().map(|(claim, _)| *claim));
    let category = Category::NarrativeArithmetic;
    context.findings.push(finding(CHECK.code, Severity::Warning, category, message, values, &claims));
}
