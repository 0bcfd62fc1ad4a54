//! Compares a report with what a synthetic document is known to say, cell by cell.

use gouji::Report;
use gouji::disclosure::model::{ColumnKind, Row as Read, Side, Table as ReadTable};
use gouji::generate::Synthetic;
use gouji::generate::table::{Panel, Row, Table};
use rust_decimal::Decimal;

/// How well a report agrees.
#[derive(Debug, Default)]
pub struct Agreement {
    /// Figures of the truth.
    pub truth: usize,
    /// Of those, read into the right cell.
    pub right: usize,
    /// Figures reported for these tables.
    pub reported: usize,
    /// What differs, for people.
    pub differences: Vec<String>,
}

impl Agreement {
    /// Harmonic mean of recall and precision.
    #[allow(clippy::cast_precision_loss)] // a score, for people
    pub fn f1(&self) -> f64 {
        let both = self.truth + self.reported.max(self.right);
        if both == 0 { 1.0 } else { 2.0 * self.right as f64 / both as f64 }
    }

    /// Whether everything is as it should be.
    pub fn perfect(&self) -> bool {
        self.differences.is_empty()
    }

    fn differ(&mut self, text: String) {
        self.differences.push(text);
    }
}

/// Compares tables and cells. `cells` alone: titles, labels, codes and names are not compared.
pub fn compare(document: &Synthetic, report: &Report, cells: bool) -> Agreement {
    let mut agreement = Agreement::default();
    let mut free: Vec<&ReadTable> = report.tables.iter().collect();
    let mut paired: Vec<Option<&ReadTable>> = vec![None; document.tables.len()];
    // By title and label first, and what is left by its cells.
    for by_name in [true, false] {
        for (slot, table) in paired.iter_mut().zip(&document.tables).filter(|(slot, _)| slot.is_none()) {
            let best = free
                .iter()
                .enumerate()
                .map(|(index, read)| (fit(table, read, by_name), std::cmp::Reverse(index)))
                .max()
                .filter(|(fit, _)| *fit > 0);
            if let Some((_, std::cmp::Reverse(index))) = best {
                *slot = Some(free.remove(index));
            }
        }
    }
    for (table, read) in document.tables.iter().zip(paired) {
        let figures = table.figures();
        agreement.truth += figures;
        let Some(read) = read else {
            if figures > 0 || !cells {
                agreement.differ(format!("《{}》 is not there ({figures} figures)", table.title));
            }
            continue;
        };
        let named = plain(&read.title) == plain(&table.title);
        let labelled = read.label.is_some() && read.label == table.label;
        let right = matching(table, read).0;
        let (_, reported, mut differences) = matching(table, read);
        agreement.right += right;
        agreement.reported += reported.max(right);
        if !cells {
            if !named {
                differences.push(format!("title read as {:?}", read.title));
            }
            if table.label.is_some() && !labelled {
                differences.push(format!("label read as {:?}, not {:?}", read.label, table.label));
            }
            if read.unit != table.unit {
                differences.push(format!("unit read as {:?}, not {:?}", read.unit, table.unit));
            }
        }
        let title = &table.title;
        agreement.differences.extend(
            differences
                .into_iter()
                .filter(|d| !cells || d.contains("figure"))
                .map(|d| format!("《{title}》 {d}")),
        );
    }
    for read in free {
        let figures = read.rows.iter().flat_map(|r| &r.cells).filter(|c| c.amount.is_some()).count();
        if figures > 0 {
            agreement.differ(format!(
                "a table of {figures} figures that is none: {:?} {:?}",
                read.label, read.title
            ));
        }
    }
    agreement
}

/// Compares kind, year, organization and unit.
pub fn identity(document: &Synthetic, report: &Report) -> Agreement {
    let mut agreement = Agreement::default();
    let read = &report.document;
    if read.kind != document.kind {
        agreement.differ(format!("kind read as {:?}, not {:?}", read.kind, document.kind));
    }
    if read.fiscal_year != Some(document.year) {
        agreement.differ(format!("year read as {:?}, not {}", read.fiscal_year, document.year));
    }
    if read.organization.as_deref() != Some(document.organization.as_str()) {
        agreement
            .differ(format!("organization read as {:?}, not {}", read.organization, document.organization));
    }
    if read.unit != Some(document.unit) {
        agreement.differ(format!("unit read as {:?}, not {:?}", read.unit, document.unit));
    }
    agreement
}

/// How well a read table answers to a true one; 0 where it does not.
fn fit(table: &Table, read: &ReadTable, by_name: bool) -> usize {
    let named = plain(&read.title) == plain(&table.title);
    let labelled = read.label.is_some() && read.label == table.label;
    let right = matching(table, read).0;
    match (by_name, named || labelled) {
        (true, true) => 1 + right + usize::from(named) * 1000,
        (true, false) => 0,
        (false, _) => right,
    }
}

/// Letters and digits alone, so that spacing and kinds of brackets do not count.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Figures in their right cells, figures reported, and what differs.
fn matching(table: &Table, read: &ReadTable) -> (usize, usize, Vec<String>) {
    let (mut right, mut reported) = (0, 0);
    let mut differences = Vec::new();
    let mut free: Vec<bool> = vec![true; read.rows.len()];
    for panel in &table.panels {
        let side = panel.side;
        let two_sided = read.rows.iter().any(|r| r.side.is_some());
        // Panels without a side share one list of rows.
        let chosen: Vec<usize> = (0..read.rows.len())
            .filter(|i| free[*i] && (!two_sided || side.is_none() || read.rows[*i].side == side))
            .collect();
        let rows: Vec<&Read> = chosen.iter().map(|i| &read.rows[*i]).collect();
        let columns = amounts(read, side);
        let found = panel_matches(panel, &rows, &columns);
        right += found.right;
        differences.extend(found.differences);
        for used in found.used {
            free[chosen[used]] = false;
        }
        if side.is_some() {
            reported += figures(&rows, &columns);
        }
    }
    if table.panels.iter().all(|p| p.side.is_none()) {
        let columns = amounts(read, None);
        reported = figures(&read.rows.iter().collect::<Vec<_>>(), &columns);
    }
    if reported > right {
        differences.push(format!("{} figures too many", reported - right));
    }
    (right, reported, differences)
}

/// The columns with figures, of a side where there are sides.
fn amounts(read: &ReadTable, side: Option<Side>) -> Vec<usize> {
    read.columns
        .iter()
        .enumerate()
        .filter(|(_, c)| {
            c.kind == ColumnKind::Amount && (side.is_none() || c.side.is_none() || c.side == side)
        })
        .map(|(index, _)| index)
        .collect()
}

fn figures(rows: &[&Read], columns: &[usize]) -> usize {
    rows.iter().map(|r| columns.iter().filter(|c| value(r, **c).is_some()).count()).sum()
}

fn value(row: &Read, column: usize) -> Option<Decimal> {
    row.cells.get(column)?.amount
}

struct Found {
    right: usize,
    used: Vec<usize>,
    differences: Vec<String>,
}

/// Pairs rows in order, by code or name, then compares the columns one by one.
fn panel_matches(panel: &Panel, rows: &[&Read], columns: &[usize]) -> Found {
    let truth: Vec<&Row> =
        panel.rows().filter(|r| !(label(r).is_empty() && r.values.iter().all(Option::is_none))).collect();
    let pairs = pair(&truth, rows);
    let wanted = panel.amounts();
    let mut found = Found { right: 0, used: Vec::new(), differences: Vec::new() };
    if !truth.is_empty() && columns.len() != wanted.len() {
        found.differences.push(format!("{} columns of figures, not {}", columns.len(), wanted.len()));
    }
    for (index, row) in truth.iter().enumerate() {
        let name = format!("{} {}", row.code.as_deref().unwrap_or("-"), label(row));
        let Some(read) = pairs[index] else {
            if row.values.iter().any(Option::is_some) {
                found.differences.push(format!("row {name:?} with its figures is not there"));
            }
            continue;
        };
        found.used.push(read);
        for (position, want) in row.values.iter().enumerate() {
            let have = columns.get(position).and_then(|c| value(rows[read], *c));
            if have == *want {
                found.right += usize::from(want.is_some());
            } else {
                let column = wanted.get(position).map(|c| c.path.join("/")).unwrap_or_default();
                found.differences.push(format!("figure in {name:?} · {column}: {have:?}, not {want:?}"));
            }
        }
        if rows[read].code != row.code {
            found.differences.push(format!("code of {name:?}: {:?}", rows[read].code));
        }
        if plain(&rows[read].name) != plain(label(row)) {
            found.differences.push(format!("name of {name:?}: {:?}", rows[read].name));
        }
    }
    found
}

fn label(row: &Row) -> &str {
    if row.name.is_empty() { row.texts.first().map_or("", String::as_str) } else { &row.name }
}

/// For each truth row the read row, by longest common subsequence.
fn pair(truth: &[&Row], rows: &[&Read]) -> Vec<Option<usize>> {
    let same = |a: &Row, b: &Read| {
        if let (Some(x), Some(y)) = (&a.code, &b.code) {
            return x == y;
        }
        let (x, y) = (plain(label(a)), plain(&b.name));
        x == y || (x.chars().count() > 3 && !y.is_empty() && (x.contains(&y) || y.contains(&x)))
    };
    let (n, m) = (truth.len(), rows.len());
    let mut best = vec![vec![0_usize; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let both = if same(truth[i], rows[j]) { best[i + 1][j + 1] + 1 } else { 0 };
            best[i][j] = best[i + 1][j].max(best[i][j + 1]).max(both);
        }
    }
    let mut pairs = vec![None; n];
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        if same(truth[i], rows[j]) && best[i][j] == best[i + 1][j + 1] + 1 {
            pairs[i] = Some(j);
            i += 1;
            j += 1;
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
