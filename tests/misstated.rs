//! One thing misstated in the prose or in a self-evaluation of a consistent document is found at its line, and the right
//! word or figure is proposed.

use gouji::generate::misstate::Misstatement;
use gouji::generate::performance::{self, Misscored};
use gouji::generate::random::Random;
use gouji::generate::text::{self, Damage};
use gouji::generate::{Family, Options, Synthetic};
use gouji::report::{Finding, Severity};

const SEEDS: u64 = 12;

fn document(seed: u64, family: Family) -> Synthetic {
    Synthetic::new(seed, Options { family, size: 1 + usize::try_from(seed % 4).unwrap_or(0), tails: false })
}

fn alarms(text: &str) -> Vec<Finding> {
    let report = gouji::analyze(text.as_bytes(), "synthetic").expect("text is read");
    report.findings.into_iter().filter(|f| f.severity >= Severity::Warning).collect()
}

fn lines_of(text: &str, part: &str) -> Vec<u32> {
    (1..).zip(text.lines()).filter(|(_, line)| line.contains(part)).map(|(number, _)| number).collect()
}

fn at(finding: &Finding, lines: &[u32]) -> bool {
    finding.origin.iter().filter_map(gouji::origin::Origin::line).any(|line| lines.contains(&line))
}

#[derive(Default)]
struct Score {
    planted: usize,
    found: usize,
    proposed: usize,
    missed: Vec<String>,
}

impl Score {
    fn count(&mut self, what: &str, alarms: &[Finding], lines: &[u32], right: &str) {
        self.planted += 1;
        let here: Vec<&Finding> = alarms.iter().filter(|f| at(f, lines)).collect();
        let said: String = alarms.iter().map(|f| ["\n        ", &f.rule, " ", &f.message].concat()).collect();
        if here.is_empty() {
            self.missed.push(format!("not found: {what}{said}"));
            return;
        }
        self.found += 1;
        let bare = |text: &str| text.replace(',', "");
        let proposes = |f: &&&Finding| {
            f.expected.as_deref().is_some_and(|e| bare(e).contains(right)) || bare(&f.message).contains(right)
        };
        if here.iter().any(|f| proposes(&f)) {
            self.proposed += 1;
        } else {
            self.missed.push(format!("not proposed: {what}{said}"));
        }
    }

    #[allow(clippy::cast_precision_loss)] // shares, for people
    fn judge(&self, what: &str, found: f64, proposed: f64) {
        println!("{what}: {} planted, {} found, {} proposed", self.planted, self.found, self.proposed);
        let list: String = self.missed.iter().take(8).map(|m| ["\n    ", m].concat()).collect();
        let share = |part: usize| part as f64 / self.planted.max(1) as f64;
        assert!(
            self.planted > 0 && share(self.found) >= found && share(self.proposed) >= proposed,
            "{what}: of {} planted {} found, {} proposed{list}",
            self.planted,
            self.found,
            self.proposed
        );
    }
}

fn misstated(kind: Misstatement) -> Score {
    let mut score = Score::default();
    for seed in 1..=SEEDS {
        for family in Family::ALL {
            let mut document = document(seed, family);
            let mut random = Random::new(seed * 41 + kind as u64);
            let Some(planted) = document.misstate(&mut random, kind) else { continue };
            let text = text::tabbed(&document, Damage::default());
            let lines = lines_of(&text, &planted.paragraph);
            let what = format!(
                "seed {seed} {family:?} {} for {} in {}",
                planted.wrong, planted.right, planted.paragraph
            );
            score.count(&what, &alarms(&text), &lines, &planted.right);
        }
    }
    score
}

#[test]
fn a_wrong_direction_word() {
    misstated(Misstatement::Direction).judge("direction", 1.0, 0.9);
}

#[test]
fn a_wrong_amount() {
    // What was brought forward is stated in a sentence that no check reads yet.
    misstated(Misstatement::Amount).judge("amount", 0.95, 0.9);
}

#[test]
fn a_wrong_year() {
    misstated(Misstatement::Year).judge("year", 1.0, 0.9);
}

#[test]
fn a_wrong_unit() {
    // Not every form has a cell for the receipts of the year alone.
    misstated(Misstatement::Unit).judge("unit", 0.95, 0.9);
}

#[test]
fn a_wrong_rate() {
    misstated(Misstatement::Rate).judge("rate", 1.0, 0.9);
}

fn misscored(kind: Misscored) -> Score {
    let mut score = Score::default();
    for seed in 1..=SEEDS {
        let document = document(seed, Family::National);
        let prose = text::tabbed(&document, Damage::default());
        let mut evaluations = performance::evaluations(seed);
        let sound = format!("{prose}\n{}", performance::text(&evaluations, document.year));
        let false_alarms = alarms(&sound);
        assert!(false_alarms.is_empty(), "seed {seed}: {false_alarms:#?}");
        let mut random = Random::new(seed * 43 + kind as u64);
        let Some((index, right, wrong)) = performance::misscore(&mut evaluations, &mut random, kind) else {
            continue;
        };
        let text = format!("{prose}\n{}", performance::text(&evaluations, document.year));
        let name = evaluations.get(index).map_or("", |one| one.name.as_str());
        // From the line with the name to the foot of the form.
        let first = lines_of(&text, name).first().copied().unwrap_or(0);
        let lines: Vec<u32> = (first.saturating_sub(3)..first + 12).collect();
        let what = format!("seed {seed} {name}: {wrong} for {right}");
        score.count(&what, &alarms(&text), &lines, &right.normalize().to_string());
    }
    score
}

#[test]
fn a_score_above_its_weight() {
    misscored(Misscored::AboveWeight).judge("score", 1.0, 0.9);
}

#[test]
fn a_wrong_sum_of_scores() {
    misscored(Misscored::Sum).judge("sum", 1.0, 0.9);
}

#[test]
fn a_wrong_total_score() {
    misscored(Misscored::Total).judge("total", 1.0, 0.9);
}

#[test]
fn a_wrong_rate_of_execution() {
    misscored(Misscored::Rate).judge("rate", 1.0, 0.9);
}
