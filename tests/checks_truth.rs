//! The checks on tables that people have read from real documents, where the shared folder is at hand: nothing
//! true is called an error, and an error planted in any cell is found and named.

use std::path::PathBuf;

use gouji::amount::{self, Unit};
use gouji::disclosure::model::{Cell, Column, ColumnKind, Disclosure, Kind, Row, Side, Table};
use gouji::forms;
use gouji::origin::Origin;
use gouji::report::{Finding, Severity};
use rust_decimal::Decimal;
use serde_json::Value;

fn truths() -> Vec<(String, Disclosure)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/truth"));
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("没有 ../shared/truth，跳过");
        return Vec::new();
    };
    let mut truths: Vec<(String, Disclosure)> = entries
        .flatten()
        .filter_map(|entry| {
            let value: Value = serde_json::from_slice(&std::fs::read(entry.path()).ok()?).ok()?;
            Some((entry.file_name().to_string_lossy().into_owned(), disclosure(&value)))
        })
        .collect();
    truths.sort_by(|a, b| a.0.cmp(&b.0));
    truths
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned).filter(|text| !text.is_empty())
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn disclosure(value: &Value) -> Disclosure {
    let mut disclosure = Disclosure::default();
    let document = value.get("document").cloned().unwrap_or_default();
    let all = document.to_string();
    disclosure.identity.kind =
        if all.contains("决算") || all.contains("final") { Kind::Final } else { Kind::Budget };
    for (index, table) in list(value, "tables").iter().enumerate() {
        disclosure.tables.push(self::table(table, index));
    }
    forms::annotate_all(&mut disclosure.tables, Some(&disclosure.identity));
    disclosure
}

fn path(text: &str) -> Vec<String> {
    text.split('/').map(str::to_owned).collect()
}

fn table(value: &Value, index: usize) -> Table {
    let sided = ["side_columns", "columns_by_side", "columns"]
        .iter()
        .find_map(|key| value.get(*key).filter(|columns| columns.is_object()));
    let mut columns = Vec::new();
    let name = |side| Column { path: vec!["项目".into()], kind: ColumnKind::Name, side, key: None };
    if let Some(sides) = sided {
        for (word, side) in [("收入", Side::Income), ("支出", Side::Expenditure)] {
            columns.push(name(Some(side)));
            for column in list(sides, word) {
                let path = path(column.as_str().unwrap_or_default());
                columns.push(Column { path, kind: ColumnKind::Amount, side: Some(side), key: None });
            }
        }
    } else {
        columns.push(name(None));
        for column in list(value, "columns") {
            let path = path(column.as_str().unwrap_or_default());
            columns.push(Column { path, kind: ColumnKind::Amount, side: None, key: None });
        }
    }
    let rows = list(value, "rows")
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let side = match row.get("side").and_then(Value::as_str) {
                Some("收入") if sided.is_some() => Some(Side::Income),
                Some("支出") if sided.is_some() => Some(Side::Expenditure),
                _ => None,
            };
            let mut values = list(row, "values").iter();
            let cells = columns
                .iter()
                .map(|column| {
                    let own = column.kind == ColumnKind::Amount && column.side == side;
                    let text =
                        if own { values.next().and_then(Value::as_str).unwrap_or_default() } else { "" };
                    Cell {
                        text: text.to_owned(),
                        amount: amount::parse(text),
                        inferred: false,
                        origin: Some(Origin::Line { line: u32::try_from(at + 1).unwrap_or(0), column: 1 }),
                    }
                })
                .collect();
            let name = text(row, "name").unwrap_or_default();
            Row { code: text(row, "code"), name, side, cells, ..Row::default() }
        })
        .collect();
    Table {
        index,
        label: text(value, "label"),
        title: text(value, "title").unwrap_or_default(),
        unit: text(value, "unit").and_then(|unit| Unit::find(&unit)),
        columns,
        rows,
        ..Table::default()
    }
}

fn describe(finding: &Finding) -> String {
    format!("{:?} {} {}", finding.severity, finding.rule, finding.message)
}

#[test]
fn nothing_true_is_called_an_error() {
    let mut wrong = Vec::new();
    for (name, disclosure) in truths() {
        let (findings, ledger) = gouji::checks::run(&disclosure);
        let passed: u32 =
            ledger.iter().filter(|e| format!("{:?}", e.outcome) == "Passed").map(|e| e.count).sum();
        println!("== {name}: {passed} passed");
        for finding in &findings {
            println!("   {}", describe(finding));
        }
        for entry in ledger.iter().filter(|entry| format!("{:?}", entry.outcome) == "CannotCheck") {
            println!("   ? {} ×{} {}", entry.rule, entry.count, entry.reason.clone().unwrap_or_default());
        }
        wrong.extend(
            findings
                .iter()
                .filter(|f| f.severity == Severity::Error)
                .map(|f| format!("{name}: {}", describe(f))),
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Digits swapped, one digit changed, sign, ten thousandfold: whatever gives another figure.
fn slips(amount: Decimal) -> Vec<Decimal> {
    let mut slips = Vec::new();
    let step = Decimal::new(3, amount.scale().saturating_sub(2));
    slips.push(amount + step);
    slips.push(amount * Decimal::from(10_000));
    let digits: Vec<char> = amount.abs().to_string().chars().collect();
    if let Some(at) = (1..digits.len())
        .find(|&i| digits[i] != digits[i - 1] && digits[i].is_ascii_digit() && digits[i - 1].is_ascii_digit())
    {
        let mut swapped = digits;
        swapped.swap(at, at - 1);
        slips.extend(swapped.iter().collect::<String>().parse::<Decimal>());
    }
    slips.retain(|slip| (*slip - amount).abs() > Decimal::new(9, 1));
    slips
}

#[test]
fn planted_errors_are_found_and_named() {
    let (mut planted, mut found, mut named, mut valued, mut errors) = (0u32, 0u32, 0u32, 0u32, 0u32);
    let mut missed = Vec::new();
    for (name, disclosure) in truths() {
        let (clean, _) = gouji::checks::run(&disclosure);
        let before: Vec<String> = clean.iter().map(|f| f.message.clone()).collect();
        let cells: Vec<(usize, usize, usize, Decimal)> = disclosure
            .tables
            .iter()
            .enumerate()
            .flat_map(|(t, table)| {
                table.rows.iter().enumerate().flat_map(move |(r, row)| {
                    row.cells
                        .iter()
                        .enumerate()
                        .filter_map(move |(c, cell)| Some((t, r, c, cell.amount.filter(|a| !a.is_zero())?)))
                })
            })
            .collect();
        // A sample is enough, the same every time.
        for (turn, (t, r, c, amount)) in cells.into_iter().enumerate().filter(|(turn, _)| turn % 9 == 0) {
            let slips = slips(amount);
            let Some(slip) = slips.get(turn / 9 % slips.len().max(1)) else { continue };
            let mut broken = disclosure.clone();
            broken.tables[t].rows[r].cells[c].amount = Some(*slip);
            let (findings, _) = gouji::checks::run(&broken);
            let fresh: Vec<&Finding> = findings
                .iter()
                .filter(|f| f.severity > Severity::Note && !before.contains(&f.message))
                .collect();
            planted += 1;
            let hit = fresh.iter().any(|f| {
                f.equations.iter().any(|e| {
                    e.left
                        .iter()
                        .chain(&e.right)
                        .any(|term| (term.table, term.row, term.column) == (Some(t), Some(r), Some(c)))
                })
            });
            let exact = fresh.iter().find(|f| (f.table, f.row, f.column) == (Some(t), Some(r), Some(c)));
            found += u32::from(hit || exact.is_some());
            named += u32::from(exact.is_some());
            valued += u32::from(exact.is_some_and(|f| {
                f.expected
                    .as_deref()
                    .and_then(amount::parse)
                    .is_some_and(|value| (value - amount).abs() <= Decimal::new(2, 2))
            }));
            errors += u32::from(fresh.iter().any(|f| f.severity == Severity::Error));
            if exact.is_none() {
                let table = &disclosure.tables[t];
                missed.push(format!(
                    "{name} {} r{r} {} c{c}: {amount} -> {slip}{}: {}",
                    table.title,
                    table.rows[r].name,
                    if hit { " (found)" } else { "" },
                    fresh.first().map(|f| describe(f)).unwrap_or_default()
                ));
            }
        }
    }
    for line in &missed {
        println!("{line}");
    }
    println!("planted {planted}, found {found}, named {named}, valued {valued}, as errors {errors}");
    if planted > 0 {
        assert!(found * 100 >= planted * 85, "found {found} of {planted}");
    }
}
