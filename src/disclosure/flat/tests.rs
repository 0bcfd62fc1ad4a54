//! Flat tables written by us, read back cell by cell.

use super::tables;
use crate::disclosure::model::{ColumnKind, Side, Table};
use crate::layout::{Block, Line};
use crate::origin::Origin;

fn blocks(text: &str) -> Vec<Block> {
    (1..)
        .zip(text.lines())
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(line, text)| {
            Block::Line(Line {
                text: text.trim().to_owned(),
                origin: Origin::Line { line, column: 1 },
                full: false,
                gap: false,
            })
        })
        .collect()
}

fn read(text: &str) -> Vec<Table> {
    tables(&blocks(text)).tables.into_iter().map(|(_, table)| table).collect()
}

/// A table's rows as `code name | figures`, an empty cell as `_`.
fn sketch(table: &Table) -> Vec<String> {
    let amounts: Vec<usize> =
        (0..table.columns.len()).filter(|&at| table.columns[at].kind == ColumnKind::Amount).collect();
    table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = amounts
                .iter()
                .filter(|&&at| row.side.is_none() || table.columns[at].side == row.side)
                .map(|&at| row.cells[at].amount.map_or("_".to_owned(), |a| a.to_string()))
                .collect();
            format!("{}{}|{}", row.code.as_deref().unwrap_or(""), row.name, cells.join(" "))
        })
        .collect()
}

const EXPENDITURE: &str = "一般公共预算支出表
部门公开表 2
单位：万元
功能分类科目 2020 年预算数
科目编码 科目名称 合计 基本支出 项目支出
合计 1,000.00 700.00 300.00
208 社会保障和就业支出 900.00 600.00 300.00
20801 人力资源和社会保障管理事务 900.00 600.00 300.00
2080101
行政运行
600.00 600.00
2080105 劳动保障监察 300.00 300.00
210 卫生健康支出 100.00 100.00
21011 行政事业单位医 100.00 100.00
疗
2101101 行政单位医疗 100.00 100.00
";

#[test]
fn lost_cells_come_back() {
    let tables = read(EXPENDITURE);
    assert_eq!(tables.len(), 1);
    assert_eq!(
        sketch(&tables[0]),
        [
            "合计|1000.00 700.00 300.00",
            "208社会保障和就业支出|900.00 600.00 300.00",
            "20801人力资源和社会保障管理事务|900.00 600.00 300.00",
            "2080101行政运行|600.00 600.00 _",
            "2080105劳动保障监察|300.00 _ 300.00",
            "210卫生健康支出|100.00 100.00 _",
            "21011行政事业单位医疗|100.00 100.00 _",
            "2101101行政单位医疗|100.00 100.00 _",
        ]
    );
    let placed = &tables[0].rows[3].cells;
    assert!(placed.iter().filter(|cell| cell.amount.is_some()).all(|cell| cell.inferred));
    assert!(tables[0].rows[0].cells.iter().all(|cell| !cell.inferred));
}

#[test]
fn cells_on_lines_of_their_own_are_read_as_rows() {
    // The same table, a cell a line; what is read must not differ, and each figure stands where it was printed.
    let celled = EXPENDITURE.replace(' ', "\n").replace("2\n单位", "2 单位").replace("表\n2", "表 2");
    let (flat, cells) = (read(EXPENDITURE), read(&celled));
    assert_eq!(cells.len(), 1);
    assert_eq!(sketch(&cells[0]), sketch(&flat[0]));
    for cell in cells[0].rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.amount.is_some()) {
        let Some(Origin::Line { line, column }) = cell.origin else { panic!("a line") };
        let printed = celled.lines().nth(usize::try_from(line).unwrap() - 1).unwrap();
        assert_eq!((printed.trim(), column), (cell.text.as_str(), 1));
    }
}

#[test]
fn rows_show_panels_that_a_broken_header_hides() {
    let text = "一般公共预算财政拨款基本支出决算表
编制单位：示例省某某局
单位：万元
经济分类科 经济分类科
科目名称 决算数 科目名称 决算数
目编码 目编码
301 工资福利支出 8.00 302 商品和服务支出 3.00
30101 基本工资 5.00 30201 办公费 1.00
30102 津贴补贴 3.00 30202 印刷费 2.00
人员经费合计 8.00 公用经费合计 3.00
";
    let tables = read(text);
    assert_eq!(tables.len(), 1);
    let rows = sketch(&tables[0]);
    for row in ["301工资福利支出|8.00", "302商品和服务支出|3.00", "30102津贴补贴|3.00", "30202印刷费|2.00"]
    {
        assert!(rows.iter().any(|own| own == row), "{row} in {rows:?}");
    }
}

#[test]
fn cells_that_are_not_in_row_order_are_told_and_not_read() {
    let text = "支出预算总表\n编制部门：示例省某某局\n单位：元\n科目编码\n科目名称\n合计\n基本支出\n项目支出\n类\n款\n\
                201\n201\n201\n05\n29\n一般公共服务支出\n统计信息事务\n群众团体事务\n2,900\n1,900\n1,000\n\
                1,900\n1,900\n0\n1,000\n0\n1,000\n";
    let found = tables(&blocks(text));
    assert!(found.tables.is_empty());
    assert!(
        found.warnings.iter().any(|warning| warning.message.contains("不按行排列")),
        "{:?}",
        found.warnings
    );
}

#[test]
fn halves_part_even_where_they_were_glued() {
    let text = "收支预算表
部门公开表 5
单位：万元
收入 支出
项目 预算数 经济分类 预算数
一、财政部门安排的预算拨款 900.00一、基本支出 600.00
二、纳入预算管理的预算外资金安排的拨
款
工资福利支出 500.00
三、上级补助、附属单位上缴收入 商品和服务支出 100.00
四、财政结转资金 100.00二、项目支出 400.00
基本建设支出 400.00
收入总计 1000.00 支出总计 1000.00
";
    let tables = read(text);
    assert_eq!(tables.len(), 1);
    assert_eq!(
        sketch(&tables[0]),
        [
            "一、财政部门安排的预算拨款|900.00",
            "二、纳入预算管理的预算外资金安排的拨款|_",
            "三、上级补助、附属单位上缴收入|_",
            "四、财政结转资金|100.00",
            "收入总计|1000.00",
            "一、基本支出|600.00",
            "工资福利支出|500.00",
            "商品和服务支出|100.00",
            "二、项目支出|400.00",
            "基本建设支出|400.00",
            "支出总计|1000.00",
        ]
    );
    assert_eq!(tables[0].rows[4].side, Some(Side::Income));
}

#[test]
fn expenditure_classified_twice_stands_in_one_list_after_the_other() {
    let text = "收支预算总表
公开01表
部门：示例省某某局某某办公室某某中心某某管理处 单位：万元
收入 支出
项目名称 金额 功能分类 支出用途
功能科目名称 金额 项目名称 金额
一、财政
拨款
900.00 一、一般公共服务支出 600.00 一、基本支出 700.00
1. 一 般 公
共预算
900.00 二、外交支出 二、项目支出 150.00
二、财政专户管理资金 三、国防支出
三、单位预留机动经
费
50.00
四、教育支出 300.00
当年收入小计 900.00 900.00
上年结转资金 结转下年资金
收入合计 900.00 支出合计 900.00
";
    let tables = read(text);
    assert_eq!(
        sketch(&tables[0]),
        [
            "一、财政拨款|900.00",
            "1.一般公共预算|900.00",
            "二、财政专户管理资金|_",
            "当年收入小计|900.00",
            "上年结转资金|_",
            "收入合计|900.00",
            "一、一般公共服务支出|600.00",
            "二、外交支出|_",
            "三、国防支出|_",
            "四、教育支出|300.00",
            "一、基本支出|700.00",
            "二、项目支出|150.00",
            "三、单位预留机动经费|50.00",
            "当年支出小计|900.00",
            "结转下年资金|_",
            "支出合计|900.00",
        ]
    );
}

#[test]
fn a_list_of_names_has_its_figures_and_a_lone_row_its_columns() {
    let text = "财政拨款基本支出预算表
单位：万元
科目编码 科目名称 金额
合计 9.00
302 商品和服务支出 9.00
30217 公务接待费 4.00
30231 公务用车运行维护费 5.00
“三公”经费、会议费、培训费支出预算
表
单位：万元
合计 “三公”经费 会议费 培训费
小计 因公出国（境）费 公务用车购置及运行维护费 公务接待费
小计 公务用车购置费 公务用车运行维护费
20.00 9.00 5.00
5.00 4.00 7.00 4.00
政府采购支出预算表
单位：万元
采购品目大类 专项名称 经济科目 采购物品名称 采购组织形式 总计
合计 11.00
一、货物 A 11.00
某某活动
经费
会议费 11.00
会议服务 分散自行组织 11.00
注：按目录填列。
";
    let tables = read(text);
    assert_eq!(sketch(&tables[1]), ["|20.00 9.00 _ 5.00 _ 5.00 4.00 7.00 4.00"]);
    assert_eq!(sketch(&tables[2]), ["合计|11.00", "一、货物A|11.00", "某某活动经费|11.00", "会议服务|11.00"]);
}

#[test]
fn names_broken_in_a_second_panel_stay_in_it() {
    let text = "一般公共预算财政拨款基本支出决算表
公开06表
单位：万元
人员经费 公用经费
科目编码 科目名称 决算数 科目编码 科目名称 决算数
301 工资福利支出 9.00 302 商品和服务支出 4.00
30101 基本工资 5.00 30201 办公费 1.00
30108
机关事业单位基本养老保
险缴费
4.00 30206 电费 3.00
303 对个人和家庭的补助 2.00 310 资本性支出 6.00
30302 退休费 2.00 31007
信息网络及软件购置
更新
6.00
人员经费合计 11.00 公用经费合计 10.00
";
    let tables = read(text);
    assert_eq!(
        sketch(&tables[0]),
        [
            "301工资福利支出|9.00",
            "30101基本工资|5.00",
            "30108机关事业单位基本养老保险缴费|4.00",
            "303对个人和家庭的补助|2.00",
            "30302退休费|2.00",
            "人员经费合计|11.00",
            "302商品和服务支出|4.00",
            "30201办公费|1.00",
            "30206电费|3.00",
            "310资本性支出|6.00",
            "31007信息网络及软件购置更新|6.00",
            "公用经费合计|10.00",
        ]
    );
}

#[test]
fn words_broken_among_others_are_known() {
    let text = "支出决算表
单位：万元
项目
对附属单位补
本年支出合计 基本支出 项目支出 上缴上级支出 经营支出
功能分类
助支出
科目名称
科目编码
合计 9.00 5.00 4.00
208 社会保障和就业支出 9.00 5.00 4.00
机关事业单位
2080505 基本养老保险 5.00 5.00
缴费支出
2080199 其他支出 4.00 4.00
";
    let tables = read(text);
    assert_eq!(
        sketch(&tables[0])[2..],
        ["2080505机关事业单位基本养老保险缴费支出|5.00 _ _ _ _ _", "2080199其他支出|4.00 _ _ _ _ _"]
    );
}

#[test]
fn what_nothing_settles_has_no_amount_and_is_told() {
    let text = EXPENDITURE
        .replace("900.00 600.00 300.00", "900.00 450.00 450.00")
        .replace("600.00", "450.00")
        .replace("300.00", "450.00")
        .replace("1,000.00 700.00 450.00", "1,000.00 550.00 450.00");
    let flat = tables(&blocks(&text));
    let table = &flat.tables[0].1;
    assert_eq!(sketch(table)[3], "2080101行政运行|450.00 _ _");
    assert_eq!(flat.warnings.len(), 1, "{:?}", flat.warnings);
    assert!(flat.warnings[0].message.contains("2080101"));
}

#[test]
fn prose_makes_no_table() {
    let text = "第三部分 预算情况说明
一、关于收支预算的总体说明
某局2024年收支总预算 266.85万元，比2023年 242.30 万元增加 24.55 万元。
二、关于一般公共预算支出表的说明
详见《一般公共预算支出表》。
(二)政府采购预算安排情况。
单位：万元
";
    assert!(read(text).is_empty());
}

#[test]
fn nothing_breaks_it() {
    let pool: Vec<&str> = EXPENDITURE.split_inclusive([' ', '\n']).collect();
    let mut seed = 3_u64;
    for _ in 0..300 {
        let text: String = (0..120)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                pool[usize::try_from(seed >> 33).unwrap_or(0) % pool.len()]
            })
            .collect();
        read(&text);
    }
}
