//! The rules that are equations, read from their data files: code, name, formula and explanation in one place.
//!
//! A rule begins with `【B05】收入总计等于支出总计` and goes on with `名: 值` lines; a line that begins with a space
//! continues the one before. `式:` is the formula, `或:` another one that is as lawful, `结构:` claims the sums a
//! table states by itself: `[支出总表] 行内 级次 合计行`, `[收支总表] 分项 本年收入合计`. `若无:` names cells; where
//! any of them has money the rule does not concern the document.

use std::sync::OnceLock;

use thiserror::Error;

use super::notation::{self, Formula, Term};
use super::registry::Doc;
use crate::articulation::equation::Shape;
use crate::disclosure::model::Kind;

/// A rule that is an equation, or a name for equations that tables state by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Code: `B05`.
    pub code: String,
    /// Name: `收入总计等于支出总计`.
    pub name: String,
    /// Budget or final accounts; `Unknown` for both.
    pub document: Kind,
    /// First fiscal year it holds for.
    pub from: Option<u16>,
    /// Whether a break is an error (硬) or only worth a look (软).
    pub hard: bool,
    /// A user's own formula: it speaks for itself, and may call things as they are printed.
    pub own: bool,
    /// The rule does not concern a document in which any of these cells has money.
    pub unless: Vec<Term>,
    /// Formulas; of each group one must hold.
    pub formulas: Vec<Vec<Formula>>,
    /// Structures it speaks for.
    pub structures: Vec<Structure>,
    /// Explanation.
    pub doc: Doc,
}

/// A structure that a rule speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// The kind of table; `*` for any.
    pub kind: String,
    /// The shape.
    pub shape: Shape,
    /// Only the sum of the row with this key.
    pub total: Option<String>,
}

/// Why a rule file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("第 {line} 行：{message}")]
pub struct RuleError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

const FILES: [&str; 3] =
    [include_str!("data/structure.eq"), include_str!("data/budget.eq"), include_str!("data/final.eq")];

/// The rules that come with the program. A test asserts that all files are sound.
pub fn built_in() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| FILES.iter().flat_map(|file| parse(file).unwrap_or_default()).collect())
}

/// Reads a rule file.
///
/// # Errors
/// The first line that cannot be read, with the reason.
pub fn parse(text: &str) -> Result<Vec<Rule>, RuleError> {
    let mut rules: Vec<Rule> = Vec::new();
    // What is said before the first rule is said for all.
    let mut common = Doc::default();
    for (number, field) in fields(text) {
        let fail = |message: String| RuleError { line: number, message };
        if let Some(rest) = field.strip_prefix('【') {
            let (code, name) = rest
                .split_once('】')
                .ok_or_else(|| fail("代码要写在【】里，如【B05】收入总计等于支出总计".into()))?;
            rules.push(Rule {
                code: code.trim().to_owned(),
                name: name.trim().to_owned(),
                document: Kind::Unknown,
                from: None,
                hard: true,
                own: false,
                unless: Vec::new(),
                formulas: Vec::new(),
                structures: Vec::new(),
                doc: common.clone(),
            });
            continue;
        }
        let (key, value) = field
            .split_once([':', '：'])
            .map(|(key, value)| (key.trim(), value.trim()))
            .ok_or_else(|| fail("这一行既不是【代码】名称，也不是“名: 值”".into()))?;
        let Some(rule) = rules.last_mut() else {
            let slot = section(&mut common, key);
            value.clone_into(slot.ok_or_else(|| fail("这里要先写【代码】名称".into()))?);
            continue;
        };
        match key {
            "适用" => {
                rule.document = match value {
                    "预算" => Kind::Budget,
                    "决算" => Kind::Final,
                    "预算、决算" | "都" => Kind::Unknown,
                    _ => return Err(fail("适用：只能写 预算、决算 或 都".into())),
                }
            }
            "自" => {
                let year = value.trim_end_matches(['年', '度']).trim().parse();
                rule.from = Some(year.map_err(|_| fail("自：要写年度，如 2018".into()))?);
            }
            "轻重" => {
                rule.hard = match value {
                    "硬" => true,
                    "软" => false,
                    _ => return Err(fail("轻重：只能写 硬 或 软".into())),
                }
            }
            "式" | "或" => {
                let formula = notation::parse(value).map_err(|error| fail(error.to_string()))?;
                match rule.formulas.last_mut().filter(|_| key == "或") {
                    Some(group) => group.push(formula),
                    None => rule.formulas.push(vec![formula]),
                }
            }
            "若无" => {
                for word in value.split_whitespace() {
                    let terms = notation::parse_sum(word).map_err(|error| fail(error.to_string()))?;
                    rule.unless.extend(terms);
                }
            }
            "结构" => rule.structures.extend(structures(value).map_err(fail)?),
            _ => {
                let slot = section(&mut rule.doc, key).ok_or_else(|| fail(format!("不认识“{key}”")))?;
                value.clone_into(slot);
            }
        }
    }
    Ok(rules)
}

fn section<'a>(doc: &'a mut Doc, heading: &str) -> Option<&'a mut String> {
    Some(match heading {
        "查什么" => &mut doc.what,
        "为什么" => &mut doc.why,
        "依据" => &mut doc.basis,
        "举例" => &mut doc.example,
        "怎么改" => &mut doc.remedy,
        _ => return None,
    })
}

/// Lines joined with their continuations, comments left out.
fn fields(text: &str) -> Vec<(usize, String)> {
    let mut fields: Vec<(usize, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match fields.last_mut().filter(|_| line.starts_with([' ', '\t', '　'])) {
            Some((_, field)) => field.push_str(line.trim()),
            None => fields.push((number, line.trim().to_owned())),
        }
    }
    fields
}

fn structures(value: &str) -> Result<Vec<Structure>, String> {
    let (kind, words) = value
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .ok_or("结构：要先写表名，如 [支出总表] 行内 级次")?;
    let mut structures: Vec<Structure> = Vec::new();
    for word in words.split_whitespace() {
        let shape = match word {
            "行内" => Some(Shape::RowSum),
            "级次" => Some(Shape::Hierarchy),
            "合计行" => Some(Shape::TotalRow),
            "分项" => Some(Shape::Outline),
            _ => None,
        };
        match (shape, structures.last_mut()) {
            (Some(shape), _) => {
                structures.push(Structure { kind: kind.trim().to_owned(), shape, total: None });
            }
            (None, Some(last)) => last.total = Some(word.to_owned()),
            (None, None) => return Err(format!("“{word}”不是 行内、级次、合计行、分项 中的一个")),
        }
    }
    Ok(structures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_file_is_sound() {
        let mut codes = Vec::new();
        for file in FILES {
            let rules = parse(file).unwrap_or_else(|error| panic!("{error}"));
            assert!(!rules.is_empty());
            for rule in rules {
                assert!(!rule.formulas.is_empty() || !rule.structures.is_empty(), "{} 没有公式", rule.code);
                for (name, text) in rule.doc.sections() {
                    assert!(!text.is_empty(), "{} 缺“{name}”", rule.code);
                }
                assert!(!codes.contains(&rule.code), "{} 有两条", rule.code);
                codes.push(rule.code);
            }
        }
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        for (text, line, word) in [
            ("式: [甲]乙 = 丙", 1, "先写"),
            ("【X】名\n式: [甲]乙 丙", 2, "等号"),
            ("【X】名\n轻重: 中", 2, "硬"),
            ("【X】名\n结构: [甲] 斜的", 2, "斜的"),
        ] {
            let error = parse(text).err().unwrap_or_else(|| panic!("{text} 应当有错"));
            assert_eq!(error.line, line);
            assert!(error.message.contains(word), "{error}");
        }
    }
}
