//! P13, P14: deadlines within the year, targets that are there.

use std::collections::BTreeMap;

use super::{finding, nothing, quoted, title};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Indicator, Kind, Program};
use crate::report::{Category, Outcome, Severity};

/// See the explanation.
pub const DEADLINES: Check = Check {
    code: "P13",
    name: "绩效目标说的是本年度",
    document: Kind::Unknown,
    doc: "查什么: 指标的完成时限是不是早于预算年度；总体目标里写的“××年度预算”是不是本年度。
为什么: 年份错了，多半是照抄上年的目标没有改。
依据: 绩效目标按年度申报（财预〔2021〕101号）。
举例: 2024 年预算的总体目标写“通过编制 2023 年度预算”。
怎么改: 改成本年度；确实是跨年项目的，写明起止时间。",
    run: deadlines,
};

/// See the explanation.
pub const MISSING: Check = Check {
    code: "P14",
    name: "指标都有指标值，产出和效益都有指标",
    document: Kind::Unknown,
    doc: "查什么: 填了名称的指标，指标值是不是空着或者只有一道横线；项目绩效表是不是产出和效益两类都有指标。
为什么: 没有指标值就无法考核；只有产出没有效益（或相反），目标不完整。
依据: 《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）。
举例: 生态效益指标“提升林地健康度等级”的指标值是“—”。
怎么改: 补上指标值；不适用的指标删去。",
    run: missing,
};

fn deadlines(context: &mut Context<'_>) {
    let Some(year) = context.disclosure.identity.fiscal_year else {
        nothing(context, DEADLINES.code, "没有读到预算年度");
        return;
    };
    for program in &context.disclosure.programs {
        let mut early: BTreeMap<&str, Vec<&Indicator>> = BTreeMap::new();
        for indicator in &program.indicators {
            let Some(deadline) = indicator.deadline.as_deref() else { continue };
            match years(deadline).last() {
                Some(own) if *own < year => early.entry(deadline).or_default().push(indicator),
                Some(_) => context.ledger.add(DEADLINES.code, Outcome::Passed),
                None => {}
            }
        }
        for (deadline, indicators) in early {
            context.ledger.add(DEADLINES.code, Outcome::Failed);
            let first = indicators.first().map(|indicator| title(indicator)).unwrap_or_default();
            let more = if indicators.len() > 1 {
                format!("等 {} 个指标", indicators.len())
            } else {
                String::new()
            };
            let message =
                format!("{}的指标“{first}”{more}完成时限是 {deadline}，早于 {year} 年度。", quoted(program));
            let values = Some((year.to_string(), deadline.to_owned()));
            let places = indicators.iter().map(|indicator| indicator.origin.clone());
            let mut found = finding(DEADLINES.code, message, values, places);
            found.category = Category::Year;
            context.findings.push(found);
        }
        goal_year(context, program, year);
    }
    nothing(context, DEADLINES.code, "没有写完成时限的绩效表");
}

/// `通过编制2023年度预算` in the goal of a budget for 2024.
fn goal_year(context: &mut Context<'_>, program: &Program, year: u16) {
    let Some(goal) = &program.goal else { return };
    let bare: String = goal.chars().filter(|c| !c.is_whitespace()).collect();
    for words in ["年度预算", "年部门预算", "年度部门预算"] {
        for (at, _) in bare.match_indices(words) {
            let before = bare.get(..at).unwrap_or_default();
            let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
            let own: Option<u16> = digits.chars().rev().collect::<String>().parse().ok();
            match own.filter(|own| (2000..2100).contains(own)) {
                Some(own) if own != year && own + 1 >= year && own <= year + 1 => {
                    context.ledger.add(DEADLINES.code, Outcome::Failed);
                    let message =
                        format!("{}的总体目标写“{own}{words}”，本文件是 {year} 年度。", quoted(program));
                    let values = Some((year.to_string(), own.to_string()));
                    let mut found = finding(DEADLINES.code, message, values, [program.origin.clone()]);
                    found.category = Category::Year;
                    context.findings.push(found);
                }
                Some(_) => context.ledger.add(DEADLINES.code, Outcome::Passed),
                None => {}
            }
        }
    }
}

/// The years named in a date or a period: `2024-12`, `2023年1月至2025年12月`.
fn years(text: &str) -> Vec<u16> {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.filter(|run| matches!(run.len(), 4 | 6 | 8))
        .filter_map(|run| run.get(..4)?.parse().ok())
        .filter(|year| (2000..2100).contains(year))
        .collect()
}

fn missing(context: &mut Context<'_>) {
    let mut bare: Vec<(String, &Program)> = Vec::new();
    for program in &context.disclosure.programs {
        for indicator in &program.indicators {
            let name = indicator.l3.as_ref().filter(|name| !name.trim().is_empty());
            let (Some(name), Some(target)) = (name, &indicator.target) else { continue };
            let dash = !target.is_empty() && target.chars().all(|c| "-—–－_".contains(c));
            if !dash {
                context.ledger.add(MISSING.code, Outcome::Passed);
                continue;
            }
            context.ledger.add(MISSING.code, Outcome::Failed);
            let message = format!("{}的指标“{name}”没有指标值，只写了“{target}”。", quoted(program));
            let values = Some(("指标值".to_owned(), target.clone()));
            context.findings.push(finding(MISSING.code, message, values, [indicator.origin.clone()]));
        }
        let has = |words: &[&str]| {
            program
                .indicators
                .iter()
                .any(|i| i.l1.as_ref().is_some_and(|l1| words.iter().any(|w| l1.contains(w))))
        };
        let kinds = [("产出", has(&["产出", "完成", "成本"])), ("效益", has(&["效益", "效果", "效应"]))];
        let usual = kinds.iter().any(|(_, there)| *there);
        let lacks: Vec<&str> = kinds.iter().filter(|(_, there)| !there).map(|(kind, _)| *kind).collect();
        if program.kind != "unit" && usual && program.indicators.len() >= 3 && !lacks.is_empty() {
            bare.push((lacks.join("、"), program));
        }
    }
    if let Some((kind, first)) = bare.first() {
        let names: Vec<String> = bare.iter().take(6).map(|(_, program)| quoted(program)).collect();
        let message = if bare.len() == 1 {
            format!("{}没有{kind}指标。", quoted(first))
        } else {
            format!("{} 等 {} 个项目缺产出或效益指标。", names.join("、"), bare.len())
        };
        let mut found =
            finding(MISSING.code, message, None, bare.iter().map(|(_, program)| program.origin.clone()));
        found.severity = Severity::Note;
        context.findings.push(found);
    }
    nothing(context, MISSING.code, "没有读到绩效指标");
}
