//! The checks of performance tables on small forms written as text, with the expected findings at their lines.
//!
//! ```text
//! 年 2024                                       the fiscal year
//! 文 …                                          a paragraph
//! 支出 名称 金额                                a row of the table of projects, in 万元
//! 项目 名称 | 预算 100.00 | 拨款 100.00 | 执行 50 | 率 50 | 小计 85 | 执行得分 5 | 减分 0 | 总分 90 | 目标 …
//! 指标 一级/二级/三级 | >= 100 个 | 期 2024-12 | 实际 100 | 完成 100% | 分 分值/得分
//! ```
//! A line may end in `! RULE severity`, several times. Nothing else may be found. `账 RULE outcome` asks for an outcome in
//! the ledger.

use gouji::amount::{self, Unit};
use gouji::disclosure::model::{
    Cell, Column, ColumnKind, Disclosure, Indicator, Paragraph, Program, Row, Table,
};
use gouji::origin::Origin;
use gouji::report::Finding;

const RULES: [&str; 14] =
    ["P01", "P02", "P03", "P04", "P05", "P07", "P08", "P09", "P10", "P11", "P12", "P13", "P14", "P17"];

fn word<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

#[allow(clippy::unnecessary_wraps)] // As the model's fields hold it.
fn place(line: u32) -> Option<Origin> {
    Some(Origin::Line { line, column: 1 })
}

fn program(rest: &str, line: u32) -> Program {
    let mut parts = rest.split(" | ");
    let name = parts.next().unwrap_or_default().trim().to_owned();
    let mut program = Program {
        name,
        kind: "project".to_owned(),
        unit: Some(Unit::TenThousand),
        origin: place(line),
        ..Program::default()
    };
    for part in parts {
        let (key, value) = part.trim().split_once(' ').unwrap_or((part, ""));
        let figure = amount::parse(value);
        match key {
            "预算" => match value.strip_suffix(" 元") {
                Some(yuan) => {
                    program.unit = Some(Unit::Yuan);
                    program.budget = amount::parse(yuan);
                }
                None => program.budget = figure,
            },
            "拨款" => program.granted = figure,
            "执行" => program.executed = figure,
            "率" => program.rate = figure,
            "小计" => program.score.indicators = figure,
            "执行得分" => program.score.execution = figure,
            "减分" => program.score.deduction = figure,
            "总分" => program.score_total = figure,
            "目标" => program.goal = Some(value.to_owned()),
            _ => panic!("第 {line} 行不认识 {key}"),
        }
    }
    program
}

fn indicator(rest: &str, line: u32) -> Indicator {
    let mut parts = rest.split(" | ").map(str::trim);
    let mut levels = parts.next().unwrap_or_default().split('/').map(|level| Some(level.to_owned()));
    let mut indicator = Indicator {
        l1: levels.next().flatten(),
        l2: levels.next().flatten(),
        l3: levels.next().flatten(),
        origin: place(line),
        ..Indicator::default()
    };
    let mut target: Vec<String> =
        parts.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    if target.first().is_some_and(|op| [">=", "<=", "="].contains(&op.as_str())) {
        indicator.op = Some(target.remove(0));
    }
    let mut target = target.into_iter();
    indicator.target = target.next();
    indicator.unit = target.next();
    for part in parts {
        let (key, value) = part.split_once(' ').unwrap_or((part, ""));
        match key {
            "期" => indicator.deadline = Some(value.to_owned()),
            "实际" => indicator.actual = Some(value.to_owned()),
            "完成" => indicator.completion = Some(value.to_owned()),
            "分" => {
                let (weight, score) = value.split_once('/').unwrap_or((value, ""));
                indicator.weight = Some(weight.to_owned());
                indicator.score = Some(score.to_owned());
            }
            _ => panic!("第 {line} 行不认识 {key}"),
        }
    }
    indicator
}

fn projects() -> Table {
    let column = |name: &str, kind| Column { path: vec![name.to_owned()], kind, side: None, key: None };
    Table {
        title: "项目支出预算表".to_owned(),
        kind: Some("项目支出表".to_owned()),
        unit: Some(Unit::TenThousand),
        columns: vec![column("项目名称", ColumnKind::Name), column("总计", ColumnKind::Amount)],
        ..Table::default()
    }
}

fn row(rest: &str, line: u32) -> Row {
    let (name, figure) = rest.rsplit_once(' ').unwrap_or((rest, ""));
    let cell = |text: &str, figure: bool| Cell {
        text: text.to_owned(),
        amount: amount::parse(text).filter(|_| figure),
        inferred: false,
        origin: place(line),
    };
    Row { name: name.to_owned(), cells: vec![cell(name, false), cell(figure, true)], ..Row::default() }
}

fn problems(name: &str, text: &str) -> Vec<String> {
    let mut disclosure = Disclosure::default();
    let mut expected: Vec<(u32, String, String)> = Vec::new();
    let mut outcomes: Vec<String> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mut marks = line.split(" ! ");
        let line = marks.next().unwrap_or_default().trim();
        for mark in marks {
            let (rule, severity) = mark.trim().split_once(' ').unwrap_or((mark, ""));
            expected.push((number, rule.to_owned(), severity.trim().to_owned()));
        }
        let (key, rest) = line.split_once(' ').unwrap_or((line, ""));
        match key {
            "#" => {}
            "账" => outcomes.push(rest.to_owned()),
            "年" => disclosure.identity.fiscal_year = rest.parse().ok(),
            "文" => disclosure.paragraphs.push(Paragraph {
                text: rest.to_owned(),
                lines: vec![(0, Origin::Line { line: number, column: 1 })],
            }),
            "支出" => {
                if disclosure.tables.is_empty() {
                    disclosure.tables.push(projects());
                }
                disclosure.tables[0].rows.push(row(rest, number));
            }
            "项目" => disclosure.programs.push(program(rest, number)),
            "指标" => {
                let last = disclosure.programs.last_mut().unwrap_or_else(|| panic!("{name}: 指标在项目前"));
                last.indicators.push(indicator(rest, number));
            }
            _ => panic!("{name}: 第 {number} 行不认识：{line}"),
        }
    }
    let (findings, ledger) = gouji::checks::run(&disclosure);
    let own = |finding: &Finding| RULES.contains(&finding.rule.as_str());
    let mut findings: Vec<Finding> = findings.into_iter().filter(own).collect();
    let mut problems = Vec::new();
    for outcome in outcomes {
        let met = ledger.iter().any(|entry| format!("{} {}", entry.rule, word(entry.outcome)) == outcome);
        if !met {
            problems.push(format!("{name}: 账上没有 {outcome}"));
        }
    }
    for (line, rule, severity) in expected {
        let found = findings.iter().position(|finding| {
            finding.rule == rule
                && word(finding.severity) == severity
                && finding.origin.first().and_then(Origin::line) == Some(line)
        });
        match found {
            Some(at) => {
                findings.remove(at);
            }
            None => problems.push(format!("{name}:{line}: 没有找到 {rule} {severity}")),
        }
    }
    for finding in findings {
        let line = finding.origin.first().and_then(Origin::line).unwrap_or_default();
        problems.push(format!(
            "{name}:{line}: 不该有 {} {} {}",
            finding.rule,
            word(finding.severity),
            finding.message
        ));
    }
    problems
}

#[test]
fn every_fixture_gives_what_it_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/performance");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}")).flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        all.extend(problems(&entry.file_name().to_string_lossy(), &text));
    }
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}
