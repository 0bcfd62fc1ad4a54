//! What a statement is about: the words before a figure, reduced to the name that tables use.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::forms::title::{squeeze, without_years};
use crate::subjects::name::unnumbered;
use crate::subjects::{self, Domain};

#[derive(Deserialize, Default)]
struct File {
    subject: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    name: String,
    #[serde(default)]
    all: Vec<String>,
    #[serde(default)]
    any: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
}

static RULES: OnceLock<Vec<Rule>> = OnceLock::new();

fn rules() -> &'static [Rule] {
    RULES.get_or_init(|| toml::from_str::<File>(include_str!("data/claims.toml")).unwrap_or_default().subject)
}

/// Words in front of a subject that are not part of it.
const BEFORE: &[&str] = &[
    "其中：",
    "其中",
    "主要包括",
    "具体包括",
    "包括",
    "具体为",
    "分别为",
    "一是",
    "二是",
    "三是",
    "四是",
    "五是",
    "六是",
    "全部为",
    "均为",
    "本年度",
    "当年",
    "年度",
    "全年",
    "本部门",
    "本单位",
    "我部门",
    "我单位",
    "我局",
    "部门",
    "单位",
    "以及",
    "和",
    "及",
    "用于",
    "安排",
    "拟",
    "此外",
    "共计",
    "合计",
    "涉及",
    "各单位",
    "所属",
    "（",
    "）",
    "，",
    "：",
    "、",
    "；",
];

/// Words behind a subject that only lead up to the figure.
const BEHIND: &[&str] = &[
    "为",
    "是",
    "共计",
    "合计",
    "总计",
    "共",
    "约",
    "达到",
    "达",
    "各",
    "均",
    "分别",
    "有",
    "安排",
    "预计",
    "支出数",
    "预算数",
    "决算数",
    "执行数",
    "金额",
    "总额",
    "预算安排",
    "支出预算",
    "支出决算",
    "收入预算",
    "收入决算",
    "预算",
    "决算",
    "年初",
    "财政拨款预算",
    "（项）支出",
    "：",
    "，",
    "了",
    "的",
    "”",
    "“",
];

/// A subject in plain words: without year, organization, lead-in and trailing verbs. Empty where the words name
/// nothing.
#[must_use]
pub fn bare(words: &str, organization: Option<&str>) -> String {
    let mut text = squeeze(words);
    text = without_office(&without_years(&after_office_and_year(&text)), organization);
    loop {
        let before = text.len();
        text = unnumbered(&text).to_owned();
        for word in BEFORE {
            // 单位资金 is a name, though 单位 in front of others is none.
            if let Some(rest) = text.strip_prefix(word)
                && !(word.chars().count() == 2 && rest.starts_with("资金"))
                && name_exactly(&text).is_none()
            {
                text = rest.to_owned();
            }
        }
        if text.len() == before {
            break;
        }
    }
    trim_behind(&text)
}

/// `某局2024年收入预算` → `2024年收入预算`, however the office is shortened: what stands before a year and speaks of
/// no money is who, not what.
fn after_office_and_year(text: &str) -> String {
    let at = text.find("年").filter(|at| {
        text.get(..*at).is_some_and(|front| {
            front.len() > 4 && front.bytes().rev().take(4).all(|byte| byte.is_ascii_digit())
        })
    });
    let Some(at) = at else { return text.to_owned() };
    let front = text.get(..at - 4).unwrap_or_default();
    let money =
        ["收", "支", "费", "资金", "预算", "决算", "款", "采购"].iter().any(|word| front.contains(word));
    if money { text.to_owned() } else { text.get(at - 4..).unwrap_or_default().to_owned() }
}

/// The text without the office's name, in full anywhere or, in front, without its place.
fn without_office(text: &str, organization: Option<&str>) -> String {
    let Some(name) = organization.map(squeeze) else { return text.to_owned() };
    let text = text.replace(&name, "");
    let shortened = name
        .char_indices()
        .map(|(at, _)| name.get(at..).unwrap_or_default())
        .take_while(|tail| tail.chars().count() >= 4)
        .find_map(|tail| text.strip_prefix(tail));
    shortened.map_or(text.clone(), str::to_owned)
}

/// Takes leading-up words off the end, as far as no rule knows the whole.
fn trim_behind(text: &str) -> String {
    let mut text = text.to_owned();
    while canonical(&text).is_none() {
        let Some(rest) = BEHIND.iter().find_map(|word| text.strip_suffix(word)) else { return text };
        text.truncate(rest.len());
    }
    text
}

/// The name by a rule that wants the exact words.
fn name_exactly(text: &str) -> Option<&'static str> {
    rules().iter().find(|rule| rule.exact.iter().any(|exact| exact == text)).map(|rule| rule.name.as_str())
}

/// The name tables use for a subject; `None` where it is none of theirs.
///
/// Functional items keep their own words: `社会保障和就业支出（类）…`.
#[must_use]
pub fn canonical(bare: &str) -> Option<&'static str> {
    if bare.is_empty() || ["（类）", "（款）", "（项）"].iter().any(|level| bare.contains(level)) {
        return None;
    }
    let has = |word: &String| bare.contains(word.as_str());
    rules()
        .iter()
        .find(|rule| {
            rule.exact.iter().any(|exact| exact == bare)
                || rule.exact.is_empty()
                    && (!rule.all.is_empty() || !rule.any.is_empty())
                    && rule.all.iter().all(has)
                    && (rule.any.is_empty() || rule.any.iter().any(has))
                    && !rule.not.iter().any(has)
        })
        .map(|rule| rule.name.as_str())
}

/// The functional code that a subject's words spell out: `社会保障和就业支出（类）抚恤（款）伤残抚恤（项）` → `2080802`,
/// `卫生健康支出` → `210`; as deep as the names are known.
#[must_use]
pub fn functional_code(subject: &str) -> Option<&'static str> {
    let mut code: Option<&'static str> = None;
    let mut rest = subject.rsplit('·').next().unwrap_or(subject);
    for level in ["（类）", "（款）", "（项）"] {
        let Some((name, after)) = rest.split_once(level) else { break };
        // 一般公共服务（类）支出: the word 支出 stands behind the mark.
        let (name, after) = match after.strip_prefix("支出") {
            Some(after) => (format!("{name}支出"), after),
            None => (name.to_owned(), after),
        };
        code = subjects::code_by_name(&name, Domain::Functional, code);
        code?;
        rest = after;
    }
    code.or_else(|| subjects::class_by_name(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_come_out_under_the_tables_names() {
        for (words, name) in [
            ("某市某局2020年收支总预算", "收支总计"),
            ("2018年度收入、支出预算总计", "收支总计"),
            ("财政拨款收、支总计各", "财政拨款收支总计"),
            ("2024年“三公”经费预算数为", "三公经费"),
            ("其中：因公出国（境）预算为", "因公出国境费"),
            ("（二）公务用车购置及运行费", "公务用车费"),
            ("公务用车购置费", "公务用车购置费"),
            ("（2）公务用车运行维护费预算支出", "公务用车运行费"),
            ("一般公共预算财政拨款支出年初预算为", "一般公共预算支出"),
            ("(一)收入总计", "收入总计"),
            ("支出预算", "支出总计"),
            ("本年支出合计", "本年支出合计"),
            ("一般公共预算财政拨款基本支出", "一般公共预算基本支出"),
            ("政府采购货物预算", "政府采购货物"),
        ] {
            let found = bare(words, Some("某市某局"));
            assert_eq!(canonical(&found), Some(name), "{words} → {found}");
        }
        assert_eq!(bare("某局2020年收入预算", Some("某市某局")), "收入预算");
        assert_eq!(bare("区综合服务中心车辆", Some("某市某区综合服务中心")), "车辆");
        assert_eq!(bare("2020年预算数", None), "");
        assert_eq!(canonical("行政运行（项）"), None);
    }

    #[test]
    fn spelled_out_items_have_codes() {
        assert_eq!(functional_code("社会保障和就业支出（类）抚恤（款）伤残抚恤（项）"), Some("2080802"));
        assert_eq!(functional_code("一般公共服务（类）支出"), Some("201"));
        assert_eq!(functional_code("一般公共预算·卫生健康支出"), Some("210"));
        assert_eq!(functional_code("三公经费"), None);
    }
}
