//! The sample that the page carries shows what it should.

use gouji::disclosure::model::Kind;
use gouji::report::Severity;
use gouji::view::marks;
use gouji::view::verdict::Verdict;

#[test]
fn the_sample_has_its_mistakes_and_little_else() {
    let bytes = include_bytes!("../www/sample/示例.pdf");
    let report = gouji::analyze(bytes, "示例.pdf").expect("the sample can be read");
    assert_eq!(report.document.kind, Kind::Final);
    assert_eq!(report.tables.len(), 9);
    let verdict = Verdict::of(&report);
    assert!((2..=4).contains(&verdict.errors), "{verdict:?}");
    assert!(verdict.passed > 100, "{verdict:?}");
    for finding in report.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        assert!(!marks::places(finding).is_empty(), "{}", finding.message);
        assert!(!finding.equations.is_empty(), "{}", finding.message);
    }
}
