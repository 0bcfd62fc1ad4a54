//! Findings as SARIF 2.1.0, for tools that show the results of checks.

use serde_json::{Value, json};

use crate::origin::Origin;
use crate::report::{Finding, Report, Severity};

/// The reports' findings as one SARIF log.
#[must_use]
pub fn write(reports: &[Report]) -> Value {
    let results: Vec<Value> = reports
        .iter()
        .flat_map(|report| report.findings.iter().map(|finding| result(&report.source.name, finding)))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "gouji", "version": env!("CARGO_PKG_VERSION")}},
            "results": results,
        }],
    })
}

fn result(file: &str, finding: &Finding) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let places =
        if finding.origin.is_empty() { vec![None] } else { finding.origin.iter().map(Some).collect() };
    let locations: Vec<Value> = places.into_iter().map(|origin| location(file, origin)).collect();
    json!({
        "ruleId": finding.rule,
        "level": level,
        "message": {"text": finding.message},
        "locations": locations,
    })
}

/// SARIF counts lines; pages and sheets go into the logical location.
fn location(file: &str, origin: Option<&Origin>) -> Value {
    let artifact = json!({"uri": file});
    match origin {
        Some(Origin::Line { line, column }) => json!({
            "physicalLocation": {"artifactLocation": artifact, "region": {"startLine": line, "startColumn": column}},
        }),
        Some(origin) => json!({
            "physicalLocation": {"artifactLocation": artifact},
            "logicalLocations": [{"fullyQualifiedName": super::place(origin)}],
        }),
        None => json!({"physicalLocation": {"artifactLocation": artifact}}),
    }
}
