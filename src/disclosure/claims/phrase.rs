//! What phrases mean: sections, funds, comparisons, changes.

use super::scan::year_in;
use crate::disclosure::model::{Basis, Paragraph};
use crate::disclosure::subject;

/// The paragraphs that explain the figures (情况说明). Projects, duties, performance and the glossary speak of other
/// figures under the same names; a statement there is not one about the tables. A document without such headings
/// is taken whole.
pub(crate) fn narrative(paragraphs: &[Paragraph]) -> impl Iterator<Item = (usize, &Paragraph)> {
    let sections: Vec<Option<bool>> = paragraphs.iter().map(|paragraph| section(&paragraph.text)).collect();
    let mut within = !sections.contains(&Some(true));
    paragraphs.iter().enumerate().zip(sections).filter_map(move |((index, paragraph), section)| {
        within = section.unwrap_or(within);
        let target = ["<=", ">=", "≤", "≥"].iter().any(|sign| paragraph.text.contains(sign));
        (within && !target).then_some((index, paragraph))
    })
}

/// Whether a heading begins the explanation of the figures, or something else; `None` for any other paragraph.
pub(super) fn section(text: &str) -> Option<bool> {
    const OTHER: &[&str] = &[
        "名词解释",
        "名称解释",
        "附件",
        "概况",
        "主要职能",
        "主要职责",
        "职能简介",
        "机构设置",
        "单位构成",
        "项目经费情况",
        "公开表",
        "重点工作",
        "主要工作任务",
        "绩效自评",
        "目录",
    ];
    const FIGURES: &[&str] =
        &["情况说明", "编制说明", "总体说明", "预算说明", "决算说明", "情况的说明", "增减变化", "收支情况"];
    if text.chars().count() > 45 || text.contains(['。', '；']) || text.contains("万元") {
        return None;
    }
    if FIGURES.iter().any(|word| text.contains(word)) && !text.contains("项目经费情况") {
        return Some(true);
    }
    let other = OTHER.iter().any(|word| text.contains(word))
        || text.starts_with('第') && text.contains("部分") && text.ends_with('表');
    other.then_some(false)
}

/// A short line without a stop that numbering begins.
pub(super) fn is_heading(text: &str) -> bool {
    text.chars().count() <= 45
        && !text.contains(['。', '；', '，'])
        && crate::subjects::name::unnumbered(text).len() < text.len()
}

/// A heading of the first order: `八、`.
pub(super) fn is_chapter(text: &str) -> bool {
    text.split_once('、').is_some_and(|(number, _)| {
        number.chars().count() <= 3 && number.chars().all(|c| "一二三四五六七八九十".contains(c))
    })
}

/// The expense that a heading is about: `3.培训费支出情况说明` → 培训费. Totals are left out: below their headings
/// figures of anything may stand.
pub(super) fn expense(heading: &str, organization: Option<&str>) -> Option<String> {
    const EXPENSES: &[&str] =
        &["因公出国境费", "公务用车费", "公务用车购置费", "公务用车运行费", "公务接待费", "会议费", "培训费"];
    let named = heading.trim_end_matches("说明").trim_end_matches("情况");
    let several = named.contains(['、', '，']) && !named.contains("购置及运行");
    let name = subject::canonical(&subject::bare(named, organization))?;
    (EXPENSES.contains(&name) && !several && !named.contains("三公")).then(|| name.to_owned())
}

/// The fund that words restrict what they speak of to.
pub(super) fn scope_of(text: &str) -> Option<&'static str> {
    let funds = ["一般公共预算", "政府性基金", "国有资本经营", "财政拨款"];
    funds.into_iter().find(|fund| text.contains(fund) && !text.contains("三公"))
}

/// What a clause compares with, where it compares.
pub(super) fn compared_with(clause: &str) -> Option<Basis> {
    let at = compare_at(clause)?;
    let rest = clause.get(at..)?;
    let year =
        ["上年", "上一年", "去年", "年度相比", "年相比", "上年度"].iter().any(|word| rest.contains(word))
            || year_in(rest).is_some();
    let budget = ["年初预算", "全年预算", "预算数相比", "调整预算", "比预算", "与预算", "较预算"]
        .iter()
        .any(|word| rest.contains(word));
    let adjusted = ["全年预算", "调整预算"].iter().any(|word| rest.contains(word));
    if budget && !year {
        Some(if adjusted { Basis::Adjusted } else { Basis::Budget })
    } else if year {
        Some(Basis::LastYear)
    } else {
        None
    }
}

/// The byte at which a comparison begins: 比 与 较 同 before a year, 上年 or 预算.
pub(super) fn compare_at(text: &str) -> Option<usize> {
    text.char_indices().filter(|(_, c)| matches!(c, '比' | '与' | '较' | '同')).map(|(at, _)| at).find(|at| {
        let rest: String = text.get(*at..).unwrap_or_default().chars().skip(1).collect();
        ["上年", "上一年", "上期", "去年", "年初预算", "全年预算", "预算", "调整预算"]
            .iter()
            .any(|word| rest.starts_with(word))
            || rest.chars().take(4).filter(char::is_ascii_digit).count() == 4
    })
}

/// What follows the comparison itself: `与上年相比，X` → `X`.
pub(super) fn after_comparison(text: &str) -> &str {
    match text.find("相比") {
        Some(at) => text.get(at + "相比".len()..).unwrap_or_default(),
        None => "",
    }
}

/// The direction word a text ends with, and what stands before it.
pub(super) fn direction_at_end(text: &str) -> Option<(String, &str)> {
    const WORDS: &[&str] = &[
        "增加（减少）",
        "减少（增加）",
        "增长（减少）",
        "增长（下降）",
        "增长（降低）",
        "下降（增长）",
        "增减",
        "增加",
        "减少",
        "增长",
        "下降",
        "降低",
        "上升",
        "提高",
        "压减",
        "下浮",
        "上浮",
        "缩减",
        "节约",
    ];
    for (word, direction) in [("增幅", "增长"), ("涨幅", "增长"), ("降幅", "下降"), ("减幅", "下降")]
    {
        let ended = text.trim_end_matches(['约', '为', '：', '达', '到']);
        if let Some(before) = ended.strip_suffix(word) {
            return Some((direction.to_owned(), before));
        }
    }
    let text = text.trim_end_matches(['了', '约', '额', '为', '：', '各', '数', '幅', '率', '达']);
    let word = WORDS.iter().find(|word| text.ends_with(**word))?;
    Some(((*word).to_owned(), text.strip_suffix(word)?))
}
