//! From the names in a formula to the cells of a document's tables.

use rust_decimal::Decimal;

use super::notation::{Formula, Rows, Term};
use crate::amount::Unit;
use crate::articulation::equation::{Addend, CellRef, Equation, Shape, Trust};
use crate::articulation::{hierarchy, names};
use crate::disclosure::model::{ColumnKind, Disclosure, Row, Table};
use crate::forms::title;

/// Why a formula could not be put to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Some of the tables it names were not found: each with whether it was.
    Tables(Vec<(String, bool)>),
    /// A table it names has no figures.
    Empty(String),
    /// A table it names does not list what the rule goes through row by row.
    Rows(String),
    /// A table it names has no such row or column.
    Cell {
        /// The kind of table.
        kind: String,
        /// The name, dot by dot.
        path: Vec<String>,
    },
    /// Anything else, in a colleague's words.
    Other(String),
}

impl From<&str> for Missing {
    fn from(reason: &str) -> Self {
        Self::Other(reason.to_owned())
    }
}

impl From<String> for Missing {
    fn from(reason: String) -> Self {
        Self::Other(reason)
    }
}

/// The equations a formula gives on a document: one, or one for each row and column it means. With `printed`,
/// tables, rows and columns may also be called as they are printed.
///
/// # Errors
/// What is missing.
pub fn equations(
    formula: &Formula,
    disclosure: &Disclosure,
    family: u32,
    printed: bool,
) -> Result<Vec<Equation>, Missing> {
    let lookup = Lookup { disclosure, printed };
    let kinds = formula.kinds();
    let found: Vec<(String, bool)> =
        kinds.iter().map(|kind| ((*kind).to_owned(), lookup.exists(kind))).collect();
    if found.iter().any(|(_, found)| !found) {
        return Err(Missing::Tables(found));
    }
    let mut tables = Vec::new();
    for kind in kinds {
        tables.push((kind, lookup.table(kind)?));
    }
    let at = |kind: &str| tables.iter().find(|(name, _)| *name == kind).map_or(0, |(_, at)| *at);
    let lead = formula.left.first().ok_or("公式是空的")?;
    let lead_table = lookup.get(at(&lead.kind)).ok_or("没有这张表")?;
    let each_row = formula
        .left
        .iter()
        .chain(&formula.right)
        .find(|term| matches!(term.rows, Rows::Each | Rows::Level(_)));
    let rows: Vec<Option<&Row>> = match each_row {
        None => vec![None],
        Some(term) => {
            let table = lookup.get(at(&term.kind)).ok_or("没有这张表")?;
            table
                .rows
                .iter()
                .filter(|row| fits(row, term.rows) && hierarchy::has_figures(row))
                .map(Some)
                .collect()
        }
    };
    if rows.is_empty() {
        return Err(Missing::Rows(lead.kind.clone()));
    }
    let columns = each_column(formula, lead_table);
    let unit = lead_table.unit;
    let mut equations = Vec::new();
    let mut missing = None;
    for row in rows {
        for column in &columns {
            let side = |terms: &[Term]| -> Result<Vec<Addend>, Missing> {
                let mut addends = Vec::new();
                for term in terms {
                    addends.extend(lookup.term(term, at(&term.kind), row, column.as_deref(), unit)?);
                }
                Ok(addends)
            };
            match (side(&formula.left), side(&formula.right)) {
                (Ok(left), Ok(right)) if !left.is_empty() && !right.is_empty() => equations.push(Equation {
                    left,
                    relation: formula.relation,
                    right,
                    shape: Shape::Stated,
                    family,
                    trust: Trust::Stated,
                }),
                (Ok(_), Ok(_)) => {
                    missing = Some(format!("《{}》里没有可以核对的数", lead.kind).into());
                }
                (Err(why), _) | (_, Err(why)) => missing = Some(why),
            }
        }
    }
    match missing {
        Some(why) if equations.is_empty() => Err(why),
        _ => Ok(equations),
    }
}

/// The cells that a sum of named cells means, each counted as often as brings it into `unit`.
///
/// # Errors
/// What is missing.
pub fn addends(terms: &[Term], disclosure: &Disclosure, unit: Option<Unit>) -> Result<Vec<Addend>, Missing> {
    let lookup = Lookup { disclosure, printed: false };
    let mut addends = Vec::new();
    for term in terms {
        if !lookup.exists(&term.kind) {
            return Err(Missing::Tables(vec![(term.kind.clone(), false)]));
        }
        addends.extend(lookup.term(term, lookup.table(&term.kind)?, None, None, unit)?);
    }
    Ok(addends)
}

/// The columns a `*` means: the keyed amount columns of the leading table's expenditure side, or of the whole.
fn each_column(formula: &Formula, table: &Table) -> Vec<Option<String>> {
    let starred = |term: &Term| term.path.last().is_some_and(|last| last == "*");
    if !formula.left.iter().chain(&formula.right).any(starred) {
        return vec![None];
    }
    let mut keys: Vec<Option<String>> = Vec::new();
    for column in table.columns.iter().filter(|column| column.kind == ColumnKind::Amount) {
        if let Some(key) = &column.key
            && !keys.iter().flatten().any(|known| known == key)
        {
            keys.push(Some(key.clone()));
        }
    }
    keys
}

fn fits(row: &Row, rows: Rows) -> bool {
    match rows {
        Rows::Level(digits) | Rows::Sum(digits) => code(row).is_some_and(|code| code.len() == digits),
        Rows::Each | Rows::Named => true,
    }
}

/// A row's subject code: printed, or known by its name (the classes of a two-sided table).
fn code(row: &Row) -> Option<&str> {
    hierarchy::subject_code(row).or_else(|| {
        row.key.as_deref().filter(|key| key.len() >= 3 && key.chars().all(|c| c.is_ascii_digit()))
    })
}

struct Lookup<'a> {
    disclosure: &'a Disclosure,
    printed: bool,
}

impl<'a> Lookup<'a> {
    fn get(&self, table: usize) -> Option<&'a Table> {
        self.disclosure.tables.get(table)
    }

    fn exists(&self, kind: &str) -> bool {
        self.disclosure.tables.iter().any(|table| self.is_called(table, kind))
    }

    fn is_called(&self, table: &Table, name: &str) -> bool {
        table.kind.as_deref() == Some(name)
            || self.printed
                && (title::plain(&table.title) == title::plain(name)
                    || table
                        .label
                        .as_deref()
                        .is_some_and(|label| title::label_key(label) == title::label_key(name)))
    }

    /// The one table of a kind. Several with figures are ambiguous: then nothing is said.
    fn table(&self, kind: &str) -> Result<usize, Missing> {
        let of_kind =
            || self.disclosure.tables.iter().enumerate().filter(|(_, table)| self.is_called(table, kind));
        let mut full = of_kind().filter(|(_, table)| table.rows.iter().any(hierarchy::has_figures));
        match (full.next(), full.next()) {
            (Some((one, _)), None) => Ok(one),
            (Some(_), Some(_)) => Err(format!("有不止一张《{kind}》，分不清该用哪一张").into()),
            (None, _) => Err(Missing::Empty(kind.to_owned())),
        }
    }

    fn term(
        &self,
        term: &Term,
        table: usize,
        row: Option<&Row>,
        column: Option<&str>,
        unit: Option<Unit>,
    ) -> Result<Vec<Addend>, Missing> {
        let cells = match self.cells(term, table, row, column) {
            Ok(cells) => cells,
            Err(_) if term.optional => Vec::new(),
            Err(why) => return Err(why),
        };
        let factor = factor(self.get(table).and_then(|table| table.unit), unit);
        let factor = if term.minus { -factor } else { factor };
        Ok(cells
            .into_iter()
            .map(|(row, column)| Addend { cell: CellRef { table, row, column }, factor })
            .collect())
    }

    fn cells(
        &self,
        term: &Term,
        at: usize,
        row: Option<&Row>,
        column: Option<&str>,
    ) -> Result<Vec<(usize, usize)>, Missing> {
        let table = self.get(at).ok_or("没有这张表")?;
        let path: Vec<&str> = term
            .path
            .iter()
            .map(|part| match column {
                Some(column) if part == "*" => column,
                _ => part.as_str(),
            })
            .collect();
        let nothing = || Missing::Cell {
            kind: term.kind.clone(),
            path: path.iter().map(|part| (*part).to_owned()).collect(),
        };
        let in_rows = |rows: Vec<usize>| -> Result<Vec<(usize, usize)>, Missing> {
            let cells: Vec<(usize, usize)> = rows
                .into_iter()
                .filter_map(|row| Some((row, amount_column(table, table.rows.get(row)?, &path)?)))
                .collect();
            if cells.is_empty() { Err(nothing()) } else { Ok(cells) }
        };
        match term.rows {
            Rows::Sum(_) => in_rows(
                (0..table.rows.len())
                    .filter(|&r| table.rows.get(r).is_some_and(|row| fits(row, term.rows)))
                    .collect(),
            ),
            Rows::Each | Rows::Level(_) => {
                let wanted = row.ok_or_else(nothing)?;
                in_rows(vec![same_row(table, wanted).ok_or_else(nothing)?])
            }
            Rows::Named => named(table, &path)
                .or_else(|| if self.printed { printed(table, &path) } else { None })
                .map(|cell| vec![cell])
                .ok_or_else(nothing),
        }
    }
}

/// The row itself, or the only row with its code.
fn same_row(table: &Table, wanted: &Row) -> Option<usize> {
    if let Some(own) = table.rows.iter().position(|row| std::ptr::eq(row, wanted)) {
        return Some(own);
    }
    let wanted = code(wanted)?;
    let mut same = table.rows.iter().enumerate().filter(|(_, row)| code(row) == Some(wanted));
    let first = same.next()?;
    same.next().is_none().then_some(first.0)
}

/// The cell a dotted name means: row then column at whatever dot makes sense; a column of the total row; a
/// column then a row (items printed as rows).
fn named(table: &Table, path: &[&str]) -> Option<(usize, usize)> {
    for split in (1..=path.len()).rev() {
        let (row, column) = path.split_at(split);
        if let Some(index) = row_named(table, &row.join("."))
            && let Some(column) = amount_column(table, table.rows.get(index)?, column)
        {
            return Some((index, column));
        }
    }
    let total = row_named(table, "合计");
    if let Some(index) = total
        && let Some(column) = amount_column(table, table.rows.get(index)?, path)
    {
        return Some((index, column));
    }
    let (first, rest) = path.split_first()?;
    let index = row_named(table, &rest.join("."))?;
    Some((index, amount_column(table, table.rows.get(index)?, &[first])?))
}

/// The cell that printed names mean: a row's name (or a known name), then a column's header from below.
fn printed(table: &Table, path: &[&str]) -> Option<(usize, usize)> {
    let same = |a: &str, b: &str| names::plain(&unnumbered(a)) == names::plain(&unnumbered(b));
    (1..=path.len()).rev().find_map(|split| {
        let (row, column) = path.split_at(split);
        let row = row.join(".");
        let mut rows = table
            .rows
            .iter()
            .enumerate()
            .filter(|(_, one)| same(&one.name, &row) && hierarchy::has_figures(one));
        let first = rows.next().filter(|_| rows.next().is_none()).map(|(index, _)| index);
        let index = row_named(table, &row).or(first)?;
        let own = table.rows.get(index)?;
        if let Some(found) = amount_column(table, own, column) {
            return Some((index, found));
        }
        let ends = |header: &[String]| {
            let mut parts = header.iter().rev().filter(|part| !part.trim().is_empty());
            !column.is_empty()
                && column.iter().rev().all(|name| parts.next().is_some_and(|part| same(part, name)))
        };
        let mut columns = table.columns.iter().enumerate().filter(|(_, one)| {
            one.kind == ColumnKind::Amount && (one.side.is_none() || one.side == own.side) && ends(&one.path)
        });
        let found = columns.next()?.0;
        columns.next().is_none().then_some((index, found))
    })
}

fn unnumbered(name: &str) -> String {
    crate::subjects::name::unnumbered(name).to_owned()
}

fn row_named(table: &Table, name: &str) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    let only = |found: &dyn Fn(&Row) -> bool| {
        let mut rows = table.rows.iter().enumerate().filter(|(_, row)| found(row)).map(|(index, _)| index);
        let first = rows.next();
        first.filter(|_| rows.next().is_none())
    };
    if name.chars().all(|c| c.is_ascii_digit()) {
        return only(&|row| code(row) == Some(name));
    }
    let keyed = || table.rows.iter().enumerate().filter(|(_, row)| row.key.as_deref() == Some(name));
    if name != "合计" {
        let mut rows = keyed().map(|(index, _)| index);
        let first = rows.next();
        return first.filter(|_| rows.next().is_none());
    }
    // A total printed above and again below is one; a table of one row is its own total.
    keyed()
        .find(|(_, row)| hierarchy::has_figures(row))
        .map(|(index, _)| index)
        .or_else(|| {
            let total = |row: &Row| {
                row.code.is_none() && names::is_grand_total(&row.name) && hierarchy::has_figures(row)
            };
            table.rows.iter().position(total)
        })
        .or_else(|| only(&hierarchy::has_figures))
}

/// The amount column by key, or without a name the one a row of the table has.
fn amount_column(table: &Table, row: &Row, path: &[&str]) -> Option<usize> {
    let own_side = || {
        table.columns.iter().enumerate().filter(|(_, column)| {
            column.kind == ColumnKind::Amount && (column.side.is_none() || column.side == row.side)
        })
    };
    let keyed = |key: &str| {
        let mut columns = own_side().filter(|(_, column)| column.key.as_deref() == Some(key));
        let first = columns.next();
        first.filter(|_| columns.next().is_none()).map(|(index, _)| index)
    };
    if !path.is_empty() {
        let key = path.join(".");
        // A one-column table calls its total what it likes.
        return keyed(&key)
            .or_else(|| if key == "合计" { keyed("金额") } else { None })
            .or_else(|| if key == "金额" { keyed("合计") } else { None });
    }
    let mut all = own_side().map(|(index, _)| index);
    let first = all.next();
    keyed("金额").or_else(|| keyed("合计")).or_else(|| first.filter(|_| all.next().is_none()))
}

/// What one unit is in another; 1 where either is not known.
fn factor(own: Option<Unit>, wanted: Option<Unit>) -> Decimal {
    match (own, wanted) {
        (Some(own), Some(wanted)) => own.in_yuan() / wanted.in_yuan(),
        _ => Decimal::ONE,
    }
}
