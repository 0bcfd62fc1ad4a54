//! The notation in which equations are written, the way accountants write them.
//!
//! ```text
//! [收支总表]收入总计 = [支出总表]合计.合计 + [收支总表]年终结转?
//! [三公表]决算数.公务接待费 >= [基本支出表]30217
//! [一般公共预算支出表]类.合计 <= [支出总表]类.合计
//! [支出总表]合计.合计 = Σ类.合计
//! ```
//! A term names a table by its kind in brackets, a row and a column with dots between; the table may be left out
//! where it is the one of the term before. Rows are named by key, by subject code, by `类` `款` `项` (every such
//! row in turn) or `*` (every row); `Σ` before 类, 款 or 项 adds them up. A column `*` means every column in turn.
//! `?` after a term: where the table has no such row or column it counts as nothing. Relations are `=` `<=` `>=`.

use std::fmt;

use thiserror::Error;

use crate::articulation::equation::Relation;

/// A formula: terms, a relation, terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// As written.
    pub text: String,
    /// Left side.
    pub left: Vec<Term>,
    /// Relation.
    pub relation: Relation,
    /// Right side.
    pub right: Vec<Term>,
}

impl Formula {
    /// The kinds of table it needs, in the order they are named.
    #[must_use]
    pub fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = Vec::new();
        for term in self.left.iter().chain(&self.right) {
            if !kinds.contains(&term.kind.as_str()) {
                kinds.push(&term.kind);
            }
        }
        kinds
    }
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Counted negatively.
    pub minus: bool,
    /// The kind of table: `收支总表`.
    pub kind: String,
    /// Which rows.
    pub rows: Rows,
    /// What follows the row, or the whole dotted name where row and column are told apart by the table.
    pub path: Vec<String>,
    /// Nothing where the table has no such row or column.
    pub optional: bool,
}

/// Which rows a term means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// The one that the path names.
    Named,
    /// Every row in turn.
    Each,
    /// Every row with a code of so many digits in turn: 类 3, 款 5, 项 7.
    Level(usize),
    /// All rows with codes of so many digits, added up.
    Sum(usize),
}

/// Why a formula could not be read, pointing at the character.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct NotationError {
    /// The formula.
    pub text: String,
    /// Which character, from 0.
    pub at: usize,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let marker: String =
            self.text.chars().take(self.at).map(|c| if c.is_ascii() { ' ' } else { '　' }).collect();
        write!(f, "第 {} 个字：{}\n{}\n{marker}^", self.at + 1, self.message, self.text)
    }
}

/// Reads a formula.
///
/// # Errors
/// Where it is not one; the error points at the character.
pub fn parse(text: &str) -> Result<Formula, NotationError> {
    let mut reader = Reader { text, chars: text.chars().collect(), at: 0 };
    let mut kind = None;
    let left = reader.side(&mut kind)?;
    let relation = reader.relation()?;
    let right = reader.side(&mut kind)?;
    reader.blanks();
    if reader.at < reader.chars.len() {
        return Err(reader.error("一个公式只能有一个等号（或 <=、>=），后面多出来的请删去或写成另一个公式"));
    }
    Ok(Formula { text: text.trim().to_owned(), left, relation, right })
}

/// Reads one side of a formula: terms added up.
///
/// # Errors
/// Where it is not one; the error points at the character.
pub fn parse_sum(text: &str) -> Result<Vec<Term>, NotationError> {
    let mut reader = Reader { text, chars: text.chars().collect(), at: 0 };
    let terms = reader.side(&mut None)?;
    reader.blanks();
    if reader.at < reader.chars.len() {
        return Err(reader.error("这里应该是 + 或 -"));
    }
    Ok(terms)
}

struct Reader<'a> {
    text: &'a str,
    chars: Vec<char>,
    at: usize,
}

impl Reader<'_> {
    fn error(&self, message: &str) -> NotationError {
        NotationError { text: self.text.to_owned(), at: self.at, message: message.to_owned() }
    }

    fn blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn peek(&mut self) -> Option<char> {
        self.blanks();
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, any: &[char]) -> bool {
        let taken = self.peek().is_some_and(|c| any.contains(&c));
        self.at += usize::from(taken);
        taken
    }

    fn relation(&mut self) -> Result<Relation, NotationError> {
        let relation = match self.peek() {
            Some('=' | '＝') => Relation::Equal,
            Some('≤') => Relation::AtMost,
            Some('≥') => Relation::AtLeast,
            Some('<' | '＜') => {
                self.at += 1;
                if !self.chars.get(self.at).is_some_and(|c| ['=', '＝'].contains(c)) {
                    return Err(self.error("小于请写成 <= 或 ≤（勾稽关系都允许相等）"));
                }
                self.at += 1;
                return Ok(Relation::AtMost);
            }
            Some('>' | '＞') => {
                self.at += 1;
                if !self.chars.get(self.at).is_some_and(|c| ['=', '＝'].contains(c)) {
                    return Err(self.error("大于请写成 >= 或 ≥（勾稽关系都允许相等）"));
                }
                self.at += 1;
                return Ok(Relation::AtLeast);
            }
            Some(_) => return Err(self.error("这里应该是 +、-，或者 =、<=、>=")),
            None => return Err(self.error("公式没有写完，缺等号（或 <=、>=）和右边")),
        };
        self.at += 1;
        Ok(relation)
    }

    fn side(&mut self, kind: &mut Option<String>) -> Result<Vec<Term>, NotationError> {
        let mut terms = Vec::new();
        let mut minus = self.take(&['-', '－', '−']);
        loop {
            terms.push(self.term(minus, kind)?);
            if self.take(&['+', '＋']) {
                minus = false;
            } else if self.take(&['-', '－', '−']) {
                minus = true;
            } else {
                return Ok(terms);
            }
        }
    }

    fn term(&mut self, minus: bool, kind: &mut Option<String>) -> Result<Term, NotationError> {
        if self.take(&['[', '［', '【']) {
            let start = self.at;
            while self.chars.get(self.at).is_some_and(|c| !"]］】".contains(*c)) {
                self.at += 1;
            }
            if self.at >= self.chars.len() {
                self.at = start;
                return Err(self.error("表名的方括号没有关上，请写成 [表名]"));
            }
            let name: String = self.chars.get(start..self.at).unwrap_or_default().iter().collect();
            if name.trim().is_empty() {
                return Err(self.error("方括号里要写表名，如 [收支总表]"));
            }
            *kind = Some(name.trim().to_owned());
            self.at += 1;
        }
        let Some(kind) = kind.clone() else {
            self.blanks();
            return Err(self.error("第一项要先写是哪张表，如 [收支总表]收入总计"));
        };
        let sum = self.take(&['Σ', '∑']);
        self.blanks();
        let start = self.at;
        let mut path = self.path()?;
        let level = match path.first().map(String::as_str) {
            Some("类") => Some(3),
            Some("款") => Some(5),
            Some("项") => Some(7),
            _ => None,
        };
        let rows = match (sum, level) {
            (true, Some(level)) => Rows::Sum(level),
            (true, None) => {
                self.at = start;
                return Err(self.error("Σ 后面只能是 类、款 或 项，如 Σ类.合计"));
            }
            (false, Some(level)) => Rows::Level(level),
            (false, None) if path.first().is_some_and(|first| first == "*") => Rows::Each,
            (false, None) => Rows::Named,
        };
        if rows != Rows::Named {
            path.remove(0);
        }
        let optional = self.take(&['?', '？']);
        Ok(Term { minus, kind, rows, path, optional })
    }

    fn path(&mut self) -> Result<Vec<String>, NotationError> {
        let mut path = Vec::new();
        loop {
            self.blanks();
            let start = self.at;
            while self.chars.get(self.at).is_some_and(|c| !"=＝<＜>＞≤≥+＋-－−?？.．[［【]］】".contains(*c))
            {
                self.at += 1;
            }
            let name: String = self.chars.get(start..self.at).unwrap_or_default().iter().collect();
            if name.trim().is_empty() {
                return Err(self.error("这里缺行名或栏名，如 合计.基本支出"));
            }
            path.push(name.trim().to_owned());
            if !self.take(&['.', '．']) {
                return Ok(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_read_as_written() {
        let formula = parse("[收支总表]收入总计 = 本年收入合计 + 上年结转? － [收入总表]合计.上年结转.合计");
        let formula = formula.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(formula.kinds(), ["收支总表", "收入总表"]);
        assert_eq!(formula.left.len(), 1);
        let last = &formula.right[2];
        assert!(last.minus && !last.optional && formula.right[1].optional);
        assert_eq!(last.path, ["合计", "上年结转", "合计"]);
        assert_eq!(formula.right[0].kind, "收支总表");
    }

    #[test]
    fn rows_can_be_taken_in_turn_or_added_up() {
        let formula = parse("[支出总表]*.合计 >= Σ类.合计").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((formula.left[0].rows, formula.right[0].rows), (Rows::Each, Rows::Sum(3)));
        assert_eq!(formula.relation, Relation::AtLeast);
    }

    #[test]
    fn errors_point_at_the_character() {
        for (text, at, word) in [
            ("收入总计 = 支出总计", 0, "哪张表"),
            ("[收支总表]收入总计", 10, "等号"),
            ("[收支总表收入总计 = 支出总计", 1, "没有关上"),
            ("[收支总表]收入总计 = ", 13, "缺行名"),
            ("[收支总表]收入总计 < 支出总计", 12, "<="),
            ("[收支总表]收入总计 = 支出总计 = 合计", 18, "一个等号"),
            ("[收支总表]Σ合计 = 支出总计", 7, "Σ"),
            ("[收支总表]合计..甲 = 乙", 9, "缺行名"),
        ] {
            let error = parse(text).err().unwrap_or_else(|| panic!("{text} 应当有错"));
            assert!(error.message.contains(word), "{text}: {error}");
            assert_eq!(error.at, at, "{text}: {error}");
        }
    }
}
