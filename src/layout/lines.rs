//! Text files: runs of tab- or bar-separated lines to grids, everything else to lines.

use super::{Block, Grid, GridCell, Line};
use crate::origin::Origin;
use crate::read::TextLine;

mod cells;
mod prose;

use cells::{Cut, Piece};

/// The blocks of a text file.
pub(super) fn blocks(lines: &[TextLine]) -> Vec<Block> {
    let spaced = prose::space_begins_pages(lines);
    let mark = if spaced { ' ' } else { '\u{c}' };
    let paged = spaced || lines.iter().any(|line| line.text.starts_with(mark));
    let spacing = prose::Spacing::of(lines);
    let mut blocks = Vec::new();
    let mut page = 1_u32;
    if paged {
        blocks.push(Block::Page(page));
    }
    let mut blank = 0_usize;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        // A form feed may have its line to itself; a space may not.
        let empty = line.text.trim().is_empty();
        let begins = line.text.starts_with(mark) && (!empty || !spaced && at + 1 < lines.len());
        if begins && at > 0 {
            page = page.saturating_add(1);
            blocks.push(Block::Page(page));
        }
        if line.text.trim().is_empty() {
            blank += 1;
            at += 1;
            continue;
        }
        if let Some(run) = Run::starting(lines, at) {
            at = run.end;
            blocks.extend(run.blocks());
        } else {
            blocks.push(Block::Line(as_line(line, &spacing, blank)));
            at += 1;
        }
        blank = 0;
    }
    blocks
}

/// A line of running text, freed of Markdown marks.
fn as_line(line: &TextLine, spacing: &prose::Spacing, blank: usize) -> Line {
    let raw = line.text.trim_start_matches('\u{c}');
    let mut shown = raw.trim_start();
    // `## 收支总表`: the marks say heading, the text is what was printed.
    let marks = shown.chars().take_while(|&c| c == '#').count();
    if (1..=6).contains(&marks) {
        shown = shown.get(marks..).unwrap_or_default().trim_start();
    }
    let skipped = line.text.chars().count().saturating_sub(shown.chars().count());
    let column = u32::try_from(skipped).unwrap_or(0).saturating_add(1);
    Line {
        text: cells::clean(shown),
        origin: Origin::Line { line: line.number, column },
        full: spacing.is_full(raw),
        gap: spacing.is_gap(blank),
    }
}

/// A run of lines that stand for the rows of one grid.
struct Run {
    rows: Vec<Vec<Piece>>,
    /// Index of the first line after the run.
    end: usize,
}

impl Run {
    /// The run that begins at a line, where one does.
    ///
    /// Blank lines inside are page ends. A row that repeats the first one after a blank begins the next part.
    fn starting(lines: &[TextLine], start: usize) -> Option<Self> {
        let first = lines.get(start)?;
        let cut = cells::cut(&first.text).or_else(|| by_commas(lines, start))?;
        let head = cells::pieces(first.number, &first.text, cut);
        // An indented paragraph is no row.
        if cut == Cut::Tabs && head.len() < 3 && head.iter().any(|piece| piece.text.is_empty()) {
            return None;
        }
        let mut rows: Vec<Vec<Piece>> = Vec::new();
        let mut end = start;
        let mut at = start;
        let mut blank = false;
        while let Some(line) = lines.get(at) {
            if line.text.trim().is_empty() {
                // Lines of tabs alone are rows without figures; they need no cells.
                blank |= !line.text.contains('\t');
                at += 1;
                continue;
            }
            let fits = match cut {
                Cut::Commas => cells::pieces(line.number, &line.text, cut).len() == head.len(),
                _ => cells::cut(&line.text) == Some(cut),
            };
            let row = if fits {
                cells::pieces(line.number, &line.text, cut)
            } else if cut == Cut::Tabs && !blank && broken_cell(lines, at) {
                vec![Piece { line: line.number, column: 1, text: cells::clean(&line.text) }]
            } else {
                break;
            };
            if cells::is_divider(&row) {
                at += 1;
                end = at;
                continue;
            }
            let repeats = rows.first().is_some_and(|first| same_texts(first, &row));
            if blank && repeats {
                break;
            }
            if blank && rows.len() == 1 && is_caption(&rows[0]) {
                break;
            }
            rows.push(row);
            blank = false;
            at += 1;
            end = at;
        }
        let run = Self { rows: mended(undoubled(rows)), end };
        run.is_tabular(cut).then_some(run)
    }

    /// Whether the run is a table, rather than an indented paragraph or a contents list.
    fn is_tabular(&self, cut: Cut) -> bool {
        let filled = |row: &Vec<Piece>| row.iter().filter(|p| !p.text.is_empty()).count();
        let widest = self.rows.iter().map(filled).max().unwrap_or(0);
        match (cut, self.rows.len()) {
            (_, 0) => false,
            (Cut::Bars | Cut::Commas, _) => widest >= 1,
            (Cut::Tabs, 1) => widest >= 3,
            (Cut::Tabs, _) => widest >= 2 && !is_contents(&self.rows),
        }
    }

    fn blocks(self) -> Vec<Block> {
        let mut rows = self.rows;
        let mut blocks = Vec::new();
        while rows.first().is_some_and(|row| is_caption(row)) {
            blocks.push(Block::Line(caption_line(&rows.remove(0))));
        }
        if let Some(grid) = grid(&rows) {
            blocks.push(Block::Grid(grid));
        }
        blocks
    }
}

/// A header by commas with two lines of as many cells below it.
fn by_commas(lines: &[TextLine], start: usize) -> Option<Cut> {
    let head = lines.get(start).filter(|line| cells::is_comma_header(&line.text))?;
    let count = |line: &TextLine| cells::pieces(line.number, &line.text, Cut::Commas).len();
    let mut below = lines.iter().skip(start + 1).filter(|line| !line.text.trim().is_empty()).take(2);
    let alike = |line: Option<&TextLine>| line.is_some_and(|line| count(line) == count(head));
    (alike(below.next()) && alike(below.next())).then_some(Cut::Commas)
}

/// Rows whose every other column is empty, header and all: their tabs were doubled.
fn undoubled(rows: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let doubled = rows.len() >= 3
        && widest >= 5
        && rows.iter().all(|row| row.iter().skip(1).step_by(2).all(|piece| piece.text.is_empty()));
    if !doubled {
        return rows;
    }
    rows.into_iter().map(|row| row.into_iter().step_by(2).collect()).collect()
}

fn same_texts(a: &[Piece], b: &[Piece]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.text == b.text)
}

/// Whether a row is no row but the line above a table that names its unit: `单位:某局 … 单位:万元`.
fn is_caption(row: &[Piece]) -> bool {
    let filled: Vec<&str> = row.iter().map(|p| p.text.as_str()).filter(|t| !t.is_empty()).collect();
    filled.len() <= 4
        && filled.iter().any(|text| {
            text.split_once([':', '：'])
                .is_some_and(|(name, _)| name.trim().ends_with("单位") && name.chars().count() <= 8)
        })
}

fn caption_line(row: &[Piece]) -> Line {
    let filled: Vec<&Piece> = row.iter().filter(|p| !p.text.is_empty()).collect();
    let text = filled.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\t");
    let (line, column) = filled.first().map_or((1, 1), |p| (p.line, p.column));
    Line { text, origin: Origin::Line { line, column }, full: false, gap: true }
}

/// Whether a line without tabs stands directly between two lines with tabs: a cell's text that was broken.
fn broken_cell(lines: &[TextLine], at: usize) -> bool {
    let tabbed = |index: Option<usize>| {
        index
            .and_then(|i| lines.get(i))
            .is_some_and(|line| line.text.contains('\t') && !line.text.trim().is_empty())
    };
    let next =
        (at + 1..lines.len().min(at + 4)).find(|&i| lines.get(i).is_some_and(|l| l.text.contains('\t')));
    tabbed(at.checked_sub(1))
        && tabbed(next)
        && next.is_some_and(|next| lines[at..next].iter().all(|line| !line.text.trim().is_empty()))
}

/// Joins rows whose cell text was broken by a line end: neighbours that together have the usual number of cells.
fn mended(rows: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    let Some(usual) = usual_width(&rows) else { return rows };
    let mut out: Vec<Vec<Piece>> = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    while let Some(mut row) = rows.next() {
        let mut parts = Vec::new();
        let mut width = row.len();
        while width < usual {
            let last = parts.last().unwrap_or(&row);
            let Some(next) = rows.peek().filter(|next| breaks_into(last, next)) else { break };
            width += next.len() - 1;
            parts.extend(rows.next());
        }
        if width == usual && !parts.is_empty() {
            for part in parts {
                let mut part = part.into_iter();
                if let (Some(last), Some(first)) = (row.last_mut(), part.next()) {
                    last.text.push_str(&first.text);
                }
                row.extend(part);
            }
            out.push(row);
        } else {
            out.push(row);
            out.extend(parts);
        }
    }
    out
}

/// Whether the second row can be the rest of the first one's last cell: words at both sides, on the next line.
fn breaks_into(row: &[Piece], next: &[Piece]) -> bool {
    let wordy = |piece: &Piece| {
        piece.text.chars().any(char::is_alphabetic) && crate::amount::parse(&piece.text).is_none()
    };
    let (Some(last), Some(first)) = (row.last(), next.first()) else { return false };
    wordy(last)
        && wordy(first)
        && first.line <= last.line + 1
        // A row that begins like any other is a row.
        && !first.text.starts_with(|c: char| c.is_ascii_digit())
        && !matches!(first.text.as_str(), "合计" | "总计" | "小计")
}

/// The number of cells most rows have, where enough of them agree.
fn usual_width(rows: &[Vec<Piece>]) -> Option<usize> {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for row in rows {
        *counts.entry(row.len()).or_default() += 1;
    }
    let (width, count) = counts.into_iter().max_by_key(|&(width, count)| (count, width))?;
    let widest = rows.iter().map(Vec::len).max();
    (count >= 2 && (widest == Some(width) || count * 2 > rows.len())).then_some(width)
}

/// Whether rows are a contents list: a heading and its page, pages never falling.
fn is_contents(rows: &[Vec<Piece>]) -> bool {
    let mut last = 0_u32;
    rows.len() >= 2
        && rows.iter().all(|row| {
            let filled: Vec<&Piece> = row.iter().filter(|p| !p.text.is_empty()).collect();
            let [heading, page] = filled[..] else { return false };
            let Ok(page) = page.text.trim_matches(['-', '—', ' ']).parse::<u32>() else { return false };
            let rises = page >= last && page < 1000;
            last = page;
            rises
                && (heading.text.contains(['、', '…', '.', '．', '第', '表'])
                    || heading.text.chars().count() > 8)
        })
}

/// The grid of some rows; `None` where nothing is in them.
fn grid(rows: &[Vec<Piece>]) -> Option<Grid> {
    let mut cells = Vec::new();
    let mut cols = 0;
    for (index, row) in rows.iter().enumerate() {
        cols = cols.max(row.len());
        for (col, piece) in row.iter().enumerate().filter(|(_, piece)| !piece.text.is_empty()) {
            cells.push(GridCell {
                row: index,
                col,
                rows: 1,
                cols: 1,
                text: piece.text.clone(),
                origin: Origin::Line { line: piece.line, column: piece.column },
            });
        }
    }
    let origin = cells.first()?.origin.clone();
    Some(Grid {
        rows: rows.len(),
        cols,
        cells,
        origin,
        edges: Vec::new(),
        columns_seen: true,
        spans_known: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Block> {
        let lines: Vec<TextLine> = (1..)
            .zip(text.split('\n'))
            .map(|(number, text)| TextLine { number, text: text.to_owned() })
            .collect();
        blocks(&lines)
    }

    /// Grids as `行×列` with their cells, lines as they are.
    fn sketch(text: &str) -> Vec<String> {
        of(text)
            .iter()
            .map(|block| match block {
                Block::Line(line) => line.text.clone(),
                Block::Page(page) => format!("p{page}"),
                Block::Grid(grid) => {
                    let cells: Vec<String> =
                        grid.cells.iter().map(|c| format!("{},{}={}", c.row, c.col, c.text)).collect();
                    format!("{}x{} {}", grid.rows, grid.cols, cells.join(" "))
                }
            })
            .collect()
    }

    #[test]
    fn blank_lines_and_dividers_do_not_end_a_grid() {
        assert_eq!(
            sketch("支出表\n科目\t合计\n---\t---\n208\t1\n\n210\t2\n\n完"),
            ["支出表", "3x2 0,0=科目 0,1=合计 1,0=208 1,1=1 2,0=210 2,1=2", "完"]
        );
    }

    #[test]
    fn a_repeated_header_begins_the_next_part() {
        assert_eq!(sketch("科目\t合计\n208\t1\n\n科目\t合计\n210\t2").len(), 2);
    }

    #[test]
    fn a_broken_cell_is_joined_by_the_width_of_its_neighbours() {
        let text = "208\t社会保障\t1\t2\n20801\t人力资源和社会\n保障管理事务\t1\t2\n210\t卫生\t3\t4";
        assert_eq!(
            sketch(text),
            ["3x4 0,0=208 0,1=社会保障 0,2=1 0,3=2 1,0=20801 1,1=人力资源和社会保障管理事务 1,2=1 1,3=2 \
             2,0=210 2,1=卫生 2,2=3 2,3=4"]
        );
    }

    #[test]
    fn what_stands_above_a_table_is_a_line() {
        assert_eq!(
            sketch("单位:某局\t\t\t单位:万元\n收入\t\t支出\t\n一、拨款\t1\t一、教育\t1"),
            ["单位:某局\t单位:万元", "2x4 0,0=收入 0,2=支出 1,0=一、拨款 1,1=1 1,2=一、教育 1,3=1"]
        );
    }

    #[test]
    fn paragraphs_and_contents_are_no_grids() {
        assert_eq!(
            sketch("\t按照要求，编制预算。\n一、概况\t1\n二、收支总表\t3"),
            ["按照要求，编制预算。", "一、概况\t1", "二、收支总表\t3"]
        );
    }

    #[test]
    fn bars_make_grids_and_marks_go() {
        assert_eq!(
            sketch("## 收入表\n| 科目 | 合计 |\n|---|---|\n| 208 | 1 |"),
            ["收入表", "2x2 0,0=科目 0,1=合计 1,0=208 1,1=1"]
        );
    }

    #[test]
    fn commas_make_grids_below_a_header_of_names_only() {
        assert_eq!(
            sketch("支出表\n科目,名称,合计\n208,社保,\"1,200.00\"\n210,卫生,3\n完"),
            [
                "支出表",
                "3x3 0,0=科目 0,1=名称 0,2=合计 1,0=208 1,1=社保 1,2=1,200.00 2,0=210 2,1=卫生 2,2=3",
                "完"
            ]
        );
        assert_eq!(sketch("合计 1,405.00 0.00 1,405.00\n212 城乡 1,405.00 0.00 1,405.00").len(), 2);
    }

    #[test]
    fn doubled_tabs_are_single_ones() {
        assert_eq!(
            sketch("科目\t\t名称\t\t合计\n208\t\t社保\t\t1\n210\t\t卫生\t\t3"),
            ["3x3 0,0=科目 0,1=名称 0,2=合计 1,0=208 1,1=社保 1,2=1 2,0=210 2,1=卫生 2,2=3"]
        );
    }

    #[test]
    fn form_feeds_begin_pages() {
        assert_eq!(sketch("一\n\u{c}二"), ["p1", "一", "p2", "二"]);
        assert_eq!(sketch("一\n\u{c} \n二\n\u{c}"), ["p1", "一", "p2", "二"]);
    }

    #[test]
    fn nothing_breaks_it() {
        let mut seed = 7_u64;
        for _ in 0..200 {
            let text: String = (0..400)
                .map(|_| {
                    seed =
                        seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let all: Vec<char> = "\t\t\n\n|-1.合计单位：、表#<p>\\ge\u{c} ".chars().collect();
                    all[usize::try_from(seed >> 33).unwrap_or(0) % all.len()]
                })
                .collect();
            of(&text);
        }
    }
}
