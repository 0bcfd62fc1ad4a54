//! What a calculation comes to, exactly, and how a printed result compares with it.

use rust_decimal::Decimal;

use super::expression::Expr;
use super::quantity::{Measure, Quantity};

/// What a calculation comes to.
#[derive(Debug, Clone, Copy)]
pub struct Value {
    /// In 元, or in single things.
    pub exact: Decimal,
    /// The least it can be, if figures with decimals were rounded.
    low: Decimal,
    /// The most.
    high: Decimal,
    /// Money is in it.
    pub money: bool,
    /// No figure has a unit.
    bare: bool,
    /// Units that do not fit together.
    odd: bool,
}

/// How a printed result compares with the calculation; from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is the result, rounded where it must be.
    Exact,
    /// Further digits were cut off instead of rounded.
    Cut,
    /// Within what rounded operands may do.
    Operands,
    /// Rounded up where it should be down.
    Raised,
    /// Neither the units nor the figures say what the result counts.
    Unclear,
    /// It is not the result.
    Broken,
}

/// Works a calculation out; `glued` leaves out list numbers that may be glued to figures. `None` where the figures
/// are too large or something is divided by nothing.
#[must_use]
pub fn work_out(expr: &Expr, glued: bool) -> Option<Value> {
    match expr {
        Expr::Figure(figure) => of_figure(figure, glued),
        Expr::Sum(parts) => sum(parts, glued),
        Expr::Product(factors) => {
            let mut factors = factors.iter();
            let (_, first) = factors.next()?;
            let mut product = work_out(first, glued)?;
            for (divides, factor) in factors {
                let factor = work_out(factor, glued)?;
                product = if *divides { product.over(&factor)? } else { product.times(&factor)? };
            }
            Some(product)
        }
        Expr::Counted(inner, unit) => {
            let inner = work_out(inner, glued)?;
            let one = Quantity { value: Decimal::ONE, ..unit.clone() };
            // (2元+4元)元/份 says 元 twice.
            let unit = of_figure(&one, false)?;
            if inner.money && unit.money { Some(inner) } else { inner.times(&unit) }
        }
    }
}

fn of_figure(figure: &Quantity, glued: bool) -> Option<Value> {
    let value = figure.without_number.filter(|_| glued).unwrap_or(figure.value);
    let exact = value.checked_mul(figure.scale)?;
    let decimals = value.scale();
    // Prices in 元 and 分 are what they are; other decimals may have been rounded.
    let price = figure.measure == Measure::Money && figure.scale <= Decimal::ONE && decimals <= 2;
    let half = if decimals == 0 || price {
        Decimal::ZERO
    } else {
        Decimal::new(5, decimals + 1).checked_mul(figure.scale)?
    };
    Some(Value {
        exact,
        low: exact - half,
        high: exact + half,
        money: figure.measure == Measure::Money,
        bare: matches!(figure.measure, Measure::Bare | Measure::Share) && figure.scale <= Decimal::ONE,
        odd: false,
    })
}

fn sum(parts: &[(bool, Expr)], glued: bool) -> Option<Value> {
    let values: Vec<(bool, &Expr, Value)> = parts
        .iter()
        .map(|(minus, part)| Some((*minus, part, work_out(part, glued)?)))
        .collect::<Option<_>>()?;
    let money = values.iter().any(|(_, _, value)| value.money);
    let mixed = money && values.iter().any(|(_, _, value)| !value.money);
    // A part without a unit is in that of its neighbour: 3+2万元.
    let scale = values.iter().find(|(_, _, value)| value.money).map_or(Decimal::ONE, |(_, part, _)| {
        let mut figures = Vec::new();
        part.figures(&mut figures);
        figures.iter().find(|figure| figure.measure == Measure::Money).map_or(Decimal::ONE, |f| f.scale)
    });
    let mut total: Option<Value> = None;
    for (minus, _, mut value) in values {
        if mixed && !value.money {
            value = value.scaled(scale)?;
        }
        if minus {
            value = Value { exact: -value.exact, low: -value.high, high: -value.low, ..value };
        }
        total = Some(match total {
            None => value,
            Some(total) => Value {
                exact: total.exact.checked_add(value.exact)?,
                low: total.low.checked_add(value.low)?,
                high: total.high.checked_add(value.high)?,
                money,
                bare: total.bare && value.bare,
                odd: total.odd || value.odd,
            },
        });
    }
    total.map(|total| Value { odd: total.odd || mixed, ..total })
}

impl Value {
    fn scaled(self, scale: Decimal) -> Option<Self> {
        Some(Self {
            exact: self.exact.checked_mul(scale)?,
            low: self.low.checked_mul(scale)?,
            high: self.high.checked_mul(scale)?,
            ..self
        })
    }

    fn times(self, other: &Self) -> Option<Self> {
        Some(Self {
            exact: self.exact.checked_mul(other.exact)?,
            low: self.low.checked_mul(other.low)?,
            high: self.high.checked_mul(other.high)?,
            money: self.money || other.money,
            bare: self.bare && other.bare,
            odd: self.odd || other.odd || (self.money && other.money),
        })
    }

    fn over(self, other: &Self) -> Option<Self> {
        Some(Self {
            exact: self.exact.checked_div(other.exact)?,
            low: self.low.checked_div(other.high)?,
            high: self.high.checked_div(other.low)?,
            money: self.money && !other.money,
            bare: (self.bare && other.bare) || (self.money && other.money),
            odd: self.odd || other.odd || (!self.money && other.money),
        })
    }

    /// The values of several calculations together.
    #[must_use]
    pub fn plus(self, other: &Self) -> Option<Self> {
        Some(Self {
            exact: self.exact.checked_add(other.exact)?,
            low: self.low.checked_add(other.low)?,
            high: self.high.checked_add(other.high)?,
            money: self.money && other.money,
            bare: self.bare && other.bare,
            odd: self.odd || other.odd || self.money != other.money,
        })
    }

    /// How a printed figure compares; with what the calculation comes to in the figure's unit.
    #[must_use]
    pub fn compare(&self, printed: &Quantity) -> (Verdict, Decimal) {
        let figures = std::iter::once(printed.value).chain(printed.without_number);
        figures
            .flat_map(|figure| {
                self.readings(printed).into_iter().map(move |(scale, sure)| (figure, scale, sure))
            })
            .map(|(figure, scale, sure)| {
                let verdict = self.gap(figure, scale);
                let verdict = if verdict == Verdict::Broken && !sure { Verdict::Unclear } else { verdict };
                (verdict, self.exact.checked_div(scale).unwrap_or_default())
            })
            .min_by_key(|(verdict, _)| *verdict)
            .unwrap_or((Verdict::Unclear, self.exact))
    }

    /// What one of the printed figure may be, and whether that is beyond doubt.
    fn readings(&self, printed: &Quantity) -> Vec<(Decimal, bool)> {
        let ten_thousand = Decimal::from(10_000);
        let sure = !self.odd;
        match (self.money, printed.measure) {
            (true, Measure::Money) => vec![(printed.scale, sure)],
            // 1.5万 for 1.5万元; a result without any unit is in 元 or 万元.
            (true, Measure::Bare) if printed.scale > Decimal::ONE => vec![(printed.scale, sure)],
            (true, Measure::Bare) => vec![(Decimal::ONE, false), (ten_thousand, false)],
            // Figures without units are in that of the result.
            (false, Measure::Money) if self.bare => vec![(Decimal::ONE, true), (printed.scale, true)],
            (true, _) | (false, Measure::Money) => Vec::new(),
            (false, Measure::Share) => vec![(printed.scale, sure), (Decimal::ONE, sure)],
            (false, _) => vec![(printed.scale, sure), (Decimal::ONE, sure && printed.scale == Decimal::ONE)],
        }
    }

    fn gap(&self, printed: Decimal, scale: Decimal) -> Verdict {
        let Some(base) = printed.checked_mul(scale) else { return Verdict::Unclear };
        let Some(step) = Decimal::new(1, printed.scale()).checked_mul(scale) else { return Verdict::Unclear };
        let half = step / Decimal::TWO;
        let above = self.exact - base;
        // 0.6 printed as 1 is no rounding that anyone expects of an amount.
        let coarse = printed.scale() < 2 && above.abs() > base.abs() / Decimal::TEN;
        if above.abs() <= half && !coarse {
            Verdict::Exact
        } else if above > Decimal::ZERO && above < step {
            Verdict::Cut
        } else if self.low <= base + half && self.high >= base - half {
            Verdict::Operands
        } else if above < Decimal::ZERO && -above < step {
            Verdict::Raised
        } else {
            Verdict::Broken
        }
    }

    /// Whether two calculations come to the same.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> Verdict {
        if self.exact == other.exact {
            Verdict::Exact
        } else if self.low <= other.high && other.low <= self.high {
            Verdict::Operands
        } else if self.odd || other.odd || self.money != other.money {
            Verdict::Unclear
        } else {
            Verdict::Broken
        }
    }
}
