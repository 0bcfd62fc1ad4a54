//! Forms of every family whose grid is lost: the cells of a row in one line, or each cell in a line of its own.

use crate::disclosure::model::Program;

/// The two ways to lose the tabs of a text.
fn variants(tabbed: &str) -> [(&'static str, String); 2] {
    let without = |mark: &str| -> String {
        let line = |line: &str| {
            let cells: Vec<&str> = line.split('\t').map(str::trim).filter(|cell| !cell.is_empty()).collect();
            cells.join(mark)
        };
        tabbed.lines().map(line).collect::<Vec<_>>().join("\n")
    };
    [("flat", without(" ")), ("cells", without("\n"))]
}

fn programs(text: &str) -> Vec<Program> {
    crate::analyze(text.as_bytes(), "x.txt").expect("text is read").programs
}

/// A program in lines: its name and money, then each indicator.
fn shown(program: &Program) -> Vec<String> {
    let money = [program.budget, program.executed, program.rate, program.score_total]
        .map(|value| value.map(|value| value.to_string()).unwrap_or_default());
    let head = format!("{} {}", program.name, money.join("|").trim_end_matches('|'));
    let indicators = program.indicators.iter().map(|i| {
        let fields = [
            &i.l1,
            &i.l2,
            &i.l3,
            &i.op,
            &i.target,
            &i.unit,
            &i.deadline,
            &i.actual,
            &i.completion,
            &i.weight,
            &i.score,
        ];
        let fields = fields.map(|field| field.as_deref().unwrap_or_default());
        fields.join("|").trim_end_matches('|').to_owned()
    });
    std::iter::once(head.trim_end().to_owned()).chain(indicators).collect()
}

fn assert_read(tabbed: &str, want: &[&[&str]]) {
    for (variant, text) in variants(tabbed) {
        let got: Vec<Vec<String>> = programs(&text).iter().map(shown).collect();
        assert_eq!(got, want, "{variant}");
    }
}

#[test]
fn targets_each_below_a_title_of_its_own() {
    let tabbed = "\
        示例省某某市水务局2024年部门预算\n\
        \n\
        部门预算项目（政策）绩效目标表\n\
        \n\
        表17-1\n\
        \n\
        单位：万元\n\
        \n\
        项目(政策)名称\t水渠养护费\t\t\t\t\t\t\n\
        主管部门\t示例省某某市水务局\t\t\t实施单位\t某某市水渠所\t\t\n\
        预算资金情况\t16.50\t\t\t\t\t\t\n\
        总体目标\t养护三条水渠，保障灌溉。\t\t\t\t\t\t\n\
        绩效指标\t一级指标\t二级指标\t三级指标\t运算符号\t指标值\t度量单位\t完成时限\n\
        \t产出指标\t数量指标\t养护水渠条数\t>=\t3\t条\t2024-12\n\
        \t\t质量指标\t渠道完好率\t>=\t95\t%\t2024-12\n\
        \t效益指标\t社会效益指标\t灌溉秩序\t\t有改善\t\t2024-12\n\
        \t满意度指标\t服务对象满意度指标\t农户满意度\t>=\t90\t%\t2024-12\n\
        \n\
        部门预算项目（政策）绩效目标表\n\
        \n\
        表17-2\n\
        \n\
        单位：万元\n\
        \n\
        项目(政策)名称\t泵站检修费\t\t\t\t\t\t\n\
        主管部门\t示例省某某市水务局\t\t\t实施单位\t某某市水渠所\t\t\n\
        预算资金情况\t8.00\t\t\t\t\t\t\n\
        总体目标\t检修两座泵站。\t\t\t\t\t\t\n\
        绩效指标\t一级指标\t二级指标\t三级指标\t运算符号\t指标值\t度量单位\t完成时限\n\
        \t产出指标\t数量指标\t检修泵站数\t=\t2\t座\t2024-12\n\
        \t\t时效指标\t检修及时率\t=\t100\t%\t2024-12\n\
        \t效益指标\t经济效益指标\t节约抽水成本\t\t有下降\t\t2024-12";
    assert_read(
        tabbed,
        &[
            &[
                "水渠养护费 16.50",
                "产出指标|数量指标|养护水渠条数|>=|3|条|2024-12",
                "产出指标|质量指标|渠道完好率|>=|95|%|2024-12",
                "效益指标|社会效益指标|灌溉秩序||有改善||2024-12",
                "满意度指标|服务对象满意度指标|农户满意度|>=|90|%|2024-12",
            ],
            &[
                "泵站检修费 8.00",
                "产出指标|数量指标|检修泵站数|=|2|座|2024-12",
                "产出指标|时效指标|检修及时率|=|100|%|2024-12",
                "效益指标|经济效益指标|节约抽水成本||有下降||2024-12",
            ],
        ],
    );
}

#[test]
fn a_self_evaluation_with_its_scores() {
    let tabbed = "\
        示例省某某市交通局2024年部门决算\n\
        \n\
        部门预算项目（政策）绩效自评表\n\
        （2024年度）\n\
        \n\
        项目（政策）名称\t桥梁检修\t\t\t\t\t\t\t\t\t\t\n\
        主管部门\t某某市交通局\t\t\t实施单位\t某某市公路站\t\t\t\t\t\t\n\
        项目预算金额（万元）\t40.00\t\t全年执行数（万元）\t30.00\t\t执行率\t75.00%\t\t\t\t\n\
        年度总体目标\t年初设定目标\t\t\t\t全年实际完成情况\t\t\t\t\t\t\n\
        \t检修十座桥梁。\t\t\t\t已检修九座。\t\t\t\t\t\t\n\
        绩效指标\t一级指标\t二级指标\t三级指标\t运算符号\t指标值\t度量单位\t全年完成值\t完成程度\t分值\t得分\n\
        \t产出指标\t数量指标\t检修桥梁数\t>=\t10\t座\t9\t90.00%\t50\t45\n\
        \t\t质量指标\t验收合格率\t=\t100\t%\t100\t100.00%\t20\t20\n\
        \t效益指标\t社会效益指标\t通行保障率\t>=\t95\t%\t96\t100.00%\t20\t20\n\
        指标自评得分小计\t85\t预算执行率得分\t7.5\t减分项\t0\t绩效自评总得分\t92.5";
    assert_read(
        tabbed,
        &[&[
            "桥梁检修 40.00|30.00|75.00|92.5",
            "产出指标|数量指标|检修桥梁数|>=|10|座||9|90.00%|50|45",
            "产出指标|质量指标|验收合格率|=|100|%||100|100.00%|20|20",
            "效益指标|社会效益指标|通行保障率|>=|95|%||96|100.00%|20|20",
        ]],
    );
}

#[test]
fn the_national_form_with_money_under_its_names() {
    let tabbed = "\
        示例省某某市水利局2023年度部门决算\n\
        \n\
        项目支出绩效自评表\n\
        （2023年度）\n\
        \n\
        项目名称\t堤防加固\n\
        主管部门\t某某市水利局\t实施单位\t某某市堤防站\n\
        项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n\
        \t年度资金总额\t100.00\t90.00\t81.00\t10\t90.00%\t9\n\
        \t其中：当年财政拨款\t100.00\t90.00\t81.00\t—\t90.00%\t—\n\
        年度总体目标\t预期目标\t实际完成情况\n\
        \t加固二十公里堤防。\t已加固二十一公里。\n\
        绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施\n\
        \t产出指标\t数量指标\t加固长度\t≥20公里\t21公里\t20\t20\t\n\
        \t\t质量指标\t验收合格率\t=100%\t100%\t20\t20\t\n\
        \t\t成本指标\t单位造价\t≤4.5万元/公里\t4.2万元/公里\t10\t10\t\n\
        \t效益指标\t社会效益指标\t保护人口\t≥3万人\t3万人\t30\t30\t\n\
        \t满意度指标\t服务对象满意度指标\t沿线居民满意度\t≥90%\t92%\t10\t10\t\n\
        总分\t\t\t\t\t\t100\t99\t";
    assert_read(
        tabbed,
        &[&[
            "堤防加固 90.00|81.00|90.00|99",
            "产出指标|数量指标|加固长度|>=|20|公里||21公里||20|20",
            "产出指标|质量指标|验收合格率|=|100|%||100%||20|20",
            "产出指标|成本指标|单位造价|<=|4.5|万元/公里||4.2万元/公里||10|10",
            "效益指标|社会效益指标|保护人口|>=|3|万人||3万人||30|30",
            "满意度指标|服务对象满意度指标|沿线居民满意度|>=|90|%||92%||10|10",
        ]],
    );
}

#[test]
fn targets_that_end_with_their_values() {
    let tabbed = "\
        示例市某某区水务局2024年部门预算\n\
        \n\
        财政项目支出绩效目标申报表\n\
        （2024年）\n\
        \n\
        项目名称\t河道保洁\t项目类别\t经常性专项\n\
        预算单位\t示例市某某区水务局\t具体实施处室\t河道科\n\
        当年财政资金申请数（元）\t1,200,000\t\n\
        项目总预算（元）\t1,200,000\t项目当年预算（元）\t1,200,000\n\
        项目总目标\t保持河道整洁。\n\
        年度绩效目标\t保洁河道五十公里。\n\
        一级指标\t二级指标\t三级指标\t指标目标值\n\
        产出指标\t数量指标\t保洁河道长度\t≥50公里\n\
        \t质量指标\t保洁合格率\t≥95%\n\
        \t时效指标\t保洁及时率\t=100%\n\
        效益指标\t社会效益指标\t河道面貌\t改善\n\
        满意度指标\t满意度指标\t居民满意度\t≥85%";
    assert_read(
        tabbed,
        &[&[
            "河道保洁 1200000",
            "产出指标|数量指标|保洁河道长度|>=|50|公里",
            "产出指标|质量指标|保洁合格率|>=|95|%",
            "产出指标|时效指标|保洁及时率|=|100|%",
            "效益指标|社会效益指标|河道面貌||改善",
            "满意度指标|满意度指标|居民满意度|>=|85|%",
        ]],
    );
}

#[test]
fn targets_under_levels_of_other_names() {
    let tabbed = "\
        示例省某某市文化局2020年部门预算\n\
        \n\
        部门预算项目绩效目标（部门预算）\n\
        单位：万元\n\
        \n\
        项目名称\t图书馆运行费\n\
        预算单位\t某某市图书馆\n\
        项目资金申请（万元）\t年度资金总额\t12.00\n\
        \t其中：财政拨款\t12.00\n\
        \t其他资金\t\n\
        总体目标\t保障图书馆全年免费开放。\n\
        绩效指标\t一级指标\t二级指标\t三级指标\t指标值（包含数字及文字描述）\n\
        \t项目完成\t数量指标\t开放天数\t≥300天\n\
        \t\t质量指标\t设备完好率\t≥95%\n\
        \t\t时效指标\t完成时间\t2020年12月31日前\n\
        \t\t成本指标\t运行成本\t≤12万元\n\
        \t项目效益\t社会效益指标\t读者人次\t≥5万人次\n\
        \t满意度指标\t满意度指标\t读者满意度\t≥90%";
    assert_read(
        tabbed,
        &[&[
            "图书馆运行费 12.00",
            "项目完成|数量指标|开放天数|>=|300|天",
            "项目完成|质量指标|设备完好率|>=|95|%",
            "项目完成|时效指标|完成时间||2020年12月31日前",
            "项目完成|成本指标|运行成本|<=|12|万元",
            "项目效益|社会效益指标|读者人次|>=|5|万人次",
            "满意度指标|满意度指标|读者满意度|>=|90|%",
        ]],
    );
}

#[test]
fn a_whole_unit_s_form_calls_its_second_level_as_it_likes() {
    let tabbed = "\
        示例省某某市水务局2024年部门预算\n\
        \n\
        部门（单位）整体绩效目标表\n\
        表16\n\
        单位：万元\n\
        \n\
        部门（单位）名称\t示例省某某市水务局\n\
        年度主要任务\t对应项目\t预算资金情况\n\
        \t基本支出人员经费\t200.00\n\
        \t基本支出公用经费\t30.00\n\
        年度绩效目标\t保障全市供水安全。\n\
        年度绩效指标\t一级指标\t二级指标\t三级指标\t运算符号\t指标值\t度量单位\t完成时限\n\
        \t履职效能\t重点工作履行情况\t重点工作办结率\t=\t100\t%\t2024-12\n\
        \t\t整体工作完成情况\t总体工作完成率\t=\t100\t%\t2024-12\n\
        \t预算执行\t预算执行效率\t预算执行率\t>=\t95\t%\t2024-12\n\
        \t管理效率\t预算编制管理\t预算绩效目标覆盖率\t=\t100\t%\t2024-12\n\
        \t社会效应\t社会效益\t供水普及率\t>=\t98\t%\t2024-12\n\
        \t可持续性\t体制机制改革\t改革措施\t\t有推进\t\t2024-12";
    let [(_, flat), _] = variants(tabbed);
    let got = programs(&flat);
    assert_eq!(got.len(), 1);
    assert_eq!((got[0].kind.as_str(), got[0].name.as_str()), ("unit", "示例省某某市水务局"));
    assert_eq!(
        shown(&got[0]).get(1..).unwrap_or_default(),
        [
            "履职效能|重点工作履行情况|重点工作办结率|=|100|%|2024-12",
            "履职效能|整体工作完成情况|总体工作完成率|=|100|%|2024-12",
            "预算执行|预算执行效率|预算执行率|>=|95|%|2024-12",
            "管理效率|预算编制管理|预算绩效目标覆盖率|=|100|%|2024-12",
            "社会效应|社会效益|供水普及率|>=|98|%|2024-12",
            "可持续性|体制机制改革|改革措施||有推进||2024-12"
        ]
    );
}
