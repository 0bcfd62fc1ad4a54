//! How a wrong figure came about: the slips people make, told from what stands and what should stand.

use rust_decimal::Decimal;

/// A likely slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Two neighbouring digits changed places.
    Swapped,
    /// One digit is another.
    Digit,
    /// A digit is missing.
    Dropped,
    /// A digit too many.
    Added,
    /// The sign is the other.
    Sign,
    /// The decimal point has moved by so many places (4: 元 for 万元).
    Scale(i32),
    /// The cell is empty.
    Missing,
}

impl Slip {
    /// Tells the slip by which `expected` became `actual`.
    #[must_use]
    pub fn between(actual: Option<Decimal>, expected: Decimal) -> Option<Self> {
        let Some(actual) = actual else { return Some(Self::Missing) };
        if actual.is_zero() || expected.is_zero() || actual == expected {
            return None;
        }
        if actual == -expected {
            return Some(Self::Sign);
        }
        let scale = actual.scale().max(expected.scale());
        let digits = |value: Decimal| {
            let mut value = value;
            value.rescale(scale);
            value.mantissa().unsigned_abs().to_string().into_bytes()
        };
        for places in [4, 3, 2, 1, 8] {
            let power = Decimal::from(10i64.pow(places));
            let step = i32::try_from(places).unwrap_or(0);
            if expected.checked_mul(power) == Some(actual) {
                return Some(Self::Scale(step));
            }
            if actual.checked_mul(power) == Some(expected) {
                return Some(Self::Scale(-step));
            }
        }
        if actual.is_sign_negative() != expected.is_sign_negative() {
            return None;
        }
        let (a, e) = (digits(actual), digits(expected));
        if a.len() == e.len() {
            let differ: Vec<usize> = (0..a.len()).filter(|&i| a.get(i) != e.get(i)).collect();
            return match differ[..] {
                [_] => Some(Self::Digit),
                [i, j] if j == i + 1 && a.get(i) == e.get(j) && a.get(j) == e.get(i) => Some(Self::Swapped),
                _ => None,
            };
        }
        let without = |long: &[u8], short: &[u8]| {
            long.len() == short.len() + 1
                && (0..long.len()).any(|skip| {
                    let kept = long.iter().enumerate().filter(|(i, _)| *i != skip).map(|(_, d)| d);
                    kept.eq(short.iter())
                })
        };
        if without(&e, &a) {
            Some(Self::Dropped)
        } else if without(&a, &e) {
            Some(Self::Added)
        } else {
            None
        }
    }

    /// In a colleague's words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Swapped => "相邻两位数字写颠倒了".to_owned(),
            Self::Digit => "有一位数字写错了".to_owned(),
            Self::Dropped => "少写了一位数字".to_owned(),
            Self::Added => "多写了一位数字".to_owned(),
            Self::Sign => "正负号写反了".to_owned(),
            Self::Scale(4) => "大了一万倍，像是按元填进了万元的表".to_owned(),
            Self::Scale(-4) => "小了一万倍，像是按万元填进了元的表".to_owned(),
            Self::Scale(places) => {
                let way = if places > 0 { "大" } else { "小" };
                format!("小数点错了 {} 位（{way}了）", places.abs())
            }
            Self::Missing => "这一格没有填数".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_apart() {
        let slip = |actual: &str, expected: &str| {
            Slip::between(actual.parse().ok(), expected.parse().unwrap_or_default())
        };
        assert_eq!(slip("5114.40", "5114.04"), Some(Slip::Swapped));
        assert_eq!(slip("5113.04", "5114.04"), Some(Slip::Digit));
        assert_eq!(slip("514.04", "5114.04"), Some(Slip::Dropped));
        assert_eq!(slip("51114.04", "5114.04"), Some(Slip::Added));
        assert_eq!(slip("-3.00", "3.00"), Some(Slip::Sign));
        assert_eq!(slip("51140400", "5114.04"), Some(Slip::Scale(4)));
        assert_eq!(slip("0.51", "5.10"), Some(Slip::Scale(-1)));
        assert_eq!(slip("12.00", "99.50"), None);
        assert_eq!(Slip::between(None, Decimal::ONE), Some(Slip::Missing));
    }
}
