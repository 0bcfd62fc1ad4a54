//! The rows of a flat table without sides.

use super::figures::FlatRow;
use super::head;
use super::name;
use super::pieces::{self, Piece};
use super::shape::Shape;
use crate::disclosure::model::{Column, ColumnKind};
use crate::disclosure::words::{is_numbered, is_total, plain};
use crate::layout::Line;
use crate::subjects;

/// Reads rows until the table ends; the answer is the rows and the number of lines they took.
pub(super) fn rows(shape: &Shape, lines: &[&Line]) -> (Vec<FlatRow>, usize) {
    let mut reader = Reader { shape, rows: Vec::new(), loose: Vec::new(), taken: 0 };
    // Rows of the second panel and further ones wait until the first one's are read.
    let mut later: Vec<Vec<(usize, Vec<Piece>)>> = Vec::new();
    // The panel of the row read last.
    let mut current = 0;
    for (at, line) in lines.iter().enumerate() {
        // Figures alone, and the rest of a name, are those of the row read last, in whatever panel.
        let pieces = pieces::cut(line);
        if current > 0
            && let Some((_, row)) = later.get_mut(current - 1).and_then(|rows| rows.last_mut())
            && row.iter().skip(1).all(|piece| piece.figure.is_none())
            && completes(row, &pieces)
        {
            row.extend(pieces);
            continue;
        }
        let mut parts = if shape.panels { panels(pieces) } else { vec![pieces] };
        let first = if parts.is_empty() { Vec::new() } else { parts.remove(0) };
        let panel = if parts.is_empty() { panel_of(&reader, &later, &first) } else { 0 };
        if panel > 0 {
            later.resize(later.len().max(panel), Vec::new());
            later.get_mut(panel - 1).into_iter().for_each(|rows| rows.push((at, first.clone())));
        } else if !reader.take(line, first.clone(), at) {
            break;
        }
        if shape.panels && !first.is_empty() {
            current = if parts.is_empty() { panel } else { parts.len() };
        }
        later.resize(later.len().max(parts.len()), Vec::new());
        for (rows, part) in later.iter_mut().zip(parts) {
            rows.push((at, part));
        }
    }
    for (at, pieces) in later.into_iter().flatten() {
        if let Some(line) = lines.get(at) {
            reader.loose.clear();
            reader.take(line, pieces, at);
        }
    }
    (reader.rows, reader.taken)
}

/// Whether a line is the rest of a row that has no figures yet: its figures, or its name's next words.
fn completes(row: &[Piece], line: &[Piece]) -> bool {
    let words: Vec<&Piece> = line.iter().filter(|piece| piece.figure.is_none()).collect();
    let Some((code, name)) = row.split_first() else { return false };
    match words.first() {
        None => !line.is_empty(),
        Some(first) => {
            let coded = line.first().is_some_and(|piece| subjects::domain_of(&piece.text).is_some());
            let whole = subjects::is_name_of(&joined(name), &code.text);
            code.is_whole() && !whole && !coded && !sums_up(&first.text)
        }
    }
}

/// Whether lines hold rows of several panels: behind a figure with decimals a further code comes, and its name.
pub(super) fn show_panels(lines: &[&Line]) -> bool {
    const SEVERAL: usize = 3;
    let twice = |line: &&&Line| {
        pieces::cut(line).windows(3).any(|three| {
            let [figure, code, name] = three else { return false };
            figure.figure.is_some()
                && figure.text.contains('.')
                && code.is_whole()
                && subjects::domain_of(&code.text).is_some()
                && name.figure.is_none()
        })
    };
    lines.iter().filter(twice).count() >= SEVERAL
}

/// Cuts a line of a list that goes on side by side: a code or a name behind figures begins the next panel's row.
fn panels(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut parts: Vec<Vec<Piece>> = Vec::new();
    let mut pieces = pieces.into_iter().peekable();
    let (mut word, mut figure) = (false, false);
    while let Some(piece) = pieces.next() {
        // Behind the figure at the end of a line a code may wait for its name.
        let named = pieces.peek().map_or(figure, |next| next.figure.is_none());
        let coded = piece.is_whole() && subjects::domain_of(&piece.text).is_some() && named;
        // Before the code of a panel only the figures of a row above may stand.
        let figures = |part: &Vec<Piece>| part.iter().all(|p| p.figure.is_some() && !head::is_code_piece(p));
        let apart = word || parts.last().is_some_and(figures);
        let begins = coded && apart || piece.figure.is_none() && figure;
        if begins || parts.is_empty() {
            parts.push(Vec::new());
            (word, figure) = (false, false);
        }
        word |= piece.figure.is_none();
        figure |= word && piece.figure.is_some();
        parts.last_mut().into_iter().for_each(|part| part.push(piece.clone()));
    }
    parts
}

/// The panel of a row that stands alone on its line: the one whose last code it comes after most closely.
fn panel_of(reader: &Reader<'_>, later: &[Vec<(usize, Vec<Piece>)>], row: &[Piece]) -> usize {
    let code = |piece: Option<&Piece>| piece.filter(|p| p.is_whole()).map(|p| p.text.clone());
    let Some(own) = code(row.first()) else { return 0 };
    let first = reader.rows.iter().rev().find_map(|row| row.code.clone());
    let rest = later.iter().map(|rows| rows.iter().rev().find_map(|(_, row)| code(row.first())));
    std::iter::once(first)
        .chain(rest)
        .enumerate()
        .filter(|(_, last)| last.as_ref().is_some_and(|last| last.as_str() < own.as_str()))
        .max_by(|a, b| a.1.cmp(&b.1))
        .map_or(0, |(panel, _)| panel)
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
    fn take(&mut self, line: &Line, mut pieces: Vec<Piece>, at: usize) -> bool {
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
            if self.shape.split_codes {
                code = with_levels(code, first);
            }
        }
        if code.is_none() && pieces.is_empty() && self.goes_on(&figures) {
            self.taken = self.taken.max(at + 1);
            return true;
        }
        self.sort_in(code, pieces, figures);
        self.taken = self.taken.max(at + 1);
        true
    }

    /// A code begins its line; digits alone are one only where codes are expected.
    fn is_code(&self, piece: &Piece, line: &Line) -> bool {
        let subject = subjects::domain_of(&piece.text).is_some();
        let unit = matches!(piece.text.len(), 6 | 9) && piece.is_whole();
        piece.is_whole() && (subject || (unit && !line.text.contains('.')) || (unit && self.rows.len() < 3))
    }

    /// Figures alone are the rest of a row whose first figure stood alone before them, or of a row without a name.
    fn goes_on(&mut self, figures: &[Piece]) -> bool {
        let most = self.shape.amounts(None).len();
        let named = |column: &Column| matches!(column.kind, ColumnKind::Name | ColumnKind::Code);
        let nameless = !self.shape.columns.iter().any(named);
        match self.rows.last_mut() {
            Some(row)
                if self.loose.is_empty()
                    && (nameless || row.figures.len() == 1 && row.alone)
                    && row.figures.len() + figures.len() <= most =>
            {
                row.figures.extend_from_slice(figures);
                row.alone = false;
                true
            }
            _ => false,
        }
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
            let begun = format!("{}{text}", joined(&self.loose));
            let known = || subjects::names(&code.text).iter().any(|known| known.name.starts_with(&begun));
            if !figures.is_empty() && (words.is_empty() || !self.loose.is_empty() && known()) {
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
            && (row.code.is_some() || words.is_empty() && sums_up(&row.name))
            && row.figures.is_empty()
            && !sums_up(&text)
        {
            row.add_name(&std::mem::take(&mut self.loose));
            row.add_name(&words);
            row.alone = words.is_empty();
            row.figures = figures;
            return;
        }
        let mut row = FlatRow::default();
        if sums_up(&text) || self.begins_row(&text) {
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
            && !sums_up(text)
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
        if sums_up(text) || self.begins_row(text) {
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

/// A grand total, or that of a half of the list: 人员经费合计.
fn sums_up(text: &str) -> bool {
    is_total(text) || matches!(plain(text).as_str(), "小计" | "人员经费合计" | "公用经费合计")
}

/// The code with the levels printed behind it: 208|01|02. Levels before a whole code repeat it.
fn with_levels(code: Option<Piece>, rest: &mut Vec<Piece>) -> Option<Piece> {
    let level = |piece: &Piece| piece.is_whole() && piece.text.len() <= 2;
    let Some(mut code) = code else {
        let levels = rest.iter().take_while(|piece| level(piece)).count();
        let whole = rest
            .get(levels)
            .filter(|piece| piece.is_whole() && subjects::domain_of(&piece.text).is_some())?;
        let code = whole.clone();
        rest.drain(..=levels);
        return Some(code);
    };
    if code.text.len() == 3 {
        let mut levels = rest.iter().take_while(|piece| level(piece)).count().min(2);
        // Figures come right behind the code where the name is on other lines: levels have their zeros there.
        if rest.get(levels).is_none_or(|piece| piece.figure.is_some()) {
            levels = rest.iter().take(levels).take_while(|piece| piece.text.len() == 2).count();
        }
        for piece in rest.drain(..levels) {
            if piece.text.len() == 1 {
                code.text.push('0');
            }
            code.text.push_str(&piece.text);
        }
        // The whole code may follow its levels once more.
        if rest.first().is_some_and(|piece| piece.text == code.text) && rest.len() > 1 {
            rest.remove(0);
        }
    }
    Some(code)
}

fn joined(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        name::join(&mut text, &piece.text);
    }
    text
}
