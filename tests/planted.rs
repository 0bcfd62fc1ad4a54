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
    /// Causes that were told more than once.
    repeated: Vec<String>,
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
    let own: Vec<usize> = amounts
        .into_iter()
        .filter(|c| {
            read.columns[*c].side.is_none() || read.columns[*c].side == table.panels[planted.panel].side
        })
        .collect();
    let truth = table.panels[planted.panel].rows().nth(planted.row);
    let same_row = truth
        .zip(read.rows.get(row))
        .is_some_and(|(t, r)| t.code == r.code && plain(&t.name) == plain(&r.name));
    plain(&read.title) == plain(&table.title) && same_row && own.get(planted.column) == Some(&column)
}

fn mends(planted: &Planted, finding: &Finding) -> bool {
    let expected: Option<Decimal> =
        finding.expected.as_ref().and_then(|text| text.replace(',', "").parse().ok());
    expected == Some(planted.right)
}

/// A figure that reading put back where it belongs, and said so.
fn put_back(document: &Synthetic, planted: &Planted, report: &Report) -> bool {
    let table = &document.tables[planted.table];
    let told = report.findings.iter().any(|f| f.category == Category::LayoutDamage);
    let Some(truth) = table.panels[planted.panel].rows().nth(planted.row) else { return false };
    let read = report.tables.iter().find(|read| plain(&read.title) == plain(&table.title));
    let there = read.is_some_and(|read| {
        let amounts: Vec<usize> =
            (0..read.columns.len()).filter(|c| read.columns[*c].kind == ColumnKind::Amount).collect();
        let row =
            read.rows.iter().find(|row| row.code == truth.code && plain(&row.name) == plain(&truth.name));
        let cell = row.zip(amounts.get(planted.column)).and_then(|(row, column)| row.cells.get(*column));
        cell.and_then(|cell| cell.amount) == Some(planted.right)
    });
    told && there
}

/// For a row that was dropped: whether the finding tells every amount of it, and its code where another table has it.
fn tells_the_row(before: &Synthetic, planted: &Planted, finding: &Finding) -> bool {
    let row = before.tables[planted.table].panels[planted.panel].rows().nth(planted.row);
    row.is_some_and(|row| {
        let amounts = row.values.iter().flatten().filter(|value| !value.is_zero());
        let elsewhere = before.tables.iter().enumerate().any(|(index, table)| {
            let same = |other: &gouji::generate::table::Row| {
                other.code == row.code
                    && row.values.iter().flatten().all(|v| v.is_zero() || other.values.contains(&Some(*v)))
            };
            index != planted.table
                && table.panels.iter().flat_map(gouji::generate::table::Panel::rows).any(same)
        });
        let code = row.code.as_deref().unwrap_or_default();
        amounts.map(|value| gouji::amount::grouped(*value)).all(|text| finding.message.contains(&text))
            && (!elsewhere || finding.message.contains(code))
    })
}

/// The alarms of a report as lines, for people.
fn said(alarms: &[&Finding]) -> String {
    alarms.iter().map(|f| ["\n        ", &f.rule, " ", &f.message].concat()).collect()
}

impl Score {
    /// Counts what became of one planted error.
    fn count(&mut self, before: &Synthetic, document: &Synthetic, planted: &Planted, report: &Report) {
        let table = &before.tables[planted.table];
        let row = table.panels[planted.panel].rows().nth(planted.row);
        let alarms = alarms(report);
        self.planted += 1;
        let at = format!(
            "seed {} {:?} 《{}》 {} · column {}: {} became {:?}",
            before.seed,
            before.family,
            table.title,
            row.map_or(String::new(), |r| format!("{} {}", r.code.as_deref().unwrap_or("-"), r.name)),
            planted.column,
            planted.right,
            planted.wrong
        );
        if planted.slip == Slip::Shifted && put_back(before, planted, report) {
            self.found += 1;
            self.named += 1;
            self.mended += 1;
            return;
        }
        if alarms.is_empty() {
            self.missed.push(format!("not found: {at}"));
            return;
        }
        self.found += 1;
        if matches!(planted.slip, Slip::DroppedRow | Slip::DoubledRow) && alarms.len() > 1 {
            self.repeated.push(format!("told {} times: {at}{}", alarms.len(), said(&alarms)));
        }
        if planted.slip == Slip::DroppedRow {
            let told = alarms.iter().any(|f| tells_the_row(before, planted, f));
            self.named += usize::from(told);
            self.mended += usize::from(told);
            if !told {
                self.missed.push(format!("not told: {at}{}", said(&alarms)));
            }
            return;
        }
        let named: Vec<&&Finding> = match planted.slip {
            // Any of the places that repeat it will do.
            Slip::RepeatedTotal => alarms
                .iter()
                .filter(|f| document.planted.iter().any(|copy| names(document, copy, report, f)))
                .collect(),
            // The row is what is wrong, not one of its figures.
            Slip::DoubledRow => alarms
                .iter()
                .filter(|f| {
                    let width = table.panels[planted.panel].amounts().len();
                    let any = |column| names(document, &Planted { column, ..planted.clone() }, report, f);
                    (0..width).any(any)
                })
                .collect(),
            _ => alarms.iter().filter(|f| names(document, planted, report, f)).collect(),
        };
        if named.is_empty() {
            self.missed.push(format!("not named: {at}{}", said(&alarms)));
            return;
        }
        self.named += 1;
        let right = |f: &&&Finding| {
            mends(planted, f) || planted.slip == Slip::DoubledRow && f.message.contains("印了两遍")
        };
        if named.iter().any(right) {
            self.mended += 1;
        } else {
            self.missed.push(format!("not mended: {at}{}", said(&alarms)));
        }
    }

    /// Fails where fewer than these shares are found, named and mended.
    fn judge(mut self, what: &str, [found, named, mended]: [f64; 3]) {
        println!(
            "{what}: {} planted, {} found, {} named, {} mended",
            self.planted, self.found, self.named, self.mended
        );
        self.missed.sort_by_key(|m| !m.starts_with("not found"));
        let repeated = self.repeated.iter().take(6).map(|m| ["\n    ", m].concat()).collect::<String>();
        assert!(
            self.repeated.len() * 20 <= self.planted,
            "{what}: {} told twice{repeated}",
            self.repeated.len()
        );
        let list = self.missed.iter().take(8).map(|m| ["\n    ", m].concat()).collect::<String>();
        assert!(
            self.planted > 0
                && share(self.found, self.planted) >= found
                && share(self.named, self.planted) >= named
                && share(self.mended, self.planted) >= mended,
            "{what}: of {} planted {} found, {} named, {} mended{list}",
            self.planted,
            self.found,
            self.named,
            self.mended
        );
    }
}

fn plant_all(slip: Slip, usual: u64, as_pdf: bool) -> Score {
    let mut score = Score::default();
    for seed in seeds(usual) {
        for family in Family::ALL {
            let mut document = document(seed, family, false);
            let mut random = Random::new(seed * 31 + slip as u64);
            let before = document.clone();
            if let Some(planted) = document.plant(&mut random, slip) {
                let report = read(&document, as_pdf);
                score.count(&before, &document, &planted, &report);
            }
        }
    }
    score
}

/// What is asked of every kind of error: found always, named and mended nearly always.
const AIM: [f64; 3] = [1.0, 0.95, 0.9];

fn judge(slip: Slip, usual: u64) {
    plant_all(slip, usual, false).judge(&format!("{slip:?}"), AIM);
}

#[test]
fn a_wrong_digit() {
    judge(Slip::Digit, 12);
}

#[test]
fn swapped_digits() {
    judge(Slip::Swap, 12);
}

#[test]
fn a_turned_sign() {
    judge(Slip::Sign, 12);
}

#[test]
fn a_figure_in_the_wrong_unit() {
    judge(Slip::Scale, 12);
}

#[test]
fn a_wrong_total() {
    judge(Slip::WrongTotal, 12);
}

#[test]
fn a_total_wrong_wherever_it_is_repeated() {
    judge(Slip::RepeatedTotal, 8);
}

#[test]
fn a_dropped_row() {
    judge(Slip::DroppedRow, 12);
}

#[test]
fn a_row_printed_twice() {
    judge(Slip::DoubledRow, 8);
}

#[test]
fn a_shifted_figure() {
    judge(Slip::Shifted, 12);
}

#[test]
fn a_shifted_figure_in_a_pdf() {
    plant_all(Slip::Shifted, 4, true).judge("Shifted, PDF", AIM);
}

#[test]
fn two_wrong_digits_in_one_table() {
    let mut score = Score::default();
    for seed in seeds(12) {
        for family in Family::ALL {
            let mut document = document(seed, family, false);
            let before = document.clone();
            if let Some(both) = document.plant_two(&mut Random::new(seed * 37 + 5)) {
                let report = read(&document, false);
                for planted in both {
                    score.count(&before, &document, &planted, &report);
                }
            }
        }
    }
    score.judge("two digits", AIM);
}
