//! B37 to B40: performance targets against the list of projects, by name and by money.

use rust_decimal::Decimal;

use crate::amount::{Unit, grouped};
use crate::articulation::figures::Figures;
use crate::articulation::hierarchy::has_figures;
use crate::articulation::names::{is_total, plain};
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::context::Context;
use crate::checks::lookup;
use crate::checks::notation;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{ColumnKind, Disclosure, Kind, Program, Table};
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const WHOLE: Check = Check {
    code: "B37",
    name: "整体绩效目标表的资金与支出一致",
    document: Kind::Budget,
    doc: "查什么: 部门（单位）整体绩效目标表里各项任务对应的预算资金之和，是不是等于支出总计、本年支出，或者其中的基本支出、项目支出。对上任何一种口径即通过；都对不上的，口径不明，不下结论。
为什么: 整体绩效目标应当覆盖部门的全部支出，或者写明覆盖哪一部分。
依据: 部门整体支出绩效目标申报表的填报说明。
举例: 三项任务 525.65、146.04、128.97，合计 800.66，等于基本支出 800.66。
怎么改: 核对各项任务的资金；只列一部分支出的，在表里写明。",
    run: whole,
};

/// See the explanation.
pub const MONEY: Check = Check {
    code: "B38",
    name: "项目绩效目标表的资金与项目支出表一致",
    document: Kind::Budget,
    doc: "查什么: 绩效目标表里项目的预算资金，和项目支出表里同名项目的金额（总计或其中的本年、上年结转）是不是同一个数；同名项目有几行的，看哪一行或各行之和。
为什么: 绩效目标是按项目的预算设的，资金不同说明有一处没有更新。
依据: 《项目支出绩效评价管理办法》（财预〔2020〕10号）；项目支出绩效目标申报表填报说明。
举例: 绩效目标表写 86.50 万元，项目支出表同名项目是 85.60 万元。
怎么改: 以批复的项目预算为准改成一致。",
    run: money,
};

/// See the explanation.
pub const COVERAGE: Check = Check {
    code: "B39",
    name: "每个项目都有绩效目标表",
    document: Kind::Budget,
    doc: "查什么: 项目支出表里列出的每个项目，是不是都有绩效目标表；名称略有不同、金额相同的算同一个，另作提示。公开的绩效目标表不到一半的（只公开部分项目），不判。
为什么: 预算绩效管理要求项目支出全面设置绩效目标。
依据: 《中共中央 国务院关于全面实施预算绩效管理的意见》；《预算法》第三十二条。
举例: 项目支出表有 10 个项目，绩效目标表只有 9 张，文字却说覆盖率 100%。
怎么改: 补上绩效目标表；按规定不编绩效目标的项目，在文字里说明。",
    run: coverage,
};

/// See the explanation.
pub const SUM: Check = Check {
    code: "B40",
    name: "绩效目标的资金之和等于项目支出",
    document: Kind::Budget,
    doc: "查什么: 各张项目绩效目标表的资金加起来，是不是等于项目支出表的合计（单位不同先换算）。只在绩效目标表和项目一样多时核对；对不上的，逐个项目看 B38。
为什么: 项目支出都有绩效目标时，两边的总数应当相等。
依据: 项目支出绩效目标申报表填报说明。
举例: 54 张绩效目标表合计 69,634,100.00 元，项目支出表合计 6,963.41 万元，相等。
怎么改: 找出资金不一致的项目，改成一致。",
    run: sum,
};

/// A project of the project table.
struct Project<'a> {
    name: &'a str,
    /// Its figures: the whole and the parts it may be stated by.
    figures: Vec<Figure>,
    origin: Option<Origin>,
    row: usize,
}

/// The one table of projects, its projects and its unit.
fn projects<'a>(disclosure: &'a Disclosure, book: &Figures<'_>) -> Option<(&'a Table, Vec<Project<'a>>)> {
    use crate::articulation::equation::CellRef;
    use crate::articulation::figures::Book;
    let is_list = |table: &Table| {
        matches!(table.kind.as_deref(), Some("项目支出表" | "一般公共预算项目支出表"))
            && table.rows.iter().any(has_figures)
    };
    let mut tables = disclosure.tables.iter().enumerate().filter(|(_, table)| is_list(table));
    let (at, table) = tables.next().filter(|_| tables.next().is_none())?;
    let column = table.columns.iter().position(|column| {
        column.kind != ColumnKind::Amount && column.path.iter().any(|part| plain(part).contains("项目名称"))
    })?;
    let projects = table
        .rows
        .iter()
        .enumerate()
        .filter_map(|(row, one)| {
            let cell = one.cells.get(column)?;
            let name = cell.text.trim();
            let figures: Vec<Figure> = (0..table.columns.len())
                .filter_map(|column| book.figure(CellRef { table: at, row, column }))
                .collect();
            let named = !name.is_empty() && !is_total(name) && !is_total(&one.name) && !figures.is_empty();
            named.then(|| Project { name, figures, origin: cell.origin.clone(), row })
        })
        .collect();
    Some((table, projects))
}

/// A performance form of a project with the projects it is about.
struct Pair<'a> {
    program: &'a Program,
    /// Positions among the projects.
    projects: Vec<usize>,
    /// The names differ; the money says it is the same.
    alike: bool,
}

/// Forms and projects put together: by name, and what is left over by like names and the same money.
fn pairs<'a>(programs: &[&'a Program], projects: &[Project<'_>], unit: Option<Unit>) -> Vec<Pair<'a>> {
    let mut pairs: Vec<Pair<'a>> = programs
        .iter()
        .map(|program| {
            let same = |project: &Project<'_>| plain(project.name) == plain(&program.name);
            let found = projects.iter().enumerate().filter(|(_, project)| same(project));
            Pair { program, projects: found.map(|(at, _)| at).collect(), alike: false }
        })
        .collect();
    let mut taken: Vec<usize> = pairs.iter().flat_map(|pair| pair.projects.iter().copied()).collect();
    for pair in pairs.iter_mut().filter(|pair| pair.projects.is_empty()) {
        let mut fits = projects.iter().enumerate().filter(|(at, project)| {
            !taken.contains(at)
                && likeness(project.name, &pair.program.name) >= 60
                && agrees(pair.program, project, unit)
        });
        if let Some((at, _)) = fits.next().filter(|_| fits.next().is_none()) {
            pair.projects.push(at);
            pair.alike = true;
            taken.push(at);
        }
    }
    pairs
}

/// Characters that two names share, per cent of the longer one.
fn likeness(a: &str, b: &str) -> usize {
    let (a, b) = (plain(a), plain(b));
    let mut rest: Vec<char> = b.chars().collect();
    let shared = a
        .chars()
        .filter(|c| rest.iter().position(|r| r == c).map(|at| rest.swap_remove(at)).is_some())
        .count();
    shared * 100 / a.chars().count().max(b.chars().count()).max(1)
}

/// The form's money in the unit of the project table.
fn budget(program: &Program, unit: Option<Unit>) -> Option<Figure> {
    let amount = program.budget?;
    let own = Figure::new(amount, amount.scale());
    match (program.unit, unit) {
        (Some(of), Some(unit)) => Some(own.times(of.in_yuan().checked_div(unit.in_yuan())?)),
        _ => None,
    }
}

fn agrees(program: &Program, project: &Project<'_>, unit: Option<Unit>) -> bool {
    budget(program, unit).is_some_and(|stated| project.figures.iter().any(|figure| same(stated, *figure)))
}

fn same(a: Figure, b: Figure) -> bool {
    matches!(judge(a.amount - b.amount, &[a, b]), Gap::None | Gap::Rounding)
}

fn of_projects(disclosure: &Disclosure) -> Vec<&Program> {
    disclosure.programs.iter().filter(|program| program.kind == "project").collect()
}

const NOTHING: &str = "没有列出项目的项目支出表，或者没有项目绩效目标表";

fn money(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let book = Figures::new(&disclosure.tables);
    let programs = of_projects(disclosure);
    let Some((table, projects)) = projects(disclosure, &book).filter(|_| !programs.is_empty()) else {
        return context.ledger.add_reason(MONEY.code, Outcome::NotApplicable, NOTHING);
    };
    for pair in pairs(&programs, &projects, table.unit) {
        let found: Vec<&Project<'_>> = pair.projects.iter().filter_map(|&at| projects.get(at)).collect();
        let (Some(stated), Some(first)) = (budget(pair.program, table.unit), found.first()) else {
            let reason = if found.is_empty() {
                "有的绩效目标表在项目支出表里没有同名项目"
            } else {
                "有的绩效目标表没有读到资金或单位"
            };
            context.ledger.add_reason(MONEY.code, Outcome::CannotCheck, reason);
            continue;
        };
        let firsts = found.iter().filter_map(|project| project.figures.first());
        let all: Decimal = firsts.clone().map(|figure| figure.amount).sum();
        let together = Figure { amount: all, ..stated };
        if found.iter().any(|project| agrees(pair.program, project, table.unit)) || same(stated, together) {
            context.ledger.add(MONEY.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(MONEY.code, Outcome::Failed);
        let unit = table.unit.map_or("", Unit::label);
        let finding = Finding {
            expected: Some(grouped(all)),
            actual: Some(grouped(stated.amount)),
            difference: Some(grouped(stated.amount - all)),
            row: Some(first.row),
            ..about(
                MONEY.code,
                Severity::Warning,
                format!(
                    "项目“{}”：绩效目标表的资金是 {} {unit}，《{}》是 {} {unit}。",
                    pair.program.name.trim(),
                    grouped(stated.amount),
                    table_name(table),
                    grouped(all)
                ),
                table,
                "以批复的项目预算为准改成一致",
                [pair.program.origin.clone(), first.origin.clone()].into_iter().flatten().collect(),
            )
        };
        context.findings.push(finding);
    }
}

fn coverage(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let book = Figures::new(&disclosure.tables);
    let programs = of_projects(disclosure);
    let Some((table, projects)) = projects(disclosure, &book).filter(|_| !programs.is_empty()) else {
        return context.ledger.add_reason(COVERAGE.code, Outcome::NotApplicable, NOTHING);
    };
    let pairs = pairs(&programs, &projects, table.unit);
    let covered: Vec<usize> = pairs.iter().flat_map(|pair| pair.projects.iter().copied()).collect();
    let strangers = pairs.iter().filter(|pair| pair.projects.is_empty()).count();
    for _ in &covered {
        context.ledger.add(COVERAGE.code, Outcome::Passed);
    }
    let bare: Vec<&Project<'_>> = projects
        .iter()
        .enumerate()
        .filter(|(at, project)| {
            !covered.contains(at) && project.figures.iter().any(|figure| !figure.amount.is_zero())
        })
        .map(|(_, project)| project)
        .collect();
    context.findings.extend(renamed(table, &pairs, &projects));
    if bare.is_empty() {
        return;
    }
    // Forms that fit no project may be those of the projects that have none; half of them may not be public.
    let unsure =
        strangers > 0 || table.inferred || context.has_pictures() || covered.len() * 2 < projects.len();
    if unsure {
        let reason = format!("有 {} 个项目没有找到同名的绩效目标表，分不清是没有编还是没有公开", bare.len());
        return context.ledger.add_reason(COVERAGE.code, Outcome::CannotCheck, reason);
    }
    let said: Vec<String> = bare
        .iter()
        .map(|project| {
            let amount =
                project.figures.first().map_or(String::new(), |f| format!("（{}）", grouped(f.amount)));
            format!("“{}”{amount}", project.name)
        })
        .collect();
    for _ in &bare {
        context.ledger.add(COVERAGE.code, Outcome::Failed);
    }
    let message = format!(
        "《{}》列有 {} 个项目，{} 个有绩效目标表；没有绩效目标表的是{}。",
        table_name(table),
        projects.len(),
        covered.len(),
        said.join("、")
    );
    let mut finding = about(
        COVERAGE.code,
        Severity::Warning,
        message,
        table,
        "补上绩效目标表，或者在文字里说明为什么不编",
        bare.iter().filter_map(|project| project.origin.clone()).collect(),
    );
    finding.row = bare.first().map(|project| project.row);
    finding.expected = Some(projects.len().to_string());
    finding.actual = Some(covered.len().to_string());
    context.findings.push(finding);
}

/// One project under two names.
fn renamed(table: &Table, pairs: &[Pair<'_>], projects: &[Project<'_>]) -> Vec<Finding> {
    let finding = |pair: &Pair<'_>| {
        let project = projects.get(*pair.projects.first()?)?;
        let message = format!(
            "同一个项目，《{}》叫“{}”，绩效目标表叫“{}”。",
            table_name(table),
            project.name,
            pair.program.name.trim()
        );
        let places = [project.origin.clone(), pair.program.origin.clone()].into_iter().flatten().collect();
        let finding = about(COVERAGE.code, Severity::Note, message, table, "把项目名称改成一致", places);
        Some(Finding {
            category: Category::CodeOrLabel,
            expected: Some(project.name.to_owned()),
            actual: Some(pair.program.name.trim().to_owned()),
            row: Some(project.row),
            ..finding
        })
    };
    pairs.iter().filter(|pair| pair.alike).filter_map(finding).collect()
}

fn sum(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let book = Figures::new(&disclosure.tables);
    let programs = of_projects(disclosure);
    let Some((table, projects)) = projects(disclosure, &book).filter(|_| !programs.is_empty()) else {
        return context.ledger.add_reason(SUM.code, Outcome::NotApplicable, NOTHING);
    };
    let stated: Option<Vec<Figure>> = programs.iter().map(|program| budget(program, table.unit)).collect();
    let Some(stated) = stated.filter(|stated| stated.len() == projects.len()) else {
        let reason = "绩效目标表和项目不一样多，或者有的没有读到资金";
        return context.ledger.add_reason(SUM.code, Outcome::CannotCheck, reason);
    };
    let all = |figures: &[Figure]| figures.iter().map(|figure| figure.amount).sum::<Decimal>();
    let listed: Vec<Figure> =
        projects.iter().filter_map(|project| project.figures.first().copied()).collect();
    let figures: Vec<Figure> = stated.iter().chain(&listed).copied().collect();
    match judge(all(&stated) - all(&listed), &figures) {
        Gap::None => context.ledger.add(SUM.code, Outcome::Passed),
        Gap::Rounding => context.ledger.add(SUM.code, Outcome::Rounding),
        _ => context.ledger.add_reason(SUM.code, Outcome::CannotCheck, "总数对不上，逐个项目看 B38"),
    }
}

/// What the tasks of a whole unit may add up to.
const SCOPES: [&str; 6] = [
    "[收支总表]支出总计",
    "[收支总表]本年支出合计",
    "[支出总表]合计.合计",
    "[支出总表]合计.基本支出",
    "[支出总表]合计.项目支出",
    "[一般公共预算支出表]合计.合计",
];

fn whole(context: &mut Context<'_>) {
    use crate::articulation::figures::Book;
    let disclosure = context.disclosure;
    let book = Figures::new(&disclosure.tables);
    let mut judged = false;
    for program in disclosure.programs.iter().filter(|program| program.kind == "unit") {
        let amounts: Vec<Figure> =
            program.tasks.iter().filter_map(|task| task.budget).map(|a| Figure::new(a, a.scale())).collect();
        let Some(unit) = program.unit.filter(|_| !amounts.is_empty()) else { continue };
        judged = true;
        let total: Decimal = amounts.iter().map(|figure| figure.amount).sum();
        let scope = |text: &str| -> Option<Figure> {
            let terms = notation::parse_sum(text).ok()?;
            let addend = *lookup::addends(&terms, disclosure, Some(unit)).ok()?.first()?;
            Some(book.figure(addend.cell)?.times(addend.factor))
        };
        let fits = SCOPES.iter().filter_map(|text| scope(text)).any(|figure| {
            let mut all = amounts.clone();
            all.push(figure);
            matches!(judge(total - figure.amount, &all), Gap::None | Gap::Rounding)
        });
        if fits {
            context.ledger.add(WHOLE.code, Outcome::Passed);
        } else {
            let reason = format!("各项任务的资金合计 {}，分不清对应哪一部分支出", grouped(total));
            context.ledger.add_reason(WHOLE.code, Outcome::CannotCheck, reason);
        }
    }
    if !judged {
        context.ledger.add_reason(WHOLE.code, Outcome::NotApplicable, "没有列出任务资金的整体绩效目标表");
    }
}

fn about(
    rule: &str,
    severity: Severity,
    message: String,
    table: &Table,
    suggestion: &str,
    origin: Vec<Origin>,
) -> Finding {
    Finding {
        table: Some(table.index),
        origin,
        suggestion: Some(suggestion.to_owned()),
        ..Finding::new(rule, severity, Category::Performance, message)
    }
}
