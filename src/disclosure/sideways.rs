//! Tables too wide for their page: the columns that did not fit stand on pages of their own, without names.

use super::body;
use super::columns::{self, Role};
use super::header::{self, Header};
use super::matrix::Matrix;
use super::model::{Cell, Column, ColumnKind, Row, Table};
use super::words::plain;
use crate::layout::Grid;
use crate::origin::Origin;
use crate::report::{Category, Finding, Severity};

/// Says which tables had columns on pages of their own.
pub(super) fn notes(beside: &[(usize, Origin)], tables: &[Table]) -> Vec<Finding> {
    let mut notes: Vec<Finding> = Vec::new();
    for (index, origin) in beside {
        let Some(table) = tables.get(*index) else { continue };
        if let Some(note) = notes.iter_mut().find(|note| note.table == Some(table.index)) {
            note.origin.push(origin.clone());
            continue;
        }
        let label = table.label.as_deref().map(|label| format!("{label} ")).unwrap_or_default();
        notes.push(Finding { table: Some(table.index), origin: vec![origin.clone()], ..Finding::new("R06", Severity::Note, Category::LayoutDamage, format!(
                "{label}{}：右边的几栏在文本里成了另外的表（没有行的名称），已接回这张表的右边，按行的先后对上。",
                table.title
            )) });
    }
    notes
}

/// How far the columns on further pages have been read.
#[derive(Debug, Clone, Default)]
pub(super) struct Further {
    /// Words of the header being read.
    header: Vec<Vec<String>>,
    /// The table's column where it begins.
    column: usize,
    /// The row that comes next.
    row: usize,
}

/// A part made of columns alone.
pub(super) struct Part {
    header: Header,
    rows: Vec<Row>,
    /// The line that follows its header, in plain text.
    first: Option<u32>,
    /// Where rows are seen: the place of each row among all, empty ones too, and how many there are.
    seen: Option<(Vec<usize>, usize)>,
}

impl Part {
    /// For each row the row of the table it goes on with, counted from the first one that it may be. A row that is
    /// empty here leaves no trace but its line; where lines do not tell and some are missing, `None`.
    fn places(&self, rows: &[Row], from: usize) -> Option<Vec<usize>> {
        let left = rows.get(from..)?;
        let in_order = || (0..self.rows.len()).collect::<Vec<usize>>();
        if self.rows.len() == left.len() || self.rows.iter().all(|row| row.cells.iter().all(is_blank)) {
            return Some(in_order());
        }
        if let Some((places, all)) = &self.seen {
            // The part has as many rows as are left, or as the page that it goes on from.
            let page = left.first().and_then(page_of);
            let on_page = left.iter().take_while(|row| page.is_some() && page_of(row) == page).count();
            if *all == left.len() || *all == on_page {
                return Some(places.clone());
            }
        }
        let first = self.first?;
        let beside: Vec<u32> = left.iter().filter_map(line_of).collect();
        let solid = beside.len() == left.len() && beside.windows(2).all(|pair| pair[1] == pair[0] + 1);
        let places: Option<Vec<usize>> = self
            .rows
            .iter()
            .map(|row| usize::try_from(line_of(row)?.checked_sub(first)?).ok().filter(|at| *at < left.len()))
            .collect();
        places.filter(|_| solid)
    }
}

fn is_blank(cell: &Cell) -> bool {
    cell.text.trim().is_empty()
}

/// The line of plain text that a row stands in.
fn line_of(row: &Row) -> Option<u32> {
    row.cells.iter().filter_map(|cell| cell.origin.as_ref()).find_map(Origin::line)
}

/// The page that a row stands on.
fn page_of(row: &Row) -> Option<u32> {
    row.cells.iter().filter_map(|cell| cell.origin.as_ref()).find_map(Origin::page)
}

/// Reads a grid as further columns: figures under names, no column that names rows.
pub(super) fn read(grid: &Grid) -> Option<Part> {
    let matrix = Matrix::new(grid);
    let header = header::read(&matrix, false);
    if !header.is_some() && !grid.columns_seen {
        return None;
    }
    let roles = columns::roles(&matrix, &header);
    let bare = header.body >= grid.rows;
    // Without a body every column looks like one of figures; names tell.
    let names_rows = |col: usize| {
        let path = header.paths.get(col).map(Vec::as_slice).unwrap_or_default();
        path.iter().any(|name| {
            ["项目", "科目", "编码", "单位名称", "名称"].iter().any(|word| plain(name).contains(word))
        })
    };
    let figures =
        roles.iter().enumerate().all(|(col, role)| *role == Role::Amount && !(bare && names_rows(col)));
    if !figures || roles.is_empty() {
        return None;
    }
    let panels = [columns::Panel { side: None, from: 0, to: roles.len() }];
    let shape = body::shape(&header, &roles, &panels);
    let rows: Vec<Row> = body::rows(&matrix, &header, &shape).into_iter().flatten().collect();
    let last = header.body.checked_sub(1);
    let last = last.and_then(|row| (0..grid.cols).find_map(|col| matrix.origin(row, col)?.line()));
    let filled = |row: &usize| matrix.row(*row).any(|(_, text)| !super::words::is_blank(text));
    let places: Vec<usize> = (header.body..grid.rows).filter(filled).map(|row| row - header.body).collect();
    let seen = grid.columns_seen && grid.spans_known && places.len() == rows.len();
    let seen = seen.then_some((places, grid.rows - header.body));
    Some(Part { header, rows, first: last.map(|line| line + 1), seen })
}

/// Adds a part to a table's columns and rows; `false`, and nothing done, where it has more rows than are left.
pub(super) fn append(
    further: &mut Further,
    part: &Part,
    columns: &mut Vec<Column>,
    rows: &mut [Row],
) -> bool {
    // A part without names goes on with the columns of the part before.
    let nameless = !part.header.is_some();
    if nameless && (further.row == 0 || further.header.len() != part.header.paths.len()) {
        return false;
    }
    let repeated = (nameless || further.header == part.header.paths) && further.row > 0;
    let row = if repeated { further.row } else { 0 };
    let fits = part.rows.len() <= rows.len() - row.min(rows.len());
    let Some(places) = part.places(rows, row).filter(|_| fits && rows.len() >= part.rows.len()) else {
        return false;
    };
    // A part that begins anew has the rows of a part of the table, not one.
    if part.rows.len() == 1 && rows.len() > 2 && part.first.is_none() {
        return false;
    }
    if !repeated && further.header != part.header.paths {
        further.header.clone_from(&part.header.paths);
        further.column = columns.len();
        columns.extend(part.header.paths.iter().map(|path| Column {
            path: path.clone(),
            kind: ColumnKind::Amount,
            side: None,
            key: None,
        }));
    }
    for row in rows.iter_mut() {
        row.cells.resize(columns.len(), Cell::default());
    }
    for (place, source) in places.iter().zip(&part.rows) {
        let Some(target) = rows.get_mut(row + place) else { continue };
        for (slot, cell) in target.cells.iter_mut().skip(further.column).zip(&source.cells) {
            slot.clone_from(cell);
        }
    }
    let last = part.seen.as_ref().map(|(_, all)| *all).or_else(|| places.last().map(|last| last + 1));
    further.row = row + last.unwrap_or(0);
    true
}
