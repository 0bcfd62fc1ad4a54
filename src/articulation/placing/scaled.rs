//! Figures as whole numbers of one small unit, and the tolerance that rounding asks for.

use rust_decimal::Decimal;

use super::System;

/// One unit for all figures of a system: half a unit of the last usual digit, or finer.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    /// The figures, row by row.
    pub(super) rows: Vec<Vec<i128>>,
    /// The cells of each statement of the system.
    pub(super) known: Vec<Vec<(usize, Option<i128>)>>,
    /// Half a unit of the last digit that figures of this table are usually printed with.
    pub(super) half: i128,
}

impl Scale {
    /// Scales a system's figures; `None` where they are too large to be amounts.
    pub(super) fn of(system: &System) -> Option<Self> {
        let figures = || system.rows.iter().flatten();
        let finest = figures()
            .chain(system.known.iter().flat_map(|known| &known.cells).filter_map(|(_, value)| value.as_ref()))
            .map(Decimal::scale)
            .max()
            .unwrap_or(0);
        let convert = |value: &Decimal| -> Option<i128> {
            let up = 10_i128.checked_pow(finest.checked_sub(value.scale())?)?;
            let scaled = value.mantissa().checked_mul(up)?.checked_mul(2)?;
            // Sums of many figures must not overflow either.
            (scaled.unsigned_abs() < u128::MAX >> 24).then_some(scaled)
        };
        let rows = system
            .rows
            .iter()
            .map(|row| row.iter().map(convert).collect::<Option<Vec<i128>>>())
            .collect::<Option<Vec<_>>>()?;
        let cell = |(column, value): &(usize, Option<Decimal>)| match value {
            Some(value) => Some((*column, Some(convert(value)?))),
            None => Some((*column, None)),
        };
        let known = system
            .known
            .iter()
            .map(|known| known.cells.iter().map(cell).collect::<Option<Vec<_>>>())
            .collect::<Option<Vec<_>>>()?;
        // Spreadsheets drop trailing zeros, so a figure's own digits understate its precision: the usual number of
        // decimals of the table counts.
        let usual = usual_decimals(figures());
        let half = 10_i128.checked_pow(finest.checked_sub(usual)?)?;
        Some(Self { rows, known, half })
    }

    /// How far a sum of so many parts may be off: (n + 1) half units.
    pub(super) fn tolerance(&self, parts: usize) -> i128 {
        self.half.saturating_mul(i128::try_from(parts).unwrap_or(i128::MAX).saturating_add(1))
    }
}

/// The number of decimals that most figures with any have.
fn usual_decimals<'a>(figures: impl Iterator<Item = &'a Decimal>) -> u32 {
    let mut counts = std::collections::BTreeMap::<u32, usize>::new();
    for figure in figures {
        if figure.scale() > 0 {
            *counts.entry(figure.scale()).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|&(scale, count)| (count, scale)).map_or(0, |(scale, _)| scale)
}
