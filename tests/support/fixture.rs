//! Small disclosures written as text, as `checks.rs` explains them, read without layout or forms.

use gouji::amount::{self, Unit};
use gouji::disclosure::model::{
    Cell, Claim, Column, ColumnKind, ContentsEntry, Disclosure, Fragment, Kind, Paragraph, Program, Row,
    Side, Table, Task,
};
use gouji::origin::Origin;
use gouji::report::Warning;

/// A finding announced at a line.
#[derive(Debug)]
pub struct Expected {
    pub line: u32,
    pub rule: String,
    pub severity: String,
    pub value: Option<String>,
}

/// A disclosure with what is expected of it.
#[derive(Default)]
pub struct Fixture {
    pub disclosure: Disclosure,
    pub expected: Vec<Expected>,
    pub outcomes: Vec<(String, String)>,
    /// Changes of one cell: the check that must fail, then table, row, column and figure.
    pub changes: Vec<(u32, Vec<String>)>,
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

/// Reads a disclosure, line by line.
#[allow(clippy::too_many_lines)] // one arm a word
pub fn read(text: &str) -> Fixture {
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
            "比" => {
                let (subject, value) = rest.split_once('|').unwrap_or((rest, ""));
                let (value, unit) = value.trim().split_once(' ').unwrap_or((value.trim(), "万元"));
                document.claims.push(Claim {
                    text: rest.to_owned(),
                    subject: Some(subject.trim().to_owned()),
                    metric: Some("base".to_owned()),
                    value: amount::parse(value),
                    unit: Some(unit.to_owned()),
                    origin: origin(number),
                    ..Claim::default()
                });
            }
            "整" => document.programs.push(Program {
                name: rest.trim().to_owned(),
                kind: "unit".to_owned(),
                unit: Some(Unit::TenThousand),
                origin: origin(number),
                ..Program::default()
            }),
            "任" => {
                let mut parts = rest.split('|').map(str::trim);
                let task = Task {
                    name: parts.next().unwrap_or_default().to_owned(),
                    budget: parts.next().and_then(amount::parse),
                    executed: parts.next().and_then(amount::parse),
                    origin: origin(number),
                    ..Task::default()
                };
                document.programs.last_mut().expect("任 stands behind 整").tasks.push(task);
            }
            "名" => document.identity.organization = Some(rest.trim().to_owned()),
            "段" => document.paragraphs.push(paragraph(rest, number)),
            "散" => document.fragments.push(Fragment { printed: paragraph(rest, number), prose: false }),
            "原" => document.marked.push(paragraph(rest, number)),
            "表" => {
                let index = document.tables.len();
                document.tables.push(table(rest, index));
            }
            "样" => {
                if let Some(table) = document.tables.last_mut() {
                    table.form = Some(rest.trim().to_owned());
                }
            }
            "栏" => {
                if let Some(table) = document.tables.last_mut() {
                    table.columns = rest.split('|').map(column).collect();
                }
            }
            "改" => {
                fixture.changes.push((number, rest.split_whitespace().map(str::to_owned).collect()));
            }
            "行" | "收" | "支" | "另" => {
                let side = match word {
                    "收" => Some(Side::Income),
                    "支" | "另" => Some(Side::Expenditure),
                    _ => None,
                };
                if let Some(table) = document.tables.last_mut() {
                    let row = Row { panel: usize::from(word == "另"), ..row(table, rest, side, number) };
                    table.rows.push(row);
                }
            }
            "绩" => {
                let (name, value) = rest.split_once('|').unwrap_or((rest, ""));
                let (value, executed) = value.split_once('|').unwrap_or((value, ""));
                let (value, unit) = value.trim().split_once(' ').unwrap_or((value.trim(), "万元"));
                document.programs.push(Program {
                    executed: amount::parse(executed.trim()),
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
