//! Several disclosures side by side: years, budget against accounts, units.
//!
//! Figures meet when their tables are of one kind (or, unknown, of one title), their rows of one code, key or name
//! and their columns of one key (or, unknown, of one header). All amounts are brought to 元 before they are compared.

mod gist;
mod rules;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

pub use gist::{Gist, gist};
pub use rules::{CHECKS, across};

use crate::disclosure::model::{ColumnKind, Identity, Row, Side, Table};
use crate::disclosure::words::plain;
use crate::report::{Finding, Report};

/// What a comparison says.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// Always `gouji.compare/1`.
    pub schema: &'static str,
    /// The documents, in the order given.
    pub documents: Vec<Compared>,
    /// Figures that at least two of the documents have.
    pub figures: Vec<Figure>,
    /// What does not tally between the documents.
    pub findings: Vec<Across>,
}

/// What does not tally between documents.
#[derive(Debug, Clone, Serialize)]
pub struct Across {
    /// The documents it is about, by number from 0: first the one whose figure is in question, where its place is.
    pub documents: Vec<usize>,
    /// What is said.
    #[serde(flatten)]
    pub finding: Finding,
}

/// One of the documents compared.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// File name.
    pub name: String,
    /// Whose, and of which year.
    pub document: Identity,
}

/// A figure in several documents.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Kind or title of its table.
    pub table: String,
    /// Code of its row.
    pub code: Option<String>,
    /// Name of its row, as the first document prints it.
    pub name: String,
    /// Its column.
    pub column: String,
    /// Its amount in 元 in each document; `None` where the document has none.
    #[serde(serialize_with = "amounts")]
    pub yuan: Vec<Option<Decimal>>,
    /// Last minus first, where both are there.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub change: Option<Decimal>,
    /// The change in per cent of the first, to two decimals; `None` where the first is nothing.
    #[serde(with = "rust_decimal::serde::str_option")]
    pub percent: Option<Decimal>,
}

fn amounts<S: serde::Serializer>(values: &[Option<Decimal>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(|value| value.map(|v| v.to_string())))
}

/// Where a figure stands, in words all documents share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    table: String,
    side: u8,
    row: String,
    column: String,
    /// The how-manyeth row of that name, for rows printed twice.
    again: usize,
}

/// Puts reports side by side.
#[must_use]
pub fn compare(reports: &[Report]) -> Comparison {
    let mut found: BTreeMap<Place, (Figure, usize)> = BTreeMap::new();
    let mut order = 0;
    for (document, report) in reports.iter().enumerate() {
        for table in &report.tables {
            for (place, name, code, column, yuan) in figures(table) {
                let (figure, _) = found.entry(place).or_insert_with_key(|place| {
                    order += 1;
                    let yuan = vec![None; reports.len()];
                    (
                        Figure {
                            table: place.table.clone(),
                            code,
                            name,
                            column,
                            yuan,
                            change: None,
                            percent: None,
                        },
                        order,
                    )
                });
                if let Some(slot) = figure.yuan.get_mut(document) {
                    slot.get_or_insert(yuan);
                }
            }
        }
    }
    let mut ordered: Vec<(Figure, usize)> = found.into_values().collect();
    ordered.sort_by_key(|(_, order)| *order);
    let figures = ordered
        .into_iter()
        .map(|(figure, _)| figure)
        .filter(|figure| figure.yuan.iter().flatten().count() > 1)
        .map(with_change)
        .collect();
    let documents = reports
        .iter()
        .map(|report| Compared { name: report.source.name.clone(), document: report.document.clone() })
        .collect();
    Comparison {
        schema: "gouji.compare/1",
        documents,
        figures,
        findings: across(&reports.iter().map(gist).collect::<Vec<Gist>>()),
    }
}

fn with_change(mut figure: Figure) -> Figure {
    if let (Some(Some(first)), Some(Some(last))) = (figure.yuan.first(), figure.yuan.last()) {
        let change = *last - *first;
        figure.change = Some(change);
        figure.percent = change
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|hundredfold| hundredfold.checked_div(*first))
            .map(|percent| percent.round_dp(2));
    }
    figure
}

type Found = (Place, String, Option<String>, String, Decimal);

fn figures(table: &Table) -> Vec<Found> {
    let Some(unit) = table.unit else { return Vec::new() };
    let kind = table.kind.clone().unwrap_or_else(|| plain(&table.title));
    let mut seen: BTreeMap<(u8, String), usize> = BTreeMap::new();
    let mut out = Vec::new();
    for row in &table.rows {
        let side = match row.side {
            None => 0,
            Some(Side::Income) => 1,
            Some(Side::Expenditure) => 2,
        };
        let name = row_name(row);
        let again = seen.entry((side, name.clone())).or_default();
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            let Some(yuan) = cell.amount.and_then(|amount| amount.checked_mul(unit.in_yuan())) else {
                continue;
            };
            if column.kind != ColumnKind::Amount {
                continue;
            }
            let header =
                column.key.clone().unwrap_or_else(|| column.path.iter().map(|name| plain(name)).collect());
            let place =
                Place { table: kind.clone(), side, row: name.clone(), column: header.clone(), again: *again };
            out.push((place, row.name.clone(), row.code.clone(), header, yuan));
        }
        *again += 1;
    }
    out
}

fn row_name(row: &Row) -> String {
    row.code.clone().or_else(|| row.key.clone()).unwrap_or_else(|| plain(&row.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::Unit;
    use crate::disclosure::model::{Cell, Column};

    fn report(unit: Unit, amount: &str) -> Report {
        let table = Table {
            kind: Some("支出总表".to_owned()),
            unit: Some(unit),
            columns: vec![Column {
                path: Vec::new(),
                kind: ColumnKind::Amount,
                side: None,
                key: Some("合计".to_owned()),
            }],
            rows: vec![Row {
                code: Some("208".to_owned()),
                name: "社会保障和就业支出".to_owned(),
                cells: vec![Cell { amount: amount.parse().ok(), ..Cell::default() }],
                ..Row::default()
            }],
            ..Table::default()
        };
        Report {
            schema: String::new(),
            source: crate::report::Source::default(),
            document: Identity::default(),
            parts: Vec::new(),
            tables: vec![table],
            programs: Vec::new(),
            claims: Vec::new(),
            findings: Vec::new(),
            ledger: Vec::new(),
            warnings: Vec::new(),
        }
    }

    #[test]
    fn units_do_not_matter() {
        let comparison = compare(&[report(Unit::TenThousand, "12.50"), report(Unit::Yuan, "150000")]);
        let [figure] = comparison.figures.as_slice() else { panic!("one figure") };
        assert_eq!(figure.change, "25000".parse().ok());
        assert_eq!(figure.percent.map(|p| p.normalize()), "20".parse().ok());
    }

    #[test]
    fn nothing_to_grow_from_gives_no_percentage() {
        let comparison = compare(&[report(Unit::Yuan, "0"), report(Unit::Yuan, "5")]);
        assert_eq!(comparison.figures.first().and_then(|f| f.percent), None);
    }
}
