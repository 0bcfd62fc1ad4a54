//! Forms whose grid is lost: lines of words between a name's label and the next caption.

use super::columns::Piece;
use super::indicator;
use super::notes::Repair;
use super::sheet::{Sheet, figure, unit_name};
use super::values::{Kind, kind};
use super::vocabulary::{Field, completed, is_first_level, is_second_level};
use crate::amount::Unit;
use crate::disclosure::caption;
use crate::disclosure::model::{Indicator, Program};
use crate::disclosure::words::{plain, tidy};
use crate::layout::{Block, Line};
use crate::origin::Origin;
use crate::report::Finding;

/// A form read from lines.
pub(super) struct Form {
    sheet: Sheet,
    /// The blocks it was read from.
    pub taken: Vec<usize>,
    /// The first block after it.
    pub next: usize,
}

impl Form {
    /// The program and what was mended; the caption states the unit.
    pub(super) fn finish(self, unit: Option<Unit>) -> Option<(Program, Vec<Finding>)> {
        let (mut program, notes) = self.sheet.finish()?;
        program.unit = program.unit.or(unit);
        Some((program, notes))
    }
}

/// A line of the form.
struct Entry<'a> {
    block: usize,
    line: &'a Line,
}

/// Labels that may open such a form, and whether they name a project.
const OPENINGS: [(&str, bool); 4] =
    [("项目(政策)名称", true), ("项目名称", true), ("部门(单位)名称", false), ("单位名称", false)];
/// The names over the indicators, in the order of the form.
const NAMES: [(&str, Field); 15] = [
    ("一级指标", Field::L1),
    ("二级指标", Field::L2),
    ("三级指标", Field::L3),
    ("运算符号", Field::Op),
    ("年度指标值", Field::Target),
    ("指标值", Field::Target),
    ("目标值", Field::Target),
    ("度量单位", Field::Unit),
    ("计量单位", Field::Unit),
    ("完成时限", Field::Deadline),
    ("全年完成值", Field::Actual),
    ("实际完成值", Field::Actual),
    ("完成程度", Field::Completion),
    ("分值", Field::Weight),
    ("得分", Field::Score),
];
/// A form's head takes no more lines than this.
const HEAD: usize = 60;
/// A row takes no more lines than this.
const ROW: usize = 12;

/// Reads the form that begins with the line at `start`; `None` where none does.
pub(super) fn read(blocks: &[Block], start: usize) -> Option<Form> {
    let Some(Block::Line(first)) = blocks.get(start) else { return None };
    // Its first two characters open every such label, also where it is broken over lines.
    if !OPENINGS.iter().any(|(label, _)| {
        let lead: String = label.chars().take(2).collect();
        plain(&first.text).starts_with(&lead)
    }) {
        return None;
    }
    let head = Head::read(&until_end(blocks, start, HEAD))?;
    let lines = until_end(blocks, start, usize::MAX);
    let mut rows = Rows { columns: head.columns, ..Rows::default() };
    for entry in lines.iter().skip(head.lines) {
        if !rows.line(entry.line) {
            break;
        }
    }
    // Words behind the last row belong to what comes next.
    let used = lines.len().min(head.lines + rows.consumed);
    if rows.out.iter().all(|row| row.l3.is_none()) {
        return None;
    }
    let next =
        lines.get(used).map_or_else(|| lines.last().map_or(start + 1, |e| e.block + 1), |entry| entry.block);
    Some(Form {
        sheet: Sheet::from_lines(head.program, rows.out, rows.repairs),
        taken: lines.iter().take(used).map(|entry| entry.block).collect(),
        next,
    })
}

/// The lines up to the next table's caption, a grid, or running text.
fn until_end(blocks: &[Block], start: usize, most: usize) -> Vec<Entry<'_>> {
    let mut out = Vec::new();
    for (block, found) in blocks.iter().enumerate().skip(start) {
        match found {
            Block::Page(_) => {}
            Block::Line(line) if out.len() < most => {
                let text = tidy(&line.text);
                let titled = caption::title(&text).is_some_and(|title| title.contains('表'));
                let labelled = caption::split_label(&text).is_some();
                let part = text.starts_with('第') && text.contains("部分");
                if !out.is_empty() && (titled || labelled || part) {
                    break;
                }
                out.push(Entry { block, line });
            }
            _ => break,
        }
    }
    out
}

/// What stands above the indicators.
struct Head {
    program: Program,
    columns: Vec<Field>,
    lines: usize,
}

/// Text without white space: as compared, and as printed, character by character.
#[derive(Default)]
struct Text {
    plain: Vec<char>,
    printed: Vec<char>,
}

impl Text {
    fn push(&mut self, line: &str) {
        self.plain.extend(plain(line).chars());
        self.printed.extend(line.chars().filter(|c| !c.is_whitespace()));
    }

    fn starts(&self, at: usize, word: &str) -> bool {
        let mut rest = self.plain.iter().skip(at);
        word.chars().all(|c| rest.next() == Some(&c))
    }

    fn find(&self, word: &str) -> Option<usize> {
        (0..self.plain.len()).find(|&at| self.starts(at, word))
    }

    fn printed(&self, from: usize, to: usize) -> String {
        self.printed.get(from..to).unwrap_or_default().iter().collect()
    }
}

impl Head {
    fn read(lines: &[Entry<'_>]) -> Option<Self> {
        let mut text = Text::default();
        let mut ends = Vec::new();
        for entry in lines {
            text.push(&entry.line.text);
            ends.push(text.plain.len());
        }
        let levels = text.find("一级指标")?;
        let (opening, of_project) = OPENINGS.iter().find(|(label, _)| text.starts(0, label))?;
        // The names follow one another, each after the one before.
        let mut columns = Vec::new();
        let mut at = levels;
        while let Some((name, field)) = NAMES.iter().find(|(name, _)| text.starts(at, name)) {
            columns.push(*field);
            at += name.chars().count();
        }
        if !columns.contains(&Field::L3) || columns.len() < 4 {
            return None;
        }
        let last = ends.iter().position(|&end| end >= at)?;
        let values = values(&text, opening.chars().count(), levels);
        let value = |labels: &[&str]| {
            values
                .iter()
                .find(|(label, value)| labels.contains(label) && !value.is_empty())
                .map(|(_, v)| v.as_str())
        };
        let name = values.first().map(|(_, value)| value.clone())?;
        let program = Program {
            name: if *of_project { name } else { unit_name(&name) },
            kind: if *of_project { "project" } else { "unit" }.to_owned(),
            budget: value(&["预算资金情况", "项目预算金额", "年度资金总额", "全年预算数"]).and_then(figure),
            executed: value(&["全年执行数"]).and_then(figure),
            rate: value(&["执行率"]).and_then(super::values::percent),
            goal: value(&["总体目标", "年度总体目标", "年度绩效目标", "年度目标"]).map(str::to_owned),
            unit: stated_unit(&text, levels),
            origin: lines.first().map(|entry| entry.line.origin.clone()),
            ..Program::default()
        };
        Some(Self { program, columns, lines: last + 1 })
    }
}

/// The unit stated in a label: 项目预算金额（万元）.
fn stated_unit(text: &Text, to: usize) -> Option<Unit> {
    [("(万元)", Unit::TenThousand), ("(元)", Unit::Yuan)]
        .into_iter()
        .find(|(word, _)| text.find(word).is_some_and(|at| at < to))
        .map(|(_, unit)| unit)
}

/// The values between the labels; the first has no label before it.
fn values(text: &Text, from: usize, to: usize) -> Vec<(&'static str, String)> {
    const LABELS: [&str; 16] = [
        "主管部门",
        "实施单位",
        "预算资金情况",
        "项目预算金额",
        "年度资金总额",
        "全年预算数",
        "全年执行数",
        "执行率",
        "年度总体目标",
        "年度绩效目标",
        "总体目标",
        "年度目标",
        "年度绩效指标",
        "绩效指标",
        "(万元)",
        "(元)",
    ];
    let mut out: Vec<(&'static str, String)> = vec![("", String::new())];
    let mut at = from;
    while at < to {
        // Goals are sentences in which such words may come; a label is not taken twice.
        let label = LABELS
            .iter()
            .find(|label| text.starts(at, label) && !out.iter().any(|(known, _)| known == *label));
        if let Some(label) = label {
            if !label.starts_with('(') {
                out.push((label, String::new()));
            }
            at += label.chars().count();
            continue;
        }
        if let Some((_, value)) = out.last_mut() {
            value.push_str(&text.printed(at, at + 1));
        }
        at += 1;
    }
    out
}

/// Rows put together from words.
#[derive(Default)]
struct Rows {
    columns: Vec<Field>,
    /// Words read since the last whole row, with the line each stands in.
    pending: Vec<Word>,
    /// Lines read since the last whole row.
    waiting: usize,
    out: Vec<Indicator>,
    repairs: Vec<Repair>,
    /// Lines read up to the last level or row.
    consumed: usize,
    seen: usize,
}

/// A word and its place.
struct Word {
    text: String,
    origin: Origin,
}

impl Rows {
    /// Reads a line; `false` where the form has ended before it.
    fn line(&mut self, line: &Line) -> bool {
        if self.waiting >= ROW || line.text.contains('。') {
            return false;
        }
        self.seen += 1;
        self.waiting += 1;
        for word in line.text.split_whitespace() {
            self.pending.push(Word { text: word.to_owned(), origin: line.origin.clone() });
        }
        self.levels();
        if self.is_whole() {
            self.row();
        }
        true
    }

    /// Takes level names off the front of what is pending; a name may be broken over lines.
    fn levels(&mut self) {
        loop {
            let mut name = String::new();
            let mut found = None;
            for (at, word) in self.pending.iter().take(4).enumerate() {
                name.push_str(&plain(&word.text));
                let whole = name.ends_with("指标")
                    || matches!(
                        name.as_str(),
                        "履职效能" | "预算执行" | "管理效率" | "运行成本" | "社会效应" | "可持续性"
                    );
                if whole && (is_first_level(&name) || is_second_level(&name)) {
                    found = Some((at + 1, name.clone()));
                    break;
                }
            }
            let Some((words, name)) = found else { return };
            let origin = self.pending.first().map(|word| word.origin.clone());
            self.pending.drain(..words);
            let name = completed(&name).unwrap_or(name);
            let mut level = Indicator { origin, ..Indicator::default() };
            // 满意度指标 stands on the first level wherever there is a second one.
            let second = is_second_level(&name) && !name.starts_with("满意度");
            if second {
                level.l2 = Some(name);
            } else {
                level.l1 = Some(name);
            }
            self.out.push(level);
            self.consumed = self.seen;
            self.waiting = 0;
        }
    }

    /// Whether the words pending end as a row of this form ends.
    fn is_whole(&self) -> bool {
        let Some(last) = self.pending.last() else { return false };
        let ending = kind(&last.text);
        match self.columns.last() {
            Some(Field::Deadline) => ending == Kind::Date,
            Some(Field::Unit) => ending == Kind::Unit,
            Some(Field::Weight | Field::Score) => {
                let numbers = self.pending.iter().filter(|word| kind(&word.text) == Kind::Number).count();
                ending == Kind::Number && numbers >= 2
            }
            _ => matches!(ending, Kind::Number | Kind::Percent | Kind::Measure),
        }
    }

    /// Reads the pending words as a row.
    fn row(&mut self) {
        let words = std::mem::take(&mut self.pending);
        let mut row =
            Indicator { origin: words.first().map(|word| word.origin.clone()), ..Indicator::default() };
        let kinds: Vec<Kind> = words.iter().map(|word| kind(&word.text)).collect();
        // What counts begins with the operator, else with the first figure, else with the last word but the date.
        let begins = kinds
            .iter()
            .position(|kind| *kind == Kind::Op)
            .or_else(|| {
                kinds
                    .iter()
                    .skip(1)
                    .position(|kind| matches!(kind, Kind::Number | Kind::Percent | Kind::Measure))
                    .map(|at| at + 1)
            })
            .unwrap_or_else(|| kinds.iter().rposition(|kind| *kind != Kind::Date).unwrap_or(0));
        let (name, value) = words.split_at(begins.min(words.len()));
        let name: String = name.iter().map(|word| word.text.as_str()).collect();
        row.l3 = (!name.is_empty()).then_some(name);
        let mut fields =
            self.columns.iter().copied().skip_while(|field| *field != Field::L3).skip(1).peekable();
        for word in value {
            let found = kind(&word.text);
            // A column is passed over where the word cannot be its value.
            while let Some(field) = fields.peek() {
                if suits(*field, found) {
                    break;
                }
                fields.next();
            }
            let Some(field) = fields.next() else { break };
            let origin = row.origin.clone();
            indicator::put(
                &mut row,
                field,
                &Piece { col: 0, cols: 1, text: word.text.clone(), origin: Some(word.origin.clone()) },
            );
            row.origin = origin;
        }
        indicator::settle(&mut row);
        self.out.push(row);
        self.consumed = self.seen;
        self.waiting = 0;
    }
}

/// Whether a word can be a column's value.
fn suits(field: Field, kind: Kind) -> bool {
    match field {
        Field::Op => kind == Kind::Op,
        Field::Unit => matches!(kind, Kind::Unit | Kind::Text(1..=6)),
        Field::Deadline => kind == Kind::Date,
        Field::Weight | Field::Score => kind == Kind::Number,
        Field::Completion => matches!(kind, Kind::Percent | Kind::Number),
        _ => kind != Kind::Op,
    }
}
