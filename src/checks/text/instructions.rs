//! T03: the template's instructions to its author, left in the document.

use std::sync::OnceLock;

use super::phrases::Phrases;
use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::Severity;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T03",
    name: "模板的填写说明已经删掉",
    document: Kind::Unknown,
    doc: "查什么: 文字里有没有模板写给填表人的话：“（按××表中实际发生的科目填写）”“列明公务接待批次”“（如持平作持平表述）”“××局部门（单位）”“为必填项”，以及“错误！未找到引用源”之类软件留下的话。
为什么: 这些话是写给填表人的，留在公开的文件里，说明没有通读过。
依据: 各地公开模板；财政部专项检查的可读性项目。
举例: “主要用于接待上级部门调研，列明公务接待2批次、26人次”，“列明”是模板的话。
怎么改: 删去这些话。",
    run,
};

struct Instructions {
    phrases: Phrases,
    /// Whether only a note is due.
    notes: Vec<bool>,
}

fn instructions() -> &'static Instructions {
    static INSTRUCTIONS: OnceLock<Instructions> = OnceLock::new();
    INSTRUCTIONS.get_or_init(|| {
        let lines = || {
            include_str!("data/instructions.txt")
                .lines()
                .filter(|line| !line.starts_with("# ") && !line.is_empty())
        };
        Instructions {
            phrases: Phrases::new(lines().map(|line| line.trim_start_matches('~'))),
            notes: lines().map(|line| line.starts_with('~')).collect(),
        }
    })
}

fn run(context: &mut Context<'_>) {
    let own = context.disclosure.identity.organization.clone();
    let Some(passages) = passages(context, CHECK.code) else { return };
    let mut slips = Vec::new();
    for passage in passages.iter() {
        slips.extend(told(passage));
        slips.extend(bracketed(passage));
        slips.extend(either(passage, own.as_deref()));
    }
    report(context, CHECK.code, passages.len(), slips);
}

const SAYS: &str = "模板的填写说明没有删";

fn told(passage: &Passage<'_>) -> Vec<Slip> {
    let known = instructions();
    let hits = known.phrases.find(&passage.chars);
    hits.iter()
        .map(|hit| match known.notes.get(hit.index) {
            Some(true) => Slip::new(passage, hit.from, hit.to, "模板里没有内容的句子没有删"),
            _ => Slip::new(passage, hit.from, hit.to, SAYS).weighing(Severity::Warning),
        })
        .collect()
}

/// `（按……填写）`: a whole bracket that tells what to write.
fn bracketed(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut open = None;
    for (at, c) in passage.chars.iter().enumerate() {
        match c {
            '（' | '(' => open = Some(at),
            '）' | ')' => {
                let Some(from) = open.take() else { continue };
                let begins = ["按", "根据", "请", "由", "参照", "可根据", "如有", "如无"]
                    .iter()
                    .any(|word| passage.has(from + 1, word));
                let ends =
                    ["填写", "填列", "填报", "表述", "分别说明"].iter().any(|word| passage.ends(at, word));
                if begins && ends && known_nowhere_else(passage, from, at) {
                    slips.push(Slip::new(passage, from, at + 1, SAYS).weighing(Severity::Warning));
                }
            }
            _ => {}
        }
    }
    slips
}

/// Not one of the listed phrases, which are reported by themselves.
fn known_nowhere_else(passage: &Passage<'_>, from: usize, to: usize) -> bool {
    instructions().phrases.find(passage.slice(from, to)).is_empty()
}

/// `××局部门（单位）`: the template's 部门（单位） behind the name that has taken its place.
fn either(passage: &Passage<'_>, own: Option<&str>) -> Vec<Slip> {
    let Some(own) = own.filter(|own| own.chars().count() >= 4) else { return Vec::new() };
    let tail: String = own.chars().skip(own.chars().count() - 4).collect();
    (0..passage.chars.len())
        .filter(|&at| {
            passage.ends(at, &tail) && (passage.has(at, "部门（单位）") || passage.has(at, "部门(单位)"))
        })
        .map(|at| {
            Slip::new(passage, at, at + 6, "模板里的“部门（单位）”没有删")
                .weighing(Severity::Warning)
                .wanting(own)
        })
        .collect()
}
