//! The national forms of final accounts: 公开01 to 公开09.

use std::collections::BTreeMap;

use super::form::{Context, Measure, blank, classes, coded, half, item, line, measured, picks};
use super::ledger::{Entry, Purpose, Source, Three};
use super::names;
use super::pivot::{By, Total, tree};
use super::table::{Column, Panel, Role, Row, Table};
use crate::disclosure::model::Side;

/// The nine tables.
#[must_use]
pub fn tables(context: &Context<'_>) -> Vec<Table> {
    let lined = context.variant & 1 == 0;
    let mut tables = vec![
        totals(context, lined),
        income(context),
        spending(context),
        fiscal(context, lined),
        general(context),
        basic(context),
        fund(context),
        capital(context),
        three(context),
    ];
    for (number, table) in tables.iter_mut().enumerate() {
        table.label = lined.then(|| format!("公开{:02}表", number + 1));
        table.numbered = lined && number != 8 && number != 5;
        table.notes.insert(0, format!("注：本表反映部门本年度{}情况。", table.title.trim_end_matches('表')));
        if table.figures() == 0 {
            table.notes.push("本部门本年度无此项收支，故本表为空表。".to_owned());
        }
    }
    tables
}

fn carried(amounts: &BTreeMap<Source, i64>, chosen: impl Fn(Source) -> bool) -> i64 {
    amounts.iter().filter(|(s, _)| chosen(**s)).map(|(_, a)| a).sum()
}

fn totals(context: &Context<'_>, lined: bool) -> Table {
    let (books, print) = (context.books, context.printing);
    let sources: [(&str, Source); 8] = [
        ("一般公共预算财政拨款收入", Source::General),
        ("政府性基金预算财政拨款收入", Source::Fund),
        ("国有资本经营预算财政拨款收入", Source::Capital),
        ("上级补助收入", Source::Superior),
        ("事业收入", Source::Business),
        ("经营收入", Source::Operating),
        ("附属单位上缴收入", Source::Affiliated),
        ("其他收入", Source::Other),
    ];
    let received = books.income(|_| true);
    let spent = books.sum(|_| true);
    let (opening, closing) = (carried(&books.opening, |_| true), carried(&books.closing, |_| true));
    let mut table = context.table("", "收入支出决算总表");
    let figure = if lined { "金额" } else { "决算数" };
    table.panels.push(half(
        Side::Income,
        "收入",
        lined,
        &[figure],
        sources
            .iter()
            .enumerate()
            .map(|(index, (name, source))| {
                let amount = books.income(|i| i.source == *source);
                item(&format!("{}、{name}", names::chinese(index + 1)), print.filled(amount))
            })
            .collect(),
        vec![
            item("本年收入合计", print.cell(received)),
            item("使用非财政拨款结余（含专用结余）", None),
            item("年初结转和结余", print.filled(opening)),
            item("总计", print.cell(received + opening)),
        ],
    ));
    table.panels.push(half(
        Side::Expenditure,
        "支出",
        lined,
        &[figure],
        classes(true, books, |code| vec![print.filled(books.sum(|e| e.item.starts_with(code)))]),
        vec![
            item("本年支出合计", print.cell(spent)),
            item("结余分配", None),
            item("年末结转和结余", print.filled(closing)),
            item("总计", print.cell(spent + closing)),
        ],
    ));
    table
}

const CODE: &str = "项目/功能分类科目编码";
const NAME: &str = "项目/科目名称";

fn income(context: &Context<'_>) -> Table {
    let measures: [Measure; 7] = [
        ("本年收入合计", 10, |_| true),
        ("财政拨款收入", 10, |e| e.source.fiscal()),
        ("上级补助收入", 8, |e| e.source == Source::Superior),
        ("事业收入", 8, |e| e.source == Source::Business),
        ("经营收入", 8, |e| e.source == Source::Operating),
        ("附属单位上缴收入", 8, |e| e.source == Source::Affiliated),
        ("其他收入", 8, |e| e.source == Source::Other),
    ];
    let received = context.books.received();
    let entries: Vec<(&'static str, &Entry)> = received.iter().map(|e| (e.item, e)).collect();
    let rows = tree(&entries, &picks(&measures), context.printing, Some(Total::Top));
    context.plain("", "收入决算表", coded(CODE, NAME, &measures), rows)
}

fn spending(context: &Context<'_>) -> Table {
    let measures: [Measure; 6] = [
        ("本年支出合计", 10, |_| true),
        ("基本支出", 10, Entry::basic),
        ("项目支出", 10, Entry::project),
        ("上缴上级支出", 8, |e| e.purpose == Purpose::Upward),
        ("经营支出", 8, |e| e.purpose == Purpose::Operating),
        ("对附属单位补助支出", 8, |e| e.purpose == Purpose::Subsidy),
    ];
    let entries = context.books.by(By::Function, |_| true);
    let rows = tree(&entries, &picks(&measures), context.printing, Some(Total::Top));
    context.plain("", "支出决算表", coded(CODE, NAME, &measures), rows)
}

const FISCAL: [(Source, &str); 3] = [
    (Source::General, "一般公共预算财政拨款"),
    (Source::Fund, "政府性基金预算财政拨款"),
    (Source::Capital, "国有资本经营预算财政拨款"),
];

fn fiscal(context: &Context<'_>, lined: bool) -> Table {
    let (books, print) = (context.books, context.printing);
    let received = |s: Source| books.income(|i| i.source == s);
    let opening = |s: Source| carried(&books.opening, |o| o == s);
    let all = |of: &dyn Fn(Source) -> i64| FISCAL.iter().map(|(s, _)| of(*s)).sum::<i64>();
    let numbered = |index: usize, name: &str| format!("{}、{name}", names::chinese(index + 1));
    let mut table = context.table("", "财政拨款收入支出决算总表");
    let mut foot = vec![
        item("本年收入合计", print.cell(all(&received))),
        item("年初财政拨款结转和结余", print.filled(all(&opening))),
    ];
    foot.extend(
        FISCAL.iter().enumerate().map(|(i, (s, name))| item(&numbered(i, name), print.filled(opening(*s)))),
    );
    foot.push(item("总计", print.cell(all(&received) + all(&opening))));
    table.panels.push(half(
        Side::Income,
        "收入",
        lined,
        &[if lined { "金额" } else { "决算数" }],
        FISCAL
            .iter()
            .enumerate()
            .map(|(i, (s, name))| item(&numbered(i, name), print.filled(received(*s))))
            .collect(),
        foot,
    ));
    let row = |of: &dyn Fn(Source) -> i64, keep: bool| {
        let each: Vec<i64> = FISCAL.iter().map(|(s, _)| of(*s)).collect();
        let mut values =
            vec![if keep { print.cell(each.iter().sum()) } else { print.filled(each.iter().sum()) }];
        values.extend(each.iter().map(|v| print.filled(*v)));
        values
    };
    let spent = |s: Source| books.sum(|e| e.source == s);
    let closing = |s: Source| carried(&books.closing, |o| o == s);
    table.panels.push(half(
        Side::Expenditure,
        "支出",
        lined,
        &["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"],
        classes(true, books, |code| {
            row(&|s| books.sum(|e| e.source == s && e.item.starts_with(code)), false)
        }),
        vec![
            line("本年支出合计", row(&spent, true)),
            line("年末财政拨款结转和结余", row(&closing, false)),
            blank(4),
            blank(4),
            blank(4),
            line("总计", row(&|s| spent(s) + closing(s), true)),
        ],
    ));
    table
}

fn general(context: &Context<'_>) -> Table {
    let measures: [Measure; 3] = [
        ("本年支出/小计", 11, |_| true),
        ("本年支出/基本支出", 11, Entry::basic),
        ("本年支出/项目支出", 11, Entry::project),
    ];
    let entries = context.books.by(By::Function, |e| e.source == Source::General);
    let total = if context.variant & 2 == 0 { Total::Top } else { Total::Bottom };
    let rows = tree(&entries, &picks(&measures), context.printing, Some(total));
    context.plain("", "一般公共预算财政拨款支出决算表", coded(CODE, NAME, &measures), rows)
}

/// Three (or two) lists side by side: personnel, goods and services, capital.
fn basic(context: &Context<'_>) -> Table {
    let (books, print) = (context.books, context.printing);
    let paid =
        |code: &str| books.sum(|e| e.source == Source::General && e.basic() && e.object.starts_with(code));
    let full = context.variant & 4 == 0;
    let list = |classes: &[&str], full: bool| -> Vec<Row> {
        names::SUBJECTS
            .iter()
            .filter(|(code, _)| classes.iter().any(|class| code.starts_with(class)))
            .filter(|(code, _)| full || paid(code) != 0)
            .map(|(code, name)| Row {
                code: Some((*code).to_owned()),
                name: (*name).to_owned(),
                values: vec![print.cell(paid(code))],
                ..Row::default()
            })
            .collect()
    };
    let personnel = paid("301") + paid("303");
    let operating = paid("3") - personnel;
    let panel = |head: &str, body: Vec<Row>, foot: Vec<Row>| Panel {
        head: if context.variant & 1 == 0 { vec![head.to_owned()] } else { Vec::new() },
        columns: vec![
            Column::new("经济分类科目编码", Role::Code, 7),
            Column::new("科目名称", Role::Name, 14),
            Column::new("决算数", Role::Amount, 9),
        ],
        body,
        foot,
        ..Panel::default()
    };
    let operating = vec![item("公用经费合计", print.cell(operating))];
    let mut table = context.table("", "一般公共预算财政拨款基本支出决算表");
    table.panels.push(panel(
        "人员经费",
        list(&["301", "303"], full),
        vec![item("人员经费合计", print.cell(personnel))],
    ));
    if context.variant & 1 == 0 {
        table.panels.push(panel("公用经费", list(&["302"], full), Vec::new()));
        table.panels.push(panel("公用经费", list(&["307", "310", "312", "399"], true), operating));
    } else {
        table.panels.push(panel("公用经费", list(&["302", "310"], full), operating));
    }
    table
}

/// The fund table: one pseudo entry each for what was brought forward, received, spent and carried forward.
fn fund(context: &Context<'_>) -> Table {
    let books = context.books;
    let flow = |kind: usize, item: &'static str, amount: i64, purpose: Purpose| Entry {
        unit: kind,
        item,
        object: "",
        source: Source::Fund,
        carried: false,
        purpose,
        amount,
    };
    let mut flows = Vec::new();
    let spent = |item: &str| books.sum(|e| e.source == Source::Fund && e.item == item);
    for income in books.incomes.iter().filter(|i| i.source == Source::Fund) {
        flows.push(flow(1, income.item, income.amount, Purpose::Basic));
        // One item alone carries money over the years: the one whose income differs from its spending, or the
        // largest where both carry-overs are equal.
        let largest = books.incomes.iter().filter(|i| i.source == Source::Fund).all(|other| {
            (spent(other.item), std::cmp::Reverse(other.item))
                <= (spent(income.item), std::cmp::Reverse(income.item))
        });
        if largest {
            flows.push(flow(0, income.item, carried(&books.opening, |s| s == Source::Fund), Purpose::Basic));
            flows.push(flow(3, income.item, carried(&books.closing, |s| s == Source::Fund), Purpose::Basic));
        }
    }
    flows.extend(
        books
            .entries
            .iter()
            .filter(|e| e.source == Source::Fund)
            .map(|e| flow(2, e.item, e.amount, e.purpose)),
    );
    let measures: [Measure; 6] = [
        ("年初结转和结余", 10, |e| e.unit == 0),
        ("本年收入", 10, |e| e.unit == 1),
        ("本年支出/小计", 10, |e| e.unit == 2),
        ("本年支出/基本支出", 10, |e| e.unit == 2 && e.basic()),
        ("本年支出/项目支出", 10, |e| e.unit == 2 && e.project()),
        ("年末结转和结余", 10, |e| e.unit == 3),
    ];
    let entries: Vec<(&'static str, &Entry)> = flows.iter().map(|e| (e.item, e)).collect();
    let print =
        super::pivot::Printing { zeros: context.printing.zeros && !entries.is_empty(), ..context.printing };
    let rows = tree(&entries, &picks(&measures), print, Some(Total::Top));
    context.plain("", "政府性基金预算财政拨款收入支出决算表", coded(CODE, NAME, &measures), rows)
}

fn capital(context: &Context<'_>) -> Table {
    let measures: [Measure; 3] =
        [("合计", 11, |_| true), ("基本支出", 11, Entry::basic), ("项目支出", 11, Entry::project)];
    let entries = context.books.by(By::Function, |e| e.source == Source::Capital);
    let print =
        super::pivot::Printing { zeros: context.printing.zeros && !entries.is_empty(), ..context.printing };
    let rows = tree(&entries, &picks(&measures), print, Some(Total::Top));
    context.plain("", "国有资本经营预算财政拨款支出决算表", coded(CODE, NAME, &measures), rows)
}

/// A figure of the three public expenses.
type Share = fn(Three) -> i64;

/// The three layouts seen: a list, budget and accounts side by side, pairs under each heading.
fn three(context: &Context<'_>) -> Table {
    let title = "财政拨款“三公”经费支出决算表";
    let print = context.printing;
    let [budget, accounts] = context.books.three;
    let parts: [(&str, Share); 6] = [
        ("合计", Three::total),
        ("因公出国（境）费", |t| t.travel),
        ("公务用车购置及运行维护费/小计", Three::vehicles),
        ("公务用车购置及运行维护费/公务用车购置费", |t| t.purchase),
        ("公务用车购置及运行维护费/公务用车运行维护费", |t| t.running),
        ("公务接待费", |t| t.reception),
    ];
    if context.variant.is_multiple_of(3) {
        let rows: [(&str, Share); 6] = [
            ("合计", Three::total),
            ("1.因公出国（境）费", |t| t.travel),
            ("2.公务接待费", |t| t.reception),
            ("3.公务用车购置及运行维护费", Three::vehicles),
            ("其中：（1）公务用车运行维护费", |t| t.running),
            ("（2）公务用车购置费", |t| t.purchase),
        ];
        let rows = rows
            .iter()
            .map(|(name, of)| line(name, vec![print.cell(of(budget)), print.cell(of(accounts))]))
            .collect();
        let measures: [Measure; 2] = [("预算数", 12, |_| true), ("决算数", 12, |_| true)];
        let mut columns = vec![Column::new("项目", Role::Name, 24)];
        columns.extend(measured(&measures));
        return context.plain("", title, columns, rows);
    }
    let mut columns = Vec::new();
    let mut values = Vec::new();
    let mut push = |path: String, amount: i64| {
        columns.push(Column::new(&path, Role::Amount, 8));
        values.push(print.cell(amount));
    };
    if context.variant % 3 == 1 {
        for (head, of) in [("预算数", budget), ("决算数", accounts)] {
            for (path, part) in parts {
                push(format!("{head}/{path}"), part(of));
            }
        }
    } else {
        for (path, part) in parts {
            push(format!("{path}/预算数"), part(budget));
            push(format!("{path}/决算数"), part(accounts));
        }
    }
    context.plain("", title, columns, vec![line("", values)])
}
