//! Where the result of a calculation stands that has no `=`: before its bracket, before the colon, behind it.

use super::expression::{Calculation, is_close, is_open};
use super::passages::Passage;
use super::quantity::{Measure, Quantity, soft};

/// How surely a figure is the result of the calculation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    /// Side by side, but there may be more between them: good to confirm, not to accuse.
    Loose,
    /// `45.6万元，38元×12000份；`
    Beside,
    /// `48.05万元（5005元×8人×12个月）`
    Bracket,
}

/// A figure that a calculation explains.
#[derive(Debug, Clone)]
pub struct Lead {
    /// The figure.
    pub figure: Quantity,
    /// How surely.
    pub bond: Bond,
}

/// How far back the bracket may open.
const BRACKET: usize = 80;
/// How many characters of words may stand between the boundary and the calculation.
const LABEL: usize = 40;
/// How far back a sentence may have stated the result.
const FURTHER: usize = 80;

/// The figure before a calculation that it explains, alone or with those listed behind it `until` a place.
#[must_use]
pub fn before(
    passage: &Passage,
    figures: &[Quantity],
    calculation: &Calculation,
    until: usize,
) -> Option<Lead> {
    // A calculation that is a bracket explains the figure in front of it.
    if passage.at(calculation.start).is_some_and(is_open)
        && let Some(figure) = ending_at(figures, calculation.start)
    {
        return Some(Lead { figure, bond: Bond::Bracket });
    }
    if let Some(open) = opening(passage, calculation.start) {
        // Other words of the bracket may stand between: （聘用 6人，3960元×6人）
        let figure = ending_at(figures, open)?;
        let bond = if adds_more(passage, figures, open, (calculation.start, until)) {
            Bond::Loose
        } else {
            Bond::Bracket
        };
        return Some(Lead { figure, bond });
    }
    let mut at = calculation.start;
    while at + LABEL > calculation.start && passage.before(at).is_some_and(|c| !"，,：:；;。\n".contains(c))
    {
        at -= 1;
    }
    let label = passage.text(at, calculation.start);
    let boundary = passage.before(at)?;
    if !"，,：:。\n".contains(boundary) || is_item(&label) {
        return None;
    }
    let mut end = at - 1;
    let mut plain = label.is_empty() && matches!(boundary, '，' | ',' | '：' | ':');
    if passage.ends(end, "其中") {
        end -= 2;
        plain = false;
        if passage.before(end).is_some_and(|c| "，,。；".contains(c)) {
            end -= 1;
        }
    }
    let figure = ending_at(figures, end)?;
    let whole = passage.at(soft(passage, calculation.end)).is_none_or(|c| "；;。，,（(\n".contains(c));
    Some(Lead { figure, bond: if plain && whole { Bond::Beside } else { Bond::Loose } })
}

/// Whether the bracket around a calculation names other money or says that there is more: `，另含社保3万元）`.
fn adds_more(passage: &Passage, figures: &[Quantity], open: usize, (start, end): (usize, usize)) -> bool {
    let mut close = end;
    while close < end + BRACKET && passage.at(close).is_some_and(|c| !is_close(c) && !"。\n".contains(c)) {
        close += 1;
    }
    let others = passage.text(open, start) + &passage.text(end, close);
    let from = figures.partition_point(|figure| figure.start < open);
    let money = figures
        .get(from..)
        .unwrap_or_default()
        .iter()
        .take_while(|figure| figure.start < close)
        .any(|f| f.measure == Measure::Money && !(start..end).contains(&f.start));
    money
        || ["另", "加", "含", "其余", "其他", "扣", "减", "折", "不足", "已"]
            .iter()
            .any(|word| others.contains(word))
}

/// Whether words begin with the number of an item, which belongs to what came before.
fn is_item(label: &str) -> bool {
    let mut chars = label.chars();
    let first = chars.next();
    let numbered = label.split_once(['.', '、', '）', ')']).is_some_and(|(number, _)| {
        number.chars().count() <= 3
            && number
                .trim_start_matches(['（', '('])
                .chars()
                .all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    });
    numbered || first.is_some_and(|c| ('①'..='⑳').contains(&c))
}

/// The bracket around a calculation, not counting one that is part of it.
fn opening(passage: &Passage, start: usize) -> Option<usize> {
    let mut closed = 0_usize;
    for at in (start.saturating_sub(BRACKET)..start).rev() {
        match passage.at(at)? {
            c if is_close(c) => closed += 1,
            c if is_open(c) && closed > 0 => closed -= 1,
            c if is_open(c) => return Some(at),
            '。' | '\n' => return None,
            _ => {}
        }
    }
    None
}

/// The figure with a unit that ends at a place.
fn ending_at(figures: &[Quantity], end: usize) -> Option<Quantity> {
    let after = figures.partition_point(|figure| figure.start < end);
    let figure = figures.get(after.checked_sub(1)?)?;
    let unit = figure.measure != Measure::Bare || figure.scale != rust_decimal::Decimal::ONE;
    (unit && (figure.core == end || figure.end == end)).then(|| figure.clone())
}

/// Figures further back in the same item, nearest first: good to confirm a calculation that nothing nearer explains.
#[must_use]
pub fn further_back(passage: &Passage, figures: &[Quantity], start: usize) -> Vec<Lead> {
    let before = figures.partition_point(|figure| figure.start < start);
    figures
        .get(..before)
        .unwrap_or_default()
        .iter()
        .rev()
        .take_while(|figure| {
            figure.end + FURTHER > start
                && !passage
                    .chars
                    .get(figure.end..start)
                    .is_some_and(|between| between.iter().any(|c| "\n；".contains(*c)))
        })
        .filter(|figure| figure.measure == Measure::Money)
        .take(4)
        .map(|figure| Lead { figure: figure.clone(), bond: Bond::Loose })
        .collect()
}

/// Words that announce a result behind its calculation.
const ANNOUNCE: [&str; 10] = ["共计", "合计", "总计", "小计", "共需", "共", "计", "即", "需", "为"];

/// The figure behind a calculation that is announced as its result: `5005元×8人，共计4.00万元`.
#[must_use]
pub fn behind(passage: &Passage, figures: &[Quantity], end: usize) -> Option<Lead> {
    let mut at = soft(passage, end);
    if passage.at(at).is_some_and(is_close) {
        at += 1;
    }
    if passage.at(at).is_some_and(|c| "，,".contains(c)) {
        at += 1;
    }
    let word = ANNOUNCE.into_iter().find(|word| passage.has(at, word))?;
    at += word.chars().count();
    for start in at..at + 6 {
        let c = passage.at(start)?;
        if c.is_ascii_digit() {
            let index = figures.binary_search_by_key(&start, |figure| figure.start).ok()?;
            let figure = figures.get(index).filter(|figure| figure.measure == Measure::Money)?;
            return Some(Lead { figure: figure.clone(), bond: Bond::Loose });
        }
        if "，,。；;：:".contains(c) {
            return None;
        }
    }
    None
}
