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
//! 样 示例/03                            the form the table was recognised as
//! 栏 合计 | 基本支出/小计=基本支出      columns: header path = key; `收:` and `支:` for a side, `名:` for words
//! 行 208 社会保障和就业支出=键 | 1.00   code (or -), name, key; then the cells
//! 收 - 一、一般公共预算=一般公共预算    a row of the income side; 支 for the other
//! 绩 设备购置经费 | 20.00 万元 | 15.00  a performance form of a project, with what was spent
//! 整 某局                              one of a whole body, and 任 基本支出 | 20.00 | 15.00, its tasks
//! 比 收支总计 | 100.00 万元            what the prose says of the year before
//! 另 - 基本支出 | 1.00                  a row of a second list on the expenditure side
//! 账 B09 cannot_check                   an outcome the ledger must have
//! A figure after `~` was placed by inference; one after `?` has no column of its own.
//! ```
//! A line may end in `! RULE severity value`: the finding expected there and, if given, the value it should
//! propose; several such marks are several findings. Every expectation must be met and nothing else may be found.

mod support;

use gouji::origin::Origin;
use gouji::report::{Finding, LedgerEntry};
use support::fixture::{Expected, read};

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
