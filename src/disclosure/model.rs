//! What a disclosure consists of: identity, tables, performance tables, statements and paragraphs.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::amount::Unit;
use crate::origin::Origin;
use crate::report::{Finding, Warning};

/// Budget or final accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 部门预算.
    Budget,
    /// 部门决算.
    Final,
    /// It could not be told.
    #[default]
    Unknown,
}

/// Whose document it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Budget or final accounts.
    pub kind: Kind,
    /// The department or unit, as it names itself.
    pub organization: Option<String>,
    /// Province, city or county, as far as the name tells.
    pub region: Option<String>,
    /// The year the figures are of.
    pub fiscal_year: Option<u16>,
    /// The unit most tables are in.
    pub unit: Option<Unit>,
}

/// Everything read from one document.
#[derive(Debug, Clone, Default)]
pub struct Disclosure {
    /// Whose.
    pub identity: Identity,
    /// Tables with figures, in order.
    pub tables: Vec<Table>,
    /// Performance tables.
    pub programs: Vec<Program>,
    /// Statements with figures.
    pub claims: Vec<Claim>,
    /// The prose, paragraph by paragraph (tables left out).
    pub paragraphs: Vec<Paragraph>,
    /// Every line and every cell with words as printed, unjoined: what the checks of wording look at in tables.
    pub fragments: Vec<Fragment>,
    /// Lines with marks of typesetting (`<p>`, `\\geq`), which reading takes out before anyone else sees them.
    pub marked: Vec<Paragraph>,
    /// The tables that the contents list (目录) promises.
    pub contents: Vec<ContentsEntry>,
    /// Damage that was mended, as findings of category `layout_damage`.
    pub notes: Vec<Finding>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// A line of the contents list that announces a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentsEntry {
    /// `表3`, `公开05表`, where printed.
    pub label: Option<String>,
    /// The title announced.
    pub title: String,
    /// Where.
    pub origin: Origin,
}

/// A paragraph of prose, re-joined over its lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// The text without line breaks.
    pub text: String,
    /// Where each line begins: (character index in `text`, origin of that line).
    pub lines: Vec<(usize, Origin)>,
}

/// A line or a cell as printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragment {
    /// The text, with its place.
    pub printed: Paragraph,
    /// It is part of the prose and stands in a paragraph as well.
    pub prose: bool,
}

impl Table {
    /// The cell at a row and column.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.cells.get(column)
    }

    /// The figure at a row and column; `None` where there is none.
    #[must_use]
    pub fn amount(&self, row: usize, column: usize) -> Option<Decimal> {
        self.cell(row, column)?.amount
    }
}

impl Paragraph {
    /// The origin of the line that holds the character `index` of the text.
    #[must_use]
    pub fn origin_at(&self, index: usize) -> Option<&Origin> {
        self.lines
            .iter()
            .rev()
            .find(|(start, _)| *start <= index)
            .or(self.lines.first())
            .map(|(_, origin)| origin)
    }
}

/// The half of a two-sided table (收入 | 支出 side by side) that a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Side {
    /// The income half.
    #[serde(rename = "收入")]
    Income,
    /// The expenditure half.
    #[serde(rename = "支出")]
    Expenditure,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// Subject codes.
    Code,
    /// Names of subjects, items, units.
    Name,
    /// Any other text.
    Text,
    /// Figures.
    Amount,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The header from the top: `["基本支出", "小计"]`.
    pub path: Vec<String>,
    /// What it holds.
    pub kind: ColumnKind,
    /// The half it belongs to, in a two-sided table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// The name the equations know it by, where the form gives one: `合计`, `基本支出.人员经费`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// A cell: a number, text, or nothing. Nothing is not zero.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// As printed.
    pub text: String,
    /// The figure, at its printed precision, in the table's unit.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub amount: Option<Decimal>,
    /// The text had lost its column; the equations placed it.
    pub inferred: bool,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The subject code, joined over 类|款|项 columns: `2080106`.
    pub code: Option<String>,
    /// The name, as printed without line breaks.
    pub name: String,
    /// The half, in a two-sided table.
    pub side: Option<Side>,
    /// Which of the lists standing side by side the row is from, counted from 0 over the whole table: 功能分类 and
    /// 支出用途 both list the expenditure side in full, so that their figures must never be added up together.
    #[serde(default, skip_serializing_if = "is_first")]
    pub panel: usize,
    /// One cell a column, in column order.
    pub cells: Vec<Cell>,
    /// The name the equations know the row by, where the form gives one: `本年收入合计`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // The signature serde asks for.
fn is_first(panel: &usize) -> bool {
    *panel == 0
}

/// A table of figures, joined over its pages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Position in the report.
    pub index: usize,
    /// `表3`, `公开05表`, where printed.
    pub label: Option<String>,
    /// The title.
    pub title: String,
    /// The standard form it was recognised as.
    pub form: Option<String>,
    /// What every family's variant of this form is called in the equations: `收支总表`, `三公表`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The unit of its figures.
    pub unit: Option<Unit>,
    /// Its columns were not seen but inferred from the figures: nothing about it is certain.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inferred: bool,
    /// Which of the file's disclosures it belongs to, from 0, where the file holds several.
    #[serde(default, skip_serializing_if = "is_first")]
    pub part: usize,
    /// The pages it stands on, from 1; empty for text.
    pub pages: Vec<u32>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
}

/// A performance table: the targets or the self-evaluation of a project or of the whole unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// Name of the project.
    pub name: String,
    /// `unit` (整体) or `project`.
    pub kind: String,
    /// Budget.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub budget: Option<Decimal>,
    /// Of that the year's appropriation (其中：当年财政拨款), in forms that apply for it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_decimal::serde::str_option")]
    pub granted: Option<Decimal>,
    /// Executed amount.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub executed: Option<Decimal>,
    /// Rate of execution, per cent.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub rate: Option<Decimal>,
    /// Total score.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub score_total: Option<Decimal>,
    /// The unit of the amounts, where the form states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// The goal of the year (总体目标).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    /// What the total score is made of, as printed at the form's foot.
    #[serde(default)]
    pub score: Score,
    /// The tasks of the year and their money (年度主要任务), in forms about a whole unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// Where the name stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
}

/// What the total score of a self-evaluation is made of: 小计 + 执行率得分 − 减分项 = 总得分.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// 指标自评得分小计.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub indicators: Option<Decimal>,
    /// 预算执行率得分.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub execution: Option<Decimal>,
    /// 减分项.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub deduction: Option<Decimal>,
}

/// A task of the year and its money.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// The task or project.
    pub name: String,
    /// Budget.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub budget: Option<Decimal>,
    /// Executed amount.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub executed: Option<Decimal>,
    /// Rate of execution, per cent.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub rate: Option<Decimal>,
    /// Weight.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub weight: Option<Decimal>,
    /// Score.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub score: Option<Decimal>,
    /// Where.
    pub origin: Option<Origin>,
}

/// One indicator of a performance table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// First level.
    pub l1: Option<String>,
    /// Second level.
    pub l2: Option<String>,
    /// Third level: the indicator itself.
    pub l3: Option<String>,
    /// `=`, `>=`, `<=`, or in words.
    pub op: Option<String>,
    /// Target.
    pub target: Option<String>,
    /// Unit of measure.
    pub unit: Option<String>,
    /// Deadline.
    pub deadline: Option<String>,
    /// Actual value.
    pub actual: Option<String>,
    /// Degree of completion.
    pub completion: Option<String>,
    /// Weight.
    pub weight: Option<String>,
    /// Score.
    pub score: Option<String>,
    /// Where.
    pub origin: Option<Origin>,
}

/// A statement in the prose that carries a figure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The clause.
    pub text: String,
    /// Who or what: `一般公共预算财政拨款支出`.
    pub subject: Option<String>,
    /// Which aspect: `total`, `increase`, `growth_rate`, `share`, `completion`.
    pub metric: Option<String>,
    /// Of which year.
    pub year: Option<u16>,
    /// The figure, with the sign of the direction word left out.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub value: Option<Decimal>,
    /// `元`, `万元`, `亿元`, `%`, or a count word.
    pub unit: Option<String>,
    /// The direction word: `增加`, `减少`, `持平`.
    pub direction: Option<String>,
    /// Where the figure stands.
    pub origin: Option<Origin>,
    /// What the checks need beyond the report: where in the prose, and against what.
    #[serde(skip)]
    pub place: Place,
}

/// How a statement sits in the prose.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// Which paragraph; `None` for a statement that was not read from prose.
    pub paragraph: Option<usize>,
    /// The numbered section, counted from 0 over the document.
    pub section: usize,
    /// Character of the paragraph at which the figure, or the clause where there is none, begins.
    pub start: usize,
    /// The words in front of the figure that name its subject; empty where the subject is carried on.
    pub words: String,
    /// For a change or what it is compared with: with what.
    pub basis: Option<Basis>,
    /// For a share: the whole it is of, where that is named.
    pub whole: Option<String>,
    /// The figure stands in a list of parts (其中 包括).
    pub listed: bool,
    /// The section speaks of the money of the year alone (当年拨款), without what was carried over.
    pub current: bool,
}

/// What a change or a completion is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The year before.
    LastYear,
    /// The budget the year began with, or one without further name.
    Budget,
    /// The budget as adjusted in the year (全年预算, 调整预算).
    Adjusted,
}
