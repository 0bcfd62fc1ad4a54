//! The words of performance forms: what their columns, labels and levels are called.

use crate::disclosure::words::plain;

/// What a column of a performance form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// 项目名称, in forms that list many projects.
    Project,
    /// 年度目标, in forms that list many projects.
    Goal,
    /// An amount, in forms that list many projects.
    Money,
    /// 一级指标.
    L1,
    /// 二级指标.
    L2,
    /// 三级指标.
    L3,
    /// 运算符号.
    Op,
    /// 指标值.
    Target,
    /// 度量单位.
    Unit,
    /// 完成时限.
    Deadline,
    /// 全年完成值.
    Actual,
    /// 完成程度.
    Completion,
    /// 分值.
    Weight,
    /// 得分.
    Score,
    /// Reasons, measures, remarks.
    Other,
    /// Whose a row is (unit, code, number), in forms that list many projects.
    Owner,
}

/// The column that a name stands for.
pub(super) fn field(name: &str) -> Option<Field> {
    let name = plain(name);
    let name = bare(&name);
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    Some(match name {
        "一级指标" => Field::L1,
        "二级指标" => Field::L2,
        "三级指标" | "指标名称" | "绩效指标名称" | "具体指标" => Field::L3,
        "运算符号" | "运算符" | "指标性质" | "计算符号" | "符号" | "指标方向" => {
            Field::Op
        }
        "内容" | "目标值" => Field::Target,
        "度量单位" | "计量单位" | "指标单位" | "单位" | "指标值单位" => Field::Unit,
        "完成时限" | "完成时间" | "完成期限" => Field::Deadline,
        "完成程度" | "完成率" | "完成比例" | "指标完成率" | "指标完成程度" => {
            Field::Completion
        }
        "分值" | "权重" | "分值权重" | "指标权重" | "指标分值" | "权重分值" => {
            Field::Weight
        }
        "得分" | "自评得分" | "评分" | "自评分" | "指标得分" => Field::Score,
        _ if has(&["完成值", "实际值"]) || ends(&["实际完成情况", "全年完成情况"]) => {
            Field::Actual
        }
        _ if ends(&["指标值", "目标值"]) => Field::Target,
        _ if ends(&["指标性质"]) => Field::Op,
        _ if ends(&["度量单位", "计量单位"]) => Field::Unit,
        _ if name.starts_with("分值") || name.starts_with("权重") => Field::Weight,
        _ if has(&["原因", "措施", "说明", "备注", "保障", "偏差", "方向性"]) || name == "其他" => {
            Field::Other
        }
        _ => return None,
    })
}

/// The column that a name stands for in a form that lists many projects, a project a row.
pub(super) fn list_field(name: &str) -> Option<Field> {
    let name = plain(name);
    let name = bare(&name);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["项目名称", "政策名称", "项目(单位)", "单位(项目)"]) || name == "项目单位" {
        return Some(Field::Project);
    }
    if has(&["年度目标", "总体目标", "绩效目标", "项目目标"]) && !name.ends_with('值') {
        return Some(Field::Goal);
    }
    if ["总额", "预算数", "预算金额", "项目资金", "金额", "财政拨款", "其他资金", "预算资金"]
        .iter()
        .any(|word| name.ends_with(word))
        || name == "合计"
    {
        return Some(Field::Money);
    }
    if [
        "单位名称",
        "单位编码",
        "项目编码",
        "项目代码",
        "项目类别",
        "项目类型",
        "部门名称",
        "预算单位",
        "序号",
    ]
    .iter()
    .any(|word| name.ends_with(word))
    {
        return Some(Field::Owner);
    }
    field(name)
}

/// A name without the remark in brackets at its end: 项目预算金额（万元）, 权重(%).
pub(super) fn bare(name: &str) -> &str {
    let name = name.trim_end_matches(':');
    match name.rfind('(') {
        Some(open) if open > 0 && name.ends_with(')') => {
            let inside = name.get(open + 1..name.len() - 1).unwrap_or_default();
            let remark = inside.contains('元') || inside.contains('%') || inside.contains('分');
            let remark = remark || inside.contains("描述");
            if remark { name.get(..open).unwrap_or(name) } else { name }
        }
        _ => name,
    }
}

/// A label beside which a value of the form stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// The project's name.
    Project,
    /// The department's or unit's name, in forms about the whole of it.
    Whole,
    /// The budget of the year; the smaller the number, the nearer to what the year may spend.
    Budget(u8),
    /// The part of it that is the year's appropriation.
    Granted,
    /// What was spent.
    Executed,
    /// Rate of execution.
    Rate,
    /// 总体目标.
    Goal,
    /// A label whose value is not kept.
    Known,
}

/// The label that a cell is.
pub(super) fn label(text: &str) -> Option<Label> {
    let name = plain(text);
    if name.chars().count() > 24 {
        return None;
    }
    Some(match bare(&name) {
        "项目(政策)名称"
        | "项目名称"
        | "政策名称"
        | "项目(政策)"
        | "政策(项目)名称"
        | "专项名称"
        | "专项资金名称" => Label::Project,
        "部门(单位)名称" | "部门名称" | "单位名称" | "单位(部门)名称" | "预算部门名称" | "预算单位名称" => {
            Label::Whole
        }
        "全年预算数" | "年度资金申请总额" | "本年预算数" | "调整后预算数" => {
            Label::Budget(0)
        }
        "预算资金情况"
        | "项目预算金额"
        | "年度资金总额"
        | "年度预算金额"
        | "预算金额"
        | "项目年度预算"
        | "年度预算资金"
        | "部门年初预算支出金额"
        | "项目下达金额"
        | "年度预算总额" => Label::Budget(1),
        "年初预算数" => Label::Budget(2),
        "当年财政拨款" | "其中:当年财政拨款" => Label::Granted,
        "项目资金总额" | "资金总额" | "项目总预算" => Label::Budget(3),
        "全年执行数" | "执行数" | "实际执行数" | "全年实际支出" | "项目执行金额" => {
            Label::Executed
        }
        "执行率" | "预算执行率" | "项目执行率" => Label::Rate,
        "总体目标" | "年度绩效目标" | "年度总体目标" | "年度目标" | "绩效目标" | "项目绩效目标"
        | "年度目" | "项目目标" => Label::Goal,
        "主管部门"
        | "实施单位"
        | "项目实施单位"
        | "项目属性"
        | "项目性质"
        | "项目类别"
        | "项目类型"
        | "计划开始日期"
        | "计划完成日期"
        | "起止时间"
        | "项目期限"
        | "项目负责人"
        | "联系电话"
        | "项目编码"
        | "部门年初预算收入金额"
        | "年初设定目标"
        | "年初总体目标"
        | "全年实际完成情况"
        | "全年完成情况"
        | "预期目标"
        | "实际完成情况"
        | "项目总目标"
        | "项目资金"
        | "财政资金"
        | "其他资金"
        | "上年结转资金"
        | "其中:财政资金"
        | "资金情况"
        | "预算执行情况"
        | "年度主要任务"
        | "对应项目"
        | "项目概况"
        | "立项依据"
        | "项目单位"
        | "分值"
        | "得分"
        | "年度主"
        | "其中:财政拨款"
        | "财政拨款" => Label::Known,
        _ => return None,
    })
}

/// A label and its value that stand in one cell or line: 项目名称：水渠养护.
pub(super) fn labelled(text: &str) -> Option<(Label, &str)> {
    let (name, value) = text.split_once(['：', ':'])?;
    let found = label(name)?;
    let value = value.trim();
    (!value.is_empty()).then_some((found, value))
}

/// A figure of the form's foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Total {
    /// 指标自评得分小计.
    Indicators,
    /// 预算执行率得分.
    Execution,
    /// 减分项.
    Deduction,
    /// 总分.
    Whole,
}

/// The figure of the foot that a cell announces.
pub(super) fn total(text: &str) -> Option<Total> {
    let name = plain(text);
    Some(match bare(&name) {
        "指标自评得分小计" | "指标得分小计" | "自评得分小计" | "指标得分合计" => {
            Total::Indicators
        }
        "预算执行率得分" | "执行率得分" | "预算执行得分" => Total::Execution,
        "减分项" | "扣分项" | "减分" => Total::Deduction,
        "绩效自评总得分"
        | "总评价得分"
        | "总分"
        | "自评总分"
        | "总得分"
        | "自评总得分"
        | "综合得分"
        | "绩效自评得分"
        | "评价总分"
        | "合计得分" => Total::Whole,
        _ => return None,
    })
}

/// Cells that stand beside every part of the form and say nothing of the row.
pub(super) fn is_margin(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "绩效指标"
            | "年度绩效指标"
            | "绩效指"
            | "标"
            | "指标"
            | "绩效"
            | "年度指标"
            | "项目绩效指标"
            | "年度绩效"
            | "年度绩效指"
    )
}

/// Families of second-level indicators, by the first-level ones they may stand under; the usual one first.
const FAMILIES: [(&[&str], &[&str]); 4] = [
    (&["产出"], &["数量", "质量", "时效"]),
    (&["产出", "成本"], &["成本", "经济成本", "社会成本", "生态环境成本"]),
    (&["效益"], &["经济效益", "社会效益", "生态效益", "可持续影响", "可持续发展"]),
    (
        &["满意度", "效益"],
        &["服务对象满意度", "社会公众满意度", "满意度", "受益对象满意度", "公众满意度", "群众满意度"],
    ),
];

/// First-level indicators that are not named 某某指标.
const WHOLE_UNIT: [&str; 6] = ["履职效能", "预算执行", "管理效率", "运行成本", "社会效应", "可持续性"];

/// The name without 指标 at its end, and what of that word was printed.
fn stem(name: &str) -> (&str, &str) {
    for tail in ["指标", "指"] {
        if let Some(stem) = name.strip_suffix(tail) {
            return (stem, tail);
        }
    }
    (name, "")
}

/// Whether a text is a usual first-level indicator.
pub(super) fn is_first_level(text: &str) -> bool {
    let name = plain(text);
    let (stem, tail) = stem(&name);
    WHOLE_UNIT.contains(&name.as_str())
        || matches!(name.as_str(), "项目完成" | "项目效益")
        || !tail.is_empty()
            && matches!(
                stem,
                "产出" | "效益" | "满意度" | "成本" | "项目完成" | "绩效" | "决策" | "过程" | "管理"
            )
}

/// Whether a text is a usual second-level indicator.
pub(super) fn is_second_level(text: &str) -> bool {
    let name = plain(text);
    let (stem, tail) = stem(&name);
    let satisfaction = stem.ends_with("满意度");
    family(&name).is_some() && (!tail.is_empty() || !satisfaction)
}

/// The first-level indicators that a second-level one may stand under, without 指标; the usual one first.
pub(super) fn family(second: &str) -> Option<&'static [&'static str]> {
    let name = plain(second);
    let (stem, _) = stem(&name);
    FAMILIES.iter().find(|(_, members)| members.contains(&stem)).map(|(first, _)| *first)
}

/// Whether a first-level indicator is one of those named (without 指标).
pub(super) fn is_named(first: &str, names: &[&str]) -> bool {
    let name = plain(first);
    names.contains(&stem(&name).0)
}

/// Whether a first-level indicator is one that usual second-level ones stand under.
pub(super) fn is_usual_first(first: &str) -> bool {
    FAMILIES.iter().any(|(names, _)| is_named(first, names))
}

/// The whole name of a level whose end the cell cut off: 服务对象满意度指.
pub(super) fn completed(name: &str) -> Option<String> {
    let cut = name.ends_with('指') && (is_second_level(name) || is_first_level(name));
    cut.then(|| format!("{name}标"))
}

/// Two second-level indicators glued into one cell.
pub(super) fn unglued(name: &str) -> Option<(String, String)> {
    let name = plain(name);
    let (at, _) = name.match_indices("指标").next()?;
    let (first, second) = name.split_at(at + "指标".len());
    (is_second_level(first) && is_second_level(second)).then(|| (first.to_owned(), second.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_names() {
        for (name, want) in [
            ("三级指标", Some(Field::L3)),
            ("年度(/项目)指标值", Some(Field::Target)),
            ("年度指标值", Some(Field::Target)),
            ("实际完成值", Some(Field::Actual)),
            ("偏差原因分析及改进措施", Some(Field::Other)),
            ("分值（权重）", Some(Field::Weight)),
            ("绩效指标性质", Some(Field::Op)),
            ("分值（90分）", Some(Field::Weight)),
            ("项目名称", None),
        ] {
            assert_eq!(field(name), want, "{name}");
        }
        assert_eq!(label("项目预算金额（万元）"), Some(Label::Budget(1)));
        assert_eq!(label("项目（政策）名称"), Some(Label::Project));
        assert_eq!(list_field("项目单位 (项目名称)"), Some(Field::Project));
        assert_eq!(labelled("项目名称：水渠养护"), Some((Label::Project, "水渠养护")));
        assert_eq!(labelled("说明：无"), None);
    }

    #[test]
    fn levels_are_known_and_mended() {
        assert!(is_second_level("服务对象满意度指标") && !is_second_level("服务对象满意度"));
        assert!(is_second_level("数量指标") && !is_second_level("满意率"));
        assert_eq!(completed("服务对象满意度指").as_deref(), Some("服务对象满意度指标"));
        assert_eq!(completed("手指"), None);
        assert_eq!(
            unglued("社会效益指标可持续影响指标"),
            Some(("社会效益指标".to_owned(), "可持续影响指标".to_owned()))
        );
    }
}
