//! N14, N15: vehicles and projects counted in the prose.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::coverage;
use super::facts::finding;
use super::lists::project_rows;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::claims::narrative;
use crate::disclosure::model::{Claim, Kind};
use crate::report::{Category, Outcome, Severity};

/// See the explanation.
pub const VEHICLES: Check = Check {
    code: "N14",
    name: "车辆数、单位数前后一致",
    document: Kind::Unknown,
    doc: "查什么: “共有车辆 n 辆，其中：……”各类之和是不是 n；同一段里“用于 n 辆公务用车”和“保有量 m 辆”是不是一个数；公务用车保有量有没有多过车辆总数；“单位共 n 个，其中行政单位……事业单位……”加起来是不是 n；“内设机构 n 个，分别为：……”列出的是不是 n 个；本部加下属单位的家数和按行政、事业单位分列的是不是一致。
为什么: 车辆是公众关心的国有资产，分类之和应当等于总数。
依据: 公开模板要求说明国有资产占用情况，按用途列出车辆数。
举例: 共有车辆 7 辆，其中其他用车 6 辆、其余各类 0 辆。
怎么改: 核对车辆台账后改正。",
    run: vehicles,
};

/// See the explanation.
pub const PROJECTS: Check = Check {
    code: "N15",
    name: "绩效目标的项目数和表一致",
    document: Kind::Unknown,
    doc: "查什么: 说明里“应编制绩效目标的项目 n 个”，和项目支出表里的项目数、文件里项目绩效目标表的张数是不是一致。表比说明少（只公开重点项目）不算；“应编制 n 个、实际编制 m 个、覆盖率 p%”三个数是不是相符。
为什么: 覆盖率 100% 建立在“应编制”的个数上，个数少了，覆盖率就不真实。
依据: 《项目支出绩效评价管理办法》及各地关于绩效目标随预算公开的要求。
举例: 说明写应编制 9 个、覆盖率 100%，项目支出表列了 10 个项目。
怎么改: 补上漏报的绩效目标，或改个数和覆盖率。",
    run: projects,
};

fn vehicles(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let counts: Vec<&Claim> =
        disclosure.claims.iter().filter(|claim| claim.metric.as_deref() == Some("count")).collect();
    let in_cars = |claim: &&&Claim| matches!(claim.unit.as_deref(), Some("辆" | "台"));
    for (at, total) in counts.iter().enumerate().filter(|(_, claim)| in_cars(claim)) {
        let words = total.place.words.as_str();
        let words = ["保有量", "总数", "总量", "数量"]
            .iter()
            .find_map(|end| words.strip_suffix(end))
            .unwrap_or(words);
        // 一般公务用车 2 辆 is a kind itself.
        let whole = words.ends_with("车辆") || words.ends_with("公务用车") && words.contains("共有");
        if !whole || total.place.paragraph.is_none() {
            continue;
        }
        let parts: Vec<&&Claim> = counts
            .iter()
            .skip(at + 1)
            .take_while(|part| {
                let words = part.place.words.as_str();
                part.place.paragraph == total.place.paragraph
                    && part.unit == total.unit
                    && words.ends_with('车')
                    && !words.contains("购置")
                    && !words.contains("保有")
            })
            .collect();
        let (Some(whole), true) = (total.value, parts.len() >= 2) else { continue };
        let sum: Decimal = parts.iter().filter_map(|part| part.value).sum();
        if sum == whole {
            context.ledger.add(VEHICLES.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(VEHICLES.code, Outcome::Failed);
        let unit = total.unit.as_deref().unwrap_or_default();
        let message = format!("车辆总数写 {whole} {unit}，后面各类加起来是 {sum} {unit}。");
        // A class may hold another: which lists are nested the sentence need not say.
        let severity = Severity::Warning;
        context.findings.push(finding(
            VEHICLES.code,
            severity,
            Category::NarrativeArithmetic,
            message,
            (Some(sum.to_string()), Some(whole.to_string())),
            &[total],
        ));
    }
    for (_, paragraph) in narrative(&disclosure.paragraphs) {
        let text = paragraph.text.as_str();
        let (Some((at, used)), Some((_, held))) = (
            number_behind(text, &["用于"], "辆公务用车"),
            number_behind(text, &["保有量为", "保有量"], "辆"),
        ) else {
            continue;
        };
        if used == held {
            context.ledger.add(VEHICLES.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(VEHICLES.code, Outcome::Failed);
        let message = format!("同一段里说运行费用于 {used} 辆公务用车，又说公务用车保有量 {held} 辆。");
        let mut found = finding(
            VEHICLES.code,
            Severity::Warning,
            Category::NarrativeArithmetic,
            message,
            (Some(held.to_string()), Some(used.to_string())),
            &[],
        );
        found.origin.extend(paragraph.origin_at(at).cloned());
        context.findings.push(found);
    }
    held_of_all(context, &counts);
    coverage::lists(context);
    coverage::department(context);
    bodies(context, &counts);
    if !context.ledger.knows(VEHICLES.code) {
        context.ledger.add_reason(VEHICLES.code, Outcome::NotApplicable, "文字里没有分类列出车辆");
    }
}

/// 单位共8个，其中行政单位1个，事业单位7个.
fn bodies(context: &mut Context<'_>, counts: &[&Claim]) {
    let is_body = |claim: &Claim| {
        matches!(claim.unit.as_deref(), Some("个" | "家")) && claim.place.words.ends_with("单位")
    };
    let named =
        |claim: &Claim| ["行政", "事业", "参照", "参公"].iter().any(|word| claim.place.words.contains(word));
    for (at, total) in counts.iter().enumerate() {
        if !is_body(total) || named(total) || total.place.paragraph.is_none() {
            continue;
        }
        let here = |part: &&&Claim| part.place.paragraph == total.place.paragraph && part.unit == total.unit;
        let mut parts: Vec<&&Claim> = counts
            .iter()
            .skip(at + 1)
            .take_while(|part| here(part) && is_body(part) && named(part))
            .collect();
        // 企业1个: not all of the parts are such bodies.
        let more = counts.get(at + 1 + parts.len()).is_some_and(|next| here(&next));
        // 事业单位7个（含参公单位2个）, 其中参公单位2个: within a part.
        let within = |part: &&Claim| part.place.words.contains('含') || part.text.contains("其中");
        let first_inner = parts.iter().skip(1).position(|part| within(part)).map(|at| at + 1);
        parts.truncate(first_inner.unwrap_or(parts.len()));
        if more {
            continue;
        }
        let both = |word: &str| parts.iter().any(|part| part.place.words.contains(word));
        let led = parts.first().is_some_and(|part| part.text.contains("其中"));
        let (Some(whole), true) = (total.value, led && both("行政") && both("事业")) else { continue };
        let sum: Decimal = parts.iter().filter_map(|part| part.value).sum();
        if sum == whole {
            context.ledger.add(VEHICLES.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(VEHICLES.code, Outcome::Failed);
        context.findings.push(finding(
            VEHICLES.code,
            Severity::Warning,
            Category::NarrativeArithmetic,
            format!("单位总数写 {whole} 个，后面各类单位加起来是 {sum} 个。"),
            (Some(sum.to_string()), Some(whole.to_string())),
            &[total],
        ));
    }
}

/// 公务用车保有量 8 辆, of 共有车辆 5 辆.
fn held_of_all(context: &mut Context<'_>, counts: &[&Claim]) {
    let sole = |ends: &str| {
        let mut all = counts.iter().filter(|claim| {
            matches!(claim.unit.as_deref(), Some("辆" | "台"))
                && claim.place.words.ends_with(ends)
                && claim.place.paragraph.is_some()
        });
        let first = all.next().copied()?;
        all.all(|claim| claim.value == first.value).then_some(first)
    };
    let (Some(held), Some(all)) = (sole("保有量"), sole("共有车辆")) else { return };
    let (Some(part), Some(whole)) = (held.value, all.value) else { return };
    if part <= whole {
        context.ledger.add(VEHICLES.code, Outcome::Passed);
        return;
    }
    context.ledger.add(VEHICLES.code, Outcome::Failed);
    context.findings.push(finding(
        VEHICLES.code,
        Severity::Warning,
        Category::NarrativeArithmetic,
        format!("公务用车保有量写 {part} 辆，国有资产情况写共有车辆 {whole} 辆：一部分比全部还多。"),
        (None, Some(part.to_string())),
        &[held, all],
    ));
}

/// The whole number between one of some words and a unit, with the character at which it stands.
fn number_behind(text: &str, words: &[&str], unit: &str) -> Option<(usize, Decimal)> {
    words.iter().find_map(|word| {
        text.match_indices(word).find_map(|(at, _)| {
            let start = at + word.len();
            let rest = text.get(start..)?;
            let digits =
                rest.split(|c: char| !c.is_ascii_digit()).next().filter(|digits| !digits.is_empty())?;
            let behind = rest.get(digits.len()..)?;
            behind.starts_with(unit).then_some(())?;
            Some((text.get(..start)?.chars().count(), digits.parse().ok()?))
        })
    })
}

fn projects(context: &mut Context<'_>) {
    coverage::rates(context);
    let disclosure = context.disclosure;
    let forms = disclosure.programs.iter().filter(|program| program.kind == "project");
    let forms: BTreeSet<&str> = forms.map(|program| program.name.as_str()).collect();
    let listed = disclosure
        .tables
        .iter()
        .filter(|table| table.kind.as_deref() == Some("项目支出表") && !table.inferred)
        .map(project_rows)
        .max()
        .unwrap_or(0);
    for claim in disclosure.claims.iter().filter(|claim| claim.metric.as_deref() == Some("count")) {
        let words = claim.place.words.as_str();
        let due = words.contains("应编制") && words.contains("项目") && !words.contains("整体");
        let (Some(stated), true) = (claim.value, due && claim.unit.as_deref() == Some("个")) else {
            continue;
        };
        if forms.is_empty() && listed == 0 {
            let reason = "没有读到项目支出表和项目绩效目标表";
            context.ledger.add_reason(PROJECTS.code, Outcome::CannotCheck, reason);
            continue;
        }
        let (found, what) = if Decimal::from(listed) > stated {
            (listed, "项目支出表列了")
        } else if Decimal::from(forms.len()) > stated {
            (forms.len(), "文件里有项目绩效目标表")
        } else {
            context.ledger.add(PROJECTS.code, Outcome::Passed);
            continue;
        };
        context.ledger.add(PROJECTS.code, Outcome::Failed);
        let unit = if what.starts_with('文') { "张" } else { "个项目" };
        let message = format!("说明写应编制绩效目标的项目 {stated} 个，{what} {found} {unit}。");
        context.findings.push(finding(
            PROJECTS.code,
            Severity::Warning,
            Category::NarrativeVsTable,
            message,
            (Some(found.to_string()), Some(stated.to_string())),
            &[claim],
        ));
    }
    if !context.ledger.knows(PROJECTS.code) {
        context.ledger.add_reason(
            PROJECTS.code,
            Outcome::NotApplicable,
            "文字里没有写应编制绩效目标的项目数",
        );
    }
}
