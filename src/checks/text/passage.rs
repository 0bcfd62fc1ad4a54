//! A paragraph as the text checks look at it: by character, with the place of every character.

use std::rc::Rc;

use crate::checks::context::Context;
use crate::disclosure::model::{Disclosure, Paragraph};
use crate::origin::Origin;
use crate::report::Outcome;

/// A paragraph taken apart into characters.
pub struct Passage<'a> {
    /// The paragraph.
    pub paragraph: &'a Paragraph,
    /// Its characters.
    pub chars: Vec<char>,
}

impl<'a> Passage<'a> {
    /// A paragraph taken apart.
    #[must_use]
    pub fn new(paragraph: &'a Paragraph) -> Self {
        Self { paragraph, chars: paragraph.text.chars().collect() }
    }

    /// The character at an index.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).copied()
    }

    /// The character before an index.
    #[must_use]
    pub fn before(&self, index: usize) -> Option<char> {
        self.at(index.checked_sub(1)?)
    }

    /// The characters from `from` up to `to`, as far as there are any.
    #[must_use]
    pub fn slice(&self, from: usize, to: usize) -> &[char] {
        let to = to.min(self.chars.len());
        self.chars.get(from.min(to)..to).unwrap_or_default()
    }

    /// The same as text.
    #[must_use]
    pub fn text(&self, from: usize, to: usize) -> String {
        self.slice(from, to).iter().collect()
    }

    /// Whether a word stands at an index.
    #[must_use]
    pub fn has(&self, index: usize, word: &str) -> bool {
        let mut at = index;
        word.chars().all(|c| {
            at += 1;
            self.at(at - 1) == Some(c)
        })
    }

    /// Whether a word ends right before an index.
    #[must_use]
    pub fn ends(&self, index: usize, word: &str) -> bool {
        index.checked_sub(word.chars().count()).is_some_and(|start| self.has(start, word))
    }

    /// Where the character at an index stands.
    #[must_use]
    pub fn origin(&self, index: usize) -> Option<Origin> {
        self.paragraph.origin_at(index).cloned()
    }

    /// Whether lines of plain text were joined between two characters: what is missing or doubled there may have been
    /// lost or repeated when the text was taken out of its file.
    #[must_use]
    pub fn joined(&self, from: usize, to: usize) -> bool {
        self.paragraph
            .lines
            .iter()
            .any(|(start, origin)| *start > from && *start < to && matches!(origin, Origin::Line { .. }))
    }

    /// Whether lines of any kind were joined between two characters.
    #[must_use]
    pub fn wrapped(&self, from: usize, to: usize) -> bool {
        self.paragraph.lines.iter().any(|(start, _)| *start > from && *start < to)
    }

    /// The words around a range, for quoting.
    #[must_use]
    pub fn around(&self, from: usize, to: usize) -> String {
        const REACH: usize = 10;
        let start = from.saturating_sub(REACH);
        let end = (to + REACH).min(self.chars.len());
        let lead = if start > 0 { "…" } else { "" };
        let tail = if end < self.chars.len() { "…" } else { "" };
        format!("{lead}{}{tail}", self.text(start, end))
    }

    /// Every figure: where it begins and where it ends.
    pub fn figures(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < self.chars.len() {
                let (begin, end) = (at, self.figure_end(at));
                at = end.max(begin + 1);
                if end > begin {
                    return Some((begin, end));
                }
            }
            None
        })
    }

    /// Where the figure that begins at an index ends; the index itself where none begins.
    #[must_use]
    pub fn figure_end(&self, index: usize) -> usize {
        let mut end = index;
        while let Some(c) = self.at(end) {
            let inner = matches!(c, '.' | ',')
                && end > index
                && self.at(end + 1).is_some_and(|next| next.is_ascii_digit());
            if !c.is_ascii_digit() && !inner {
                break;
            }
            end += 1;
        }
        end
    }
}

/// A Chinese character.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// The paragraphs to be looked at by a check; where there are none to judge the ledger is told why, and `None`.
pub fn passages<'a>(context: &mut Context<'a>, code: &str) -> Option<Rc<Vec<Passage<'a>>>> {
    let disclosure = context.disclosure;
    if disclosure.paragraphs.is_empty() {
        context.ledger.add_reason(code, Outcome::NotApplicable, "没有读到文字说明");
        return None;
    }
    if is_template(disclosure) {
        context.ledger.add_reason(code, Outcome::NotApplicable, "这是还没有填写的范本");
        return None;
    }
    let taken_apart = || {
        let told = disclosure.paragraphs.iter().filter(|paragraph| !is_leader(&paragraph.text));
        Rc::new(told.map(Passage::new).collect())
    };
    Some(Rc::clone(context.passages.get_or_init(taken_apart)))
}

/// A template to be filled in, not a document: its blanks and instructions are what it is for.
#[must_use]
pub fn is_template(disclosure: &Disclosure) -> bool {
    let blank = |text: &str| ["XX", "××", "ＸＸ", "某某"].iter().any(|blank| text.contains(blank));
    let unnamed = disclosure.identity.organization.as_deref().is_none_or(blank);
    let blanks = disclosure.paragraphs.iter().filter(|paragraph| blank(&paragraph.text)).count();
    let figures = disclosure
        .tables
        .iter()
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .any(|cell| cell.amount.is_some_and(|amount| !amount.is_zero()));
    unnamed && blanks >= 3 && (!figures || blanks * 4 > disclosure.paragraphs.len())
}

/// A line of a contents list with its dots.
fn is_leader(text: &str) -> bool {
    text.contains("……………") || text.contains("........")
}
