//! N16: the years that headings, comparisons and dates name against the year of the document.

use super::facts::{finding, unit_of};
use super::{cells, phrases};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::claims::narrative;
use crate::disclosure::model::{Claim, Kind, Paragraph};
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N16",
    name: "年份和本年度一致",
    document: Kind::Unknown,
    doc: "查什么: 标题、表名里的年度是不是封面的年度；“比××年”比的是不是上一年；“纳入××年预算编制范围”“编制××年度预算”是不是本年度；国有资产的截止日期是不是合理的年份。
为什么: 年份错多半是沿用往年的稿子没有改，别的数也可能没有改。
依据: 预决算公开按年度编制，增减变化与上一年度比较。
举例: 2024 年的预算说明写“比 2022 年收支总预算减少 319.13 万元”。
怎么改: 改成正确的年份，并核对后面的数是不是那一年的。",
    run,
};

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let Some(year) = disclosure.identity.fiscal_year else {
        context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "不知道是哪一年的文件");
        return;
    };
    let mut findings = Vec::new();
    let mut judged: u32 = 0;
    for (_, paragraph) in narrative(&disclosure.paragraphs) {
        compared(paragraph, year, &mut judged, &mut findings);
        assets(paragraph, year, disclosure.identity.kind, &mut judged, &mut findings);
    }
    for paragraph in &disclosure.paragraphs {
        headed(paragraph, year, &mut judged, &mut findings);
        drawn_up(&paragraph.text, |at| paragraph.origin_at(at).cloned(), year, &mut judged, &mut findings);
    }
    for program in &disclosure.programs {
        let goal = program.goal.as_deref().unwrap_or_default();
        drawn_up(goal, |_| program.origin.clone(), year, &mut judged, &mut findings);
    }
    for table in &disclosure.tables {
        let origin = table.rows.iter().flat_map(|row| &row.cells).find_map(|cell| cell.origin.clone());
        for (_, other) in phrases::years(&table.title) {
            judged += 1;
            if other != year && !table.title.contains("上年") {
                let message = format!("表名“{}”写的是 {other} 年，文件是 {year} 年的。", table.title);
                findings.push(wrong(message, other, year, origin.clone()));
            }
        }
    }
    for claim in &disclosure.claims {
        findings.extend(same_as_table(context, claim, year));
    }
    for _ in 0..judged.saturating_sub(u32::try_from(findings.len()).unwrap_or(u32::MAX)) {
        context.ledger.add(CHECK.code, Outcome::Passed);
    }
    for _ in &findings {
        context.ledger.add(CHECK.code, Outcome::Failed);
    }
    context.findings.extend(findings);
    if !context.ledger.knows(CHECK.code) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有读到写明年份的标题和比较");
    }
}

fn wrong(message: String, actual: u16, expected: u16, origin: Option<Origin>) -> Finding {
    let values = (Some(expected.to_string()), Some(actual.to_string()));
    let mut found = finding(CHECK.code, Severity::Warning, Category::Year, message, values, &[]);
    found.origin.extend(origin);
    found.suggestion = Some(format!("核对后改为 {expected} 年"));
    found
}

/// 比2022年…减少: a year before the last, or one to come.
fn compared(paragraph: &Paragraph, year: u16, judged: &mut u32, findings: &mut Vec<Finding>) {
    let text = paragraph.text.as_str();
    for (at, other) in phrases::years(text) {
        let before = text.get(..at).unwrap_or_default();
        let sentence = before.rsplit(['。', '；']).next().unwrap_or(before);
        let compares = before.ends_with(['比', '与', '较', '同']);
        let reason =
            ["主要原因", "原因是", "主要是", "由于", "用于"].iter().any(|word| sentence.contains(word));
        let behind: String = text.get(at..).unwrap_or_default().chars().take(40).collect();
        let clause = behind.split(['。', '；']).next().unwrap_or_default();
        let changes =
            ["增加", "减少", "增长", "下降", "持平", "一致"].iter().any(|word| clause.contains(word));
        // 2020年与2019年相比 speaks of neither as the year of the document.
        let own = phrases::years(sentence).iter().all(|(_, named)| *named == year);
        if !compares || reason || !changes || !own {
            continue;
        }
        *judged += 1;
        if other == year || other + 1 == year {
            continue;
        }
        let last = year.saturating_sub(1);
        let message = format!("{year} 年的文件和 {other} 年比较，一般应和上一年（{last} 年）比较。");
        let place = before.chars().count();
        findings.push(wrong(message, other, last, paragraph.origin_at(place).cloned()));
    }
}

/// 截至2023年8月31日 … 车辆.
fn assets(paragraph: &Paragraph, year: u16, kind: Kind, judged: &mut u32, findings: &mut Vec<Finding>) {
    let text = paragraph.text.as_str();
    if !["车辆", "设备", "资产"].iter().any(|word| text.contains(word)) {
        return;
    }
    for (at, other) in phrases::years(text) {
        let before = text.get(..at).unwrap_or_default();
        if !before.ends_with("截至") && !before.ends_with("截止") && !before.ends_with("截止到") {
            continue;
        }
        *judged += 1;
        let fits = match kind {
            Kind::Final => other == year,
            _ => other <= year && other + 2 >= year,
        };
        if fits {
            continue;
        }
        let expected = if kind == Kind::Final { year } else { year.saturating_sub(1) };
        let message = format!("国有资产情况写的是截至 {other} 年，{year} 年的文件一般应截至 {expected} 年。");
        let place = before.chars().count();
        findings.push(wrong(message, other, expected, paragraph.origin_at(place).cloned()));
    }
}

/// A heading of the document itself under another year.
fn headed(paragraph: &Paragraph, year: u16, judged: &mut u32, findings: &mut Vec<Finding>) {
    const OF_THE_DOCUMENT: &[&str] = &[
        "部门预算",
        "单位预算",
        "部门决算",
        "单位决算",
        "情况说明",
        "编制说明",
        "预算公开",
        "决算公开",
        "预算表",
        "决算表",
        "收支总体",
    ];
    const OF_OTHERS: &[&str] = &[
        "执行情况",
        "完成情况",
        "工作",
        "任务",
        "目标",
        "批复",
        "《",
        "“",
        "审计",
        "总结",
        "比",
        "与",
        "较",
        "报送",
        "附件",
    ];
    let text = paragraph.text.as_str();
    let short = text.chars().count() <= 45 && !text.contains(['。', '；', '，', '：']);
    if !short
        || !OF_THE_DOCUMENT.iter().any(|word| text.contains(word))
        || OF_OTHERS.iter().any(|word| text.replace("“三公”", "").contains(word))
    {
        return;
    }
    let named = phrases::years(text);
    let [(_, other)] = named[..] else { return };
    *judged += 1;
    if other != year {
        let message = format!("标题“{text}”写的是 {other} 年，文件是 {year} 年的。");
        findings.push(wrong(message, other, year, paragraph.origin_at(0).cloned()));
    }
}

/// 纳入2018年部门预算编制范围, 编制2023年度预算.
fn drawn_up(
    text: &str,
    place: impl Fn(usize) -> Option<Origin>,
    year: u16,
    judged: &mut u32,
    findings: &mut Vec<Finding>,
) {
    for (at, other) in phrases::years(text) {
        let before = text.get(..at).unwrap_or_default();
        let clause = before.rsplit(['。', '；', '，']).next().unwrap_or(before);
        let behind: String = text.get(at + 4..).unwrap_or_default().chars().take(20).collect();
        let behind = behind.split(['。', '；', '，']).next().unwrap_or_default();
        let included = clause.contains("纳入") && behind.contains("编制范围");
        let drawn =
            clause.ends_with("编制") && (behind.starts_with("年度预算") || behind.starts_with("年预算"));
        if !included && !drawn {
            continue;
        }
        *judged += 1;
        if other != year {
            let what = if included { "预算编制范围" } else { "编制预算" };
            let message = format!("{what}写的是 {other} 年，文件是 {year} 年的。");
            findings.push(wrong(message, other, year, place(before.chars().count())));
        }
    }
}

/// A figure of this year's tables said of another year, where nothing is compared.
fn same_as_table(context: &Context<'_>, claim: &Claim, year: u16) -> Option<Finding> {
    let disclosure = context.disclosure;
    let (subject, value, unit) = (claim.subject.as_deref()?, claim.value?, unit_of(claim)?);
    let other = claim.year.filter(|other| *other != year)?;
    let compares = ["比", "与", "较", "同", "上年", "执行"].iter().any(|word| claim.text.contains(word));
    if claim.metric.as_deref() != Some("base") || compares || value.is_zero() {
        return None;
    }
    let beside = disclosure.claims.iter().any(|own| {
        own.place.paragraph == claim.place.paragraph
            && own.subject == claim.subject
            && own.metric.as_deref() == Some("total")
    });
    let figures = cells::figures_of(disclosure, subject, "total", unit);
    let same = !figures.is_empty() && figures.iter().all(|figure| figure.amount == value);
    if beside || !same || claim.place.words.is_empty() {
        return None;
    }
    let message = format!("文字说这是 {other} 年的数，它和本文件 {year} 年的表一致，年份可能没有改。");
    Some(wrong(message, other, year, claim.origin.clone()))
}
