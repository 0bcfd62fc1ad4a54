//! Documents that name themselves in many ways.

use super::*;
use crate::layout::Line;
use crate::origin::Origin;

fn blocks(text: &str) -> Vec<Block> {
    (1..)
        .zip(text.lines())
        .map(|(line, text)| {
            Block::Line(Line {
                text: text.to_owned(),
                origin: Origin::Line { line, column: 1 },
                full: false,
                gap: false,
            })
        })
        .collect()
}

#[test]
fn a_name_broken_over_the_cover_s_lines() {
    let identity = identify(
        &blocks(
            "沈阳市某某区劳动就业和社会\n保障服务中心\n2024 年部门预算\n目 录\n第一部分 某某区劳动就业和社会保障服务中心概况\n\
             单位名称：沈阳市某某区劳动就业和社会保障服务中心\n单位：万元",
        ),
        &[],
    );
    assert_eq!(identity.organization.as_deref(), Some("沈阳市某某区劳动就业和社会保障服务中心"));
    assert_eq!(identity.kind, Kind::Budget);
    assert_eq!(identity.fiscal_year, Some(2024));
    assert_eq!(identity.unit, Some(Unit::TenThousand));
    assert_eq!(identity.region.as_deref(), Some("辽宁省沈阳市某某区"));
}

#[test]
fn the_owner_s_line_when_the_cover_names_a_place_only() {
    let identity = identify(
        &blocks(
            "上海市某某区2023年区级部门预算\n预算主管部门：上海市某某区人民政府甲乙街道办事处\n目录\n\
             编制部门：上海市某某区人民政府甲乙街道办事处  单位：元\n比2022年预算增加",
        ),
        &[],
    );
    assert_eq!(identity.organization.as_deref(), Some("上海市某某区人民政府甲乙街道办事处"));
    assert_eq!(identity.fiscal_year, Some(2023));
    assert_eq!(identity.unit, Some(Unit::Yuan));
}

#[test]
fn final_accounts_whose_owner_s_line_is_broken() {
    let identity = identify(
        &blocks(
            "辽宁省沈阳市某某局（本级）\n2024 年度部门决算\n目 录\n第一部分 辽宁省沈阳市某某局（本级）概况\n\
             一般公共预算财政拨款支出决算表\n单位：辽宁省沈阳市某某局（本 2024 年度\n级)\n金额单位：万元",
        ),
        &[],
    );
    assert_eq!(identity.organization.as_deref(), Some("辽宁省沈阳市某某局（本级）"));
    assert_eq!(identity.kind, Kind::Final);
    assert_eq!(identity.fiscal_year, Some(2024));
}

#[test]
fn nothing_is_made_up() {
    assert_eq!(identify(&[], &[]), Identity::default());
    assert_eq!(identify(&blocks("今天天气很好\n一二三"), &[]).organization, None);
}

#[test]
fn a_name_behind_the_year_and_one_behind_the_number_of_a_part() {
    let behind = identify(&blocks("2024年示例市文化馆部门预算\n第二部分 2024年部门预算表"), &[]);
    assert_eq!(behind.organization.as_deref(), Some("示例市文化馆"));
    let broken = identify(
        &blocks(
            "示例市某某区人民政府\n示例路街道办事处\n2025 年度部门决算\n第二部分 示例市某某区人民政府示例路街道办事处 2025 年度部门决算表\n\
             第三部分 示例市某某区人民政府示例路街道办事处 2025 年度\n部门决算情况说明",
        ),
        &[],
    );
    assert_eq!(broken.organization.as_deref(), Some("示例市某某区人民政府示例路街道办事处"));
}

#[test]
fn years_in_chinese_numerals_are_years() {
    for year in ["二〇二四年", "二○二四年度", "二零二四年"] {
        let identity = identify(&blocks(&format!("示例省某某市水务局\n{year}部门预算\n目录")), &[]);
        assert_eq!((identity.fiscal_year, identity.kind), (Some(2024), Kind::Budget), "{year}");
        assert_eq!(identity.organization.as_deref(), Some("示例省某某市水务局"), "{year}");
    }
    let dated = identify(&blocks("示例省某某市水务局\n2023年度部门决算\n二〇二四年九月\n目录"), &[]);
    assert_eq!(dated.fiscal_year, Some(2023));
}

#[test]
fn a_name_may_end_in_a_bracket() {
    for name in ["示例省某某市水务局（汇总）", "示例省某某市人民政府办公室（某某市人民政府外事办公室）"]
    {
        let text = format!("{name}\n2024年部门预算\n目录\n第一部分 {name}概况\n编制单位：{name}\n单位：万元");
        assert_eq!(identify(&blocks(&text), &[]).organization.as_deref(), Some(name));
    }
    let text = "2024年部门预算\n目录\n编制单位：某某局（类）\n单位：万元";
    assert_ne!(identify(&blocks(text), &[]).organization.as_deref(), Some("某某局（类）"));
}

#[test]
fn titles_that_only_budgets_have_tell_a_budget() {
    let table = |title: &str| Table { title: title.to_owned(), ..Table::default() };
    assert_eq!(identify(&[], &[table("支出总表")]).kind, Kind::Budget);
    assert_eq!(identify(&[], &[table("人员情况表")]).kind, Kind::Unknown);
}
