//! N25 and the reasons of N04: what an item is said to be for, and why it changed.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::facts::{Account, Facts, finding, sign_of, spoken};
use super::phrases;
use super::tree::{Path, loose};
use crate::articulation::tolerance::{Gap, judge};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Basis, Disclosure, Kind};
use crate::report::{Category, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N25",
    name: "用途和原因说的是本项",
    document: Kind::Unknown,
    doc: "查什么: 逐项说明里的“主要用于……”“主要原因是……”，说的是不是这一项：如果写的正好是本文件里另一项的名称，多半是复制上一段没有改；只说本项增减的，方向和数字是否相反。
为什么: 复制粘贴没有改，说明就成了另一项的说明。
依据: 《地方预决算公开操作规程》要求说明用途和增减原因。
举例: 职业年金缴费的原因写“事业单位离退休经费增加”。
怎么改: 写本项自己的用途和原因。",
    run,
};

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let facts = Facts::of(disclosure);
    let items: Vec<(&Account<'_>, Path)> = facts
        .accounts
        .iter()
        .filter_map(|account| {
            Some((account, Path::read(account.subject).filter(|path| path.item.is_some())?))
        })
        .collect();
    let names: BTreeSet<String> = items.iter().flat_map(|(_, path)| names_of(path)).collect();
    for (account, path) in &items {
        judge_item(context, disclosure, &facts, account, path, &names);
    }
    if !context.ledger.knows(CHECK.code) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "文字里没有逐项说明");
    }
}

/// How an item may be called: by itself, below its section, below its class.
fn names_of(path: &Path) -> Vec<String> {
    let part = |part: &Option<String>| part.as_deref().map(loose).unwrap_or_default();
    let (class, section, item) = (part(&path.class), part(&path.section), part(&path.item));
    let mut names = vec![item.clone(), format!("{section}{item}"), format!("{class}{section}{item}")];
    names.dedup();
    names
}

fn judge_item(
    context: &mut Context<'_>,
    disclosure: &Disclosure,
    facts: &Facts<'_>,
    account: &Account<'_>,
    path: &Path,
    names: &BTreeSet<String>,
) {
    let (Some(paragraph), Some(claim)) =
        (account.paragraph.and_then(|at| disclosure.paragraphs.get(at)), account.claims.first())
    else {
        return;
    };
    let text = paragraph.text.as_str();
    let own = names_of(path);
    let reason = phrases::reason(text);
    let moved = reason.and_then(phrases::moved);
    let purpose = text.split_once("主要用于").map(|(_, behind)| {
        behind.trim_start_matches(['：', ':']).split(['。', '，', '；']).next().unwrap_or_default()
    });
    let foreign = |said: &str| {
        let said = loose(said);
        let mine = own.iter().any(|name| said.contains(name.as_str()) || name.contains(said.as_str()));
        said.chars().count() >= 5 && !mine && names.contains(&said)
    };
    let said = [
        purpose.filter(|purpose| foreign(purpose) || of_other_cover(path, purpose)),
        moved.map(|(what, _)| what).filter(|what| foreign(what)),
    ];
    let first = said.iter().flatten().next();
    if let Some(what) = first {
        context.ledger.add(CHECK.code, Outcome::Failed);
        let places = match said {
            [Some(_), Some(_)] => "用途和原因写的",
            [Some(_), None] => "用途写的",
            _ => "原因写的",
        };
        let message = format!("{}的{places}是另一项“{what}”，像是复制后没有改。", spoken(account.subject));
        let values = (path.item.clone(), Some((*what).to_owned()));
        let mut found =
            finding(CHECK.code, Severity::Warning, Category::TextResidue, message, values, &[claim]);
        let place = text.find(*what).map(|at| text.get(..at).unwrap_or_default().chars().count());
        found.origin.splice(0..0, place.and_then(|at| paragraph.origin_at(at).cloned()));
        context.findings.push(found);
        return;
    }
    context.ledger.add(CHECK.code, Outcome::Passed);
    let Some((what, word)) = moved else { return };
    let about_this = what.is_empty() || own.contains(&loose(what));
    let (Some(change), Some(said)) = (change_of(facts, account), sign_of(word)) else { return };
    if !about_this || change.is_zero() || change.is_sign_negative() == said.is_sign_negative() {
        return;
    }
    context.ledger.add(super::changes::DIRECTIONS.code, Outcome::Failed);
    let right = if change.is_sign_negative() { "减少" } else { "增加" };
    let message =
        format!("{}是{right}的，原因却写“{}”。", spoken(account.subject), reason.unwrap_or_default());
    let values = (Some(right.to_owned()), Some(word.to_owned()));
    let mut found = finding(
        super::changes::DIRECTIONS.code,
        Severity::Warning,
        Category::DirectionWord,
        message,
        values,
        &[claim],
    );
    let place = reason.and_then(|reason| text.find(reason));
    let place = place.map(|at| text.get(..at).unwrap_or_default().chars().count());
    found.origin.splice(0..0, place.and_then(|at| paragraph.origin_at(at).cloned()));
    context.findings.push(found);
}

/// 住房公积金（项）, 主要用于事业单位医疗保险支出: each of these has a subject to itself.
fn of_other_cover(path: &Path, purpose: &str) -> bool {
    const COVERS: [&str; 6] = ["住房公积金", "医疗", "养老保险", "职业年金", "购房补贴", "提租补贴"];
    let Some(own) = path.item.as_deref().and_then(|item| COVERS.iter().find(|cover| item.contains(**cover)))
    else {
        return false;
    };
    let paid = ["缴", "保险", "补贴", "公积金", "年金", "补助"].iter().any(|word| purpose.contains(word));
    let mixed = purpose.contains(own)
        || ["社会保障", "社保", "五险", "离退休"].iter().any(|word| purpose.contains(word));
    paid && !mixed && COVERS.iter().any(|cover| purpose.contains(cover))
}

/// Up or down by the figures themselves, and by the word where both agree.
fn change_of(facts: &Facts<'_>, account: &Account<'_>) -> Option<Decimal> {
    let total = facts.money(account.all("total").last()?)?;
    let base = facts.money(account.against("base", Basis::LastYear).next()?)?;
    let word = account
        .all("growth_rate")
        .chain(account.all("increase"))
        .find_map(|claim| sign_of(claim.direction.as_deref()?))?;
    let difference = total.amount - base.amount;
    let clear = judge(difference, &[total, base]) == Gap::Beyond;
    (clear && difference.is_sign_negative() == word.is_sign_negative()).then_some(difference)
}
