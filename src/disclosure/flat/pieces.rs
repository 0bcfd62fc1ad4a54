//! A line cut into words and figures, each with its place.

use rust_decimal::Decimal;

use crate::amount;
use crate::layout::Line;
use crate::origin::Origin;

/// A word or a figure of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// As printed.
    pub text: String,
    /// The figure, where it is one.
    pub figure: Option<Decimal>,
    /// Where.
    pub origin: Origin,
}

impl Piece {
    /// Digits only: a code, a serial number, or a figure without decimals.
    pub(super) fn is_whole(&self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_digit())
    }
}

/// Cuts a line at spaces, and where the two halves of a two-sided table were glued: `19,396.83一、基本支出`.
pub(super) fn cut(line: &Line) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut column = 0_u32;
    let mut word = String::new();
    let mut began = 0_u32;
    for c in line.text.chars().chain([' ']) {
        if c.is_whitespace() || c == '\u{3000}' {
            if !word.is_empty() {
                push(&mut pieces, &word, began, line);
                word.clear();
            }
        } else {
            if word.is_empty() {
                began = column;
            }
            word.push(c);
        }
        column = column.saturating_add(1);
    }
    close_up(&mut pieces);
    // 「2024 年」 is a year, not a figure.
    for at in 0..pieces.len() {
        let before_year = pieces
            .get(at + 1)
            .is_some_and(|next: &Piece| next.figure.is_none() && next.text.starts_with(['年', '预', '决']));
        if let Some(piece) = pieces.get_mut(at)
            && before_year
            && piece.is_whole()
            && piece.text.len() == 4
        {
            piece.figure = None;
        }
    }
    pieces
}

/// Joins the characters of a word that was set with spaces to fill its cell: 「当 年 收 入」.
fn close_up(pieces: &mut Vec<Piece>) {
    let lone = |piece: &Piece| piece.text.chars().count() == 1 && piece.text.chars().all(is_ideograph);
    let mut joins = false;
    pieces.dedup_by(|next, before| {
        // `before` grows: only its last character came before `next`.
        joins = lone(next) && (joins || lone(before));
        if joins {
            before.text.push_str(&next.text);
        }
        joins
    });
}

fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn push(pieces: &mut Vec<Piece>, word: &str, began: u32, line: &Line) {
    let mut rest = word;
    let mut offset = began;
    while !rest.is_empty() {
        let at = glued(rest).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(at);
        pieces.push(Piece {
            text: head.to_owned(),
            figure: figure(head),
            origin: shifted(&line.origin, offset),
        });
        offset = offset.saturating_add(u32::try_from(head.chars().count()).unwrap_or(0));
        rest = tail;
    }
}

/// Whether two cells were glued in a word.
pub(super) fn is_glued(word: &str) -> bool {
    glued(word).is_some()
}

/// The byte at which two cells were glued: a figure with decimals before or behind words that are no measure.
fn glued(word: &str) -> Option<usize> {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-');
    let figure_end = word.find(|c| !is_digit(c));
    if let Some(end) = figure_end
        && end > 0
    {
        let (head, tail) = word.split_at(end);
        let measure = tail
            .starts_with(|c: char| "万元亿千人个年月日号台辆次户份项倍级%％×+-*/=、，。；：）)".contains(c));
        // 年终结转 begins with a measure and is none.
        let carried = ["年终", "年末", "年初"].iter().any(|word| tail.starts_with(word));
        return (decimals(head) && (carried || !measure)).then_some(end);
    }
    let figure_start =
        word.rfind(|c| !is_digit(c)).map(|at| at + word[at..].chars().next().map_or(1, char::len_utf8))?;
    let (head, tail) = word.split_at(figure_start);
    let word_like = head.ends_with(|c: char| !c.is_ascii() && !"，。；、：（×".contains(c));
    (decimals(tail) && word_like).then_some(figure_start)
}

/// Whether a text is a figure with two decimals, as amounts are printed.
fn decimals(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(_, decimals)| decimals.len() == 2) && figure(text).is_some()
}

pub(super) fn figure(text: &str) -> Option<Decimal> {
    let plain = text
        .chars()
        .map(amount::half_width)
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−' | '，'));
    plain.then(|| amount::parse(text)).flatten()
}

fn shifted(origin: &Origin, by: u32) -> Origin {
    match origin {
        Origin::Line { line, column } => Origin::Line { line: *line, column: column.saturating_add(by) },
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let line = Line {
            text: text.to_owned(),
            origin: Origin::Line { line: 1, column: 1 },
            full: false,
            gap: false,
        };
        cut(&line)
            .into_iter()
            .map(|p| match (p.figure, p.origin) {
                (Some(_), Origin::Line { column, .. }) => format!("#{}@{column}", p.text),
                _ => p.text,
            })
            .collect()
    }

    #[test]
    fn words_and_figures_are_told_apart() {
        assert_eq!(
            texts("208 社会保障支出 1,364.88 -0.50"),
            ["#208@1", "社会保障支出", "#1,364.88@12", "#-0.50@21"]
        );
        assert_eq!(texts("2024 年预算数 12"), ["2024", "年预算数", "#12@11"]);
    }

    #[test]
    fn spaced_words_are_closed_up() {
        assert_eq!(texts("当 年 收 入 9.00 当年支出 小计"), ["当年收入", "#9.00@9", "当年支出", "小计"]);
        assert_eq!(texts("合 计"), ["合计"]);
        assert_eq!(texts("货物 A 类"), ["货物", "A", "类"]);
    }

    #[test]
    fn glued_halves_part() {
        assert_eq!(
            texts("一、拨款 9,396.83二、支出 3.00"),
            ["一、拨款", "#9,396.83@6", "二、支出", "#3.00@19"]
        );
        assert_eq!(texts("上年结转 3.02年终结转 1.50"), ["上年结转", "#3.02@6", "年终结转", "#1.50@15"]);
        assert_eq!(texts("基本支出3,660.90"), ["基本支出", "#3,660.90@5"]);
        assert_eq!(texts("安排经费12.50万元 3.50元/份×2"), ["安排经费12.50万元", "3.50元/份×2"]);
    }
}
