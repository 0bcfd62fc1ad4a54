//! Header cells that text lost: a group of columns which its form has with one column more.
//!
//! `小计 | 公务用车购置费 | 公务用车运行费` printed as `小计 | 公务用车购置费` leaves one column of figures for two names.
//! The prose may say whose they are; where it does not, the column goes by both names and no equation speaks of it.

use rust_decimal::Decimal;

use super::model::{Cell, Claim, Column, ColumnKind, Table};
use crate::forms::FormColumn;
use crate::origin::Origin;
use crate::report::{Category, Finding, Severity};

/// Gives a column back its lost neighbour, and says so.
pub(super) fn mend(table: &mut Table, claims: &[Claim]) -> Vec<Finding> {
    let Some(gap) = find(table) else { return Vec::new() };
    let figure = (0..table.rows.len()).find_map(|row| table.amount(row, gap.column));
    let Some(figure) = figure else { return Vec::new() };
    let year = claims.iter().filter_map(|claim| claim.year).max();
    let says = |column: &FormColumn| {
        let item = column.key.as_deref().and_then(|key| key.rsplit('.').next()).unwrap_or_default();
        let stated: Vec<Decimal> = claims
            .iter()
            .filter(|claim| {
                claim.subject.as_deref() == Some(item) && claim.metric.as_deref() == Some("total")
            })
            .filter(|claim| claim.year.is_none() || claim.year == year)
            .filter_map(|claim| claim.value)
            .collect();
        (!stated.is_empty()).then(|| stated.iter().all(|value| *value == figure))
    };
    let (printed, lost) = (last(&gap.printed.path), last(&gap.lost.path));
    let message = match (says(&gap.printed), says(&gap.lost)) {
        // The prose gives the figure to the name that is printed.
        (Some(true), Some(false) | None) => return Vec::new(),
        (Some(false) | None, Some(true)) => {
            insert(table, &gap);
            format!(
                "“{printed}”旁边的“{lost}”一格表头在文本里丢了；正文说{lost}为 {figure}，这一栏的数字已归到“{lost}”。"
            )
        }
        _ => {
            if let Some(column) = table.columns.get_mut(gap.column) {
                column.key = None;
                if let Some(leaf) = column.path.last_mut() {
                    *leaf = format!("{printed}或{lost}");
                }
            }
            format!(
                "“{printed}”旁边的“{lost}”一格表头在文本里丢了，这一栏的数字属于哪一项，正文也没有说，只能存疑。"
            )
        }
    };
    let label = table.label.as_deref().map(|label| format!("{label} ")).unwrap_or_default();
    vec![Finding {
        table: Some(table.index),
        column: Some(gap.column),
        origin: places(table, gap.column),
        ..Finding::new(
            "R04",
            Severity::Note,
            Category::LayoutDamage,
            format!("{label}{}：{message}", table.title),
        )
    }]
}

fn last(path: &[String]) -> &str {
    path.last().map_or("", String::as_str)
}

fn places(table: &Table, column: usize) -> Vec<Origin> {
    let cells = table.rows.iter().flat_map(|row| [row.cells.get(column), row.cells.get(column + 1)]);
    cells.flatten().filter_map(|cell| cell.origin.clone()).take(3).collect()
}

/// One column for two names.
struct Gap {
    column: usize,
    printed: FormColumn,
    lost: FormColumn,
    /// The lost one stands before the printed one.
    before: bool,
}

/// The group that lacks one column of the two below its subtotal, the other holding just what the subtotal does.
fn find(table: &Table) -> Option<Gap> {
    let form = crate::forms::in_use().form(table.form.as_deref()?)?;
    let place = |wanted: &FormColumn| {
        let key = wanted.key.as_ref()?;
        table.columns.iter().position(|column| column.key.as_ref() == Some(key))
    };
    let amounts: Vec<&FormColumn> = form.columns.iter().filter(|c| c.kind == ColumnKind::Amount).collect();
    amounts.windows(3).find_map(|three| {
        let [total, first, second] = three else { return None };
        let group = |column: &FormColumn| column.path.split_last().map(|(_, group)| group.to_vec());
        let alike = group(total) == group(first) && group(first) == group(second);
        let deep = total.path.len() >= 2 && last(&total.path) == "小计";
        if !alike || !deep || second.optional || first.optional {
            return None;
        }
        let total = place(total)?;
        let (column, printed, lost, before) = match (place(first), place(second)) {
            (Some(column), None) => (column, first, second, false),
            (None, Some(column)) => (column, second, first, true),
            _ => return None,
        };
        let same = (0..table.rows.len()).all(|row| table.amount(row, total) == table.amount(row, column));
        same.then(|| Gap { column, printed: (*printed).clone(), lost: (*lost).clone(), before })
    })
}

/// Puts the lost column beside the printed one, with its figures.
fn insert(table: &mut Table, gap: &Gap) {
    let Some(printed) = table.columns.get(gap.column) else { return };
    let mut path = printed.path.clone();
    if let Some(leaf) = path.last_mut() {
        last(&gap.lost.path).clone_into(leaf);
    }
    let column = Column { path, kind: ColumnKind::Amount, side: printed.side, key: gap.lost.key.clone() };
    let (own, other) = if gap.before { (gap.column, gap.column + 1) } else { (gap.column + 1, gap.column) };
    table.columns.insert(own, column);
    for row in &mut table.rows {
        if gap.column < row.cells.len() {
            row.cells.insert(other, Cell::default());
            if let Some(cell) = row.cells.get_mut(own) {
                cell.inferred = cell.amount.is_some();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::Row;

    fn table() -> Table {
        let form = crate::forms::in_use()
            .families()
            .iter()
            .flat_map(|family| &family.forms)
            .find(|form| form.id.ends_with("sichuan-budget-2020/3-6"))
            .expect("the form is there");
        let columns: Vec<Column> = form
            .columns
            .iter()
            .filter(|column| last(&column.path) != "公务用车运行费")
            .map(|c| Column { path: c.path.clone(), kind: c.kind, side: None, key: c.key.clone() })
            .collect();
        let texts = ["", "合计", "9", "", "7", "7", "2"];
        let cells = texts
            .iter()
            .map(|text| Cell { text: (*text).to_owned(), amount: text.parse().ok(), ..Cell::default() })
            .collect();
        Table {
            title: "三公表".to_owned(),
            form: Some(form.id.clone()),
            columns,
            rows: vec![Row { name: "合计".to_owned(), cells, ..Row::default() }],
            ..Table::default()
        }
    }

    fn claim(subject: &str, value: i64) -> Claim {
        Claim {
            subject: Some(subject.to_owned()),
            metric: Some("total".to_owned()),
            value: Some(Decimal::new(value, 0)),
            ..Claim::default()
        }
    }

    #[test]
    fn the_prose_tells_whose_the_figure_is() {
        let mut table = table();
        let notes = mend(&mut table, &[claim("公务用车购置费", 0), claim("公务用车运行费", 7)]);
        assert_eq!(notes.len(), 1);
        let row: Vec<&str> = table.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(row, ["", "合计", "9", "", "7", "", "7", "2"]);
        assert_eq!(last(&table.columns[6].path), "公务用车运行费");
        assert!(table.rows[0].cells[6].inferred);
    }

    #[test]
    fn what_the_prose_gives_to_the_printed_name_stays() {
        let mut table = table();
        assert!(mend(&mut table, &[claim("公务用车购置费", 7)]).is_empty());
        assert_eq!(table.columns.len(), 7);
    }

    #[test]
    fn without_a_word_the_column_has_two_names_and_no_equation() {
        let mut table = table();
        assert_eq!(mend(&mut table, &[]).len(), 1);
        assert_eq!(last(&table.columns[5].path), "公务用车购置费或公务用车运行费");
        assert_eq!(table.columns[5].key, None);
    }
}
