//! Rows cut by the end of a page: what did not fit any more stands first in the next part of the table.

use super::columns::Role;
use super::header::Header;
use super::matrix::Matrix;
use super::model::Row;
use super::words;
use crate::amount;

/// Whether a part begins with the rest of a row: the column that numbers or codes (nearly) all rows is empty there.
pub(super) fn begins_cut(
    open: &Matrix<'_>,
    names: &Header,
    (part, header): (&Matrix<'_>, &Header),
    roles: &[Role],
) -> bool {
    let filled = |matrix: &Matrix<'_>, from: usize, col: usize| {
        (from..matrix.grid.rows).filter(|row| !matrix.covering_text(*row, col).is_empty()).count()
    };
    let rows = (open.grid.rows.saturating_sub(names.body)) + part.grid.rows.saturating_sub(header.body + 1);
    (0..roles.len()).any(|col| {
        let keys = matches!(roles.get(col), Some(Role::Running | Role::Code | Role::CodePart));
        keys && rows > 3
            && part.covering_text(header.body, col).is_empty()
            && (filled(open, names.body, col) + filled(part, header.body + 1, col)) * 5 >= rows * 4
    })
}

/// Joins the rest of a row to it; `false`, and nothing done, where both have a figure of their own in a column.
pub(super) fn join(row: &mut Row, rest: &Row) -> bool {
    let total = ["合计", "小计", "总计"].iter().any(|word| rest.name.ends_with(word));
    if rest.code.is_some() || total || rest.name.contains(['合', '总']) && words::is_total(&rest.name) {
        return false;
    }
    let digits = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let joins = row.cells.iter().zip(&rest.cells).all(|(a, b)| {
        // A figure broken within its cell leaves its last digits behind.
        a.amount.is_none() || b.amount.is_none() || a.text.contains('.') && digits(&b.text)
    });
    if !joins || row.cells.len() != rest.cells.len() {
        return false;
    }
    row.name.push_str(&rest.name);
    for (cell, more) in row.cells.iter_mut().zip(&rest.cells) {
        if cell.text.is_empty() {
            cell.clone_from(more);
        } else if !more.text.is_empty() {
            cell.text.push_str(&more.text);
            cell.amount = cell.amount.or(more.amount).and_then(|_| amount::parse(&cell.text));
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::Cell;

    fn row(name: &str, cells: &[&str]) -> Row {
        let cell =
            |text: &&str| Cell { text: (*text).to_owned(), amount: amount::parse(text), ..Cell::default() };
        Row { name: name.to_owned(), cells: cells.iter().map(cell).collect(), ..Row::default() }
    }

    #[test]
    fn the_rest_of_a_row_goes_back_to_it() {
        let mut first = row("监测站点运维及", &["监测站点运维及", "采购设备，", "", "1,104.1"]);
        assert!(join(&mut first, &row("质量控制", &["质量控制", "开展培训。", "12.00", "9"])));
        assert_eq!(first.name, "监测站点运维及质量控制");
        assert_eq!(first.cells[1].text, "采购设备，开展培训。");
        assert_eq!(first.cells[2].amount, amount::parse("12.00"));
        assert_eq!(first.cells[3].amount, amount::parse("1104.19"));
        // Two rows with figures of their own are two rows, and a total is none's rest.
        assert!(!join(&mut first, &row("另一项目", &["另一项目", "", "3.00", ""])));
        assert!(!join(&mut first, &row("合计", &["合计", "", "", ""])));
        assert!(!join(&mut first, &row("人员经费合计", &["人员经费合计", "", "", ""])));
    }
}
