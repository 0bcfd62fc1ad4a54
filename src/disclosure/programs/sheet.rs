//! A form about one project or unit: labels and their values, then the indicators, then the scores.

use rust_decimal::Decimal;

use super::columns::{Columns, Piece, names_levels, pieces, read};
use super::indicator;
use super::levels::fill;
use super::notes::{Repair, RepairKind, notes};
use super::values::percent;
use super::vocabulary::{Field, Label, Total, is_margin, label, labelled, total};
use crate::amount::{self, Unit};
use crate::disclosure::matrix::Matrix;
use crate::disclosure::model::{Indicator, Program, Task};
use crate::disclosure::words::plain;
use crate::order;
use crate::origin::Origin;
use crate::report::Finding;

/// A form while it is read, part by part.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    program: Program,
    /// The name is a project's, not the unit's.
    of_project: bool,
    /// The nearest budget found so far; see [`Label::Budget`].
    budget_rank: Option<u8>,
    columns: Option<Columns>,
    rows: Vec<Indicator>,
    repairs: Vec<Repair>,
    shift: isize,
    /// The names over the money's columns, below which figures follow.
    money: Vec<(Piece, Label)>,
    /// The money is that of the year's tasks.
    tasks: bool,
    /// The goal's text is expected in the next row.
    goal_follows: bool,
    /// Columns of the grid read last.
    width: usize,
}

impl Sheet {
    /// A form as its caption announces it.
    pub(super) fn new(whole: bool, unit: Option<Unit>) -> Self {
        let kind = if whole { "unit" } else { "project" };
        Self { program: Program { kind: kind.to_owned(), unit, ..Program::default() }, ..Self::default() }
    }

    /// Whether the form's name was read.
    pub(super) fn is_named(&self) -> bool {
        !self.program.name.is_empty()
    }

    /// Whether the indicators have begun.
    pub(super) fn has_columns(&self) -> bool {
        self.columns.is_some()
    }

    /// The number of columns that the part before had.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Takes the name from a line above the form.
    pub(super) fn name(&mut self, label: Label, name: &str, origin: Option<Origin>) {
        self.value(label, &Piece { col: 0, cols: 1, text: name.to_owned(), origin });
    }

    /// Reads the rows of a grid; gives the forms that ended within it.
    pub(super) fn feed(&mut self, matrix: &Matrix<'_>, whole: bool, unit: Option<Unit>) -> Vec<Self> {
        let mut done = Vec::new();
        self.width = matrix.grid.cols;
        let mut row = 0;
        let mut part_begins = !self.rows.is_empty();
        let mut top = 0;
        while row < matrix.grid.rows {
            if names_levels(matrix, row) {
                let columns = read(matrix, row, row.max(top));
                row = columns.body;
                self.columns = Some(columns);
                self.shift = 0;
                continue;
            }
            let pieces = pieces(matrix, row);
            if self.begins_anew(&pieces) {
                done.push(std::mem::replace(self, Self::new(whole, unit)));
                top = row;
                part_begins = false;
            }
            if pieces.iter().any(|piece| total(&piece.text).is_some()) {
                self.totals(&pieces);
            } else if self.columns.is_some() {
                self.indicator(matrix, row, pieces, part_begins);
                part_begins = false;
            } else {
                self.labels(&pieces);
            }
            row += 1;
        }
        done
    }

    /// Whether a row names another project than the one being read.
    fn begins_anew(&self, pieces: &[Piece]) -> bool {
        let named = pieces.windows(2).find_map(|pair| match label(&pair[0].text) {
            Some(found @ (Label::Project | Label::Whole)) if label(&pair[1].text).is_none() => Some(found),
            _ => None,
        });
        match named {
            Some(Label::Project) => self.of_project || self.columns.is_some(),
            Some(_) => self.columns.is_some(),
            None => false,
        }
    }

    /// Reads a row of labels and values.
    fn labels(&mut self, pieces: &[Piece]) {
        let found: Vec<(usize, Label)> =
            pieces.iter().enumerate().filter_map(|(at, piece)| Some((at, label(&piece.text)?))).collect();
        let money = found.iter().filter(|(_, label)| is_money(*label)).count();
        let header = money > 0
            && found
                .iter()
                .filter(|(_, label)| is_money(*label))
                .all(|(at, _)| pieces.get(at + 1).is_none_or(|next| figure(&next.text).is_none()));
        let tasks = pieces
            .iter()
            .any(|piece| matches!(plain(&piece.text).as_str(), "对应项目" | "任务名称" | "主要内容"));
        if header && (money > 1 || tasks) {
            self.money = found
                .iter()
                .filter(|(_, label)| is_money(*label))
                .filter_map(|(at, label)| Some((pieces.get(*at)?.clone(), *label)))
                .chain(
                    pieces
                        .iter()
                        .filter(|piece| matches!(plain(&piece.text).as_str(), "分值" | "得分"))
                        .map(|piece| (piece.clone(), Label::Known)),
                )
                .collect();
            order::by_rank(&mut self.money, |(piece, _)| order::count(piece.col));
            self.tasks = tasks;
            return;
        }
        let goal = found.iter().any(|(_, label)| *label == Label::Goal);
        if goal {
            self.money.clear();
            self.tasks = false;
        }
        if !self.money.is_empty() && self.under_money(pieces) {
            return;
        }
        for (at, label) in &found {
            let Some(value) =
                pieces.get(at + 1).filter(|next| super::vocabulary::label(&next.text).is_none())
            else {
                continue;
            };
            self.value(*label, value);
        }
        for piece in pieces {
            if let Some((label, value)) = labelled(&piece.text) {
                self.value(label, &Piece { text: value.to_owned(), ..piece.clone() });
            }
        }
        // The goal stands beside its label, or in the row below the names of its two halves.
        if goal && self.program.goal.is_none() {
            self.goal_follows = true;
        } else if self.goal_follows && self.program.goal.is_none() && found.is_empty() {
            let text = pieces.iter().find(|piece| !is_margin(&piece.text) && piece.text.chars().count() > 2);
            self.program.goal = text.map(|piece| piece.text.clone());
            self.goal_follows = false;
        }
    }

    fn value(&mut self, label: Label, value: &Piece) {
        match label {
            Label::Project => {
                self.program.name.clone_from(&value.text);
                self.program.origin.clone_from(&value.origin);
                "project".clone_into(&mut self.program.kind);
                self.of_project = true;
            }
            Label::Whole if !self.of_project => {
                self.program.name = unit_name(&value.text);
                self.program.origin.clone_from(&value.origin);
                "unit".clone_into(&mut self.program.kind);
            }
            Label::Budget(rank) if self.budget_rank.is_none_or(|held| rank < held) => {
                if let Some(amount) = figure(&value.text) {
                    self.program.budget = Some(amount);
                    self.budget_rank = Some(rank);
                }
            }
            Label::Granted => self.program.granted = self.program.granted.or_else(|| figure(&value.text)),
            Label::Executed => self.program.executed = self.program.executed.or_else(|| figure(&value.text)),
            Label::Rate => self.program.rate = self.program.rate.or_else(|| rate(&value.text)),
            Label::Goal if value.text.chars().count() > 2 => {
                self.program.goal.get_or_insert_with(|| value.text.clone());
            }
            _ => {}
        }
    }

    /// Reads a row of figures below the money's names; `false` where it is none.
    fn under_money(&mut self, pieces: &[Piece]) -> bool {
        let figures: Vec<&Piece> = pieces.iter().filter(|piece| rate(&piece.text).is_some()).collect();
        let name = pieces.iter().find(|piece| {
            rate(&piece.text).is_none()
                && !matches!(plain(&piece.text).as_str(), "年度主要任务" | "年度主要" | "项目资金")
                && !plain(&piece.text).starts_with("项目资金(")
        });
        let (Some(name), false) = (name, figures.is_empty()) else { return false };
        let under: Vec<(&Piece, Label, usize)> = if figures.len() == self.money.len() {
            figures
                .iter()
                .zip(&self.money)
                .enumerate()
                .map(|(at, (figure, (_, label)))| (*figure, *label, at))
                .collect()
        } else {
            figures
                .iter()
                .filter_map(|figure| {
                    let at = self.money.iter().position(|(names, _)| {
                        names.col < figure.col + figure.cols && figure.col < names.col + names.cols
                    })?;
                    Some((*figure, self.money.get(at)?.1, at))
                })
                .collect()
        };
        let known =
            |at: usize, word: &str| self.money.get(at).is_some_and(|(piece, _)| plain(&piece.text) == word);
        if self.tasks {
            let mut task = Task { name: name.text.clone(), origin: name.origin.clone(), ..Task::default() };
            for (figure, label, at) in under {
                match label {
                    Label::Executed => task.executed = amount::parse(&figure.text),
                    Label::Rate => task.rate = rate(&figure.text),
                    Label::Known if known(at, "分值") => task.weight = amount::parse(&figure.text),
                    Label::Known if known(at, "得分") => task.score = amount::parse(&figure.text),
                    _ => task.budget = task.budget.or_else(|| amount::parse(&figure.text)),
                }
            }
            self.program.tasks.push(task);
            return true;
        }
        // Of the rows below, the one of the year's total counts: 其中 and 上年结转 are its parts.
        let whole = plain(&name.text);
        if whole.contains("总额")
            || whole.contains("合计")
            || whole.contains("总计")
            || self.budget_rank.is_none()
        {
            let execution = under
                .iter()
                .find(|(_, _, at)| known(*at, "得分"))
                .and_then(|(piece, _, _)| amount::parse(&piece.text));
            for (piece, label, _) in under {
                self.value(label, &piece.clone());
            }
            self.program.score.execution = self.program.score.execution.or(execution);
        }
        true
    }

    /// Reads a row of indicators.
    fn indicator(&mut self, matrix: &Matrix<'_>, row: usize, mut pieces: Vec<Piece>, part_begins: bool) {
        let Some(columns) = &self.columns else { return };
        let exact = matrix.grid.spans_known;
        let level = |field: Field| columns.slots.iter().find(|slot| slot.field == field);
        pieces.retain({
            let mut lead = true;
            move |piece| {
                let margin = lead && is_margin(&piece.text);
                lead &= margin;
                !margin
            }
        });
        if exact {
            // Levels reach over several rows in one merged cell.
            for slot in [level(Field::L1), level(Field::L2)].into_iter().flatten() {
                let text = matrix.covering_text(row, slot.from);
                if !text.is_empty()
                    && !is_margin(text)
                    && !pieces.iter().any(|piece| piece.col < slot.to && slot.from < piece.col + piece.cols)
                    && matrix.cell(row, slot.from).is_some_and(|cell| cell.col >= slot.from)
                {
                    pieces.push(Piece {
                        col: slot.from,
                        cols: 1,
                        text: text.to_owned(),
                        origin: matrix.origin(row, slot.from),
                    });
                }
            }
            order::by_rank(&mut pieces, |piece| order::count(piece.col));
        }
        let count = pieces.len();
        let fitted = columns.place(pieces, exact, self.shift);
        let read = indicator::read(columns, &fitted, 0, columns.slots.len(), &mut self.repairs);
        if count == 0 {
            return;
        }
        self.shift = fitted.shift;
        if let Some(name) = read.l3.as_ref().filter(|_| !indicator::has_values(&read)) {
            if part_begins
                && read.l1.is_none()
                && read.l2.is_none()
                && let Some(before) = self.rows.last_mut().and_then(|row| row.l3.as_mut())
            {
                before.push_str(name);
                let whole = before.clone();
                self.repairs.push(Repair::new(RepairKind::Joined, &whole, "", read.origin));
                return;
            }
            // A remark below the indicators is none of them.
            if !exact || count == 1 && read.l2.is_none() && read.l1.is_none() {
                return;
            }
        }
        for (piece, slot) in &fitted.places {
            if slot.is_none() && read.l3.is_some() {
                self.repairs.push(Repair::new(RepairKind::Loose, &piece.text, "", piece.origin.clone()));
            }
        }
        self.rows.push(read);
    }

    /// Reads the scores at the form's foot.
    fn totals(&mut self, pieces: &[Piece]) {
        let mut current = None;
        for piece in pieces {
            if let Some(found) = total(&piece.text) {
                current = Some(found);
                continue;
            }
            let (Some(found), Some(value)) = (current, amount::parse(&piece.text)) else { continue };
            // Of 总分 | 100 | 95 the last figure is the score.
            match found {
                Total::Indicators => self.program.score.indicators = Some(value),
                Total::Execution => self.program.score.execution = Some(value),
                Total::Deduction => self.program.score.deduction = Some(value),
                Total::Whole => self.program.score_total = Some(value),
            }
        }
    }

    /// The program and what was mended; `None` where there is nothing in it.
    pub(super) fn finish(mut self) -> Option<(Program, Vec<Finding>)> {
        self.program.indicators = fill(self.rows, &mut self.repairs);
        // Beside any other total of money, or beside several columns of it, it is not known what it is a part of.
        if self.budget_rank != Some(0) || self.program.executed.is_some() || !self.money.is_empty() {
            self.program.granted = None;
        }
        let empty = self.program.indicators.is_empty() && self.program.budget.is_none();
        let notes = notes(&self.program.name, &self.repairs);
        (!empty).then_some((self.program, notes))
    }

    /// Takes what was read elsewhere: from lines without a grid.
    pub(super) fn from_lines(program: Program, rows: Vec<Indicator>, totals: &[Piece]) -> Self {
        let mut sheet = Self { program, rows, ..Self::default() };
        sheet.totals(totals);
        sheet
    }
}

fn is_money(label: Label) -> bool {
    matches!(label, Label::Budget(_) | Label::Executed | Label::Rate)
}

/// A figure, with or without a unit behind it: 16.00, 80万元.
pub(super) fn figure(text: &str) -> Option<Decimal> {
    let bare = plain(text);
    amount::parse(bare.trim_end_matches(['元', '万']))
}

/// A percentage, or a bare number.
fn rate(text: &str) -> Option<Decimal> {
    percent(text).or_else(|| amount::parse(text))
}

/// A unit's name without the codes that the budget system prints around it: `023002 某某中心-210102000`.
pub(super) fn unit_name(text: &str) -> String {
    let digits = |c: char| c.is_ascii_digit();
    let mut name = text.trim();
    let lead = name.trim_start_matches(digits);
    if name.len() - lead.len() >= 3 {
        name = lead.trim_start_matches([' ', '-', '_', '－', '\u{3000}']);
    }
    let tail = name.trim_end_matches(digits);
    if name.len() - tail.len() >= 6
        && let Some(whole) = tail.strip_suffix(['-', '_', '－'])
    {
        name = whole;
    }
    name.trim().to_owned()
}
