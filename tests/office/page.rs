//! Web pages as government sites publish them and people save them.

use gouji::layout::Block;
use gouji::read::FlowItem;

use crate::{ROWS, short, tables};

/// The same disclosure as the text, in a page laid out by tables.
const PAGE: &str = r#"<!DOCTYPE html><html><head><META http-equiv=Content-Type content="text/html; charset=gb2312"><title>某某局2024年度部门决算</title>
<style>td{color:red}</style><script>document.write("<table><tr><td>1</td></tr></table>")</script></head><body>
<nav><a href=/>首页</a></nav><ul><li><a href=1>政务公开</a></li><li><a href=2>办事服务</a></li></ul>
<table width=100%><tr><td><div class=TRS_Editor><p align=center><b>支出决算表</b></p><p style="text-align:right">公开03表</p>
<p>部门：某某局&nbsp;&nbsp;金额单位：万元</p>
<table border=1 cellspacing=0><thead><tr style='display:none'><td>宽</td><td>宽</td></tr>
<tr><td colspan=2>项目<td rowspan="2">本年支出<br>合计<td rowspan=2>基本支出<td rowspan=2>项目支出
<tr><td>科目编码<td>科目名称
<tbody><tr><td colspan="2"><p>合计</p></td><td>4313.38</td><td>3013.38</td><td>1300.00</td></tr>
<tr><td>208</td><td>社会保障
和就业支出</td><td>4313.38</td><td>3013.38</td><td>1300.00</td></tr>
<tr><td>20801</td><td>人力资源和社会保障管理事务</td><td><span>4313</span>.38</td><td>3013.38</td><td>1300.00</td></tr>
<tr><td>2080101</td><td>&nbsp;行政运行</td><td>3013.38</td><td>3013.38</td><td>&nbsp;</td></tr>
<tr><td>2080102</td><td>一般行政管理事务</td><td>1300.00</td><td></td><td>1300.00</td></tr></table>
<p>注：本表反映<!-- 内部 -->支出情况。</p></div></td></tr></table></body></html>"#;

#[test]
fn a_web_page_reads_like_its_text() {
    let gbk = encoding_rs::GBK.encode(PAGE).0;
    for bytes in [PAGE.as_bytes(), &gbk] {
        let report = gouji::analyze(bytes, "决算.html").expect("reads");
        assert_eq!(report.source.format, "html");
        assert_eq!(report.tables.len(), 1);
        assert_eq!(report.tables[0].title, "支出决算表");
        assert_eq!(short(&report.tables[0]), ROWS);
    }
}

#[test]
fn what_is_not_the_document_is_dropped() {
    let document = gouji::read::read(PAGE.as_bytes()).expect("reads");
    let lines: Vec<String> = gouji::layout::blocks(&document.pages)
        .into_iter()
        .filter_map(|block| if let Block::Line(line) = block { Some(line.text) } else { None })
        .collect();
    assert_eq!(lines, ["支出决算表", "公开03表", "部门：某某局  金额单位：万元", "注：本表反映支出情况。"]);
}

#[test]
fn every_cut_of_a_page_is_survived() {
    for end in (0..PAGE.len()).step_by(7) {
        let _ = tables(PAGE.as_bytes().get(..end).unwrap_or_default());
    }
    let nested = "<table><tr><td>".repeat(20_000) + "底";
    assert!(gouji::analyze(nested.as_bytes(), "深").is_ok());
}

#[test]
fn careless_pages_are_read_as_browsers_read_them() {
    let page = "<table><TR><TD colspan=2 style='a:b' x:num=\"1.5\" nowrap/>金额&nbsp;&#20803;&lt;5<br/>a < b</TD\n>\
        <tr><td><b><p>一</b></p><td>二<!-- <td> --><![if !x]><script>if (a</b) '<td>'</SCRIPT>三\
        <tr hidden><td>四</table></div>五&unknown; &";
    let document = gouji::read::read(page.as_bytes()).expect("reads");
    let Some(gouji::read::Page::Flow(items)) = document.pages.first() else { panic!("{document:?}") };
    let shown: Vec<String> = items
        .iter()
        .flat_map(|item| match item {
            FlowItem::Table(table) => table
                .cells
                .iter()
                .map(|cell| format!("{},{}x{} {}", cell.row, cell.col, cell.cols, cell.text))
                .collect(),
            FlowItem::Paragraph { text, .. } => vec![text.clone()],
            FlowItem::PageBreak => Vec::new(),
        })
        .collect();
    assert_eq!(shown, ["0,0x2 金额\u{a0}元<5\na < b", "1,0x1 一", "1,1x1 二三", "五&unknown; &"]);
}

/// A page as browsers save it in one file: in the encodings of letters.
fn saved(parts: &[&str]) -> Vec<u8> {
    let mut out =
        b"From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E5=86=B3=E7=AE=97?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b--\"\r\n\r\n"
            .to_vec();
    for part in parts {
        out.extend(
            b"\r\n----b--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
        );
        for (at, byte) in encoding_rs::GBK.encode(part).0.iter().enumerate() {
            if at % 20 == 19 {
                out.extend(b"=\r\n");
            }
            out.extend(format!("={byte:02X}").bytes());
        }
    }
    out.extend(b"\r\n----b--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----b----\r\n");
    out
}

#[test]
fn a_page_saved_in_one_file_reads_like_its_text() {
    let framed = ["<html><frameset><frame src=sheet001.htm></frameset></html>", PAGE];
    for parts in [&[PAGE, "<html><table><tr><td>广告</td><td>1</td></tr></table></html>"], &framed] {
        let report = gouji::analyze(&saved(parts), "决算.mht").expect("reads");
        assert_eq!(report.source.format, "html");
        assert_eq!(report.tables.len(), 1);
        assert_eq!(short(&report.tables[0]), ROWS);
    }
    let whole = saved(&[PAGE]);
    for end in (0..whole.len()).step_by(101) {
        let _ = gouji::read::read(&whole[..end]);
    }
}
