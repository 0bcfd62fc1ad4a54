//! N31: changes of the three public expenses, against last year's figures where the prose leaves them out.

use std::cell::OnceCell;

use rust_decimal::Decimal;

use super::cells;
use super::facts::{Account, Facts, finding, signed, spoken};
use crate::amount::{Unit, grouped};
use crate::articulation::figures::Figures;
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Basis, Claim, Kind};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N31",
    name: "“三公”经费的增减和上年数相符",
    document: Kind::Unknown,
    doc: "查什么: 文字只写“比上年增加 d”、没有写上年数的，用“三公”经费表里的上年数核对：方向反了、单位差一万倍的提示；数不相同的，别的项都和表里的上年数相符时才提示。文字自己写明“上年基数为 0”的，增加的就应当是本年的全部。
为什么: 上年数在表里，文字里的增减额照它算得出来。
依据: 《地方预决算公开操作规程》要求说明“三公”经费的增减变化。
举例: 表里公务用车运行费上年 5.77 万元、本年 5.27 万元，文字写“比上年预算增加 0.50 万元”。
怎么改: 核对两年的数，改增减额、方向词或者单位。",
    run,
};

const ITEMS: [&str; 5] = ["三公经费", "因公出国境费", "公务用车费", "公务用车购置费", "公务用车运行费"];

/// How a change agrees with the two figures of the table.
#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Agrees,
    Turned,
    WrongUnit,
    Differs,
}

fn run(context: &mut Context<'_>) {
    let facts = Facts::of(context.disclosure);
    let told = stated_base(context, &facts);
    against_table(context, &facts, &told);
    if !context.ledger.knows(CHECK.code) {
        let reason = "文字里没有只写增减额的“三公”经费，或者表里没有上年数";
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, reason);
    }
}

fn against_table<'a>(context: &mut Context<'a>, facts: &Facts<'a>, told: &[&'a Claim]) {
    let disclosure = context.disclosure;
    let figures = OnceCell::new();
    let only = |subject: &str, metric: &str| -> Option<Figure> {
        let meaning = cells::meaning_of(subject, metric, disclosure.identity.kind)?;
        let figures = figures.get_or_init(|| Figures::new(&disclosure.tables));
        let found = cells::candidates(meaning, disclosure, figures, Unit::TenThousand);
        let first = found.first()?.figure;
        found.iter().all(|one| one.figure.amount == first.amount).then_some(first)
    };
    let mut judged: Vec<(&Claim, &str, Verdict, Figure, Figure)> = Vec::new();
    for account in facts.accounts.iter().filter(|account| is_item(account.subject)) {
        let changes = || account.against("increase", Basis::LastYear);
        if changes().next().is_none() || account.against("base", Basis::LastYear).next().is_some() {
            continue;
        }
        let (Some(now), Some(before)) = (only(account.subject, "total"), only(account.subject, "base"))
        else {
            continue;
        };
        for claim in changes().filter(|claim| !told.iter().any(|other| std::ptr::eq(*other, *claim))) {
            // What was carried out is not what the column of a budget has.
            let other = disclosure.identity.kind != Kind::Final
                && ["执行", "决算", "实际"].iter().any(|word| claim.text.contains(word));
            let change = change_of(facts, claim).filter(|_| !other);
            // A paragraph without a subject of its own may be about something else by now.
            let named = account.all("total").next().is_some() || !claim.place.words.is_empty();
            judged.extend(change.filter(|_| named).map(|change| {
                let verdict = compare(change, now, before);
                (claim, account.subject, verdict, now, before)
            }));
        }
    }
    let moved = |now: &Figure, before: &Figure| now.amount != before.amount;
    let borne_out =
        judged.iter().any(|(.., verdict, now, before)| *verdict == Verdict::Agrees && moved(now, before));
    let differing = judged.iter().filter(|(.., verdict, _, _)| *verdict == Verdict::Differs).count();
    for (claim, subject, verdict, now, before) in judged {
        let certain = match verdict {
            Verdict::Agrees => {
                context.ledger.add(CHECK.code, Outcome::Passed);
                continue;
            }
            Verdict::Turned | Verdict::WrongUnit => true,
            // One among others that agree; several differ for a reason of their own.
            Verdict::Differs => borne_out && differing == 1,
        };
        if !certain {
            let reason = format!("文字比较的上年数和表里的可能不是一个口径：{}", spoken(subject));
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
            continue;
        }
        context.ledger.add(CHECK.code, Outcome::Failed);
        context.findings.push(report(claim, subject, verdict, now, before));
    }
}

fn is_item(subject: &str) -> bool {
    ITEMS.contains(&subject) || subject == "公务接待费"
}

/// The change a statement gives, with its sign; nothing for 持平.
fn change_of(facts: &Facts<'_>, claim: &Claim) -> Option<Figure> {
    match facts.money(claim) {
        Some(figure) => signed(claim, figure),
        None => (claim.direction.as_deref() == Some("持平") && claim.value.is_none())
            .then(|| Figure::new(Decimal::ZERO, 2)),
    }
}

fn compare(change: Figure, now: Figure, before: Figure) -> Verdict {
    let right = now.amount - before.amount;
    let near = |amount: Decimal| judge(amount - right, &[change, now, before]) != Gap::Beyond;
    if near(change.amount) {
        Verdict::Agrees
    } else if near(-change.amount) {
        Verdict::Turned
    } else if near(change.amount * Decimal::from(10_000)) {
        Verdict::WrongUnit
    } else {
        Verdict::Differs
    }
}

fn report(claim: &Claim, subject: &str, verdict: Verdict, now: Figure, before: Figure) -> Finding {
    let right = now.amount - before.amount;
    let direction = match right.cmp(&Decimal::ZERO) {
        std::cmp::Ordering::Less => "减少",
        std::cmp::Ordering::Equal => "持平",
        std::cmp::Ordering::Greater => "增加",
    };
    let amount = if right.is_zero() { String::new() } else { format!(" {} 万元", grouped(right.abs())) };
    let (Some(value), Some(unit)) = (claim.value, claim.unit.as_deref()) else {
        return wrong(claim, subject, now, before, (direction, &amount), "持平".to_owned(), verdict);
    };
    let word = claim.direction.as_deref().unwrap_or_default();
    wrong(
        claim,
        subject,
        now,
        before,
        (direction, &amount),
        format!("{word} {} {unit}", grouped(value)),
        verdict,
    )
}

fn wrong(
    claim: &Claim,
    subject: &str,
    now: Figure,
    before: Figure,
    (direction, amount): (&str, &str),
    said: String,
    verdict: Verdict,
) -> Finding {
    let message = format!(
        "{}：“三公”经费表里上年 {} 万元、本年 {} 万元，应是{direction}{amount}，文字写“{said}”。",
        spoken(subject),
        grouped(before.amount),
        grouped(now.amount)
    );
    let category = match verdict {
        Verdict::Turned => Category::DirectionWord,
        Verdict::WrongUnit => Category::Unit,
        _ => Category::NarrativeVsTable,
    };
    let values = (Some(format!("{direction}{amount}")), Some(said));
    finding(CHECK.code, Severity::Warning, category, message, values, &[claim])
}

/// 比上年增加22.26万元，上年基数为0: all of this year's figure is new. The statements that are wrong.
fn stated_base<'a>(context: &mut Context<'a>, facts: &Facts<'a>) -> Vec<&'a Claim> {
    const NOTHING: &[&str] =
        &["上年基数为0", "基数为0", "上年基数为零", "上年无此项", "上年未安排", "上年没有安排"];
    let mut told = Vec::new();
    let disclosure = context.disclosure;
    let nothing_before = |claim: &Claim| {
        let text =
            claim.place.paragraph.and_then(|at| disclosure.paragraphs.get(at)).map(|p| p.text.as_str());
        let behind: String = text.unwrap_or_default().chars().skip(claim.place.start).take(40).collect();
        let behind = behind.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
        let behind = behind.trim_start_matches("万元").trim_start_matches(['，', '（', '(', ',']);
        NOTHING.iter().any(|words| behind.starts_with(words))
    };
    for account in &facts.accounts {
        for claim in account.against("increase", Basis::LastYear).filter(|claim| nothing_before(claim)) {
            let Some((total_claim, total)) = total_before(facts, account, claim) else { continue };
            let Some(change) = change_of(facts, claim) else { continue };
            if judge(total.amount - change.amount, &[total, change]) != Gap::Beyond {
                context.ledger.add(CHECK.code, Outcome::Passed);
                continue;
            }
            context.ledger.add(CHECK.code, Outcome::Failed);
            told.push(claim);
            let said = format!(
                "{} {} {}",
                claim.direction.as_deref().unwrap_or_default(),
                claim.value.map(grouped).unwrap_or_default(),
                claim.unit.as_deref().unwrap_or_default()
            );
            let right = format!("增加 {} 万元", grouped(total.amount));
            let message = format!(
                "{}本年 {} 万元，文字说上年基数为 0，应是{right}，却写“{said}”。",
                spoken(account.subject),
                grouped(total.amount)
            );
            let values = (Some(right), Some(said));
            let category = Category::NarrativeArithmetic;
            let claims = [claim, total_claim];
            context.findings.push(finding(CHECK.code, Severity::Warning, category, message, values, &claims));
        }
    }
    told
}

/// The figure itself, said last before a change.
fn total_before<'a>(facts: &Facts<'a>, account: &Account<'a>, change: &Claim) -> Option<(&'a Claim, Figure)> {
    let claim = account.all("total").filter(|claim| claim.place.start < change.place.start).last()?;
    Some((claim, facts.money(claim)?))
}
