//! A real disclosure whose prose and tables were published as two files, where it is there.

use std::path::Path;

#[test]
fn prose_and_tables_published_apart_are_one_document() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    let names =
        ["江苏省人大常委会2019年度部门预算公开.pdf", "江苏省人大常委会办公厅2019年部门预算公开表.pdf"];
    let (Some(prose), Some(tables)) = (read(names[0]), read(names[1])) else {
        eprintln!("the real documents are not here: they were not read together");
        return;
    };
    let readings = gouji::analyze_together(&[(names[1], &tables), (names[0], &prose)], &[]);
    assert_eq!(readings.len(), 1);
    let report = readings.into_iter().next().and_then(|reading| reading.report.ok()).expect("one report");
    assert_eq!((report.tables.len(), report.source.files.len()), (12, 2));
    // The tables stand on pages behind the prose.
    let first = report.source.files[1].first_page;
    assert!(first > 1 && report.tables.iter().flat_map(|table| &table.pages).all(|page| *page >= first));
}
