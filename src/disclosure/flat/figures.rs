//! Rows with figures but without columns, and the table they become.

use super::head::Head;
use super::name;
use super::pieces::Piece;
use super::shape::Shape;
use crate::amount::Unit;
use crate::articulation::placing::{Fit, Placement};
use crate::disclosure::model::{Cell, ColumnKind, Row, Side, Table};
use crate::disclosure::words::is_total;
use crate::origin::Origin;
use crate::report::Warning;
use crate::subjects;

/// A row as it stands in the text.
#[derive(Debug, Clone, Default)]
pub(super) struct FlatRow {
    pub code: Option<String>,
    pub code_origin: Option<Origin>,
    pub name: String,
    pub name_origin: Option<Origin>,
    pub side: Option<Side>,
    /// The number of its list, where lists stand side by side.
    pub panel: usize,
    pub figures: Vec<Piece>,
    /// Its figures stood on a line of their own, below the name.
    pub alone: bool,
}

impl FlatRow {
    /// A row that a code begins.
    pub(super) fn coded(code: &Piece) -> Self {
        Self { code: Some(code.text.clone()), code_origin: Some(code.origin.clone()), ..Self::default() }
    }

    /// Adds words to the name.
    pub(super) fn add_name(&mut self, words: &[Piece]) {
        for word in words {
            self.name_origin.get_or_insert_with(|| word.origin.clone());
            name::join(&mut self.name, &word.text);
        }
    }

    /// Whether the name is known to be complete: what its code stands for.
    pub(super) fn name_is_whole(&self) -> bool {
        self.code.as_deref().is_some_and(|code| subjects::is_name_of(&self.name, code))
    }

    /// Whether figures alone on a line may be its own.
    pub(super) fn is_open(&self) -> bool {
        self.figures.is_empty() || self.alone
    }

    fn origin(&self) -> Option<&Origin> {
        self.code_origin.as_ref().or(self.name_origin.as_ref()).or(self.figures.first().map(|f| &f.origin))
    }
}

/// A table on its way.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    title: String,
    label: Option<String>,
    unit: Option<Unit>,
    pub shape: Shape,
    pub rows: Vec<FlatRow>,
    /// For each row where its figures go; empty before placing.
    pub placed: Vec<Placement>,
}

impl Draft {
    pub(super) fn new(head: &Head, shape: Shape, rows: Vec<FlatRow>) -> Self {
        let rows = rows
            .into_iter()
            .map(|row| FlatRow { name: name::closed(row.name), ..row })
            // Words that are neither coded nor have figures nor total anything are rests of other cells.
            .filter(|row| {
                row.code.is_some() || row.side.is_some() || !row.figures.is_empty() || is_total(&row.name)
            })
            .collect();
        Self {
            title: head.title.clone(),
            label: head.label.clone(),
            unit: head.unit,
            shape,
            rows,
            placed: Vec::new(),
        }
    }

    /// The unit of its figures.
    pub(super) fn unit(&self) -> Option<Unit> {
        self.unit
    }

    /// Its title.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// Whether what was read is a table: rows that fit its columns, or an empty one with its 合计.
    pub(super) fn is_sound(&self) -> bool {
        let with = self.rows.iter().filter(|row| !row.figures.is_empty());
        let fitting =
            with.clone().filter(|row| row.figures.len() <= self.shape.amounts(row.side).len()).count();
        let all = with.count();
        if all == 0 { !self.rows.is_empty() } else { fitting * 10 >= all * 7 }
    }

    /// Whether another draft is the rest of this table, printed on the next page.
    pub(super) fn continues_in(&self, other: &Self) -> bool {
        self.title == other.title
            && (self.label == other.label || other.label.is_none())
            && self.shape.columns == other.shape.columns
            // A grand total begins a table of its own.
            && !other.rows.first().is_some_and(|row| is_total(&row.name))
    }

    /// The table, and what could not be placed in it.
    pub(super) fn finish(self) -> (Table, Vec<Warning>) {
        let mut warnings = Vec::new();
        let mut table = Table {
            label: self.label,
            title: self.title,
            unit: self.unit,
            columns: self.shape.columns.clone(),
            ..Table::default()
        };
        let mut open: Vec<&FlatRow> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let placement = self.placed.get(at);
            if placement.is_some_and(|p| p.columns.iter().any(Option::is_none)) {
                open.push(row);
            }
            table.rows.push(finished(row, &self.shape, placement));
        }
        if let Some(first) = open.first() {
            let names: Vec<String> = open.iter().take(3).map(|row| label(row)).collect();
            let more = if open.len() > 3 { format!("等 {} 行", open.len()) } else { String::new() };
            warnings.push(Warning {
                message: format!(
                    "《{}》的空格在文本里丢了，{}{more}的部分数字属于哪一列，恒等式定不下来，这些数字没有归列。",
                    table.title,
                    names.join("、"),
                ),
                origin: first.figures.first().map(|f| f.origin.clone()).or(first.origin().cloned()),
            });
        }
        (table, warnings)
    }
}

fn label(row: &FlatRow) -> String {
    let name: String = row.name.chars().take(20).collect();
    match (&row.code, name.is_empty()) {
        (Some(code), _) => format!("{code} {name}").trim_end().to_owned(),
        (None, false) => name,
        (None, true) => "唯一的一行".to_owned(),
    }
}

/// The row with each figure in its cell. A figure without a column is kept as text where its order allows.
fn finished(row: &FlatRow, shape: &Shape, placement: Option<&Placement>) -> Row {
    let mut cells = vec![Cell::default(); shape.columns.len()];
    let own = |side: Option<Side>| side.is_none() || side == row.side;
    let mut names = (0..shape.columns.len())
        .filter(|&at| shape.columns.get(at).is_some_and(|c| c.kind == ColumnKind::Name && own(c.side)));
    if let Some(cell) = names.next().and_then(|at| cells.get_mut(at)) {
        *cell = Cell { text: row.name.clone(), origin: row.name_origin.clone(), ..Cell::default() };
    }
    if let (Some(code), Some(at)) = (&row.code, shape.columns.iter().position(|c| c.kind == ColumnKind::Code))
        && let Some(cell) = cells.get_mut(at)
    {
        *cell = Cell { text: code.clone(), origin: row.code_origin.clone(), ..Cell::default() };
    }
    let amounts = shape.amounts(row.side);
    let inferred = placement.is_some_and(|p| p.fit != Fit::Given);
    let columns: Vec<Option<usize>> = (0..row.figures.len())
        .map(|at| placement.and_then(|placement| placement.columns.get(at).copied().flatten()))
        .collect();
    let mut free = 0;
    for (at, figure) in row.figures.iter().enumerate() {
        let column = columns.get(at).copied().flatten();
        let next = columns.iter().skip(at + 1).flatten().next().copied().unwrap_or(amounts.len());
        let place = column.or((free < next).then_some(free));
        let Some(place) = place else { continue };
        free = place + 1;
        if let Some(cell) = amounts.get(place).and_then(|&at| cells.get_mut(at)) {
            *cell = Cell {
                text: figure.text.clone(),
                amount: column.and(figure.figure),
                inferred: inferred && column.is_some(),
                origin: Some(figure.origin.clone()),
            };
        }
    }
    let (code, name) = (row.code.clone(), row.name.clone());
    Row { code, name, side: row.side, panel: row.panel, cells, ..Row::default() }
}
