//! Performance forms of every make, written by us, read back.

use rust_decimal::Decimal;

use super::read;
use crate::disclosure::model::Program;
use crate::layout::{Block, Grid, GridCell, Line};
use crate::origin::Origin;

/// Reads text the way a file is read.
fn of_text(text: &str) -> (Vec<Program>, usize, usize) {
    let report = crate::analyze(text.as_bytes(), "x.txt").expect("text is read");
    let notes = report.findings.iter().filter(|f| f.message.starts_with("绩效表")).count();
    (report.programs, report.tables.len(), notes)
}

/// An indicator in one line: levels, operator, target, unit, deadline, actual, completion, weight, score.
fn shown(program: &Program) -> Vec<String> {
    program
        .indicators
        .iter()
        .map(|i| {
            [
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
            ]
            .map(|field| field.as_deref().unwrap_or_default())
            .join("|")
            .trim_end_matches('|')
            .to_owned()
        })
        .collect()
}

fn amount(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

/// A grid with known spans from rows of `text` or `text*rows*cols`; an empty text leaves the place to a span.
fn ruled(rows: &[&[&str]], cols: usize, page: u32) -> Block {
    let mut cells = Vec::new();
    for (row, texts) in rows.iter().enumerate() {
        for (col, text) in texts.iter().enumerate() {
            if text.is_empty() {
                continue;
            }
            let mut parts = text.split('*');
            let text = parts.next().unwrap_or_default().to_owned();
            let mut span = || parts.next().and_then(|n| n.parse().ok()).unwrap_or(1);
            let (rows, cols) = (span(), span());
            let origin = Origin::Page { page, bounds: [0.0, 0.0, 1.0, 1.0] };
            cells.push(GridCell { row, col, rows, cols, text, origin });
        }
    }
    Block::Grid(Grid {
        rows: rows.len(),
        cols,
        cells,
        origin: Origin::Page { page, bounds: [0.0, 0.0, 1.0, 1.0] },
        edges: Vec::new(),
        columns_seen: true,
        spans_known: true,
    })
}

fn line(text: &str) -> Block {
    let origin = Origin::Page { page: 1, bounds: [0.0, 0.0, 1.0, 1.0] };
    Block::Line(Line { text: text.to_owned(), origin, full: false, gap: false })
}

const TARGETS: &str = "部门预算项目（政策）绩效目标表\n\n表 17\n\n单位：万元\n\n\
项目(政策)名称\t水渠养护费\t\t\t\t\t\t\n\
主管部门\t甲县水务局\t\t\t实施单位\t甲县水渠所\t\t\n\
预算资金情况\t16.50\t\t\t\t\t\t\n\
总体目标\t养护三条水渠\t\t\t\t\t\t\n\
绩效指标\t一级指标\t二级指标\t三级指标\t运算符号\t指标值\t度量单位\t完成时限\n\
\t产出指标\t数量指标\t养护水渠条数\t>=\t3\t条\t2024-12\n\
\t\t\t质量指标\t渠道完好率\t>=\t95\t%\n\
\t\t渗漏修复率\t\t=\t100\t%\t2024-12\n\
\t\t时效指标\t\t\t\t\t\n\
养护单价控制率\t\t\t<=\t100\t%\t2024-12\t\n\
\n\
\t\t社会效益指标\t灌溉秩序\t\t\t有改善\t2024-12\n\
\n\
部门预算项目（政策）绩效目标表\n\n表 17\n\n单位：万元\n\n\
绩效指标\t满意度指标\t服务对象满意度指\t农户满意度\t\\geq\t90\t%\t2024-12\n\
------\t-------\t----------\t---------\t----\t----\t---\t---------\n\
\n第三部分 情况说明\n";

#[test]
fn a_form_of_targets_is_mended_and_goes_on_over_the_page() {
    let (programs, tables, notes) = of_text(TARGETS);
    assert_eq!(programs.len(), 1);
    let program = &programs[0];
    assert_eq!(
        (program.name.as_str(), program.kind.as_str(), program.budget),
        ("水渠养护费", "project", amount("16.50"))
    );
    assert_eq!(program.goal.as_deref(), Some("养护三条水渠"));
    assert_eq!(
        shown(program),
        [
            "产出指标|数量指标|养护水渠条数|>=|3|条|2024-12",
            "产出指标|质量指标|渠道完好率|>=|95|%",
            "产出指标|质量指标|渗漏修复率|=|100|%|2024-12",
            "产出指标|时效指标|养护单价控制率|<=|100|%|2024-12",
            "效益指标|社会效益指标|灌溉秩序||有改善||2024-12",
            "满意度指标|服务对象满意度指标|农户满意度|>=|90|%|2024-12",
        ]
    );
    assert_eq!(tables, 0, "a form of targets is no table of figures");
    assert!(notes >= 2, "what was mended is told");
}

const SCORES: &str = "预算项目（政策）绩效自评表 （2024 年度）\n\n\
项目（政策）名称\t\t桥梁检修\t\t\t\t\t\t\t\t\t\t\t\n\
主管部门\t\t甲县交通局\t\t\t\t\t\t\t\t\t\t\t\n\
项目预算金额（万元）\t\t40\t\t\t全年执行数（万元）\t\t\t30\t\t执行率\t\t75%\t\n\
年度总体目标\t年初设定目标\t\t\t\t\t\t全年实际完成情况\t\t\t\t\t\t\n\
\t检修十座桥梁。\t\t\t\t\t\t已检修九座。\t\t\t\t\t\t\n\
绩效指标\t一级指标\t二级指标\t三级指标\t年度目标值\t\t\t全年完成值\t完成程度\t分值\t得分\t未完成原因分析\t\t改进措施\n\
\t运算符号\t内容\t度量单位\t经费保障\t其他\t\t\t\t\t\t\t\t\n\
\t产出指标\t数量指标\t检修桥梁数\t>=\t10\t座\t9\t90.0%\t50\t45\t\t√\t其他：雨季停工\n\
\t\t质量指标\t\t验收情况\t\t合格\t\t全部达成\t100%\t20\t20\t\t\n\
效益指标\t社会效益指标\t通行保障率\t>=\t95\t%\t96\t100%\t20\t20\t\t\t\t\n\
\n\
指标自评得分小计\t85\t预算执行率得分\t7.5\t减分项\t0\t绩效自评总得分\t92.5\n";

#[test]
fn a_self_evaluation_has_its_scores() {
    let (programs, _, _) = of_text(SCORES);
    assert_eq!(programs.len(), 1);
    let program = &programs[0];
    assert_eq!(program.name, "桥梁检修");
    assert_eq!((program.budget, program.executed, program.rate), (amount("40"), amount("30"), amount("75")));
    let score = &program.score;
    assert_eq!(
        (score.indicators, score.execution, score.deduction, program.score_total),
        (amount("85"), amount("7.5"), amount("0"), amount("92.5"))
    );
    assert_eq!(program.goal.as_deref(), Some("检修十座桥梁。"));
    assert_eq!(
        shown(program),
        [
            "产出指标|数量指标|检修桥梁数|>=|10|座||9|90.0%|50|45",
            "产出指标|质量指标|验收情况||合格|||全部达成|100%|20|20",
            "效益指标|社会效益指标|通行保障率|>=|95|%||96|100%|20|20",
        ]
    );
}

#[test]
fn the_national_form_is_read_from_merged_cells() {
    let blocks = [
        line("项目支出绩效自评表"),
        line("（2023年度）"),
        ruled(
            &[
                &["项目名称*1*2", "", "堤防加固*1*6"],
                &["主管部门*1*2", "", "乙市水利局*1*2", "", "实施单位*1*2", "", "乙市堤防站*1*2"],
                &["项目资金（万元）*3*2", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "得分"],
                &["", "", "年度资金总额", "100.00", "90.00", "81.00", "10", "9"],
                &["", "", "其中：当年财政拨款", "100.00", "90.00", "81.00", "—", "—"],
                &["年度总体目标*2", "预期目标*1*3", "", "", "实际完成情况*1*4"],
                &["", "加固二十公里堤防*1*3", "", "", "已加固*1*4"],
                &[
                    "绩效指标*4",
                    "一级指标",
                    "二级指标",
                    "三级指标",
                    "年度指标值",
                    "实际完成值",
                    "分值",
                    "得分",
                ],
                &["", "产出指标*3", "数量指标*2", "指标1：加固长度", "≥20公里", "21公里", "20", "20"],
                &["", "", "", "指标2：", "", "", "", ""],
                &["", "", "成本指标", "指标1：单位造价", "≤4.5万元/公里", "4.2", "30", "30"],
            ],
            8,
            1,
        ),
        Block::Page(2),
        ruled(
            &[
                &["绩效指标*2", "产出指标", "成本指标", "指标2：超支项数", "0", "0", "10", "10"],
                &["", "满意度指标", "服务对象满意度指标", "沿线居民满意度", "90%", "92%", "10", "10"],
                &["总分*1*6", "", "", "", "", "", "100", "99"],
            ],
            8,
            2,
        ),
    ];
    let found = read(&blocks);
    assert_eq!(found.taken.iter().filter(|taken| **taken).count(), 4, "caption and both parts");
    assert_eq!(found.programs.len(), 1);
    let program = &found.programs[0];
    assert_eq!(program.name, "堤防加固");
    assert_eq!((program.budget, program.executed), (amount("90.00"), amount("81.00")));
    assert_eq!((program.score.execution, program.score_total), (amount("9"), amount("99")));
    assert_eq!(
        shown(program),
        [
            "产出指标|数量指标|加固长度|>=|20|公里||21公里||20|20",
            "产出指标|成本指标|单位造价|<=|4.5|万元/公里||4.2||30|30",
            "产出指标|成本指标|超支项数||0|||0||10|10",
            "满意度指标|服务对象满意度指标|沿线居民满意度||90|%||92%||10|10",
        ]
    );
    assert!(found.notes.is_empty(), "nothing had to be mended: {:?}", found.notes);
}

#[test]
fn several_projects_share_one_grid_or_one_table() {
    let form = |name: &'static str, of: &'static str| -> [Vec<&'static str>; 5] {
        [
            vec!["项目名称", name, "", "", ""],
            vec!["项目资金总额", "8.00", "年度资金申请总额", "5.00", ""],
            vec!["其中：财政资金", "7.00", "其中：当年财政拨款", "4.00", ""],
            vec!["绩效指标", "一级指标", "二级指标", "三级指标", "年度(/项目)指标值"],
            vec!["", "产出指标", "数量指标", of, "≥3.00(次)"],
        ]
    };
    let (first, second) = (form("巡查", "巡查次数"), form("宣传", "宣传次数"));
    let rows: Vec<&[&str]> = first.iter().chain(&second).map(Vec::as_slice).collect();
    let found = read(&[line("财政项目支出绩效目标填报表"), ruled(&rows, 5, 1)]);
    let names: Vec<&str> = found.programs.iter().map(|program| program.name.as_str()).collect();
    assert_eq!(names, ["巡查", "宣传"]);
    assert_eq!(found.programs[1].budget, amount("5.00"));
    assert_eq!(found.programs[1].granted, amount("4.00"));
    assert_eq!(shown(&found.programs[1]), ["产出指标|数量指标|宣传次数|>=|3.00|次"]);

    let list = "项目绩效目标\n\n单位：万元\n\n\
        项目单位 (项目名称)\t项目资金\t\t年度目标\t绩效指标\t\t\t\n\
        \t资金总额\t财政拨款\t\t项目完成指标\t\t效益指标\t\n\
        \t\t\t\t三级指标\t指标值\t三级指标\t指标值\n\
        100001-丙县林业局\t12\t12\t\t\t\t\t\n\
        护林员补助发放工作专\t7\t7\t按月发放护林员补助，稳定护林队伍，守住全县山林。\t发放人数\t≥30人\t山火次数\t≤1次\n\
        \t\t\t\t发放时间\t2024年12月31日前\t\t\n\
        \n\
        项经费\t\t\t\t发放标准\t300元/月\t管护意识\t有提高\n\
        苗圃维护\t5\t5\t维护一处苗圃，保证春季造林用苗，苗木合格率达到要求。\t苗圃个数\t1个\t\t\n";
    let (programs, _, _) = of_text(list);
    let names: Vec<(&str, Option<Decimal>)> = programs.iter().map(|p| (p.name.as_str(), p.budget)).collect();
    assert_eq!(names, [("护林员补助发放工作专项经费", amount("7")), ("苗圃维护", amount("5"))]);
    assert_eq!(
        shown(&programs[0]),
        [
            "项目完成指标||发放人数|>=|30|人",
            "效益指标||山火次数|<=|1|次",
            "项目完成指标||发放时间||2024年12月31日前",
            "项目完成指标||发放标准||300|元/月",
            "效益指标||管护意识||有提高",
        ]
    );
}

#[test]
fn a_form_without_its_grid_is_read_from_lines() {
    let text = "部门预算项目（政策）绩效目标表\n表 17-1\n单位：万元\n\
        项目(政\n策)名称\n夏季防汛（县本级）\n主管部\n门\n丁县应急局 实施单位 丁县防汛站\n\
        预算资\n金情况\n1,200.50\n总体目\n标\n保障汛期平安。\n绩效指\n标\n\
        一级指\n标\n二级指标 三级指标\n运算\n符号\n指标值\n度量\n单位\n完成时限\n\
        产出指\n标\n数量指标\n在汛期之前备足各类抢险物资的批\n次\n>= 4 批 2024-12\n\
        时效指标 到位及时率 = 100 % 2024-12\n\
        效益\n指标\n经济效益指标\n社会效益指标\n群众避险知识普及程\n度\n有提高 2024-12\n\
        满意\n度指\n标\n服务对象满意度指标 受灾群众满意率 >= 90 % 2024-12\n社会公众满意度指标\n\
        第三部分 丁县应急局预算情况说明\n本年度没有其他事项，特此说明。\n";
    let (programs, _, _) = of_text(text);
    assert_eq!(programs.len(), 1);
    let program = &programs[0];
    assert_eq!((program.name.as_str(), program.budget), ("夏季防汛（县本级）", amount("1200.50")));
    assert_eq!(program.goal.as_deref(), Some("保障汛期平安。"));
    assert_eq!(
        shown(program),
        [
            "产出指标|数量指标|在汛期之前备足各类抢险物资的批次|>=|4|批|2024-12",
            "产出指标|时效指标|到位及时率|=|100|%|2024-12",
            "效益指标|社会效益指标|群众避险知识普及程度||有提高||2024-12",
            "满意度指标|服务对象满意度指标|受灾群众满意率|>=|90|%|2024-12",
        ]
    );
}

#[test]
fn a_whole_units_form_has_its_tasks() {
    let text = "部门（单位）整体绩效自评表\n\n\
        部门（单位）名称\t023002 戊市公园管理处-210102000\t\t\t\t\t\t\t\t\t\n\
        年度主要任务\t对应项目\t\t\t\t\t项目下达金额\t项目执行金额\t项目执行率\t分值\t得分\n\
        年度主要任务\t基本支出公用经费\t\t\t\t\t20.00\t19.00\t95.00%\t10\t9.5\n\
        年度目标\t年初总体目标\t\t\t\t\t全年完成情况\t\t\t\t\n\
        年度目标\t管好公园。\t\t\t\t\t已管好。\t\t\t\t\n\
        绩效指标\t一级指标\t二级指标\t三级指标\t运算符号\t指标值\t度量单位\t全年完成值\t完成程度\t分值\t得分\n\
        \t履职效能\t重点工作\t重点工作办结率\t=\t100\t%\t100\t1\t50\t50\n\
        \t\t综合管理\t\t\t管理规范\t\t全部达成\t1\t40\t40\n\
        总评价得分\t\t\t\t\t\t\t\t\t\t99.50\n";
    let (programs, tables, _) = of_text(text);
    assert_eq!((programs.len(), tables), (1, 0));
    let program = &programs[0];
    assert_eq!((program.name.as_str(), program.kind.as_str()), ("戊市公园管理处", "unit"));
    assert_eq!(program.score_total, amount("99.50"));
    let task = &program.tasks[0];
    assert_eq!(
        (task.budget, task.executed, task.rate, task.weight, task.score),
        (amount("20.00"), amount("19.00"), amount("95.00"), amount("10"), amount("9.5"))
    );
    assert_eq!(
        shown(program),
        [
            "履职效能|重点工作|重点工作办结率|=|100|%||100|1|50|50",
            "履职效能|重点工作|综合管理||管理规范|||全部达成|1|40|40"
        ]
    );
}

#[test]
fn tables_of_figures_are_left_alone() {
    let text = "政府采购预算表\n\n单位：万元\n\n\
        单位名称\t项目名称\t采购品目\t金额\n\
        己市档案馆\t购置设备\t计算机\t12.00\n\
        己市档案馆\t购置设备\t打印机\t3.00\n";
    let (programs, tables, _) = of_text(text);
    assert_eq!((programs.len(), tables), (0, 1));
}

#[test]
fn a_list_of_projects_with_their_owners_is_no_form() {
    let head = ["项目名称", "主管部门", "实施单位", "项目类别", "合计", "财政拨款"];
    let rows: [&[&str]; 4] = [
        &head,
        &["苗木采购", "庚县林业局", "庚县苗圃", "特定目标类", "30.00", "30.00"],
        &["道路养护", "庚县交通局", "庚县公路站", "特定目标类", "12.50", "12.50"],
        &["合计", "", "", "", "42.50", "42.50"],
    ];
    for title in ["项目支出预算表", "项目支出绩效目标表"] {
        let found = read(&[line(title), line("单位：万元"), ruled(&rows, 6, 1)]);
        assert!(found.programs.is_empty() && found.taken.iter().all(|taken| !taken), "{title}");
    }
    // Nor is it the continuation of a form that stands before it.
    let form: [&[&str]; 4] = [
        &["项目名称", "巡查", "", "", "", ""],
        &["年度目标", "巡查全县", "", "", "", ""],
        &["一级指标", "二级指标", "三级指标", "指标值", "度量单位", "完成时限"],
        &["产出指标", "数量指标", "巡查次数", "≥3", "次", "2024-12"],
    ];
    let found =
        read(&[line("项目绩效目标表"), ruled(&form, 6, 1), line("项目支出预算表"), ruled(&rows, 6, 2)]);
    assert_eq!((found.programs.len(), found.taken[3]), (1, false));
}

#[test]
fn a_list_names_the_owner_of_each_project() {
    let rows: [&[&str]; 4] = [
        &[
            "单位编码",
            "单位名称",
            "项目名称",
            "项目总额",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
        ],
        &[
            "205001",
            "辛县档案馆",
            "库房维护*2*1",
            "40.00*2*1",
            "产出指标*2*1",
            "数量指标",
            "维护库房",
            "＝",
            "2",
            "间",
        ],
        &["", "", "", "", "", "质量指标", "温湿度达标率", "≥", "95", "%"],
        &["205001", "辛县档案馆", "档案修复", "15.00", "产出指标", "数量指标", "修复卷数", "≥", "800", "卷"],
    ];
    let found = read(&[line("项目支出绩效表"), line("单位：万元"), ruled(&rows, 10, 1)]);
    let names: Vec<(&str, Option<Decimal>)> =
        found.programs.iter().map(|p| (p.name.as_str(), p.budget)).collect();
    assert_eq!(names, [("库房维护", amount("40.00")), ("档案修复", amount("15.00"))]);
    assert_eq!(
        shown(&found.programs[0]),
        ["产出指标|数量指标|维护库房|=|2|间", "产出指标|质量指标|温湿度达标率|>=|95|%"]
    );
}
