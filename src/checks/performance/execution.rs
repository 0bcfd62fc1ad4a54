//! P01, P02: the rate of execution and the score it earns.

use rust_decimal::Decimal;

use super::{evaluated, finding, nothing, quoted};
use crate::articulation::tolerance::{Figure, percentage_holds};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::origin::Origin;
use crate::report::Outcome;

/// See the explanation.
pub const RATE: Check = Check {
    code: "P01",
    name: "预算执行率等于执行数除以预算数",
    document: Kind::Unknown,
    doc: "查什么: 绩效自评表里每个项目、每项任务的预算执行率，是不是执行数÷预算数。按印出的位数允许四舍五入和舍去尾数；执行数超过预算数时写 100% 也算对。
为什么: 执行率直接决定得分，填错会连带影响总分和等级。
依据: 《项目支出绩效评价管理办法》（财预〔2020〕10号）：预算执行率 = 执行数 ÷ 全年预算数。
举例: 预算数 200 万元，执行数 50 万元，执行率写作 52%，应为 25%。
怎么改: 按执行数和全年预算数重算执行率，并检查据此计算的得分。",
    run: rate,
};

/// See the explanation.
pub const SCORE: Check = Check {
    code: "P02",
    name: "预算执行率得分和执行率相符",
    document: Kind::Unknown,
    doc: "查什么: 自评表里的预算执行率得分，是不是执行率×执行率分值。分值以本文件多数项目的做法为准（常见 10 分）；看不出做法的不判断。
为什么: 得分和执行率不符，总分就不可信。
依据: 《项目支出绩效评价管理办法》（财预〔2020〕10号）及各地自评办法。
举例: 其他项目都按 10 分计，某项目执行率 54.11%，得分写作 9.41，应为 5.41。
怎么改: 按执行率重算得分，并改总分。",
    run: score,
};

/// A rate with the amounts it comes from.
struct Rate {
    name: String,
    budget: Decimal,
    executed: Decimal,
    printed: Decimal,
    origin: Option<Origin>,
}

impl Rate {
    /// Whether it is executed ÷ budget, in per cent or as a fraction, or the whole where more was spent.
    fn holds(&self) -> bool {
        let (part, whole) = (Figure::new(self.executed, 2), Figure::new(self.budget, 2));
        let is = |rate: Decimal| percentage_holds(rate, part, whole) == Some(true);
        let capped = self.executed > self.budget && self.printed == Decimal::ONE_HUNDRED;
        let fraction = self.printed.scale() > 0 && self.printed <= Decimal::ONE;
        capped || is(self.printed) || (fraction && is(self.printed * Decimal::ONE_HUNDRED))
    }
}

fn rate(context: &mut Context<'_>) {
    let mut rates = Vec::new();
    for program in &context.disclosure.programs {
        let parts = program.tasks.iter().map(|task| {
            let name = format!("{}的任务“{}”", quoted(program), task.name);
            (name, task.budget, task.executed, task.rate, task.origin.clone())
        });
        let whole = (quoted(program), program.budget, program.executed, program.rate, program.origin.clone());
        for (name, budget, executed, rate, origin) in std::iter::once(whole).chain(parts) {
            if let (Some(budget), Some(executed), Some(rate)) = (budget, executed, rate) {
                rates.push(Rate { name, budget, executed, printed: rate, origin });
            }
        }
    }
    // One form alone may count its rate of another budget than the one printed beside it (年初数, 全年数).
    let right = rates.iter().filter(|one| one.holds()).count();
    let settled = right >= 3 && right * 4 >= rates.len() * 3;
    for one in rates {
        let exact =
            one.executed.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(one.budget));
        let Some(exact) = exact else {
            let outcome = if one.budget.is_zero() { Outcome::NotApplicable } else { Outcome::CannotCheck };
            context.ledger.add_reason(RATE.code, outcome, "预算数为 0，没有执行率");
            continue;
        };
        let step = Decimal::new(1, one.printed.scale());
        if one.holds() {
            context.ledger.add(RATE.code, Outcome::Passed);
        } else if (exact - one.printed).abs() < step.max(Decimal::new(2, 2)) {
            context.ledger.add(RATE.code, Outcome::Rounding);
        } else if !settled {
            let reason = "执行率和表里的预算数、执行数不符，可能按另一个预算数计算";
            context.ledger.add_reason(RATE.code, Outcome::CannotCheck, reason);
        } else {
            context.ledger.add(RATE.code, Outcome::Failed);
            let right = exact.round_dp(2).normalize();
            let message = format!(
                "{}：预算数 {}，执行数 {}，执行率应为 {right}%，写作 {}%。",
                one.name, one.budget, one.executed, one.printed
            );
            let values = Some((right.to_string(), one.printed.to_string()));
            context.findings.push(finding(RATE.code, message, values, [one.origin]));
        }
    }
    nothing(context, RATE.code, "没有写执行率的绩效表");
}

/// Scores that execution may earn at most.
const WEIGHTS: [i64; 5] = [10, 20, 15, 5, 30];

fn score(context: &mut Context<'_>) {
    let scored: Vec<_> = context
        .disclosure
        .programs
        .iter()
        .filter(|program| evaluated(program))
        .filter_map(|program| {
            let rate = program.rate?.min(Decimal::ONE_HUNDRED);
            Some((program, rate, program.score.execution?))
        })
        .collect();
    let fits = |rate: Decimal, score: Decimal, weight: i64| {
        (rate * Decimal::from(weight) / Decimal::ONE_HUNDRED - score).abs() <= Decimal::new(11, 3)
    };
    let fitting = |weight: i64| scored.iter().filter(|(_, rate, score)| fits(*rate, *score, weight)).count();
    // All of nothing is nothing: what the weight is shows where the rate is above nothing.
    let usual = WEIGHTS.into_iter().max_by_key(|&weight| (fitting(weight), -weight)).unwrap_or(10);
    let count = fitting(usual);
    let settled = count >= 3 && count * 4 >= scored.len() * 3;
    for (program, rate, score) in scored {
        if fits(rate, score, usual) && (settled || !rate.is_zero()) {
            context.ledger.add(SCORE.code, Outcome::Passed);
        } else if settled {
            context.ledger.add(SCORE.code, Outcome::Failed);
            let right = (rate * Decimal::from(usual) / Decimal::ONE_HUNDRED).round_dp(2).normalize();
            let message = format!(
                "{}：预算执行率 {rate}%，按本文件其他项目的算法（{usual} 分）执行率得分应为 {right}，写作 {score}。",
                quoted(program)
            );
            let values = Some((right.to_string(), score.to_string()));
            context.findings.push(finding(SCORE.code, message, values, [program.origin.clone()]));
        } else {
            context.ledger.add_reason(SCORE.code, Outcome::CannotCheck, "执行率得分的算法看不出来");
        }
    }
    nothing(context, SCORE.code, "没有写预算执行率得分的绩效表");
}
