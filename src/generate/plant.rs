//! Puts one error into a consistent document and says which.

use rust_decimal::Decimal;

use super::Synthetic;
use super::random::Random;
use super::table::Role;

/// What kind of slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// One digit is another.
    Digit,
    /// Two neighbouring digits change places.
    Swap,
    /// The sign is turned.
    Sign,
    /// 元 in a column of 万元, or the reverse: ×10⁴.
    Scale,
    /// The row is missing.
    DroppedRow,
    /// The figure stands one column to the right.
    Shifted,
    /// A total is off.
    WrongTotal,
    /// The row is printed twice.
    DoubledRow,
    /// A total is off, and so are all tables that repeat it.
    RepeatedTotal,
}

impl Slip {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Digit,
        Self::Swap,
        Self::Sign,
        Self::Scale,
        Self::DroppedRow,
        Self::Shifted,
        Self::WrongTotal,
        Self::DoubledRow,
        Self::RepeatedTotal,
    ];
}

/// An error put in on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// What kind.
    pub slip: Slip,
    /// Index of the table.
    pub table: usize,
    /// Index of the panel.
    pub panel: usize,
    /// Index of the row, over body and foot (before a row was dropped).
    pub row: usize,
    /// Index among the columns with figures.
    pub column: usize,
    /// What should stand there.
    pub right: Decimal,
    /// What stands there; `None` where the row was dropped.
    pub wrong: Option<Decimal>,
}

impl Synthetic {
    /// Plants one error of the kind in a cell that at least two equations cover: a figure in a table by subjects,
    /// in a row with more than one figure, below a total. `None` where the document has no such cell.
    pub fn plant(&mut self, random: &mut Random, slip: Slip) -> Option<Planted> {
        let places = self.places(slip);
        if places.is_empty() {
            return None;
        }
        // A slip small enough to pass for rounding is none.
        (0..20).find_map(|_| self.try_plant(random, slip, *random.clone().pick(&places)))
    }

    /// Plants two wrong digits in two rows of one table. `None` where no table has two such rows.
    pub fn plant_two(&mut self, random: &mut Random) -> Option<[Planted; 2]> {
        let first = self.plant(random, Slip::Digit)?;
        let mut places = self.places(Slip::Digit);
        places.retain(|(table, row, _)| *table == first.table && *row != first.row);
        if places.is_empty() {
            return None;
        }
        let second =
            (0..20).find_map(|_| self.try_plant(random, Slip::Digit, *random.clone().pick(&places)))?;
        Some([first, second])
    }

    /// Writes a wrong figure wherever a total of another table prints the right one.
    fn repeat(&mut self, first: &Planted, wrong: Decimal) {
        for (index, table) in self.tables.iter_mut().enumerate() {
            for (number, panel) in table.panels.iter_mut().enumerate() {
                let body = panel.body.len();
                for (row, line) in panel.body.iter_mut().chain(&mut panel.foot).enumerate() {
                    // Totals carry no code; in a two-sided table they stand at the foot.
                    let total = line.code.is_none()
                        && (row >= body || panel.columns.iter().any(|column| column.role == Role::Code));
                    for (column, value) in line.values.iter_mut().enumerate().filter(|_| total) {
                        if *value == Some(first.right) {
                            *value = Some(wrong);
                            let copy = Planted {
                                table: index,
                                panel: number,
                                row,
                                column,
                                wrong: Some(wrong),
                                ..first.clone()
                            };
                            self.planted.push(copy);
                        }
                    }
                }
            }
        }
    }

    fn try_plant(
        &mut self,
        random: &mut Random,
        slip: Slip,
        place: (usize, usize, usize),
    ) -> Option<Planted> {
        random.bits();
        let (table, row, column) = place;
        let panel = self.tables.get_mut(table)?.panels.get_mut(0)?;
        let width = panel.amounts().len();
        let right = panel.row_mut(row)?.values.get(column).copied().flatten()?;
        let mut planted = Planted { slip, table, panel: 0, row, column, right, wrong: None };
        if slip == Slip::DroppedRow {
            panel.body.remove(row);
        } else if slip == Slip::DoubledRow {
            panel.body.insert(row, panel.body.get(row)?.clone());
            planted.wrong = Some(right);
        } else if slip == Slip::RepeatedTotal {
            let wrong = spoil(random, Slip::WrongTotal, right)?;
            planted.wrong = Some(wrong);
            self.repeat(&planted, wrong);
            return Some(planted);
        } else if slip == Slip::Shifted {
            let values = &mut panel.row_mut(row)?.values;
            if column + 1 >= width {
                return None;
            }
            values.swap(column, column + 1);
            planted.wrong = values.get(column).copied().flatten();
        } else {
            let wrong = spoil(random, slip, right)?;
            *panel.row_mut(row)?.values.get_mut(column)? = Some(wrong);
            planted.wrong = Some(wrong);
        }
        self.planted.push(planted.clone());
        Some(planted)
    }

    fn places(&self, slip: Slip) -> Vec<(usize, usize, usize)> {
        let mut places = Vec::new();
        for (index, table) in self.tables.iter().enumerate() {
            let [panel] = table.panels.as_slice() else { continue };
            if !panel.columns.iter().any(|c| c.role == Role::Code) {
                continue;
            }
            for (number, row) in panel.body.iter().enumerate() {
                let filled = |v: &Option<Decimal>| v.is_some_and(|v| !v.is_zero());
                if row.values.iter().filter(|v| filled(v)).count() < 2 {
                    continue;
                }
                // Leaves only, except for wrong totals: a parent is one whose code begins the next row's.
                let next = panel.body.get(number + 1).and_then(|r| r.code.as_deref()).unwrap_or_default();
                let parent = row.code.as_deref().is_none_or(|c| next.starts_with(c));
                if parent != matches!(slip, Slip::WrongTotal | Slip::RepeatedTotal)
                    || slip == Slip::RepeatedTotal && row.code.is_some()
                {
                    continue;
                }
                // A section that loses its only item cannot be seen to have lost it.
                let before =
                    number.checked_sub(1).and_then(|n| panel.body.get(n)).and_then(|r| r.code.as_deref());
                let code = row.code.as_deref().unwrap_or_default();
                let sibling = |other: &str| {
                    other.len() == code.len() && other.get(..code.len() - 2) == code.get(..code.len() - 2)
                };
                let alone = code.len() > 3 && !sibling(next) && !before.is_some_and(sibling);
                if slip == Slip::DroppedRow && alone {
                    continue;
                }
                for (column, value) in row.values.iter().enumerate() {
                    let shiftable = row.values.get(column + 1).is_some_and(|v| !filled(v));
                    if filled(value) && (slip != Slip::Shifted || shiftable) {
                        places.push((index, number, column));
                    }
                }
            }
        }
        places
    }
}

/// The figure with a slip; `None` where it cannot have that slip.
fn spoil(random: &mut Random, slip: Slip, right: Decimal) -> Option<Decimal> {
    let scale = right.scale();
    let digits: Vec<char> = right.mantissa().to_string().chars().collect();
    let from = |digits: Vec<char>| -> Option<Decimal> {
        let mantissa: i64 = digits.into_iter().collect::<String>().parse().ok()?;
        Some(Decimal::new(mantissa, scale))
    };
    let wrong = match slip {
        Slip::Digit => {
            let at = random.below(digits.len());
            let mut digits = digits;
            let old = digits[at].to_digit(10)?;
            let new = (old + 1 + u32::try_from(random.below(8)).ok()?) % 10;
            digits[at] = char::from_digit(new, 10)?;
            from(digits)?
        }
        Slip::Swap => {
            let pairs: Vec<usize> = (1..digits.len()).filter(|i| digits[*i] != digits[i - 1]).collect();
            if pairs.is_empty() {
                return None;
            }
            let at = *random.pick(&pairs);
            let mut digits = digits;
            digits.swap(at, at - 1);
            from(digits)?
        }
        Slip::Sign => -right,
        Slip::Scale => {
            let mut wrong = right.checked_mul(Decimal::from(10_000))?;
            wrong.rescale(scale);
            wrong
        }
        Slip::WrongTotal => {
            let mut off = Decimal::from(random.between(1, 900));
            off.rescale(scale);
            right + off
        }
        Slip::DroppedRow | Slip::Shifted | Slip::DoubledRow | Slip::RepeatedTotal => return None,
    };
    let least = Decimal::new(50, scale);
    ((wrong - right).abs() >= least).then_some(wrong)
}
