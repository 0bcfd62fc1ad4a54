//! N28: the rate that a sentence states against the rate its calculation uses.

use super::expression::{self, Calculation};
use super::passages::Passage;
use super::quantity::{self, Measure, Quantity};
use crate::amount::grouped;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N28",
    name: "算式用的标准和文字说的一致",
    document: Kind::Unknown,
    doc: "查什么: 一句话里先说“按 N 元/人计算（测算、标准）”，后面算式里同样单位的标准是不是同一个数。算式里有几个不同标准的不比。
为什么: 说的标准和算的标准不同，要么标准写错，要么金额算错。
依据: 项目支出预算应当按标准测算。
举例: “按定额 6145 元/人计算，需 12.03 万元（20 人×6015 元/人）”。
怎么改: 核对执行的标准，改正文字或者重算金额。",
    run,
};

/// What follows a rate that is stated as the basis of a calculation.
const BASIS: [&str; 8] = ["计算", "测算", "核算", "的标准", "标准", "安排", "核定", "计发"];
/// How far before its calculation a sentence may begin.
const FURTHEST: usize = 160;

fn run(context: &mut Context<'_>) {
    let mut any = false;
    for passage in context.streams().iter() {
        if !passage.chars.iter().any(|c| "×*＊xX".contains(*c)) {
            continue;
        }
        for calculation in expression::find(passage) {
            let Some((stated, used)) = rates(passage, &calculation) else { continue };
            any = true;
            if stated.base() == used.base() {
                context.ledger.add(CHECK.code, Outcome::Passed);
            } else {
                context.ledger.add(CHECK.code, Outcome::Failed);
                context.findings.push(finding(passage, &calculation, &stated, &used));
            }
        }
    }
    if !any {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有先说标准再列算式的文字");
    }
}

/// The one rate stated in the sentence and the one rate of the same unit in its calculation.
fn rates(passage: &Passage, calculation: &Calculation) -> Option<(Quantity, Quantity)> {
    let mut figures = Vec::new();
    calculation.sides.iter().for_each(|(_, _, side)| side.figures(&mut figures));
    let per = |figure: &&Quantity| figure.measure == Measure::Money && figure.unit.contains('/');
    let mut used = figures.iter().copied().filter(per);
    let only = used.next()?;
    if used.next().is_some() {
        return None;
    }
    let from = (calculation.start.saturating_sub(FURTHEST)..calculation.start)
        .rev()
        .find(|&at| passage.at(at).is_some_and(|c| "。；\n".contains(c)))?;
    let mut stated: Option<Quantity> = None;
    for at in from..calculation.start {
        let begins = passage.at(at).is_some_and(|c| c.is_ascii_digit())
            && !passage.before(at).is_some_and(|c| c.is_ascii_digit() || c == '.');
        let Some(figure) = Some(at).filter(|_| begins).and_then(|at| quantity::read(passage, at)) else {
            continue;
        };
        if figure.measure != Measure::Money || !figure.unit.contains('/') {
            continue;
        }
        // The words behind a rate are read into its unit: 元/人计算.
        let basis = BASIS.iter().find_map(|word| figure.unit.find(word));
        let unit = basis.and_then(|end| figure.unit.get(..end)).unwrap_or(&figure.unit);
        let based = basis.is_some() || BASIS.iter().any(|word| passage.has(figure.end, word));
        if unit != only.unit || !based || stated.is_some() {
            return None;
        }
        stated = Some(figure);
    }
    let stated = stated?;
    let anywhere = figures.iter().any(|figure| figure.base() == stated.base());
    if anywhere && stated.base() != only.base() { None } else { Some((stated, only.clone())) }
}

fn finding(passage: &Passage, calculation: &Calculation, stated: &Quantity, used: &Quantity) -> Finding {
    let unit = &used.unit;
    let (said, counted) = (grouped(stated.value), grouped(used.value));
    let mut origin = Vec::new();
    for at in [stated.start, used.start] {
        origin.extend(passage.origin(at).filter(|place| !origin.contains(*place)).cloned());
    }
    let table = passage.cell;
    Finding {
        rule: CHECK.code.to_owned(),
        severity: Severity::Warning,
        category: Category::NarrativeArithmetic,
        message: format!(
            "文字说按 {said} {unit} 计算，算式“{}”用的却是 {counted} {unit}。",
            passage.text(calculation.start, calculation.end)
        ),
        expected: Some(counted),
        actual: Some(said),
        difference: None,
        table: table.map(|cell| cell.0),
        row: table.map(|cell| cell.1),
        column: table.map(|cell| cell.2),
        origin,
        equations: Vec::new(),
        suggestion: Some("核对执行的标准，改正文字或者重算金额".to_owned()),
    }
}
