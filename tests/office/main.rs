//! Every format departments publish beside PDF: the same disclosure reads the same, whatever file it comes in.
#![cfg(feature = "office")]

mod compound;
mod hostile;
mod package;
mod page;
mod word;
mod workbook;

use gouji::disclosure::model::Table;

/// A table's cells in short: code, name, and the amounts as printed.
fn short(table: &Table) -> Vec<String> {
    table
        .rows
        .iter()
        .map(|row| {
            let amounts: Vec<String> =
                row.cells.iter().filter_map(|cell| cell.amount.map(|amount| amount.to_string())).collect();
            format!("{} {} {}", row.code.as_deref().unwrap_or("·"), row.name, amounts.join(" "))
        })
        .collect()
}

/// The tables of a file.
fn tables(bytes: &[u8]) -> Vec<Table> {
    gouji::analyze(bytes, "表").map(|report| report.tables).unwrap_or_default()
}

/// A small disclosure as tab-separated text: what every other form of it must read like.
const TEXT: &str = "\
支出决算表
公开03表
部门：某某局\t金额单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t4313.38\t3013.38\t1300.00
208\t社会保障和就业支出\t4313.38\t3013.38\t1300.00
20801\t人力资源和社会保障管理事务\t4313.38\t3013.38\t1300.00
2080101\t行政运行\t3013.38\t3013.38\t
2080102\t一般行政管理事务\t1300.00\t\t1300.00
";

/// What it holds.
const ROWS: [&str; 5] = [
    "· 合计 4313.38 3013.38 1300.00",
    "208 社会保障和就业支出 4313.38 3013.38 1300.00",
    "20801 人力资源和社会保障管理事务 4313.38 3013.38 1300.00",
    "2080101 行政运行 3013.38 3013.38",
    "2080102 一般行政管理事务 1300.00 1300.00",
];

#[test]
fn the_text_itself_reads_so() {
    let tables = tables(TEXT.as_bytes());
    assert_eq!(tables.len(), 1);
    assert_eq!(tables[0].title, "支出决算表");
    assert_eq!(short(&tables[0]), ROWS);
}
