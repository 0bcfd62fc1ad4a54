//! T09: phrases that are always worded alike, with one character other, missing or too many.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::passage::is_han;
use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Kind, Paragraph};
use crate::report::Severity;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T09",
    name: "固定说法没有差一个字",
    document: Kind::Unknown,
    doc: "查什么: 公开模板、名词解释和科目名称里的固定说法（“未单独设置项级科目”“其他商品和服务支出”“为职工缴纳的住房公积金”）有没有错一个字、漏一个字或多一个字；表里各行的名称也查。
为什么: 这些话各地写法相同，差一个字就是录入时的错误；科目名称差一个字，和表里的就对不上。
依据: 《政府收支分类科目》；各地公开模板的名词解释。
举例: “其他商品服务支出5.81万元”，应为“其他商品和服务支出”。
怎么改: 按固定说法改正。",
    run,
};

/// Phrases are told by this many characters at either end.
const ENDS: usize = 3;

struct Phrase {
    chars: Vec<char>,
    /// As right.
    variants: Vec<Vec<char>>,
}

struct Known {
    phrases: Vec<Phrase>,
    /// Phrases by their first characters.
    by_head: HashMap<Vec<char>, Vec<usize>>,
}

fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let lines = include_str!("data/set_phrases.txt").lines().filter(|line| !line.starts_with('#'));
        let phrases: Vec<Phrase> = lines
            .map(|line| {
                let mut parts = line.split('|').map(|part| part.trim().chars().collect());
                Phrase { chars: parts.next().unwrap_or_default(), variants: parts.collect() }
            })
            .filter(|phrase| phrase.chars.len() >= 2 * ENDS)
            .collect();
        let mut by_head: HashMap<Vec<char>, Vec<usize>> = HashMap::new();
        for (index, phrase) in phrases.iter().enumerate() {
            let head = phrase.chars.get(..ENDS).unwrap_or_default().to_vec();
            by_head.entry(head).or_default().push(index);
        }
        Known { phrases, by_head }
    })
}

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let Some(passages) = passages(context, CHECK.code) else { return };
    let mut found: Vec<Slip> = passages.iter().flat_map(slips).collect();
    // The names of a table's rows; a name that its cell cut off has no end that would tell it.
    for row in disclosure.tables.iter().filter(|table| !table.inferred).flat_map(|table| &table.rows) {
        let Some(origin) = row.cells.iter().find_map(|cell| cell.origin.clone()) else { continue };
        let name = Paragraph { text: row.name.clone(), lines: vec![(0, origin)] };
        found.extend(slips(&Passage::new(&name)));
    }
    report(context, CHECK.code, passages.len(), found);
}

fn slips(passage: &Passage<'_>) -> Vec<Slip> {
    let known = known();
    let mut slips: Vec<Slip> = Vec::new();
    for at in 0..passage.chars.len() {
        let head = passage.slice(at, at + ENDS);
        let Some(indexes) = known.by_head.get(head) else { continue };
        let phrases = || indexes.iter().filter_map(|&index| known.phrases.get(index));
        // One that stands there to the letter speaks for the place.
        if phrases().any(|phrase| passage.slice(at, at + phrase.chars.len()) == phrase.chars) {
            continue;
        }
        let near = phrases().find_map(|phrase| Some((phrase, near_at(passage, at, phrase)?)));
        if let Some((phrase, length)) = near {
            let (wrong, right) = (passage.text(at, at + length), phrase.chars.iter().collect::<String>());
            slips.push(
                Slip::new(passage, at, at + length, format!("“{wrong}”应为“{right}”"))
                    .weighing(Severity::Warning)
                    .wanting(right),
            );
        }
    }
    slips
}

/// The length of what stands here, where it is the phrase but for one character within.
fn near_at(passage: &Passage<'_>, at: usize, phrase: &Phrase) -> Option<usize> {
    let right = &phrase.chars;
    let length = [right.len(), right.len() - 1, right.len() + 1].into_iter().find(|&length| {
        let text = passage.slice(at, at + length);
        text.len() == length
            && slipped(text, right)
            && !phrase.variants.iter().any(|variant| *variant == text)
    })?;
    (!passage.joined(at, at + length)).then_some(length)
}

/// One character within differs, and it is a word's character: quotation marks and such make no other phrase.
fn slipped(text: &[char], right: &[char]) -> bool {
    let head = text.iter().zip(right).take_while(|(a, b)| a == b).count();
    let tail = text.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    let tail = tail.min(text.len().min(right.len()) - head.min(text.len().min(right.len())));
    let (text, right) = (
        text.get(head..text.len() - tail).unwrap_or_default(),
        right.get(head..right.len() - tail).unwrap_or_default(),
    );
    let within = head >= ENDS && tail >= 1;
    match (text, right) {
        ([a], [b]) => within && is_han(*a) && is_han(*b),
        ([], [b]) => within && is_han(*b),
        // 的 and joining words are put in freely.
        ([a], []) => {
            within && is_han(*a) && !matches!(a, '的' | '及' | '和' | '与' | '或' | '等' | '类' | '项')
        }
        _ => false,
    }
}
