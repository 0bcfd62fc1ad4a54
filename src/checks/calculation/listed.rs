//! N27: parts listed under 一、二、三 or 1. 2. 3. against the amount they explain.

use rust_decimal::Decimal;

use super::expression;
use super::passages::Passage;
use super::quantity::{self, Measure, Quantity};
use crate::amount::{Unit, grouped};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N27",
    name: "分项之和等于安排的经费",
    document: Kind::Unknown,
    doc: "查什么: “安排经费 N 万元。一、……二、……三、……”“某费 N 万元。1.……2.……”这样逐项列出的，各项金额相加是不是等于 N；一层一层往下查。每项只写一个金额、编号连续的才判断；一项里有几个金额的，只要有一种取法加得上就算对。
为什么: 测算依据的分项和总数对不上，说明漏了一项或者有一项写错。
依据: 算术；项目支出预算应当说明测算依据。
举例: “安排经费 15 万元。一、评审费 9 万元。二、场地费 5 万元。”合计 14 万元。
怎么改: 核对各项金额和总数，补上漏写的一项或改正写错的数。",
    run,
};

/// The way an item is numbered: the smaller, the higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Chinese,
    ChineseBracket,
    Number,
    NumberBracket,
    Circle,
}

/// The number of an item.
#[derive(Debug, Clone, Copy)]
struct Marker {
    at: usize,
    end: usize,
    level: Level,
    number: usize,
}

/// How a list ended.
enum Judged {
    Holds(bool),
    Fails { total: Quantity, sum: Decimal, parts: Vec<Quantity> },
    Unclear,
}

fn run(context: &mut Context<'_>) {
    let mut any = false;
    for passage in context.streams().iter() {
        let markers = markers(passage);
        if markers.is_empty() {
            continue;
        }
        let amounts = amounts(passage);
        for first in 0..markers.len() {
            let Some(judged) = list(passage, &markers, first, &amounts) else { continue };
            any = true;
            match judged {
                Judged::Holds(exact) => {
                    context.ledger.add(CHECK.code, if exact { Outcome::Passed } else { Outcome::Rounding });
                }
                Judged::Unclear => {
                    let reason = "分项的金额看不准是哪一个";
                    context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
                }
                Judged::Fails { total, sum, parts } => {
                    context.ledger.add(CHECK.code, Outcome::Failed);
                    context.findings.push(finding(passage, &total, sum, &parts));
                }
            }
        }
    }
    if !any {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有逐项列出金额的文字");
    }
}

/// The numbers of items in a passage.
fn markers(passage: &Passage) -> Vec<Marker> {
    let mut found = Vec::new();
    for at in 0..passage.chars.len() {
        let Some(c) = passage.at(at) else { break };
        let marker = match c {
            '①'..='⑩' => Some((u32::from(c) - u32::from('①') + 1, 1, Level::Circle)),
            '（' | '(' => bracketed(passage, at),
            _ => plain(passage, at),
        };
        // A number begins an item only behind the end of another clause.
        let begins = passage.before(at).is_none_or(|c| "。；;：:，,、\n）)元万".contains(c));
        if let Some((number, length, level)) = marker.filter(|_| begins) {
            let number = usize::try_from(number).unwrap_or(usize::MAX);
            found.push(Marker { at, end: at + length, level, number });
        }
    }
    found
}

/// `（1）`, `（一）`.
fn bracketed(passage: &Passage, at: usize) -> Option<(u32, usize, Level)> {
    let (number, length, chinese) = numeral(passage, at + 1)?;
    let closed = passage.at(at + 1 + length).is_some_and(|c| matches!(c, '）' | ')'));
    let level = if chinese { Level::ChineseBracket } else { Level::NumberBracket };
    closed.then_some((number, length + 2, level))
}

/// `1.`, `一、`; not `1.5万元`.
fn plain(passage: &Passage, at: usize) -> Option<(u32, usize, Level)> {
    let (number, length, chinese) = numeral(passage, at)?;
    let mark = passage.at(at + length)?;
    let next = passage.at(at + length + 1)?;
    let sign =
        if chinese { mark == '、' } else { matches!(mark, '.' | '．' | '、') && !next.is_ascii_digit() };
    let level = if chinese { Level::Chinese } else { Level::Number };
    sign.then_some((number, length + 1, level))
}

/// A numeral of at most two digits, its length, and whether it is Chinese.
fn numeral(passage: &Passage, at: usize) -> Option<(u32, usize, bool)> {
    let digits = (at..at + 3).take_while(|&i| passage.at(i).is_some_and(|c| c.is_ascii_digit())).count();
    if (1..=2).contains(&digits) {
        return passage.text(at, at + digits).parse().ok().map(|number| (number, digits, false));
    }
    let value =
        |c: char| "一二三四五六七八九".chars().position(|d| d == c).and_then(|p| u32::try_from(p + 1).ok());
    // A numeral may be torn by the end of a line: 十 / 一、
    let part =
        |&i: &usize| passage.at(i).is_some_and(|c| c == '十' || value(c).is_some() || (c == '\n' && i > at));
    let length = (at..at + 5).take_while(part).count();
    let mut number = 0;
    for i in at..at + length {
        match passage.at(i)? {
            '十' => number = number.max(1) * 10,
            '\n' => {}
            c => number += value(c)?,
        }
    }
    (length > 0 && number > 0).then_some((number, length, true))
}

/// The amounts of money that are no figures of a calculation, results included.
fn amounts(passage: &Passage) -> Vec<Quantity> {
    let inside: Vec<(usize, usize)> = expression::find(passage)
        .iter()
        .map(|c| (c.start, c.sides.last().filter(|_| c.sides.len() > 1).map_or(c.end, |(from, ..)| *from)))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = passage.at(at) {
        let figure = if c.is_ascii_digit() { quantity::read(passage, at) } else { None };
        let Some(figure) = figure else {
            at += 1;
            continue;
        };
        at = figure.core.max(at + 1);
        let span = inside.partition_point(|(start, _)| *start <= figure.start);
        let operand =
            span.checked_sub(1).and_then(|i| inside.get(i)).is_some_and(|(_, end)| figure.start < *end);
        let lost = figure.measure == Measure::Bare && figure.scale > Decimal::ONE;
        let rate = figure.unit.contains('/');
        if !operand && !rate && (figure.measure == Measure::Money || lost) {
            found.push(figure);
        }
    }
    found
}

/// The list whose first item is at an index, judged; `None` where none begins there under an amount.
fn list(passage: &Passage, markers: &[Marker], first: usize, amounts: &[Quantity]) -> Option<Judged> {
    let head = markers.get(first).filter(|marker| marker.number == 1)?;
    let total = total_before(passage, head, amounts)?;
    let mut items = vec![first];
    let mut end = markers.len();
    for (at, marker) in markers.iter().enumerate().skip(first + 1) {
        if marker.level == head.level && marker.number == items.len() + 1 {
            items.push(at);
        } else if marker.level <= head.level {
            end = at;
            break;
        }
    }
    if items.len() < 2 {
        return None;
    }
    let mut parts: Vec<Vec<Quantity>> = Vec::new();
    for (order, item) in items.iter().enumerate() {
        let from = markers.get(*item)?.end;
        let next = items.get(order + 1).or(Some(&end)).and_then(|at| markers.get(*at));
        // The last item ends with its paragraph, unless it has items of its own below.
        let stop = next.map_or(passage.chars.len(), |next| next.at);
        let below = markers.get(item + 1).filter(|below| below.at < stop).map_or(stop, |below| below.at);
        let line = if order + 1 == items.len() {
            (from..below).find(|&i| passage.at(i) == Some('\n')).unwrap_or(below)
        } else {
            below
        };
        let begin = amounts.partition_point(|amount| amount.start < from);
        let own = amounts.get(begin..).unwrap_or_default().iter().take_while(|a| a.start < line);
        let own: Vec<Quantity> = own.take(8).cloned().collect();
        parts.push(own);
    }
    Some(judge(passage, &total, &parts))
}

/// The amount that stands directly before the first item.
fn total_before(passage: &Passage, head: &Marker, amounts: &[Quantity]) -> Option<Quantity> {
    let after = amounts.partition_point(|amount| amount.start < head.at);
    let total = amounts.get(after.checked_sub(1)?)?;
    let between = passage.text(total.core, head.at);
    let bare = between.trim_matches(['。', '，', '：', ':', '；', '、', ',']);
    matches!(bare, "" | "其中" | "包括" | "分别为" | "分别是" | "具体为").then(|| total.clone())
}

fn judge(passage: &Passage, total: &Quantity, parts: &[Vec<Quantity>]) -> Judged {
    let Some(whole) = total.base() else { return Judged::Unclear };
    // Whole figures are planned, not rounded.
    let step = |figure: &Quantity| {
        if figure.value.scale() == 0 { figure.step() / Decimal::ONE_HUNDRED } else { figure.step() }
    };
    let Some(firsts) = parts.iter().map(|part| part.first()?.base()).collect::<Option<Vec<Decimal>>>() else {
        return Judged::Unclear;
    };
    let steps: Decimal = parts.iter().filter_map(|part| part.first()).map(step).sum();
    let tail = (step(total) + steps) / Decimal::TWO;
    let near = |sum: Decimal| (sum - whole).abs() <= tail;
    let sum: Decimal = firsts.iter().sum();
    if near(sum) {
        return Judged::Holds(sum == whole);
    }
    // Another amount of an item may be the one meant.
    let ways =
        parts.iter().try_fold(1_usize, |ways, part| ways.checked_mul(part.len())).unwrap_or(usize::MAX);
    if ways <= 512 {
        let mut sums = vec![Decimal::ZERO];
        for part in parts {
            let bases: Vec<Decimal> = part.iter().filter_map(Quantity::base).collect();
            sums = sums.iter().flat_map(|sum| bases.iter().map(move |base| *sum + *base)).collect();
        }
        if let Some(sum) = sums.iter().find(|sum| near(**sum)) {
            return Judged::Holds(*sum == whole);
        }
    }
    let single = parts
        .iter()
        .all(|part| part.first().is_some_and(|first| part.iter().all(|other| other.base() == first.base())));
    let from = total.start.saturating_sub(30);
    let clause = passage.text(from, total.start);
    let clause = clause.rsplit(['。', '；', '，']).next().unwrap_or_default();
    let planned = ["安排", "经费", "费用", "费", "需"].iter().any(|word| clause.ends_with(word));
    let open = ["约", "不含", "另", "上年", "比", "增加", "减少"].iter().any(|word| clause.contains(word));
    // Text that lost the ends of its lines may have lost the number of an item.
    let last = parts.last().and_then(|part| part.first()).map_or(total.start, |part| part.start);
    let line = |at| passage.origin(at).and_then(Origin::line);
    let torn = passage.cell.is_none() && line(total.start) != line(last) && sum < whole;
    if single && planned && !open && !torn {
        let parts = parts.iter().filter_map(|part| part.first().cloned()).collect();
        return Judged::Fails { total: total.clone(), sum, parts };
    }
    Judged::Unclear
}

fn finding(passage: &Passage, total: &Quantity, sum: Decimal, parts: &[Quantity]) -> Finding {
    let unit = [Unit::TenThousand, Unit::HundredMillion, Unit::Thousand, Unit::Yuan]
        .into_iter()
        .find(|unit| unit.in_yuan() == total.scale)
        .map_or("", Unit::label);
    let worth = sum.checked_div(total.scale).unwrap_or(sum);
    let right = grouped(if worth.scale() <= total.value.scale() { worth } else { worth.normalize() });
    let list: Vec<String> = parts.iter().take(8).map(|part| passage.text(part.start, part.core)).collect();
    let more = if parts.len() > 8 { " + …" } else { "" };
    let mut origin: Vec<Origin> = Vec::new();
    for at in std::iter::once(total.start).chain(parts.iter().map(|part| part.start)) {
        if let Some(place) = passage.origin(at).filter(|place| !origin.contains(place)) {
            origin.push(place.clone());
        }
    }
    let cell = passage.cell;
    Finding {
        rule: CHECK.code.to_owned(),
        severity: Severity::Warning,
        category: Category::NarrativeArithmetic,
        message: format!(
            "总数写 {}，下面列的 {} 项（{}{more}）合计 {right} {unit}，对不上。",
            passage.text(total.start, total.core),
            parts.len(),
            list.join(" + ")
        ),
        expected: Some(right),
        actual: Some(grouped(total.value)),
        difference: Some(grouped((total.value - worth).normalize())),
        table: cell.map(|cell| cell.0),
        row: cell.map(|cell| cell.1),
        column: cell.map(|cell| cell.2),
        origin,
        equations: Vec::new(),
        suggestion: Some("核对各项金额和总数，看是不是漏写了一项".to_owned()),
    }
}
