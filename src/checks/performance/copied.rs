//! P12: goals that several projects share word for word, and indicators printed twice.

use std::collections::BTreeMap;

use super::{finding, nothing, quoted, title};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Kind, Program};
use crate::report::{Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "P12",
    name: "各项目的绩效目标是自己的",
    document: Kind::Unknown,
    doc: "查什么: 名称不同的项目，总体目标是不是一字不差；同一张表里是不是有完全相同的指标。目标很短的、名称只差编号的不比。
为什么: 照抄别的项目的目标，这个项目就没有可以考核的目标。
依据: 绩效目标应当指向明确、具体细化（财预〔2021〕101号）。
举例: 岗位补贴、社会保险补贴、残疾人就业补助三个项目的总体目标是同一段话。
怎么改: 按项目的实际内容分别填写总体目标；重复的指标删去一条或改成应有的指标。",
    run,
};

/// A goal shorter than this says too little to be called copied.
const SHORTEST: usize = 40;

fn run(context: &mut Context<'_>) {
    let mut by_goal: BTreeMap<String, Vec<&Program>> = BTreeMap::new();
    for program in context.disclosure.programs.iter().filter(|program| program.kind != "unit") {
        let Some(goal) = &program.goal else { continue };
        let goal: String = goal.chars().filter(|c| c.is_alphanumeric()).collect();
        if goal.chars().count() >= SHORTEST {
            by_goal.entry(goal).or_default().push(program);
        }
    }
    let mut groups: Vec<Vec<&Program>> = by_goal.into_values().collect();
    groups.sort_by_key(|group| {
        let first = group.first();
        context
            .disclosure
            .programs
            .iter()
            .position(|program| first.is_some_and(|f| std::ptr::eq(*f, program)))
    });
    for group in groups {
        let mut stems: Vec<String> = group.iter().map(|program| stem(&program.name)).collect();
        stems.sort();
        stems.dedup();
        if stems.len() < 2 {
            context.ledger.add(CHECK.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(CHECK.code, Outcome::Failed);
        let names: Vec<String> = group.iter().take(6).map(|program| quoted(program)).collect();
        let message = format!("{} {} 个项目的总体目标一字不差，像是照抄。", names.join("、"), group.len());
        let places = group.iter().map(|program| program.origin.clone());
        context.findings.push(finding(CHECK.code, message, None, places));
    }
    for program in &context.disclosure.programs {
        for (at, indicator) in program.indicators.iter().enumerate() {
            let earlier = program.indicators.iter().take(at).find(|earlier| {
                let own = |i: &crate::disclosure::model::Indicator| {
                    (i.l3.clone(), i.op.clone(), i.target.clone(), i.unit.clone())
                };
                indicator.l3.is_some() && indicator.target.is_some() && own(earlier) == own(indicator)
            });
            let Some(earlier) = earlier else { continue };
            context.ledger.add(CHECK.code, Outcome::Failed);
            let kinds = match (&earlier.l2, &indicator.l2) {
                (Some(a), Some(b)) if a != b => format!("（一次在{a}，一次在{b}）"),
                _ => String::new(),
            };
            let message = format!("{}的指标“{}”写了两次{kinds}。", quoted(program), title(indicator));
            let mut found =
                finding(CHECK.code, message, None, [indicator.origin.clone(), earlier.origin.clone()]);
            found.severity = Severity::Note;
            context.findings.push(found);
        }
    }
    nothing(context, CHECK.code, "没有读到写明总体目标的项目绩效表");
}

/// A name without numbers and marks: phases of one project may share a goal.
fn stem(name: &str) -> String {
    let numerals = "一二三四五六七八九十期";
    name.chars().filter(|c| c.is_alphabetic() && !numerals.contains(*c) && !c.is_ascii_digit()).collect()
}
