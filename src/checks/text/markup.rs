//! T08: marks of typesetting and web pages left in the text.

use super::{Passage, Slip, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Kind, Paragraph};
use crate::origin::Origin;
use crate::read::Page;
use crate::report::Outcome;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T08",
    name: "没有网页和排版的标记",
    document: Kind::Unknown,
    doc: "查什么: 文字和表格里有没有网页标记（<p>、&nbsp;）、公式标记（\\geq）、文稿标记（**、一行减号）露出来。
为什么: 标记是给软件看的，露在公开的文件里影响阅读；也可能是文件转换时留下的，所以只作提示。
依据: 文件排版规范。
举例: 绩效目标里写着“<p>政府开发公益性岗位……</p>”。
怎么改: 删去标记；是转换留下的，重新导出一次。",
    run,
};

/// The lines of plain text that hold marks which reading takes out.
#[must_use]
pub fn marked(pages: &[Page]) -> Vec<Paragraph> {
    let lines = pages.iter().flat_map(|page| match page {
        Page::Lines(lines) => lines.as_slice(),
        _ => &[],
    });
    lines
        .filter(|line| {
            line.text.contains(['<', '\\', '&']) || line.text.contains("**") || line.text.contains("---")
        })
        .map(|line| Paragraph {
            text: line.text.clone(),
            lines: vec![(0, Origin::Line { line: line.number, column: 1 })],
        })
        .collect()
}

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    if disclosure.fragments.is_empty() && disclosure.marked.is_empty() {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有读到文字");
        return;
    }
    let printed = disclosure.fragments.iter().map(|fragment| &fragment.printed);
    let slips: Vec<Slip> =
        printed.chain(&disclosure.marked).filter_map(|printed| slip(&Passage::new(printed))).collect();
    report(context, CHECK.code, disclosure.fragments.len(), slips);
}

fn slip(passage: &Passage<'_>) -> Option<Slip> {
    if !passage.paragraph.text.contains(['<', '\\', '*', '-', '&']) {
        return None;
    }
    let (from, to, what) =
        tag(passage).or_else(|| command(passage)).or_else(|| strong(passage)).or_else(|| rule(passage))?;
    Some(Slip::new(passage, from, to, what))
}

/// `<p>`, `</span>`, `<br/>`, `&nbsp;`.
fn tag(passage: &Passage<'_>) -> Option<(usize, usize, &'static str)> {
    const NAMES: &[&str] =
        &["p", "br", "div", "span", "td", "tr", "table", "font", "strong", "b", "u", "li", "ul", "o:p", "a"];
    let says = "网页标记没有清除";
    for (at, c) in passage.chars.iter().enumerate() {
        if *c == '&'
            && ["&nbsp;", "&lt;", "&gt;", "&amp;", "&quot;"].iter().any(|entity| passage.has(at, entity))
        {
            return Some((at, at + 5, says));
        }
        if *c != '<' {
            continue;
        }
        let name_at = at + 1 + usize::from(passage.at(at + 1) == Some('/'));
        let name = NAMES.iter().find(|name| {
            let end = name_at + name.chars().count();
            passage.has(name_at, name) && matches!(passage.at(end), Some('>' | ' ' | '/'))
        });
        if name.is_some()
            && let Some(close) = passage.slice(name_at, name_at + 120).iter().position(|c| *c == '>')
        {
            return Some((at, name_at + close + 1, says));
        }
    }
    None
}

/// `\geq`, `\leq`, `\times`.
fn command(passage: &Passage<'_>) -> Option<(usize, usize, &'static str)> {
    let at = passage.chars.iter().position(|c| *c == '\\')?;
    let letters = passage.slice(at + 1, at + 12).iter().take_while(|c| c.is_ascii_lowercase()).count();
    let word = passage.text(at + 1, at + 1 + letters);
    [
        "geq", "leq", "ge", "le", "times", "div", "pm", "frac", "text", "mathrm", "quad", "sim", "approx",
        "neq", "circ", "textbf",
    ]
    .contains(&word.as_str())
    .then_some((at, at + 1 + letters, "公式标记没有清除"))
}

/// `**重点**`, in prose only.
fn strong(passage: &Passage<'_>) -> Option<(usize, usize, &'static str)> {
    let at = passage.chars.windows(2).position(|pair| pair == ['*', '*'])?;
    let run = passage.slice(at, passage.chars.len()).iter().take_while(|c| **c == '*').count();
    let written = passage.chars.iter().filter(|c| super::passage::is_han(**c)).count() >= 4;
    (run == 2 && written).then_some((at, at + 2, "文稿标记“**”没有清除"))
}

/// A line of nothing but dashes in several columns: the rule below a table's header in a manuscript.
fn rule(passage: &Passage<'_>) -> Option<(usize, usize, &'static str)> {
    let dashes = passage.chars.iter().filter(|c| **c == '-').count();
    let else_ = passage.chars.iter().any(|c| !matches!(c, '-' | '|' | ':' | ' ' | '\t' | '+'));
    (!else_ && dashes >= 6).then_some((0, passage.chars.len().min(20), "表格的分隔线露在表里"))
}
