//! Puts one wrong word or figure into the prose of a consistent document and says which.

use rust_decimal::Decimal;

use super::random::Random;
use super::{Part, Synthetic};

/// What kind of misstatement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misstatement {
    /// 增加 for 减少, or the reverse.
    Direction,
    /// An amount that is not the table's.
    Amount,
    /// Another year to compare with.
    Year,
    /// 元 for 万元.
    Unit,
    /// A wrong percentage.
    Rate,
}

impl Misstatement {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Direction, Self::Amount, Self::Year, Self::Unit, Self::Rate];
}

/// A misstatement put in on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misstated {
    /// The paragraph as it reads now.
    pub paragraph: String,
    /// What should stand there.
    pub right: String,
    /// What stands there.
    pub wrong: String,
}

impl Synthetic {
    /// Misstates one thing in a paragraph; `None` where the prose has nothing of the kind.
    pub fn misstate(&mut self, random: &mut Random, kind: Misstatement) -> Option<Misstated> {
        let mut choices: Vec<(usize, usize, String, String)> = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            if let Part::Paragraph(text) = part {
                choices.extend(
                    places(text, kind, self.year, random).into_iter().map(|(at, a, b)| (index, at, a, b)),
                );
            }
        }
        if choices.is_empty() {
            return None;
        }
        let (index, at, right, wrong) = random.pick(&choices).clone();
        let Some(Part::Paragraph(text)) = self.parts.get_mut(index) else { return None };
        text.replace_range(at..at + right.len(), &wrong);
        Some(Misstated { paragraph: text.clone(), right, wrong })
    }
}

/// Where in a text such a misstatement can be made: the byte, what stands there and what will.
fn places(text: &str, kind: Misstatement, year: u16, random: &mut Random) -> Vec<(usize, String, String)> {
    let swap = |from: &str, to: &str| -> Vec<(usize, String, String)> {
        text.match_indices(from).map(|(at, _)| (at, from.to_owned(), to.to_owned())).collect()
    };
    match kind {
        Misstatement::Direction => {
            // Of 增加…，增长… only the first word: the sentence then contradicts itself.
            let mut found = swap("增加", "减少");
            found.extend(swap("减少", "增加"));
            found
        }
        Misstatement::Year => {
            let (last, before) = (year.saturating_sub(1), year.saturating_sub(2));
            let behind = "与".len();
            let found = swap(&format!("与{last}年"), "");
            found.into_iter().map(|(at, ..)| (at + behind, last.to_string(), before.to_string())).collect()
        }
        Misstatement::Unit => figures(text, "万元")
            .into_iter()
            .filter(|(_, figure)| !figure.is_zero())
            .map(|(at, figure)| (at + figure.to_string().len(), "万元".to_owned(), "元".to_owned()))
            .collect(),
        Misstatement::Amount => spoiled(figures(text, "万元"), random),
        Misstatement::Rate => spoiled(figures(text, "%"), random),
    }
}

fn spoiled(figures: Vec<(usize, Decimal)>, random: &mut Random) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    for (at, figure) in figures.into_iter().filter(|(_, figure)| !figure.is_zero()) {
        let mut step = Decimal::from(random.between(1, 9));
        step.rescale(figure.scale());
        found.push((at, figure.to_string(), (figure + step).to_string()));
    }
    found
}

/// The figures before a unit, with the byte at which each begins.
fn figures(text: &str, unit: &str) -> Vec<(usize, Decimal)> {
    text.match_indices(unit)
        .filter_map(|(end, _)| {
            let before = text.get(..end)?;
            let at = before.rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(0, |i| {
                i + before.get(i..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
            });
            Some((at, before.get(at..)?.parse().ok()?))
        })
        .collect()
}
