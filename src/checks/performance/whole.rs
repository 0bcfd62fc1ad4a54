//! P15, P16: the money of the self-evaluations beside that of the accounts.

use rust_decimal::Decimal;

use super::{finding, nothing, quoted};
use crate::amount::{Unit, grouped};
use crate::checks::context::Context;
use crate::checks::narrative::cells::figures_of;
use crate::checks::registry::Check;
use crate::disclosure::model::{Kind, Program};
use crate::report::{Finding, Outcome, Severity};

/// See the explanation.
pub const BASIC: Check = Check {
    code: "P15",
    name: "整体自评的基本支出和决算表一致",
    document: Kind::Final,
    doc: "查什么: 部门（单位）整体自评表里“基本支出”一项的执行数，和决算表的基本支出（一般公共预算的，或者全部的）是不是同一个数。
为什么: 两处说的是同一笔钱；差一点多半是四舍五入，差得多是口径不同或者取错了数。
依据: 《项目支出绩效评价管理办法》（财预〔2020〕10号）；部门决算报表。
举例: 整体自评表基本支出执行数 5,460.92 万元，决算表基本支出 5,406.92 万元。
怎么改: 核对取数口径；口径不同的，在自评表里注明。",
    run: basic,
};

/// See the explanation.
pub const PROJECTS: Check = Check {
    code: "P16",
    name: "自评的项目资金不超过项目支出决算",
    document: Kind::Final,
    doc: "查什么: 各项目自评表的全年执行数合计，和支出决算表的项目支出合计相比。少于或等于是正常的（有的项目不自评，口径也不同）；大于的，作为信息提示。
为什么: 自评的钱比花的钱还多，多半是单位不一（元、万元）或者重复了项目。
依据: 部门决算报表；各地绩效自评的要求。绩效口径和决算口径允许不同，所以只是提示。
举例: 三个项目的执行数合计 850.00 万元，项目支出决算 400.00 万元。
怎么改: 核对各项目的执行数和金额单位。",
    run: projects,
};

fn in_wan(program: &Program, amount: Decimal) -> Option<Decimal> {
    let unit = program.unit.unwrap_or(Unit::TenThousand).in_yuan();
    amount.checked_mul(unit)?.checked_div(Unit::TenThousand.in_yuan())
}

fn note(found: Finding) -> Finding {
    Finding { severity: Severity::Note, ..found }
}

fn basic(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let mut accounts = figures_of(disclosure, "一般公共预算基本支出", "total", Unit::TenThousand);
    accounts.extend(figures_of(disclosure, "基本支出", "total", Unit::TenThousand));
    for program in disclosure.programs.iter().filter(|program| program.kind == "unit") {
        // Basic expenditure may be split over several tasks: personnel, operating.
        let tasks: Vec<_> = program.tasks.iter().filter(|task| task.name.contains("基本支出")).collect();
        let Some(first) = tasks.first() else { continue };
        let amounts: Option<Vec<Decimal>> =
            tasks.iter().map(|task| in_wan(program, task.executed?)).collect();
        let nearest = |executed: Decimal| {
            accounts.iter().map(|figure| figure.amount).min_by_key(|amount| (*amount - executed).abs())
        };
        let executed = amounts.map(|amounts| amounts.into_iter().sum::<Decimal>());
        let Some((executed, nearest)) = executed.and_then(|sum| Some((sum, nearest(sum)?))) else {
            let reason = "没有读到基本支出的执行数，或者没有找到决算表的基本支出";
            context.ledger.add_reason(BASIC.code, Outcome::CannotCheck, reason);
            continue;
        };
        let gap = (nearest - executed).abs();
        let tail = Decimal::new(5, 3) * Decimal::from(tasks.len() + 1);
        if gap.is_zero() {
            context.ledger.add(BASIC.code, Outcome::Passed);
        } else if gap <= tail {
            context.ledger.add(BASIC.code, Outcome::Rounding);
        } else {
            context.ledger.add(BASIC.code, Outcome::Failed);
            let message = format!(
                "{}的“基本支出”执行数 {} 万元，决算表的基本支出是 {} 万元，口径可能不同。",
                quoted(program),
                grouped(executed),
                grouped(nearest)
            );
            let values = Some((grouped(nearest), grouped(executed)));
            let place = first.origin.clone().or_else(|| program.origin.clone());
            context.findings.push(note(finding(BASIC.code, message, values, [place])));
        }
    }
    nothing(context, BASIC.code, "没有写基本支出的整体自评表");
}

fn projects(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let own: Vec<(&Program, Decimal)> = disclosure
        .programs
        .iter()
        .filter(|program| program.kind == "project")
        .filter_map(|program| Some((program, in_wan(program, program.executed?)?)))
        .collect();
    let accounts = figures_of(disclosure, "项目支出", "total", Unit::TenThousand);
    let spent = accounts.iter().map(|figure| figure.amount).max();
    let (Some((first, _)), Some(spent)) = (own.first(), spent) else {
        nothing(context, PROJECTS.code, "没有写执行数的项目自评表，或者没有找到项目支出决算");
        return;
    };
    let sum: Decimal = own.iter().map(|(_, executed)| *executed).sum();
    if sum <= spent + Decimal::new(1, 2) {
        context.ledger.add(PROJECTS.code, Outcome::Passed);
        return;
    }
    context.ledger.add(PROJECTS.code, Outcome::Failed);
    let message = format!(
        "{} 个项目自评表的执行数合计 {} 万元，大于决算表的项目支出 {} 万元，口径可能不同。",
        own.len(),
        grouped(sum),
        grouped(spent)
    );
    let values = Some((grouped(spent), grouped(sum)));
    context.findings.push(note(finding(PROJECTS.code, message, values, [first.origin.clone()])));
}
