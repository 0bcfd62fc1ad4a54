//! D48: the table of a budget of its own is empty exactly where the table of appropriations has nothing of it.

use rust_decimal::Decimal;

use super::{amounts, has_money, is_read};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Kind, Side, Table};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "D48",
    name: "基金表、国资表空不空和总表一致",
    document: Kind::Unknown,
    doc: "查什么: 财政拨款收支总表里政府性基金（国有资本经营）支出有数的，这一本预算的支出表不应是空表；总表里一分钱也没有的，支出表不应有数。
为什么: 一张空表配一个有数的合计，说明漏填了表，或者合计填错了栏。
依据: 部门预算、决算报表的表间关系；《地方预决算公开操作规程》（财预〔2016〕143号）：没有数据的表格列出空表并说明。
举例: 财政拨款收支总表政府性基金预算支出 12.00 万元，政府性基金预算支出表是空表。
怎么改: 补填空表，或者改正总表。",
    run,
};

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let Some(whole) = context.tables("财政拨款收支总表").find(|table| has_money(table)).cloned()
    else {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有找到财政拨款收支总表");
        return;
    };
    for fund in ["政府性基金", "国有资本经营"] {
        let own: Vec<&Table> = disclosure
            .tables
            .iter()
            .filter(|table| {
                table.kind.as_deref().is_some_and(|kind| {
                    kind.starts_with(fund) && !kind.contains("三公") && !kind.contains("基本支出")
                })
            })
            .collect();
        let Some(spent) = spent(&whole, fund) else {
            let reason = format!("财政拨款收支总表没有分列{fund}预算");
            context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, reason);
            continue;
        };
        if own.is_empty() {
            let reason = format!("没有找到{fund}预算的表");
            context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, reason);
            continue;
        }
        if !is_read(&whole) || own.iter().any(|table| !is_read(table)) {
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "表没有读准");
            continue;
        }
        let full = own.iter().find(|table| has_money(table)).copied();
        let message = match (spent.is_zero(), full) {
            (true, None) | (false, Some(_)) => {
                context.ledger.add(CHECK.code, Outcome::Passed);
                continue;
            }
            (false, None) => format!(
                "{}：{fund}预算的支出是 {spent}，《{}》却是空表。",
                table_name(&whole),
                own.first().map(|table| table_name(table)).unwrap_or_default()
            ),
            (true, Some(table)) => {
                format!("《{}》有数，{}里却没有{fund}预算的支出。", table_name(table), table_name(&whole))
            }
        };
        context.ledger.add(CHECK.code, Outcome::Failed);
        let accused = full.unwrap_or(&whole);
        let place = accused
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .find(|cell| full.is_none() || cell.amount.is_some_and(|amount| !amount.is_zero()));
        context.findings.push(Finding {
            table: Some(accused.index),
            origin: place.and_then(|cell| cell.origin.clone()).into_iter().collect(),
            suggestion: Some("补填空表，或者改正总表".to_owned()),
            ..Finding::new(CHECK.code, Severity::Warning, Category::CrossTable, message)
        });
    }
}

/// The largest amount spent from a fund by the table of all appropriations; `None` where it does not say.
fn spent(table: &Table, fund: &str) -> Option<Decimal> {
    let named = |path: &[String]| path.iter().any(|part| part.contains(fund));
    let columns: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| {
            named(&column.path) || column.key.as_deref().is_some_and(|key| key.contains(fund))
        })
        .map(|(index, _)| index)
        .collect();
    if columns.is_empty() || amounts(table).next().is_none() {
        return None;
    }
    let sided = table.rows.iter().any(|row| row.side.is_some());
    let rows = table.rows.iter().filter(|row| {
        (!sided || row.side == Some(Side::Expenditure))
            && !row.name.contains("结转")
            && !row.name.contains("结余")
    });
    let amounts = rows.flat_map(|row| columns.iter().filter_map(|&column| row.cells.get(column)?.amount));
    Some(amounts.map(|amount| amount.abs()).max().unwrap_or_default())
}
