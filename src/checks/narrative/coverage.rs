//! N14 and N15 in running text: rates of coverage, lists with their number, bodies of a department.

use rust_decimal::Decimal;

use super::counts::{PROJECTS, VEHICLES};
use crate::checks::context::Context;
use crate::disclosure::model::{Disclosure, Paragraph};
use crate::report::{Category, Finding, Outcome, Severity};

/// 应编制 9 个，实际编制 8 个，覆盖率为 100%.
pub(super) fn rates(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    for paragraph in &disclosure.paragraphs {
        let text = paragraph.text.as_str();
        for (at, _) in text.match_indices("应编制") {
            let rest = text.get(at..).unwrap_or_default();
            let rest = rest.split('。').next().unwrap_or(rest);
            let Some((lead, behind)) = rest.split_once("实际编制") else { continue };
            let Some((done, rated)) = behind.split_once("覆盖率") else { continue };
            let (Some(due), Some(made)) = (last_count(lead), last_count(done)) else { continue };
            let Some(rate) = first_percent(rated) else { continue };
            // 应编制…，实际编制… of two things in one sentence.
            if done.contains("应编制") || due == 0 {
                continue;
            }
            let right = Decimal::from(made) * Decimal::ONE_HUNDRED / Decimal::from(due);
            if (right - rate).abs() < Decimal::ONE {
                context.ledger.add(PROJECTS.code, Outcome::Passed);
                continue;
            }
            context.ledger.add(PROJECTS.code, Outcome::Failed);
            let right = right.round_dp(2).normalize();
            let message =
                format!("说明写应编制 {due} 个、实际编制 {made} 个，覆盖率应为 {right}%，写作 {rate}%。");
            let values = (Some(format!("{right}%")), Some(format!("{rate}%")));
            context.findings.push(found(PROJECTS.code, message, values, paragraph, at));
        }
    }
}

/// 内设机构 15 个，分别为：甲科、乙科……。
pub(super) fn lists(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    for paragraph in &disclosure.paragraphs {
        let text = paragraph.text.as_str();
        for (at, word) in ["分别为", "分别是"].iter().flat_map(|word| text.match_indices(word)) {
            let lead = text.get(..at).unwrap_or_default().trim_end_matches(['，', ',', '：']);
            let Some((count, front)) = counted_at_end(lead) else { continue };
            let behind = text.get(at + word.len()..).unwrap_or_default().trim_start_matches(['：', ':']);
            let list = behind.split('。').next().unwrap_or_default();
            let body = ["机构", "科室", "处室", "单位"].into_iter().find(|word| front.ends_with(word));
            let names = without_brackets(list);
            let open = names.contains(['；', '，', '：']) || names.contains(|c: char| c.is_ascii_digit());
            let several = names.contains('、') && !names.trim_end().ends_with('等') && !open;
            let Some(body) = body.filter(|_| several) else { continue };
            let parts = names.split('、').count();
            // 甲科、乙科和丙科, 财务和审计科: a joining word may part two names or stand within one.
            let joints = names.matches(['和', '及', '与']).count();
            if (parts..=parts + joints).contains(&count) {
                context.ledger.add(VEHICLES.code, Outcome::Passed);
                continue;
            }
            context.ledger.add(VEHICLES.code, Outcome::Failed);
            let message = format!("文字写{body} {count} 个，后面列了 {parts} 个。");
            let values = (Some(parts.to_string()), Some(count.to_string()));
            context.findings.push(found(VEHICLES.code, message, values, paragraph, at));
        }
    }
}

/// 本部以及下属 5 家预算单位 … 行政单位 1 家，参公单位 1 家，事业单位 4 家.
pub(super) fn department(context: &mut Context<'_>) {
    let Some((below, kinds, paragraph, at)) = bodies(context.disclosure) else { return };
    if kinds == below + 1 {
        context.ledger.add(VEHICLES.code, Outcome::Passed);
        return;
    }
    context.ledger.add(VEHICLES.code, Outcome::Failed);
    let message = format!(
        "部门本部和下属 {below} 家单位共 {} 家，按行政、事业单位分列加起来是 {kinds} 家。",
        below + 1
    );
    let values = (Some((below + 1).to_string()), Some(kinds.to_string()));
    context.findings.push(found(VEHICLES.code, message, values, paragraph, at));
}

/// How many bodies are below the department, how many there are by kind, and where that is said.
fn bodies(disclosure: &Disclosure) -> Option<(usize, usize, &Paragraph, usize)> {
    let below = disclosure.paragraphs.iter().find_map(|paragraph| {
        let (_, behind) = paragraph.text.split_once("本部以及下属")?;
        let digits = behind.split(|c: char| !c.is_ascii_digit()).next()?;
        let unit = behind.get(digits.len()..)?;
        unit.starts_with("家预算单位").then(|| digits.parse::<usize>().ok())?
    })?;
    disclosure.paragraphs.iter().find_map(|paragraph| {
        let at = paragraph.text.find("本部门中，行政单位")?;
        let sentence = paragraph.text.get(at..)?.split(['。', '；', '：']).next()?;
        let counts = sentence.split('，').filter(|part| part.contains("单位")).map(|part| {
            let digits = part.split_once('家')?.0;
            digits.get(digits.trim_end_matches(|c: char| c.is_ascii_digit()).len()..)?.parse::<usize>().ok()
        });
        let kinds: Option<usize> = counts.sum();
        Some((below, kinds?, paragraph, at))
    })
}

fn found(
    rule: &str,
    message: String,
    (expected, actual): (Option<String>, Option<String>),
    paragraph: &Paragraph,
    at: usize,
) -> Finding {
    let place = paragraph.text.get(..at).unwrap_or_default().chars().count();
    Finding {
        expected,
        actual,
        origin: paragraph.origin_at(place).cloned().into_iter().collect(),
        ..Finding::new(rule, Severity::Warning, Category::NarrativeArithmetic, message)
    }
}

/// The last `n个` of a text.
fn last_count(text: &str) -> Option<usize> {
    let (at, _) = text.match_indices('个').next_back()?;
    counted_at_end(text.get(..at + '个'.len_utf8())?).map(|(count, _)| count)
}

/// The number of a text that ends in `n个` or `n家`, and what stands before it.
fn counted_at_end(text: &str) -> Option<(usize, &str)> {
    let text = text.strip_suffix(['个', '家'])?.trim_end();
    let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let count = text.get(start..)?.parse().ok()?;
    Some((count, text.get(..start)?.trim_end()))
}

fn first_percent(text: &str) -> Option<Decimal> {
    let (before, _) = text.split_once('%')?;
    let before = before.trim_end();
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    before.get(start..)?.parse().ok()
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}
