//! Grids of tab-separated text whose rows lost or gained a cell: totals and headers put back over their columns.
//!
//! Rows with codes tell which columns name the row and which hold figures. A total printed without one of the naming
//! cells stands to the left of its columns, with a figure where every other row has a name; so does a header that
//! lost the name of such a column. Both go back as a whole. Nothing is moved where a place would have to be shared.

use super::columns::is_naming;
use super::header;
use super::matrix::Matrix;
use super::model::Table;
use super::words::{is_blank, is_code, plain};
use crate::amount;
use crate::layout::{Block, Grid};
use crate::order;
use crate::origin::Origin;
use crate::report::{Category, Finding, Severity};

/// The blocks with cells put back, and what was done; `None` where nothing was.
pub(super) fn realigned(blocks: &[Block]) -> Option<(Vec<Block>, Vec<Finding>)> {
    let mut notes = Vec::new();
    let mut out: Option<Vec<Block>> = None;
    for (at, block) in blocks.iter().enumerate() {
        let Block::Grid(grid) = block else { continue };
        let Some(moved) = mended(grid) else { continue };
        notes.extend(moved.notes);
        let blocks = out.get_or_insert_with(|| blocks.to_vec());
        if let Some(slot) = blocks.get_mut(at) {
            *slot = Block::Grid(moved.grid);
        }
    }
    out.map(|blocks| (blocks, notes))
}

/// A note with the title of its table, which is the one whose first row below the note's place is nearest.
pub(super) fn titled(note: &Finding, tables: &[Table]) -> Finding {
    let line = |origin: &Origin| match origin {
        Origin::Line { line, .. } => Some(*line),
        _ => None,
    };
    let Some(at) = note.origin.iter().filter_map(line).min() else { return note.clone() };
    let below = |table: &&Table| {
        let lines =
            table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| line(cell.origin.as_ref()?));
        lines.filter(|line| *line >= at).min()
    };
    let Some(table) = tables.iter().filter(|t| below(t).is_some()).min_by_key(|t| below(t)) else {
        return note.clone();
    };
    Finding {
        message: format!("{}：{}", table.title, note.message),
        table: Some(table.index),
        ..note.clone()
    }
}

/// A grid put right.
struct Mended {
    grid: Grid,
    notes: Vec<Finding>,
}

fn mended(grid: &Grid) -> Option<Mended> {
    if grid.spans_known || !grid.edges.is_empty() {
        return None;
    }
    let matrix = Matrix::new(grid);
    let head = header::read(&matrix, false);
    let layout = Layout::of(&matrix, head.body);
    let mut moves: Vec<Move> = Vec::new();
    let mut notes = Vec::new();
    if let Some(layout) = &layout {
        let totals = layout.totals(&matrix, head.body);
        notes.extend(note_totals(&matrix, &totals));
        moves.extend(totals);
    }
    let named = layout.as_ref().map_or_else(|| bare_header(&matrix, &head), |layout| Some(layout.clone()));
    if let Some(layout) = named {
        let over = layout.header(&matrix, head.first..head.body);
        notes.extend(note_header(&matrix, &over));
        moves.extend(over);
    }
    if moves.is_empty() {
        return None;
    }
    Some(Mended { grid: applied(grid, &moves), notes })
}

/// Cells of a row, from one column to the end or just one, that go to another place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Move {
    row: usize,
    from: usize,
    /// The last column that goes along.
    to: usize,
    /// By how many columns; negative to the left.
    by: isize,
}

impl Move {
    fn target(&self, col: usize) -> Option<usize> {
        (self.from..=self.to).contains(&col).then(|| col.checked_add_signed(self.by)).flatten()
    }
}

fn applied(grid: &Grid, moves: &[Move]) -> Grid {
    let mut grid = grid.clone();
    for cell in &mut grid.cells {
        let target = moves.iter().filter(|m| m.row == cell.row).find_map(|m| m.target(cell.col));
        if let Some(col) = target {
            cell.col = col;
            grid.cols = grid.cols.max(col + 1);
        }
    }
    order::by_rank(&mut grid.cells, |cell| order::place(cell.row, cell.col));
    grid
}

/// Which columns name rows and which hold figures.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Layout {
    /// The first column of figures; nearly every row has one there. Names stand right before it.
    first: usize,
    /// The last.
    last: usize,
    /// Columns before the names that hold nothing but codes, in every row.
    coded: Vec<usize>,
}

fn is_figure(text: &str) -> bool {
    amount::parse(text).is_some()
}

/// A word: neither a figure nor a mark.
fn is_word(text: &str) -> bool {
    !is_blank(text) && !is_figure(text) && text.chars().any(char::is_alphabetic)
}

impl Layout {
    /// What the rows with codes agree on; `None` where they do not.
    fn of(matrix: &Matrix<'_>, body: usize) -> Option<Self> {
        let (mut places, mut filled, mut rows) = (std::collections::BTreeMap::<usize, usize>::new(), 0, 0);
        let coded: Vec<usize> =
            (body..matrix.grid.rows).filter(|&row| name_of_coded(matrix, row).is_some()).collect();
        for &row in &coded {
            let name = name_of_coded(matrix, row)?;
            *places.entry(name + 1).or_default() += 1;
        }
        let (&first, &most) = places.iter().max_by_key(|(_, count)| **count)?;
        let mut last = first;
        for &row in &coded {
            rows += 1;
            filled += usize::from(is_figure(matrix.text(row, first)));
            last = last
                .max((first..matrix.grid.cols).rfind(|&c| is_figure(matrix.text(row, c))).unwrap_or(first));
        }
        let whole = |c: &usize| coded.iter().all(|&row| is_code(matrix.text(row, *c)));
        let before_names = (0..first.saturating_sub(1)).filter(whole).collect();
        // A few rows tell nothing, and a first column that is often empty cannot show where a row begins.
        let telling = rows >= 3 && most * 10 >= rows * 9 && filled * 10 >= rows * 9 && first > 0;
        telling.then_some(Self { first, last, coded: before_names })
    }

    /// Totals whose figures begin where the other rows have their names.
    fn totals(&self, matrix: &Matrix<'_>, body: usize) -> Vec<Move> {
        let mut moves = Vec::new();
        for row in body..matrix.grid.rows {
            let mut texts = matrix.row(row);
            let Some((at, lead)) = texts.next() else { continue };
            if !is_word(lead) || at >= self.first || name_of_coded(matrix, row).is_some() {
                continue;
            }
            let Some(from) = (at + 1..matrix.grid.cols).find(|&c| is_figure(matrix.text(row, c))) else {
                continue;
            };
            // Only figures, all of them behind the name, and room for the last one.
            let behind = || (from..matrix.grid.cols).map(|c| matrix.text(row, c)).enumerate();
            let bare = behind().all(|(_, text)| text.is_empty() || is_figure(text) || is_blank(text));
            let end = behind()
                .filter(|(_, text)| !text.is_empty())
                .map(|(n, _)| from + n)
                .next_back()
                .unwrap_or(from);
            if from >= self.first || !bare {
                continue;
            }
            let by = self.first - from;
            let between = (at + 1..from).all(|c| matrix.text(row, c).is_empty());
            if between
                && end + by <= self.last
                && let Ok(by) = isize::try_from(by)
            {
                moves.push(Move { row, from, to: end, by });
            }
        }
        moves
    }

    /// Header words that do not stand over their columns.
    fn header(&self, matrix: &Matrix<'_>, rows: std::ops::Range<usize>) -> Vec<Move> {
        let mut words: Vec<Words> = rows.map(|row| Words::of(matrix, row)).collect();
        let Some(top) = words.iter().position(|words| !words.figures.is_empty()) else { return Vec::new() };
        let begins = words.get(top).and_then(|words| words.figures.first().copied()).unwrap_or(self.first);
        let Some(by) = signed(begins, self.first) else { return Vec::new() };
        let mut moves = Vec::new();
        if by != 0 {
            // The top row goes as a whole; a row below goes along where that names more columns.
            let place = |words: &[Words]| self.named(words);
            let Some(row) = words.get_mut(top) else { return Vec::new() };
            if !row.shift(by) {
                return Vec::new();
            }
            moves.extend(row.moved(matrix, by));
            for below in top + 1..words.len() {
                let before = place(&words);
                let mut tried = words.clone();
                let fits = tried.get_mut(below).is_some_and(|row| !row.figures.is_empty() && row.shift(by));
                if fits && place(&tried) > before {
                    moves.extend(tried.get(below).into_iter().flat_map(|row| row.moved(matrix, by)));
                    words = tried;
                }
            }
            // Half a mend is none.
            if self.named(&words) < self.last + 1 - self.first {
                return Vec::new();
            }
        }
        moves.extend(self.stray_names(matrix, &words));
        if moves.is_empty() {
            moves.extend(stray_groups(matrix, &words));
        }
        moves
    }

    /// How many columns of figures have a name right above their figures, less the words that stand over none.
    fn named(&self, words: &[Words]) -> usize {
        let over = |c: usize| words.iter().any(|row| row.figures.contains(&c));
        let named = (self.first..=self.last).filter(|&c| over(c)).count();
        let outside = words
            .iter()
            .flat_map(|row| &row.figures)
            .filter(|c| !(self.first..=self.last).contains(*c))
            .count();
        named.saturating_sub(outside)
    }

    /// Names of naming columns that stand over figures go back over the last naming column, where it has none.
    fn stray_names(&self, matrix: &Matrix<'_>, words: &[Words]) -> Vec<Move> {
        let mut moves = Vec::new();
        let place = self.first - 1;
        let taken = |c: usize| words.iter().skip(1).any(|row| row.names.contains(&c));
        for row in words {
            // The name of the names over a column before them, theirs being lost, is as wrong as over figures.
            let astray = |c: usize| {
                (self.first..=self.last).contains(&c)
                    || self.coded.contains(&c) && plain(matrix.text(row.row, c)).contains("名称")
            };
            let Some(&stray) = row.names.iter().find(|&&c| astray(c)) else { continue };
            let free = matrix.text(row.row, place).is_empty() && !taken(place);
            if free && let Some(by) = signed(stray, place) {
                moves.push(Move { row: row.row, from: stray, to: stray, by });
            }
        }
        moves
    }
}

/// A group's name over the last column of the group before it, its own subtotal standing right behind, goes one right.
fn stray_groups(matrix: &Matrix<'_>, words: &[Words]) -> Vec<Move> {
    let total = |row: usize, col: usize| matches!(plain(matrix.text(row, col)).as_str(), "合计" | "小计");
    let mut moves = Vec::new();
    for pair in words.windows(2) {
        let [row, below] = pair else { continue };
        let groups: Vec<usize> =
            row.figures.iter().copied().filter(|&c| !matrix.text(below.row, c).is_empty()).collect();
        // The groups before it begin with their subtotals, so this one does.
        for (before, &group) in groups.iter().zip(groups.iter().skip(1)) {
            let astray = total(below.row, *before) && !total(below.row, group) && total(below.row, group + 1);
            if astray && matrix.text(row.row, group + 1).is_empty() {
                moves.push(Move { row: row.row, from: group, to: group, by: 1 });
            }
        }
    }
    moves
}

fn signed(from: usize, to: usize) -> Option<isize> {
    isize::try_from(to).ok()?.checked_sub(isize::try_from(from).ok()?)
}

/// The words of a header row: those that name naming columns, those that name columns of figures.
#[derive(Debug, Clone)]
struct Words {
    row: usize,
    names: Vec<usize>,
    figures: Vec<usize>,
}

impl Words {
    fn of(matrix: &Matrix<'_>, row: usize) -> Self {
        let (mut names, mut figures) = (Vec::new(), Vec::new());
        for (col, text) in matrix.row(row) {
            if is_naming(&plain(text)) { names.push(col) } else { figures.push(col) }
        }
        Self { row, names, figures }
    }

    /// Moves the names of figures; `false` where they would meet another name.
    fn shift(&mut self, by: isize) -> bool {
        let moved: Option<Vec<usize>> = self.figures.iter().map(|c| c.checked_add_signed(by)).collect();
        match moved {
            Some(moved) if moved.iter().all(|c| !self.names.contains(c)) => {
                self.figures = moved;
                true
            }
            _ => false,
        }
    }

    /// The moves that led here.
    fn moved(&self, matrix: &Matrix<'_>, by: isize) -> Vec<Move> {
        self.figures
            .iter()
            .filter_map(|c| c.checked_add_signed(-by))
            .filter(|&c| !matrix.text(self.row, c).is_empty())
            .map(|c| Move { row: self.row, from: c, to: c, by })
            .collect()
    }
}

/// The layout that the header of a table without rows speaks of: the lowest row names every column.
fn bare_header(matrix: &Matrix<'_>, head: &header::Header) -> Option<Layout> {
    if head.body < matrix.grid.rows || head.body < head.first + 2 {
        return None;
    }
    let rows: Vec<Words> = (head.first..head.body).map(|row| Words::of(matrix, row)).collect();
    let leaves = rows.iter().rev().find(|words| words.names.len() >= 2 && !words.figures.is_empty())?;
    let (first, last) = (leaves.figures.first().copied()?, leaves.figures.last().copied()?);
    leaves.names.iter().all(|&c| c < first).then_some(Layout { first, last, coded: Vec::new() })
}

/// The column of a coded row's name: the last word before its figures.
fn name_of_coded(matrix: &Matrix<'_>, row: usize) -> Option<usize> {
    let mut coded = false;
    let mut name = None;
    for (col, text) in matrix.row(row) {
        if name.is_none() && is_code(text) {
            coded = true;
        } else if coded && is_word(text) {
            name = Some(col);
        } else if name.is_some() && is_figure(text) {
            break;
        }
    }
    name.filter(|_| coded)
}

fn note_totals(matrix: &Matrix<'_>, moves: &[Move]) -> Option<Finding> {
    let names: Vec<&str> =
        moves.iter().take(4).filter_map(|m| matrix.row(m.row).next()).map(|(_, text)| text).collect();
    let more = if moves.len() > 4 { format!("等 {} 行", moves.len()) } else { String::new() };
    let by = moves.first()?.by;
    Some(note(
        format!(
            "“{}”{more}比下面各行少了 {by} 个空格，数字落在名称栏里，整行错位；已向右移 {by} 栏，与其他行的各栏对齐。",
            names.join("”“")
        ),
        moves.iter().filter_map(|m| matrix.origin(m.row, m.from)).collect(),
    ))
}

fn note_header(matrix: &Matrix<'_>, moves: &[Move]) -> Option<Finding> {
    let words: Vec<&str> =
        moves.iter().take(4).map(|m| matrix.text(m.row, m.from)).filter(|text| !text.is_empty()).collect();
    let more = if moves.len() > 4 { "等" } else { "" };
    moves.first()?;
    let mut origin: Vec<Origin> = Vec::new();
    for place in moves.iter().filter_map(|m| matrix.origin(m.row, m.from)) {
        if !origin.contains(&place) {
            origin.push(place);
        }
    }
    Some(note(
        format!(
            "表头“{}”{more}没有落在自己的栏上（表头丢了或多了一格），已按下面数字所在的栏对齐。",
            words.join("”“")
        ),
        origin,
    ))
}

fn note(message: String, origin: Vec<Origin>) -> Finding {
    Finding { origin, ..Finding::new("R03", Severity::Note, Category::LayoutDamage, message) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::GridCell;

    fn grid(text: &str) -> Grid {
        let rows: Vec<Vec<&str>> =
            text.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
        let place = |row: usize, col: usize| Origin::Line {
            line: u32::try_from(row + 1).unwrap_or(1),
            column: u32::try_from(col + 1).unwrap_or(1),
        };
        let cells = rows
            .iter()
            .enumerate()
            .flat_map(|(row, texts)| texts.iter().enumerate().map(move |(col, text)| (row, col, *text)))
            .filter(|(_, _, text)| !text.is_empty())
            .map(|(row, col, text)| GridCell {
                row,
                col,
                rows: 1,
                cols: 1,
                text: text.to_owned(),
                origin: place(row, col),
            })
            .collect();
        Grid {
            rows: rows.len(),
            cols: rows.iter().map(Vec::len).max().unwrap_or(0),
            cells,
            origin: place(0, 0),
            edges: Vec::new(),
            columns_seen: true,
            spans_known: false,
        }
    }

    fn shown(grid: &Grid) -> Vec<String> {
        let matrix = Matrix::new(grid);
        (0..grid.rows)
            .map(|row| (0..grid.cols).map(|col| matrix.text(row, col)).collect::<Vec<_>>().join("|"))
            .collect()
    }

    const ROWS: &str = "208| | |208|社会保障|9|6|3
208|01| |20801|管理事务|5|2|3
208|01|01|2080101|行政运行|4|4| ";

    #[test]
    fn totals_and_a_header_that_lost_a_cell_go_back() {
        let text = format!(
            "项目| | | |合计|支出| | \n科目| | |单位名称| |小计|基本| \n类|款|项| | | | | \n合计| | | |9|6|3| \n某局| | | |9|6|3| \n{ROWS}"
        );
        let mended = mended(&grid(&text)).expect("it is mended");
        let shown = shown(&mended.grid);
        assert_eq!(shown[0], "项目|||||合计|支出|");
        assert_eq!(shown[1], "科目||||单位名称||小计|基本");
        assert_eq!(shown[3], "合计|||||9|6|3");
        assert_eq!(shown[5], "208|||208|社会保障|9|6|3");
        assert_eq!(mended.notes.len(), 2);
        assert!(mended.notes[0].message.contains("某局"));
    }

    #[test]
    fn a_header_row_in_its_place_stays_while_the_one_above_moves() {
        let text = format!(
            "项目| | | |合计|支出| | \n科目| | |代码| |单位名称|小计|基本\n类|款|项| | | | | \n{ROWS}"
        );
        let mended = mended(&grid(&text)).expect("it is mended");
        let shown = shown(&mended.grid);
        assert_eq!(shown[0], "项目|||||合计|支出|");
        assert_eq!(shown[1], "科目|||代码|单位名称||小计|基本");
    }

    #[test]
    fn what_stands_right_is_left_alone() {
        let text = format!(
            "项目| | | | |合计|支出| \n科目| | |代码|单位名称| |小计|基本\n合计| | | | |9|6|3\n{ROWS}"
        );
        assert!(mended(&grid(&text)).is_none());
        // A total in a form whose codes and names share a column.
        assert!(mended(&grid("科目|合计|基本|项目\n合计|9|6|3\n208 社保|9|6|3\n20801 管理|5|2|3")).is_none());
    }

    #[test]
    fn a_group_over_no_figures_goes_to_its_first_one() {
        let text =
            "项目| | |本年预算支出| | | | \n科目编码| | |单位代码|单位名称|合计|基本支出|项目支出\n类|款|项";
        let mended = mended(&grid(text)).expect("it is mended");
        assert_eq!(shown(&mended.grid)[0], "项目|||||本年预算支出||");
    }

    #[test]
    fn a_group_over_its_neighbour_s_last_column_goes_one_right() {
        let text = "科目编码|科目名称|总计|本年| | |上年| | | \n | | |合计|一般|单位|单位资金|合计|一般|单位\n208|社保|9|9|9| | | | | \n20801|管理|5|5|5| | | | | \n2080101|运行|4|4|4| | | | | ";
        let mended = mended(&grid(text)).expect("it is mended");
        assert_eq!(shown(&mended.grid)[0], "科目编码|科目名称|总计|本年||||上年||");
    }

    #[test]
    fn nothing_breaks_it() {
        let mut seed = 11_u64;
        for _ in 0..300 {
            let text: String = (0..60)
                .map(|_| {
                    seed =
                        seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    ["|", "|", "\n", "208", "合计", "9", "科目", "名称", "2080101", "支出"]
                        [usize::try_from(seed >> 33).unwrap_or(0) % 10]
                })
                .collect();
            if !text.trim().is_empty() {
                let _ = mended(&grid(&text));
            }
        }
    }
}
