//! What documents say of one another, on pairs of small disclosures written as in `checks.rs`.
//!
//! The documents of a fixture are parted by a line `===`. Behind the last stand lines `对 RULE severity value`: the findings
//! between them, each with the value it proposes. Nothing else may be found; a fixture without such lines is silent.

mod support;

use gouji::Report;
use gouji::compare::{Across, compare};
use gouji::report::Source;
use support::fixture::read;

fn report(text: &str, name: &str) -> Report {
    let disclosure = read(text).disclosure;
    let source = Source { name: name.to_owned(), ..Source::default() };
    Report {
        document: disclosure.identity,
        tables: disclosure.tables,
        claims: disclosure.claims,
        ..Report::empty(source)
    }
}

fn problems(name: &str, text: &str) -> Vec<String> {
    let wanted = |line: &&str| line.starts_with("对 ");
    let mut expected: Vec<String> =
        text.lines().filter(wanted).map(|line| line.trim_start_matches("对 ").trim().to_owned()).collect();
    let plain: String = text.lines().filter(|line| !wanted(line)).flat_map(|line| [line, "\n"]).collect();
    let reports: Vec<Report> = plain
        .split("===\n")
        .enumerate()
        .map(|(number, part)| report(part, &format!("{}.txt", number + 1)))
        .collect();
    assert!(reports.len() >= 2, "{name}");
    let mut problems = Vec::new();
    for Across { documents, finding } in compare(&reports).findings {
        let named = documents.iter().all(|at| finding.message.contains(&format!("{}.txt", at + 1)));
        // Of many units the message names only the department.
        if documents.len() < 2 || !(named || finding.rule == "B44") {
            problems.push(format!("{name}: {documents:?} 不是 {}", finding.message));
        }
        let severity = serde_json::to_value(finding.severity).unwrap_or_default();
        let said = format!(
            "{} {} {}",
            finding.rule,
            severity.as_str().unwrap_or_default(),
            finding.expected.unwrap_or_default()
        );
        match expected.iter().position(|line| *line == said) {
            Some(at) => {
                expected.remove(at);
            }
            None => problems.push(format!("{name}: 不该有 {said}：{}", finding.message)),
        }
    }
    problems.extend(expected.iter().map(|line| format!("{name}: 没有找到 {line}")));
    problems
}

#[test]
fn every_comparison_gives_what_it_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/compare");
    let (mut seen, mut all) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}")).flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        all.extend(problems(&entry.file_name().to_string_lossy(), &text));
        seen += 1;
    }
    assert!(seen >= 6, "样例太少：{seen}");
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}
