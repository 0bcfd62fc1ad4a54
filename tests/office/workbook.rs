//! Workbooks written part by part, with what real ones have: merged headers, hidden rows and sheets, formulas with
//! their last value, figures stored as binary fractions.

use std::fmt::Write as _;

use gouji::layout::Block;
use gouji::origin::Origin;

use crate::package::package;
use crate::{ROWS, short, tables};

/// A cell: its text, or a number with the number of its style.
enum Cell {
    Text(&'static str),
    Number(&'static str, usize),
    Empty,
}
use Cell::{Empty, Number, Text};

/// Styles: 0 plain; 1 two decimals, ruled; 2 plain, ruled; 3 a dash for zero, ruled.
const STYLES: &str = r##"<styleSheet><numFmts count="2">
<numFmt numFmtId="176" formatCode="#,##0.00_ "/>
<numFmt numFmtId="177" formatCode="_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * &quot;-&quot;??_ ;_ @_ "/></numFmts>
<borders count="2"><border><left/><right/><top/><bottom/></border>
<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="9" borderId="1"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" borderId="0"/><xf numFmtId="176" borderId="1"/>
<xf numFmtId="0" borderId="1"/><xf numFmtId="177" borderId="1"/></cellXfs></styleSheet>"##;

struct Sheet {
    name: &'static str,
    state: &'static str,
    before: &'static str,
    rows: Vec<(&'static str, Vec<Cell>)>,
    after: &'static str,
}

fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    styled(sheets, STYLES)
}

fn styled(sheets: &[Sheet], styles: &str) -> Vec<u8> {
    let mut parts = vec![
        ("_rels/.rels".to_owned(), r#"<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></Relationships>"#.to_owned()),
        ("xl/styles.xml".to_owned(), styles.to_owned()),
    ];
    let (mut listed, mut relations) = (String::new(), String::new());
    for (number, sheet) in (1..).zip(sheets) {
        let _ = write!(
            listed,
            r#"<sheet name="{}" sheetId="{number}" state="{}" r:id="s{number}"/>"#,
            sheet.name, sheet.state
        );
        let _ = write!(
            relations,
            r#"<Relationship Id="s{number}" Type="http://x/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        );
        let rows: String =
            (1..).zip(&sheet.rows).map(|(at, (attributes, cells))| row(at, attributes, cells)).collect();
        let text =
            format!("<worksheet>{}<sheetData>{rows}</sheetData>{}</worksheet>", sheet.before, sheet.after);
        parts.push((format!("xl/worksheets/sheet{number}.xml"), text));
    }
    relations += r#"<Relationship Id="y" Type="http://x/styles" Target="styles.xml"/>"#;
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships>{relations}</Relationships>"),
    ));
    parts.push(("xl/workbook.xml".to_owned(), format!("<workbook><sheets>{listed}</sheets></workbook>")));
    let parts: Vec<(&str, &str)> = parts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    package(&parts)
}

fn row(number: u32, attributes: &str, cells: &[Cell]) -> String {
    let cells: String = (b'A'..)
        .zip(cells)
        .map(|(col, cell)| {
            let at = format!("{}{number}", char::from(col));
            let style = if number < 4 { 0 } else { 2 };
            match cell {
                Text(text) => format!(r#"<c r="{at}" s="{style}" t="inlineStr"><is><r><t>{text}</t></r><rPh><t>x</t></rPh></is></c>"#),
                Number(value, style) => format!(r#"<c r="{at}" s="{style}"><f>SUM(X1:X2)</f><v>{value}</v></c>"#),
                Empty => format!(r#"<c r="{at}" s="{style}"/>"#),
            }
        })
        .collect();
    format!(r#"<row r="{number}" {attributes}>{cells}</row>"#)
}

/// The same disclosure as the text, as a department's workbook has it.
fn disclosure() -> Vec<(&'static str, Vec<Cell>)> {
    vec![
        ("", vec![Text("支出决算表")]),
        ("", vec![Empty, Empty, Empty, Empty, Text("公开03表")]),
        ("", vec![Text("部门：某某局"), Empty, Empty, Empty, Text("金额单位：万元")]),
        ("", vec![Text("项目"), Empty, Text("本年支出合计"), Text("基本支出"), Text("项目支出")]),
        ("", vec![Text("科目编码"), Text("科目名称"), Empty, Empty, Empty]),
        (
            "",
            vec![
                Text("合计"),
                Empty,
                Number("4313.380000000001", 1),
                Number("3013.3800000000001", 1),
                Number("1300", 1),
            ],
        ),
        (
            "",
            vec![
                Number("208", 2),
                Text("社会保障和就业支出"),
                Number("4313.38", 1),
                Number("3013.38", 1),
                Number("1300", 1),
            ],
        ),
        (
            r#"hidden="1""#,
            vec![Number("299", 2), Text("不用的行"), Number("0", 1), Number("0", 1), Number("0", 1)],
        ),
        (
            "",
            vec![
                Text("20801"),
                Text("人力资源和社会保障管理事务"),
                Text("4,313.38"),
                Number("3013.38", 1),
                Number("1300", 1),
            ],
        ),
        (
            "",
            vec![
                Text("2080101"),
                Text("  行政运行"),
                Number("3013.38", 1),
                Number("3013.38", 1),
                Number("0", 3),
            ],
        ),
        (
            "",
            vec![
                Text("2080102"),
                Text("  一般行政管理&#10;事务"),
                Number("1300", 1),
                Empty,
                Number("1300", 1),
            ],
        ),
        ("", vec![Empty, Empty, Empty, Empty, Empty]),
    ]
}

const MERGED: &str = r#"<mergeCells><mergeCell ref="A1:E1"/><mergeCell ref="A4:B4"/><mergeCell ref="C4:C5"/>
<mergeCell ref="D4:D5"/><mergeCell ref="E4:E5"/><mergeCell ref="A6:B6"/></mergeCells>"#;

#[test]
fn a_workbook_reads_like_its_text() {
    let file =
        workbook(&[Sheet {
            name: "表三", state: "visible", before: "", rows: disclosure(), after: MERGED
        }]);
    let read = tables(&file);
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].title, "支出决算表");
    assert_eq!(short(&read[0]), ROWS);
    assert_eq!(read[0].columns[2].path, ["本年支出合计"]);
    let origin = read[0].rows[3].cells[2].origin.clone();
    assert_eq!(origin, Some(Origin::Sheet { sheet: "表三".to_owned(), cell: "C10".to_owned() }));
}

#[test]
fn without_rules_a_table_is_found_by_its_rows() {
    let mut rows = disclosure();
    for (_, cells) in &mut rows {
        for cell in cells {
            match cell {
                Number(value, 1) if !value.contains('.') => *cell = Text("1300.00"),
                Number(_, style) => *style = 0,
                _ => {}
            }
        }
    }
    let sheet = Sheet { name: "Sheet1", state: "", before: "", rows, after: MERGED };
    let read = tables(&styled(&[sheet], &STYLES.replace("thin", "none")));
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].title, "支出决算表");
    assert_eq!(short(&read[0]).len(), ROWS.len());
}

#[test]
fn hidden_sheets_and_rows_are_told_of() {
    let mut rows = disclosure();
    rows[7].1[2] = Number("12.5", 1);
    let file = workbook(&[
        Sheet { name: "表三", state: "visible", before: "", rows, after: MERGED },
        Sheet { name: "底稿", state: "veryHidden", before: "", rows: disclosure(), after: MERGED },
    ]);
    let report = gouji::analyze(&file, "表.xlsx").expect("reads");
    assert_eq!(report.source.format, "xlsx");
    assert_eq!(short(&report.tables[0]), ROWS);
    let said: Vec<&str> = report.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("《表三》有 1 行或列是隐藏的"), "{said:?}");
    assert!(said[1].contains("《底稿》是隐藏的"), "{said:?}");
}

#[test]
fn two_tables_of_a_sheet_are_two() {
    let mut rows = disclosure();
    let mut second = disclosure();
    second[0].1[0] = Text("基本支出决算表");
    rows.pop();
    let first = rows.len();
    rows.push(("", vec![]));
    rows.append(&mut second);
    // Rules are drawn from the fourth row on: the second caption stands inside them.
    let file = workbook(&[Sheet { name: "两表", state: "visible", before: "", rows, after: "" }]);
    let read = tables(&file);
    assert_eq!(
        read.iter().map(|table| table.title.as_str()).collect::<Vec<_>>(),
        ["支出决算表", "基本支出决算表"]
    );
    assert!(short(&read[0]).len() <= first);
}

#[test]
fn a_sheet_without_a_title_is_titled_by_its_name() {
    let rows = disclosure().into_iter().skip(2).collect();
    let file = workbook(&[Sheet { name: "支出决算表", state: "visible", before: "", rows, after: "" }]);
    let document = gouji::read::read(&file).expect("reads");
    let blocks = gouji::layout::blocks(&document.pages);
    assert!(matches!(blocks.get(1), Some(Block::Line(line)) if line.text == "支出决算表"), "{blocks:?}");
}

#[test]
fn zeros_that_are_not_shown_are_empty() {
    let rows = disclosure();
    let hide = r#"<sheetViews><sheetView showZeros="0"/></sheetViews>"#;
    let file = workbook(&[Sheet { name: "表三", state: "visible", before: hide, rows, after: MERGED }]);
    assert_eq!(short(&tables(&file)[0]), ROWS);
}

#[test]
fn the_shared_forms_are_read_without_findings() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let Ok(listed) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    for path in listed.flatten().map(|entry| entry.path()) {
        if !path.extension().is_some_and(|ending| ending == "xls" || ending == "xlsx") {
            continue;
        }
        let bytes = std::fs::read(&path).expect("is there");
        let report = gouji::analyze(&bytes, "表样").expect("reads");
        assert_eq!(report.tables.len(), 9, "{}", path.display());
        let figures =
            report.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells).filter(|c| c.amount.is_some());
        assert_eq!(figures.count(), 0, "{}", path.display());
        assert!(report.tables.iter().all(|table| table.form.is_some()), "{}", path.display());
        assert!(report.findings.iter().all(|f| f.severity < gouji::report::Severity::Error));
    }
}
