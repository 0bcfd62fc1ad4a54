//! Text in which every cell stands on a line of its own, row after row, as programs that draw no layout give it:
//!
//! `208` | `社会保障和就业支出` | `15,364.88` | `3,813.47` | `210` | …
//!
//! A row begins at a code that a name follows, or at a name that follows figures. Its cells are joined into one line,
//! which is then read as any other flat line; each figure keeps the place where it was printed.

use std::collections::BTreeMap;

use super::figures::FlatRow;
use super::name;
use super::pieces::{self, Piece};
use super::shape::Shape;
use crate::disclosure::words::{is_numbered, is_total, plain};
use crate::layout::Line;
use crate::origin::Origin;
use crate::subjects;

/// Rows re-formed from lines of one cell each.
#[derive(Debug, Default)]
pub(super) struct Celled {
    /// As many lines as before: each row stands in the place of its last cell, the others are empty.
    pub lines: Vec<Line>,
    /// Where each cell was printed, by its line and column in the joined line.
    printed: BTreeMap<(u32, u32), Origin>,
}

/// What the lines of a body are.
#[derive(Debug)]
pub(super) enum Reading {
    /// Rows stand in lines already.
    Lines,
    /// Each cell has its line, and the cells stand in row order.
    Cells(Celled),
    /// Each cell has its line, but codes stand apart from their names: which figures are whose cannot be told.
    Disordered,
}

/// The fewest lines of figures that tell how a text is laid out.
const TELLING: usize = 4;

/// Whether a text has its cells on lines of their own: hardly any line has a name and its figures.
fn is_celled(cut: &[Vec<Piece>]) -> bool {
    let (mut alone, mut beside) = (0_usize, 0_usize);
    for pieces in cut.iter().filter(|pieces| pieces.last().is_some_and(|last| last.figure.is_some())) {
        *(if pieces.iter().all(|piece| piece.figure.is_some()) { &mut alone } else { &mut beside }) += 1;
    }
    alone >= TELLING && alone >= beside * 5
}

fn ends_table(line: &Line) -> bool {
    let bare = plain(&line.text);
    bare.contains(['。', '；']) || ["注:", "注1", "备注", "说明:"].iter().any(|word| bare.starts_with(word))
}

/// A line's pieces; a page's number between dashes has none.
fn cells_of(line: &Line) -> Vec<Piece> {
    let text = line.text.trim();
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '－');
    let inner = text.trim_matches(|c: char| dash(c) || c.is_whitespace());
    let number = text.starts_with(dash) && text.ends_with(dash) && inner.bytes().all(|b| b.is_ascii_digit());
    if number && !inner.is_empty() { Vec::new() } else { pieces::cut(line) }
}

/// Re-forms the rows of a table without sides.
pub(super) fn read(shape: &Shape, lines: &[&Line]) -> Reading {
    let mut cut: Vec<Vec<Piece>> =
        lines.iter().take_while(|line| !ends_table(line)).map(|line| cells_of(line)).collect();
    if !is_celled(&cut) {
        return Reading::Lines;
    }
    if shape.coded() && is_disordered(&cut) {
        return Reading::Disordered;
    }
    drop_page_number(&mut cut);
    let mut celled =
        Celled { lines: lines.iter().map(|line| (*line).clone()).collect(), ..Celled::default() };
    celled.lines.iter_mut().take(cut.len()).for_each(|line| line.text.clear());
    let cells: Vec<(usize, &Piece)> =
        cut.iter().enumerate().flat_map(|(at, pieces)| pieces.iter().map(move |piece| (at, piece))).collect();
    let mut held = Held::default();
    let mut rows: Vec<&[(usize, &Piece)]> = Vec::new();
    let mut begun = 0;
    for (at, (_, piece)) in cells.iter().enumerate() {
        if at > begun && held.ends_before(shape, cells.get(at..).unwrap_or_default()) {
            rows.extend(cells.get(begun..at));
            held = Held::default();
            begun = at;
        }
        held.take(shape, piece);
    }
    rows.extend(cells.get(begun..));
    let beside = if shape.panels { beside(&rows) } else { Vec::new() };
    let mut row = Vec::new();
    for (at, cells) in rows.into_iter().enumerate() {
        if beside.get(at) != Some(&true) {
            celled.add(&std::mem::take(&mut row));
        }
        row.extend_from_slice(cells);
    }
    celled.add(&row);
    Reading::Cells(celled)
}

/// For each row of a list in panels whether it stands beside the row before it, in the next panel.
///
/// The rows of the first line are those before codes fall again; a further row goes on with the panel that is at its
/// class, else with the one whose turn it is.
fn beside(rows: &[&[(usize, &Piece)]]) -> Vec<bool> {
    let codes: Vec<Option<&str>> = rows
        .iter()
        .map(|row| {
            row.first().filter(|(_, piece)| is_class_or_code(piece)).map(|(_, piece)| piece.text.as_str())
        })
        .collect();
    let falls = codes.windows(2).position(|pair| matches!(pair, [Some(a), Some(b)] if b < a));
    // A total may stand above the codes.
    let first = codes.iter().position(Option::is_some).unwrap_or(0);
    let panels = falls.and_then(|at| (at + 1).checked_sub(first));
    let Some(panels) = panels.filter(|panels| (2..=3).contains(panels)) else {
        return vec![false; rows.len()];
    };
    let mut last: Vec<&str> = vec![""; panels];
    let mut before: Option<usize> = None;
    codes
        .into_iter()
        .map(|code| {
            let turn = before.map_or(0, |before| (before + 1) % panels);
            let class = |code: &str| code.get(..3).map(str::to_owned);
            let own = code.and_then(|code| {
                let goes_on = |held: &&str| **held < *code && class(held) == class(code);
                last.iter().position(goes_on)
            });
            let panel = own.unwrap_or(turn);
            if let (Some(code), Some(held)) = (code, last.get_mut(panel)) {
                *held = code;
            }
            before.replace(panel).is_some_and(|before| before < panel)
        })
        .collect()
}

/// Leaves out a page's number below the last row: digits alone, where amounts have decimals.
fn drop_page_number(cut: &mut [Vec<Piece>]) {
    let figures = || cut.iter().flatten().filter(|piece| piece.figure.is_some());
    let decimals = figures().filter(|piece| piece.text.contains('.')).count();
    let whole = |piece: &Piece| piece.is_whole() && piece.text.len() <= 3 && piece.text != "0";
    let codes = figures().filter(|piece| piece.is_whole()).count();
    let usual = decimals > 0 && decimals * 2 + codes > figures().count();
    if let Some(last) = cut.iter_mut().rfind(|pieces| !pieces.is_empty())
        && usual
        && matches!(&last[..], [only] if whole(only))
    {
        last.clear();
    }
}

/// What the row being joined holds already.
#[derive(Debug, Default)]
struct Held {
    code: bool,
    words: String,
    figures: bool,
}

impl Held {
    fn take(&mut self, shape: &Shape, piece: &Piece) {
        if piece.figure.is_none() {
            name::join(&mut self.words, &piece.text);
        } else if self.words.is_empty() && shape.coded() && (self.code || is_class_or_code(piece)) {
            self.code = true;
        } else {
            self.figures = true;
        }
    }

    /// Whether the row is complete before the first of some cells.
    fn ends_before(&self, shape: &Shape, cells: &[(usize, &Piece)]) -> bool {
        let Some((_, first)) = cells.first() else { return false };
        if first.figure.is_some() {
            // Digits behind a code alone go on with it.
            return shape.coded() && !(self.code && self.words.is_empty()) && begins_with_code(cells);
        }
        let named =
            || shape.rows.iter().any(|row| row.names.iter().any(|name| plain(name) == plain(&first.text)));
        let begins = is_total(&first.text) || !shape.coded() && (is_numbered(&first.text) || named());
        self.figures || begins && !self.words.is_empty()
    }
}

fn is_class_or_code(piece: &Piece) -> bool {
    piece.is_whole() && subjects::domain_of(&piece.text).is_some()
}

/// A level of a split code: 05, 7.
fn is_level(piece: &Piece) -> bool {
    piece.is_whole() && piece.text.len() <= 2
}

/// Whether a code begins some cells: a name comes behind it, or behind its levels.
fn begins_with_code(cells: &[(usize, &Piece)]) -> bool {
    let mut pieces = cells.iter().map(|(_, piece)| *piece);
    let Some(code) = pieces.next().filter(|piece| is_class_or_code(piece)) else { return false };
    let mut behind = pieces.take(4).skip_while(|piece| is_level(piece) || piece.text == code.text);
    behind.next().is_some_and(|piece| piece.figure.is_none())
}

/// Whether codes stand in rows of their own: levels with their zeros (`05`), or classes that neither a level nor a
/// name follows, are no figures, so that the cells are not in row order.
fn is_disordered(cut: &[Vec<Piece>]) -> bool {
    let lone: Vec<&Piece> = cut
        .iter()
        .filter_map(|pieces| match &pieces[..] {
            [only] => Some(only),
            _ => None,
        })
        .collect();
    let levels = lone
        .windows(2)
        .filter(|pair| {
            let [before, level] = pair else { return false };
            let zeroed = is_level(level) && level.text.len() == 2 && level.text.starts_with('0');
            zeroed && !(is_class_or_code(before) || is_level(before))
        })
        .count();
    // A class twice in a row, each without a name.
    let classes = lone
        .windows(2)
        .filter(|pair| {
            let [before, class] = pair else { return false };
            let code = |piece: &Piece| piece.text.len() == 3 && is_class_or_code(piece);
            code(before) && code(class)
        })
        .count();
    levels + classes >= 2
}

impl Celled {
    /// Joins the cells of a row into its last line.
    fn add(&mut self, cells: &[(usize, &Piece)]) {
        let (Some((first, _)), Some((last, _))) = (cells.first(), cells.last()) else { return };
        let Some(Origin::Line { line, column }) = self.lines.get(*first).map(|line| line.origin.clone())
        else {
            return;
        };
        let Some(joined) = self.lines.get_mut(*last) else { return };
        // Where two rows end in one line they stand side by side.
        let (line, column) = match (&joined.origin, joined.text.is_empty()) {
            (Origin::Line { line, column }, false) => (*line, *column),
            _ => (line, column),
        };
        joined.origin = Origin::Line { line, column };
        for (_, cell) in cells {
            if !joined.text.is_empty() {
                joined.text.push(' ');
            }
            let offset = u32::try_from(joined.text.chars().count()).unwrap_or(u32::MAX);
            self.printed.insert((line, column.saturating_add(offset)), cell.origin.clone());
            joined.text.push_str(&cell.text);
        }
    }

    /// Gives the codes, names and figures of rows back the places where they were printed.
    pub(super) fn restore(&self, rows: &mut [FlatRow]) {
        for row in rows {
            let figures = row.figures.iter_mut().map(|figure| &mut figure.origin);
            for origin in figures.chain(&mut row.code_origin).chain(&mut row.name_origin) {
                let Origin::Line { line, column } = origin else { continue };
                if let Some(printed) = self.printed.get(&(*line, *column)) {
                    *origin = printed.clone();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::{Column, ColumnKind};

    fn shape() -> Shape {
        let column = |word: &str, kind| Column { path: vec![word.to_owned()], kind, side: None, key: None };
        let columns = vec![
            column("科目编码", ColumnKind::Code),
            column("科目名称", ColumnKind::Name),
            column("合计", ColumnKind::Amount),
            column("基本支出", ColumnKind::Amount),
        ];
        Shape { columns, ..Shape::default() }
    }

    fn joined(text: &str) -> Vec<String> {
        let lines: Vec<Line> = (1..)
            .zip(text.split('|'))
            .map(|(line, text)| Line {
                text: text.to_owned(),
                origin: Origin::Line { line, column: 1 },
                full: false,
                gap: false,
            })
            .collect();
        match read(&shape(), &lines.iter().collect::<Vec<_>>()) {
            Reading::Lines => vec!["lines".to_owned()],
            Reading::Disordered => vec!["disordered".to_owned()],
            Reading::Cells(celled) => {
                assert_eq!(celled.lines.len(), lines.len());
                celled.lines.into_iter().map(|line| line.text).filter(|text| !text.is_empty()).collect()
            }
        }
    }

    #[test]
    fn cells_become_rows() {
        assert_eq!(
            joined("合计|9.00|5.00|208|社会保障和就业|支出|9.00|5.00|20801|管理事务|9.00|5.00|12|注：无。"),
            ["合计 9.00 5.00", "208 社会保障和就业 支出 9.00 5.00", "20801 管理事务 9.00 5.00", "注：无。"]
        );
        assert_eq!(
            joined("201|一般公共服务|2,900|0|201|05|统计|2,900|0|201|05|07|普查|2,900|0"),
            ["201 一般公共服务 2,900 0", "201 05 统计 2,900 0", "201 05 07 普查 2,900 0"]
        );
        assert_eq!(
            joined("301|工资福利支出|8.00 302|商品和服务支出|2.00|30101|基本工资|8.00 30201|办公费|2.00"),
            ["301 工资福利支出 8.00", "302 商品和服务支出 2.00", "30101 基本工资 8.00", "30201 办公费 2.00"]
        );
    }

    #[test]
    fn panels_stay_side_by_side() {
        let text = "301|工资福利支出|8.00|302|商品和服务支出|2.00|30101|基本工资|8.00|30201|办公费|1.00|303|补助|3.00|30202|\
                    印刷费|1.00|310|资本性支出|1.00|31002|设备购置|1.00|人员经费合计|11.00|公用经费合计|3.00";
        let lines: Vec<Line> = (1..)
            .zip(text.split('|'))
            .map(|(line, text)| Line {
                text: text.to_owned(),
                origin: Origin::Line { line, column: 1 },
                full: false,
                gap: false,
            })
            .collect();
        let panels = Shape { panels: true, ..shape() };
        let Reading::Cells(celled) = read(&panels, &lines.iter().collect::<Vec<_>>()) else {
            panic!("cells")
        };
        let rows: Vec<&str> =
            celled.lines.iter().map(|l| l.text.as_str()).filter(|t| !t.is_empty()).collect();
        assert_eq!(
            rows,
            [
                "301 工资福利支出 8.00 302 商品和服务支出 2.00",
                "30101 基本工资 8.00 30201 办公费 1.00",
                "303 补助 3.00 30202 印刷费 1.00",
                "310 资本性支出 1.00",
                "31002 设备购置 1.00 人员经费合计 11.00",
                "公用经费合计 3.00"
            ]
        );
    }

    #[test]
    fn codes_apart_from_their_names_are_no_figures() {
        assert_eq!(joined("201|201|201|05|29|一般公共服务|统计|2,900|0|2,900|0|2,900"), ["disordered"]);
    }

    #[test]
    fn rows_in_lines_stay() {
        assert_eq!(joined("208 社保 9.00 5.00|20801 管理 9.00|5.00|210 卫生 1.00 1.00|1.00|2.00"), ["lines"]);
    }
}
