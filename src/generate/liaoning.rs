//! A budget in the seventeen forms used in Liaoning since 2022; the performance forms 16 and 17 are left out.

use super::form::{Context, Measure, blank, classes, coded, half, item, line, measured, picks};
use super::ledger::{Entry, Source};
use super::pivot::{By, Total, tree};
use super::table::{Column, Role, Row, Table};
use crate::disclosure::model::Side;

/// The tables 1 to 15.
#[must_use]
pub fn tables(context: &Context<'_>) -> Vec<Table> {
    let mut tables = vec![
        totals(context),
        income(context),
        spending(context),
        fiscal(context),
        general(context),
        basic(context),
        three(context),
        fund(context),
        projects(context),
        classified(context, By::Function, "支出功能分类预算表"),
        classified(context, By::Government, "支出经济分类预算表（政府预算）"),
        classified(context, By::Object, "支出经济分类预算表（部门预算）"),
        nothing(context, "债务支出预算表"),
        nothing(context, "政府采购支出预算表"),
        nothing(context, "政府购买服务支出预算表"),
    ];
    for (number, table) in tables.iter_mut().enumerate() {
        table.label = Some(format!("表{}", number + 1));
        if table.figures() == 0 {
            table.notes.push("备注：本表为空表，本部门无此项支出。".to_owned());
        }
    }
    tables
}

fn totals(context: &Context<'_>) -> Table {
    let (books, print) = (context.books, context.printing);
    let from = |source: Source| books.sum(|e| e.source == source && !e.carried);
    let own = books.sum(|e| e.source.own() && !e.carried);
    let current = books.sum(|e| !e.carried);
    let all = books.sum(|_| true);
    let body = [
        ("一、一般公共预算拨款收入", from(Source::General)),
        ("二、政府性基金预算拨款收入", from(Source::Fund)),
        ("三、国有资本经营预算拨款收入", from(Source::Capital)),
        ("四、财政专户管理资金收入", from(Source::Special)),
        ("五、单位资金收入", own),
        ("（一）事业收入", from(Source::Business)),
        ("（二）事业单位经营收入", from(Source::Operating)),
        ("（三）上级补助收入", from(Source::Superior)),
        ("（四）附属单位上缴收入", from(Source::Affiliated)),
        ("（五）其他收入", from(Source::Other)),
    ];
    let mut table = context.table("", "收支预算总表");
    table.panels.push(half(
        Side::Income,
        "收入",
        false,
        &["预算数"],
        body.iter().map(|(name, amount)| item(name, print.filled(*amount))).collect(),
        vec![
            item("本年收入合计", print.cell(current)),
            item("上年结转结余", print.filled(all - current)),
            item("收入总计", print.cell(all)),
        ],
    ));
    table.panels.push(half(
        Side::Expenditure,
        "支出",
        false,
        &["预算数"],
        classes(false, books, |code| vec![print.filled(books.sum(|e| e.item.starts_with(code)))]),
        vec![
            item("本年支出合计", print.cell(all)),
            item("年终结转结余", None),
            item("支出总计", print.cell(all)),
        ],
    ));
    table
}

/// Sources of the year and brought forward, as in tables 9 to 15.
const FUNDING: [Measure; 13] = [
    ("总计", 9, |_| true),
    ("本年收入/合计", 9, |e| !e.carried),
    ("本年收入/一般公共预算", 9, |e| !e.carried && e.source == Source::General),
    ("本年收入/政府性基金预算", 7, |e| !e.carried && e.source == Source::Fund),
    ("本年收入/国有资本经营预算", 7, |e| !e.carried && e.source == Source::Capital),
    ("本年收入/财政专户管理资金", 7, |e| !e.carried && e.source == Source::Special),
    ("本年收入/单位资金", 7, |e| !e.carried && e.source.own()),
    ("上年结转结余/合计", 8, |e| e.carried),
    ("上年结转结余/一般公共预算", 8, |e| e.carried && e.source == Source::General),
    ("上年结转结余/政府性基金预算", 7, |e| e.carried && e.source == Source::Fund),
    ("上年结转结余/国有资本经营预算", 7, |e| e.carried && e.source == Source::Capital),
    ("上年结转结余/财政专户管理资金", 7, |e| e.carried && e.source == Source::Special),
    ("上年结转结余/单位资金", 7, |e| e.carried && e.source.own()),
];

fn income(context: &Context<'_>) -> Table {
    let (books, print) = (context.books, context.printing);
    let measures: [Measure; 18] = [
        FUNDING[0],
        FUNDING[1],
        FUNDING[2],
        FUNDING[3],
        FUNDING[4],
        FUNDING[5],
        ("本年收入/单位资金/小计", 6, |e| !e.carried && e.source.own()),
        ("本年收入/单位资金/事业收入", 6, |e| !e.carried && e.source == Source::Business),
        ("本年收入/单位资金/事业单位经营收入", 6, |e| {
            !e.carried && e.source == Source::Operating
        }),
        ("本年收入/单位资金/上级补助收入", 6, |e| !e.carried && e.source == Source::Superior),
        ("本年收入/单位资金/附属单位上缴收入", 6, |e| {
            !e.carried && e.source == Source::Affiliated
        }),
        ("本年收入/单位资金/其他收入", 6, |e| !e.carried && e.source == Source::Other),
        FUNDING[7],
        FUNDING[8],
        FUNDING[9],
        FUNDING[10],
        FUNDING[11],
        FUNDING[12],
    ];
    let values = |unit: Option<usize>| -> Vec<_> {
        measures
            .iter()
            .map(|(_, _, pick)| print.filled(books.sum(|e| unit.is_none_or(|u| u == e.unit) && pick(e))))
            .collect()
    };
    let mut rows = vec![line("合计", values(None))];
    rows.extend(books.units.iter().enumerate().map(|(index, unit)| line(&unit.name, values(Some(index)))));
    let mut columns = vec![Column::new("单位名称", Role::Name, 12)];
    columns.extend(measured(&measures));
    context.plain("", "收入预算总表", columns, rows)
}

fn spending(context: &Context<'_>) -> Table {
    let measures: [Measure; 5] = [
        ("合计", 10, |_| true),
        ("基本支出/小计", 10, Entry::basic),
        ("基本支出/人员经费", 10, |e| e.basic() && e.personnel()),
        ("基本支出/公用经费", 10, |e| e.basic() && !e.personnel()),
        ("项目支出", 10, |e| !e.basic()),
    ];
    let entries = context.books.by(By::Function, |_| true);
    let rows = tree(&entries, &picks(&measures), context.printing, Some(Total::Top));
    context.plain("", "支出预算总表", coded("科目编码", "科目名称", &measures), rows)
}

fn fiscal(context: &Context<'_>) -> Table {
    let (books, print) = (context.books, context.printing);
    let kinds = [
        ("（一）一般公共预算拨款收入", Source::General),
        ("（二）政府性基金预算拨款收入", Source::Fund),
        ("（三）国有资本经营预算拨款收入", Source::Capital),
    ];
    let all = books.sum(|e| e.source.fiscal());
    let mut body = Vec::new();
    for (name, carried) in [("一、本年收入", false), ("二、上年结转", true)] {
        body.push(item(name, print.filled(books.sum(|e| e.source.fiscal() && e.carried == carried))));
        body.extend(kinds.iter().map(|(name, source)| {
            item(name, print.filled(books.sum(|e| e.source == *source && e.carried == carried)))
        }));
    }
    let mut spent = vec![item("一、本年支出", print.cell(all))];
    spent.extend(
        classes(false, books, |code| {
            vec![print.filled(books.sum(|e| e.source.fiscal() && e.item.starts_with(code)))]
        })
        .into_iter()
        .map(|mut row| {
            row.name =
                row.name.split_once('、').map_or_else(String::new, |(n, name)| format!("（{n}）{name}"));
            row
        }),
    );
    let mut table = context.table("", "财政拨款收支预算总表");
    table.panels.push(half(
        Side::Income,
        "收入",
        false,
        &["预算数"],
        body,
        vec![blank(1), item("收入总计", print.cell(all))],
    ));
    table.panels.push(half(
        Side::Expenditure,
        "支出",
        false,
        &["预算数"],
        spent,
        vec![item("二、年终结转结余", None), item("支出总计", print.cell(all))],
    ));
    table
}

fn general(context: &Context<'_>) -> Table {
    let measures: [Measure; 5] = [
        ("本年一般公共预算支出/合计", 10, |_| true),
        ("本年一般公共预算支出/基本支出/小计", 10, Entry::basic),
        ("本年一般公共预算支出/基本支出/人员经费", 10, |e| e.basic() && e.personnel()),
        ("本年一般公共预算支出/基本支出/公用经费", 10, |e| e.basic() && !e.personnel()),
        ("本年一般公共预算支出/项目支出", 10, |e| !e.basic()),
    ];
    let entries = context.books.by(By::Function, |e| e.source == Source::General && !e.carried);
    let rows = tree(&entries, &picks(&measures), context.printing, Some(Total::Top));
    context.plain("", "一般公共预算支出表", coded("科目编码", "科目名称", &measures), rows)
}

fn basic(context: &Context<'_>) -> Table {
    let measures: [Measure; 3] = [
        ("本年一般公共预算基本支出/合计", 11, |_| true),
        ("本年一般公共预算基本支出/人员经费", 11, Entry::personnel),
        ("本年一般公共预算基本支出/公用经费", 11, |e| !e.personnel()),
    ];
    let entries = context.books.by(By::Object, |e| e.source == Source::General && e.basic() && !e.carried);
    let rows = tree(&entries, &picks(&measures), context.printing, Some(Total::Top));
    let columns = coded("部门预算支出经济分类科目/科目编码", "部门预算支出经济分类科目/科目名称", &measures);
    context.plain("", "一般公共预算基本支出表", columns, rows)
}

fn three(context: &Context<'_>) -> Table {
    let now = context.books.three[1];
    let print = context.printing;
    let columns = [
        "“三公”经费合计",
        "因公出国（境）费",
        "公务用车购置及运行费/小计",
        "公务用车购置及运行费/公务用车购置费",
        "公务用车购置及运行费/公务用车运行费",
        "公务接待费",
    ];
    let values = [now.total(), now.travel, now.vehicles(), now.purchase, now.running, now.reception];
    let rows = if now.total() == 0 {
        Vec::new()
    } else {
        vec![line("", values.iter().map(|v| print.filled(*v)).collect())]
    };
    let columns = columns.iter().map(|path| Column::new(path, Role::Amount, 10)).collect();
    context.plain("", "一般公共预算“三公”经费支出表", columns, rows)
}

fn fund(context: &Context<'_>) -> Table {
    let measures: [Measure; 3] = [
        ("本年政府性基金预算支出/合计", 11, |_| true),
        ("本年政府性基金预算支出/基本支出", 11, Entry::basic),
        ("本年政府性基金预算支出/项目支出", 11, |e| !e.basic()),
    ];
    let entries = context.books.by(By::Function, |e| e.source == Source::Fund && !e.carried);
    let print =
        super::pivot::Printing { zeros: context.printing.zeros && !entries.is_empty(), ..context.printing };
    let rows = tree(&entries, &picks(&measures), print, Some(Total::Top));
    context.plain("", "政府性基金预算支出表", coded("科目编码", "科目名称", &measures), rows)
}

fn projects(context: &Context<'_>) -> Table {
    let (books, print) = (context.books, context.printing);
    let values = |chosen: &dyn Fn(&Entry) -> bool| -> Vec<_> {
        FUNDING
            .iter()
            .map(|(_, _, pick)| print.filled(books.sum(|e| !e.basic() && chosen(e) && pick(e))))
            .collect()
    };
    let row = |unit: &str, name: &str, content: &str, values| Row {
        code: None,
        name: name.to_owned(),
        texts: vec![unit.to_owned(), content.to_owned()],
        values,
    };
    let mut rows = vec![row("合计", "", "", values(&|_| true))];
    for (index, unit) in books.units.iter().enumerate() {
        if books.projects.iter().all(|p| p.unit != index) {
            continue;
        }
        rows.push(row(&unit.name, "", "", values(&|e| e.unit == index)));
        for (number, project) in books.projects.iter().enumerate().filter(|(_, p)| p.unit == index) {
            let about = format!("用于{}相关工作。", project.name);
            rows.push(row(
                "",
                &project.name,
                &about,
                values(&|e| e.purpose == super::ledger::Purpose::Project(number)),
            ));
        }
    }
    let mut columns = vec![
        Column::new("单位名称", Role::Text, 10),
        Column::new("项目名称", Role::Name, 12),
        Column::new("项目内容", Role::Text, 14),
    ];
    columns.extend(measured(&FUNDING));
    context.plain("", "项目支出预算表", columns, rows)
}

fn classified(context: &Context<'_>, by: By, title: &str) -> Table {
    let entries = context.books.by(by, |_| true);
    let print = super::pivot::Printing { zeros: false, ..context.printing };
    let rows = tree(&entries, &picks(&FUNDING), print, Some(Total::Top));
    context.plain("", title, coded("科目编码", "科目名称", &FUNDING), rows)
}

fn nothing(context: &Context<'_>, title: &str) -> Table {
    let mut columns = vec![Column::new("单位名称", Role::Text, 12), Column::new("项目名称", Role::Name, 12)];
    columns.extend(measured(&FUNDING));
    let row = Row { texts: vec!["合计".to_owned()], ..line("", vec![None; FUNDING.len()]) };
    context.plain("", title, columns, vec![row])
}
