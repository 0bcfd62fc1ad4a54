//! Written-out calculations as trees of figures with units: sums of products, brackets, chains of equalities.

use super::passages::Passage;
use super::quantity::{self, Quantity, soft};

/// Brackets in brackets, at most.
const DEPTH: usize = 6;
/// No calculation is longer, in characters.
const LONGEST: usize = 600;
/// A remark in brackets behind a figure is no longer.
const REMARK: usize = 60;

/// A calculation or part of one.
#[derive(Debug, Clone)]
pub enum Expr {
    /// A figure.
    Figure(Quantity),
    /// Parts added; `true` for those taken away.
    Sum(Vec<(bool, Expr)>),
    /// Factors multiplied; `true` for divisors.
    Product(Vec<(bool, Expr)>),
    /// A bracket with a unit behind it: `(20+70)元/人`.
    Counted(Box<Expr>, Quantity),
}

/// A side of a calculation: where it begins, what is behind it, and what it is.
pub type Side = (usize, usize, Expr);

/// A stretch of text that is a calculation: its sides, parted by signs of equality.
#[derive(Debug, Clone)]
pub struct Calculation {
    /// Where it begins.
    pub start: usize,
    /// Behind its last character.
    pub end: usize,
    /// The sides, with their stretch.
    pub sides: Vec<Side>,
    /// A bare hyphen or slash is in it: without `=` that is a range or a number of a document.
    pub doubtful_signs: bool,
    /// `≈` stands between sides.
    pub about: bool,
}

impl Expr {
    /// Whether it is more than a figure.
    #[must_use]
    pub fn is_compound(&self) -> bool {
        match self {
            Self::Figure(_) => false,
            Self::Counted(inner, _) => inner.is_compound(),
            Self::Sum(_) | Self::Product(_) => true,
        }
    }

    /// The figure it is, where it is no more than that.
    #[must_use]
    pub fn figure(&self) -> Option<&Quantity> {
        match self {
            Self::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// Every figure in it.
    pub fn figures<'a>(&'a self, out: &mut Vec<&'a Quantity>) {
        match self {
            Self::Figure(figure) => out.push(figure),
            Self::Sum(parts) | Self::Product(parts) => parts.iter().for_each(|(_, part)| part.figures(out)),
            Self::Counted(inner, _) => inner.figures(out),
        }
    }

    /// Whether something is multiplied in it.
    #[must_use]
    pub fn multiplies(&self) -> bool {
        match self {
            Self::Figure(_) => false,
            Self::Product(_) | Self::Counted(..) => true,
            Self::Sum(parts) => parts.iter().any(|(_, part)| part.multiplies()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
    Times,
    Over,
    Equals,
    About,
}

/// Every calculation in a passage, in order.
#[must_use]
pub fn find(passage: &Passage) -> Vec<Calculation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = passage.at(at) {
        let begins =
            c.is_ascii_digit() && !passage.before(at).is_some_and(|c| c.is_ascii_digit() || c == '.');
        if !(begins || is_open(c)) {
            at += 1;
            continue;
        }
        let mut parser = Parser { passage, doubtful: false, about: false, limit: at + LONGEST };
        match parser.chain(at) {
            Some((sides, end)) if sides.len() > 1 || sides.iter().any(|(_, _, side)| side.is_compound()) => {
                found.push(Calculation {
                    start: at,
                    end,
                    sides,
                    doubtful_signs: parser.doubtful,
                    about: parser.about,
                });
                at = end.max(at + 1);
            }
            // A whole figure is passed over, so that its digits are not tried one by one.
            Some((_, end)) if begins => {
                let digits =
                    (at..end).take_while(|&i| passage.at(i).is_some_and(|c| c.is_ascii_digit() || c == '.'));
                at += digits.count().max(1);
            }
            _ => at += 1,
        }
    }
    found
}

/// Opening brackets of calculations.
#[must_use]
pub fn is_open(c: char) -> bool {
    matches!(c, '(' | '（' | '[' | '［' | '【' | '{')
}

/// Closing brackets.
#[must_use]
pub fn is_close(c: char) -> bool {
    matches!(c, ')' | '）' | ']' | '］' | '】' | '}')
}

struct Parser<'a> {
    passage: &'a Passage,
    doubtful: bool,
    about: bool,
    limit: usize,
}

impl Parser<'_> {
    fn chain(&mut self, at: usize) -> Option<(Vec<Side>, usize)> {
        let (first, mut end) = self.sum(at, 0)?;
        let mut sides = vec![(at, end, first)];
        while let Some((Sign::Equals | Sign::About, next)) = self.sign(end) {
            let about = matches!(self.sign(end), Some((Sign::About, _)));
            let from = self.label(next, 4);
            let Some((side, to)) = self.sum(from, 0) else { break };
            self.about |= about;
            sides.push((from, to, side));
            end = to;
        }
        Some((sides, end))
    }

    fn sum(&mut self, at: usize, depth: usize) -> Option<(Expr, usize)> {
        let (first, mut end) = self.product(at, depth)?;
        let mut parts = vec![(false, first)];
        while let Some((sign @ (Sign::Plus | Sign::Minus), next)) = self.sign(end) {
            let from = self.label(next, 24);
            let Some((part, to)) = self.product(from, depth) else { break };
            self.doubtful |= sign == Sign::Minus;
            parts.push((sign == Sign::Minus, part));
            end = to;
        }
        Some(if parts.len() == 1 { (parts.swap_remove(0).1, end) } else { (Expr::Sum(parts), end) })
    }

    fn product(&mut self, at: usize, depth: usize) -> Option<(Expr, usize)> {
        let (first, mut end) = self.factor(at, depth)?;
        let mut factors = vec![(false, first)];
        while let Some((sign @ (Sign::Times | Sign::Over), next)) = self.sign(end) {
            let from = self.label(next, 10);
            let Some((factor, to)) = self.factor(from, depth) else { break };
            factors.push((sign == Sign::Over, factor));
            end = to;
        }
        Some(if factors.len() == 1 { (factors.swap_remove(0).1, end) } else { (Expr::Product(factors), end) })
    }

    fn factor(&mut self, at: usize, depth: usize) -> Option<(Expr, usize)> {
        let at = soft(self.passage, at);
        if at > self.limit || depth > DEPTH {
            return None;
        }
        if self.passage.at(at).is_some_and(is_open) {
            let from = self.label(at + 1, 16);
            let (inner, end) = self.sum(from, depth + 1)?;
            let end = soft(self.passage, end);
            let close = self.passage.at(end).is_some_and(is_close);
            if !close {
                return None;
            }
            let after = end + 1;
            return Some(match self.unit(after) {
                Some(unit) if inner.is_compound() || matches!(inner, Expr::Figure(_)) => {
                    let end = self.remark(unit.end);
                    (Expr::Counted(Box::new(inner), unit), end)
                }
                _ => (inner, self.remark(after)),
            });
        }
        let figure = quantity::read(self.passage, at)?;
        let end = self.remark(figure.end);
        Some((Expr::Figure(figure), end))
    }

    /// A unit directly behind a bracket, read as if a 1 stood before it.
    fn unit(&self, at: usize) -> Option<Quantity> {
        let money = ["元", "万元", "亿元"].iter().any(|word| self.passage.has(at, word));
        let percent = self.passage.at(at) == Some('%');
        if !money && !percent {
            return None;
        }
        let probe = Passage::of(&format!("1{}", self.passage.text(at, at + 20)), None);
        let mut unit = quantity::read(&probe, 0)?;
        let length = unit.end - 1;
        unit.start = at;
        unit.core = at + unit.core - 1;
        unit.end = at + length;
        Some(unit)
    }

    /// Past a remark in brackets that stands between a figure and the next sign: `6天（含报到）=`.
    fn remark(&self, at: usize) -> usize {
        if !self.passage.at(at).is_some_and(is_open) {
            return at;
        }
        let mut depth = 0_usize;
        for end in at..at + REMARK {
            match self.passage.at(end) {
                Some(c) if is_open(c) => depth += 1,
                Some(c) if is_close(c) => {
                    depth -= 1;
                    if depth == 0 {
                        return if self.sign(end + 1).is_some() { end + 1 } else { at };
                    }
                }
                Some('。' | '；') | None => return at,
                Some(_) => {}
            }
        }
        at
    }

    /// Past words before a figure: `×服装200元`, `+市汇演8万元`.
    fn label(&self, at: usize, longest: usize) -> usize {
        let at = soft(self.passage, at);
        for end in at..=at + longest {
            match self.passage.at(end) {
                Some(c) if c.is_ascii_digit() || is_open(c) => return end,
                Some(c) if "，,。；;：:=×*+÷\n".contains(c) || is_close(c) => return at,
                Some(_) => {}
                None => return at,
            }
        }
        at
    }

    /// The sign at a place and the place behind it.
    fn sign(&self, at: usize) -> Option<(Sign, usize)> {
        let at = soft(self.passage, at);
        let next = self.passage.at(soft(self.passage, at + 1));
        let figure = next.is_some_and(|c| c.is_ascii_digit() || is_open(c));
        let sign = match self.passage.at(at)? {
            '×' | '✕' | '✖' | '╳' | '⨯' | '∗' => Sign::Times,
            '*' | '＊' | 'x' | 'X' | 'х' | 'ｘ' | 'Ｘ' if figure => Sign::Times,
            '÷' => Sign::Over,
            '+' | '＋' => Sign::Plus,
            '-' | '−' | '－' | '–' | '—' if figure => Sign::Minus,
            '=' | '＝' if next != Some('=') => Sign::Equals,
            '≈' | '≒' => Sign::About,
            _ => return None,
        };
        Some((sign, at + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(expr: &Expr) -> String {
        let list = |parts: &[(bool, Expr)], plus: &str, minus: &str| {
            parts
                .iter()
                .enumerate()
                .map(|(at, (other, part))| match (at, *other) {
                    (0, _) => shape(part),
                    (_, false) => format!("{plus}{}", shape(part)),
                    (_, true) => format!("{minus}{}", shape(part)),
                })
                .collect::<String>()
        };
        match expr {
            Expr::Figure(figure) => format!("{}{}", figure.value, figure.unit),
            Expr::Sum(parts) => format!("[{}]", list(parts, "+", "-")),
            Expr::Product(factors) => list(factors, "×", "÷"),
            Expr::Counted(inner, unit) => format!("{}{}", shape(inner), unit.unit),
        }
    }

    fn of(text: &str) -> Vec<String> {
        find(&Passage::of(text, None))
            .iter()
            .map(|c| c.sides.iter().map(|(_, _, side)| shape(side)).collect::<Vec<_>>().join(" = "))
            .collect()
    }

    #[test]
    fn calculations_are_read_as_written() {
        for (text, want) in [
            ("共48.05万元（5005元×8人×12个月），", vec!["5005元×8人×12个月"]),
            (
                "[550元/套×2套+200元/套×2套]×237人=1500元×237人=35.55万元。",
                vec!["[550元/套×2套+200元/套×2套]×237人 = 1500元×237人 = 35.55万元"],
            ),
            ("(理论20+技能70+评审90)元/人×4000人", vec!["[20+70+90]元/人×4000人"]),
            (
                "20元（场地费、资料费）+30元（伙食费）=50元/天，50元/天×3天（含报到）=150元",
                vec!["[20元+30元] = 50元/天", "50元/天×3天 = 150元"],
            ),
            (
                "14个区县×3万元/区、县（市）+市汇演8万元+启动仪式、书画展5万元。",
                vec!["[14个区县×3万元/区、县+8万元+5万元]"],
            ),
            ("10元/包×3535包(101列×5组×7层)", vec!["10元/包×3535包", "101列×5组×7层"]),
            ("数量>=150，X型展架12个，第3-4条", vec!["[3-4条]"]),
            ("一、2人×1000元/天×10天+2人×500元=2.1万元", vec!["[2人×1000元/天×10天+2人×500元] = 2.1万元"]),
            ("[（126元+108元）×2件（套）+520元×1套]×49人", vec!["[[126元+108元]×2件+520元×1套]×49人"]),
        ] {
            assert_eq!(of(text), want, "{text}");
        }
    }

    #[test]
    fn nothing_breaks_it_and_it_stays_quick() {
        for text in ["((((((((((1+1", "1+1+1+(((", "×××", "1=", "（）", "1×", "=1=1", "1.1.1.1×2"] {
            of(text);
            of(&text.repeat(2_000));
        }
    }
}
