//! What a synthetic table says (its truth) and how it is laid out on paper.

use rust_decimal::Decimal;

use crate::amount::{self, Unit};
use crate::disclosure::model::Side;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Subject codes.
    Code,
    /// Names.
    Name,
    /// 行次: printed, but no part of the truth.
    Line,
    /// Any other text.
    Text,
    /// Figures.
    Amount,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Header from the top.
    pub path: Vec<String>,
    /// What it holds.
    pub role: Role,
    /// Width in characters.
    pub width: u16,
}

impl Column {
    /// A column from its header, levels separated by `/`.
    #[must_use]
    pub fn new(path: &str, role: Role, width: u16) -> Self {
        Self { path: path.split('/').map(str::to_owned).collect(), role, width }
    }
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Subject code.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// What the [`Role::Text`] columns hold.
    pub texts: Vec<String>,
    /// What the [`Role::Amount`] columns hold.
    pub values: Vec<Option<Decimal>>,
}

/// One of the parts that stand side by side; an ordinary table has one.
#[derive(Debug, Clone, Default)]
pub struct Panel {
    /// 收入 or 支出, in a two-sided table.
    pub side: Option<Side>,
    /// Header over the whole panel.
    pub head: Vec<String>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, from the top.
    pub body: Vec<Row>,
    /// Totals, aligned with those of the other panels at the bottom.
    pub foot: Vec<Row>,
}

impl Panel {
    /// Body and foot.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.body.iter().chain(&self.foot)
    }

    /// The row at an index over body and foot.
    pub fn row_mut(&mut self, index: usize) -> Option<&mut Row> {
        let body = self.body.len();
        if index < body { self.body.get_mut(index) } else { self.foot.get_mut(index - body) }
    }

    /// The columns with figures.
    #[must_use]
    pub fn amounts(&self) -> Vec<&Column> {
        self.columns.iter().filter(|c| c.role == Role::Amount).collect()
    }
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// `表3`, `公开05表`, where printed.
    pub label: Option<String>,
    /// Title.
    pub title: String,
    /// Unit of its figures.
    pub unit: Option<Unit>,
    /// Side by side.
    pub panels: Vec<Panel>,
    /// What stands below.
    pub notes: Vec<String>,
    /// A 栏次 row follows the header.
    pub numbered: bool,
}

impl Table {
    /// Number of cells with figures.
    #[must_use]
    pub fn figures(&self) -> usize {
        self.panels.iter().flat_map(Panel::rows).flat_map(|row| &row.values).flatten().count()
    }
}

/// Where the word 合计 stands when the row has no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalAt {
    /// In the name column.
    Name,
    /// In the first column.
    First,
    /// Over the code and the name column.
    Merged,
}

/// How a document prints its tables.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Thousands separators.
    pub grouped: bool,
    /// 类 | 款 | 项 in three columns.
    pub split_codes: bool,
    /// Where 合计 stands.
    pub total: TotalAt,
}

/// How a cell's text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// A cell on paper.
#[derive(Debug, Clone)]
pub struct Cell {
    /// First column.
    pub col: usize,
    /// Columns covered.
    pub cols: usize,
    /// Rows covered.
    pub rows: usize,
    /// Text.
    pub text: String,
    /// Setting.
    pub align: Align,
}

/// A table as a grid of printed cells.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Column widths in characters.
    pub widths: Vec<u16>,
    /// Header rows.
    pub header: Vec<Vec<Cell>>,
    /// Body rows.
    pub body: Vec<Vec<Cell>>,
}

impl Sheet {
    /// Lays a table out.
    #[must_use]
    pub fn new(table: &Table, look: Look) -> Self {
        let mut paths: Vec<Vec<String>> = Vec::new();
        let mut widths = Vec::new();
        for panel in &table.panels {
            for column in &panel.columns {
                let path: Vec<String> = panel.head.iter().chain(&column.path).cloned().collect();
                if column.role == Role::Code && look.split_codes {
                    let levels: &[&str] = if path.iter().any(|p| p.contains("经济")) {
                        &["类", "款"]
                    } else {
                        &["类", "款", "项"]
                    };
                    for level in levels {
                        paths.push(path.iter().cloned().chain([(*level).to_owned()]).collect());
                        widths.push(4);
                    }
                } else {
                    paths.push(path);
                    widths.push(column.width);
                }
            }
        }
        let mut header = header_rows(&paths);
        if table.numbered {
            header.push(numbering(table, look));
        }
        Self { widths, header, body: body_rows(table, look) }
    }
}

/// Merges equal neighbours of one level into spans; a short path's last cell reaches down.
fn header_rows(paths: &[Vec<String>]) -> Vec<Vec<Cell>> {
    let depth = paths.iter().map(Vec::len).max().unwrap_or(0);
    let mut rows = Vec::new();
    for level in 0..depth {
        let mut row: Vec<Cell> = Vec::new();
        let mut col = 0;
        while col < paths.len() {
            let path = &paths[col];
            let Some(text) = path.get(level) else {
                col += 1;
                continue;
            };
            let last = path.len() == level + 1;
            let mut cols = 1;
            while !last
                && paths.get(col + cols).is_some_and(|p| p.len() > level + 1 && p[..=level] == path[..=level])
            {
                cols += 1;
            }
            let rows_down = if last { depth - level } else { 1 };
            row.push(Cell { col, cols, rows: rows_down, text: text.clone(), align: Align::Center });
            col += cols;
        }
        rows.push(row);
    }
    rows
}

/// The 栏次 row.
fn numbering(table: &Table, look: Look) -> Vec<Cell> {
    let mut cells = Vec::new();
    let (mut col, mut number) = (0, 0);
    for panel in &table.panels {
        let mut named = false;
        for column in &panel.columns {
            let parts = if column.role == Role::Code { code_columns(column, panel, look) } else { 1 };
            let text = match column.role {
                Role::Amount => {
                    number += 1;
                    number.to_string()
                }
                Role::Code | Role::Name if !named => {
                    named = true;
                    "栏次".to_owned()
                }
                _ => String::new(),
            };
            if !text.is_empty() {
                cells.push(Cell { col, cols: 1, rows: 1, text, align: Align::Center });
            }
            col += parts;
        }
    }
    cells
}

fn code_columns(column: &Column, panel: &Panel, look: Look) -> usize {
    match (look.split_codes, panel.head.iter().chain(&column.path).any(|p| p.contains("经济"))) {
        (false, _) => 1,
        (true, true) => 2,
        (true, false) => 3,
    }
}

fn body_rows(table: &Table, look: Look) -> Vec<Vec<Cell>> {
    let body = table.panels.iter().map(|p| p.body.len()).max().unwrap_or(0);
    let foot = table.panels.iter().map(|p| p.foot.len()).max().unwrap_or(0);
    let mut line = 0;
    let mut starts = Vec::new();
    for panel in &table.panels {
        starts.push(line);
        if panel.columns.iter().any(|c| c.role == Role::Line) {
            line += body + foot;
        }
    }
    (0..body + foot)
        .map(|index| {
            let mut cells = Vec::new();
            let mut col = 0;
            for (panel, start) in table.panels.iter().zip(&starts) {
                let row = if index < body {
                    panel.body.get(index)
                } else {
                    // Feet stand on the ground: a shorter one begins lower.
                    (index - body).checked_sub(foot - panel.foot.len()).and_then(|i| panel.foot.get(i))
                };
                panel_row(&mut cells, &mut col, panel, row, look, start + index + 1);
            }
            cells
        })
        .collect()
}

fn panel_row(
    cells: &mut Vec<Cell>,
    col: &mut usize,
    panel: &Panel,
    row: Option<&Row>,
    look: Look,
    line: usize,
) {
    let (mut value, mut text) = (0, 0);
    let has_code = panel.columns.iter().any(|c| c.role == Role::Code);
    let total = row.is_some_and(|r| r.code.is_none()) && has_code;
    for column in &panel.columns {
        let width = if column.role == Role::Code { code_columns(column, panel, look) } else { 1 };
        let mut put = |offset: usize, cols: usize, text: String, align: Align| {
            if !text.is_empty() {
                cells.push(Cell { col: *col + offset, cols, rows: 1, text, align });
            }
        };
        if let Some(row) = row {
            match column.role {
                Role::Code if total => match look.total {
                    TotalAt::Name => {}
                    TotalAt::First => put(0, 1, row.name.clone(), Align::Center),
                    TotalAt::Merged => put(0, width + 1, row.name.clone(), Align::Center),
                },
                Role::Code => {
                    let code = row.code.clone().unwrap_or_default();
                    if look.split_codes {
                        for (offset, part) in split_code(&code).into_iter().enumerate().take(width) {
                            put(offset, 1, part, Align::Center);
                        }
                    } else {
                        put(0, 1, code, Align::Left);
                    }
                }
                Role::Name if total && look.total != TotalAt::Name => {}
                Role::Name => {
                    let align = if total || panel.foot.iter().any(|f| f.name == row.name) {
                        Align::Center
                    } else {
                        Align::Left
                    };
                    put(0, 1, row.name.clone(), align);
                }
                Role::Line => put(0, 1, line.to_string(), Align::Center),
                Role::Text => {
                    put(0, 1, row.texts.get(text).cloned().unwrap_or_default(), Align::Left);
                    text += 1;
                }
                Role::Amount => {
                    if let Some(amount) = row.values.get(value).copied().flatten() {
                        put(0, 1, print(amount, look), Align::Right);
                    }
                    value += 1;
                }
            }
        } else if column.role == Role::Line {
            put(0, 1, line.to_string(), Align::Center);
        }
        *col += width;
    }
}

/// A figure as the document prints it.
#[must_use]
pub fn print(amount: Decimal, look: Look) -> String {
    if look.grouped { amount::grouped(amount) } else { amount.to_string() }
}

/// `2080102` as 208 | 01 | 02.
fn split_code(code: &str) -> Vec<String> {
    let digits: Vec<char> = code.chars().collect();
    let mut parts = vec![digits.iter().take(3).collect::<String>()];
    parts.extend(digits.get(3..).unwrap_or_default().chunks(2).map(|pair| pair.iter().collect()));
    parts
}
