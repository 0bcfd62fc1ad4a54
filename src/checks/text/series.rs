//! Numbered items that follow one another.

use super::Passage;

/// How items are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Style {
    /// 一、
    Chinese,
    /// （一）
    ChineseBracketed,
    /// 1. or 1、
    Arabic,
    /// （1）
    ArabicBracketed,
}

/// A numbered paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbered {
    /// Which passage.
    pub passage: usize,
    /// How.
    pub style: Style,
    /// Its number.
    pub number: usize,
}

/// The number at the head of a passage.
#[must_use]
pub fn number(passage: &Passage<'_>) -> Option<(Style, usize)> {
    let bracketed = matches!(passage.at(0), Some('（' | '('));
    let from = usize::from(bracketed);
    let chinese =
        passage.slice(from, from + 4).iter().take_while(|c| "一二三四五六七八九十".contains(**c)).count();
    let arabic = passage.slice(from, from + 3).iter().take_while(|c| c.is_ascii_digit()).count();
    let to = from + chinese.max(arabic);
    let closed = match passage.at(to)? {
        '）' | ')' => bracketed,
        '、' => !bracketed,
        // 3.5 is a figure; 1.2024年 a numbered year.
        '.' | '．' => {
            let digits = passage.slice(to + 1, to + 6).iter().take_while(|c| c.is_ascii_digit()).count();
            !bracketed && chinese == 0 && (digits == 0 || digits == 4)
        }
        _ => false,
    };
    if !closed {
        return None;
    }
    if chinese > 0 {
        let number = value(passage.slice(from, to))?;
        return Some((if bracketed { Style::ChineseBracketed } else { Style::Chinese }, number));
    }
    let number = passage.text(from, to).parse().ok().filter(|_| arabic > 0)?;
    Some((if bracketed { Style::ArabicBracketed } else { Style::Arabic }, number))
}

/// 一 to 九十九.
fn value(numeral: &[char]) -> Option<usize> {
    let digit = |c: &char| "一二三四五六七八九".chars().position(|d| d == *c).map(|at| at + 1);
    match numeral {
        ['十'] => Some(10),
        ['十', unit] => Some(10 + digit(unit)?),
        [ten, '十'] => Some(10 * digit(ten)?),
        [ten, '十', unit] => Some(10 * digit(ten)? + digit(unit)?),
        [unit] => digit(unit),
        _ => None,
    }
}

/// Runs of items of one style, with nothing of a higher rank between them and no other style opening them.
#[must_use]
pub fn runs(passages: &[Passage<'_>]) -> Vec<Vec<Numbered>> {
    let mut open: Vec<Vec<Numbered>> = Vec::new();
    let mut closed: Vec<Vec<Numbered>> = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        let heading = passage.has(0, "第") && passage.slice(0, 6).contains(&'部');
        if heading {
            closed.append(&mut open);
            continue;
        }
        let Some((style, number)) = number(passage) else { continue };
        let item = Numbered { passage: index, style, number };
        match open.iter().position(|run| run.first().is_some_and(|first| first.style == style)) {
            // A new list begins at one.
            Some(at) if number == 1 => {
                closed.extend(open.drain(at..));
                open.push(vec![item]);
            }
            Some(at) => {
                closed.extend(open.drain(at + 1..));
                if let Some(run) = open.get_mut(at) {
                    run.push(item);
                }
            }
            None => open.push(vec![item]),
        }
    }
    closed.append(&mut open);
    closed
}
