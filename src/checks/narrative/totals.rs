//! N01: the totals stated in the prose against the tables.

use rust_decimal::Decimal;

use crate::amount::{Unit, grouped};
use crate::articulation::hierarchy::has_figures;
use crate::articulation::names::{self, plain};
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Claim, ColumnKind, Kind, Table};
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

/// Which totals a statement may mean: words of its subject, kinds of table, and keys of rows or columns.
struct Meaning {
    /// All of these words stand in the subject.
    all: &'static [&'static str],
    /// None of these does.
    none: &'static [&'static str],
    /// Kinds of table.
    kinds: &'static [&'static str],
    /// Row keys; the total row where empty.
    rows: &'static [&'static str],
    /// Column keys; any column of totals where empty.
    columns: &'static [&'static str],
}

/// The first that fits decides; more particular subjects come first.
const MEANINGS: &[Meaning] = &[
    Meaning {
        all: &["财政拨款", "总"],
        none: &["三公", "一般公共", "政府性基金", "国有资本"],
        kinds: &["财政拨款收支总表"],
        rows: &["收入总计", "支出总计", "本年收入合计", "本年支出合计"],
        columns: &[],
    },
    Meaning {
        all: &["一般公共", "基本支出"],
        none: &["三公"],
        kinds: &["一般公共预算支出表", "基本支出表"],
        rows: &["合计"],
        columns: &["基本支出", "合计"],
    },
    Meaning {
        all: &["收", "总"],
        none: &["财政拨款", "一般公共", "政府性基金", "国有资本", "三公", "上年", "非税"],
        kinds: &["收支总表", "收支预算表", "财政拨款收支总表", "收入总表", "支出总表"],
        rows: &["收入总计", "支出总计", "本年收入合计", "本年支出合计", "合计"],
        columns: &["金额", "合计"],
    },
    Meaning {
        all: &["支出", "总"],
        none: &["财政拨款", "一般公共", "政府性基金", "国有资本", "三公", "上年", "采购", "绩效"],
        kinds: &["收支总表", "收支预算表", "财政拨款收支总表", "支出总表"],
        rows: &["支出总计", "本年支出合计", "合计"],
        columns: &["金额", "合计"],
    },
];

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let mut judged = false;
    for claim in &disclosure.claims {
        if claim.metric.as_deref() != Some("total") || !of_this_year(claim, disclosure.identity.fiscal_year) {
            continue;
        }
        let (Some(value), Some(subject), Some(unit)) =
            (claim.value, claim.subject.as_deref(), unit_of(claim))
        else {
            continue;
        };
        let subject = plain(subject);
        let Some(meaning) = MEANINGS.iter().find(|meaning| fits(meaning, &subject)) else { continue };
        judged = true;
        let candidates = candidates(&disclosure.tables, meaning);
        if candidates.is_empty() {
            let reason = format!("没有找到“{subject}”对应的表或总数");
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
            continue;
        }
        let stated = Figure::new(value, value.scale()).times(unit.in_yuan());
        let gaps = candidates
            .iter()
            .map(|candidate| judge(stated.amount - candidate.figure.amount, &[stated, candidate.figure]));
        if gaps.clone().any(|gap| gap == Gap::None) {
            context.ledger.add(CHECK.code, Outcome::Passed);
        } else if gaps.clone().any(|gap| gap == Gap::Rounding) {
            context.ledger.add(CHECK.code, Outcome::Rounding);
        } else {
            context.ledger.add(CHECK.code, Outcome::Failed);
            context.findings.push(finding(claim, value, unit, &subject, &candidates));
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

fn fits(meaning: &Meaning, subject: &str) -> bool {
    meaning.all.iter().all(|word| subject.contains(word))
        && !meaning.none.iter().any(|word| subject.contains(word))
}

struct Candidate<'a> {
    table: &'a Table,
    row: usize,
    column: usize,
    figure: Figure,
}

fn candidates<'a>(tables: &'a [Table], meaning: &Meaning) -> Vec<Candidate<'a>> {
    let mut found = Vec::new();
    let of_kind =
        tables.iter().filter(|table| table.kind.as_deref().is_some_and(|kind| meaning.kinds.contains(&kind)));
    for table in of_kind {
        let only = table.rows.iter().filter(|row| has_figures(row)).count() == 1;
        for (index, row) in table.rows.iter().enumerate() {
            let named = row.key.as_deref().is_some_and(|key| meaning.rows.contains(&key));
            let total = meaning.rows.contains(&"合计") && (only || names::is_grand_total(&row.name));
            if !named && !total {
                continue;
            }
            for (column, cell) in row.cells.iter().enumerate() {
                let amount = table.columns.get(column).filter(|column| column.kind == ColumnKind::Amount);
                let keyed = amount.is_some_and(|column| {
                    meaning.columns.is_empty()
                        || column.key.as_deref().is_none_or(|key| meaning.columns.contains(&key))
                });
                if let Some(value) = cell.amount.filter(|_| keyed) {
                    let figure = Figure::new(value, value.scale());
                    let figure = figure.times(table.unit.map_or(Decimal::ONE, Unit::in_yuan));
                    found.push(Candidate { table, row: index, column, figure });
                }
            }
        }
    }
    found
}

fn finding(
    claim: &Claim,
    value: Decimal,
    unit: Unit,
    subject: &str,
    candidates: &[Candidate<'_>],
) -> Finding {
    let mut readings: Vec<String> = Vec::new();
    let mut origin: Vec<_> = claim.origin.clone().into_iter().collect();
    for candidate in candidates {
        let Some(row) = candidate.table.rows.get(candidate.row) else { continue };
        let Some(cell) = row.cells.get(candidate.column) else { continue };
        let own = candidate.table.unit.map_or("", Unit::label);
        let name = plain(&row.name);
        let reading = format!(
            "《{}》{name} {}{own}",
            table_name(candidate.table),
            grouped(cell.amount.unwrap_or_default())
        );
        if !readings.contains(&reading) {
            readings.push(reading);
            origin.extend(cell.origin.clone());
        }
    }
    readings.truncate(4);
    // What the tables agree on is expected; where they name several totals a person must choose.
    let first = candidates.first();
    let agreed = candidates.iter().all(|c| first.is_some_and(|f| f.figure.amount == c.figure.amount));
    let expected = first.filter(|_| agreed).and_then(|c| c.figure.amount.checked_div(unit.in_yuan()));
    Finding {
        rule: CHECK.code.to_owned(),
        severity: if agreed { Severity::Error } else { Severity::Warning },
        category: Category::NarrativeVsTable,
        message: format!(
            "文字里的“{subject}”写作 {}{}，与表对不上：{}。",
            grouped(value),
            unit.label(),
            readings.join("；")
        ),
        expected: expected.map(|expected| grouped(expected.round_dp(2))),
        actual: Some(grouped(value)),
        difference: expected.map(|expected| grouped((value - expected).round_dp(2))),
        table: first.map(|c| c.table.index),
        row: first.map(|c| c.row),
        column: first.map(|c| c.column),
        origin,
        equations: Vec::new(),
        suggestion: Some("以表为准改文字；表有误的先改表".to_owned()),
    }
}
