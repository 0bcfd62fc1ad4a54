//! N07: a part's share of a whole.

use rust_decimal::Decimal;

use super::cells;
use super::facts::{Account, Facts, Fit, finding, fit, percent_of, spoken};
use crate::amount::{Unit, grouped};
use crate::articulation::tolerance::Figure;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Claim, Kind};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N07",
    name: "占比算得对",
    document: Kind::Unknown,
    doc: "查什么: “其中：A x 万元，占 p%”“占本年支出合计的 p%”：x 除以总数是不是 p%。总数取文字点明的那一个；没有点明的，取引出这些分项的总数。
为什么: 占比是结构说明的主体，改了金额忘了改占比很常见。
依据: 《地方预决算公开操作规程》要求说明收支结构。
举例: 本年支出 9,759.38 万元，其中基本支出 5,377.64 万元，应占 55.10%，写成 51.50%。
怎么改: 用金额重算占比；只差最后一位的（舍去或为凑 100%）不必改。",
    run,
};

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let facts = Facts::of(disclosure);
    for (at, account) in facts.accounts.iter().enumerate() {
        for share in account.all("share") {
            judge(context, &facts, at, account, share);
        }
    }
    if !context.ledger.knows(CHECK.code) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "文字里没有占比");
    }
}

/// What a share may be of.
struct Whole<'a> {
    name: String,
    claim: Option<&'a Claim>,
    figure: Figure,
}

fn judge<'a>(
    context: &mut Context<'a>,
    facts: &Facts<'a>,
    at: usize,
    account: &Account<'a>,
    share: &'a Claim,
) {
    let name = spoken(account.subject);
    let Some(percent) = share.value else { return };
    // The amount said last before the share.
    let part = account.all("total").filter(|claim| claim.place.start < share.place.start).last();
    let Some((part_claim, part)) = part.and_then(|claim| Some((claim, facts.money(claim)?))) else {
        context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, format!("没有写分项的金额：{name}"));
        return;
    };
    let wholes = match &share.place.whole {
        Some(whole) => named(context, facts, at, whole),
        None => implied(facts, at, account, part_claim),
    };
    let best = wholes
        .iter()
        .filter_map(|whole| {
            if whole.figure.amount.is_zero() && part.amount.is_zero() && percent.is_zero() {
                return Some((Fit::Exact, whole));
            }
            Some((fit(percent, part, whole.figure)?, whole))
        })
        .min_by_key(|(found, _)| *found);
    let Some((found, whole)) = best else {
        if share.place.whole.is_none()
            && let Some(found) = against_parts(facts, account, share, part_claim, part)
        {
            context.ledger.add(CHECK.code, Outcome::Failed);
            context.findings.push(found);
            return;
        }
        context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, format!("分不清占的是哪个总数：{name}"));
        return;
    };
    match found {
        Fit::Exact => context.ledger.add(CHECK.code, Outcome::Passed),
        Fit::Trimmed | Fit::Doubtful => context.ledger.add(CHECK.code, Outcome::Rounding),
        Fit::Beyond => {
            let same = wholes.iter().all(|other| other.figure.amount == whole.figure.amount);
            let here = whole.claim.is_some_and(|claim| claim.place.paragraph == share.place.paragraph);
            if share.place.whole.is_none()
                && !(same && here)
                && let Some(found) = against_parts(facts, account, share, part_claim, part)
            {
                context.ledger.add(CHECK.code, Outcome::Failed);
                context.findings.push(found);
                return;
            }
            if share.place.whole.is_none() && !same {
                let reason = format!("分不清占的是哪个总数：{name}");
                context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
                return;
            }
            if !here && !borne_out(facts, account, whole) {
                let reason = format!("拿不准占的是哪个总数：{name}");
                context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
                return;
            }
            context.ledger.add(CHECK.code, Outcome::Failed);
            let Some(expected) = percent_of(part.amount, whole.figure.amount, percent) else { return };
            let slight = (percent - expected).abs() <= Decimal::new(5, 2);
            let severity = if here && !slight && same { Severity::Error } else { Severity::Warning };
            let message = format!(
                "{name} {} 万元，占{} {} 万元的比例应为 {expected}%，文字写 {percent}%。",
                grouped(part.amount),
                whole.name,
                grouped(whole.figure.amount)
            );
            let mut claims = vec![share, part_claim];
            claims.extend(whole.claim);
            let values = (Some(format!("{expected}%")), Some(format!("{percent}%")));
            context.findings.push(finding(
                CHECK.code,
                severity,
                Category::NarrativeArithmetic,
                message,
                values,
                &claims,
            ));
        }
    }
}

/// A share in a paragraph that names no whole, where all others fit the parts added up and this one does not.
fn against_parts<'a>(
    facts: &Facts<'a>,
    account: &Account<'a>,
    share: &'a Claim,
    part_claim: &'a Claim,
    part: Figure,
) -> Option<Finding> {
    let mut parts: Vec<(&Claim, Decimal, Figure)> = Vec::new();
    for other in facts.accounts.iter().filter(|other| other.paragraph == account.paragraph) {
        for one in other.all("share") {
            let amount = other.all("total").filter(|claim| claim.place.start < one.place.start).last()?;
            parts.push((one, one.value?, facts.money(amount)?));
        }
    }
    let whole = parts.iter().map(|(.., figure)| *figure).reduce(|sum, next| Figure {
        amount: sum.amount + next.amount,
        half: sum.half + next.half,
        printed_half: sum.printed_half + next.printed_half,
    })?;
    let fits = |percent: Decimal, part: Figure| fit(percent, part, whole) == Some(Fit::Exact);
    let others = parts.iter().filter(|(one, ..)| !std::ptr::eq(*one, share));
    let borne_out = parts.len() > 1 && others.into_iter().all(|(_, percent, figure)| fits(*percent, *figure));
    let percent = share.value?;
    let expected = percent_of(part.amount, whole.amount, percent)?;
    let wrong = borne_out && fit(percent, part, whole) == Some(Fit::Beyond);
    let message = format!(
        "{} {} 万元，占这一段各项合计 {} 万元的比例应为 {expected}%，文字写 {percent}%。",
        spoken(account.subject),
        grouped(part.amount),
        grouped(whole.amount)
    );
    let values = (Some(format!("{expected}%")), Some(format!("{percent}%")));
    let category = Category::NarrativeArithmetic;
    wrong.then(|| finding(CHECK.code, Severity::Warning, category, message, values, &[share, part_claim]))
}

/// The whole that the words name: said before, otherwise in a table, otherwise the parts that are of it added up.
fn named<'a>(context: &Context<'a>, facts: &Facts<'a>, at: usize, whole: &str) -> Vec<Whole<'a>> {
    let names = |account: &Account<'_>| {
        account.subject == whole
            || account.subject.rsplit('·').next() == Some(whole)
            // 占基本支出的…, below 财政拨款基本支出.
            || whole == "基本支出" && account.subject.ends_with(whole)
    };
    let said = facts.accounts.iter().take(at + 1).rev().filter(|account| names(account));
    let mut wholes: Vec<Whole<'a>> = Vec::new();
    for claim in said.filter_map(|account| account.all("total").last()) {
        if let Some(figure) = facts.money(claim)
            && !wholes.iter().any(|whole| whole.figure.amount == figure.amount)
        {
            wholes.push(Whole { name: spoken(whole), claim: Some(claim), figure });
        }
    }
    if wholes.is_empty() {
        let figures = cells::figures_of(context.disclosure, whole, "total", Unit::TenThousand);
        wholes.extend(figures.into_iter().map(|figure| Whole { name: spoken(whole), claim: None, figure }));
    }
    if wholes.is_empty() {
        wholes.extend(added_up(facts, at, whole));
    }
    wholes
}

/// All parts that one paragraph says are of a whole, where their shares make up 100 %.
fn added_up<'a>(facts: &Facts<'a>, at: usize, whole: &str) -> Option<Whole<'a>> {
    let paragraph = facts.accounts.get(at)?.paragraph;
    let (mut sum, mut percents): (Option<Figure>, Decimal) = (None, Decimal::ZERO);
    for account in facts.accounts.iter().filter(|account| account.paragraph == paragraph) {
        let Some(share) = account.all("share").find(|share| share.place.whole.as_deref() == Some(whole))
        else {
            continue;
        };
        let part = facts.money(account.all("total").next()?)?;
        percents += share.value?;
        sum = Some(sum.map_or(part, |sum| Figure {
            amount: sum.amount + part.amount,
            half: sum.half + part.half,
            printed_half: sum.printed_half + part.printed_half,
        }));
    }
    let complete = (percents - Decimal::ONE_HUNDRED).abs() <= Decimal::new(5, 2);
    sum.filter(|_| complete).map(|figure| Whole { name: spoken(whole), claim: None, figure })
}

/// The whole that leads to a list of parts: the first amount of the paragraph, or of the last paragraph that ends in
/// a colon.
fn implied<'a>(facts: &Facts<'a>, at: usize, account: &Account<'a>, part: &Claim) -> Vec<Whole<'a>> {
    let mut wholes: Vec<Whole<'a>> = Vec::new();
    let here = facts.accounts.iter().take(at).filter(|other| other.paragraph == account.paragraph);
    for other in here.filter(|other| other.all("share").next().is_none()) {
        let before = |claim: &&Claim| claim.place.start < part.place.start && !claim.place.listed;
        for claim in other.all("total").filter(before) {
            wholes.extend(facts.money(claim).map(|figure| whole_of(other, claim, figure)));
        }
    }
    if wholes.is_empty() {
        let lead = facts
            .accounts
            .iter()
            .take(at)
            .rev()
            .filter(|other| {
                other.paragraph < account.paragraph && other.section.abs_diff(account.section) <= 8
            })
            .filter(|other| other.all("share").next().is_none())
            .find_map(|other| Some((other, other.all("total").last()?)));
        if let Some((other, claim)) = lead {
            wholes.extend(facts.money(claim).map(|figure| whole_of(other, claim, figure)));
            // 收入预算合计N万元，包括本年收入…，上年结转…。其中： the one that the other shares are of.
            let beside = facts.accounts.iter().filter(|own| own.paragraph == other.paragraph);
            for (own, claim) in beside.flat_map(|own| own.all("total").map(move |claim| (own, claim))) {
                wholes.extend(facts.money(claim).map(|figure| whole_of(own, claim, figure)));
            }
            let proven = wholes.iter().position(|whole| borne_out(facts, account, whole));
            let Some(proven) = proven else {
                wholes.truncate(1);
                return wholes;
            };
            return vec![wholes.swap_remove(proven)];
        }
    }
    wholes
}

fn whole_of<'a>(account: &Account<'a>, claim: &'a Claim, figure: Figure) -> Whole<'a> {
    Whole { name: spoken(account.subject), claim: Some(claim), figure }
}

/// Whether another share of the section is one of this whole, so that the whole is the right one.
fn borne_out(facts: &Facts<'_>, account: &Account<'_>, whole: &Whole<'_>) -> bool {
    facts
        .accounts
        .iter()
        .filter(|other| other.section.abs_diff(account.section) <= 8 && other.subject != account.subject)
        .any(|other| {
            other.all("share").any(|share| {
                let part = other.all("total").filter(|claim| claim.place.start < share.place.start).last();
                let part = part.and_then(|claim| facts.money(claim));
                part.zip(share.value).is_some_and(|(part, percent)| {
                    !part.amount.is_zero() && fit(percent, part, whole.figure) == Some(Fit::Exact)
                })
            })
        })
}
