//! Forms whose grid is lost: lines of words between a name's label and the next caption.

use super::sheet::{Sheet, figure, unit_name};
use super::values::{Kind, kind};
use super::vocabulary::{Field, bare};
use crate::amount::Unit;
use crate::disclosure::caption;
use crate::disclosure::model::Program;
use crate::disclosure::words::{plain, tidy};
use crate::layout::{Block, Line};
use crate::report::Finding;

mod rows;
#[cfg(test)]
mod tests;

use rows::Rows;

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
const NAMES: &[(&str, Field)] = &[
    ("一级指标", Field::L1),
    ("二级指标", Field::L2),
    ("三级指标", Field::L3),
    ("运算符号", Field::Op),
    ("指标性质", Field::Op),
    ("年度指标值", Field::Target),
    ("指标值(包含数字及文字描述)", Field::Target),
    ("指标目标值", Field::Target),
    ("指标值", Field::Target),
    ("年度目标值", Field::Target),
    ("目标值", Field::Target),
    ("度量单位", Field::Unit),
    ("计量单位", Field::Unit),
    ("完成时限", Field::Deadline),
    ("全年完成值", Field::Actual),
    ("实际完成值", Field::Actual),
    ("全年实际完成值", Field::Actual),
    ("完成率", Field::Completion),
    ("完成程度", Field::Completion),
    ("分值", Field::Weight),
    ("权重", Field::Weight),
    ("得分", Field::Score),
    ("自评得分", Field::Score),
    ("偏差原因分析及改进措施", Field::Other),
    ("偏差原因分析及改进", Field::Other),
    ("未完成原因分析", Field::Other),
    ("偏差原因分析", Field::Other),
    ("改进措施", Field::Other),
    ("备注", Field::Other),
];
/// A form's head takes no more lines than this.
const HEAD: usize = 60;

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
    let mut rows = Rows::new(head.columns, head.program.kind == "unit");
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
        sheet: Sheet::from_lines(head.program, rows.out, &rows.totals),
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
        let mut program = Program {
            name: if *of_project { name } else { unit_name(&name) },
            kind: if *of_project { "project" } else { "unit" }.to_owned(),
            budget: value(&["预算资金情况", "项目预算金额", "年度资金总额", "全年预算数", "项目当年预算"])
                .and_then(figure),
            executed: value(&["全年执行数"]).and_then(figure),
            rate: value(&["执行率"]).and_then(super::values::percent),
            goal: value(&["总体目标", "年度总体目标", "年度绩效目标", "年度目标"]).map(str::to_owned),
            unit: stated_unit(&text, levels),
            origin: lines.first().map(|entry| entry.line.origin.clone()),
            ..Program::default()
        };
        under_names(lines, &mut program);
        Some(Self { program, columns, lines: last + 1 })
    }
}

/// Takes the year's money from under its names: `年初预算数 全年预算数 全年执行数 …` | `年度资金总额 100.00 90.00 81.00 …`.
fn under_names(lines: &[Entry<'_>], program: &mut Program) {
    let words: Vec<&str> = lines.iter().flat_map(|entry| entry.line.text.split_whitespace()).collect();
    let column = |word: &str| {
        let name = plain(word);
        match bare(&name) {
            "年初预算数" | "全年预算数" | "全年执行数" | "执行数" | "执行率" | "分值" | "得分" | "预算数" => {
                Some(bare(&name).to_owned())
            }
            _ => None,
        }
    };
    let Some(start) = words.windows(3).position(|three| three.iter().all(|word| column(word).is_some()))
    else {
        return;
    };
    let names: Vec<String> = words.iter().skip(start).map_while(|word| column(word)).collect();
    let mut figures =
        words.iter().skip(start + names.len()).skip_while(|word| !word.ends_with("总额")).skip(1);
    for name in names {
        let Some(value) = figures.next().filter(|word| matches!(kind(word), Kind::Number | Kind::Percent))
        else {
            return;
        };
        match name.as_str() {
            "全年预算数" | "预算数" => program.budget = figure(value),
            "年初预算数" => program.budget = program.budget.or_else(|| figure(value)),
            "全年执行数" | "执行数" => program.executed = figure(value),
            "执行率" => program.rate = super::values::percent(value),
            "得分" => program.score.execution = figure(value),
            _ => {}
        }
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
    const LABELS: &[&str] = &[
        "主管部门",
        "实施单位",
        "预算单位",
        "项目类别",
        "项目属性",
        "具体实施处室",
        "计划开始日期",
        "计划完成日期",
        "当年财政资金申请数",
        "项目总预算",
        "项目当年预算",
        "项目资金申请",
        "项目资金",
        "其中:财政拨款",
        "其中:当年财政拨款",
        "其他资金",
        "年初预算数",
        "年度主要任务",
        "对应项目",
        "年初设定目标",
        "全年实际完成情况",
        "预期目标",
        "实际完成情况",
        "项目总目标",
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
