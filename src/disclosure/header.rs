//! The header of a grid: how many rows it takes and what each column is called.

use super::matrix::Matrix;
use super::words::{is_blank, is_code, is_numbered, is_total, plain};
use crate::amount;

/// The header of a grid.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Header {
    /// A title printed inside the grid, over all columns.
    pub inside: Vec<String>,
    /// Where the column names begin.
    pub first: usize,
    /// Where the body begins.
    pub body: usize,
    /// The names above each column, outermost first; empty where the grid has no header.
    pub paths: Vec<Vec<String>>,
}

impl Header {
    /// Whether the grid has column names.
    pub(super) fn is_some(&self) -> bool {
        self.body > self.first
    }
}

/// Reads the header of a grid. A grid that may go on from another need not begin with one: then the first row that
/// looks like an item is already data.
pub(super) fn read(matrix: &Matrix<'_>, continued: bool) -> Header {
    let (rows, cols) = (matrix.grid.rows, matrix.grid.cols);
    let mut inside = Vec::new();
    let mut first = 0;
    // Rows with one cell over (nearly) all columns, before the column names, are the caption.
    while first + 1 < rows && cols > 1 && !is_body(matrix, first, false) {
        let Some(only) = single(matrix, first) else { break };
        if super::caption::title(only).is_none()
            && super::caption::split_label(only).is_none()
            && !only.contains("单位")
            && !only.contains("部门")
        {
            break;
        }
        inside.push(only.to_owned());
        first += 1;
    }
    let mut body = first;
    let mut reach = first;
    while body < rows && !is_body(matrix, body, continued || body > first) {
        // Cells that begin in the header may reach further down.
        for col in 0..cols {
            if let Some(cell) = matrix.cell(body, col) {
                reach = reach.max(cell.row + cell.rows);
            }
        }
        body += 1;
    }
    if matrix.grid.spans_known && reach > body && body > first {
        body = reach.min(rows);
    }
    // The row of column numbers (栏次) names nothing.
    let mut named = body;
    while named > first && is_index_row(matrix, named - 1) {
        named -= 1;
    }
    let paths = (0..cols).map(|col| path(matrix, first, named, col)).collect();
    Header { inside, first, body, paths }
}

/// The only text of a row, where it has but one.
fn single<'a>(matrix: &'a Matrix<'_>, row: usize) -> Option<&'a str> {
    let mut texts = matrix.row(row);
    let (_, only) = texts.next()?;
    texts.next().is_none().then_some(only)
}

/// Whether a row is data: it has a code, a figure, or begins like an item or a total.
fn is_body(matrix: &Matrix<'_>, row: usize, below_header: bool) -> bool {
    if is_index_row(matrix, row) {
        return false;
    }
    let texts: Vec<(usize, &str)> = matrix.row(row).collect();
    if texts.is_empty() {
        return below_header;
    }
    let figure = |text: &str| {
        amount::parse(text).is_some()
            && (text.contains('.') || text.contains(',') || !is_year(text) && text.len() > 2)
    };
    if texts.iter().any(|(_, text)| is_code(text) || figure(text)) {
        return true;
    }
    // A running number (行次) may stand before the item.
    let running = |text: &str| text.len() <= 2 && text.chars().all(|c| c.is_ascii_digit());
    let Some((_, lead)) = texts.iter().find(|(_, text)| !running(text)) else { return false };
    if is_numbered(lead) && below_header {
        return true;
    }
    // 「合计」 heads a column as often as it heads the first row of data: there it stands alone.
    below_header
        && is_total(lead)
        && texts.iter().skip(1).all(|(_, text)| is_blank(text) || amount::parse(text).is_some())
}

/// Whether a row reads like column names: several words, one of which is usual there.
pub(super) fn reads_like_names(matrix: &Matrix<'_>, row: usize) -> bool {
    let texts: Vec<String> = matrix.row(row).map(|(_, text)| plain(text)).collect();
    let usual = [
        "项目",
        "科目",
        "编码",
        "代码",
        "金额",
        "预算数",
        "决算数",
        "单位名称",
        "项目名称",
        "名称",
        "合计",
        "总计",
        "收入",
        "支出",
    ];
    texts.len() > 1
        && texts
            .iter()
            .any(|text| usual.contains(&text.as_str()) || text.contains("科目") || text.contains("编码"))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("20") || text.starts_with("19"))
}

/// A row of column numbers: 栏次 1 2 3, or 1 2 3=4+5.
fn is_index_row(matrix: &Matrix<'_>, row: usize) -> bool {
    let texts: Vec<&str> = matrix.row(row).map(|(_, text)| text).collect();
    if texts.first().is_some_and(|text| matches!(plain(text).as_str(), "栏次" | "行次")) && texts.len() > 1
    {
        return true;
    }
    let numbers: Vec<u32> = texts
        .iter()
        .filter(|text| !matches!(plain(text).as_str(), "栏次" | "行次" | "**" | "*" | "—"))
        .map_while(|text| text.split(['=', '＝']).next().and_then(|n| n.trim().parse().ok()))
        .collect();
    let named = texts
        .iter()
        .filter(|text| !matches!(plain(text).as_str(), "栏次" | "行次" | "**" | "*" | "—"))
        .count();
    numbers.len() >= 2
        && numbers.len() == named
        && numbers.windows(2).all(|w| w[1] == w[0] + 1)
        && numbers[0] <= 2
}

/// The names above a column.
fn path(matrix: &Matrix<'_>, first: usize, body: usize, col: usize) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    let mut last = None;
    for row in first..body {
        let place =
            if matrix.grid.spans_known { Some((row, col)) } else { guessed(matrix, first, body, row, col) };
        let Some((row, col)) = place else { continue };
        let cell = matrix.cell(row, col).map(|cell| (cell.row, cell.col));
        let text = matrix.covering_text(row, col);
        if cell.is_none() || cell == last || text.is_empty() {
            continue;
        }
        last = cell;
        path.push(text.to_owned());
    }
    path
}

/// Where spans are lost, a group's name is printed over its first column only: the cell that names a place is the
/// nearest one to the left which has names below it too.
fn guessed(matrix: &Matrix<'_>, first: usize, body: usize, row: usize, col: usize) -> Option<(usize, usize)> {
    if !matrix.text(row, col).is_empty() {
        return Some((row, col));
    }
    let below = |col: usize| (row + 1..body).any(|r| !matrix.text(r, col).is_empty());
    if !below(col) {
        return None;
    }
    let left = (0..col).rev().find(|&c| !matrix.text(row, c).is_empty())?;
    // A name above, between the two, begins another group.
    let parted = (first..row).any(|r| (left + 1..=col).any(|c| !matrix.text(r, c).is_empty()));
    (!parted && below(left)).then_some((row, left))
}
