//! The rows of a flat table with income and expenditure side by side: each line may hold a row of one half, of the
//! other, or of both, and a name broken over lines stands between them.

use super::figures::FlatRow;
use super::head;
use super::name;
use super::pieces::{self, Piece};
use super::shape::Shape;
use crate::disclosure::model::Side;
use crate::disclosure::words::{is_numbered, is_total, plain};
use crate::layout::Line;
use crate::subjects::{self, name::plain as subject};

/// Reads rows until the table ends; the answer is the rows, income first, and the number of lines they took.
pub(super) fn rows(shape: &Shape, lines: &[&Line]) -> (Vec<FlatRow>, usize) {
    let mut reader =
        Reader { shape, lists: Default::default(), last: INCOME, closed: false, numbers: [0; 2] };
    let mut taken = 0;
    for (at, line) in lines.iter().enumerate() {
        let bare = plain(&line.text);
        let remark = ["注:", "注1", "备注", "说明:"].iter().any(|word| bare.starts_with(word));
        if remark || bare.contains(['。', '；']) {
            break;
        }
        if name::is_stray_mark(&line.text) || bare.is_empty() {
            continue;
        }
        let figures_alone = pieces::cut(line).iter().all(|piece| piece.figure.is_some());
        if reader.closed && !fits(line) && !(figures_alone && reader.last_is_open()) {
            break;
        }
        reader.take(line);
        taken = at + 1;
    }
    (reader.lists.into_iter().flatten().collect(), taken)
}

/// The lists that stand side by side: income, expenditure, and expenditure classified once more.
const INCOME: usize = 0;
const EXPENDITURE: usize = 1;
const FURTHER: usize = 2;

struct Reader<'a> {
    shape: &'a Shape,
    lists: [Vec<FlatRow>; 3],
    /// The list of the row read last.
    last: usize,
    /// The grand totals were read: the table is complete.
    closed: bool,
    /// The running numbers of the last rows of the two halves.
    numbers: [u32; 2],
}

/// The running number that a piece may be.
fn running(piece: &Piece) -> Option<u32> {
    if piece.is_whole() && piece.text.len() <= 3 { piece.text.parse().ok() } else { None }
}

/// A name with the figures behind it.
#[derive(Debug, Default)]
struct Segment {
    words: Vec<Piece>,
    figures: Vec<Piece>,
}

impl Segment {
    fn name(&self) -> String {
        let mut text = String::new();
        for word in &self.words {
            name::join(&mut text, &word.text);
        }
        text
    }
}

impl Reader<'_> {
    fn take(&mut self, line: &Line) {
        let mut pieces = pieces::cut(line);
        if pieces.iter().all(|piece| piece.figure.is_some()) {
            self.drop_number(&mut pieces);
            if pieces.is_empty() || self.goes_on(&pieces) {
                return;
            }
        }
        // Behind a name broken over lines its figures come first on the line of the next row.
        let lead = pieces.iter().take_while(|piece| piece.figure.is_some()).count();
        if lead > 0 && lead < pieces.len() && !self.shape.running {
            let figures: Vec<Piece> = pieces.drain(..lead).collect();
            self.goes_on(&figures);
        }
        let segments = self.segments(pieces);
        let both = segments.len() >= 2;
        for (at, segment) in segments.into_iter().enumerate() {
            let name = segment.name();
            if !both && self.completes(&name, &segment) {
                continue;
            }
            let side = match (both, at) {
                (true, 0) => self.known_side(&name).unwrap_or(Side::Income),
                (true, _) => Side::Expenditure,
                (false, _) => self.side_of(&name),
            };
            self.closed |=
                plain(&name) == "支出总计" || (side == Side::Expenditure && plain(&name) == "总计");
            let mut row = FlatRow { side: Some(side), ..FlatRow::default() };
            row.add_name(&segment.words);
            row.figures = segment.figures;
            let beyond = self.beyond(&mut row);
            self.push(at, row);
            if let Some(beyond) = beyond {
                self.push(at, beyond);
            }
        }
    }

    /// Adds a row, the segment of its line at a place, to its list.
    fn push(&mut self, at: usize, row: FlatRow) {
        self.last = match row.side {
            Some(Side::Expenditure) if self.shape.thrice && self.is_further(at, &row.name) => FURTHER,
            Some(Side::Expenditure) => EXPENDITURE,
            _ => INCOME,
        };
        if let Some(list) = self.lists.get_mut(self.last) {
            list.push(FlatRow { panel: self.last, ..row });
        }
    }

    /// Whether a row of expenditure is one of the second classification: named by the form, not a functional class.
    fn is_further(&self, at: usize, name: &str) -> bool {
        let class = subjects::class_by_name(&subject(name)).is_some();
        !class
            && (at == FURTHER
                || self.known_side(name).is_some() && !name.ends_with("支出")
                || self.is_row_name(name))
    }

    /// What an income total's line has beyond its own figure is the expenditure total beside it, whose name was
    /// drawn elsewhere.
    fn beyond(&self, row: &mut FlatRow) -> Option<FlatRow> {
        let most = self.shape.amounts(Some(Side::Income)).len();
        if row.side != Some(Side::Income) || row.figures.len() <= most {
            return None;
        }
        let name = row.name.replace("收入", "支出");
        let known =
            name != row.name && self.known_side(&name) == Some(Side::Expenditure) && self.is_row_name(&name);
        known.then(|| FlatRow {
            name,
            side: Some(Side::Expenditure),
            figures: row.figures.split_off(most),
            ..FlatRow::default()
        })
    }

    /// Figures alone are those of the last row, where it has none.
    fn goes_on(&mut self, figures: &[Piece]) -> bool {
        let side = if self.last == INCOME { Side::Income } else { Side::Expenditure };
        let most = self.shape.amounts(Some(side)).len();
        match self.lists.get_mut(self.last).and_then(|list| list.last_mut()) {
            Some(row) if row.is_open() && row.figures.len() + figures.len() <= most => {
                row.alone = true;
                row.figures.extend_from_slice(figures);
                true
            }
            _ => false,
        }
    }

    fn last_is_open(&self) -> bool {
        self.lists.get(self.last).and_then(|list| list.last()).is_some_and(FlatRow::is_open)
    }

    /// A line's rows: a name and the figures behind it, at most two.
    fn segments(&mut self, pieces: Vec<Piece>) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        for piece in pieces {
            if piece.figure.is_some() {
                if let Some(segment) = segments.last_mut() {
                    segment.figures.push(piece);
                }
                continue;
            }
            let open = segments.last().filter(|segment| segment.figures.is_empty());
            let goes_on = open.is_some_and(|segment| {
                let name = segment.name();
                let whole = format!("{name}{}", piece.text);
                self.is_row_name(&whole)
                    || (piece.text.starts_with(['）', ')', '（', '(']) && !is_numbered(&piece.text))
                    || name.ends_with(['（', '('])
                    || (name.contains(['（', '(']) && !name.contains(['）', ')']))
                    || name.chars().all(|c| c.is_ascii_digit() || "、.．()（）".contains(c))
                    || subject(&name).is_empty()
            });
            match segments.last_mut().filter(|_| goes_on) {
                Some(segment) => segment.words.push(piece),
                None => segments.push(Segment { words: vec![piece], figures: Vec::new() }),
            }
        }
        if self.shape.running {
            self.drop_numbers(&mut segments);
        }
        // Three names on a line: spaces inside one of them.
        while segments.len() > if self.shape.thrice { 3 } else { 2 } {
            let Some(at) = (1..segments.len()).find(|&at| {
                segments.get(at - 1).is_some_and(|before| before.figures.is_empty())
                    && segments.get(at).is_some_and(|s| !is_numbered(&s.name()))
            }) else {
                break;
            };
            let tail = segments.remove(at);
            if let Some(before) = segments.get_mut(at - 1) {
                before.words.extend(tail.words);
                before.figures.extend(tail.figures);
            }
        }
        segments
    }

    /// Takes the running numbers (行次) off; behind a name of the income half that of a nameless row beside it may
    /// follow.
    fn drop_numbers(&mut self, segments: &mut [Segment]) {
        let both = segments.len() >= 2;
        for (at, segment) in segments.iter_mut().enumerate() {
            let Some(own) = segment.figures.first().and_then(running) else { continue };
            segment.figures.remove(0);
            let [income, expenditure] = self.numbers;
            let spent = !both && self.known_side(&segment.name()) == Some(Side::Expenditure);
            if both && at > 0 || spent || !both && own == expenditure + 1 && own != income + 1 {
                self.numbers = [income, own];
                continue;
            }
            self.numbers = [own, expenditure];
            if segment.figures.first().and_then(running) == Some(expenditure + 1) {
                segment.figures.remove(0);
                self.numbers = [own, expenditure + 1];
            }
        }
    }

    /// Takes the running number off figures that stand alone: of the last row, or of one without a name.
    fn drop_number(&mut self, figures: &mut Vec<Piece>) {
        let Some(own) = figures.first().and_then(running).filter(|_| self.shape.running) else { return };
        let half = usize::from(self.last != INCOME);
        let due = self.numbers.iter().any(|number| own == number + 1);
        if due && (figures.len() == 1 || self.last_is_open()) {
            figures.remove(0);
            match self.numbers.iter().position(|number| own == number + 1) {
                Some(at) if self.numbers.get(half).is_none_or(|number| own != number + 1) => {
                    self.numbers.get_mut(at).into_iter().for_each(|number| *number = own);
                }
                _ => self.numbers.get_mut(half).into_iter().for_each(|number| *number = own),
            }
        }
    }

    fn is_row_name(&self, name: &str) -> bool {
        let name = subject(name);
        self.shape.rows.iter().any(|row| row.names.iter().any(|known| subject(known) == name))
            || subjects::class_by_name(&name).is_some()
    }

    /// Joins a fragment to the row whose name it completes, if there is one.
    fn completes(&mut self, fragment: &str, segment: &Segment) -> bool {
        if is_numbered(fragment) || self.is_row_name(fragment) {
            return false;
        }
        let whole = (0..self.lists.len()).find(|&list| {
            self.lists.get(list).and_then(|list| list.last()).is_some_and(|row| {
                let joined = format!("{}{fragment}", row.name);
                (row.figures.is_empty() || segment.figures.is_empty())
                    && ((self.is_row_name(&joined) && !self.is_row_name(&row.name))
                        || (name::completes(&row.name, None, fragment)))
            })
        });
        let found = whole.or_else(|| {
            // A word or two without figures right below a name without figures: its rest.
            let short = fragment.chars().count() <= 3 && segment.figures.is_empty();
            short.then_some(self.last)
        });
        let Some(row) = found.and_then(|list| self.lists.get_mut(list)).and_then(|list| list.last_mut())
        else {
            return false;
        };
        row.add_name(&segment.words);
        row.figures.extend(segment.figures.iter().cloned());
        true
    }

    /// The half a name belongs to, where name or form says so.
    fn known_side(&self, name: &str) -> Option<Side> {
        let bare = subject(name);
        let mut sides: Vec<Side> = self
            .shape
            .rows
            .iter()
            .filter(|row| {
                // A name too long for its cell goes on in the next line.
                let length = bare.chars().count();
                // Classes are numbered 一、二、三.
                let numbered =
                    name.starts_with(|c: char| c.is_ascii_digit()) || !subjects::begins_class(&bare);
                let tells = length > 5 || length >= 2 && is_numbered(name) && numbered;
                let begun = |known: &str| tells && known.starts_with(bare.as_str());
                row.names.iter().map(|known| subject(known)).any(|known| known == bare || begun(&known))
            })
            .filter_map(|row| row.side)
            .collect();
        sides.dedup();
        if let [side] = sides[..] {
            return Some(side);
        }
        if subjects::class_by_name(&bare).is_some() || bare.ends_with("支出") || bare.starts_with("支出")
        {
            return Some(Side::Expenditure);
        }
        if bare.ends_with("收入") || bare.starts_with("收入") || bare.ends_with("拨款") {
            return Some(Side::Income);
        }
        None
    }

    /// The half of a row that stands alone on its line. The expenditure half is the longer one.
    fn side_of(&self, name: &str) -> Side {
        if let Some(side) = self.known_side(name) {
            return side;
        }
        let bare = subject(name);
        let early = bare.contains("上年") || bare.contains("年初");
        // Of two grand totals by one name the first is the income's.
        let [income, ..] = &self.lists;
        let first = is_total(&bare) && !income.iter().any(|row| plain(&row.name) == plain(name));
        if early || first { Side::Income } else { Side::Expenditure }
    }
}

/// Whether a line after the grand totals can still be the table's.
fn fits(line: &Line) -> bool {
    let pieces = pieces::cut(line);
    head::trailing(&pieces) > 0 && pieces.iter().any(|piece| piece.figure.is_none())
}
