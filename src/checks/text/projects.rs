//! T17: projects are called alike in the prose and in their own tables.

use super::passage::is_han;
use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::{Category, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T17",
    name: "项目名称前后一致",
    document: Kind::Unknown,
    doc: "查什么: 文字里加引号的项目名称，和绩效表、项目支出表里的同一个项目是不是一个字不差；只差标点、空格、序号的不算。
为什么: 名称差一个字，读者分不清是不是同一个项目。
依据: 项目名称以批复为准，前后应当一致。
举例: 说明写“发挥用人单位引才用才主体作用”，绩效表写“引才育才主体作用”。
怎么改: 改成批复的名称。",
    run,
};

/// Shorter names may well differ by a character and be two projects.
const LONG: usize = 8;

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let rows = disclosure
        .tables
        .iter()
        .filter(|table| {
            !table.inferred && table.kind.as_deref().is_some_and(|kind| kind.contains("项目支出"))
        })
        .flat_map(|table| &table.rows)
        .filter(|row| row.code.is_none())
        .map(|row| row.name.as_str());
    let mut names: Vec<(Vec<char>, &str)> = disclosure
        .programs
        .iter()
        .map(|program| program.name.as_str())
        .chain(rows)
        .map(|name| (words(name), name))
        .filter(|(words, _)| words.len() >= LONG)
        .collect();
    names.sort();
    names.dedup_by(|a, b| a.0 == b.0);
    if names.is_empty() {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有读到项目的绩效表或项目支出表");
        return;
    }
    let Some(passages) = passages(context, CHECK.code) else { return };
    let mut slips = Vec::new();
    let mut examined = 0;
    for passage in passages.iter() {
        for (from, to) in quoted(passage) {
            let said = words(&passage.text(from, to));
            if said.len() < LONG {
                continue;
            }
            examined += 1;
            if names.iter().any(|(name, _)| *name == said) {
                continue;
            }
            let mut near = names.iter().filter(|(name, _)| is_near(&said, name));
            if let (Some((_, name)), None) = (near.next(), near.next()) {
                slips.push(
                    Slip::new(passage, from, to, format!("项目名称和表里的“{name}”差了字"))
                        .of(Category::CodeOrLabel)
                        .weighing(Severity::Warning)
                        .wanting(*name),
                );
            }
        }
    }
    if examined == 0 {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "文字里没有提到项目名称");
        return;
    }
    report(context, CHECK.code, examined, slips);
}

/// The characters that make a name: marks and figures left out.
fn words(name: &str) -> Vec<char> {
    name.chars().filter(|c| is_han(*c) || c.is_ascii_alphabetic()).collect()
}

/// What stands between quotation marks, the outermost.
fn quoted(passage: &Passage<'_>) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in passage.chars.iter().enumerate() {
        match c {
            '“' => open.push(at + 1),
            '”' => {
                if let Some(from) = open.pop().filter(|_| open.is_empty()) {
                    ranges.push((from, at));
                }
            }
            _ => {}
        }
    }
    ranges
}

/// One character other, missing or too many, and no numeral: 一期 and 二期 are two projects.
fn is_near(said: &[char], name: &[char]) -> bool {
    let tells = |c: &char| "一二三四五六七八九十甲乙丙丁东南西北前后上下省市区县".contains(*c);
    let head = said.iter().zip(name).take_while(|(a, b)| a == b).count();
    let (a, b) = (said.get(head..).unwrap_or_default(), name.get(head..).unwrap_or_default());
    let told = a.first().is_some_and(tells) || b.first().is_some_and(tells);
    let near = match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Equal => !a.is_empty() && a.get(1..) == b.get(1..),
        std::cmp::Ordering::Greater => a.get(1..) == Some(b),
        std::cmp::Ordering::Less => Some(a) == b.get(1..),
    };
    near && !told && head >= 2
}
