//! The command line: exit codes, one report a line, reports into a folder, and the form of the report.
#![cfg(feature = "cli")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use gouji::generate::plant::Slip;
use gouji::generate::random::Random;
use gouji::generate::text::{self, Damage};
use gouji::generate::{Family, Options, Synthetic};
use serde_json::Value;

/// A folder of its own for each test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("gouji-cli-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("a temporary file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn gouji(arguments: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).output().expect("the command runs")
}

fn check(files: &[&Path], more: &[&str]) -> Output {
    let words: Vec<&Path> = [Path::new("check")]
        .into_iter()
        .chain(files.iter().copied())
        .chain(more.iter().map(Path::new))
        .collect();
    gouji(&words)
}

fn consistent() -> Vec<u8> {
    text::tabbed(&Synthetic::new(2, Options::new(Family::Liaoning)), Damage::default()).into_bytes()
}

fn wrong() -> Vec<u8> {
    let mut document = Synthetic::new(2, Options::new(Family::Liaoning));
    document.plant(&mut Random::new(1), Slip::Scale).expect("a cell to spoil");
    text::tabbed(&document, Damage::default()).into_bytes()
}

fn lines(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("every line is a report"))
        .collect()
}

#[test]
fn exit_codes_tell_right_from_wrong_from_unread() {
    let folder = Folder::new("codes");
    let good = folder.write("好.txt", &consistent());
    let bad = folder.write("错.txt", &wrong());
    let empty = folder.write("空.txt", b"");
    assert_eq!(check(&[&good], &[]).status.code(), Some(0));
    assert_eq!(check(&[&bad], &[]).status.code(), Some(1));
    assert_eq!(check(&[&good, &bad], &[]).status.code(), Some(1));
    let unread = check(&[&empty, &good], &[]);
    assert_eq!(unread.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unread.stderr).contains("空.txt"));
    assert_eq!(check(&[&folder.0.join("没有.txt")], &[]).status.code(), Some(2));
    assert_eq!(check(&[], &[]).status.code(), Some(2));
}

#[test]
fn several_reports_are_one_a_line() {
    let folder = Folder::new("lines");
    let files = [folder.write("a.txt", &consistent()), folder.write("b.txt", &wrong())];
    let reports = lines(&check(&[&files[0], &files[1]], &["--format", "json"]));
    assert_eq!(reports.len(), 2);
    assert_eq!(reports[0]["source"]["name"], "a.txt");
    assert_eq!(reports[1]["source"]["name"], "b.txt");
}

#[test]
fn reports_go_into_a_folder() {
    let folder = Folder::new("folder");
    let file = folder.write("a.txt", &consistent());
    let target = folder.0.join("reports");
    let output = check(&[&file], &["--format", "json", "--output", &target.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
    let written: Vec<PathBuf> =
        std::fs::read_dir(&target).expect("the folder").flatten().map(|entry| entry.path()).collect();
    assert_eq!(written.len(), 1);
    let report: Value =
        serde_json::from_slice(&std::fs::read(&written[0]).expect("the report")).expect("JSON");
    assert_eq!(report["schema"], "gouji.report/1");
}

#[test]
fn the_report_has_the_form_others_read() {
    let folder = Folder::new("form");
    let file = folder.write("错.txt", &wrong());
    let report = lines(&check(&[&file], &["--format", "json"])).remove(0);
    assert_eq!(report["schema"], "gouji.report/1");
    assert_eq!(report["source"]["format"], "text");
    assert_eq!(report["source"]["bytes"].as_u64(), Some(wrong().len() as u64));
    assert_eq!(report["source"]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(report["source"]["pages"], 1);
    assert_eq!(report["document"]["kind"], "budget");
    assert_eq!(report["document"]["unit"], "万元");
    for name in ["organization", "region", "fiscal_year"] {
        assert!(report["document"].get(name).is_some(), "{name}");
    }
    for name in ["tables", "programs", "claims", "findings", "ledger", "warnings"] {
        assert!(report[name].is_array(), "{name}");
    }
    let table = &report["tables"][2];
    assert_eq!((table["index"].as_u64(), table["label"].as_str()), (Some(2), Some("表3")));
    for name in ["title", "form", "unit", "pages"] {
        assert!(table.get(name).is_some(), "table.{name}");
    }
    let kinds = ["code", "name", "text", "amount"];
    let columns = table["columns"].as_array().expect("columns");
    assert!(
        columns
            .iter()
            .all(|c| c["path"].is_array() && c["kind"].as_str().is_some_and(|k| kinds.contains(&k)))
    );
    for row in table["rows"].as_array().expect("rows") {
        assert!(row["name"].is_string() && row.get("code").is_some() && row.get("side").is_some());
        let cells = row["cells"].as_array().expect("cells");
        assert_eq!(cells.len(), columns.len());
        for cell in cells {
            assert!(cell["text"].is_string() && cell["inferred"].is_boolean());
            assert!(cell["amount"].is_null() || cell["amount"].is_string(), "amounts are decimal strings");
            if !cell["amount"].is_null() {
                assert!(cell["origin"]["line"].is_u64() && cell["origin"]["column"].is_u64());
            }
        }
    }
    let finding = report["findings"].as_array().and_then(|f| f.iter().find(|f| f["severity"] == "error"));
    let finding = finding.expect("the planted error");
    for name in ["rule", "category", "message"] {
        assert!(finding[name].is_string(), "finding.{name}");
    }
    for name in ["expected", "actual", "difference", "table", "row", "column", "suggestion"] {
        assert!(finding.get(name).is_some(), "finding.{name}");
    }
    assert!(finding["origin"].is_array() && finding["equations"].is_array());
    let outcomes = ["passed", "rounding", "failed", "not_applicable", "cannot_check", "not_run"];
    for entry in report["ledger"].as_array().expect("ledger") {
        assert!(entry["rule"].is_string() && entry["count"].is_u64() && entry.get("reason").is_some());
        assert!(entry["outcome"].as_str().is_some_and(|o| outcomes.contains(&o)));
    }
}

#[test]
fn formulas_of_ones_own_are_judged_and_their_errors_shown() {
    let folder = Folder::new("formulas");
    let file = folder.write("ok.txt", &consistent());
    let good = folder.write("good.txt", "平衡：[收支总表]收入总计 = [收支总表]支出总计\n".as_bytes());
    let wrong = folder.write("wrong.txt", "[支出总表]合计.合计 = [支出总表]合计.项目支出\n".as_bytes());
    let broken = folder.write("broken.txt", "[收支总表]收入总计 支出总计\n".as_bytes());
    let outcome = |formulas: &Path| {
        check(&[&file], &["--format", "json", "--formulas", formulas.to_str().expect("a plain path")])
    };
    let passed = outcome(&good);
    assert_eq!(passed.status.code(), Some(0));
    assert!(
        lines(&passed)[0]["ledger"]
            .as_array()
            .expect("a ledger")
            .iter()
            .any(|entry| { entry["rule"] == "U01" && entry["outcome"] == "passed" })
    );
    let failed = outcome(&wrong);
    assert_eq!(failed.status.code(), Some(1));
    let findings = lines(&failed)[0]["findings"].clone();
    assert!(findings.as_array().expect("findings").iter().any(|finding| finding["rule"] == "U01"));
    let unread = outcome(&broken);
    assert_eq!(unread.status.code(), Some(2));
    let said = String::from_utf8_lossy(&unread.stderr).into_owned();
    assert!(said.contains("第 1 行第 16 个字") && said.trim_end().ends_with('^'), "{said}");
}

#[test]
fn a_form_file_of_ones_own_is_used_and_a_broken_one_explained() {
    let folder = Folder::new("forms");
    let text = "某某县水务局2024年部门预算\n\n分项目资金安排情况表\n\n单位：万元\n\n\
        事项\t全年安排\t县级安排\n合计\t12.50\t10.00\n水渠养护\t8.00\t6.00\n泵站检修\t4.50\t4.00\n";
    let file = folder.write("表.txt", text.as_bytes());
    let form = folder.write(
        "县.toml",
        "id = \"our-county\"\nname = \"本县表样\"\ndocument = \"budget\"\nyears = [2020, 2099]\n\n[[form]]\nid = \"07\"\n\
         labels = [\"县表7\"]\ntitles = [\"分项目资金安排情况表\"]\nkind = \"项目支出表\"\nunit = \"万元\"\ncolumns = [\n\
         { header = \"事项\", holds = \"name\" },\n{ header = \"全年安排\", key = \"合计\" },\n]\n"
            .as_bytes(),
    );
    let flag = |form: &Path| format!("--form={}", form.display());
    let found = lines(&check(&[&file], &["--format", "json", &flag(&form)]));
    assert_eq!(found[0]["tables"][0]["form"], "our-county/07");
    assert_eq!(lines(&check(&[&file], &["--format", "json"]))[0]["tables"][0]["form"], Value::Null);
    let broken = folder.write("坏.toml", b"id = ");
    assert_eq!(check(&[&file], &[&flag(&broken)]).status.code(), Some(2));
}

#[test]
fn files_named_as_parts_of_one_disclosure_are_one_report() {
    let folder = Folder::new("together");
    let whole = String::from_utf8(consistent()).expect("text");
    let file = folder.write("全.txt", whole.as_bytes());
    let other = folder.write("另一份.txt", "某某县水务局2024年部门预算\n".as_bytes());
    // Files that have nothing to do with each other stay apart.
    assert_eq!(lines(&check(&[&file, &other], &["--format", "json", "--together"])).len(), 2);
}
