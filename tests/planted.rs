//! Consistent disclosures raise no alarm; one error planted in a cell under several equations is found, named and
//! mended.

mod support;

use std::fmt::Write as _;

use gouji::Report;
use gouji::disclosure::model::ColumnKind;
use gouji::generate::pdf::canvas::Rules;
use gouji::generate::pdf::{self, Style};
use gouji::generate::plant::{Planted, Slip};
use gouji::generate::random::Random;
use gouji::generate::text::{self, Damage};
use gouji::generate::{Family, Options, Synthetic};
use gouji::report::{Category, Finding, Severity};
use rust_decimal::Decimal;
use support::compare::plain;

fn seeds(usual: u64) -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    match number("GOUJI_SEED") {
        Some(seed) => vec![seed],
        None => (1..=number("GOUJI_SEEDS").unwrap_or(usual)).collect(),
    }
}

fn document(seed: u64, family: Family, tails: bool) -> Synthetic {
    let size = 1 + usize::try_from(seed % 4).unwrap_or(0);
    Synthetic::new(seed, Options { family, size, tails })
}

fn read(document: &Synthetic, as_pdf: bool) -> Report {
    let bytes = if as_pdf {
        pdf::write(document, Style::ruled(&mut Random::new(document.seed)))
    } else {
        text::tabbed(document, Damage::default()).into_bytes()
    };
    gouji::analyze(&bytes, "synthetic").unwrap_or_else(|error| panic!("seed {}: {error}", document.seed))
}

fn alarms(report: &Report) -> Vec<&Finding> {
    report.findings.iter().filter(|f| f.severity >= Severity::Warning).collect()
}

fn no_alarm(tails: bool, as_pdf: bool, usual: u64) {
    let mut text = String::new();
    let mut count = 0;
    for seed in seeds(usual) {
        for family in Family::ALL {
            let document = document(seed, family, tails);
            let report = read(&document, as_pdf);
            for finding in alarms(&report) {
                count += 1;
                if count <= 12 {
                    let _ = write!(
                        text,
                        "\nseed {seed} {family:?}: {} {:?} {}",
                        finding.rule, finding.severity, finding.message
                    );
                }
            }
        }
    }
    assert!(count == 0, "{count} false alarms{text}");
}

#[test]
fn consistent_text_raises_no_alarm() {
    no_alarm(false, false, 12);
}

#[test]
fn consistent_pdf_raises_no_alarm() {
    no_alarm(false, true, 8);
}

#[test]
fn rounding_tails_raise_no_alarm() {
    no_alarm(true, false, 12);
}

/// Whatever of it can be read: where columns are doubtful, nothing is certainly wrong.
#[test]
fn text_that_lost_its_empty_cells_raises_no_error() {
    let mut wrong = Vec::new();
    for seed in seeds(8) {
        for family in Family::ALL {
            let flat = text::flat(&document(seed, family, false), text::Wear::default());
            let report = gouji::analyze(flat.as_bytes(), "synthetic").expect("text is read");
            let errors = report.findings.into_iter().filter(|f| f.severity == Severity::Error);
            wrong.extend(errors.map(|f| format!("seed {seed} {family:?}: {} {}", f.rule, f.message)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} false errors: {:#?}",
        wrong.len(),
        wrong.iter().take(8).collect::<Vec<_>>()
    );
}

/// The same for tables without rules.
#[test]
#[ignore = "tables without rules misread still end as errors"]
fn pdf_without_rules_raises_no_error() {
    let mut wrong = Vec::new();
    for seed in seeds(4) {
        for family in Family::ALL {
            for rules in [Rules::Absent, Rules::Horizontal] {
                let bytes = pdf::write(&document(seed, family, false), Style { rules, ..Style::plain() });
                let report = gouji::analyze(&bytes, "synthetic").expect("it is read");
                let errors = report.findings.into_iter().filter(|f| f.severity == Severity::Error);
                wrong.extend(errors.map(|f| format!("seed {seed} {family:?}: {} {}", f.rule, f.message)));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} false errors: {:#?}",
        wrong.len(),
        wrong.iter().take(8).collect::<Vec<_>>()
    );
}

/// What became of the planted errors.
#[derive(Default)]
struct Score {
    planted: usize,
    found: usize,
    named: usize,
    mended: usize,
    missed: Vec<String>,
}

#[allow(clippy::cast_precision_loss)] // shares, for people
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Whether the finding names the planted cell: table by title, row by code and name, column by position.
fn names(document: &Synthetic, planted: &Planted, report: &Report, finding: &Finding) -> bool {
    let (Some(index), Some(row), Some(column)) = (finding.table, finding.row, finding.column) else {
        return false;
    };
    let Some(read) = report.tables.get(index) else { return false };
    let table = &document.tables[planted.table];
    let amounts: Vec<usize> =
        (0..read.columns.len()).filter(|c| read.columns[*c].kind == ColumnKind::Amount).collect();
    let truth = table.panels[planted.panel].rows().nth(planted.row);
    let same_row = truth
        .zip(read.rows.get(row))
        .is_some_and(|(t, r)| t.code == r.code && plain(&t.name) == plain(&r.name));
    plain(&read.title) == plain(&table.title) && same_row && amounts.get(planted.column) == Some(&column)
}

fn mends(planted: &Planted, finding: &Finding) -> bool {
    let expected: Option<Decimal> =
        finding.expected.as_ref().and_then(|text| text.replace(',', "").parse().ok());
    expected == Some(planted.right)
}

fn plant_all(slip: Slip, usual: u64) -> Score {
    let mut score = Score::default();
    for seed in seeds(usual) {
        for family in Family::ALL {
            let mut document = document(seed, family, false);
            let mut random = Random::new(seed * 31 + slip as u64);
            let before = document.clone();
            let Some(planted) = document.plant(&mut random, slip) else { continue };
            let table = &before.tables[planted.table];
            let row = table.panels[planted.panel].rows().nth(planted.row);
            let report = read(&document, false);
            let alarms = alarms(&report);
            score.planted += 1;
            let at = format!(
                "seed {seed} {family:?} 《{}》 {} · column {}: {} became {:?}",
                table.title,
                row.map_or(String::new(), |r| format!("{} {}", r.code.as_deref().unwrap_or("-"), r.name)),
                planted.column,
                planted.right,
                planted.wrong
            );
            let said = || {
                alarms.iter().map(|f| ["\n        ", &f.rule, " ", &f.message].concat()).collect::<String>()
            };
            // A figure that reading put back where it belongs is told of in a note.
            let mended =
                slip == Slip::Shifted && report.findings.iter().any(|f| f.category == Category::LayoutDamage);
            if alarms.is_empty() && !mended {
                score.missed.push(format!("not found: {at}"));
                continue;
            }
            score.found += 1;
            match alarms.iter().find(|f| names(&document, &planted, &report, f)) {
                None => score.missed.push(format!("not named: {at}{}", said())),
                Some(finding) => {
                    score.named += 1;
                    if mends(&planted, finding) {
                        score.mended += 1;
                    } else {
                        score.missed.push(format!("not mended ({:?}): {at}", finding.expected));
                    }
                }
            }
        }
    }
    score
}

/// Fails where fewer than these shares are found, named and mended.
fn judge(slip: Slip, usual: u64, found: f64, named: f64, mended: f64) {
    let mut score = plant_all(slip, usual);
    println!(
        "{slip:?}: {} planted, {} found, {} named, {} mended",
        score.planted, score.found, score.named, score.mended
    );
    score.missed.sort_by_key(|m| !m.starts_with("not found"));
    let list = score.missed.iter().take(8).map(|m| ["\n    ", m].concat()).collect::<String>();
    assert!(
        share(score.found, score.planted) >= found
            && share(score.named, score.planted) >= named
            && share(score.mended, score.planted) >= mended,
        "{slip:?}: of {} planted {} found, {} named, {} mended{list}",
        score.planted,
        score.found,
        score.named,
        score.mended
    );
}

#[test]
fn a_wrong_digit() {
    judge(Slip::Digit, 12, 1.0, 0.95, 0.9);
}

#[test]
fn swapped_digits() {
    judge(Slip::Swap, 12, 1.0, 0.95, 0.9);
}

#[test]
fn a_turned_sign() {
    // The aim is 0.95 named: a parent of one child is still blamed for it too often.
    judge(Slip::Sign, 12, 1.0, 0.95, 0.9);
}

#[test]
fn a_figure_in_the_wrong_unit() {
    judge(Slip::Scale, 12, 1.0, 0.95, 0.9);
}

#[test]
fn a_wrong_total() {
    judge(Slip::WrongTotal, 12, 1.0, 0.95, 0.9);
}

#[test]
fn a_dropped_row() {
    judge(Slip::DroppedRow, 12, 1.0, 0.0, 0.0);
}

#[test]
fn a_shifted_figure() {
    // Where a section has this one item, only a sum whose parts are all empty could tell; it is left unchecked.
    judge(Slip::Shifted, 12, 0.85, 0.0, 0.0);
}
