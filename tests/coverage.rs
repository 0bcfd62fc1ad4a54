//! Every check has a fixture with the defect it is for, and one in which it judges and stays silent.

use std::path::Path;

use gouji::checks::registry::entries;

/// Checks without a fixture of a defect, and why.
const WITHOUT_DEFECT: &[(&str, &str)] = &[
    ("B37", "it never accuses: where no scope fits it says that it cannot judge"),
    ("B40", "it never accuses: where the sums differ B38 tells which project does"),
    ("R01", "a repair made in reading: tested beside the reader (disclosure/shifted.rs)"),
    ("R02", "a repair made in reading: tested beside the reader (disclosure/programs/tests.rs)"),
    ("R03", "a repair made in reading: tested beside the reader (disclosure/realign.rs)"),
    ("R04", "a repair made in reading: tested beside the reader (disclosure/lost.rs)"),
    ("R05", "a repair made in reading: tested beside the reader (disclosure/flat)"),
    ("R06", "a repair made in reading: tested beside the reader (disclosure/sideways.rs)"),
    ("R07", "a repair made in reading: tested beside the reader"),
];

/// Checks without a fixture in which they pass, and why.
const WITHOUT_TWIN: &[(&str, &str)] = &[
    ("B37", "its scopes are tested beside it (checks/completeness/programs.rs)"),
    ("T08", "it looks at marks alone: a text without marks does not concern it; words.txt has a silent line"),
    ("R01", "nothing to mend does not concern it"),
    ("R02", "nothing to mend does not concern it"),
    ("R03", "nothing to mend does not concern it"),
    ("R04", "nothing to mend does not concern it"),
    ("R05", "nothing to mend does not concern it"),
    ("R06", "nothing to mend does not concern it"),
    ("R07", "a repair made in reading: tested beside the reader"),
];

fn texts(folder: &Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            texts(&path, out);
        } else {
            out.push(std::fs::read_to_string(path).unwrap_or_default());
        }
    }
}

fn fixtures() -> Vec<String> {
    let mut out = Vec::new();
    texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"), &mut out);
    assert!(out.len() >= 40, "{}", out.len());
    out
}

/// The codes for which no fixture has any of some marks, `@` standing for the code.
fn without(marks: &[&str], excused: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let fixtures = fixtures();
    let has = |code: &str| {
        marks.iter().any(|mark| {
            let mark = mark.replace('@', code);
            fixtures.iter().any(|text| text.contains(&mark))
        })
    };
    let is_excused = |code: &str| excused.iter().any(|(known, _)| *known == code);
    let codes = || entries().iter().map(|entry| entry.code.clone());
    let missing = codes().filter(|code| !has(code) && !is_excused(code)).collect();
    let needless = codes().filter(|code| has(code) && is_excused(code)).collect();
    (missing, needless)
}

#[test]
fn every_check_has_a_fixture_of_its_defect() {
    let marks = ["! @ ", "《!@ ", "\n改 @ ", "ledger: @ failed", "\n对 @ "];
    let (missing, needless) = without(&marks, WITHOUT_DEFECT);
    assert!(missing.is_empty(), "no fixture shows what these find: {missing:?}");
    assert!(needless.is_empty(), "excused although there is one: {needless:?}");
}

#[test]
fn every_check_has_a_fixture_in_which_it_stays_silent() {
    // Sound identities pass by themselves (identities.rs); comparisons have silent twins (compare.rs).
    let marks = ["账 @ passed", "ledger: @ passed", "\n改 @ ", "# @ 的对照"];
    let (missing, needless) = without(&marks, WITHOUT_TWIN);
    assert!(missing.is_empty(), "no fixture shows what is right for these: {missing:?}");
    assert!(needless.is_empty(), "excused although there is one: {needless:?}");
}

#[test]
fn every_check_is_explained_under_all_headings() {
    for entry in entries() {
        for (heading, text) in entry.doc.sections() {
            assert!(text.chars().count() >= 4, "{}: {heading} {text:?}", entry.code);
        }
    }
}
