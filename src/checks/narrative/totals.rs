//! N01, N11, N13: the totals and the three public expenses stated in the prose against the tables.

use rust_decimal::Decimal;

use super::cells::{
    self, Candidate, agreement, candidates, is_blank, is_sound, meaning_of, of_this_year, rank, readings,
};
use super::facts::{spoken, unit_of};
use crate::amount::{Unit, grouped};
use crate::articulation::figures::Figures;
use crate::articulation::names::plain;
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Claim, Disclosure, Kind};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N01",
    name: "文字里的总数和表里的一致",
    document: Kind::Unknown,
    doc: "查什么: 情况说明里写的收支总预算、收入总计、支出总计、一般公共预算支出、基本支出、项目支出等总数，和表里对应的总数是不是同一个数。口径不止一种的（当年、含结转），对上任何一种都算通过。
为什么: 文表不符是公开检查里最常见的问题；读者先看文字，再看表。
依据: 《预算法》第十四条要求对公开的预算、决算作出说明，说明应当与报表一致。
举例: 文字写“收支总预算 5,114.40 万元”，表1 收入总计是 5,114.04 万元。
怎么改: 以表为准改文字；表有误的，先改表再改文字。",
    run: |context| run(context, CHECK.code),
};

/// See the explanation.
pub const THREE: Check = Check {
    code: "N11",
    name: "文字里的“三公”经费和表一致",
    document: Kind::Unknown,
    doc: "查什么: 说明里的“三公”经费总数，因公出国（境）费、公务用车购置费、运行费、公务接待费，会议费、培训费，预算数、决算数、上年数，和“三公”经费表里对应的数是不是同一个数。
为什么: “三公”经费是公众最关心的部分，文字和表应当一字不差。
依据: 《地方预决算公开操作规程》要求公开“三公”经费总额和分项数额，并说明增减原因。
举例: 文字写公务接待费 1.35 万元，表里是 1.53 万元。
怎么改: 以表为准改文字；表有误的，先改表再改文字。",
    run: |context| run(context, THREE.code),
};

/// See the explanation.
pub const OPERATING: Check = Check {
    code: "N13",
    name: "文字里的机关运行经费、政府采购和表一致",
    document: Kind::Unknown,
    doc: "查什么: 说明里的机关运行经费、政府采购总额，和表里对应的合计是不是同一个数。
为什么: 这两项是法定的说明事项，有表的应当与表一致。
依据: 《预算法》第十四条要求对机关运行经费、政府采购等重要事项作出说明。
举例: 文字写政府采购预算 1,662.44 万元，政府采购表合计 1,626.44 万元。
怎么改: 以表为准改文字；表有误的，先改表再改文字。",
    run: |context| run(context, OPERATING.code),
};

fn run(context: &mut Context<'_>, rule: &str) {
    let disclosure = context.disclosure;
    let figures = Figures::new(&disclosure.tables);
    let mut judged = false;
    for claim in &disclosure.claims {
        let Some((subject, metric)) = claim.subject.as_deref().zip(claim.metric.as_deref()) else { continue };
        let Some(meaning) = meaning_of(subject, metric, disclosure.identity.kind) else { continue };
        let (Some(value), Some(unit)) = (claim.value, unit_of(claim)) else { continue };
        if meaning.rule != rule || metric != "base" && !of_this_year(claim, disclosure.identity.fiscal_year) {
            continue;
        }
        judged = true;
        let candidates = candidates(meaning, disclosure, &figures, unit);
        if value.is_zero() && is_blank(meaning, disclosure, &figures) {
            context.ledger.add(rule, Outcome::Passed);
            continue;
        }
        if candidates.is_empty() {
            let reason = format!("没有找到“{}”对应的表或总数", spoken(subject));
            context.ledger.add_reason(rule, Outcome::CannotCheck, reason);
            continue;
        }
        let stated = Figure::new(value, value.scale());
        let gap = candidates.iter().map(|one| agreement(stated, one.figure)).min_by_key(|gap| rank(*gap));
        match gap {
            Some(Gap::None) => context.ledger.add(rule, Outcome::Passed),
            Some(Gap::Rounding) => context.ledger.add(rule, Outcome::Rounding),
            // 机关运行经费 is a part of what the table has, however it is told.
            _ if subject == "机关运行经费" && exceeds(stated, &candidates) => {
                context.ledger.add(rule, Outcome::Failed);
                context.findings.push(beyond(disclosure, rule, claim, unit, &candidates));
            }
            // What was carried out the year before is not what was planned for it.
            _ if metric == "base" && disclosure.identity.kind == Kind::Budget && of_done(claim) => {
                let reason =
                    format!("文字说的是上年决算（执行）数，表里的上年数可能是预算数：{}", spoken(subject));
                context.ledger.add_reason(rule, Outcome::CannotCheck, reason);
            }
            _ if candidates.iter().all(|one| one.narrow) => {
                let reason = format!("没有找到“{}”全部资金的表，只有其中一部分的", spoken(subject));
                context.ledger.add_reason(rule, Outcome::CannotCheck, reason);
            }
            _ if rule == THREE.code && may_be_misread(disclosure, &figures, claim, &candidates) => {
                let reason = format!("表里“{}”一栏可能没有读对", spoken(subject));
                context.ledger.add_reason(rule, Outcome::CannotCheck, reason);
            }
            _ => {
                context.ledger.add(rule, Outcome::Failed);
                context.findings.push(finding(disclosure, rule, claim, meaning.plain, unit, &candidates));
            }
        }
    }
    if !judged {
        context.ledger.add_reason(rule, Outcome::NotApplicable, "文字里没有找到可以核对的数");
    }
}

/// What was done, not planned.
fn of_done(claim: &Claim) -> bool {
    ["决算", "执行", "实际"].iter().any(|word| claim.text.contains(word))
}

/// Whether a statement is more than each of the figures it should be a part of.
fn exceeds(stated: Figure, candidates: &[Candidate]) -> bool {
    candidates.iter().all(|one| {
        let gap = stated.amount - one.figure.amount;
        one.narrow && gap > Decimal::ZERO && judge(gap, &[stated, one.figure]) == Gap::Beyond
    })
}

/// 机关运行经费 above 公用经费, of which it is a part.
fn beyond(
    disclosure: &Disclosure,
    rule: &str,
    claim: &Claim,
    unit: Unit,
    candidates: &[Candidate],
) -> Finding {
    let found = finding(disclosure, rule, claim, false, unit, candidates);
    let message = format!("{}机关运行经费是公用经费的一部分，不应比它大。", found.message);
    Finding { message, ..found }
}

/// A part of the three public expenses that the prose states at the figure the table has under another part, while
/// the table has no column for it: the column was probably lost in reading.
fn may_be_misread(
    disclosure: &Disclosure,
    figures: &Figures<'_>,
    claim: &Claim,
    candidates: &[Candidate],
) -> bool {
    disclosure.claims.iter().any(|other| {
        let (Some(subject), Some(metric), Some(unit)) =
            (other.subject.as_deref(), other.metric.as_deref(), unit_of(other))
        else {
            return false;
        };
        let Some(meaning) = meaning_of(subject, metric, disclosure.identity.kind) else { return false };
        meaning.rule == THREE.code
            && other.value.is_some_and(|value| !value.is_zero())
            && other.subject != claim.subject
            && other.metric == claim.metric
            && candidates.iter().any(|one| Some(one.figure.amount) == other.value)
            && cells::candidates(meaning, disclosure, figures, unit).is_empty()
    })
}

fn finding(
    disclosure: &Disclosure,
    rule: &str,
    claim: &Claim,
    plain_subject: bool,
    unit: Unit,
    candidates: &[Candidate],
) -> Finding {
    let value = claim.value.unwrap_or_default();
    let (words, places) = readings(disclosure, candidates, unit);
    let mut origin: Vec<_> = claim.origin.clone().into_iter().collect();
    origin.extend(places);
    // What all readings agree on is expected; where they differ a person must choose.
    let first = candidates.first();
    let agreed = candidates.iter().all(|c| first.is_some_and(|f| f.figure.amount == c.figure.amount));
    let expected = first.filter(|_| agreed).map(|candidate| candidate.figure.amount);
    let cell = first.and_then(|candidate| candidate.cells.first().copied());
    let certain = agreed && plain_subject && is_plain(claim) && is_sound(disclosure, candidates);
    Finding {
        rule: rule.to_owned(),
        severity: if certain { Severity::Error } else { Severity::Warning },
        category: Category::NarrativeVsTable,
        message: format!(
            "文字里的{}写作 {} {}，与表对不上：{}。",
            spoken(claim.subject.as_deref().unwrap_or_default()),
            grouped(value),
            unit.label(),
            words.join("；")
        ),
        expected: expected.map(grouped),
        actual: Some(grouped(value)),
        difference: expected.map(|expected| grouped(value - expected)),
        table: cell.and_then(|cell| disclosure.tables.get(cell.table)).map(|table| table.index),
        row: cell.map(|cell| cell.row),
        column: cell.map(|cell| cell.column),
        origin,
        equations: Vec::new(),
        suggestion: Some("以表为准改文字；表有误的先改表".to_owned()),
    }
}

/// A short clause that states the figure and nothing else, so that it cannot be another's.
#[must_use]
pub fn is_plain(claim: &Claim) -> bool {
    let text = plain(&claim.text);
    let other = ["增加", "减少", "增长", "下降", "其中", "分流", "主要", "上年", "调整", "除", "扣", "剔"];
    text.chars().count() <= 60 && !other.iter().any(|word| text.contains(word))
}
