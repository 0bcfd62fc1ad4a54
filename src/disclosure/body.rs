//! The body of a grid as rows of a table.

use super::columns::{Panel, Role};
use super::header::Header;
use super::matrix::Matrix;
use super::model::{Cell, Column, ColumnKind, Row, Side};
use super::words::is_blank;
use crate::amount;

/// Columns of the table, and for each panel which grid columns feed which table column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    /// The table's columns.
    pub columns: Vec<Column>,
    /// For each panel the grid columns behind the table's columns.
    feeds: Vec<Vec<Option<Vec<usize>>>>,
    panels: Vec<Panel>,
    pub roles: Vec<Role>,
}

/// Lays out the table's columns. Panels of one side share its columns, so that a list broken into blocks reads as
/// one list.
pub(super) fn shape(header: &Header, roles: &[Role], panels: &[Panel]) -> Shape {
    let two_sided = sides_known(panels);
    let mut columns: Vec<Column> = Vec::new();
    let mut groups: Vec<(Option<Side>, usize, usize)> = Vec::new();
    let mut feeds = Vec::new();
    for panel in panels {
        let side = if two_sided { panel.side } else { None };
        let sources = sources(roles, panel);
        let amounts = sources.iter().filter(|(role, _)| *role == Role::Amount).count();
        let shared = groups.iter().find(|(s, _, n)| *s == side && *n == amounts).copied();
        let start = shared.map_or(columns.len(), |(_, start, _)| start);
        if shared.is_none() {
            groups.push((side, start, amounts));
            columns.extend(sources.iter().map(|(role, cols)| Column {
                path: cols.first().and_then(|&c| header.paths.get(c)).cloned().unwrap_or_default(),
                kind: role.kind(),
                side,
                key: None,
            }));
        }
        let width = sources.len();
        feeds.push((start, sources));
        debug_assert!(columns.len() >= start + usize::from(width > 0));
    }
    let total = columns.len();
    let feeds = feeds
        .into_iter()
        .map(|(start, sources)| {
            let mut feed: Vec<Option<Vec<usize>>> = vec![None; total];
            let mut used = vec![false; total];
            for (role, cols) in sources {
                let place = (start..total).find(|&at| {
                    used.get(at) == Some(&false) && columns.get(at).is_some_and(|c| c.kind == role.kind())
                });
                if let Some(place) = place
                    && let (Some(slot), Some(mark)) = (feed.get_mut(place), used.get_mut(place))
                {
                    *slot = Some(cols);
                    *mark = true;
                }
            }
            feed
        })
        .collect();
    Shape { columns, feeds, panels: panels.to_vec(), roles: roles.to_vec() }
}

fn sides_known(panels: &[Panel]) -> bool {
    panels.len() > 1
        && panels.iter().any(|p| p.side == Some(Side::Income))
        && panels.iter().any(|p| p.side == Some(Side::Expenditure))
}

/// A panel's columns: 类|款|项 together as one code, running numbers left out.
fn sources(roles: &[Role], panel: &Panel) -> Vec<(Role, Vec<usize>)> {
    let mut out: Vec<(Role, Vec<usize>)> = Vec::new();
    for col in panel.from..panel.to {
        match roles.get(col) {
            Some(Role::CodePart) => match out.last_mut() {
                Some((Role::CodePart, cols)) => cols.push(col),
                _ => out.push((Role::CodePart, vec![col])),
            },
            Some(Role::Running) | None => {}
            Some(role) => out.push((*role, vec![col])),
        }
    }
    out
}

/// Reads the body's rows, panel by panel.
pub(super) fn rows(matrix: &Matrix<'_>, header: &Header, shape: &Shape) -> Vec<Vec<Row>> {
    let mut panels = Vec::new();
    let grouping = grouping_columns(matrix, header, &shape.roles);
    for (number, (panel, feed)) in shape.panels.iter().zip(&shape.feeds).enumerate() {
        let mut rows = Vec::new();
        let mut carried: Vec<String> = Vec::new();
        for row in header.body..matrix.grid.rows {
            // A total that spans into the next panel has its figures there.
            let from_before = covers_from_before(matrix, row, shape, panel);
            if let Some(read) =
                read_row(matrix, row, panel, feed, shape, &grouping, from_before, &mut carried)
            {
                rows.push(Row { panel: number, ..read });
            }
        }
        panels.push(rows);
    }
    panels
}

/// Where the name that stands for a panel's figures began, if that was in the panel before it: a total's name goes
/// over several panels and its figures stand in the last.
fn covers_from_before(matrix: &Matrix<'_>, row: usize, shape: &Shape, panel: &Panel) -> Option<usize> {
    if matrix.grid.spans_known {
        let cell = matrix.cell(row, panel.from)?;
        return (cell.col < panel.from && !cell.text.is_empty()).then_some(cell.col);
    }
    // Spans lost: figures without a name, and just before them a total's name without figures.
    let words = |cols: std::ops::Range<usize>, role: fn(Role) -> bool| {
        cols.filter(|&col| shape.roles.get(col).copied().is_some_and(role))
            .find(|&col| !matrix.text(row, col).is_empty())
    };
    let named = |role| matches!(role, Role::Name | Role::Code | Role::CodePart);
    let figures = |role| role == Role::Amount;
    words(panel.from..panel.to, figures)?;
    if words(panel.from..panel.to, named).is_some() {
        return None;
    }
    let before = shape.panels.iter().find(|before| before.to == panel.from)?;
    let name = words(before.from..before.to, named)?;
    let total = ["合计", "总计", "小计"].iter().any(|word| matrix.text(row, name).contains(word));
    (total && words(before.from..before.to, figures).is_none()).then_some(name)
}

#[allow(clippy::too_many_arguments)]
fn read_row(
    matrix: &Matrix<'_>,
    row: usize,
    panel: &Panel,
    feed: &[Option<Vec<usize>>],
    shape: &Shape,
    grouping: &[bool],
    from_before: Option<usize>,
    carried: &mut Vec<String>,
) -> Option<Row> {
    let mut out = Row { side: if sides_known(&shape.panels) { panel.side } else { None }, ..Row::default() };
    let mut said = false;
    let mut group = String::new();
    for (at, column) in shape.columns.iter().enumerate() {
        let Some(cols) = feed.get(at).and_then(Option::as_ref) else {
            out.cells.push(Cell::default());
            continue;
        };
        if column.kind == ColumnKind::Code && cols.len() > 1 {
            let parts: Vec<&str> = cols.iter().map(|&c| matrix.text(row, c)).collect();
            let code = joined_code(&parts, carried, &padded(matrix, cols));
            said |= parts.iter().any(|part| !part.is_empty());
            out.cells.push(Cell {
                text: code.clone().unwrap_or_else(|| parts.concat()),
                origin: cols.first().and_then(|&c| matrix.origin(row, c)),
                ..Cell::default()
            });
            // A total's name is merged over the code's columns.
            if code.is_none() && out.name.is_empty() {
                out.name =
                    parts.iter().filter(|part| !part.chars().all(|c| c.is_ascii_digit())).copied().collect();
            }
            out.code = out.code.or(code);
            continue;
        }
        let Some(&col) = cols.first() else {
            out.cells.push(Cell::default());
            continue;
        };
        let begins = matrix.text(row, col);
        // The name that began in the panel before stands for this panel's.
        let text = match (from_before, column.kind) {
            (Some(from), ColumnKind::Name) if begins.is_empty() => matrix.covering_text(row, from),
            _ => begins,
        };
        let text = if is_blank(text) && column.kind == ColumnKind::Amount { "" } else { text };
        said |= !text.is_empty();
        match column.kind {
            ColumnKind::Code if super::words::is_code(text) => out.code = Some(text.to_owned()),
            // Codes of other kinds (units, posts) name no row.
            ColumnKind::Code if text.chars().all(|c| c.is_ascii_digit()) => {}
            // A name may spill over or be merged into the code's column: 「合计」.
            ColumnKind::Code | ColumnKind::Name | ColumnKind::Text if !text.is_empty() => {
                let groups = grouping.get(col).copied().unwrap_or(false);
                if groups {
                    if group.is_empty() {
                        text.clone_into(&mut group);
                    }
                } else if out.name.is_empty()
                    && (column.kind != ColumnKind::Text
                        || !has_name_column(shape, at)
                            && !named_later(matrix, row, feed, shape, grouping, at))
                {
                    text.clone_into(&mut out.name);
                }
            }
            _ => {}
        }
        out.cells.push(Cell {
            text: text.to_owned(),
            amount: (column.kind == ColumnKind::Amount).then(|| amount::parse(text)).flatten(),
            inferred: false,
            origin: (!text.is_empty()).then(|| matrix.origin(row, col)).flatten(),
        });
    }
    if out.name.is_empty() {
        out.name = group;
    }
    if out.name.is_empty() {
        out.name = words_before_figures(shape, &out.cells);
    }
    // A total whose name spans into the next panel is that panel's.
    let next = shape.panels.iter().find(|next| next.from == panel.to);
    let spans_on = next
        .and_then(|next| covers_from_before(matrix, row, shape, next))
        .is_some_and(|name| (panel.from..panel.to).contains(&name));
    let no_figure = out.cells.iter().all(|cell| cell.amount.is_none());
    (said && !(spans_on && no_figure && shape.panels.len() > 1)).then_some(out)
}

/// The last words before a row's figures, where the column of names has none: a total, or a level above the names.
fn words_before_figures(shape: &Shape, cells: &[Cell]) -> String {
    let before = shape.columns.iter().zip(cells).take_while(|(column, _)| column.kind != ColumnKind::Amount);
    let words = before.filter(|(column, cell)| column.kind != ColumnKind::Amount && !cell.text.is_empty());
    words
        .filter(|(_, cell)| amount::parse(&cell.text).is_none())
        .last()
        .map(|(_, cell)| cell.text.clone())
        .unwrap_or_default()
}

/// Whether a column of names behind a text column names this row: 项目类别 | 项目名称 under a merged 单位名称.
fn named_later(
    matrix: &Matrix<'_>,
    row: usize,
    feed: &[Option<Vec<usize>>],
    shape: &Shape,
    grouping: &[bool],
    at: usize,
) -> bool {
    let names = shape.columns.iter().zip(feed).skip(at + 1).filter(|(c, _)| c.kind == ColumnKind::Name);
    names
        .filter_map(|(_, cols)| cols.as_ref()?.first().copied())
        .any(|col| grouping.get(col) != Some(&true) && !matrix.text(row, col).is_empty())
}

/// Whether a column of names begins no later than the text column `at`.
fn has_name_column(shape: &Shape, at: usize) -> bool {
    let side = shape.columns.get(at).and_then(|c| c.side);
    shape.columns.iter().any(|c| c.kind == ColumnKind::Name && c.side == side)
        && !shape.columns.iter().take(at).any(|c| c.kind == ColumnKind::Name && c.side == side)
}

/// Columns whose cells stretch over several rows name groups of rows, not rows; one column must remain.
fn grouping_columns(matrix: &Matrix<'_>, header: &Header, roles: &[Role]) -> Vec<bool> {
    let stretches = |col: usize| {
        (header.body..matrix.grid.rows)
            .filter_map(|row| matrix.cell(row, col))
            .any(|cell| cell.col == col && cell.cols == 1 && cell.rows > 1 && cell.row >= header.body)
    };
    let mut grouping: Vec<bool> = (0..roles.len())
        .map(|col| matches!(roles.get(col), Some(Role::Name | Role::Text)) && stretches(col))
        .collect();
    let words = |col: usize| matches!(roles.get(col), Some(Role::Name | Role::Text));
    if (0..roles.len()).filter(|&c| words(c)).all(|c| grouping.get(c) == Some(&true)) {
        grouping.fill(false);
    }
    grouping
}

/// For each column of a split code whether it pads its parts with zeros (01, 02).
fn padded(matrix: &Matrix<'_>, cols: &[usize]) -> Vec<bool> {
    cols.iter()
        .map(|&col| {
            (0..matrix.grid.rows)
                .any(|row| matrix.text(row, col).len() > 1 && matrix.text(row, col).starts_with('0'))
        })
        .collect()
}

/// 类|款|项 as one code; an empty leading part repeats the row above. Where a whole column is printed without
/// zeros (208|1|2) they are put in; a single part without its zero stays as printed, for it is a slip to be shown.
fn joined_code(parts: &[&str], carried: &mut Vec<String>, padded: &[bool]) -> Option<String> {
    let last = parts.iter().rposition(|part| !part.is_empty())?;
    if !parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let mut code = String::new();
    for (level, part) in parts.iter().enumerate().take(last + 1) {
        let part = if part.is_empty() {
            carried.get(level).cloned().unwrap_or_default()
        } else {
            (*part).to_owned()
        };
        // Some forms print the whole code of the level in its column.
        if level > 0 && part.len() > 2 && part.starts_with(code.as_str()) {
            code = part;
            continue;
        }
        if level > 0 && part.len() == 1 && padded.get(level) != Some(&true) {
            code.push('0');
        }
        code.push_str(&part);
    }
    carried.resize(parts.len(), String::new());
    for (kept, part) in carried.iter_mut().zip(parts) {
        if !part.is_empty() {
            (*part).clone_into(kept);
        }
    }
    let shown = super::words::whole_code(&code);
    super::words::is_code(&shown).then_some(code)
}
