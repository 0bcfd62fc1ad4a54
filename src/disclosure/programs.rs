//! Performance tables: forms of targets and self-evaluations found among a document's blocks and read into programs.
//!
//! A form is known by its structure: labels of a project with their values, a header that names three levels of
//! indicators, scores at the foot. It may go on over several pages with or without its header, stand beside others
//! on one page, or be one table in which many projects share the columns.

mod columns;
mod fitting;
mod indicator;
mod levels;
mod lines;
mod list;
mod notes;
mod sheet;
#[cfg(test)]
mod tests;
mod values;
mod vocabulary;

use super::caption::{self, Caption};
use super::matrix::Matrix;
use super::model::Program;
use super::words::plain;
use crate::amount::Unit;
use crate::layout::{Block, Grid, Line};
use crate::origin::Origin;
use crate::report::Finding;
use columns::Columns;
use list::List;
use sheet::Sheet;
use vocabulary::{Label, label, labelled, total};

/// Performance tables found among a document's blocks.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The programs, in order.
    pub programs: Vec<Program>,
    /// What was mended.
    pub notes: Vec<Finding>,
    /// For each block, whether it went into a program (as grid, caption or line).
    pub taken: Vec<bool>,
}

/// The form being read.
enum Open {
    Sheet(Box<Sheet>),
    List(Box<List>),
}

/// Finds the performance tables.
pub(super) fn read(blocks: &[Block]) -> Found {
    let mut reader =
        Reader { found: Found { taken: vec![false; blocks.len()], ..Found::default() }, open: None };
    let mut since: Vec<usize> = Vec::new();
    let mut index = 0;
    while let Some(block) = blocks.get(index) {
        match block {
            Block::Page(_) => {}
            Block::Line(_) => {
                if let Some(form) = lines::read(blocks, index) {
                    let caption = caption::read(&lines_at(blocks, &since));
                    reader.close();
                    reader.take(since.iter().rev().take(caption.lines).copied());
                    reader.take(form.taken.iter().copied());
                    index = form.next;
                    reader.keep(form.finish(caption.unit));
                    since.clear();
                    continue;
                }
                since.push(index);
            }
            Block::Grid(grid) => {
                let lines = lines_at(blocks, &since);
                let caption = caption::read(&lines);
                let between = lines.len().saturating_sub(caption.lines);
                let prose = lines.iter().take(between).any(|line| plain(&line.text).chars().count() > 6);
                if reader.grid(grid, &caption, &lines, prose) {
                    let caption_lines = since.len().saturating_sub(between);
                    let taken: Vec<usize> =
                        since.iter().rev().take(caption_lines).copied().chain([index]).collect();
                    reader.take(taken);
                } else {
                    reader.close();
                }
                since.clear();
            }
        }
        index += 1;
    }
    reader.close();
    reader.found
}

fn lines_at<'a>(blocks: &'a [Block], at: &[usize]) -> Vec<&'a Line> {
    at.iter()
        .filter_map(|&at| match blocks.get(at) {
            Some(Block::Line(line)) => Some(line),
            _ => None,
        })
        .collect()
}

/// Whether a title is that of a performance form.
fn is_title(title: &str) -> bool {
    let title = plain(title);
    (title.contains("绩效") || title.contains("自评"))
        && !title.contains("绩效工资")
        && !title.contains("绩效奖")
}

/// A name that stands in a line above the form: 项目名称：水渠养护.
fn named_above(lines: &[&Line]) -> Option<(Label, String, Origin)> {
    lines.iter().rev().take(6).find_map(|line| {
        let (found, name) = labelled(&line.text)?;
        let name = name.split(['\t', '\u{3000}']).next()?.split("  ").next()?.trim();
        (found == Label::Project).then(|| (found, name.to_owned(), line.origin.clone()))
    })
}

struct Reader {
    found: Found,
    open: Option<Open>,
}

impl Reader {
    fn take(&mut self, blocks: impl IntoIterator<Item = usize>) {
        for at in blocks {
            if let Some(slot) = self.found.taken.get_mut(at) {
                *slot = true;
            }
        }
    }

    fn keep(&mut self, programs: impl IntoIterator<Item = (Program, Vec<Finding>)>) {
        for (program, notes) in programs {
            self.found.programs.push(program);
            self.found.notes.extend(notes);
        }
    }

    /// Ends the form being read.
    fn close(&mut self) {
        match self.open.take() {
            Some(Open::Sheet(sheet)) => self.keep(sheet.finish()),
            Some(Open::List(list)) => {
                let programs = list.finish();
                self.keep(programs);
            }
            None => {}
        }
    }

    /// Reads a grid as a form or a part of one; `false` where it is neither.
    fn grid(&mut self, grid: &Grid, caption: &Caption, lines: &[&Line], prose: bool) -> bool {
        let matrix = Matrix::new(grid);
        let titled = caption.title.as_deref().map(is_title);
        let inside = inside_title(&matrix);
        let whole =
            [caption.title.as_deref(), inside.as_deref()].into_iter().flatten().any(|t| t.contains("整体"));
        let titled = titled.or(inside.as_deref().map(|_| true));
        let header = (0..matrix.grid.rows).find(|&row| columns::names_levels(&matrix, row));
        let unit = caption.unit.or_else(|| unit_inside(&matrix));
        let columns = header.map(|row| columns::read(&matrix, row, 0));
        if let Some(columns) = columns.filter(|columns| columns.list) {
            self.list(&matrix, columns, unit, prose);
            return true;
        }
        if names_form(&matrix, header.is_some(), titled == Some(true)) {
            self.close();
            self.sheet(Sheet::new(whole, unit), &matrix, whole, unit);
            return true;
        }
        if let Some((label, name, origin)) = named_above(lines).filter(|_| header.is_some()) {
            self.close();
            let mut sheet = Sheet::new(whole, unit);
            sheet.name(label, &name, Some(origin));
            self.sheet(sheet, &matrix, whole, unit);
            return true;
        }
        let goes_on = !prose && titled != Some(false);
        match self.open.take() {
            Some(Open::Sheet(sheet)) if goes_on && continues(&matrix, &sheet, header, titled) => {
                self.sheet(*sheet, &matrix, whole, unit);
                true
            }
            Some(Open::List(mut list)) if goes_on && header.is_none() && suits(&matrix, list.width()) => {
                list.feed(&matrix, 0);
                self.open = Some(Open::List(list));
                true
            }
            other => {
                self.open = other;
                // A header of levels without a name above it: the name may have been lost, the indicators not.
                if header.is_some() && titled == Some(true) {
                    self.close();
                    self.sheet(Sheet::new(whole, unit), &matrix, whole, unit);
                    return true;
                }
                false
            }
        }
    }

    fn sheet(&mut self, mut sheet: Sheet, matrix: &Matrix<'_>, whole: bool, unit: Option<Unit>) {
        for done in sheet.feed(matrix, whole, unit) {
            self.keep(done.finish());
        }
        self.open = Some(Open::Sheet(Box::new(sheet)));
    }

    fn list(&mut self, matrix: &Matrix<'_>, columns: Columns, unit: Option<Unit>, prose: bool) {
        let body = columns.body;
        let mut list = match self.open.take() {
            Some(Open::List(mut list)) if !prose => {
                list.renew(columns);
                list
            }
            other => {
                self.open = other;
                self.close();
                Box::new(List::new(columns, unit))
            }
        };
        list.feed(matrix, body);
        self.open = Some(Open::List(list));
    }
}

/// A title printed inside the grid, above the labels.
fn inside_title(matrix: &Matrix<'_>) -> Option<String> {
    (0..matrix.grid.rows.min(3)).find_map(|row| {
        let mut texts = matrix.row(row);
        let (_, only) = texts.next()?;
        (texts.next().is_none() && is_title(only) && only.contains('表')).then(|| only.to_owned())
    })
}

/// The unit stated in a label: 项目预算金额（万元）.
fn unit_inside(matrix: &Matrix<'_>) -> Option<Unit> {
    (0..matrix.grid.rows).flat_map(|row| matrix.row(row)).find_map(|(_, text)| {
        let text = plain(text);
        let (name, inside) = text.split_once('(')?;
        let inside = inside.trim_end_matches(')');
        let money = name.contains("资金")
            || name.contains("金额")
            || name.contains("执行数")
            || name.contains("预算");
        (money && matches!(inside, "万元" | "元" | "千元" | "单位:万元" | "单位:元"))
            .then(|| Unit::find(inside))
            .flatten()
    })
}

/// Whether a grid is a form with its name in it.
fn names_form(matrix: &Matrix<'_>, has_levels: bool, titled: bool) -> bool {
    let mut named = false;
    let mut goal = false;
    let mut others = 0;
    for row in 0..matrix.grid.rows {
        let mut texts = matrix.row(row).map(|(_, text)| text);
        let Some(lead) = texts.next() else { continue };
        match label(lead).or_else(|| labelled(lead).map(|(label, _)| label)) {
            Some(Label::Project | Label::Whole) => {
                let next = texts.next();
                named |= next.is_some_and(|next| label(next).is_none()) || labelled(lead).is_some();
            }
            Some(found) => {
                goal |= found == Label::Goal;
                others += 1;
            }
            None => {}
        }
    }
    // Without levels or a title, only several rows that begin with labels make a form of it: names such as 项目名称
    // and 主管部门 also head the columns of tables of figures.
    named && (has_levels || titled && others > 0 || goal && others >= 3)
}

/// Whether a grid goes on with a form: it repeats its header, has its scores, or its rows read like indicators.
fn continues(matrix: &Matrix<'_>, sheet: &Sheet, header: Option<usize>, titled: Option<bool>) -> bool {
    if header.is_some() {
        return true;
    }
    if (0..matrix.grid.rows).flat_map(|row| matrix.row(row)).any(|(_, text)| total(text).is_some()) {
        return true;
    }
    let announced = titled == Some(true) && sheet.is_named();
    announced && !sheet.has_columns() || sheet.has_columns() && suits(matrix, sheet.width())
}

/// Whether most rows read like indicators; under as many columns as before less will do.
fn suits(matrix: &Matrix<'_>, width: usize) -> bool {
    let near = matrix.grid.cols.abs_diff(width) <= 1;
    let (mut rows, mut like) = (0, 0);
    for row in 0..matrix.grid.rows {
        let pieces = columns::pieces(matrix, row);
        if !pieces.is_empty() {
            rows += 1;
            let suits = columns::is_indicators(&pieces) || near && columns::may_be_indicators(&pieces);
            like += usize::from(suits);
        }
    }
    like * 2 >= rows && like > 0
}
