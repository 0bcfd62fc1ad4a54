//! Which cell of a row belongs to which column, where text has lost its merged cells: the order-preserving
//! assignment that best agrees with what each cell *is* and moves the cells the least.

use super::values::Kind;
use super::vocabulary::Field;

/// A column of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    /// What it holds.
    pub field: Field,
    /// Its first grid column.
    pub from: usize,
    /// The grid column after its last.
    pub to: usize,
}

/// A cell of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Its grid column.
    pub col: usize,
    /// What it is.
    pub kind: Kind,
}

/// Moving away from the neighbours' shift.
const SHIFT: u32 = 3;
/// Leaving a cell without a column.
const DROP: u32 = 15;
/// No reading is as bad as this.
const NEVER: u32 = 1000;

/// For each cell the index of its column. `usual` is the shift that the rows before had.
pub(super) fn fit(slots: &[Slot], tokens: &[Token], usual: isize) -> Vec<Option<usize>> {
    let mut search = Search { slots, tokens, usual, table: Vec::with_capacity(tokens.len()) };
    for (at, token) in tokens.iter().enumerate() {
        let row = slots.iter().enumerate().map(|(slot, here)| search.best(at, token, slot, here)).collect();
        search.table.push(row);
    }
    search.read_back()
}

/// How a cell came to its column, and at what cost.
struct Step {
    cost: u32,
    from: Option<(usize, usize)>,
}

/// The search: for each cell and column the cheapest way to have put it there.
struct Search<'a> {
    slots: &'a [Slot],
    tokens: &'a [Token],
    usual: isize,
    table: Vec<Vec<Option<Step>>>,
}

impl Search<'_> {
    /// The cheapest way to put a cell under a column, given those for the cells before it.
    fn best(&self, at: usize, token: &Token, slot: usize, here: &Slot) -> Option<Step> {
        let own = agreement(here.field, token.kind);
        if own >= NEVER {
            return None;
        }
        let shift = offset(token, here);
        // For the first cell of the row, where the rows before stood is as good a place as under the names.
        let moved = match shift {
            0 => 0,
            shift if shift == self.usual => 1,
            _ => SHIFT,
        };
        let alone = partner(self.slots, None, None, here, token);
        let cost = own + moved + self.dropped(0, at) + self.skipped(0, slot) + alone;
        let mut least = Step { cost, from: None };
        for (before, (left_token, row)) in self.tokens.iter().zip(&self.table).enumerate() {
            for (left, (left_slot, step)) in self.slots.iter().zip(row).enumerate() {
                let repeats = left == slot && here.field == Field::Other;
                if left >= slot && !repeats {
                    break;
                }
                let Some(step) = step else { continue };
                let level = here.field == Field::Other || offset(left_token, left_slot) == shift;
                let cost = step.cost
                    + own
                    + if level { 0 } else { SHIFT }
                    + self.dropped(before + 1, at)
                    + self.skipped(left + 1, slot)
                    + partner(self.slots, Some(left_slot), Some(left_token), here, token);
                if cost < least.cost {
                    least = Step { cost, from: Some((before, left)) };
                }
            }
        }
        Some(least)
    }

    /// The columns of the cheapest way over all cells.
    fn read_back(&self) -> Vec<Option<usize>> {
        let mut end: Option<(u32, usize, usize)> = None;
        for (at, row) in self.table.iter().enumerate() {
            for (slot, step) in row.iter().enumerate() {
                let Some(step) = step else { continue };
                let rest = self.dropped(at + 1, self.tokens.len()) + self.skipped(slot + 1, self.slots.len());
                if end.is_none_or(|(least, _, _)| step.cost + rest < least) {
                    end = Some((step.cost + rest, at, slot));
                }
            }
        }
        let mut out = vec![None; self.tokens.len()];
        let mut next = end.map(|(_, at, slot)| (at, slot));
        while let Some((at, slot)) = next {
            if let Some(place) = out.get_mut(at) {
                *place = Some(slot);
            }
            next = self.table.get(at).and_then(|row| row.get(slot)?.as_ref()?.from);
        }
        out
    }

    /// The cost of leaving cells without a column; levels are printed too surely to be left out.
    fn dropped(&self, from: usize, to: usize) -> u32 {
        let tokens = self.tokens.get(from..to).unwrap_or_default();
        let cost = |token: &Token| match token.kind {
            Kind::First | Kind::Second | Kind::Either => 2 * DROP,
            _ => DROP,
        };
        tokens.iter().map(cost).sum()
    }

    /// The cost of leaving columns empty. Of groups side by side any may be.
    fn skipped(&self, from: usize, to: usize) -> u32 {
        let grouped = is_grouped(self.slots);
        let valued = self
            .tokens
            .iter()
            .any(|token| matches!(token.kind, Kind::Op | Kind::Number | Kind::Percent | Kind::Date));
        let cost = |slot: &Slot| match slot.field {
            Field::L3 | Field::Target if grouped => 0,
            Field::L3 if valued => 8,
            Field::Target if valued => 4,
            Field::Score => 6,
            Field::Weight => 5,
            Field::Completion => 4,
            Field::L3 | Field::Target | Field::Deadline | Field::Actual => 2,
            _ => 0,
        };
        self.slots.get(from..to).unwrap_or_default().iter().map(cost).sum()
    }
}

/// How far a cell stands from its column; anywhere under the column's name is no distance.
fn offset(token: &Token, slot: &Slot) -> isize {
    if (slot.from..slot.to).contains(&token.col) {
        return 0;
    }
    let from = isize::try_from(slot.from).unwrap_or(isize::MAX);
    isize::try_from(token.col).unwrap_or(isize::MAX).saturating_sub(from)
}

/// Whether several groups of indicators stand side by side, each with its own columns.
fn is_grouped(slots: &[Slot]) -> bool {
    slots.iter().filter(|slot| slot.field == Field::L3).count() > 1
}

/// What a cell costs beside the one placed before it: a bare number wants its operator and unit, words want none.
fn partner(
    slots: &[Slot],
    left: Option<&Slot>,
    left_token: Option<&Token>,
    here: &Slot,
    token: &Token,
) -> u32 {
    let has = |field: Field| slots.iter().any(|slot| slot.field == field);
    let left_field = left.map(|slot| slot.field);
    // Remarks stand to the right of everything else.
    if here.field == Field::Other && token.col < here.from {
        return 6;
    }
    if is_grouped(slots) {
        // In each group the value goes with the indicator before it.
        let beside = left.is_some_and(|left| left.field == Field::L3 && left.to == here.from);
        return match here.field {
            Field::Target if !beside => 12,
            Field::L3 if left_field == Some(Field::L3) => 4,
            _ => 0,
        };
    }
    match here.field {
        Field::Target if has(Field::Op) => match (left_field == Some(Field::Op), token.kind) {
            (false, Kind::Number) => 3,
            (true, Kind::Text(_)) => 2,
            _ => 0,
        },
        // A unit without what it counts is none.
        Field::Unit if left_field != Some(Field::Target) => 12,
        // A first level comes with a second one.
        Field::L3 if left_field == Some(Field::L1) && has(Field::L2) => 6,
        _ => match (left_field, left_token.map(|token| token.kind)) {
            (Some(Field::Target), Some(Kind::Number)) if has(Field::Unit) && here.field != Field::Unit => 2,
            _ => 0,
        },
    }
}

/// How ill a kind of cell suits a column.
fn agreement(field: Field, kind: Kind) -> u32 {
    match field {
        Field::Project => match kind {
            Kind::Text(_) => 0,
            Kind::Measure | Kind::Unit => 8,
            Kind::First | Kind::Second | Kind::Either => 15,
            _ => 40,
        },
        Field::Goal => match kind {
            Kind::Text(length) if length > 24 => 0,
            Kind::Text(length) if length > 12 => 4,
            Kind::Text(_) => 8,
            _ => 40,
        },
        Field::Money => {
            if matches!(kind, Kind::Number | Kind::Dash) {
                0
            } else {
                40
            }
        }
        Field::L1 => match kind {
            Kind::First | Kind::Either => 0,
            Kind::Text(_) => 4,
            Kind::Second => 20,
            _ => 40,
        },
        Field::L2 => match kind {
            Kind::Second | Kind::Either => 0,
            Kind::Text(_) => 3,
            Kind::First => 20,
            _ => 40,
        },
        Field::L3 => match kind {
            Kind::Text(_) => 0,
            Kind::Measure => 4,
            Kind::Second | Kind::Either | Kind::Unit => 8,
            Kind::Number => 15,
            Kind::First => 20,
            _ => 40,
        },
        Field::Op => {
            if kind == Kind::Op {
                0
            } else {
                40
            }
        }
        Field::Target => match kind {
            Kind::Number | Kind::Percent | Kind::Measure => 0,
            Kind::Text(_) | Kind::Dash => 1,
            Kind::Date => 3,
            Kind::Unit => 6,
            Kind::Op => 40,
            _ => 20,
        },
        Field::Unit => match kind {
            Kind::Unit => 0,
            Kind::Text(length) if length <= 3 => 2,
            Kind::Text(length) if length <= 6 => 8,
            Kind::Dash => 4,
            Kind::Percent | Kind::Op => 40,
            _ => 20,
        },
        Field::Deadline => match kind {
            Kind::Date => 0,
            Kind::Text(_) => 8,
            Kind::Dash => 6,
            _ => 20,
        },
        Field::Actual => match kind {
            Kind::Number | Kind::Percent | Kind::Measure => 0,
            Kind::Text(_) | Kind::Dash => 1,
            Kind::Date => 3,
            Kind::Op => 40,
            _ => 8,
        },
        Field::Completion => match kind {
            Kind::Percent => 0,
            Kind::Number => 1,
            Kind::Text(_) | Kind::Dash => 3,
            _ => 20,
        },
        Field::Weight | Field::Score => match kind {
            Kind::Number => 0,
            Kind::Percent if field == Field::Weight => 1,
            Kind::Dash => 2,
            Kind::Measure => 6,
            _ => 30,
        },
        Field::Owner => match kind {
            Kind::Text(_) | Kind::Measure => 1,
            Kind::Number => 4,
            _ => 40,
        },
        Field::Other => match kind {
            Kind::Text(_) | Kind::Dash => 0,
            _ => 15,
        },
    }
}
