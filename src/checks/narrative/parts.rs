//! N09, N22: parts against the whole they make up, and one thing said twice.

use rust_decimal::Decimal;

use super::facts::{Account, Facts, Fit, finding, fit, spoken};
use super::inline;
use super::tree::Path;
use crate::amount::grouped;
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Claim, Kind, Paragraph};
use crate::report::{Category, Outcome, Severity};

/// See the explanation.
pub const PARTS: Check = Check {
    code: "N09",
    name: "分项之和等于总数",
    document: Kind::Unknown,
    doc: "查什么: 同一段里写全了的分项（“三公”经费三项、公务用车购置与运行、政府采购货物工程服务、基本支出与项目支出、人员与公用经费），加起来是不是总数；没有写全的，任何分项之和不应大于总数；“包括：甲 a 万元、乙 b 万元……”这样逐项带金额的同样。面积的地上、地下和计容、不计容同样。
为什么: 改了一个分项忘了改总数很常见。
依据: 算术关系；公开模板的“其中”各项。
举例: 政府采购 1,662.44 万元，其中货物 93.98、工程 815.87、服务 725.59 万元，合计 1,635.44 万元。
怎么改: 核对各项后改正总数或分项。",
    run: parts,
};

/// See the explanation.
pub const TWICE: Check = Check {
    code: "N22",
    name: "同一段里同一项的数一致",
    document: Kind::Unknown,
    doc: "查什么: 同一段里把同一个科目的本年数说了两遍，两遍是不是同一个数。
为什么: 两个数必有一个错。
依据: 同一事项前后应当一致。
举例: 先写住房公积金 350.35 万元，后写“2024 年预算安排 352.67 万元”。
怎么改: 以表为准，改成一致。",
    run: twice,
};

/// A whole and its parts; parts behind `?` may be left out.
const PARTITIONS: &[(&[&str], &[&str])] = &[
    (&["三公经费"], &["因公出国境费", "公务用车费", "公务接待费"]),
    (&["三公经费"], &["因公出国境费", "公务用车购置费", "公务用车运行费", "公务接待费"]),
    (&["公务用车费"], &["公务用车购置费", "公务用车运行费"]),
    (&["公务用车运行费"], &["公务用车加油", "公务用车维修", "公务用车保险", "?公务用车其他支出"]),
    (&["政府采购"], &["政府采购货物", "政府采购工程", "政府采购服务"]),
    (&["一般公共预算基本支出"], &["一般公共预算·人员经费", "一般公共预算·公用经费"]),
    (&["财政拨款基本支出"], &["财政拨款·人员经费", "财政拨款·公用经费"]),
    (&["基本支出"], &["人员经费", "公用经费"]),
    (
        &["支出总计", "本年支出合计"],
        &[
            "基本支出",
            "项目支出",
            "?单位预留机动经费",
            "?年终结转",
            "?上缴上级支出",
            "?经营支出",
            "?对附属单位补助支出",
        ],
    ),
    (
        &["本年收入合计"],
        &["财政拨款收入", "?上级补助收入", "事业收入", "经营收入", "?附属单位上缴收入", "其他收入"],
    ),
    (&["收入总计"], &["本年收入合计", "使用非财政拨款结余", "年初结转和结余"]),
    (&["支出总计"], &["本年支出合计", "结余分配", "年末结转和结余"]),
    (&["财政拨款支出"], &["一般公共预算支出", "政府性基金预算支出", "国有资本经营预算支出"]),
    (&["财政拨款收入"], &["一般公共预算收入", "政府性基金预算收入", "国有资本经营预算收入"]),
];

/// Words for two halves of one thing, in measures of any kind: the second first, where it holds the first.
const HALVES: &[(&str, &str)] = &[("不计容", "计容"), ("地下", "地上")];

fn parts(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let facts = Facts::of(disclosure);
    for (at, account) in facts.accounts.iter().enumerate() {
        let mut siblings: Vec<&Account<'_>> = Vec::new();
        let before = facts.accounts.iter().take(at).rev();
        let behind = facts.accounts.iter().skip(at);
        let (own, limit) = (account.paragraph, account.paragraph.map(|at| at + 3));
        let leads_on = own
            .and_then(|at| disclosure.paragraphs.get(at))
            .is_some_and(|paragraph| paragraph.text.ends_with(['：', ':', '，']));
        siblings.extend(before.take_while(|other| other.paragraph == account.paragraph));
        // 基本支出 N 万元，其中： leads to a paragraph a part.
        siblings.extend(behind.take_while(|other| {
            other.paragraph == own
                || leads_on
                    && account.subject.ends_with("基本支出")
                    && other.section == account.section
                    && other.paragraph <= limit
        }));
        for (wholes, parts) in PARTITIONS {
            // Where the sum of a part's own parts is stated too, the two lists are judged one by one.
            let twofold = parts.contains(&"公务用车购置费")
                && parts.contains(&"公务接待费")
                && siblings.iter().any(|other| other.subject == "公务用车费");
            if wholes.contains(&account.subject) && !twofold {
                add_up(context, &facts, account, &siblings, parts);
            }
        }
    }
    for (part, whole) in [("授予小微企业合同", "授予中小企业合同"), ("授予中小企业合同", "政府采购")]
    {
        within(context, &facts, part, whole);
    }
    for paragraph in &disclosure.paragraphs {
        measures(context, paragraph);
    }
    for (_, paragraph) in crate::disclosure::claims::narrative(&disclosure.paragraphs) {
        inline::judge(context, paragraph);
    }
    if !context.ledger.knows(PARTS.code) {
        context.ledger.add_reason(PARTS.code, Outcome::NotApplicable, "文字里没有写全的分项");
    }
}

/// The one figure an account gives; nothing where it gives several.
fn only<'a>(facts: &Facts<'a>, account: &Account<'a>) -> Option<(&'a Claim, Figure)> {
    let mut totals: Vec<(&Claim, Figure)> =
        account.all("total").filter_map(|claim| Some((claim, facts.money(claim)?))).collect();
    totals.dedup_by_key(|(_, figure)| figure.amount);
    if let [one] = totals[..] { Some(one) } else { None }
}

/// A part told beside its whole is not more than it.
fn within(context: &mut Context<'_>, facts: &Facts<'_>, part: &str, whole: &str) {
    for account in facts.accounts.iter().filter(|account| account.subject == part) {
        let beside = facts
            .accounts
            .iter()
            .find(|other| other.subject == whole && other.paragraph == account.paragraph);
        let Some(((claim, inner), (whole_claim, outer))) =
            only(facts, account).zip(beside.and_then(|other| only(facts, other)))
        else {
            continue;
        };
        if inner.amount <= outer.amount || judge(inner.amount - outer.amount, &[inner, outer]) != Gap::Beyond
        {
            context.ledger.add(PARTS.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(PARTS.code, Outcome::Failed);
        let message = format!(
            "{} {} 万元，比{} {} 万元还多。",
            spoken(part),
            grouped(inner.amount),
            spoken(whole),
            grouped(outer.amount)
        );
        let values = (None, Some(grouped(inner.amount)));
        let category = Category::NarrativeArithmetic;
        let claims = [claim, whole_claim];
        context.findings.push(finding(PARTS.code, Severity::Warning, category, message, values, &claims));
    }
}

fn add_up<'a>(
    context: &mut Context<'_>,
    facts: &Facts<'a>,
    whole: &Account<'a>,
    siblings: &[&Account<'a>],
    names: &[&str],
) {
    let Some((whole_claim, total)) = only(facts, whole) else { return };
    let mut found: Vec<(&Claim, Figure)> = Vec::new();
    let mut complete = true;
    for name in names {
        let bare = name.trim_start_matches('?');
        let part = siblings.iter().find(|account| account.subject == bare).and_then(|part| only(facts, part));
        match part {
            Some(part) => found.push(part),
            None if *name == bare => complete = false,
            None => {}
        }
    }
    if found.len() < 2 {
        return;
    }
    let sum: Decimal = found.iter().map(|(_, figure)| figure.amount).sum();
    let mut figures: Vec<Figure> = found.iter().map(|(_, figure)| *figure).collect();
    figures.push(total);
    let gap = judge(total.amount - sum, &figures);
    let holds = gap != Gap::Beyond || !complete && sum < total.amount;
    if holds {
        let outcome =
            if gap == Gap::None || gap == Gap::Beyond { Outcome::Passed } else { Outcome::Rounding };
        context.ledger.add(PARTS.code, outcome);
        return;
    }
    if sum < total.amount && found.len() < names.len() && shares_hold(siblings, &found, total) {
        context.ledger.add(PARTS.code, Outcome::Passed);
        return;
    }
    context.ledger.add(PARTS.code, Outcome::Failed);
    let together = found.iter().all(|(claim, _)| claim.place.paragraph == whole.paragraph);
    let message = format!(
        "{}写 {} 万元，{}的分项（{}）加起来是 {} 万元。",
        spoken(whole.subject),
        grouped(total.amount),
        if together { "同一段里" } else { "接着写" },
        found
            .iter()
            .map(|(claim, _)| claim.value.map(grouped).unwrap_or_default())
            .collect::<Vec<_>>()
            .join(" + "),
        grouped(sum)
    );
    let mut claims = vec![whole_claim];
    claims.extend(found.iter().map(|(claim, _)| *claim));
    let certain = complete && found.len() == names.len();
    context.findings.push(finding(
        PARTS.code,
        if certain { Severity::Error } else { Severity::Warning },
        Category::NarrativeArithmetic,
        message,
        (Some(grouped(sum)), Some(grouped(total.amount))),
        &claims,
    ));
}

/// Whether each part told has the share of the whole that it should have: then amounts and whole are right, and some
/// part is left out.
fn shares_hold(siblings: &[&Account<'_>], parts: &[(&Claim, Figure)], whole: Figure) -> bool {
    parts.iter().all(|(claim, figure)| {
        let own = siblings.iter().find(|account| account.claims.iter().any(|one| std::ptr::eq(*one, *claim)));
        let share = own.and_then(|account| {
            account.all("share").find(|share| share.place.start > claim.place.start)?.value
        });
        share.is_some_and(|percent| fit(percent, *figure, whole) == Some(Fit::Exact))
    })
}

/// A measure: the words in front of it, its value, and the character at which it stands.
struct Measure<'a> {
    words: &'a str,
    value: Decimal,
    place: usize,
}

/// The figures before a unit of area, in order.
fn areas(text: &str) -> Vec<Measure<'_>> {
    let mut found = Vec::new();
    let mut begin = 0;
    for unit in ["平方米", "㎡"] {
        for (at, _) in text.match_indices(unit) {
            let before = text.get(..at).unwrap_or_default();
            let digits =
                before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
            let start = at - digits;
            let Ok(value) = text.get(start..at).unwrap_or_default().parse::<Decimal>() else { continue };
            let words = text.get(begin..start).unwrap_or_default();
            let place = text.get(..start).unwrap_or_default().chars().count();
            found.push(Measure { words, value, place });
            begin = at + unit.len();
        }
        begin = 0;
    }
    found
}

/// 建筑面积 13459 平方米，其中地上 8103 平方米（其中计容 7998 平方米，不计容 105 平方米），地下 5356 平方米.
fn measures(context: &mut Context<'_>, paragraph: &Paragraph) {
    let text = paragraph.text.as_str();
    if !text.contains("其中") || !HALVES.iter().any(|(one, other)| text.contains(one) && text.contains(other))
    {
        return;
    }
    let areas = areas(text);
    let mut mended: Option<(usize, Decimal)> = None;
    for (second, first) in HALVES {
        let own = |measure: &Measure<'_>, word: &str, not: &str| {
            let words = measure.words.rsplit(['，', '。', '（']).next().unwrap_or_default();
            words.contains(word) && (not.contains(word) && !words.contains(not) || !not.contains(word))
        };
        let Some(at) = areas.iter().position(|measure| own(measure, first, second)) else { continue };
        let Some(other) = areas.iter().skip(at + 1).find(|measure| own(measure, second, "")) else {
            continue;
        };
        let (Some(whole), Some(part)) = (at.checked_sub(1).and_then(|at| areas.get(at)), areas.get(at))
        else {
            continue;
        };
        if !part.words.contains("其中") {
            continue;
        }
        let value = match mended {
            Some((place, value)) if place == part.place => value,
            _ => part.value,
        };
        let sum = value + other.value;
        if sum == whole.value {
            context.ledger.add(PARTS.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(PARTS.code, Outcome::Failed);
        mended = Some((whole.place, sum));
        let message = format!(
            "面积写 {} 平方米，其中{first} {value}、{second} {}，加起来是 {sum} 平方米。",
            whole.value, other.value
        );
        let mut found = finding(
            PARTS.code,
            Severity::Warning,
            Category::NarrativeArithmetic,
            message,
            (Some(sum.to_string()), Some(whole.value.to_string())),
            &[],
        );
        found.origin.extend(paragraph.origin_at(whole.place).cloned());
        context.findings.push(found);
    }
}

fn twice(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let facts = Facts::of(disclosure);
    for account in &facts.accounts {
        let item = Path::read(account.subject).is_some_and(|path| path.item.is_some());
        let totals: Vec<(&Claim, Figure)> =
            account.all("total").filter_map(|claim| Some((claim, facts.money(claim)?))).collect();
        let [(first, one), rest @ ..] = &totals[..] else { continue };
        if !item || rest.is_empty() {
            continue;
        }
        let Some((second, other)) =
            rest.iter().find(|(_, other)| judge(other.amount - one.amount, &[*other, *one]) == Gap::Beyond)
        else {
            context.ledger.add(TWICE.code, Outcome::Passed);
            continue;
        };
        context.ledger.add(TWICE.code, Outcome::Failed);
        // Where a table tells which of the two is wrong, that has been said already.
        let told = context.findings.iter().any(|finding| {
            finding.rule == "N08"
                && finding
                    .origin
                    .first()
                    .is_some_and(|at| first.origin.as_ref() == Some(at) || second.origin.as_ref() == Some(at))
        });
        if told {
            continue;
        }
        let message = format!(
            "{}在同一段里先写 {} 万元，后写 {} 万元。",
            spoken(account.subject),
            grouped(one.amount),
            grouped(other.amount)
        );
        context.findings.push(finding(
            TWICE.code,
            Severity::Warning,
            Category::NarrativeArithmetic,
            message,
            (Some(grouped(one.amount)), Some(grouped(other.amount))),
            &[*second, *first],
        ));
    }
    if !context.ledger.knows(TWICE.code) {
        context.ledger.add_reason(TWICE.code, Outcome::NotApplicable, "没有同一段说两遍的数");
    }
}
