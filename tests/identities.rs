//! Every identity on a sound set of tables: it holds there, and one changed cell breaks it.
//!
//! The disclosures are written as in `checks.rs`. A line `改 D07 公开02 合计 1 111.00` changes the first figure of the row
//! 合计 (by code, key or name) of the table 公开02: D07 must then fail in the ledger, and a finding must point at the cell.

mod support;

use gouji::checks::registry::entries;
use gouji::disclosure::model::{ColumnKind, Disclosure, Kind};
use gouji::report::{Finding, LedgerEntry, Outcome, Severity};
use support::fixture::read;

const FILES: [(&str, Kind); 2] = [
    (include_str!("fixtures/identities/budget.txt"), Kind::Budget),
    (include_str!("fixtures/identities/final.txt"), Kind::Final),
];

/// Where a change goes: table, row and column.
fn place(disclosure: &Disclosure, words: &[String]) -> Option<(usize, usize, usize)> {
    let [_, label, name, number, _] = words else { return None };
    let at = disclosure.tables.iter().position(|table| table.label.as_ref() == Some(label))?;
    let table = disclosure.tables.get(at)?;
    let row = table.rows.iter().position(|row| {
        row.code.as_ref() == Some(name) || row.key.as_ref() == Some(name) || row.name == *name
    })?;
    let side = table.rows.get(row)?.side;
    let own = table.columns.iter().enumerate().filter(|(_, column)| {
        column.kind == ColumnKind::Amount && (column.side.is_none() || column.side == side)
    });
    let column = own.map(|(index, _)| index).nth(number.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some((at, row, column))
}

fn concerns(finding: &Finding, (table, row, column): (usize, usize, usize)) -> bool {
    let here = |t, r, c| (t, r, c) == (Some(table), Some(row), Some(column));
    here(finding.table, finding.row, finding.column)
        || finding.equations.iter().any(|equation| {
            equation.left.iter().chain(&equation.right).any(|term| here(term.table, term.row, term.column))
        })
}

fn ended(ledger: &[LedgerEntry], rule: &str, outcome: Outcome) -> bool {
    ledger.iter().any(|entry| entry.rule == rule && entry.outcome == outcome)
}

#[test]
fn a_sound_disclosure_passes_every_identity_in_silence() {
    let mut problems = Vec::new();
    for (text, kind) in FILES {
        let (findings, ledger) = gouji::checks::run(&read(text).disclosure);
        problems.extend(findings.iter().map(|f| format!("{kind:?}: {} {}", f.rule, f.message)));
        for entry in entries().iter().filter(|entry| entry.document == kind && entry.hard.is_some()) {
            if !ended(&ledger, &entry.code, Outcome::Passed) {
                let own: Vec<_> = ledger.iter().filter(|line| line.rule == entry.code).collect();
                problems.push(format!("{kind:?}: {} did not pass: {own:?}", entry.code));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn one_changed_cell_breaks_the_identity_and_is_pointed_at() {
    let mut problems = Vec::new();
    for (text, kind) in FILES {
        let fixture = read(text);
        for (line, words) in &fixture.changes {
            let mut disclosure = fixture.disclosure.clone();
            let at = place(&disclosure, words).unwrap_or_else(|| panic!("{kind:?} {line}: {words:?}"));
            let cell = &mut disclosure.tables[at.0].rows[at.1].cells[at.2];
            cell.text.clone_from(&words[4]);
            cell.amount = gouji::amount::parse(&words[4]);
            let (findings, ledger) = gouji::checks::run(&disclosure);
            let alarms: Vec<&Finding> = findings.iter().filter(|f| f.severity >= Severity::Warning).collect();
            if !ended(&ledger, &words[0], Outcome::Failed) || !alarms.iter().any(|f| concerns(f, at)) {
                let said: String =
                    findings.iter().map(|f| ["\n      ", &f.rule, " ", &f.message].concat()).collect();
                let own: Vec<_> = ledger.iter().filter(|entry| entry.rule == words[0]).collect();
                problems.push(format!("{kind:?} {line}: {} {own:?}{said}", words.join(" ")));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_identity_has_its_change() {
    let changed: Vec<String> = FILES
        .iter()
        .flat_map(|(text, _)| read(text).changes)
        .filter_map(|(_, words)| words.first().cloned())
        .collect();
    let missing: Vec<&str> = entries()
        .iter()
        .filter(|entry| entry.hard.is_some() && !changed.contains(&entry.code))
        .map(|entry| entry.code.as_str())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
