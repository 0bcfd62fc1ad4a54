//! N16: the years that headings, comparisons and dates name against the year of the document.

use super::facts::{finding, unit_of};
use super::{cells, phrases, topics};
use crate::checks::context::Context;
use crate::checks::duties::texts;
use crate::checks::registry::Check;
use crate::disclosure::claims::narrative;
use crate::disclosure::model::{Claim, Disclosure, Kind, Paragraph};
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N16",
    name: "年份和本年度一致",
    document: Kind::Unknown,
    doc: "查什么: 标题、表名里的年度是不是封面的年度；“比××年”比的是不是上一年，有没有自己和自己比；目录、空表说明、没有基金收支的说明写的是不是本年度；一句话开头的年份（“2024年度……支出 N 万元”）是不是本年度（少数几句和别处不同的才说）；“纳入××年预算编制范围”“编制××年度预算”是不是本年度；国有资产的截止日期是不是合理的年份。
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
        compared(paragraph, year, disclosure.identity.kind, &mut judged, &mut findings);
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
    for entry in &disclosure.contents {
        if let [(_, other)] = phrases::years(&entry.title)[..]
            && !entry.title.contains("上年")
        {
            judged += 1;
            if other != year {
                let message = format!("目录里的“{}”写的是 {other} 年，文件是 {year} 年的。", entry.title);
                findings.push(wrong(message, other, year, Some(entry.origin.clone())));
            }
        }
    }
    for paragraph in texts(disclosure) {
        nothing(paragraph, year, &mut judged, &mut findings);
    }
    of_forms(disclosure, year, &mut judged, &mut findings);
    for paragraph in &disclosure.paragraphs {
        done_in(paragraph, year, disclosure.identity.kind, &mut judged, &mut findings);
    }
    for claim in &disclosure.claims {
        findings.extend(same_as_table(context, claim, year));
    }
    findings.extend(only_of_another(disclosure, year));
    let (told, misdated) = topics::misdated(disclosure, year);
    judged += told;
    for topic in misdated {
        let place = topic.paragraph.text.get(..topic.at).unwrap_or_default().chars().count();
        let origin = topic.paragraph.origin_at(place).cloned();
        if !findings.iter().any(|known| known.origin.first() == origin.as_ref()) {
            let message =
                format!("这句话说的是 {} 年，文件是 {year} 年的，别处说的都是 {year} 年。", topic.year);
            findings.push(wrong(message, topic.year, year, origin));
        }
    }
    findings.dedup_by(|a, b| a.origin == b.origin && a.actual == b.actual);
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
fn compared(paragraph: &Paragraph, year: u16, kind: Kind, judged: &mut u32, findings: &mut Vec<Finding>) {
    let text = paragraph.text.as_str();
    for (at, other) in phrases::years(text) {
        let before = text.get(..at).unwrap_or_default();
        let compares = before.ends_with(['比', '与', '较', '同']);
        if !compares {
            continue;
        }
        let sentence = before.rsplit(['。', '；']).next().unwrap_or(before);
        let reason =
            ["主要原因", "原因是", "主要是", "由于", "用于"].iter().any(|word| sentence.contains(word));
        let behind: String = text.get(at..).unwrap_or_default().chars().take(40).collect();
        let clause = behind.split(['。', '；']).next().unwrap_or_default();
        let changes =
            ["增加", "减少", "增长", "下降", "持平", "一致"].iter().any(|word| clause.contains(word));
        let said = phrases::years(sentence);
        let last = year.saturating_sub(1);
        // A year compared with itself: 2023年收支总预算…，比2023年…; but what was done may be compared with what was
        // planned for the same year.
        let itself = !said.is_empty() && said.iter().all(|(_, named)| *named == other);
        let done = ["执行", "决算", "完成"].iter().any(|word| sentence.contains(word));
        let arranged = ["预算安排", "预算数", "收支预算"].iter().any(|word| sentence.contains(word));
        let planned = ["预算", "年初", "计划", "批复"].iter().any(|word| clause.contains(word))
            && (kind != Kind::Budget || done && !arranged);
        // What was done in one year is not compared with what was planned for another.
        if kind == Kind::Final && changes && other != year && clause.contains("年年初预算") {
            *judged += 1;
            let message = format!("{year} 年的决算和 {other} 年的年初预算比较，应当是 {year} 年的年初预算。");
            findings.push(wrong(message, other, year, paragraph.origin_at(before.chars().count()).cloned()));
            continue;
        }
        if !reason && changes && itself && !planned {
            *judged += 1;
            let message = if other == year {
                format!("{other} 年和 {other} 年自己比较，应和上一年（{last} 年）比较。")
            } else {
                format!("{other} 年和 {other} 年自己比较，{year} 年的文件说的应当是 {year} 年的数。")
            };
            let (place, right) = if other == year {
                (before.chars().count(), last)
            } else {
                let lead = said.first().map_or(0, |(at, _)| *at);
                let front = before.len() - sentence.len() + lead;
                (text.get(..front).unwrap_or_default().chars().count(), year)
            };
            findings.push(wrong(message, other, right, paragraph.origin_at(place).cloned()));
            continue;
        }
        // 2020年与2019年相比 speaks of neither as the year of the document.
        let own = said.is_empty()
            || said.iter().any(|(_, named)| *named == year)
                && said.iter().all(|(_, named)| *named == year || *named == last);
        if reason || !changes || !own {
            continue;
        }
        *judged += 1;
        if other == year || other == last {
            continue;
        }
        let message = format!("{year} 年的文件和 {other} 年比较，一般应和上一年（{last} 年）比较。");
        let place = before.chars().count();
        findings.push(wrong(message, other, last, paragraph.origin_at(place).cloned()));
    }
}

/// 截至2023年8月31日 … 车辆.
fn assets(paragraph: &Paragraph, year: u16, kind: Kind, judged: &mut u32, findings: &mut Vec<Finding>) {
    let text = paragraph.text.as_str();
    if !["车辆", "设备", "资产", "公务用车"].iter().any(|word| text.contains(word)) {
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
        "总体说明",
        "收支预算",
        "工作任务及目标",
        "拨款规模变化",
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
        || OF_OTHERS
            .iter()
            .any(|word| text.replace("“三公”", "").replace("工作任务及目标", "").contains(word))
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

/// `（2022年度）` below the title of a performance form, where the others have the document's year.
fn of_forms(disclosure: &Disclosure, year: u16, judged: &mut u32, findings: &mut Vec<Finding>) {
    let named: Vec<(&Paragraph, u16)> = disclosure
        .fragments
        .iter()
        .filter(|fragment| fragment.printed.text.chars().count() <= 40)
        .filter_map(|fragment| {
            let text: String = fragment.printed.text.chars().filter(|c| !c.is_whitespace()).collect();
            let titled = text.contains("绩效自评表") || text.contains("绩效目标表");
            let bare = text.trim_start_matches(|c| c != '（' && c != '(');
            let alone = titled || bare.len() == text.len();
            let year = bare.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
            let year = year.strip_suffix("年度").or_else(|| year.strip_suffix('年'))?.parse().ok()?;
            (alone && (2000..2100).contains(&year)).then_some((&fragment.printed, year))
        })
        .collect();
    let own = named.iter().filter(|(_, other)| *other == year).count();
    for (printed, other) in named.iter().filter(|(_, other)| *other != year) {
        if own * 2 > named.len() {
            *judged += 1;
            let message = format!("绩效表写的是 {other} 年度，别的表写的是 {year} 年度。");
            findings.push(wrong(message, *other, year, printed.origin_at(0).cloned()));
        }
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

/// 本部门2023年度无政府性基金预算财政拨款收支: a fund without figures, said of another year alone.
fn nothing(paragraph: &Paragraph, year: u16, judged: &mut u32, findings: &mut Vec<Finding>) {
    let mut begin = 0;
    for sentence in paragraph.text.split_inclusive(['。', '；']) {
        let none = [
            "无政府性基金",
            "没有政府性基金",
            "无国有资本经营",
            "没有国有资本经营",
            "没有使用政府性基金",
            "没有使用国有资本",
        ]
        .iter()
        .find_map(|word| sentence.find(word));
        if let (Some(none), [(at, other)]) = (none, &phrases::years(sentence)[..])
            && *at < none
        {
            *judged += 1;
            if *other != year {
                let message = format!("没有这项收支说的是 {other} 年，文件是 {year} 年的。");
                let front = paragraph.text.get(..begin + at).unwrap_or_default();
                findings.push(wrong(
                    message,
                    *other,
                    year,
                    paragraph.origin_at(front.chars().count()).cloned(),
                ));
            }
        }
        begin += sentence.len();
    }
}

/// 2024年当年预算执行数 in a budget for 2025; 组织对2024年度…开展绩效自评 in the accounts of 2024.
fn done_in(paragraph: &Paragraph, year: u16, kind: Kind, judged: &mut u32, findings: &mut Vec<Finding>) {
    let text = paragraph.text.as_str();
    let arranged = text.contains(&format!("{year}年预算安排")) || text.contains(&format!("{year}年预算数"));
    for (at, other) in phrases::years(text) {
        let front = text.get(..at).unwrap_or_default();
        let behind: String = text.get(at..).unwrap_or_default().chars().take(40).collect();
        let clause = behind.split(['，', '。', '；']).next().unwrap_or_default();
        let carried_out = ["年当年预算执行数", "年预算执行数", "年执行数"]
            .iter()
            .any(|word| behind.get(4..).is_some_and(|rest| rest.starts_with(word)));
        let (right, what) = match kind {
            Kind::Budget if carried_out && arranged => (year.saturating_sub(1), "上年执行数"),
            Kind::Final if front.ends_with("组织对") && clause.contains("绩效自评") => {
                (year, "开展绩效自评的")
            }
            _ => continue,
        };
        *judged += 1;
        // A comparison over several years is one on purpose.
        if other != right
            && (kind == Kind::Final || phrases::years(text).iter().all(|(_, named)| named + 2 >= year))
        {
            let message = format!("{what}写的是 {other} 年，{year} 年的文件应当是 {right} 年。");
            findings.push(wrong(message, other, right, paragraph.origin_at(front.chars().count()).cloned()));
        }
    }
}

/// What every disclosure must state for its own year and this one states for another only.
fn only_of_another(disclosure: &Disclosure, year: u16) -> Vec<Finding> {
    let mut findings = Vec::new();
    for subject in ["机关运行经费", "政府采购"] {
        let stated = || {
            disclosure.claims.iter().filter(|claim| {
                claim.subject.as_deref() == Some(subject)
                    && claim.place.paragraph.is_some()
                    && matches!(claim.metric.as_deref(), Some("total" | "base" | "budget"))
            })
        };
        let mut others = stated().filter(|claim| {
            claim.metric.as_deref() == Some("base") && !claim.text.contains(['比', '较', '与', '同'])
        });
        if let (Some(claim), None) = (others.next(), others.next())
            && stated().all(|own| own.year != Some(year))
            && !disclosure.paragraphs.iter().any(|paragraph| {
                paragraph.text.contains(subject) && paragraph.text.contains(&format!("{year}年"))
            })
            && let Some(other) = claim.year.filter(|other| *other + 1 == year)
        {
            let message = format!("{subject}只说了 {other} 年的，没有 {year} 年的，年份可能没有改。");
            findings.push(wrong(message, other, year, claim.origin.clone()));
        }
    }
    findings
}

/// A figure of this year's tables said of another year, where nothing is compared.
fn same_as_table(context: &Context<'_>, claim: &Claim, year: u16) -> Option<Finding> {
    let disclosure = context.disclosure;
    let (subject, value, unit) = (claim.subject.as_deref()?, claim.value?, unit_of(claim)?);
    let other = claim.year.filter(|other| *other != year)?;
    let compares = ["比", "与", "较", "同", "上年", "执行"].iter().any(|word| claim.text.contains(word));
    let metric = match claim.metric.as_deref() {
        Some("base") => "total",
        Some("budget") => "budget",
        _ => return None,
    };
    if compares || value.is_zero() || claim.place.words.is_empty() {
        return None;
    }
    let here = || {
        disclosure
            .claims
            .iter()
            .filter(|own| own.place.paragraph == claim.place.paragraph && own.subject == claim.subject)
    };
    // 2023年10万元，2024年10万元: this year's is said as well.
    let beside = here().any(|own| own.metric.as_deref() == Some(metric) && own.year != claim.year)
        || here().any(|own| own.metric.as_deref() == Some("total"));
    if beside {
        return None;
    }
    let figures = cells::figures_of(disclosure, subject, metric, unit);
    if figures.iter().any(|figure| figure.amount == value) {
        let message = format!("文字说这是 {other} 年的数，它和本文件 {year} 年的表一致，年份可能没有改。");
        return Some(wrong(message, other, year, claim.origin.clone()));
    }
    None
}
