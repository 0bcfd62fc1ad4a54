//! What the prose says, read from small disclosures written as text: tables and prose go through the whole reader,
//! and every finding of the checks on prose must be announced at its line.
//!
//! A line may end in one or more `《!RULE severity value》`: the finding expected there and, if given, the value it
//! should propose. The marks are taken out before reading; nothing else may be found. `《账 RULE outcome》` anywhere
//! asks for an outcome in the ledger.

use gouji::origin::Origin;
use gouji::report::{Finding, LedgerEntry};

struct Expected {
    line: u32,
    words: Vec<String>,
}

fn lower<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The text without its marks, the findings and the outcomes they announce.
fn unmarked(text: &str) -> (String, Vec<Expected>, Vec<Vec<String>>) {
    let (mut plain, mut findings, mut outcomes) = (String::new(), Vec::new(), Vec::new());
    for (line, mut rest) in (1..).zip(text.lines()) {
        while let Some((before, after)) = rest.split_once("《!").or_else(|| rest.split_once("《账 ")) {
            let (mark, behind) = after.split_once('》').unwrap_or((after, ""));
            let words: Vec<String> = mark.split_whitespace().map(str::to_owned).collect();
            if rest.get(before.len()..).is_some_and(|mark| mark.starts_with("《!")) {
                findings.push(Expected { line, words });
            } else {
                outcomes.push(words);
            }
            plain.push_str(before);
            rest = behind;
        }
        plain.push_str(rest.trim_end());
        plain.push('\n');
    }
    (plain, findings, outcomes)
}

fn meets(finding: &Finding, expected: &Expected) -> bool {
    let word = |at: usize| expected.words.get(at).map(String::as_str);
    word(0) == Some(finding.rule.as_str())
        && word(1) == Some(lower(finding.severity).as_str())
        && finding.origin.first().and_then(Origin::line) == Some(expected.line)
        && word(2).is_none_or(|value| finding.expected.as_deref() == Some(value))
}

fn problems(name: &str, text: &str) -> Vec<String> {
    let (plain, expected, outcomes) = unmarked(text);
    let report = match gouji::analyze(plain.as_bytes(), name) {
        Ok(report) => report,
        Err(error) => return vec![format!("{name}: {error}")],
    };
    // What a disclosure owes is asked only of those that are about it.
    let duties = name.starts_with("duties");
    let of_prose = |finding: &Finding| {
        finding.rule.starts_with('N')
            && !matches!(finding.rule.as_str(), "N21" | "N30")
            && (duties || finding.rule != "N12")
            || duties && (finding.rule.starts_with('C') || finding.rule == "P06")
    };
    let mut findings: Vec<Finding> = report.findings.into_iter().filter(of_prose).collect();
    let mut problems = Vec::new();
    for expected in &expected {
        match findings.iter().position(|finding| meets(finding, expected)) {
            Some(at) => {
                findings.remove(at);
            }
            None => problems.push(format!("{name}:{}: 没有找到 {}", expected.line, expected.words.join(" "))),
        }
    }
    for finding in findings {
        let line = finding.origin.first().and_then(Origin::line).unwrap_or_default();
        problems.push(format!(
            "{name}:{line}: 不该有 {} {} [{}] {}",
            finding.rule,
            lower(finding.severity),
            finding.expected.unwrap_or_default(),
            finding.message
        ));
    }
    let entered = |words: &[String]| {
        report.ledger.iter().any(|entry: &LedgerEntry| {
            words.first() == Some(&entry.rule) && words.get(1) == Some(&lower(entry.outcome))
        })
    };
    problems.extend(
        outcomes
            .iter()
            .filter(|words| !entered(words))
            .map(|words| format!("{name}: 账上没有 {}", words.join(" "))),
    );
    problems
}

#[test]
fn every_disclosure_gives_what_it_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/narrative");
    let (mut seen, mut all) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}")).flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        all.extend(problems(&entry.file_name().to_string_lossy(), &text));
        seen += 1;
    }
    assert!(seen >= 2, "样例太少：{seen}");
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}
