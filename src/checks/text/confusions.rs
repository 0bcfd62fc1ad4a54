//! T07: the confusions everyone in this field knows: 拔款 for 拨款, 帐户 for 账户, 其它支出 for 其他支出.

use std::sync::OnceLock;

use serde::Deserialize;

use super::passage::is_han;
use super::phrases::{Hit, Phrases};
use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::{Category, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T07",
    name: "没有常见的错别字",
    document: Kind::Unknown,
    doc: "查什么: 预决算公开里常见、肯定是错的字词：“拔款”（拨款）、“帐户”（账户）、“较上一度”（上一年度）、“截止2024年”（截至）、“其它支出”（科目名称用“其他”）、“国有资产经营预算”（国有资本）等。词表只收没有第二种读法的。
为什么: 错别字影响公开文件的严肃；科目、表名写错，读者对不上科目。
依据: 《政府收支分类科目》的名称；《现代汉语词典》的规范写法。
举例: “财政拔款收入”应为“财政拨款收入”。
怎么改: 按提示改正。",
    run,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    word: Vec<Word>,
}

/// What is written wrong.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    wrong: String,
    right: String,
    #[serde(default)]
    behind: String,
    #[serde(default)]
    ahead: String,
    #[serde(default)]
    label: bool,
}

struct Confusions {
    words: Vec<Word>,
    phrases: Phrases,
}

fn confusions() -> &'static Confusions {
    static CONFUSIONS: OnceLock<Confusions> = OnceLock::new();
    CONFUSIONS.get_or_init(|| {
        let file: File =
            toml::from_str(include_str!("data/confusions.toml")).unwrap_or(File { word: Vec::new() });
        let phrases = Phrases::new(file.word.iter().map(|word| word.wrong.as_str()));
        Confusions { words: file.word, phrases }
    })
}

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let Some(passages) = passages(context, CHECK.code) else { return };
    let mut slips: Vec<Slip> =
        passages.iter().flat_map(|passage| slips(passage).into_iter().chain(foreign(passage))).collect();
    // What stands in tables as well: headings, names of projects, goals.
    let within: Vec<Passage<'_>> = disclosure
        .fragments
        .iter()
        .filter(|fragment| !fragment.prose)
        .map(|fragment| Passage::new(&fragment.printed))
        .collect();
    slips.extend(within.iter().flat_map(self::slips));
    report(context, CHECK.code, passages.len() + within.len(), slips);
}

fn slips(passage: &Passage<'_>) -> Vec<Slip> {
    let known = confusions();
    let hits = known.phrases.find(&passage.chars);
    hits.iter()
        .filter_map(|hit| {
            let word = known.words.get(hit.index)?;
            (!is_right(passage, *hit, word)).then(|| {
                let (wrong, right) = (trimmed(&word.wrong), trimmed(&word.right));
                let category = if word.label { Category::CodeOrLabel } else { Category::TextResidue };
                let slip = Slip::new(passage, hit.from, hit.to, format!("“{wrong}”应为“{right}”"));
                slip.of(category).weighing(Severity::Warning).wanting(right)
            })
        })
        .collect()
}

/// An English word between two Chinese ones, as translation and transcription leave behind: 运行维护and数据分析.
fn foreign(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    for (at, c) in passage.chars.iter().enumerate() {
        let han = |c: Option<char>| c.is_some_and(is_han);
        if !matches!(c, 'a' | 'o' | 't') || !han(passage.before(at)) {
            continue;
        }
        let word = ["and", "or", "the", "of", "to"].iter().find(|word| passage.has(at, word));
        if let Some(word) = word.filter(|word| han(passage.at(at + word.len()))) {
            slips.push(
                Slip::new(passage, at, at + word.len(), format!("中文里夹着英文“{word}”"))
                    .weighing(Severity::Warning),
            );
        }
    }
    slips
}

/// Digits of a pattern only say what follows.
fn trimmed(word: &str) -> &str {
    word.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn is_right(passage: &Passage<'_>, hit: Hit, word: &Word) -> bool {
    let told = |c: Option<char>, chars: &str| c.is_some_and(|c| chars.contains(c));
    told(passage.before(hit.from), &word.behind)
        || told(passage.at(hit.to), &word.ahead)
        || passage.joined(hit.from, hit.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sound() {
        let words = &confusions().words;
        assert!(words.len() > 50);
        for word in words {
            assert!(!word.wrong.is_empty() && word.wrong != word.right, "{}", word.wrong);
            // What is right must not hold what is wrong, or mending would never end.
            let told_by_next = !word.ahead.is_empty();
            assert!(told_by_next || !word.right.contains(&word.wrong), "{}", word.wrong);
        }
        let mut all: Vec<&str> = words.iter().map(|word| word.wrong.as_str()).collect();
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
