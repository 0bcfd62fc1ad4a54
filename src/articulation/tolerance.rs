//! How far apart printed figures may stand and still agree: rounding is exact, not a guess.
//!
//! A printed figure stands for any value within half a unit `h` of its last digit. A sum of `n` addends may
//! therefore miss its printed total by `(n + 1)·h`, and two prints of one value may differ by `2·h`. Both are
//! the same rule: the halves of all figures concerned, added up. Figures of different units are brought to one
//! unit first, which makes the coarser print decide.

use rust_decimal::Decimal;

use crate::amount::half_unit;

/// A printed figure with the precision it may claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The value as printed.
    pub amount: Decimal,
    /// Half a unit of the last digit its table prints. Spreadsheets drop trailing zeros, so `352.7` among
    /// figures of two decimals means `352.70`.
    pub half: Decimal,
    /// Half a unit of the last digit it prints itself; larger than `half` where decimals are missing.
    pub printed_half: Decimal,
}

impl Figure {
    /// A figure in a table whose figures have up to `decimals` decimals.
    #[must_use]
    pub fn new(amount: Decimal, decimals: u32) -> Self {
        let half = Decimal::new(5, amount.scale().max(decimals).saturating_add(1).min(28));
        // A bare 0 is nothing at all, however few digits it is printed with.
        let printed_half = if amount.is_zero() { half } else { half_unit(amount) };
        Self { amount, half, printed_half }
    }

    /// The figure counted `factor` times, for instance in another unit.
    #[must_use]
    pub fn times(self, factor: Decimal) -> Self {
        Self {
            amount: self.amount.checked_mul(factor).unwrap_or(self.amount),
            half: self.half.checked_mul(factor.abs()).unwrap_or(self.half),
            printed_half: self.printed_half.checked_mul(factor.abs()).unwrap_or(self.printed_half),
        }
    }
}

/// How well a difference is explained by rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// No difference.
    None,
    /// Within what rounding may do.
    Rounding,
    /// Beyond it by the table's precision, but some figures are printed with fewer decimals than the others,
    /// and if those were rounded there it would be within.
    Doubtful,
    /// Beyond what rounding explains.
    Beyond,
}

/// Judges a difference against the figures it comes from.
#[must_use]
pub fn judge(difference: Decimal, figures: &[Figure]) -> Gap {
    let difference = difference.abs();
    let sum = |half: fn(&Figure) -> Decimal| {
        figures.iter().fold(Decimal::ZERO, |sum, f| sum.checked_add(half(f)).unwrap_or(sum))
    };
    if difference.is_zero() {
        Gap::None
    } else if difference <= sum(|f| f.half) {
        Gap::Rounding
    } else if difference <= sum(|f| f.printed_half) {
        Gap::Doubtful
    } else {
        Gap::Beyond
    }
}

/// Whether a printed percentage can be `part ÷ whole`: the interval of each print is divided through.
///
/// `part` and `whole` are figures in one unit; `None` where the whole is not clearly above nothing, so that no
/// percentage can be judged.
#[must_use]
pub fn percentage_holds(percent: Decimal, part: Figure, whole: Figure) -> Option<bool> {
    let (low_whole, high_whole) = (whole.amount - whole.half, whole.amount + whole.half);
    if low_whole <= Decimal::ZERO {
        return None;
    }
    let hundred = Decimal::ONE_HUNDRED;
    let (low_part, high_part) = (part.amount - part.half, part.amount + part.half);
    let over = |a: Decimal, b: Decimal| a.checked_mul(hundred)?.checked_div(b);
    // A negative bound divides the other way round.
    let low = over(low_part, if low_part < Decimal::ZERO { low_whole } else { high_whole })?;
    let high = over(high_part, if high_part < Decimal::ZERO { high_whole } else { low_whole })?;
    let half = half_unit(percent);
    Some(percent + half >= low && percent - half <= high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(texts: &[&str]) -> Vec<Figure> {
        let amounts: Vec<Decimal> = texts.iter().map(|t| t.parse().unwrap_or_default()).collect();
        let decimals = amounts.iter().map(Decimal::scale).max().unwrap_or(0);
        amounts.into_iter().map(|a| Figure::new(a, decimals)).collect()
    }

    fn gap(total: &str, parts: &[&str]) -> Gap {
        let mut all = vec![total];
        all.extend(parts);
        let figures = figures(&all);
        let sum: Decimal = figures.iter().skip(1).map(|f| f.amount).sum();
        judge(figures[0].amount - sum, &figures)
    }

    #[test]
    fn a_sum_may_miss_its_total_by_half_a_digit_for_every_figure() {
        assert_eq!(gap("3.00", &["1.00", "2.00"]), Gap::None);
        assert_eq!(gap("10.01", &["5.00", "5.00"]), Gap::Rounding);
        assert_eq!(gap("10.02", &["5.00", "5.00"]), Gap::Beyond);
        assert_eq!(gap("10.02", &["4.00", "3.00", "3.00"]), Gap::Rounding);
        assert_eq!(gap("156211124", &["99706020", "56505103"]), Gap::Rounding);
        assert_eq!(gap("156211125", &["99706020", "56505103"]), Gap::Beyond);
    }

    #[test]
    fn dropped_trailing_zeros_are_no_licence_to_be_wrong() {
        assert_eq!(gap("46.56", &["25", "21.56"]), Gap::None);
        assert_eq!(gap("46.86", &["25", "21.56"]), Gap::Doubtful);
        assert_eq!(gap("47.56", &["25", "21.56"]), Gap::Beyond);
        assert_eq!(gap("21.86", &["0", "21.56"]), Gap::Beyond);
    }

    #[test]
    fn the_coarser_unit_decides() {
        let wan = Figure::new("2517.78".parse().unwrap_or_default(), 2).times(Decimal::from(10_000));
        let yuan = Figure::new(Decimal::from(25_177_779), 0);
        assert_eq!(judge(wan.amount - yuan.amount, &[wan, yuan]), Gap::Rounding);
        let far = Figure::new(Decimal::from(25_177_700), 0);
        assert_eq!(judge(wan.amount - far.amount, &[wan, far]), Gap::Beyond);
    }

    #[test]
    fn percentages_are_compared_as_intervals() {
        let f = |t: &str| Figure::new(t.parse().unwrap_or_default(), 2);
        assert_eq!(percentage_holds("54.13".parse().unwrap_or_default(), f("15.08"), f("27.86")), Some(true));
        assert_eq!(percentage_holds("54.11".parse().unwrap_or_default(), f("15.08"), f("27.86")), Some(true));
        assert_eq!(
            percentage_holds("54.05".parse().unwrap_or_default(), f("15.08"), f("27.86")),
            Some(false)
        );
        assert_eq!(percentage_holds("100".parse().unwrap_or_default(), f("5.00"), f("0.00")), None);
    }
}
