//! Which cells of the tables a statement may mean, as data: `../data/totals.eq`.

use std::sync::OnceLock;

use crate::amount::{Unit, grouped};
use crate::articulation::equation::{Addend, CellRef};
use crate::articulation::figures::{Book, Figures};
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::lookup::{self, Missing};
use crate::checks::notation::{self, Term};
use crate::checks::wording::{column_name, row_name, table_name};
use crate::disclosure::model::{Claim, Disclosure, Kind};
use crate::origin::Origin;

/// What a statement about a subject may mean.
pub struct Meaning {
    /// The check in whose name it is judged.
    pub rule: String,
    /// Which figure: 数, 预算数, 决算数, 年初预算, 上年.
    scope: String,
    /// The subject.
    pub subject: String,
    /// Nobody could mean anything else by it.
    pub plain: bool,
    /// The lawful readings.
    readings: Vec<Reading>,
}

/// One figure that may be meant.
struct Reading {
    terms: Vec<Term>,
    /// It is a part of what is spoken of, and the same only where the rest is nothing: it can bear a statement out
    /// but not refute it.
    narrow: bool,
}

impl Reading {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let sum = text.strip_prefix('~').unwrap_or(text);
        Some(Self { terms: notation::parse_sum(sum).ok()?, narrow: sum.len() < text.len() })
    }
}

fn meanings() -> &'static [Meaning] {
    static MEANINGS: OnceLock<Vec<Meaning>> = OnceLock::new();
    MEANINGS.get_or_init(|| include_str!("../data/totals.eq").lines().filter_map(meaning).collect())
}

fn meaning(line: &str) -> Option<Meaning> {
    let (head, readings) = line.split_once(':').filter(|_| !line.starts_with('#'))?;
    let mut words = head.split_whitespace();
    let (rule, scope) = (words.next()?.to_owned(), words.next()?.to_owned());
    let rest: Vec<&str> = words.collect();
    let plain = rest.first() == Some(&"!");
    let subject = (*rest.last()?).to_owned();
    let readings: Option<Vec<Reading>> = readings.split('|').map(Reading::parse).collect();
    Some(Meaning { rule, scope, subject, plain, readings: readings? })
}

/// The meaning of a subject under a metric (`total`, `budget`, `base`) in a kind of document.
#[must_use]
pub fn meaning_of(subject: &str, metric: &str, kind: Kind) -> Option<&'static Meaning> {
    let fits = |scope: &str| match scope {
        "数" => metric == "total",
        "预算数" => metric == "total" && kind != Kind::Final,
        "决算数" => metric == "total" && kind == Kind::Final,
        "年初预算" => metric == "budget",
        "上年" => metric == "base",
        _ => false,
    };
    meanings().iter().find(|meaning| meaning.subject == subject && fits(&meaning.scope))
}

/// A figure of the tables, in the unit of the statement, with the cells it is made of.
pub struct Candidate {
    /// The figure.
    pub figure: Figure,
    /// The cells.
    pub cells: Vec<CellRef>,
    /// A part of what is spoken of: it bears a statement out but does not refute it.
    pub narrow: bool,
}

/// The figures a sum of named cells gives; `None` where a table, row or column is missing or was not read.
#[must_use]
pub fn candidate(
    terms: &[Term],
    disclosure: &Disclosure,
    figures: &Figures<'_>,
    unit: Unit,
) -> Option<Candidate> {
    let addends = lookup::addends(terms, disclosure, Some(unit)).ok()?;
    if addends.iter().any(|addend| figures.unread(addend.cell)) {
        return None;
    }
    let figure = |addend: &Addend| Some(figures.figure(addend.cell)?.times(addend.factor));
    let found: Vec<Figure> = addends.iter().filter_map(figure).collect();
    let sum = found.iter().copied().reduce(|sum, next| Figure {
        amount: sum.amount + next.amount,
        half: sum.half + next.half,
        printed_half: sum.printed_half + next.printed_half,
    })?;
    let cells = addends.into_iter().map(|addend| addend.cell).collect();
    Some(Candidate { figure: sum, cells, narrow: false })
}

/// How well a statement agrees with a figure of the tables: rounded at its last digit, or cut off there where the
/// table is in a finer unit.
#[must_use]
pub fn agreement(stated: Figure, figure: Figure) -> Gap {
    let difference = stated.amount - figure.amount;
    let gap = judge(difference, &[stated, figure]);
    let finer = figure.half < stated.half;
    if matches!(gap, Gap::Doubtful | Gap::Beyond) && finer && difference.abs() < stated.half + stated.half {
        Gap::Rounding
    } else {
        gap
    }
}

/// The better a figure agrees the lower.
#[must_use]
pub fn rank(gap: Gap) -> u8 {
    match gap {
        Gap::None => 0,
        Gap::Rounding => 1,
        Gap::Doubtful => 2,
        Gap::Beyond => 3,
    }
}

/// Every figure a meaning may stand for.
#[must_use]
pub fn candidates(
    meaning: &Meaning,
    disclosure: &Disclosure,
    figures: &Figures<'_>,
    unit: Unit,
) -> Vec<Candidate> {
    let of = |reading: &Reading| {
        let found = candidate(&reading.terms, disclosure, figures, unit)?;
        Some(Candidate { narrow: reading.narrow, ..found })
    };
    meaning.readings.iter().filter_map(of).collect()
}

/// Whether the tables have the place and leave it blank, so that a statement of nothing agrees with them.
#[must_use]
pub fn is_blank(meaning: &Meaning, disclosure: &Disclosure, figures: &Figures<'_>) -> bool {
    meaning.readings.iter().any(|reading| match lookup::addends(&reading.terms, disclosure, None) {
        Ok(addends) => {
            addends.iter().all(|addend| figures.figure(addend.cell).is_none() && !figures.unread(addend.cell))
        }
        Err(Missing::Empty(_)) => true,
        Err(_) => false,
    })
}

/// The figures a subject may stand for in the tables.
#[must_use]
pub fn figures_of(disclosure: &Disclosure, subject: &str, metric: &str, unit: Unit) -> Vec<Figure> {
    let Some(meaning) = meaning_of(subject, metric, disclosure.identity.kind) else { return Vec::new() };
    let figures = Figures::new(&disclosure.tables);
    candidates(meaning, disclosure, &figures, unit).into_iter().map(|candidate| candidate.figure).collect()
}

/// `《表3 支出总表》合计·基本支出`.
#[must_use]
pub fn place(disclosure: &Disclosure, cell: CellRef) -> String {
    let Some(table) = disclosure.tables.get(cell.table) else { return String::new() };
    let (row, column) = (row_name(table, cell.row), column_name(table, cell.column));
    format!("《{}》{row}{}{column}", table_name(table), if column.is_empty() { "" } else { "·" })
}

/// The readings of the tables in words, and where they stand.
#[must_use]
pub fn readings(disclosure: &Disclosure, candidates: &[Candidate], unit: Unit) -> (Vec<String>, Vec<Origin>) {
    let mut words: Vec<String> = Vec::new();
    let mut origin = Vec::new();
    for candidate in candidates {
        let names: Vec<String> = candidate.cells.iter().map(|cell| place(disclosure, *cell)).collect();
        let reading = format!("{} {} {}", names.join(" + "), grouped(candidate.figure.amount), unit.label());
        if !words.contains(&reading) {
            words.push(reading);
            let cells = candidate.cells.iter();
            origin.extend(cells.filter_map(|cell| {
                disclosure.tables.get(cell.table)?.cell(cell.row, cell.column)?.origin.clone()
            }));
        }
    }
    words.truncate(4);
    (words, origin)
}

/// Every figure was read where it stands, in a unit that is stated.
#[must_use]
pub fn is_sound(disclosure: &Disclosure, candidates: &[Candidate]) -> bool {
    candidates.iter().flat_map(|candidate| &candidate.cells).all(|cell| {
        disclosure.tables.get(cell.table).is_some_and(|table| {
            table.unit.is_some()
                && !table.inferred
                && table.cell(cell.row, cell.column).is_some_and(|cell| !cell.inferred)
        })
    })
}

/// Whether a statement is about the year of the document.
#[must_use]
pub fn of_this_year(claim: &Claim, year: Option<u16>) -> bool {
    match (claim.year, year) {
        (Some(claimed), Some(year)) => claimed == year,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        let lines = include_str!("../data/totals.eq").lines();
        let wanted = lines.filter(|line| !line.starts_with('#') && !line.trim().is_empty()).count();
        assert_eq!(meanings().len(), wanted);
    }
}
