//! N05, N06: how much of the budget was carried out, and whether the outcome is above or below it.

use rust_decimal::Decimal;

use super::cells;
use super::facts::{Account, Facts, Fit, finding, fit, percent_of, spoken};
use crate::amount::{Unit, grouped};
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Basis, Claim, Kind};
use crate::report::{Category, Outcome, Severity};

/// See the explanation.
pub const COMPLETION: Check = Check {
    code: "N05",
    name: "完成预算的百分比算得对",
    document: Kind::Unknown,
    doc: "查什么: “年初预算为 A，支出决算为 B，完成年初预算的 p%”：B 除以 A 是不是 p%；年初预算为 0 却写了完成率；有支出却写“完成 0%”。
为什么: 完成率是决算说明的中心；年初预算为 0 的项目没有完成率，写 0% 或 100% 都会误导。
依据: 部门决算公开模板“完成年初预算的××%”。
举例: 年初预算 452.40 万元，决算 446.11 万元，应为 98.61%，写成 96.81%。
怎么改: 重算百分比；年初预算为 0 的，写明年初未安排预算，不写完成率。",
    run: completion,
};

/// See the explanation.
pub const COMPARISON: Check = Check {
    code: "N06",
    name: "决算数大于、小于、持平预算数和数字一致",
    document: Kind::Unknown,
    doc: "查什么: 写“决算数小于预算数”的，决算数应当真的小于预算数；“大于”“持平”同样。
为什么: 这句话引出差异原因，方向写反，原因也就对不上了。
依据: 部门决算公开模板“决算数大于（小于）预算数的主要原因”。
举例: 年初预算 10.00 万元，决算 12.00 万元，写“决算数小于预算数”。
怎么改: 核对两个数，改方向词，并核对后面的原因。",
    run: comparison,
};

fn figures<'a>(facts: &Facts<'a>, claims: impl Iterator<Item = &'a Claim>) -> Vec<(&'a Claim, Figure)> {
    let mut found: Vec<(&Claim, Figure)> =
        claims.filter_map(|claim| Some((claim, facts.money(claim)?))).collect();
    found.dedup_by_key(|(_, figure)| figure.amount);
    found
}

fn completion(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let facts = Facts::of(disclosure);
    for account in &facts.accounts {
        for claim in account.all("completion") {
            judge_completion(context, &facts, account, claim);
        }
    }
    if !context.ledger.knows(COMPLETION.code) {
        context.ledger.add_reason(COMPLETION.code, Outcome::NotApplicable, "文字里没有完成率");
    }
}

fn judge_completion<'a>(
    context: &mut Context<'_>,
    facts: &Facts<'a>,
    account: &Account<'a>,
    claim: &'a Claim,
) {
    let Some(percent) = claim.value else { return };
    let basis = claim.place.basis.unwrap_or(Basis::Budget);
    let executed = figures(facts, account.all("total"));
    let mut budgets = figures(facts, account.against("budget", basis));
    if budgets.is_empty() && basis == Basis::Adjusted {
        // 预算 30 万元……完成全年预算的 80%: the one budget stated, unless it is called that of the year's beginning.
        let unnamed = account.all("budget").filter(|claim| !claim.text.contains("年初"));
        budgets = figures(facts, unnamed);
    }
    let spent = executed.iter().any(|(_, figure)| figure.amount > Decimal::ZERO);
    let name = spoken(account.subject);
    let [(done_claim, done)] = executed[..] else {
        let reason =
            if executed.is_empty() { "没有写决算数" } else { "同一段写了几个决算数" };
        context.ledger.add_reason(COMPLETION.code, Outcome::CannotCheck, format!("{reason}：{name}"));
        return;
    };
    let of_table = if budgets.is_empty() && basis == Basis::Budget && !claim.text.contains("年初") {
        budget_of_table(context, account.subject)
    } else {
        None
    };
    if let Some(budget) = of_table.filter(|budget| budget.amount > Decimal::ZERO) {
        against_table(context, &name, (claim, percent), (done_claim, done), budget);
        return;
    }
    let (severity, message, expected) = if budgets.is_empty() {
        if !(spent && percent.is_zero()) {
            let reason = "文字里没有写预算数，完成率没法重算";
            context.ledger.add_reason(COMPLETION.code, Outcome::CannotCheck, reason);
            return;
        }
        let message = format!(
            "{name}决算 {} 万元，却写“完成预算的 {percent}%”：有支出就不会是 0%；年初没有安排预算的，不能算完成率。",
            grouped(done.amount)
        );
        (Severity::Warning, message, None)
    } else if budgets.iter().all(|(_, budget)| budget.amount.is_zero()) {
        if !spent {
            context.ledger.add(COMPLETION.code, Outcome::Passed);
            return;
        }
        let message = format!(
            "{name}预算是 0，决算 {} 万元，没有完成率可言，文字写“完成预算的 {percent}%”。",
            grouped(done.amount)
        );
        (Severity::Warning, message, None)
    } else {
        let fits = budgets.iter().filter_map(|(_, budget)| Some((fit(percent, done, *budget)?, *budget)));
        match fits.min_by_key(|(found, _)| *found) {
            None => {
                let reason = format!("预算数不是正数：{name}");
                context.ledger.add_reason(COMPLETION.code, Outcome::CannotCheck, reason);
                return;
            }
            Some((Fit::Exact, _)) => {
                context.ledger.add(COMPLETION.code, Outcome::Passed);
                return;
            }
            Some((Fit::Trimmed | Fit::Doubtful, _)) => {
                context.ledger.add(COMPLETION.code, Outcome::Rounding);
                return;
            }
            Some((Fit::Beyond, budget)) => {
                let Some(expected) = percent_of(done.amount, budget.amount, percent) else { return };
                let message = format!(
                    "{name}预算 {} 万元，决算 {} 万元，完成率应为 {expected}%，文字写 {percent}%。",
                    grouped(budget.amount),
                    grouped(done.amount)
                );
                let slight = (percent - expected).abs() <= Decimal::new(5, 2);
                let severity = if slight || budgets.len() > 1 { Severity::Warning } else { Severity::Error };
                (severity, message, Some(format!("{expected}%")))
            }
        }
    };
    context.ledger.add(COMPLETION.code, Outcome::Failed);
    let mut claims = vec![claim, done_claim];
    claims.extend(budgets.iter().map(|(claim, _)| *claim));
    context.findings.push(finding(
        COMPLETION.code,
        severity,
        Category::NarrativeArithmetic,
        message,
        (expected, Some(format!("{percent}%"))),
        &claims,
    ));
}

/// A rate of completion where only the table has the budget.
fn against_table(
    context: &mut Context<'_>,
    name: &str,
    (claim, percent): (&Claim, Decimal),
    (done_claim, done): (&Claim, Figure),
    budget: Figure,
) {
    let (Some(Fit::Beyond), Some(expected)) =
        (fit(percent, done, budget), percent_of(done.amount, budget.amount, percent))
    else {
        context.ledger.add(COMPLETION.code, Outcome::Passed);
        return;
    };
    context.ledger.add(COMPLETION.code, Outcome::Failed);
    let message = format!(
        "{name}决算 {} 万元，表里的预算是 {} 万元，完成率应为 {expected}%，文字写 {percent}%。",
        grouped(done.amount),
        grouped(budget.amount)
    );
    let values = (Some(format!("{expected}%")), Some(format!("{percent}%")));
    let category = Category::NarrativeVsTable;
    let claims = [claim, done_claim];
    context.findings.push(finding(COMPLETION.code, Severity::Warning, category, message, values, &claims));
}

/// The one budget figure the tables give for a subject.
fn budget_of_table(context: &Context<'_>, subject: &str) -> Option<Figure> {
    let figures = cells::figures_of(context.disclosure, subject, "budget", Unit::TenThousand);
    let first = *figures.first()?;
    figures.iter().all(|figure| figure.amount == first.amount).then_some(first)
}

/// 完成预算的 85.1%，决算数大于预算数: the rate alone tells which of the two is larger.
fn by_rate(context: &mut Context<'_>, account: &Account<'_>, claim: &Claim, word: &str) -> Option<()> {
    let mut rates = account.all("completion");
    let (rate_claim, None) = (rates.next()?, rates.next()) else { return None };
    let percent = rate_claim.value?;
    let right = match percent.cmp(&Decimal::ONE_HUNDRED) {
        std::cmp::Ordering::Less => "小于",
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => "大于",
    };
    // 99.99%, 持平: near enough.
    let near = word == "持平" && (percent - Decimal::ONE_HUNDRED).abs() < Decimal::ONE;
    // Nothing of nothing is 0 %.
    let spent = account.all("total").any(|done| done.value.is_some_and(|value| !value.is_zero()));
    if word == right || near || percent.is_zero() && !spent {
        context.ledger.add(COMPARISON.code, Outcome::Passed);
        return Some(());
    }
    context.ledger.add(COMPARISON.code, Outcome::Failed);
    let message = format!(
        "{}写完成预算的 {percent}%，决算数{right}预算数，文字却写“{word}”。",
        spoken(account.subject)
    );
    let values = (Some(right.to_owned()), Some(word.to_owned()));
    let category = Category::DirectionWord;
    context.findings.push(finding(
        COMPARISON.code,
        Severity::Warning,
        category,
        message,
        values,
        &[claim, rate_claim],
    ));
    Some(())
}

fn comparison(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let facts = Facts::of(disclosure);
    for account in &facts.accounts {
        let executed = figures(&facts, account.all("total"));
        let budgets = figures(&facts, account.all("budget"));
        for claim in account.all("comparison") {
            let Some(word) = claim.direction.as_deref() else { continue };
            if budgets.is_empty() && by_rate(context, account, claim, word).is_some() {
                continue;
            }
            let ([(done_claim, done)], [(budget_claim, budget)]) = (&executed[..], &budgets[..]) else {
                let reason = "文字里没有同时写预算数和决算数，没法比大小";
                context.ledger.add_reason(COMPARISON.code, Outcome::CannotCheck, reason);
                continue;
            };
            let difference = done.amount - budget.amount;
            let equal = judge(difference, &[*done, *budget]) != Gap::Beyond;
            let holds = match word {
                "大于" => difference > Decimal::ZERO,
                "小于" => difference < Decimal::ZERO,
                _ => equal,
            };
            if holds {
                context.ledger.add(COMPARISON.code, Outcome::Passed);
                continue;
            }
            context.ledger.add(COMPARISON.code, Outcome::Failed);
            let right = match difference.cmp(&Decimal::ZERO) {
                std::cmp::Ordering::Less => "小于",
                std::cmp::Ordering::Equal => "持平",
                std::cmp::Ordering::Greater => "大于",
            };
            let message = format!(
                "{}决算 {} 万元，预算 {} 万元，决算数{right}预算数，文字却写“{word}”。",
                spoken(account.subject),
                grouped(done.amount),
                grouped(budget.amount)
            );
            context.findings.push(finding(
                COMPARISON.code,
                Severity::Error,
                Category::DirectionWord,
                message,
                (Some(right.to_owned()), Some(word.to_owned())),
                &[claim, done_claim, budget_claim],
            ));
        }
    }
    if !context.ledger.knows(COMPARISON.code) {
        context.ledger.add_reason(COMPARISON.code, Outcome::NotApplicable, "文字里没有这样的比较");
    }
}
