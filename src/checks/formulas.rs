//! A user's own formulas: one a line, in the accountants' notation, judged with the checks that come along.
//!
//! ```text
//! # 注释
//! 收支相等：[收支总表]收入总计 = [收支总表]支出总计
//! [表3]合计.项目支出 = [项目支出表]合计.合计
//! 或 [表3]合计.项目支出 = [项目支出表]合计.财政拨款
//! ```
//! A table may be called by its kind, its printed title or its number; rows and columns by the names that rules
//! use or as they are printed.

use thiserror::Error;

use super::notation::{self, NotationError};
use super::registry::Doc;
use super::rules::Rule;
use crate::disclosure::model::Kind;

/// A line that is no formula, pointing at the character.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct FormulaError {
    /// Line, from 1.
    pub line: usize,
    /// Character of the line, from 1.
    pub column: usize,
    /// What is wrong and what to write instead.
    pub message: String,
    /// The line.
    pub text: String,
}

impl std::fmt::Display for FormulaError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before = self.text.chars().take(self.column.saturating_sub(1));
        let marker: String = before.map(|c| if c.is_ascii() { ' ' } else { '　' }).collect();
        write!(f, "第 {} 行第 {} 个字：{}\n{}\n{marker}^", self.line, self.column, self.message, self.text)
    }
}

/// More formulas than this are surely not meant.
const MOST: usize = 1000;

/// Reads formulas, one a line. Their checks are called U01, U02 and so on.
///
/// # Errors
/// Every line that is no formula.
pub fn read(text: &str) -> Result<Vec<Rule>, Vec<FormulaError>> {
    let mut rules: Vec<Rule> = Vec::new();
    let mut errors = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with(['#', '＃']) || bare.starts_with("//") {
            continue;
        }
        let (name, formula, also) = parts(line);
        let fail = |error: NotationError| FormulaError {
            line: number,
            column: line.chars().count() - formula.chars().count() + error.at + 1,
            message: error.message,
            text: line.to_owned(),
        };
        let count = rules.len();
        match (notation::parse(formula), rules.last_mut().filter(|_| also)) {
            (Ok(formula), Some(rule)) => match rule.formulas.last_mut() {
                Some(group) => group.push(formula),
                None => rule.formulas.push(vec![formula]),
            },
            (Ok(formula), None) if count < MOST => {
                let name = if name.is_empty() { formula.text.clone() } else { name.to_owned() };
                rules.push(Rule {
                    code: format!("U{:02}", count + 1),
                    name,
                    document: Kind::Unknown,
                    from: None,
                    hard: true,
                    own: true,
                    unless: Vec::new(),
                    formulas: vec![vec![formula]],
                    structures: Vec::new(),
                    doc: Doc::default(),
                });
            }
            (Ok(_), None) => {
                let message = format!("公式太多了，最多 {MOST} 条");
                errors.push(FormulaError { line: number, column: 1, message, text: line.to_owned() });
                break;
            }
            (Err(error), _) => errors.push(fail(error)),
        }
    }
    if errors.is_empty() { Ok(rules) } else { Err(errors) }
}

/// A line's name, its formula, and whether the formula is another one for the rule above.
fn parts(line: &str) -> (&str, &str, bool) {
    let start = line.trim_start();
    if let Some(rest) = start.strip_prefix('或') {
        return ("", rest.trim_start_matches([':', '：', ' ', '\t', '　']), true);
    }
    let bracket = start.find(['[', '［', '【']).unwrap_or(start.len());
    match start.get(..bracket).and_then(|head| head.find([':', '：'])) {
        Some(colon) => {
            let (name, rest) = start.split_at(colon);
            (name.trim(), rest.trim_start_matches([':', '：']), false)
        }
        None => ("", start, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_rules() {
        let text = "\u{feff}# 自己的公式\n\n收支相等：[收支总表]收入总计 = 支出总计\n[表3]合计 <= [表1]支出总计\n\
                    或 [表3]合计 = [表1]本年支出合计\n";
        let rules = read(text).unwrap_or_else(|errors| panic!("{errors:?}"));
        assert_eq!(rules.len(), 2);
        assert_eq!((rules[0].code.as_str(), rules[0].name.as_str()), ("U01", "收支相等"));
        assert_eq!(rules[1].formulas[0].len(), 2);
        assert_eq!(rules[1].name, "[表3]合计 <= [表1]支出总计");
    }

    #[test]
    fn every_error_points_at_its_character() {
        let text = "[甲]乙 = 丙\n名：[甲]乙 丙\n  [甲乙 = 丙\n名: 收入 = 支出";
        let errors = read(text).err().unwrap_or_default();
        let places: Vec<(usize, usize)> = errors.iter().map(|error| (error.line, error.column)).collect();
        assert_eq!(places, [(2, 9), (3, 4), (4, 4)]);
        assert!(errors[0].to_string().ends_with("名：[甲]乙 丙\n　　 　 　 　^"), "{}", errors[0]);
    }
}
