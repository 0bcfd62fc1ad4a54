//! The checks on small disclosures written as text, with the expected findings at the line that causes them.
//!
//! ```text
//! 文 预算 2024                          budget or final accounts, year
//! 目录 表2 收入预算总表                 a line of the contents list
//! 图                                    a page that is a picture
//! 称 收支总预算 | 120.00 万元           a statement in the prose
//! 名 某市某区某局                       whose document it is
//! 段 一段文字。                         a paragraph; `散` a line or cell within a table, `原` a line before it is read
//! 表 表3 支出预算总表 [支出总表] 万元   label, title, kind, unit
//! 栏 合计 | 基本支出/小计=基本支出      columns: header path = key; `收:` and `支:` for a side, `名:` for words
//! 行 208 社会保障和就业支出=键 | 1.00   code (or -), name, key; then the cells
//! 收 - 一、一般公共预算=一般公共预算    a row of the income side; 支 for the other
//! 绩 设备购置经费 | 20.00 万元         a performance form of a project
//! 账 B09 cannot_check                   an outcome the ledger must have
//! A figure after `~` was placed by inference; one after `?` has no column of its own.
//! ```
//! A line may end in `! RULE severity value`: the finding expected there and, if given, the value it should
//! propose; several such marks are several findings. Every expectation must be met and nothing else may be found.

use gouji::amount::{self, Unit};
use gouji::disclosure::model::{
    Cell, Claim, Column, ColumnKind, ContentsEntry, Disclosure, Fragment, Kind, Paragraph, Program, Row,
    Side, Table,
};
use gouji::origin::Origin;
use gouji::report::{Finding, LedgerEntry, Warning};

#[derive(Debug)]
struct Expected {
    line: u32,
    rule: String,
    severity: String,
    value: Option<String>,
}

#[derive(Default)]
struct Fixture {
    disclosure: Disclosure,
    expected: Vec<Expected>,
    outcomes: Vec<(String, String)>,
}

#[allow(clippy::unnecessary_wraps)] // As the model's fields hold it.
fn origin(line: u32) -> Option<Origin> {
    Some(Origin::Line { line, column: 1 })
}

fn keyed(text: &str) -> (String, Option<String>) {
    match text.split_once('=') {
        Some((name, key)) => (name.trim().to_owned(), Some(key.trim().to_owned())),
        None => (text.trim().to_owned(), None),
    }
}

fn column(text: &str) -> Column {
    let (side, text) = match (text.trim().strip_prefix("收:"), text.trim().strip_prefix("支:")) {
        (Some(rest), _) => (Some(Side::Income), rest),
        (_, Some(rest)) => (Some(Side::Expenditure), rest),
        _ => (None, text.trim()),
    };
    let (kind, text) = match text.strip_prefix("名:") {
        Some(rest) => (ColumnKind::Name, rest),
        None => (ColumnKind::Amount, text),
    };
    let (path, key) = keyed(text);
    Column { path: path.split('/').map(str::to_owned).collect(), kind, side, key }
}

fn row(table: &Table, text: &str, side: Option<Side>, line: u32) -> Row {
    let mut parts = text.split('|');
    let head = parts.next().unwrap_or_default().trim();
    let (code, name) = head.split_once(' ').unwrap_or((head, ""));
    let (name, key) = keyed(name);
    let mut printed = parts;
    let cells = table
        .columns
        .iter()
        .map(|column| {
            let own = side.is_none() || column.side == side;
            let text = if own { printed.next().unwrap_or_default().trim() } else { "" };
            Cell {
                text: text.trim_start_matches(['~', '?']).to_owned(),
                amount: amount::parse(text.trim_start_matches('~'))
                    .filter(|_| column.kind == ColumnKind::Amount),
                inferred: text.starts_with('~'),
                origin: origin(line).filter(|_| !text.is_empty()),
            }
        })
        .collect();
    Row { code: (code != "-").then(|| code.to_owned()), name, side, cells, key, ..Row::default() }
}

fn table(text: &str, index: usize) -> Table {
    let (head, rest) = text.split_once('[').unwrap_or((text, "]"));
    let (kind, unit) = rest.split_once(']').unwrap_or((rest, ""));
    let (label, title) = head.trim().split_once(' ').unwrap_or(("", head.trim()));
    Table {
        index,
        label: (!label.is_empty()).then(|| label.to_owned()),
        title: title.to_owned(),
        kind: (!kind.is_empty()).then(|| kind.to_owned()),
        unit: Unit::find(unit.trim()).or(Some(Unit::TenThousand)),
        ..Table::default()
    }
}

fn paragraph(text: &str, line: u32) -> Paragraph {
    Paragraph { text: text.trim().to_owned(), lines: vec![(0, Origin::Line { line, column: 1 })] }
}

fn read(text: &str) -> Fixture {
    let mut fixture = Fixture::default();
    for (number, line) in (1..).zip(text.lines()) {
        let mut parts = line.split('!');
        let line = parts.next().unwrap_or_default();
        for mark in parts {
            let mut words = mark.split_whitespace();
            fixture.expected.push(Expected {
                line: number,
                rule: words.next().unwrap_or_default().to_owned(),
                severity: words.next().unwrap_or_default().to_owned(),
                value: words.next().map(str::to_owned),
            });
        }
        let Some((word, rest)) = line.trim().split_once(' ').or((line.trim() == "图").then_some(("图", "")))
        else {
            continue;
        };
        let document = &mut fixture.disclosure;
        match word {
            "#" => {}
            "文" => {
                document.identity.kind = if rest.contains("决算") { Kind::Final } else { Kind::Budget };
                document.identity.fiscal_year =
                    rest.split_whitespace().last().and_then(|year| year.parse().ok());
            }
            "目录" => {
                let (label, title) = rest.split_once(' ').unwrap_or(("", rest));
                document.contents.push(ContentsEntry {
                    label: Some(label.to_owned()),
                    title: title.trim().to_owned(),
                    origin: Origin::Line { line: number, column: 1 },
                });
            }
            "图" => document.warnings.push(Warning::whole("第 3 页是图片，上面的表没有读")),
            "称" => {
                let (subject, value) = rest.split_once('|').unwrap_or((rest, ""));
                let (value, unit) = value.trim().split_once(' ').unwrap_or((value.trim(), "万元"));
                document.claims.push(Claim {
                    text: rest.to_owned(),
                    subject: Some(subject.trim().to_owned()),
                    metric: Some("total".to_owned()),
                    value: amount::parse(value),
                    unit: Some(unit.to_owned()),
                    origin: origin(number),
                    ..Claim::default()
                });
            }
            "名" => document.identity.organization = Some(rest.trim().to_owned()),
            "段" => document.paragraphs.push(paragraph(rest, number)),
            "散" => document.fragments.push(Fragment { printed: paragraph(rest, number), prose: false }),
            "原" => document.marked.push(paragraph(rest, number)),
            "表" => {
                let index = document.tables.len();
                document.tables.push(table(rest, index));
            }
            "栏" => {
                if let Some(table) = document.tables.last_mut() {
                    table.columns = rest.split('|').map(column).collect();
                }
            }
            "行" | "收" | "支" => {
                let side = match word {
                    "收" => Some(Side::Income),
                    "支" => Some(Side::Expenditure),
                    _ => None,
                };
                if let Some(table) = document.tables.last_mut() {
                    let row = row(table, rest, side, number);
                    table.rows.push(row);
                }
            }
            "绩" => {
                let (name, value) = rest.split_once('|').unwrap_or((rest, ""));
                let (value, unit) = value.trim().split_once(' ').unwrap_or((value.trim(), "万元"));
                document.programs.push(Program {
                    name: name.trim().to_owned(),
                    kind: "project".to_owned(),
                    budget: amount::parse(value),
                    unit: Unit::find(unit),
                    origin: origin(number),
                    ..Program::default()
                });
            }
            "账" => {
                let (rule, outcome) = rest.split_once(' ').unwrap_or((rest, ""));
                fixture.outcomes.push((rule.to_owned(), outcome.trim().to_owned()));
            }
            _ => panic!("第 {number} 行不认识：{line}"),
        }
    }
    fixture
}

fn lower<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// At its first place; what is about words may be one finding for several places.
fn stands_at(finding: &Finding, line: u32) -> bool {
    let places = if finding.table.is_none() { finding.origin.len() } else { 1 };
    finding.origin.iter().take(places).any(|place| place.line() == Some(line))
}

fn meets(finding: &Finding, expected: &Expected) -> bool {
    finding.rule == expected.rule
        && lower(finding.severity) == expected.severity
        && stands_at(finding, expected.line)
        && (expected.value.is_none() || finding.expected == expected.value)
}

fn problems(name: &str, text: &str) -> Vec<String> {
    let fixture = read(text);
    let (findings, ledger): (Vec<Finding>, Vec<LedgerEntry>) = gouji::checks::run(&fixture.disclosure);
    let mut problems = Vec::new();
    let mut met = vec![false; findings.len()];
    for expected in &fixture.expected {
        match findings.iter().position(|finding| meets(finding, expected)) {
            Some(at) => met[at] = true,
            None => problems.push(format!("{name}: 没有找到 {expected:?}")),
        }
    }
    for (finding, _) in findings.into_iter().zip(met).filter(|(_, met)| !met) {
        let line = finding.origin.first().and_then(Origin::line).unwrap_or_default();
        problems.push(format!(
            "{name}:{line}: 不该有 {} {} [{}] {}",
            finding.rule,
            lower(finding.severity),
            finding.expected.unwrap_or_default(),
            finding.message
        ));
    }
    for (rule, outcome) in &fixture.outcomes {
        if !ledger.iter().any(|entry| entry.rule == *rule && lower(entry.outcome) == *outcome) {
            let own: Vec<String> = ledger
                .iter()
                .filter(|entry| entry.rule == *rule)
                .map(|e| format!("{} {}", lower(e.outcome), e.reason.clone().unwrap_or_default()))
                .collect();
            problems.push(format!("{name}: {rule} 应当是 {outcome}，却是 {own:?}"));
        }
    }
    problems
}

#[test]
fn every_fixture_gives_what_it_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/checks");
    let mut seen = 0;
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}")).flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        all.extend(problems(&entry.file_name().to_string_lossy(), &text));
        seen += 1;
    }
    assert!(seen >= 8, "样例太少：{seen}");
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}

#[test]
fn every_check_has_an_outcome_on_every_document() {
    for text in ["文 预算 2024", "文 决算 2024", ""] {
        let (findings, ledger) = gouji::checks::run(&read(text).disclosure);
        assert!(findings.is_empty());
        for entry in gouji::checks::registry::entries() {
            assert!(ledger.iter().any(|line| line.rule == entry.code), "{} 在{text}里没有结果", entry.code);
        }
    }
}

/// Every rule code that is written anywhere in the sources can be explained.
#[test]
fn every_code_that_is_reported_is_explained() {
    fn sources(folder: &std::path::Path, texts: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, texts);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                texts.push(std::fs::read_to_string(&path).unwrap_or_default());
            }
        }
    }
    let mut texts = Vec::new();
    for folder in ["disclosure", "checks", "layout", "read", "compare"] {
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), &mut texts);
    }
    let mut codes: Vec<&str> = Vec::new();
    for text in &texts {
        for opening in ["rule: ", "Finding::new("] {
            let literals = text.split(opening).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
            codes.extend(literals.filter_map(|rest| rest.split('"').next()));
        }
    }
    assert!(codes.contains(&"R01") && codes.contains(&"S05"), "没有找到代码：{codes:?}");
    for code in codes {
        assert!(gouji::checks::registry::find(code).is_some(), "{code} 没有说明");
    }
}

#[test]
fn the_page_about_checks_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/checks.md");
    let page = gouji::checks::docs::page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == page, "docs/checks.md 过期了：UPDATE_DOCS=1 cargo test --test checks");
}
