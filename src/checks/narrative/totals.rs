//! N01: the totals stated in the prose against the tables.

use std::sync::OnceLock;

use crate::amount::{Unit, grouped};
use crate::articulation::equation::{Addend, CellRef};
use crate::articulation::figures::{Book, Figures};
use crate::articulation::names::plain;
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::context::Context;
use crate::checks::lookup;
use crate::checks::notation::{self, Term};
use crate::checks::registry::Check;
use crate::checks::wording::{column_name, row_name, table_name};
use crate::disclosure::model::{Claim, Disclosure, Kind};
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N01",
    name: "文字里的总数和表里的一致",
    document: Kind::Unknown,
    doc: "查什么: 情况说明里写的收支总预算、收入总计、支出总计、一般公共预算支出、基本支出、项目支出等总数，和表里对应的总数是不是同一个数。口径不止一种的（当年、含结转），对上任何一种都算通过。
为什么: 文表不符是公开检查里最常见的问题；读者先看文字，再看表。
依据: 《预算法》第十四条要求对公开的预算、决算作出说明，说明应当与报表一致。
举例: 文字写“收支总预算 5,114.40 万元”，表1 收入总计是 5,114.04 万元。
怎么改: 以表为准改文字；表有误的，先改表再改文字。",
    run,
};

/// What a statement about a subject may mean.
struct Meaning {
    subject: String,
    /// Nobody could mean anything else by it.
    plain: bool,
    /// The lawful scopes.
    scopes: Vec<Vec<Term>>,
}

fn meanings() -> &'static [Meaning] {
    static MEANINGS: OnceLock<Vec<Meaning>> = OnceLock::new();
    MEANINGS.get_or_init(|| include_str!("../data/totals.eq").lines().filter_map(meaning).collect())
}

fn meaning(line: &str) -> Option<Meaning> {
    let (subject, scopes) = line.split_once(':').filter(|_| !line.starts_with('#'))?;
    let scopes: Option<Vec<Vec<Term>>> = scopes.split('|').map(|sum| notation::parse_sum(sum).ok()).collect();
    let (plain, subject) = match subject.strip_prefix('!') {
        Some(subject) => (true, subject),
        None => (false, subject),
    };
    Some(Meaning { subject: subject.trim().to_owned(), plain, scopes: scopes? })
}

/// A total of the tables, in the unit of the statement.
struct Candidate {
    figure: Figure,
    cells: Vec<CellRef>,
}

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let figures = Figures::new(&disclosure.tables);
    let mut judged = false;
    for claim in &disclosure.claims {
        let about = claim
            .subject
            .as_deref()
            .and_then(|subject| meanings().iter().find(|meaning| meaning.subject == subject));
        let (Some(meaning), Some(value), Some(unit)) = (about, claim.value, unit_of(claim)) else { continue };
        if claim.metric.as_deref() != Some("total") || !of_this_year(claim, disclosure.identity.fiscal_year) {
            continue;
        }
        judged = true;
        let candidates: Vec<Candidate> =
            meaning.scopes.iter().filter_map(|scope| candidate(scope, disclosure, &figures, unit)).collect();
        if candidates.is_empty() {
            let reason = format!("没有找到“{}”对应的表或总数", meaning.subject);
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
            continue;
        }
        let stated = Figure::new(value, value.scale());
        let gaps =
            || candidates.iter().map(|one| judge(stated.amount - one.figure.amount, &[stated, one.figure]));
        if gaps().any(|gap| gap == Gap::None) {
            context.ledger.add(CHECK.code, Outcome::Passed);
        } else if gaps().any(|gap| gap == Gap::Rounding) {
            context.ledger.add(CHECK.code, Outcome::Rounding);
        } else {
            context.ledger.add(CHECK.code, Outcome::Failed);
            context.findings.push(finding(disclosure, claim, meaning, unit, &candidates));
        }
    }
    if !judged {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "文字里没有找到可以核对的总数");
    }
}

fn of_this_year(claim: &Claim, year: Option<u16>) -> bool {
    match (claim.year, year) {
        (Some(claimed), Some(year)) => claimed == year,
        _ => true,
    }
}

fn unit_of(claim: &Claim) -> Option<Unit> {
    [Unit::Yuan, Unit::Thousand, Unit::TenThousand, Unit::HundredMillion]
        .into_iter()
        .find(|unit| claim.unit.as_deref() == Some(unit.label()))
}

fn candidate(
    scope: &[Term],
    disclosure: &Disclosure,
    figures: &Figures<'_>,
    unit: Unit,
) -> Option<Candidate> {
    let addends = lookup::addends(scope, disclosure, Some(unit)).ok()?;
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
    Some(Candidate { figure: sum, cells: addends.into_iter().map(|addend| addend.cell).collect() })
}

fn finding(
    disclosure: &Disclosure,
    claim: &Claim,
    meaning: &Meaning,
    unit: Unit,
    candidates: &[Candidate],
) -> Finding {
    let value = claim.value.unwrap_or_default();
    let mut readings: Vec<String> = Vec::new();
    let mut origin: Vec<Origin> = claim.origin.clone().into_iter().collect();
    for candidate in candidates {
        let names: Vec<String> = candidate.cells.iter().map(|cell| place(disclosure, *cell)).collect();
        let reading = format!("{} {}{}", names.join(" + "), grouped(candidate.figure.amount), unit.label());
        if !readings.contains(&reading) {
            readings.push(reading);
            let cells = candidate.cells.iter();
            origin.extend(cells.filter_map(|cell| {
                disclosure.tables.get(cell.table)?.cell(cell.row, cell.column)?.origin.clone()
            }));
        }
    }
    readings.truncate(4);
    // What all scopes agree on is expected; where they differ a person must choose.
    let first = candidates.first();
    let agreed = candidates.iter().all(|c| first.is_some_and(|f| f.figure.amount == c.figure.amount));
    let expected = first.filter(|_| agreed).map(|candidate| candidate.figure.amount);
    let cell = first.and_then(|candidate| candidate.cells.first().copied());
    let certain = agreed && meaning.plain && is_plain(claim) && is_sound(disclosure, candidates);
    Finding {
        rule: CHECK.code.to_owned(),
        severity: if certain { Severity::Error } else { Severity::Warning },
        category: Category::NarrativeVsTable,
        message: format!(
            "文字里的{}写作 {} {}，与表对不上：{}。",
            meaning.subject.replace('·', "的"),
            grouped(value),
            unit.label(),
            readings.join("；")
        ),
        expected: expected.map(grouped),
        actual: Some(grouped(value)),
        difference: expected.map(|expected| grouped(value - expected)),
        table: cell.and_then(|cell| disclosure.tables.get(cell.table)).map(|table| table.index),
        row: cell.map(|cell| cell.row),
        column: cell.map(|cell| cell.column),
        origin,
        equations: Vec::new(),
        suggestion: Some("以表为准改文字；表有误的先改表".to_owned()),
    }
}

fn place(disclosure: &Disclosure, cell: CellRef) -> String {
    let Some(table) = disclosure.tables.get(cell.table) else { return String::new() };
    let (row, column) = (row_name(table, cell.row), column_name(table, cell.column));
    format!("《{}》{row}{}{column}", table_name(table), if column.is_empty() { "" } else { "·" })
}

/// A short clause that states the figure and nothing else, so that it cannot be another's.
fn is_plain(claim: &Claim) -> bool {
    let text = plain(&claim.text);
    let other = ["增加", "减少", "增长", "下降", "其中", "分流", "主要", "上年", "调整", "除", "扣", "剔"];
    text.chars().count() <= 60 && !other.iter().any(|word| text.contains(word))
}

/// Every figure was read where it stands, in a unit that is stated.
fn is_sound(disclosure: &Disclosure, candidates: &[Candidate]) -> bool {
    candidates.iter().flat_map(|candidate| &candidate.cells).all(|cell| {
        disclosure.tables.get(cell.table).is_some_and(|table| {
            table.unit.is_some() && table.cell(cell.row, cell.column).is_some_and(|cell| !cell.inferred)
        })
    })
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
