//! Rows of indicators put together from the words of lines.

use super::super::columns::Piece;
use super::super::indicator;
use super::super::values::{Kind, kind};
use super::super::vocabulary::{Field, completed, is_first_level, is_second_level, total};
use crate::disclosure::model::Indicator;
use crate::disclosure::words::plain;
use crate::layout::Line;
use crate::origin::Origin;

/// A row takes no more lines than this.
const ROW: usize = 12;

/// Rows put together from words.
#[derive(Default)]
pub(super) struct Rows {
    columns: Vec<Field>,
    /// The form is about a whole unit: the names of its second level are its own.
    of_unit: bool,
    /// Words read since the last whole row, with the line each stands in.
    pending: Vec<Word>,
    /// Lines read since the last whole row.
    waiting: usize,
    pub out: Vec<Indicator>,
    /// The scores at the foot, each behind its name.
    pub totals: Vec<Piece>,
    /// Lines read up to the last level or row.
    pub consumed: usize,
    seen: usize,
}

/// A word and its place.
struct Word {
    text: String,
    origin: Origin,
}

impl Rows {
    /// No rows yet, under these columns.
    pub(super) fn new(columns: Vec<Field>, of_unit: bool) -> Self {
        Self { columns, of_unit, ..Self::default() }
    }

    /// Reads a line; `false` where the form has ended before it.
    pub(super) fn line(&mut self, line: &Line) -> bool {
        if self.waiting >= ROW || line.text.contains('。') {
            return false;
        }
        let words: Vec<&str> = line.text.split_whitespace().collect();
        if self.foot(&words, line) {
            return true;
        }
        // Behind the scores nothing of this form comes.
        if !self.totals.is_empty() {
            return false;
        }
        self.seen += 1;
        self.waiting += 1;
        let several = words.len() > 1;
        for word in words {
            // A level ends a row whose last cell is words: nothing else tells that it is whole.
            if self.pending.len() >= 2 && self.last() == Some(Field::Target) && is_level(word) {
                self.row();
            }
            self.pending.push(Word { text: word.to_owned(), origin: line.origin.clone() });
            self.levels();
            if self.is_full() {
                self.row();
            }
        }
        if self.is_whole(several) {
            self.row();
        }
        true
    }

    /// Takes the scores at the foot: 指标自评得分小计 85 预算执行率得分 7.5.
    fn foot(&mut self, words: &[&str], line: &Line) -> bool {
        let begins = words.first().is_some_and(|word| total(word).is_some());
        let goes_on = !self.totals.is_empty() && words.iter().all(|word| kind(word) == Kind::Number);
        if !begins && !goes_on {
            return false;
        }
        if !self.pending.is_empty() && self.last() == Some(Field::Target) && self.pending.len() >= 2 {
            self.row();
        }
        self.pending.clear();
        let piece = |word: &&str| Piece {
            col: 0,
            cols: 1,
            text: (*word).to_owned(),
            origin: Some(line.origin.clone()),
        };
        self.totals.extend(words.iter().map(piece));
        self.seen += 1;
        self.consumed = self.seen;
        self.waiting = 0;
        true
    }

    /// The last column that holds a value.
    fn last(&self) -> Option<Field> {
        self.columns.iter().rev().copied().find(|field| *field != Field::Other)
    }

    /// Takes level names off the front of what is pending; a name may be broken over lines.
    fn levels(&mut self) {
        loop {
            let mut name = String::new();
            let mut found = None;
            for (at, word) in self.pending.iter().take(4).enumerate() {
                name.push_str(&plain(&word.text));
                // What a form about a whole unit calls a level may be an indicator elsewhere: 运行成本.
                let whole = name.ends_with("指标")
                    || matches!(name.as_str(), "项目完成" | "项目效益")
                    || self.of_unit && is_first_level(&name);
                if whole && (is_first_level(&name) || is_second_level(&name)) {
                    found = Some((at + 1, name.clone()));
                    break;
                }
            }
            let Some((words, name)) = found else { return };
            let origin = self.pending.first().map(|word| word.origin.clone());
            self.pending.drain(..words);
            let name = completed(&name).unwrap_or(name);
            let mut level = Indicator { origin, ..Indicator::default() };
            // 满意度指标 stands on the first level wherever there is a second one, and may be repeated there.
            let again = self.out.last().is_some_and(|row| row.l1.as_ref() == Some(&name) && row.l3.is_none());
            let second = is_second_level(&name) && (again || !name.starts_with("满意度"));
            if second {
                level.l2 = Some(name);
            } else {
                level.l1 = Some(name);
            }
            self.out.push(level);
            self.consumed = self.seen;
            self.waiting = 0;
        }
    }

    /// Whether the words pending fill the row up to its score.
    fn is_full(&self) -> bool {
        let scored = matches!(self.last(), Some(Field::Weight | Field::Score));
        scored
            && self.pending.len() > 2
            && self.pending.last().is_some_and(|word| kind(&word.text) == Kind::Number)
            && self.placed().last().and_then(|(field, _)| *field) == self.last()
    }

    /// Whether the words pending, at the end of a line, end as a row of this form ends.
    fn is_whole(&self, several: bool) -> bool {
        let Some(last) = self.pending.last() else { return false };
        let ending = kind(&last.text);
        match self.last() {
            Some(Field::Deadline) => ending == Kind::Date,
            Some(Field::Unit) => ending == Kind::Unit,
            Some(Field::Weight | Field::Score) => {
                let numbers = self.pending.iter().filter(|word| kind(&word.text) == Kind::Number).count();
                several && ending == Kind::Number && numbers >= 2
            }
            Some(Field::Target) => {
                matches!(ending, Kind::Number | Kind::Percent | Kind::Measure)
                    || ending == Kind::Date && self.pending.len() >= 2
            }
            _ => matches!(ending, Kind::Number | Kind::Percent | Kind::Measure),
        }
    }

    /// Where what counts begins among the words pending: with the operator, else with the first figure, else with the
    /// last word but the date.
    fn begins(&self) -> usize {
        let kinds: Vec<Kind> = self.pending.iter().map(|word| kind(&word.text)).collect();
        let figure = |kind: &Kind| matches!(kind, Kind::Number | Kind::Percent | Kind::Measure);
        kinds
            .iter()
            .position(|kind| *kind == Kind::Op)
            .or_else(|| kinds.iter().skip(1).position(figure).map(|at| at + 1))
            .or_else(|| {
                let dated = self.last() == Some(Field::Target) && kinds.last() == Some(&Kind::Date);
                dated.then(|| kinds.len() - 1)
            })
            .unwrap_or_else(|| kinds.iter().rposition(|kind| *kind != Kind::Date).unwrap_or(0))
    }

    /// The words that count, each with its column; a column is passed over where the word cannot be its value.
    fn placed(&self) -> Vec<(Option<Field>, &Word)> {
        let mut fields =
            self.columns.iter().copied().skip_while(|field| *field != Field::L3).skip(1).peekable();
        self.pending
            .iter()
            .skip(self.begins())
            .map(|word| {
                let found = kind(&word.text);
                while fields.peek().is_some_and(|field| !suits(*field, found)) {
                    fields.next();
                }
                (fields.next(), word)
            })
            .collect()
    }

    /// Reads the pending words as a row.
    fn row(&mut self) {
        let mut row = Indicator {
            origin: self.pending.first().map(|word| word.origin.clone()),
            ..Indicator::default()
        };
        let begins = self.begins().min(self.pending.len());
        let mut name: Vec<&Word> = self.pending.iter().take(begins).collect();
        if self.names_second_level(&name) {
            row.l2 = Some(name.remove(0).text.clone());
        }
        let name: String = name.iter().map(|word| word.text.as_str()).collect();
        row.l3 = (!name.is_empty()).then_some(name);
        for (field, word) in self.placed() {
            let Some(field) = field else { break };
            let origin = row.origin.clone();
            indicator::put(
                &mut row,
                field,
                &Piece { col: 0, cols: 1, text: word.text.clone(), origin: Some(word.origin.clone()) },
            );
            row.origin = origin;
        }
        indicator::settle(&mut row);
        self.pending.clear();
        self.out.push(row);
        self.consumed = self.seen;
        self.waiting = 0;
    }

    /// Whether the first of a name's words is a second level, which forms about a whole unit call as they like: it
    /// stands on the line of the name, or right behind a first level.
    fn names_second_level(&self, name: &[&Word]) -> bool {
        let [first, second, ..] = name else { return false };
        let after_first = self.out.last().is_some_and(|row| row.l1.is_some() && row.l3.is_none());
        self.of_unit
            && self.columns.contains(&Field::L2)
            && first.text.chars().count() >= 3
            && (first.origin == second.origin || after_first)
    }
}

/// Whether a word is a level by itself.
fn is_level(word: &str) -> bool {
    plain(word).ends_with("指标") && (is_first_level(word) || is_second_level(word))
}

/// Whether a word can be a column's value.
fn suits(field: Field, kind: Kind) -> bool {
    match field {
        Field::Op => kind == Kind::Op,
        Field::Unit => matches!(kind, Kind::Unit | Kind::Text(1..=6)),
        Field::Deadline => kind == Kind::Date,
        Field::Weight | Field::Score => kind == Kind::Number,
        Field::Completion => matches!(kind, Kind::Percent | Kind::Number),
        _ => kind != Kind::Op,
    }
}
