//! T14 and T15: items are numbered one after another, and end alike.

use super::series::{Numbered, Style, runs};
use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::{Category, Outcome};

/// See the explanation.
pub const ORDER: Check = Check {
    code: "T14",
    name: "序号连续，不重复",
    document: Kind::Unknown,
    doc: "查什么: 一、二、三，（一）（二）（三），1. 2. 3. 这样的序号有没有重复、跳号。前后几项都按顺序、只有一处断开的才提示；断开处的序号写在别的段里的不算。
为什么: 跳号可能漏了一段，重号是增删以后没有改。
依据: 文件排版规范。
举例: “一、二、二、三”，第二个“二”应为“三”。
怎么改: 补上漏的一段，或者改正后面的序号。",
    run: order,
};

/// See the explanation.
pub const END: Check = Check {
    code: "T15",
    name: "并列的各段结尾标点一致",
    document: Kind::Unknown,
    doc: "查什么: 同一串编号的段落都以句号结尾，只有一段结尾没有标点的，提示这一段。标题、很短的条目、跨页的段落不查。
为什么: 段末没有标点，可能后面还有话漏了。
依据: 《标点符号用法》（GB/T 15834—2011）。
举例: 14 条职责里只有第 7 条“……实行跟踪监督”后面没有句号。
怎么改: 补上句号，或者补上漏掉的话。",
    run: end,
};

/// A run shorter than this proves nothing.
const SERIES: usize = 4;

fn order(context: &mut Context<'_>) {
    let Some(passages) = passages(context, ORDER.code) else { return };
    let mut slips = Vec::new();
    let mut examined = 0;
    for run in runs(&passages) {
        if run.len() >= SERIES {
            examined += 1;
            slips.extend(broken(&passages, &run));
        }
    }
    if examined == 0 {
        context.ledger.add_reason(ORDER.code, Outcome::NotApplicable, "没有找到成串的序号");
        return;
    }
    report(context, ORDER.code, examined, slips);
}

/// The one place where the numbers do not go on, all others going up by one from 1.
fn broken(passages: &[Passage<'_>], run: &[Numbered]) -> Option<Slip> {
    let starts = run.first().is_some_and(|first| first.number == 1);
    let odd: Vec<usize> = (1..run.len())
        .filter(|&at| {
            let (before, here) = (run.get(at - 1), run.get(at));
            before.zip(here).is_some_and(|(before, here)| here.number != before.number + 1)
        })
        .collect();
    let [at] = odd[..] else { return None };
    let (before, here) = (run.get(at - 1)?, run.get(at)?);
    // Two in order on either side, so that no other list has been mixed in.
    if !starts || at < 2 || at + 1 >= run.len() {
        return None;
    }
    let passage = passages.get(here.passage)?;
    let head = numeral_end(passage);
    let wanted = before.number + 1;
    if here.number == before.number {
        let says = format!("序号重复，前面已经有一个{}", passage.text(0, head));
        return Some(Slip::new(passage, 0, head, says).of(Category::TextResidue));
    }
    let lost = here.number == before.number + 2 && !elsewhere(passages, before, here, wanted);
    lost.then(|| {
        let says = format!("序号跳过了一个，{}前面缺第 {wanted} 项", passage.text(0, head));
        Slip::new(passage, 0, head, says).of(Category::TextResidue)
    })
}

fn numeral_end(passage: &Passage<'_>) -> usize {
    passage
        .chars
        .iter()
        .position(|c| matches!(c, '、' | '.' | '．' | '）' | ')'))
        .map_or(passage.chars.len().min(3), |at| at + 1)
}

/// Whether the number that is missing stands within one of the paragraphs between: lines are joined at times.
fn elsewhere(passages: &[Passage<'_>], before: &Numbered, here: &Numbered, wanted: usize) -> bool {
    let mark = match before.style {
        Style::Chinese => format!("{}、", chinese(wanted)),
        Style::ChineseBracketed => chinese(wanted),
        Style::Arabic | Style::ArabicBracketed => wanted.to_string(),
    };
    let between = passages.get(before.passage..here.passage).unwrap_or_default();
    between.iter().any(|passage| passage.paragraph.text.contains(&mark))
}

fn chinese(number: usize) -> String {
    let digits: Vec<char> = "〇一二三四五六七八九".chars().collect();
    let digit = |at: usize| digits.get(at).copied().map(String::from).unwrap_or_default();
    match (number / 10, number % 10) {
        (0, unit) => digit(unit),
        (1, 0) => "十".to_owned(),
        (1, unit) => format!("十{}", digit(unit)),
        (ten, 0) => format!("{}十", digit(ten)),
        (ten, unit) => format!("{}十{}", digit(ten), digit(unit)),
    }
}

fn end(context: &mut Context<'_>) {
    let Some(passages) = passages(context, END.code) else { return };
    let mut slips = Vec::new();
    let mut examined = 0;
    for run in runs(&passages).iter().filter(|run| run.len() >= SERIES) {
        // The last may be cut off by the end of a page, or followed by what belongs to it.
        let whole: Vec<&Numbered> = run
            .windows(2)
            .filter(|pair| pair[1].passage == pair[0].passage + 1)
            .map(|pair| &pair[0])
            .collect();
        let ends = |item: &&&Numbered, stop: bool| {
            passages
                .get(item.passage)
                .and_then(|passage| passage.chars.last())
                .is_some_and(|last| if stop { *last == '。' } else { super::passage::is_han(*last) })
        };
        let stopped = whole.iter().filter(|item| ends(item, true)).count();
        let open: Vec<&&Numbered> = whole.iter().filter(|item| ends(item, false)).collect();
        examined += whole.len();
        let [one] = open[..] else { continue };
        let Some(passage) = passages.get(one.passage) else { continue };
        let sentence = passage.chars.len() >= 20 && passage.chars.contains(&'，');
        if stopped + 1 == whole.len() && stopped >= SERIES - 1 && sentence {
            let end = passage.chars.len();
            slips.push(
                Slip::new(passage, end - 1, end, "这一段结尾没有标点，同一串的其他各段都有句号")
                    .of(Category::Punctuation),
            );
        }
    }
    if examined == 0 {
        context.ledger.add_reason(END.code, Outcome::NotApplicable, "没有找到成串的编号段落");
        return;
    }
    report(context, END.code, examined, slips);
}
