//! Equations and inequalities over cells, and how they come out.

use rust_decimal::Decimal;

use super::figures::Book;
use super::tolerance::{Figure, Gap, judge};

/// A cell of a document: table, row and column by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Position of the table.
    pub table: usize,
    /// Row.
    pub row: usize,
    /// Column.
    pub column: usize,
}

/// A cell counted `factor` times: `1`, `-1`, or a change of unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addend {
    /// The cell.
    pub cell: CellRef,
    /// How often it counts.
    pub factor: Decimal,
}

impl Addend {
    /// A cell that counts once.
    #[must_use]
    pub fn once(table: usize, row: usize, column: usize) -> Self {
        Self { cell: CellRef { table, row, column }, factor: Decimal::ONE }
    }
}

/// How the two sides must stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Equal.
    Equal,
    /// Left at most right.
    AtMost,
    /// Left at least right.
    AtLeast,
}

impl Relation {
    /// `=`, `<=`, `>=`.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
        }
    }
}

/// Where an equation comes from: what it is about decides what counts as evidence for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// A total column against the columns beside it.
    RowSum,
    /// A subject against the subjects below it.
    Hierarchy,
    /// The total row against the top rows.
    TotalRow,
    /// Numbered items against their parts, and the totals of a two-sided table.
    Outline,
    /// A stated identity.
    Stated,
}

/// How much stands behind an equation apart from the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// The header or the order of the rows suggests it.
    Guessed,
    /// The codes or the numbering say it.
    Evident,
    /// The form or a rule says it.
    Stated,
}

/// Σ left `relation` Σ right.
#[derive(Debug, Clone, PartialEq)]
pub struct Equation {
    /// Left side; for sums, the total alone.
    pub left: Vec<Addend>,
    /// How the sides must stand.
    pub relation: Relation,
    /// Right side.
    pub right: Vec<Addend>,
    /// Where it comes from.
    pub shape: Shape,
    /// Equations of one shape and family support each other: the same column sum in other rows.
    pub family: u32,
    /// What stands behind it.
    pub trust: Trust,
}

/// How an equation comes out. Differences are left minus right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// To the last digit. `strong` when at least two addends of one side carry a figure other than zero.
    Exact {
        /// Whether it could easily have failed.
        strong: bool,
    },
    /// Within rounding.
    Rounding {
        /// Left minus right.
        difference: Decimal,
    },
    /// It does not hold.
    Broken {
        /// Left minus right.
        difference: Decimal,
        /// Rounding of figures printed with fewer decimals might explain it.
        doubtful: bool,
    },
    /// It cannot be judged.
    Silent(Silence),
}

/// Why an equation cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// No figure, or only zeros, on one side and nothing on the other.
    Nothing,
    /// The left side is empty while the right has figures.
    LeftEmpty,
    /// The right side is empty while the left has figures.
    RightEmpty,
    /// A cell could not be read.
    Unread,
}

impl Equation {
    /// All addends of both sides.
    pub fn addends(&self) -> impl Iterator<Item = &Addend> {
        self.left.iter().chain(&self.right)
    }

    /// Whether it speaks of a cell.
    #[must_use]
    pub fn concerns(&self, cell: CellRef) -> bool {
        self.addends().any(|addend| addend.cell == cell)
    }

    /// Works it out.
    #[must_use]
    pub fn judge(&self, book: &dyn Book) -> Verdict {
        if self.addends().any(|addend| book.unread(addend.cell)) {
            return Verdict::Silent(Silence::Unread);
        }
        let (left, right) = (side(&self.left, book), side(&self.right, book));
        match (left.figures.is_empty(), right.figures.is_empty()) {
            (true, true) => return Verdict::Silent(Silence::Nothing),
            (true, false) if right.counting() == 0 => return Verdict::Silent(Silence::Nothing),
            (false, true) if left.counting() == 0 => return Verdict::Silent(Silence::Nothing),
            // Nothing is never more than something.
            (true, false) if self.relation == Relation::AtMost => return Verdict::Silent(Silence::Nothing),
            (false, true) if self.relation == Relation::AtLeast => return Verdict::Silent(Silence::Nothing),
            (true, false) => return Verdict::Silent(Silence::LeftEmpty),
            (false, true) => return Verdict::Silent(Silence::RightEmpty),
            (false, false) => {}
        }
        let difference = left.sum - right.sum;
        let kept = match self.relation {
            Relation::Equal => difference.is_zero(),
            Relation::AtMost => difference <= Decimal::ZERO,
            Relation::AtLeast => difference >= Decimal::ZERO,
        };
        if kept {
            return Verdict::Exact { strong: left.counting() > 1 || right.counting() > 1 };
        }
        let mut figures = left.figures;
        figures.extend(right.figures);
        match judge(difference, &figures) {
            Gap::None | Gap::Rounding => Verdict::Rounding { difference },
            Gap::Doubtful => Verdict::Broken { difference, doubtful: true },
            Gap::Beyond => Verdict::Broken { difference, doubtful: false },
        }
    }

    /// How often a cell counts in `left − right`.
    #[must_use]
    pub fn weight(&self, cell: CellRef) -> Decimal {
        let of = |addends: &[Addend]| -> Decimal {
            addends.iter().filter(|addend| addend.cell == cell).map(|addend| addend.factor).sum()
        };
        of(&self.left) - of(&self.right)
    }
}

impl Verdict {
    /// It holds, to the last digit or within rounding.
    #[must_use]
    pub fn holds(self) -> bool {
        matches!(self, Self::Exact { .. } | Self::Rounding { .. })
    }

    /// It does not hold, or has figures on one side only.
    #[must_use]
    pub fn odd(self) -> bool {
        matches!(self, Self::Broken { .. } | Self::Silent(Silence::LeftEmpty | Silence::RightEmpty))
    }

    /// It does not hold.
    #[must_use]
    pub fn broken(self) -> bool {
        matches!(self, Self::Broken { .. })
    }
}

struct Sum {
    sum: Decimal,
    figures: Vec<Figure>,
}

impl Sum {
    fn counting(&self) -> usize {
        self.figures.iter().filter(|figure| !figure.amount.is_zero()).count()
    }
}

fn side(addends: &[Addend], book: &dyn Book) -> Sum {
    let figures: Vec<Figure> =
        addends.iter().filter_map(|addend| Some(book.figure(addend.cell)?.times(addend.factor))).collect();
    let sum = figures.iter().fold(Decimal::ZERO, |sum, f| sum.checked_add(f.amount).unwrap_or(sum));
    Sum { sum, figures }
}
