//! Running text to look through: the paragraphs as one stream, and the long cells of tables.

use crate::amount::half_width;
use crate::disclosure::model::{ColumnKind, Disclosure};
use crate::origin::Origin;

/// A cell shorter than this holds no sentence.
const SHORTEST_CELL: usize = 8;
/// Pieces that the right margin cut off a line are no longer than this.
const STRAY: usize = 4;

/// A stretch of text without spaces; `\n` parts paragraphs.
#[derive(Debug, Default)]
pub struct Passage {
    /// The characters, digits and signs in their narrow forms.
    pub chars: Vec<char>,
    /// Where each line begins.
    starts: Vec<(usize, Origin)>,
    /// The table, row and column, where the text is a cell.
    pub cell: Option<(usize, usize, usize)>,
}

impl Passage {
    /// A passage of one piece of text.
    #[must_use]
    pub fn of(text: &str, origin: Option<Origin>) -> Self {
        let mut passage = Self::default();
        passage.starts.extend(origin.map(|origin| (0, origin)));
        passage.push(text);
        passage
    }

    fn push(&mut self, text: &str) {
        self.chars.extend(text.chars().filter(|c| !c.is_whitespace()).map(half_width));
    }

    /// The character at a place.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).copied()
    }

    /// The character before a place.
    #[must_use]
    pub fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|index| self.at(index))
    }

    /// Where the character at a place stands.
    #[must_use]
    pub fn origin(&self, index: usize) -> Option<&Origin> {
        let line = self.starts.partition_point(|(start, _)| *start <= index).saturating_sub(1);
        self.starts.get(line).map(|(_, origin)| origin)
    }

    /// The text of a stretch, on one line.
    #[must_use]
    pub fn text(&self, from: usize, to: usize) -> String {
        let to = to.min(self.chars.len());
        self.chars.get(from.min(to)..to).unwrap_or_default().iter().filter(|c| **c != '\n').collect()
    }

    /// Whether a place is followed by some words.
    #[must_use]
    pub fn has(&self, at: usize, words: &str) -> bool {
        words.chars().enumerate().all(|(offset, c)| self.at(at + offset) == Some(c))
    }

    /// Whether some words stand directly before a place.
    #[must_use]
    pub fn ends(&self, at: usize, words: &str) -> bool {
        at.checked_sub(words.chars().count()).is_some_and(|from| self.has(from, words))
    }
}

/// All running text of a document.
#[must_use]
pub fn all(disclosure: &Disclosure) -> Vec<Passage> {
    let mut prose = Passage::default();
    for paragraph in &disclosure.paragraphs {
        // A torn-off piece of a line must not part what it stands between.
        let stray =
            paragraph.text.chars().count() <= STRAY && !paragraph.text.contains(|c: char| c.is_ascii_digit());
        if stray {
            continue;
        }
        if !prose.chars.is_empty() {
            prose.chars.push('\n');
        }
        let base = prose.chars.len();
        let text: Vec<char> = paragraph.text.chars().collect();
        let mut from = 0;
        for (start, origin) in &paragraph.lines {
            let start = (*start).clamp(from, text.len());
            let piece: String = text.get(from..start).unwrap_or_default().iter().collect();
            prose.push(&piece);
            let at = prose.chars.len().max(base);
            prose.starts.push((at, origin.clone()));
            from = start;
        }
        let rest: String = text.get(from..).unwrap_or_default().iter().collect();
        prose.push(&rest);
    }
    let mut passages = vec![prose];
    for table in &disclosure.tables {
        for (number, row) in table.rows.iter().enumerate() {
            for (column, cell) in row.cells.iter().enumerate() {
                let amounts = table.columns.get(column).is_some_and(|c| c.kind == ColumnKind::Amount);
                if !amounts && cell.text.chars().nth(SHORTEST_CELL).is_some() {
                    let mut passage = Passage::of(&cell.text, cell.origin.clone());
                    passage.cell = Some((table.index, number, column));
                    passages.push(passage);
                }
            }
        }
    }
    for program in &disclosure.programs {
        if let Some(goal) = &program.goal {
            passages.push(Passage::of(goal, program.origin.clone()));
        }
    }
    passages
}
