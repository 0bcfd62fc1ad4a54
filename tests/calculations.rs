//! Calculations and lists of amounts in running text, as data.
//!
//! Every line of a fixture is a paragraph; `! severity value` at its end is the finding expected there. A line
//! `# ledger: RULE outcome count` says what the ledger must count. Nothing else may be found.

use gouji::disclosure::model::{Disclosure, Paragraph};
use gouji::origin::Origin;
use gouji::report::Finding;

const RULES: [&str; 3] = ["N26", "N27", "N28"];

fn word<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn problems(name: &str, text: &str) -> Vec<String> {
    let mut disclosure = Disclosure::default();
    let mut expected: Vec<(u32, String, String)> = Vec::new();
    let mut ledger: Vec<(String, String, u32)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(counts) = comment.trim().strip_prefix("ledger:") {
                let words: Vec<&str> = counts.split_whitespace().collect();
                ledger.push((words[0].to_owned(), words[1].to_owned(), words[2].parse().unwrap_or(0)));
            }
            continue;
        }
        let (text, marks) = line.split_once(" !").unwrap_or((line, ""));
        for mark in marks.split('!').filter(|mark| !mark.trim().is_empty()) {
            let mut words = mark.split_whitespace().map(str::to_owned);
            expected.push((number, words.next().unwrap_or_default(), words.next().unwrap_or_default()));
        }
        disclosure.paragraphs.push(Paragraph {
            text: text.trim().to_owned(),
            lines: vec![(0, Origin::Line { line: number, column: 1 })],
        });
    }
    let (findings, entries) = gouji::checks::run(&disclosure);
    let own = |rule: &String| RULES.contains(&rule.as_str());
    let mut findings: Vec<Finding> = findings.into_iter().filter(|finding| own(&finding.rule)).collect();
    let mut problems = Vec::new();
    for (line, severity, value) in expected {
        let found = findings.iter().position(|finding| {
            finding.origin.first().and_then(Origin::line) == Some(line)
                && word(finding.severity) == severity
                && (value.is_empty() || finding.expected.as_deref() == Some(value.as_str()))
        });
        match found {
            Some(at) => {
                findings.remove(at);
            }
            None => problems.push(format!("{name}:{line}: 没有找到 {severity} {value}")),
        }
    }
    for finding in findings {
        problems.push(format!(
            "{name}:{}: 不该有 {} {} [{}] {}",
            finding.origin.first().and_then(Origin::line).unwrap_or_default(),
            finding.rule,
            word(finding.severity),
            finding.expected.unwrap_or_default(),
            finding.message
        ));
    }
    for (rule, outcome, count) in ledger {
        let got: u32 = entries
            .iter()
            .filter(|entry| entry.rule == rule && word(entry.outcome) == outcome)
            .map(|entry| entry.count)
            .sum();
        if got != count {
            problems.push(format!("{name}: {rule} {outcome} 应有 {count} 处，得 {got} 处"));
        }
    }
    problems
}

#[test]
fn every_fixture_gives_what_it_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/calculations");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}")).flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        all.extend(problems(&entry.file_name().to_string_lossy(), &text));
    }
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}

/// A long run of figures and signs stays quick: the time is linear in the text.
#[test]
fn hostile_text_stays_quick() {
    let texts = ["1+", "(1+", "1×(", "1=", "（1元×2", "1.1.", "万元（", "1-", "1、", "1/"];
    let paragraphs = texts
        .iter()
        .map(|text| Paragraph {
            text: text.repeat(10_000),
            lines: vec![(0, Origin::Line { line: 1, column: 1 })],
        })
        .collect();
    let started = std::time::Instant::now();
    let _ = gouji::checks::run(&Disclosure { paragraphs, ..Disclosure::default() });
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
