//! B38, B39: the forms of performance targets against the table of projects.

use rust_decimal::Decimal;

use super::{finding, nothing, quoted};
use crate::amount::{Unit, grouped, half_unit};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{ColumnKind, Disclosure, Kind, Program, Table};
use crate::origin::Origin;
use crate::report::{Outcome, Severity};

/// See the explanation.
pub const SAME: Check = Check {
    code: "B38",
    name: "绩效目标表的资金和项目支出表一致",
    document: Kind::Budget,
    doc: "查什么: 项目绩效目标表里写的预算资金，和项目支出表里同名项目的金额是不是一致（总计、当年、结转对上任何一个都算）。
为什么: 同一个项目两张表两个数，必有一个是错的。
依据: 《中央部门预算绩效目标管理办法》（财预〔2015〕88号）：绩效目标与预算同步申报、同步批复。
举例: 项目支出表“岗位补贴资金”657.66 万元，绩效目标表写 675.66 万元。
怎么改: 以批复的项目预算为准，改正另一张表。",
    run: same,
};

/// See the explanation.
pub const COVERAGE: Check = Check {
    code: "B39",
    name: "每个项目都有绩效目标表",
    document: Kind::Budget,
    doc: "查什么: 项目支出表里的每个项目，有没有同名的绩效目标表。多数项目都公开了绩效目标表的文件才查；只公开重点项目的不查。
为什么: 预算绩效管理要求项目支出全覆盖，漏一个项目，“覆盖率 100%”就不成立。
依据: 《中共中央 国务院关于全面实施预算绩效管理的意见》：将绩效目标作为预算安排的前置条件。
举例: 项目支出表有 10 个项目，绩效目标表只有 9 张，缺全部用结转资金安排的那个项目。
怎么改: 补上缺的绩效目标表；名称不一致的改成一致。",
    run: coverage,
};

/// A project as the table of projects has it.
struct Project {
    name: String,
    /// Its amounts, in 元; of rows with the same name also the sums.
    amounts: Vec<Decimal>,
    /// Half a unit of the last digit, in 元.
    half: Decimal,
    /// The total, as printed.
    printed: String,
    table: usize,
    row: usize,
    origin: Option<Origin>,
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The tables that list projects by name.
fn lists(disclosure: &Disclosure) -> impl Iterator<Item = (&Table, usize)> {
    disclosure.tables.iter().filter(|table| !table.inferred).filter_map(|table| {
        let at = table.columns.iter().position(|column| {
            column.kind != ColumnKind::Amount
                && column.path.last().is_some_and(|word| plain(word) == "项目名称")
        })?;
        let expenditure = table.kind.as_deref().is_some_and(|kind| kind.contains("项目支出"))
            || table.title.contains("项目支出");
        expenditure.then_some((table, at))
    })
}

fn projects(disclosure: &Disclosure) -> Vec<Project> {
    let mut found: Vec<Project> = Vec::new();
    for (table, at) in lists(disclosure) {
        let unit = table.unit.unwrap_or(Unit::TenThousand).in_yuan();
        for (number, row) in table.rows.iter().enumerate() {
            let Some(cell) = row.cells.get(at).filter(|cell| plain(&cell.text).chars().count() >= 2) else {
                continue;
            };
            let printed: Vec<Decimal> =
                row.cells.iter().filter(|cell| !cell.inferred).filter_map(|cell| cell.amount).collect();
            let Some(first) = printed.first().copied() else { continue };
            let in_yuan: Vec<Decimal> =
                printed.iter().filter_map(|amount| amount.checked_mul(unit)).collect();
            let half = printed.iter().map(|amount| half_unit(*amount)).max().unwrap_or_default() * unit;
            let label = table.unit.map_or("", Unit::label);
            match found.iter_mut().find(|project| plain(&project.name) == plain(&cell.text)) {
                Some(same) => {
                    let sum = same.amounts.first().zip(in_yuan.first()).map(|(a, b)| *a + *b);
                    same.amounts.extend(in_yuan);
                    if let Some(sum) = sum {
                        same.amounts.insert(0, sum);
                    }
                }
                None => found.push(Project {
                    name: cell.text.clone(),
                    amounts: in_yuan,
                    half,
                    printed: format!("{} {label}", grouped(first)),
                    table: table.index,
                    row: number,
                    origin: cell.origin.clone(),
                }),
            }
        }
    }
    found
}

fn forms(disclosure: &Disclosure) -> Vec<&Program> {
    disclosure.programs.iter().filter(|program| program.kind != "unit").collect()
}

/// Whether a form's money is one of a project's amounts.
fn agrees(program: &Program, project: &Project) -> Option<bool> {
    let unit = program.unit.unwrap_or(Unit::TenThousand).in_yuan();
    let budget = program.budget?;
    let half = half_unit(budget) * unit;
    let money = budget.checked_mul(unit)?;
    Some(project.amounts.iter().any(|amount| (*amount - money).abs() <= half + project.half))
}

fn same(context: &mut Context<'_>) {
    let projects = projects(context.disclosure);
    for program in forms(context.disclosure) {
        let name = plain(&program.name);
        let Some(project) = projects.iter().find(|project| plain(&project.name) == name) else { continue };
        match agrees(program, project) {
            Some(true) => context.ledger.add(SAME.code, Outcome::Passed),
            None => context.ledger.add_reason(SAME.code, Outcome::CannotCheck, "绩效目标表没有写预算资金"),
            Some(false) => {
                context.ledger.add(SAME.code, Outcome::Failed);
                let budget = program.budget.unwrap_or_default();
                let unit = program.unit.map_or("", Unit::label);
                let printed = format!("{} {unit}", grouped(budget));
                let message = format!(
                    "{}的绩效目标表写预算资金 {printed}，项目支出表是 {}。",
                    quoted(program),
                    project.printed
                );
                let values = Some((project.printed.clone(), printed));
                let places = [program.origin.clone(), project.origin.clone()];
                context.findings.push(finding(SAME.code, message, values, places));
            }
        }
    }
    nothing(context, SAME.code, "没有同时读到项目支出表和同名的绩效目标表");
}

/// Whether two names share most of their characters.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    let shared = a.chars().filter(|c| b.contains(*c)).count();
    let longer = a.chars().count().max(b.chars().count());
    shared * 10 >= longer * 7
}

fn coverage(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let projects = projects(disclosure);
    let mut rest = forms(disclosure);
    if projects.is_empty() || rest.is_empty() {
        nothing(context, COVERAGE.code, "没有同时读到项目支出表和项目绩效目标表");
        return;
    }
    let mut without: Vec<&Project> = Vec::new();
    for project in &projects {
        match rest.iter().position(|program| plain(&program.name) == plain(&project.name)) {
            Some(at) => {
                rest.remove(at);
                context.ledger.add(COVERAGE.code, Outcome::Passed);
            }
            None => without.push(project),
        }
    }
    let most = (projects.len() - without.len()) * 10 >= projects.len() * 6;
    if projects.len() < 3 || !most {
        for _ in &without {
            let reason = "绩效目标表和项目支出表的项目对不上号，可能只公开了部分项目";
            context.ledger.add_reason(COVERAGE.code, Outcome::CannotCheck, reason);
        }
        return;
    }
    let mut missing: Vec<&Project> = Vec::new();
    for project in without {
        let twin = rest.iter().position(|program| {
            agrees(program, project) == Some(true) && alike(&program.name, &project.name)
        });
        let Some(at) = twin else {
            missing.push(project);
            continue;
        };
        let program = rest.remove(at);
        context.ledger.add(COVERAGE.code, Outcome::Passed);
        let message = format!(
            "项目支出表里的“{}”和绩效目标表里的{}像是同一个项目，名称写得不一样。",
            project.name,
            quoted(program)
        );
        let values = Some((project.name.clone(), program.name.clone()));
        let mut found =
            finding(COVERAGE.code, message, values, [program.origin.clone(), project.origin.clone()]);
        found.severity = Severity::Note;
        context.findings.push(found);
    }
    // Forms without a project may be the missing ones under other names, and a form may have been read as something
    // else: then the name stands elsewhere.
    let elsewhere = |project: &Project| {
        let name = plain(&project.name);
        let own = |table: &Table| table.index == project.table;
        disclosure.tables.iter().filter(|table| !own(table)).any(|table| {
            let mut cells = table.rows.iter().flat_map(|row| &row.cells);
            table.title.contains("绩效") && cells.any(|cell| plain(&cell.text).contains(&name))
        })
    };
    let forms = forms(disclosure).len();
    for project in missing {
        if !rest.is_empty() || context.has_pictures() || elsewhere(project) {
            let reason = "有的绩效目标表名称对不上或者没有读到，说不准缺不缺";
            context.ledger.add_reason(COVERAGE.code, Outcome::CannotCheck, reason);
            continue;
        }
        context.ledger.add(COVERAGE.code, Outcome::Failed);
        let message = format!(
            "项目支出表有“{}”（{}），没有它的绩效目标表；其余项目都有，共 {forms} 张。",
            project.name, project.printed
        );
        let values = Some((format!("{} 张绩效目标表", projects.len()), format!("{forms} 张")));
        let mut found = finding(COVERAGE.code, message, values, [project.origin.clone()]);
        (found.table, found.row) = (Some(project.table), Some(project.row));
        context.findings.push(found);
    }
}
