//! Self-evaluations of projects whose rates, scores and sums agree, as text, and errors put into them.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::random::Random;

const PROJECTS: [&str; 6] =
    ["渠道养护经费", "技能培训补助", "档案整理经费", "信息系统运维", "公共场馆维修", "志愿服务保障"];

/// What is put into a self-evaluation on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misscored {
    /// A score above its weight.
    AboveWeight,
    /// The sum of the scores is off.
    Sum,
    /// The total is off.
    Total,
    /// The rate of execution is off.
    Rate,
}

impl Misscored {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::AboveWeight, Self::Sum, Self::Total, Self::Rate];
}

/// The self-evaluation of one project.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The project.
    pub name: String,
    budget: Decimal,
    executed: Decimal,
    rate: Decimal,
    /// Target, weight and score of each indicator.
    indicators: Vec<(i64, Decimal, Decimal)>,
    sum: Decimal,
    execution: Decimal,
    total: Decimal,
}

/// Self-evaluations of one document: five projects, each 90 for the indicators and 10 for execution.
#[must_use]
pub fn evaluations(seed: u64) -> Vec<Evaluation> {
    let mut random = Random::new(seed ^ 0x5c0e);
    let names = random.some(&PROJECTS, 5);
    names
        .into_iter()
        .map(|name| {
            let budget = random.between(20, 400);
            let tenths = random.between(5, 10);
            let executed = Decimal::new(budget * tenths, 1);
            let indicators: Vec<(i64, Decimal, Decimal)> = [20, 30, 20, 20]
                .into_iter()
                .map(|weight| (random.between(5, 90), Decimal::from(weight), Decimal::from(weight)))
                .collect();
            let (sum, execution) = (Decimal::from(90), Decimal::from(tenths));
            Evaluation {
                name: (*name).to_owned(),
                budget: Decimal::from(budget),
                executed: executed.normalize(),
                rate: Decimal::from(tenths * 10),
                indicators,
                sum,
                execution,
                total: sum + execution,
            }
        })
        .collect()
}

/// Puts one error into one of the evaluations; which one, what is right and what stands there.
pub fn misscore(
    evaluations: &mut [Evaluation],
    random: &mut Random,
    kind: Misscored,
) -> Option<(usize, Decimal, Decimal)> {
    let at = random.below(evaluations.len());
    let step = Decimal::from(random.between(3, 8));
    let one = evaluations.get_mut(at)?;
    let slot = match kind {
        Misscored::AboveWeight => {
            let indicator = random.below(one.indicators.len());
            &mut one.indicators.get_mut(indicator)?.2
        }
        Misscored::Sum => &mut one.sum,
        Misscored::Total => &mut one.total,
        Misscored::Rate => &mut one.rate,
    };
    let right = *slot;
    *slot = right - step;
    if kind == Misscored::AboveWeight {
        *slot = right + step;
    }
    Some((at, right, *slot))
}

/// The forms as text, cells parted by tabs.
#[must_use]
pub fn text(evaluations: &[Evaluation], year: u16) -> String {
    let mut out = String::new();
    for one in evaluations {
        let row = |out: &mut String, cells: &[&str]| {
            let _ = writeln!(out, "{}", cells.join("\t"));
        };
        let _ = writeln!(out, "预算项目（政策）绩效自评表 （{year} 年度）\n");
        row(&mut out, &["项目（政策）名称", "", &one.name, "", "", "", "", "", "", "", "", ""]);
        row(
            &mut out,
            &[
                "项目预算金额（万元）",
                "",
                &one.budget.to_string(),
                "",
                "",
                "全年执行数（万元）",
                "",
                "",
                &one.executed.to_string(),
                "",
                "执行率",
                &format!("{}%", one.rate),
            ],
        );
        row(
            &mut out,
            &[
                "绩效指标",
                "一级指标",
                "二级指标",
                "三级指标",
                "年度目标值",
                "",
                "",
                "全年完成值",
                "完成程度",
                "分值",
                "得分",
                "未完成原因分析",
            ],
        );
        row(&mut out, &["", "", "", "", "运算符号", "内容", "度量单位", "", "", "", "", ""]);
        let levels = [
            ("产出指标", "数量指标", "服务次数"),
            ("", "质量指标", "验收合格率"),
            ("效益指标", "社会效益指标", "覆盖人数"),
            ("满意度指标", "服务对象满意度指标", "群众满意度"),
        ];
        for ((l1, l2, l3), (target, weight, score)) in levels.into_iter().zip(&one.indicators) {
            let (target, weight, score) = (target.to_string(), weight.to_string(), score.to_string());
            let unit = if l3.ends_with('率') || l3.ends_with('度') { "%" } else { "次" };
            row(&mut out, &["", l1, l2, l3, ">=", &target, unit, &target, "100%", &weight, &score, ""]);
        }
        let _ = writeln!(
            out,
            "\n指标自评得分小计\t{}\t预算执行率得分\t{}\t减分项\t0\t绩效自评总得分\t{}\n",
            one.sum, one.execution, one.total
        );
    }
    out
}
