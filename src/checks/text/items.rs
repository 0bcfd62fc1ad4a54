//! Items of the prose that name their subject: `“甲（类）乙（款）丙（项）”12.00万元，主要用于……`.

use super::Passage;

/// One subject named with its level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// 3 for 类, 5 for 款, 7 for 项: the digits of its code.
    pub digits: usize,
    /// Where the name begins.
    pub from: usize,
    /// One past the mark of level.
    pub to: usize,
}

/// Every name with a mark of level in a passage, in order.
#[must_use]
pub fn named(passage: &Passage<'_>) -> Vec<Named> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, &c) in passage.chars.iter().enumerate() {
        if !matches!(c, '（' | '(') || !matches!(passage.at(at + 2), Some('）' | ')')) {
            continue;
        }
        let digits = match passage.at(at + 1) {
            Some('类') => 3,
            Some('款') => 5,
            Some('项') => 7,
            _ => continue,
        };
        // “住房改革支出”（款）
        let end = if matches!(passage.before(at), Some('”' | '"')) { at - 1 } else { at };
        let from = begin(passage, start, end);
        let name = passage.text(from, end);
        if name.chars().count() >= 2 {
            found.push(Named { name, digits, from, to: at + 3 });
        }
        start = at + 3;
    }
    found
}

/// Where the name that ends at `end` begins: behind the last mark or numbering.
fn begin(passage: &Passage<'_>, start: usize, end: usize) -> usize {
    let words = passage.slice(start, end);
    let mark = |c: &char| {
        matches!(
            c,
            '“' | '”'
                | '"'
                | '，'
                | '。'
                | '；'
                | '：'
                | '、'
                | '.'
                | ','
                | ';'
                | ':'
                | '《'
                | '》'
                | '）'
                | ')'
        ) || c.is_ascii_digit()
    };
    // A bracket within the name (因公出国（境）) is no end of what stands before it.
    words.iter().rposition(mark).map_or(start, |at| start + at + 1)
}
