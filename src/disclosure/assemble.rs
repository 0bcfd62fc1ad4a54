//! Grids and the lines between them to tables: captions read, continued parts joined.

use super::body::{self, Shape};
use super::caption::{self, Caption};
use super::columns::{self, Role};
use super::cut;
use super::header::{self, Header};
use super::matrix::Matrix;
use super::model::{Row, Table};
use super::sideways::{self, Further};
use super::words::plain;
use crate::amount::Unit;
use crate::layout::{Block, Grid, Line};
use crate::origin::Origin;

/// Tables of figures found among a document's blocks.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    /// The tables.
    pub tables: Vec<Table>,
    /// For each table whether it came from text that had lost its spans.
    pub loose: Vec<bool>,
    /// The rows of each table while it grows, panel by panel.
    rows: Vec<Vec<Vec<Row>>>,
    /// For each block, whether it went into a table (as grid, caption or continuation).
    pub taken: Vec<bool>,
    /// Parts of columns alone that were put beside their table: the table and the part's place.
    pub beside: Vec<(usize, Origin)>,
    /// Grids that are no tables of figures, by block.
    pub other: Vec<usize>,
}

/// The table being continued.
struct Open {
    header: Header,
    shape: Shape,
    grid: Grid,
    /// Rows have been read, so that the shape is known; the first part may be but a header at the foot of its page.
    bodied: bool,
    /// Nothing but page ends and captions stood between it and the current block.
    adjoining: bool,
    table: usize,
    /// Columns that stand on pages of their own.
    further: Further,
}

impl Open {
    /// The shape of a further part: that of the first, unless the first had no figures to tell by.
    fn shape_for(&self, matrix: &Matrix<'_>, header: &Header) -> Shape {
        if self.bodied {
            return self.shape.clone();
        }
        let roles = columns::roles(matrix, header);
        body::shape(header, &roles, &columns::panels(header, &roles))
    }
}

/// Finds the tables. `taken` are the blocks that were read as something else.
pub(super) fn tables(blocks: &[Block], taken: &[bool]) -> Assembly {
    let mut assembly = Assembly { taken: taken.to_vec(), ..Assembly::default() };
    assembly.taken.resize(blocks.len(), false);
    let mut open: Option<Open> = None;
    let mut since: Vec<usize> = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        match block {
            Block::Page(_) => {}
            _ if taken.get(index) == Some(&true) => {
                since.clear();
                open = None;
            }
            Block::Line(_) => since.push(index),
            Block::Grid(grid) => {
                let lines: Vec<&Line> = since
                    .iter()
                    .filter_map(|&at| match blocks.get(at) {
                        Some(Block::Line(line)) => Some(line),
                        _ => None,
                    })
                    .collect();
                let caption = caption::read(&lines);
                let between = lines.len() - caption.lines;
                let prose = lines.iter().take(between).any(|line| plain(&line.text).chars().count() > 6);
                if let Some(open) = &mut open {
                    open.adjoining &= !prose;
                }
                // A title that lost its last character is no caption, but it is where the part begins.
                let cut_title = between.checked_sub(1).and_then(|at| lines.get(at)).filter(|line| {
                    let table = open.as_ref().and_then(|open| assembly.tables.get(open.table));
                    let text = plain(&line.text);
                    text.chars().count() >= 4
                        && table.is_some_and(|table| plain(&table.title).starts_with(&text))
                });
                let start = cut_title.or(lines.get(between));
                let start = start.map_or(&grid.origin, |line| &line.origin).clone();
                let used = add(&mut assembly, &mut open, grid, caption, start);
                if used {
                    let caption_lines = lines.len() - between;
                    for at in since.iter().rev().take(caption_lines).chain([&index]) {
                        if let Some(slot) = assembly.taken.get_mut(*at) {
                            *slot = true;
                        }
                    }
                } else {
                    assembly.other.push(index);
                }
                since.clear();
            }
        }
    }
    for (table, panels) in assembly.tables.iter_mut().zip(std::mem::take(&mut assembly.rows)) {
        table.rows = panels.into_iter().flatten().collect();
    }
    assembly
}

/// Adds a grid as a table of its own or as the continuation of the open one; `false` where it is no table of
/// figures. The table with its caption begins at `start`.
fn add(
    assembly: &mut Assembly,
    open: &mut Option<Open>,
    grid: &Grid,
    caption: Caption,
    start: Origin,
) -> bool {
    if let Some(part) = open.as_ref()
        && let Some((aligned, header)) = continuation(part, grid, &caption, &assembly.tables)
    {
        let matrix = Matrix::new(&aligned);
        // Of two prints of a header the one with fewer of its groups displaced names the columns.
        if header.is_some() && soundness(&header) > soundness(&part.header) {
            let roles = columns::roles(&matrix, &header);
            let better = body::shape(&header, &roles, &columns::panels(&header, &roles));
            if let Some(table) = assembly.tables.get_mut(part.table)
                && better.columns.len() == table.columns.len()
            {
                table.columns.clone_from(&better.columns);
            }
        }
        // The part takes the meaning of the columns from the part before.
        let header = Header { paths: part.header.paths.clone(), ..header };
        let shape = part.shape_for(&matrix, &header);
        let rows = body::rows(&matrix, &header, &shape);
        let cut = cut::begins_cut(&Matrix::new(&part.grid), &part.header, (&matrix, &header), &shape.roles);
        if let (Some(table), Some(panels)) =
            (assembly.tables.get_mut(part.table), assembly.rows.get_mut(part.table))
        {
            append(panels, rows, cut);
            if let Some(page) = grid.origin.page().filter(|page| table.pages.last() != Some(page)) {
                table.pages.push(page);
            }
        }
        if let Some(open) = open {
            open.adjoining = true;
            open.bodied |= aligned.rows > header.body;
            open.shape = shape;
        }
        return true;
    }
    if let Some(open) = open.as_mut()
        && goes_on_sideways(open, &caption, &assembly.tables)
        && let Some(part) = sideways::read(grid)
        && let (Some(table), Some([rows])) =
            (assembly.tables.get_mut(open.table), assembly.rows.get_mut(open.table).map(Vec::as_mut_slice))
        && sideways::append(&mut open.further, &part, &mut table.columns, rows)
    {
        if let Some(page) = grid.origin.page().filter(|page| table.pages.last() != Some(page)) {
            table.pages.push(page);
        }
        if !grid.spans_known {
            assembly.beside.push((open.table, start));
        }
        return true;
    }
    let matrix = Matrix::new(grid);
    let header = header::read(&matrix, false);
    let caption = with_inside(caption, &header, grid);
    let roles = columns::roles(&matrix, &header);
    let panels = columns::panels(&header, &roles);
    let shape = body::shape(&header, &roles, &panels);
    let rows = body::rows(&matrix, &header, &shape);
    if !is_of_figures(&header, &roles, &rows.concat(), &caption) {
        *open = None;
        return false;
    }
    let unit = caption.unit.or_else(|| unit_in(&header));
    assembly.tables.push(Table {
        label: caption.label,
        title: caption.title.unwrap_or_default(),
        unit,
        pages: grid.origin.page().into_iter().collect(),
        inferred: !grid.columns_seen,
        columns: shape.columns.clone(),
        ..Table::default()
    });
    assembly.rows.push(rows);
    assembly.loose.push(!grid.spans_known);
    let table = assembly.tables.len() - 1;
    *open = Some(Open {
        bodied: header.body < grid.rows,
        header,
        shape,
        grid: grid.clone(),
        adjoining: true,
        table,
        further: Further::default(),
    });
    true
}

/// What the rows printed inside the grid above the column names add to the caption.
fn with_inside(mut caption: Caption, header: &Header, grid: &Grid) -> Caption {
    for text in header.inside.iter().rev() {
        let inner = Line { text: text.clone(), origin: grid.origin.clone(), full: false, gap: false };
        let read = caption::read(&[&inner]);
        caption.title = caption.title.or(read.title);
        caption.label = caption.label.or(read.label);
        caption.unit = caption.unit.or(read.unit);
    }
    caption
}

/// The grid on the open table's columns and what is left of its header, where it goes on where that table stopped.
fn continuation(open: &Open, grid: &Grid, caption: &Caption, tables: &[Table]) -> Option<(Grid, Header)> {
    let table = tables.get(open.table)?;
    let aligned = grid.on_columns_of(&open.grid)?;
    let matrix = Matrix::new(&aligned);
    let full = if repeats(open, &matrix) { open.header.clone() } else { header::read(&matrix, false) };
    let caption = with_inside(caption.clone(), &full, grid);
    let same_title = caption.title.as_ref().map(|title| plain(title) == plain(&table.title));
    let other_label = caption.label.is_some() && caption.label != table.label;
    if same_title == Some(false) || other_label && same_title.is_none() {
        return None;
    }
    if !open.adjoining && same_title != Some(true) {
        return None;
    }
    let same = if same_title == Some(true) {
        same_header(&full, &open.header)
    } else {
        header_words(&full.paths) == header_words(&open.header.paths)
    };
    // Where nothing is said above it, a part under the same names is the same table, though a page's end or a narrow
    // cell cut some of them short.
    let bare = caption == Caption::default() && cut_short(&full, &open.header);
    if full.is_some() && (same || bare) {
        return Some((aligned, full));
    }
    let rest = header::read(&matrix, true);
    if !rest.is_some() {
        return Some((aligned, rest));
    }
    // Nothing at all announces the part, and its first row does not read like column names: it may be but the end
    // of a name cut by the page.
    let silent = caption == Caption::default() && !header::reads_like_names(&matrix, 0);
    silent.then(|| (aligned, Header::default()))
}

/// Whether a part begins with the very rows that head the open table: then they end where they ended there, though
/// the row below may read like column names.
fn repeats(open: &Open, part: &Matrix<'_>) -> bool {
    let first = Matrix::new(&open.grid);
    let words = |matrix: &Matrix<'_>, row: usize| -> Vec<(usize, String)> {
        matrix.row(row).map(|(col, text)| (col, plain(text))).collect()
    };
    open.header.body > 0
        && open.header.body < part.grid.rows
        && (0..open.header.body).all(|row| words(&first, row) == words(part, row))
}

/// Whether a part of columns alone may belong to the open table: it has its title, or the beginning of it where the
/// page cut it off, or none.
fn goes_on_sideways(open: &Open, caption: &Caption, tables: &[Table]) -> bool {
    let Some(table) = tables.get(open.table) else { return false };
    let (whole, part) = (plain(&table.title), caption.title.as_ref().map(|title| plain(title)));
    match part {
        Some(part) => whole == part || part.chars().count() >= 4 && whole.starts_with(&part),
        None => open.adjoining && (caption.label.is_none() || caption.label == table.label),
    }
}

/// Whether a header printed again on a further page is the same, damage and single words apart.
fn same_header(header: &Header, open: &Header) -> bool {
    if header_words(&header.paths) == header_words(&open.paths) {
        return true;
    }
    let leaf = |path: &Vec<String>| path.last().map(|name| plain(name));
    let same = header.paths.iter().zip(&open.paths).filter(|(a, b)| leaf(a) == leaf(b)).count();
    header.paths.len() == open.paths.len() && same * 10 >= header.paths.len() * 8
}

/// Whether a header printed again lacks but the ends of some names, one in two at the most.
fn cut_short(header: &Header, open: &Header) -> bool {
    let name = |path: &Vec<String>| path.last().map(|name| plain(name)).unwrap_or_default();
    let pairs = || header.paths.iter().zip(&open.paths).map(|(a, b)| (name(a), name(b)));
    let whole = pairs().filter(|(a, b)| a == b && !a.is_empty()).count();
    header.paths.len() == open.paths.len()
        && whole * 2 >= header.paths.len()
        && pairs().all(|(a, b)| b.starts_with(&a) || a.starts_with(&b))
}

/// How many of a header's groups begin with their total, as groups do where the header is whole.
fn soundness(header: &Header) -> usize {
    let paths = &header.paths;
    let group = |path: &Vec<String>| (path.len() > 1).then(|| plain(path.first().map_or("", String::as_str)));
    (0..paths.len())
        .filter(|&col| {
            let own = paths.get(col).and_then(group);
            let begins = own.is_some() && (col == 0 || paths.get(col - 1).and_then(group) != own);
            begins
                && paths
                    .get(col)
                    .and_then(|path| path.get(1))
                    .is_some_and(|name| matches!(plain(name).as_str(), "合计" | "小计"))
        })
        .count()
}

fn header_words(paths: &[Vec<String>]) -> Vec<String> {
    paths.iter().map(|path| path.iter().map(|name| plain(name)).collect()).collect()
}

/// Appends the rows of a continued part, panel by panel. A row broken by the page's end has its name's rest in the
/// next part.
fn append(panels: &mut Vec<Vec<Row>>, part: Vec<Vec<Row>>, cut: bool) {
    panels.resize(panels.len().max(part.len()), Vec::new());
    for (kept, rows) in panels.iter_mut().zip(part) {
        let coded = kept.iter().filter(|row| row.code.is_some()).count() * 2 > kept.len();
        let mut rows = rows.into_iter().peekable();
        if let Some(last) = kept.last_mut() {
            if cut && rows.peek().is_some_and(|first| cut::join(last, first)) {
                rows.next();
            } else if let Some(first) = rows.next_if(|first| is_rest(last, first, coded)) {
                last.name.push_str(&first.name);
            }
        }
        kept.extend(rows);
    }
}

/// Whether a row is but the end of the name of the row before it, cut by the page: it has neither code nor figure,
/// and its kind of row has one, or it is not numbered where the row before is.
fn is_rest(last: &Row, first: &Row, coded: bool) -> bool {
    let bare = first.code.is_none()
        && !first.name.is_empty()
        && first.cells.iter().all(|cell| cell.amount.is_none());
    if !bare || super::words::is_total(&first.name) || super::words::is_numbered(&first.name) {
        return false;
    }
    let cut = |word: &str| plain(&first.name) == word && !last.name.ends_with('计');
    coded
        || cut("小计")
        || cut("合计")
        || super::words::is_numbered(&last.name) && first.name.chars().count() <= 8 && !opens_row(&first.name)
}

/// Words that open a row of a summary table without a number before them.
fn opens_row(name: &str) -> bool {
    ["本年", "当年", "上年", "年初", "年末", "年终", "结转", "结余", "使用", "其中", "收入", "支出"]
        .iter()
        .any(|word| name.starts_with(word))
}

/// Whether a grid is a table of figures: it has some, or its names say that it would.
fn is_of_figures(header: &Header, roles: &[Role], rows: &[Row], caption: &Caption) -> bool {
    let figures = rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.amount.is_some()).count();
    let titled = caption.title.is_some() || caption.label.is_some();
    let amounts = roles.iter().filter(|role| **role == Role::Amount).count();
    let words = ["金额", "预算数", "决算数", "合计", "支出", "收入", "总计", "小计"];
    let says_money =
        header.paths.iter().flatten().any(|name| words.iter().any(|word| plain(name).contains(word)));
    amounts > 0 && (titled && says_money || figures > 0 && (says_money || caption.unit.is_some() || titled))
}

/// The unit printed in a column's name: 金额（万元）.
fn unit_in(header: &Header) -> Option<Unit> {
    header.paths.iter().flatten().find_map(|name| {
        let name = plain(name);
        let (_, inside) = name.split_once('(')?;
        let inside = inside.trim_end_matches(')');
        ["万元", "元", "千元", "亿元"]
            .contains(&inside.trim_start_matches("单位:"))
            .then(|| Unit::find(inside))
            .flatten()
    })
}
