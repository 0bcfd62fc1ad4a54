//! The rows of a flat table without sides.

use super::figures::FlatRow;
use super::head;
use super::name;
use super::pieces::{self, Piece};
use super::shape::Shape;
use crate::disclosure::words::{is_numbered, is_total, plain};
use crate::layout::Line;
use crate::subjects;

/// Reads rows until the table ends; the answer is the rows and the number of lines they took.
pub(super) fn rows(shape: &Shape, lines: &[&Line]) -> (Vec<FlatRow>, usize) {
    let mut reader = Reader { shape, rows: Vec::new(), loose: Vec::new(), taken: 0 };
    for (at, line) in lines.iter().enumerate() {
        if !reader.take(line, at) {
            break;
        }
    }
    (reader.rows, reader.taken)
}

struct Reader<'a> {
    shape: &'a Shape,
    rows: Vec<FlatRow>,
    /// Words that no row has claimed yet.
    loose: Vec<Piece>,
    /// Lines up to the last one that belongs to a row.
    taken: usize,
}

impl Reader<'_> {
    /// Takes a line; `false` where the table has ended before it.
    fn take(&mut self, line: &Line, at: usize) -> bool {
        let mut pieces = pieces::cut(line);
        if pieces.is_empty() || self.is_header_again(line) {
            return true;
        }
        if pieces.len() == 1 && name::is_stray_mark(&line.text) {
            return true;
        }
        let bare = plain(&line.text);
        let remark = ["注:", "注1", "备注", "说明:"].iter().any(|word| bare.starts_with(word));
        if remark || bare.contains(['。', '；']) {
            return false;
        }
        let count = head::trailing(&pieces);
        let mut figures = pieces.split_off(pieces.len() - count);
        let mut code = None;
        if self.shape.coded() {
            let first = if pieces.is_empty() { &mut figures } else { &mut pieces };
            if first.first().is_some_and(|piece| self.is_code(piece, line)) {
                code = Some(first.remove(0));
            }
        }
        self.sort_in(code, pieces, figures);
        self.taken = at + 1;
        true
    }

    /// A code begins its line; digits alone are one only where codes are expected.
    fn is_code(&self, piece: &Piece, line: &Line) -> bool {
        let subject = subjects::domain_of(&piece.text).is_some();
        let unit = matches!(piece.text.len(), 6 | 9) && piece.is_whole();
        piece.is_whole() && (subject || (unit && !line.text.contains('.')) || (unit && self.rows.len() < 3))
    }

    /// On a further page the header is printed again.
    fn is_header_again(&self, line: &Line) -> bool {
        let bare = super::infer::bare(&line.text);
        let mut rest = bare.as_str();
        if rest.chars().count() < 4 {
            return false;
        }
        while !rest.is_empty() {
            let words = self
                .shape
                .columns
                .iter()
                .flat_map(|column| &column.path)
                .map(|word| super::infer::bare(word));
            let Some(len) =
                words.filter(|word| !word.is_empty() && rest.starts_with(word)).map(|word| word.len()).max()
            else {
                return false;
            };
            rest = rest.get(len..).unwrap_or_default();
        }
        true
    }

    fn sort_in(&mut self, code: Option<Piece>, words: Vec<Piece>, figures: Vec<Piece>) {
        let text = joined(&words);
        if let Some(code) = code {
            let mut row = FlatRow::coded(&code);
            // A name of three lines has its code and figures beside the second: the first came before.
            if words.is_empty() && !figures.is_empty() {
                row.add_name(&std::mem::take(&mut self.loose));
            } else {
                self.give_back();
            }
            row.add_name(&words);
            row.figures = figures;
            self.rows.push(row);
            return;
        }
        if figures.is_empty() {
            self.add_words(words, &text);
            return;
        }
        // Figures for a row that has its code but none yet.
        if let Some(row) = self.rows.last_mut()
            && row.code.is_some()
            && row.figures.is_empty()
            && !is_total(&text)
        {
            row.add_name(&std::mem::take(&mut self.loose));
            row.add_name(&words);
            row.figures = figures;
            return;
        }
        let mut row = FlatRow::default();
        if is_total(&text) || self.begins_row(&text) {
            self.give_back();
        } else {
            row.add_name(&std::mem::take(&mut self.loose));
        }
        row.add_name(&words);
        row.figures = figures;
        self.rows.push(row);
    }

    /// Words without figures: part of a name, a row of its own, or nothing of this table.
    fn add_words(&mut self, words: Vec<Piece>, text: &str) {
        if self.shape.coded()
            && let Some(row) = self.rows.last_mut()
            && row.code.is_some()
        {
            if row.figures.is_empty() && !row.name_is_whole() {
                row.add_name(&words);
                return;
            }
            if name::completes(&row.name, row.code.as_deref(), text) {
                row.add_name(&words);
                return;
            }
        }
        if is_total(text) || self.begins_row(text) {
            self.give_back();
            let mut row = FlatRow::default();
            row.add_name(&words);
            self.rows.push(row);
            return;
        }
        self.loose.extend(words);
    }

    /// Whether words begin a row by their numbering or as a name the form has.
    fn begins_row(&self, text: &str) -> bool {
        !self.shape.coded()
            && (is_numbered(text)
                || self.shape.rows.iter().any(|row| row.names.iter().any(|n| plain(n) == plain(text))))
    }

    /// Loose words that nothing claimed belong to no row.
    fn give_back(&mut self) {
        self.loose.clear();
    }
}

fn joined(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        name::join(&mut text, &piece.text);
    }
    text
}
