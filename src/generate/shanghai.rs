//! A budget in the nine forms used in Shanghai: whole 元, the three public expenses in 万元.

use super::form::{Context, Measure, classes, coded, half, item, line, picks};
use super::ledger::{Entry, Source};
use super::pivot::{By, Printing, Total, tree};
use super::table::{Column, Role, Table};
use crate::amount::Unit;
use crate::disclosure::model::Side;

/// The nine tables.
#[must_use]
pub fn tables(context: &Context<'_>) -> Vec<Table> {
    let year = context.books.year;
    let mut tables = vec![
        totals(context),
        income(context),
        spending(context),
        fiscal(context),
        functional(context, Source::General, "一般公共预算"),
        functional(context, Source::Fund, "政府性基金预算"),
        functional(context, Source::Capital, "国有资本经营预算"),
        basic(context),
        three(context),
    ];
    for table in tables.iter_mut().take(8) {
        table.title = format!("{year}年部门{}", table.title);
    }
    for table in &mut tables {
        if table.figures() == 0 {
            table.notes.push(format!("注：本部门{year}年无此项预算安排，故本表为空表。"));
        }
    }
    tables
}

fn totals(context: &Context<'_>) -> Table {
    let (books, print) = (context.books, context.printing);
    let from = |source: Source| print.filled(books.sum(|e| e.source == source));
    let all = books.sum(|_| true);
    let mut table = context.table("", "财务收支预算总表");
    table.panels.push(half(
        Side::Income,
        "本年收入",
        false,
        &["预算数"],
        vec![
            item("一、财政拨款收入", print.filled(books.sum(|e| e.source.fiscal()))),
            item("1. 一般公共预算资金", from(Source::General)),
            item("2. 政府性基金", from(Source::Fund)),
            item("3. 国有资本经营预算", from(Source::Capital)),
            item("二、事业收入", from(Source::Business)),
            item("三、事业单位经营收入", from(Source::Operating)),
            item("四、其他收入", print.filled(books.sum(other))),
        ],
        vec![item("收入总计", print.cell(all))],
    ));
    table.panels.push(half(
        Side::Expenditure,
        "本年支出",
        false,
        &["预算数"],
        classes(false, books, |code| vec![print.filled(books.sum(|e| e.item.starts_with(code)))]),
        vec![item("支出总计", print.cell(all))],
    ));
    table
}

fn other(e: &Entry) -> bool {
    !e.source.fiscal() && e.source != Source::Business && e.source != Source::Operating
}

const CODE: &str = "项目/功能分类科目编码";
const NAME: &str = "项目/功能分类科目名称";

fn income(context: &Context<'_>) -> Table {
    let measures: [Measure; 5] = [
        ("收入预算/合计", 11, |_| true),
        ("收入预算/财政拨款收入", 11, |e| e.source.fiscal()),
        ("收入预算/事业收入", 10, |e| e.source == Source::Business),
        ("收入预算/事业单位经营收入", 10, |e| e.source == Source::Operating),
        ("收入预算/其他收入", 10, other),
    ];
    let entries = context.books.by(By::Function, |_| true);
    let rows = tree(&entries, &picks(&measures), context.printing, Some(Total::Bottom));
    context.plain("", "收入预算总表", coded(CODE, NAME, &measures), rows)
}

fn spending(context: &Context<'_>) -> Table {
    let measures: [Measure; 3] = [
        ("支出预算/合计", 12, |_| true),
        ("支出预算/基本支出", 12, Entry::basic),
        ("支出预算/项目支出", 12, |e| !e.basic()),
    ];
    let entries = context.books.by(By::Function, |_| true);
    let rows = tree(&entries, &picks(&measures), context.printing, Some(Total::Bottom));
    context.plain("", "支出预算总表", coded(CODE, NAME, &measures), rows)
}

fn fiscal(context: &Context<'_>) -> Table {
    let (books, print) = (context.books, context.printing);
    let kinds = [
        ("一、一般公共预算资金", Source::General),
        ("二、政府性基金", Source::Fund),
        ("三、国有资本经营预算", Source::Capital),
    ];
    let row = |class: &str, keep: bool| {
        let each: Vec<i64> = kinds
            .iter()
            .map(|(_, source)| books.sum(|e| e.source == *source && e.item.starts_with(class)))
            .collect();
        let total = each.iter().sum();
        let mut values = vec![if keep { print.cell(total) } else { print.filled(total) }];
        values.extend(each.iter().map(|v| print.filled(*v)));
        values
    };
    let mut table = context.table("", "财政拨款收支预算总表");
    let all = books.sum(|e| e.source.fiscal());
    table.panels.push(half(
        Side::Income,
        "财政拨款收入",
        false,
        &["预算数"],
        kinds
            .iter()
            .map(|(name, source)| item(name, print.filled(books.sum(|e| e.source == *source))))
            .collect(),
        vec![item("收入总计", print.cell(all))],
    ));
    table.panels.push(half(
        Side::Expenditure,
        "财政拨款支出",
        false,
        &["合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"],
        classes(false, books, |code| row(code, false)),
        vec![line("支出总计", row("", true))],
    ));
    table
}

fn functional(context: &Context<'_>, source: Source, kind: &'static str) -> Table {
    let paths: [&'static str; 3] = match source {
        Source::Fund => {
            ["政府性基金预算支出/合计", "政府性基金预算支出/基本支出", "政府性基金预算支出/项目支出"]
        }
        Source::Capital => {
            ["国有资本经营预算支出/合计", "国有资本经营预算支出/基本支出", "国有资本经营预算支出/项目支出"]
        }
        _ => ["一般公共预算支出/合计", "一般公共预算支出/基本支出", "一般公共预算支出/项目支出"],
    };
    let measures: [Measure; 3] =
        [(paths[0], 12, |_| true), (paths[1], 12, Entry::basic), (paths[2], 12, |e| !e.basic())];
    let entries = context.books.by(By::Function, |e| e.source == source);
    let print = Printing { zeros: context.printing.zeros && !entries.is_empty(), ..context.printing };
    let rows = tree(&entries, &picks(&measures), print, Some(Total::Bottom));
    context.plain("", format!("{kind}支出功能分类预算表"), coded(CODE, NAME, &measures), rows)
}

fn basic(context: &Context<'_>) -> Table {
    let measures: [Measure; 3] = [
        ("一般公共预算基本支出/合计", 12, |_| true),
        ("一般公共预算基本支出/人员经费", 12, Entry::personnel),
        ("一般公共预算基本支出/公用经费", 12, |e| !e.personnel()),
    ];
    let entries = context.books.by(By::Object, |e| e.source == Source::General && e.basic());
    let rows = tree(&entries, &picks(&measures), context.printing, Some(Total::Bottom));
    let columns = coded("项目/部门预算经济分类科目编码", "项目/经济分类科目名称", &measures);
    context.plain("", "一般公共预算基本支出部门预算经济分类预算表", columns, rows)
}

fn three(context: &Context<'_>) -> Table {
    let (books, year) = (context.books, context.books.year);
    let print = Printing { unit: Unit::TenThousand, decimals: 2, zeros: true };
    let now = books.three[1];
    let office = books.sum(|e| {
        e.source == Source::General
            && e.basic()
            && !e.personnel()
            && !books.units.get(e.unit).is_some_and(|u| u.institution)
    });
    let head = format!("{year}年“三公”经费预算数");
    let columns = [
        (format!("{head}/合计"), now.total()),
        (format!("{head}/因公出国(境)费"), now.travel),
        (format!("{head}/公务接待费"), now.reception),
        (format!("{head}/公务用车购置及运行费/小计"), now.vehicles()),
        (format!("{head}/公务用车购置及运行费/购置费"), now.purchase),
        (format!("{head}/公务用车购置及运行费/运行费"), now.running),
        (format!("{year}年机关运行经费预算数"), office),
    ];
    let mut table = context.plain(
        "",
        "部门“三公”经费和机关运行经费预算表",
        columns.iter().map(|(path, _)| Column::new(path, Role::Amount, 10)).collect(),
        vec![line("", columns.iter().map(|(_, amount)| print.cell(*amount)).collect())],
    );
    table.unit = Some(Unit::TenThousand);
    table
}
