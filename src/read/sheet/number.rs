//! A workbook's numbers as its cells show them: the number formats of Excel, applied in decimals.
//!
//! A workbook stores a figure as a binary fraction and shows it through a format. What was published is what is
//! shown, and its decimals are the figure's precision; so the stored value is taken at the 15 digits the program
//! itself works with and rounded half away from zero, as the program does, never through further binary arithmetic.

use rust_decimal::{Decimal, RoundingStrategy};

use super::date;

/// A number format: up to four sections, for positive, negative, zero and text.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct NumberFormat {
    sections: Vec<Section>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Section {
    condition: Option<(Comparison, Decimal)>,
    kind: Kind,
    /// Least number of digits before the point.
    whole: usize,
    /// Decimals always shown, and decimals shown at most.
    decimals: (u32, u32),
    grouped: bool,
    percent: bool,
    /// How often the value is divided by a thousand.
    thousands: u32,
    /// Places for digits, of whatever kind.
    places: usize,
    literal: String,
    code: String,
}

/// What a section makes of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Kind {
    /// A figure.
    #[default]
    Figure,
    /// A date or time.
    Date,
    /// The value as it is stored; scientific and fractional forms are taken for it too.
    General,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    Other,
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self::new("General")
    }
}

impl NumberFormat {
    /// Reads a format's code, such as `#,##0.00_);[Red]\(#,##0.00\)`.
    pub fn new(code: &str) -> Self {
        Self { sections: split(code).into_iter().take(4).map(|section| Section::new(&section)).collect() }
    }

    /// The formats known by number alone.
    pub fn built_in(id: u32) -> Self {
        Self::new(match id {
            1 => "0",
            2 => "0.00",
            3 | 37 | 38 => "#,##0",
            4 | 39 | 40 => "#,##0.00",
            // Accountants' formats show a dash for zero.
            41 | 42 => "_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ",
            43 | 44 => "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
            9 => "0%",
            10 => "0.00%",
            11 | 48 => "0.00E+00",
            12 | 13 => "# ?/?",
            14 | 30 => "yyyy-m-d",
            15 => "d-m-yy",
            16 => "d-m",
            17 => "m-yy",
            18..=21 | 45..=47 => "h:mm:ss",
            22 => "yyyy-m-d h:mm",
            27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
            28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
            31 => "yyyy\"年\"m\"月\"d\"日\"",
            32..=35 | 55 | 56 => "h:mm",
            49 => "@",
            _ => "General",
        })
    }

    /// A stored value as it is shown. `early` is whether days are counted from 1904.
    pub fn show(&self, stored: f64, early: bool) -> String {
        let Some(value) = decimal(stored) else { return format!("{stored:e}") };
        let Some(section) = self.section_for(value) else { return general(value) };
        let shown = match section.kind {
            Kind::Date => date::show(stored, &section.code, early),
            Kind::General => None,
            Kind::Figure if section.places == 0 => Some(section.literal.trim().to_owned()),
            Kind::Figure => section.figure(value),
        };
        shown.unwrap_or_else(|| general(value))
    }

    /// The section a value is shown by.
    fn section_for(&self, value: Decimal) -> Option<&Section> {
        let numeric = self.sections.get(..self.sections.len().min(3))?;
        if numeric.iter().any(|section| section.condition.is_some()) {
            let holds =
                |section: &&Section| section.condition.is_none_or(|condition| meets(value, condition));
            return numeric.iter().find(holds).or(numeric.last());
        }
        match numeric {
            [_, negative, ..] if value.is_sign_negative() && !value.is_zero() => Some(negative),
            [_, _, zero] if value.is_zero() => Some(zero),
            numeric => numeric.first(),
        }
    }
}

impl Section {
    fn new(code: &str) -> Self {
        let mut section = Self { code: code.to_owned(), ..Self::default() };
        let mut point = false;
        let mut chars = code.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' => section.literal.extend(chars.by_ref().take_while(|&c| c != '"')),
                '\\' => section.literal.extend(chars.next()),
                // A space as wide as the next character; a filling with it.
                '_' | '*' => {
                    chars.next();
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                    section.bracketed(&inside);
                }
                '0' | '#' | '?' => {
                    section.places += 1;
                    section.thousands = 0;
                    if point {
                        section.decimals.1 += 1;
                        if c == '0' {
                            section.decimals.0 = section.decimals.1;
                        }
                    } else if c == '0' {
                        section.whole += 1;
                    }
                }
                '.' => point = true,
                ',' if section.places > 0 => {
                    section.thousands += 1;
                    section.grouped |= !point && matches!(chars.peek(), Some('0' | '#' | '?'));
                }
                '%' => section.percent = true,
                'E' | 'e' if matches!(chars.peek(), Some('+' | '-')) => section.kind = Kind::General,
                '/' if section.places > 0 => section.kind = Kind::General,
                'G' | 'g' if code.to_ascii_lowercase().contains("general") || code.contains("通用格式") =>
                {
                    section.kind = Kind::General;
                    break;
                }
                'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => section.kind = Kind::Date,
                '@' => section.kind = Kind::General,
                c => section.literal.push(c),
            }
        }
        section.decimals = (section.decimals.0.min(20), section.decimals.1.min(20));
        section.whole = section.whole.min(20);
        section
    }

    /// What stands in square brackets: a condition, an elapsed time, a currency; colours and places say nothing.
    fn bracketed(&mut self, inside: &str) {
        for (sign, comparison) in [
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<>", Comparison::Other),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
            ("=", Comparison::Equal),
        ] {
            if let Some(bound) = inside.strip_prefix(sign) {
                self.condition = bound.trim().parse().ok().map(|bound| (comparison, bound));
                return;
            }
        }
        if !inside.is_empty() && inside.chars().all(|c| matches!(c, 'h' | 'H' | 'm' | 's' | 'S')) {
            self.kind = Kind::Date;
        }
    }

    /// The figure without the words around it, so that it reads as a number; below zero always with its sign.
    fn figure(&self, value: Decimal) -> Option<String> {
        let mut value = value;
        if self.percent {
            value = value.checked_mul(Decimal::ONE_HUNDRED)?;
        }
        for _ in 0..self.thousands.min(9) {
            value = value.checked_div(Decimal::ONE_THOUSAND)?;
        }
        let (least, most) = self.decimals;
        let mut shown =
            value.round_dp_with_strategy(most, RoundingStrategy::MidpointAwayFromZero).normalize();
        if shown.scale() < least {
            shown.rescale(least);
        }
        // Places that need no digit show none for zero, only the words around them.
        if shown.is_zero() && self.whole == 0 && least == 0 {
            return Some(self.literal.trim().to_owned());
        }
        let plain = shown.abs().to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut whole = if self.whole == 0 && whole == "0" && !fraction.is_empty() {
            "0".to_owned()
        } else {
            format!("{whole:0>width$}", width = self.whole)
        };
        if self.grouped {
            whole = grouped(&whole);
        }
        let sign = if shown.is_sign_negative() && !shown.is_zero() { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        Some(format!("{sign}{whole}{point}{fraction}{}", if self.percent { "%" } else { "" }))
    }
}

fn meets(value: Decimal, (comparison, bound): (Comparison, Decimal)) -> bool {
    match comparison {
        Comparison::Less => value < bound,
        Comparison::LessOrEqual => value <= bound,
        Comparison::Greater => value > bound,
        Comparison::GreaterOrEqual => value >= bound,
        Comparison::Equal => value == bound,
        Comparison::Other => value != bound,
    }
}

/// The sections, parted by semicolons that stand for themselves.
fn split(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in code.chars() {
        if c == ';' && !quoted && !escaped {
            sections.push(String::new());
            continue;
        }
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = !escaped && !quoted && matches!(c, '\\' | '_' | '*');
        if let Some(last) = sections.last_mut() {
            last.push(c);
        }
    }
    sections
}

/// The stored value at 15 significant digits; `None` where it is beyond any amount.
fn decimal(stored: f64) -> Option<Decimal> {
    if stored == 0.0 {
        return Some(Decimal::ZERO);
    }
    // Sums of binary fractions leave residues far below any amount.
    if stored.abs() < 1e-12 {
        return Some(Decimal::ZERO);
    }
    (stored.abs() < 1e20).then(|| Decimal::from_scientific(&format!("{stored:.14e}")).ok()).flatten()
}

/// A value without a format of its own: its digits, freed of the residue of binary sums.
fn general(value: Decimal) -> String {
    value.round_dp_with_strategy(9, RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
}

fn grouped(whole: &str) -> String {
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, stored: f64) -> String {
        NumberFormat::new(code).show(stored, false)
    }

    #[test]
    fn a_figure_is_shown_as_its_format_says() {
        for (code, stored, want) in [
            ("General", 4_313.380_000_000_001, "4313.38"),
            ("General", 0.1 + 0.2 - 0.3, "0"),
            ("General", 2_080_106.0, "2080106"),
            ("0.00", 52.0, "52.00"),
            ("0.00", 1.005, "1.01"),
            ("#,##0.00_ ", 1_234_567.891, "1,234,567.89"),
            ("#,##0.00;[Red]\\-#,##0.00", -3.5, "-3.50"),
            ("#,##0.00_);\\(#,##0.00\\)", -1_234.5, "-1,234.50"),
            ("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", 0.0, "-"),
            ("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", 7.1, "7.10"),
            ("0.00;-0.00;;@", 0.0, ""),
            ("0.##", 2.5, "2.5"),
            ("#,###", 0.0, ""),
            ("#", 12.4, "12"),
            ("0.00%", 0.1234, "12.34%"),
            ("000", 7.0, "007"),
            ("0.0,", 12_345.0, "12.3"),
            ("0.00\"万元\"", 8.0, "8.00"),
            ("[=0]\"\";0.00", 0.0, ""),
            ("[=0]\"\";0.00", 3.0, "3.00"),
            ("[DBNum1][$-804]General", 3.0, "3"),
            ("yyyy\"年\"m\"月\";@", 45_658.0, "2025年1月"),
            ("0.00E+00", 1_500.0, "1500"),
        ] {
            assert_eq!(shown(code, stored), want, "{code} {stored}");
        }
    }

    #[test]
    fn formats_known_by_number_alone() {
        for (id, stored, want) in [
            (0, 1_234.5, "1234.5"),
            (2, 1_234.5, "1234.50"),
            (4, 1_234.5, "1,234.50"),
            (10, 0.085, "8.50%"),
            (39, -1_234.5, "-1,234.50"),
            (41, 0.0, "-"),
            (43, 1_234.5, "1,234.50"),
            (43, -0.5, "-0.50"),
            (43, 0.0, "-"),
            (14, 45_292.0, "2024-1-1"),
            (31, 45_292.0, "2024年1月1日"),
        ] {
            assert_eq!(NumberFormat::built_in(id).show(stored, false), want, "{id} {stored}");
        }
    }

    #[test]
    fn nothing_stored_breaks_it() {
        for stored in [f64::NAN, f64::INFINITY, f64::MIN, 1e300, -1e-300, 5e-324] {
            for code in [
                "",
                ";;;",
                "[",
                "\"",
                "0.00",
                "\\",
                "yyyy",
                "[h]:mm",
                "%%%",
                "0,,,,,,,,,,,,,,,",
                "#.##############################",
            ] {
                let _ = shown(code, stored);
            }
        }
    }
}
