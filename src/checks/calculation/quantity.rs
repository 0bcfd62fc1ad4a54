//! Figures with their units: `1.8万人`, `5005元`, `80元/天`, `20%`.

use rust_decimal::Decimal;

use super::passages::Passage;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Money.
    Money,
    /// A share: per cent.
    Share,
    /// People, months, pieces.
    Count,
    /// No unit is printed.
    Bare,
}

/// A figure with its unit.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// Where it begins.
    pub start: usize,
    /// Behind figure and money word: `80元` of `80元/天`.
    pub core: usize,
    /// Behind everything.
    pub end: usize,
    /// As printed.
    pub value: Decimal,
    /// What one of it is: 10,000 for 万.
    pub scale: Decimal,
    /// What it counts.
    pub measure: Measure,
    /// The unit in words: `元/人`, `个月`.
    pub unit: String,
    /// The figure without the list number that may be glued to it: `3` of `2.3人`.
    pub without_number: Option<Decimal>,
}

impl Quantity {
    /// The value in 元, or in single things.
    #[must_use]
    pub fn base(&self) -> Option<Decimal> {
        self.value.checked_mul(self.scale)
    }

    /// One unit of the last printed digit, in 元 or single things.
    #[must_use]
    pub fn step(&self) -> Decimal {
        Decimal::new(1, self.value.scale()).checked_mul(self.scale).unwrap_or(Decimal::ONE)
    }
}

/// Words for large numbers, the longest first.
const SCALES: [(&str, u32); 6] = [("千万", 7), ("百万", 6), ("十万", 5), ("万", 4), ("亿", 8), ("千", 3)];
/// A unit word is no longer than this.
const WORD: usize = 8;

/// Reads the figure that begins at a place, with its unit.
#[must_use]
pub fn read(passage: &Passage, start: usize) -> Option<Quantity> {
    let (value, after) = number(passage, start)?;
    let mut quantity = Quantity {
        start,
        core: after,
        end: after,
        value,
        scale: Decimal::ONE,
        measure: Measure::Bare,
        unit: String::new(),
        without_number: without_number(passage, start, after),
    };
    let at = soft(passage, after);
    let bare = quantity.clone();
    if let Some(next) = unit(passage, at, &mut quantity) {
        quantity.end = next;
        quantity.unit = passage.text(at, next);
    }
    // What begins the next paragraph is the unit only where it cannot be anything else.
    let goes_on = || passage.at(quantity.end).is_some_and(|c| "×*=+÷）)".contains(c));
    if at > after && quantity.measure != Measure::Money && !goes_on() {
        return Some(bare);
    }
    Some(quantity)
}

/// Past a paragraph's end, which a figure and its unit may straddle.
#[must_use]
pub fn soft(passage: &Passage, at: usize) -> usize {
    if passage.at(at) == Some('\n') { at + 1 } else { at }
}

/// A number with thousands separators and decimals, or a small one in Chinese numerals before a counting word.
fn number(passage: &Passage, start: usize) -> Option<(Decimal, usize)> {
    let mut digits = String::new();
    let mut at = start;
    while let Some(c) = passage.at(at) {
        let digit = |offset: usize| passage.at(at + offset).is_some_and(|c| c.is_ascii_digit());
        match c {
            '0'..='9' => digits.push(c),
            ',' if thousands(passage, start, at) => {}
            '.' if !digits.is_empty() && !digits.contains('.') && digit(1) => digits.push(c),
            _ => break,
        }
        at += 1;
        if digits.len() > 18 {
            return None;
        }
    }
    if digits.is_empty() {
        return chinese(passage, start);
    }
    Some((digits.parse().ok()?, at))
}

/// A comma followed by exactly three digits, behind at most three others.
fn thousands(passage: &Passage, start: usize, at: usize) -> bool {
    let digit = |index: usize| passage.at(index).is_some_and(|c| c.is_ascii_digit());
    let first = (start..at).take_while(|&index| digit(index)).count();
    (1..=3).contains(&first) && digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4)
}

/// `两人`, `十二个月`: only directly behind a sign, where it cannot be the numbering of an item.
fn chinese(passage: &Passage, start: usize) -> Option<(Decimal, usize)> {
    let digit = |c: char| "零一二三四五六七八九".chars().position(|d| d == c);
    let (mut value, mut at) = (None::<usize>, start);
    while let Some(c) = passage.at(at) {
        value = match (digit(c).or((c == '两').then_some(2)), c, value) {
            (Some(one), _, None) => Some(one),
            (Some(one), _, Some(ten)) if ten % 10 == 0 => Some(ten + one),
            (None, '十', None) => Some(10),
            (None, '十', Some(tens)) if tens < 10 => Some(tens * 10),
            _ => break,
        };
        at += 1;
    }
    let counts = passage.at(at).is_some_and(|c| "个人次天月年名台套期批场份件".contains(c));
    value.filter(|_| counts).map(|value| (Decimal::from(value), at))
}

/// `2.3人` behind a full stop may be item 2 and 3 people: what is left without the list number.
fn without_number(passage: &Passage, start: usize, after: usize) -> Option<Decimal> {
    let boundary = passage.before(start).is_none_or(|c| "，,。；;：:、\n".contains(c));
    let text = passage.text(start, after);
    let (number, rest) = text.split_once('.')?;
    let item = number.parse::<u32>().is_ok_and(|number| (1..=30).contains(&number));
    if boundary && item && !rest.starts_with('0') { rest.parse().ok() } else { None }
}

fn is_word(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || "㎡㎥²³℃".contains(c)
}

/// The end of a word made of letters that begins at a place.
fn word(passage: &Passage, at: usize) -> usize {
    let mut end = at;
    while end - at < WORD && passage.at(end).is_some_and(is_word) {
        end += 1;
    }
    if end > at {
        return end;
    }
    // kg, m2, GB: a letter x before a figure is a sign, not a unit.
    while end - at < 3
        && passage.at(end).is_some_and(|c| c.is_ascii_alphabetic())
        && !passage.at(end + 1).is_some_and(|c| c.is_ascii_digit() && passage.at(end) != Some('m'))
    {
        end += 1;
    }
    end
}

/// Reads a unit into the quantity; the answer is its end.
fn unit(passage: &Passage, at: usize, quantity: &mut Quantity) -> Option<usize> {
    let first = passage.at(at)?;
    if first == '%' || first == '‰' {
        quantity.measure = Measure::Share;
        quantity.scale = if first == '%' { Decimal::new(1, 2) } else { Decimal::new(1, 3) };
        quantity.core = at + 1;
        return Some(at + 1);
    }
    let mut at = at;
    if let Some((words, power)) = scale(passage, at) {
        at += words;
        quantity.scale = Decimal::from(10_i64.pow(power));
        quantity.core = at;
    }
    let money = passage.at(at) == Some('元') && !passage.at(at + 1).is_some_and(|c| "旦件素宵".contains(c));
    if money {
        quantity.measure = Measure::Money;
        at += 1;
        quantity.core = at;
    } else {
        let end = word(passage, at);
        if end > at {
            quantity.measure = Measure::Count;
        }
        at = end;
    }
    if quantity.measure == Measure::Bare && quantity.scale == Decimal::ONE {
        return None;
    }
    Some(denominators(passage, at, quantity))
}

/// `/人/天`, `/月、人`, `/人·次`; a denominator may carry a scale of its own: `元/千字`.
fn denominators(passage: &Passage, mut at: usize, quantity: &mut Quantity) -> usize {
    let mut below = false;
    loop {
        let Some(sign) = passage.at(at) else { return at };
        let slash = matches!(sign, '/' | '／');
        if !(slash || below && "·•・、.*".contains(sign)) {
            return at;
        }
        let mut from = at + 1;
        if passage.at(from) == Some('\n') {
            from += 1;
        }
        let mut factor = None;
        if let Some((words, power)) = scale(passage, from) {
            factor = Some(Decimal::from(10_i64.pow(power)));
            from += words;
        }
        let end = word(passage, from);
        // Other signs than the slash also part sentences: they belong to the unit only before a sign of sum.
        let goes_on = slash || passage.at(end).is_some_and(|c| "×*=＊（(/".contains(c));
        if end == from || !goes_on {
            return at;
        }
        if let Some(scale) = factor.and_then(|factor| quantity.scale.checked_div(factor)) {
            quantity.scale = scale;
        }
        below = true;
        at = end;
    }
}

/// A word for a large number and its power of ten; 千克 and 千瓦 are units of their own.
fn scale(passage: &Passage, at: usize) -> Option<(usize, u32)> {
    let (words, power) = SCALES.into_iter().find(|(words, _)| passage.has(at, words))?;
    let length = words.chars().count();
    let next = passage.at(at + length);
    let own = words.starts_with(['千', '百', '十'])
        && words.chars().count() == 1
        && !next.is_some_and(|c| "元字人份户万".contains(c));
    (!own).then_some((length, power))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let passage = Passage::of(text, None);
        read(&passage, 0).map_or_else(String::new, |q| {
            format!("{} {:?} {}", q.base().unwrap_or_default().normalize(), q.measure, q.unit)
        })
    }

    #[test]
    fn figures_are_read_with_their_units() {
        for (text, want) in [
            ("5005元×8人", "5005 Money 元"),
            ("1.8万人，", "18000 Count 万人"),
            ("100,000份×", "100000 Count 份"),
            ("80元/天/人次×", "80 Money 元/天/人次"),
            ("153元/月、人×12月", "153 Money 元/月、人"),
            ("20%×150元", "0.2 Share %"),
            ("1.5万3.核分员", "15000 Bare 万"),
            ("30元/千字×2", "0.03 Money 元/千字"),
            ("5千克×2", "5 Count 千克"),
            ("60元、共计", "60 Money 元"),
            ("两人×3", "2 Count 人"),
            ("4+2", "4 Bare "),
        ] {
            assert_eq!(of(text), want, "{text}");
        }
    }

    #[test]
    fn a_glued_list_number_is_known() {
        let passage = Passage::of("；2.3人×5元", None);
        let read = read(&passage, 1);
        assert_eq!(read.and_then(|q| q.without_number), Some(Decimal::from(3)));
    }
}
