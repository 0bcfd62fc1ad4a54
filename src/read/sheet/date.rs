//! Dates as a workbook shows them.

use std::fmt::Write as _;

/// A day's number, counted from 1900 (or 1904), through a date format's code. `None` for what is no date.
pub(super) fn show(stored: f64, code: &str, early: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&stored) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)]
    let (day, seconds) = (stored.floor() as i64, (stored.fract() * 86_400.0).round() as i64);
    let (year, month, date) = civil(day, early);
    let mut out = String::new();
    let mut after_hours = false;
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        let lower = c.to_ascii_lowercase();
        match lower {
            '"' => out.extend(chars.by_ref().take_while(|&c| c != '"')),
            '\\' => out.extend(chars.next()),
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                chars.by_ref().take_while(|&c| c != ']').for_each(drop);
            }
            'y' | 'm' | 'd' | 'h' | 's' => {
                let mut width = 1;
                while chars.next_if(|next| next.eq_ignore_ascii_case(&lower)).is_some() {
                    width += 1;
                }
                let (value, width) = match lower {
                    'y' if width <= 2 => (year % 100, 2),
                    'y' => (year, 4),
                    'm' if after_hours => (seconds / 60 % 60, width),
                    // Names of months are left to their numbers.
                    'm' => (month, if width == 2 { 2 } else { 1 }),
                    'd' => (date, if width == 2 { 2 } else { 1 }),
                    'h' => (seconds / 3600, width),
                    _ => (seconds % 60, width),
                };
                after_hours = lower == 'h';
                let _ = write!(out, "{value:0width$}", width = width.min(4));
            }
            '@' | ';' => {}
            _ => out.push(c),
        }
    }
    Some(out.trim().to_owned())
}

/// Year, month and day of a day's number.
fn civil(day: i64, early: bool) -> (i64, i64, i64) {
    // The count from 1900 has a day too many, 29 February 1900, kept for the sake of old programs.
    let base = if early {
        -24_107
    } else if day < 60 {
        -25_568
    } else {
        -25_569
    };
    // Days since 1970 to a date of the proleptic Gregorian calendar, in eras of 400 years that begin in March.
    let shifted = day + base + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(show(45_292.0, "yyyy-mm-dd", false).as_deref(), Some("2024-01-01"));
        assert_eq!(show(45_351.75, "yyyy/m/d h:mm", false).as_deref(), Some("2024/2/29 18:00"));
        assert_eq!(show(1.0, "yyyy-m-d", false).as_deref(), Some("1900-1-1"));
        assert_eq!(show(0.0, "yyyy-m-d", true).as_deref(), Some("1904-1-1"));
        assert_eq!(show(-1.0, "yyyy", false), None);
    }
}
