//! Word documents written part by part, with what real ones have: headings, merged headers, tracked changes, text
//! boxes, numbers set by Word itself.

use std::fmt::Write as _;

use gouji::ReadError;
use gouji::layout::Block;
use gouji::origin::Origin;

use crate::package::package;
use crate::{ROWS, short, tables};

const RELATIONS: &str = r#"<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>"#;

fn document(body: &str) -> Vec<u8> {
    let text = format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>");
    package(&[("_rels/.rels", RELATIONS), ("word/document.xml", &text)])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text))
}

/// The same disclosure as the text, as a Word table.
fn disclosure() -> String {
    let mut out = paragraph("支出决算表") + &paragraph("公开03表");
    out += "<w:p><w:r><w:t>部门：某某局</w:t><w:tab/><w:t>金额单位：万元</w:t></w:r></w:p>";
    out += "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>";
    out += &cell(r#"<w:gridSpan w:val="2"/>"#, "项目");
    for name in ["本年支出合计", "基本支出", "项目支出"] {
        out += &cell(r#"<w:vMerge w:val="restart"/>"#, name);
    }
    out += "</w:tr><w:tr>";
    out += &(cell("", "科目编码") + &cell("", "科目名称"));
    out += &cell("<w:vMerge/>", "").repeat(3);
    out += "</w:tr>";
    let rows = [
        ["合计", "4313.38", "3013.38", "1300.00"],
        ["208", "社会保障和就业支出", "4313.38", "3013.38"],
        ["20801", "人力资源和社会保障<w:br/>管理事务", "4313.38", "3013.38"],
        ["2080101", "行政运行", "3013.38", "3013.38"],
        ["2080102", "一般行政管理事务", "1300.00", ""],
    ];
    for (at, row) in rows.iter().enumerate() {
        out += "<w:tr>";
        let spans = if at == 0 { r#"<w:gridSpan w:val="2"/>"# } else { "" };
        for (col, text) in row.iter().enumerate() {
            out += &cell(if col == 0 { spans } else { "" }, &text.replace("<w:br/>", "</w:t><w:br/><w:t>"));
        }
        if at > 0 {
            out += &cell("", if at == 3 { "" } else { "1300.00" });
        }
        out += "</w:tr>";
    }
    out += "<w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>";
    out += &cell("", "2080199").repeat(5);
    out += "</w:tr></w:tbl>";
    out + &paragraph("注：本表反映部门本年度支出情况。")
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let document = gouji::read::read(bytes).expect("reads");
    let text = |block: Block| if let Block::Line(line) = block { Some(line.text) } else { None };
    gouji::layout::blocks(&document.pages).into_iter().filter_map(text).collect()
}

#[test]
fn a_word_document_reads_like_its_text() {
    let file = document(&disclosure());
    let report = gouji::analyze(&file, "决算.docx").expect("reads");
    assert_eq!(report.source.format, "docx");
    assert_eq!(report.tables.len(), 1);
    assert_eq!(report.tables[0].title, "支出决算表");
    assert_eq!(short(&report.tables[0]), ROWS);
    // Three paragraphs and two header rows stand before the first row of figures.
    let origin = report.tables[0].rows[0].cells[2].origin.clone();
    assert_eq!(origin, Some(Origin::Line { line: 6, column: 3 }));
}

#[test]
fn only_what_is_printed_is_read() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>\
        <w:r><w:t xml:space=\"preserve\">收入</w:t></w:r><w:del><w:r><w:delText>增加</w:delText><w:t>多</w:t></w:r></w:del>\
        <w:ins><w:r><w:t>减少</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>5&amp;6</w:t></w:r>\
        <w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
        <w:r><w:t>万元</w:t><w:br/><w:t>下行</w:t></w:r></w:p><w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    assert_eq!(lines(&document(body)), ["框", "收入减少5&6万元", "下行", "控件"]);
}

#[test]
fn footnotes_stand_below_what_they_belong_to() {
    let refer = |id: u32| format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>");
    let noted = |text: &str, id: u32| paragraph(text).replace("</w:p>", &(refer(id) + "</w:p>"));
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|text| cell("", text)).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let body = noted("支出决算表", 2)
        + &format!("<w:tbl>{}{}</w:tbl>", row(&["项目", "金额"]), row(&["本年支出合计", "12.00"]))
        + &noted("本年支出12.00万元。", 3)
        + &paragraph("完。");
    let text = format!("<w:document><w:body>{body}</w:body></w:document>");
    let note = |id: u32, text: &str| format!("<w:footnote w:id=\"{id}\">{}</w:footnote>", paragraph(text));
    let footnotes = format!(
        "<w:footnotes><w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote>{}{}</w:footnotes>",
        paragraph("线"),
        note(2, "本表不含下属单位。"),
        note(3, "含结转。")
    );
    let parts = r#"<Relationships><Relationship Id="r" Type="http://x/footnotes" Target="footnotes.xml"/></Relationships>"#;
    let bytes = package(&[
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document.xml.rels", parts),
        ("word/document.xml", &text),
        ("word/footnotes.xml", &footnotes),
    ]);
    assert_eq!(
        lines(&bytes),
        ["支出决算表", "本表不含下属单位。", "本年支出12.00万元。", "含结转。", "完。"]
    );
    let report = gouji::analyze(&bytes, "synthetic").expect("a Word document");
    assert_eq!(report.tables.first().map(|table| table.title.as_str()), Some("支出决算表"));
}

#[test]
fn numbers_set_by_word_are_read() {
    let numbering = r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>
        <w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let numbered = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>收支情况</w:t></w:r></w:p>"#;
    let main = format!("<w:document><w:body>{}</w:body></w:document>", numbered.repeat(2));
    let related = r#"<Relationships><Relationship Id="n" Type="http://x/numbering" Target="numbering.xml"/></Relationships>"#;
    let file = package(&[
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", &main),
        ("word/_rels/document.xml.rels", related),
        ("word/numbering.xml", numbering),
    ]);
    assert_eq!(lines(&file), ["一、收支情况", "二、收支情况"]);
}

#[test]
fn a_table_that_holds_tables_is_layout() {
    let mut body = String::from("<w:tbl><w:tr><w:tc>");
    body += &disclosure();
    body += "</w:tc></w:tr></w:tbl>";
    let read = tables(&document(&body));
    assert_eq!(read.len(), 1);
    assert_eq!(short(&read[0]), ROWS);
}

#[test]
fn pictures_alone_are_said_to_be_pictures() {
    let body = "<w:p><w:r><w:drawing/></w:r></w:p>";
    assert_eq!(gouji::analyze(&document(body), "扫描").err(), Some(ReadError::OnlyPictures));
    assert_eq!(gouji::analyze(&document(""), "空").err(), Some(ReadError::BrokenOffice));
}

#[test]
fn a_table_that_is_a_picture_is_told_beside_others() {
    let picture = |wide: u32| {
        format!(
            "<w:p><w:r><w:drawing><wp:extent cx=\"{wide}\" cy=\"2000000\"/><a:blip/></w:drawing></w:r></w:p>"
        )
    };
    let told = |body: &str| -> Vec<String> {
        let report = gouji::analyze(&document(body), "有图").expect("a document");
        report.warnings.into_iter().map(|warning| warning.message).collect()
    };
    let small = disclosure() + &paragraph("二、其他情况说明。") + &picture(500_000);
    assert_eq!(told(&small), [] as [&str; 0]);
    let titled = disclosure() + &paragraph("收入决算表") + &paragraph("单位：万元") + &picture(500_000);
    assert_eq!(told(&titled), ["“收入决算表”下面是图片，里面的文字和表格没有读到。"]);
    let large = disclosure() + &paragraph("二、其他情况说明。") + &picture(5_000_000);
    assert_eq!(told(&large), ["“二、其他情况说明。”之后有一张大图片，里面的文字和表格没有读到。"]);
}

#[test]
fn owner_and_unit_in_a_table_of_their_own_stand_over_the_table_below() {
    let plain = "<w:p><w:r><w:t>部门：某某局</w:t><w:tab/><w:t>金额单位：万元</w:t></w:r></w:p>";
    let row = cell("", "部门：某某局") + &cell("", "金额单位：万元");
    let boxed = disclosure().replace(plain, &format!("<w:tbl><w:tr>{row}</w:tr></w:tbl>"));
    assert!(boxed.contains("</w:tr></w:tbl><w:tbl>"));
    let read = tables(&document(&boxed));
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].title, "支出决算表");
    assert_eq!(short(&read[0]), ROWS);
}

#[test]
fn a_file_that_breaks_off_accuses_nobody() {
    let whole = disclosure();
    let whole = whole.replacen("<w:t>1300.00", "<w:t>1400.00", 1);
    let severe = |body: &str| {
        let report = gouji::analyze(&document(body), "断").expect("a document");
        report.findings.iter().any(|finding| finding.severity == gouji::report::Severity::Error)
    };
    assert!(severe(&whole));
    let cut = format!("{whole}<w:p><w:r><w:t>第四部分</w:bad>");
    assert!(!severe(&cut));
}

#[test]
fn deep_nesting_is_survived() {
    let mut body = String::new();
    for _ in 0..5_000 {
        let _ = write!(body, "<w:tbl><w:tr><w:tc>");
    }
    body += &paragraph("底");
    assert_eq!(lines(&document(&body)), ["底"]);
}
