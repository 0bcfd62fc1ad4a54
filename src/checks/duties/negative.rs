//! D06: no negative amounts in the table of all receipts and spending.

use super::is_read;
use crate::amount::grouped;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::{column_name, row_name, table_name};
use crate::disclosure::model::Kind;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "D06",
    name: "收支总表没有负数",
    document: Kind::Final,
    doc: "查什么: 收入支出决算总表里，各项收入、各类支出、年初结转和结余有没有负数。结余分配、年末结转和结余、合计不查；已经按对不上的合计报过的那一格不重复报。
为什么: 收入和支出不会小于零；负数多半是正负号写反，或者把冲销数直接填进了决算数。
依据: 财政部部门决算报表的核实性审核公式：收支总表各行的数不小于 0。
举例: 八、其他收入 -3.20。
怎么改: 核对账务；确属冲减的，并入相应科目后按净额列示，并说明原因。",
    run,
};

fn run(context: &mut Context<'_>) {
    let mut found = Vec::new();
    let mut looked = false;
    let disclosure = context.disclosure;
    for table in disclosure.tables.iter().filter(|table| table.kind.as_deref() == Some("收支总表")) {
        if !is_read(table) {
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "收支总表没有读准");
            return;
        }
        looked = true;
        for (index, row) in table.rows.iter().enumerate() {
            let lawful = ["结余分配", "年末", "年终", "结转下年", "合计", "总计"];
            if lawful.iter().any(|word| row.name.contains(word)) {
                continue;
            }
            for (column, cell) in row.cells.iter().enumerate() {
                let Some(amount) =
                    cell.amount.filter(|amount| amount.is_sign_negative() && !amount.is_zero())
                else {
                    continue;
                };
                let told = context.findings.iter().any(|finding| {
                    finding.table == Some(table.index)
                        && finding.row == Some(index)
                        && finding.column == Some(column)
                });
                if told {
                    continue;
                }
                let name = column_name(table, column);
                let name = if name.is_empty() { String::new() } else { format!(" 的“{name}”") };
                found.push(Finding {
                    actual: Some(grouped(amount)),
                    table: Some(table.index),
                    row: Some(index),
                    column: Some(column),
                    origin: cell.origin.clone().into_iter().collect(),
                    suggestion: Some("核对正负号；确属冲减的，说明原因".to_owned()),
                    ..Finding::new(
                        CHECK.code,
                        Severity::Warning,
                        Category::Arithmetic,
                        format!(
                            "{}：{}{name}是负数 {}，收入、支出一般不小于 0。",
                            table_name(table),
                            row_name(table, index),
                            grouped(amount)
                        ),
                    )
                });
            }
        }
    }
    if !looked {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有找到收支总表");
    } else if found.is_empty() {
        context.ledger.add(CHECK.code, Outcome::Passed);
    }
    for finding in found {
        context.ledger.add(CHECK.code, Outcome::Failed);
        context.findings.push(finding);
    }
}
