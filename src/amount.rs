//! Money: units, printed precision and tolerance. A float never touches an amount.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The unit a figure is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// 元.
    #[serde(rename = "元")]
    Yuan,
    /// 千元.
    #[serde(rename = "千元")]
    Thousand,
    /// 万元.
    #[serde(rename = "万元")]
    TenThousand,
    /// 亿元.
    #[serde(rename = "亿元")]
    HundredMillion,
}

impl Unit {
    /// The unit as printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Thousand => "千元",
            Self::TenThousand => "万元",
            Self::HundredMillion => "亿元",
        }
    }

    /// How many 元 one of it is.
    #[must_use]
    pub fn in_yuan(self) -> Decimal {
        match self {
            Self::Yuan => Decimal::ONE,
            Self::Thousand => Decimal::ONE_THOUSAND,
            Self::TenThousand => Decimal::from(10_000),
            Self::HundredMillion => Decimal::from(100_000_000),
        }
    }

    /// Finds the unit in the line that states it: `金额单位：万元`, `单位:元`. A bare `万` counts as 万元.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let after = &text[text.rfind("单位").map_or(0, |at| at + "单位".len())..];
        let after = after.trim_start_matches([':', '：', '（', '(', '为', '人', '民', '币']);
        [
            ("亿", Self::HundredMillion),
            ("万", Self::TenThousand),
            ("千元", Self::Thousand),
            ("元", Self::Yuan),
        ]
        .into_iter()
        .find(|(word, _)| after.starts_with(word))
        .map(|(_, unit)| unit)
    }
}

/// Reads a printed figure and keeps its precision: `1,234.50` has two decimals.
///
/// Takes thousands separators (also full-width and with stray spaces), full-width digits, a leading minus or
/// brackets for a negative. Gives `None` for anything else: words, percentages, dates, two figures.
#[must_use]
pub fn parse(text: &str) -> Option<Decimal> {
    let mut plain = String::with_capacity(text.len());
    let mut negative = false;
    let mut digits = 0;
    let trimmed = text.trim();
    let inner = ["()", "（）"]
        .into_iter()
        .find_map(|pair| {
            let mut pair = pair.chars();
            trimmed.strip_prefix(pair.next()?)?.strip_suffix(pair.next()?)
        })
        .inspect(|_| negative = true)
        .unwrap_or(trimmed);
    for (position, c) in inner.trim().chars().enumerate() {
        match half_width(c) {
            '-' | '−' | '–' | '—' | '－' if position == 0 && !negative => negative = true,
            ',' | '，' => {
                if digits == 0 {
                    return None;
                }
            }
            c if c.is_whitespace() => {}
            '.' if !plain.contains('.') => plain.push('.'),
            c if c.is_ascii_digit() => {
                digits += 1;
                plain.push(c);
            }
            _ => return None,
        }
    }
    if digits == 0 || digits > 20 || plain.starts_with('.') || plain.ends_with('.') {
        return None;
    }
    // A bracketed whole number is a numbering such as (1), not a negative amount.
    if inner.len() != trimmed.len() && !plain.contains('.') && digits < 4 {
        return None;
    }
    let mut value: Decimal = plain.parse().ok()?;
    value.set_sign_negative(negative && !value.is_zero());
    Some(value)
}

/// Full-width digits and stops as their ASCII forms; other characters unchanged.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '．' | '％' | '－' | '＝' | '＋' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    }
}

/// Half a unit of the last printed digit: 0.005 for `52.00`.
#[must_use]
pub fn half_unit(value: Decimal) -> Decimal {
    Decimal::new(5, value.scale().saturating_add(1).min(28))
}

/// A figure with thousands separators, as people read it: `1,234.50`.
#[must_use]
pub fn grouped(value: Decimal) -> String {
    let plain = value.abs().to_string();
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    if value.is_sign_negative() && !value.is_zero() {
        out.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_their_precision() {
        for (text, want) in [
            ("1,234.50", Some("1234.50")),
            ("１２，３４５．６７", Some("12345.67")),
            (" -3.2 ", Some("-3.2")),
            ("(5.20)", Some("-5.20")),
            ("（一）", None),
            ("(1)", None),
            ("-", None),
            ("12%", None),
            ("2024年", None),
            ("1.2.3", None),
            ("1 234.50", Some("1234.50")),
            ("", None),
        ] {
            assert_eq!(parse(text).map(|v| v.to_string()).as_deref(), want, "{text:?}");
        }
    }

    #[test]
    fn units_are_found_in_the_line_that_states_them() {
        for (text, want) in [
            ("单位：万元", Some(Unit::TenThousand)),
            ("金额单位 ： 元", Some(Unit::Yuan)),
            ("单位：万", Some(Unit::TenThousand)),
            ("编制单位：某中心 单位：元", Some(Unit::Yuan)),
            ("编制单位：某中心", None),
        ] {
            assert_eq!(Unit::find(text), want, "{text}");
        }
    }

    #[test]
    fn grouping_is_for_reading() {
        assert_eq!(grouped("-1234567.80".parse().unwrap_or_default()), "-1,234,567.80");
        assert_eq!(grouped("123.4".parse().unwrap_or_default()), "123.4");
    }
}
