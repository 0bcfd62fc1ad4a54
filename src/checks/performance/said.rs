//! P07, P08: what the prose says of evaluations and of how many projects have forms, against the forms.

use rust_decimal::Decimal;

use super::scores::completion;
use super::{finding, nothing, quoted};
use crate::amount::{Unit, grouped, half_unit};
use crate::articulation::tolerance::Figure;
use crate::checks::calculation::passages::{self, Passage};
use crate::checks::calculation::quantity::{self, Measure, Quantity};
use crate::checks::context::Context;
use crate::checks::narrative::counts::PROJECTS;
use crate::checks::narrative::facts::{Fit, fit, percent_of};
use crate::checks::registry::Check;
use crate::disclosure::model::{Kind, Program};
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome};

/// See the explanation.
pub const EVALUATIONS: Check = Check {
    code: "P07",
    name: "文字里的自评结果和自评表一致",
    document: Kind::Unknown,
    doc: "查什么: “××项目自评综述”里写的得分、全年预算数、执行数、完成预算的百分比，和这个项目的自评表是不是一致；没有自评表的，完成预算的百分比是不是等于执行数除以全年预算数；文字说产出（效益）指标完成 100% 的，表里是不是每条都完成了。
为什么: 同一个项目文字和表两个结果，读者不知道该信哪个。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）：公开内容应当前后一致。
举例: 文字写“项目自评得分 95 分，产出指标完成 100%”，自评表总得分 59 分、有一条产出指标完成程度为 0。
怎么改: 以核实后的自评表为准改文字。",
    run: evaluations,
};

/// See the explanation.
pub const COUNTS: Check = Check {
    code: "P08",
    name: "文字里的项目个数和绩效表张数一致",
    document: Kind::Unknown,
    doc: "查什么: 文字里说编报绩效目标、开展绩效自评的项目有几个、涉及资金多少，和文件里项目绩效表的张数、资金合计是不是一致。只附了部分项目的表、张数少于文字的，不判断。
为什么: 覆盖率是按个数算的；个数和表对不上，覆盖率就不可信。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）：公开内容应当前后一致。
举例: 文字写“编制绩效目标的项目共 9 个”，文件里有 20 张项目绩效目标表。
怎么改: 核对项目个数和资金，改正文字或者补上（删去）表。",
    run: counts,
};

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Every place where some words begin.
fn places(passage: &Passage, words: &str) -> Vec<usize> {
    let first = words.chars().next();
    (0..passage.chars.len()).filter(|&at| passage.at(at) == first && passage.has(at, words)).collect()
}

/// The figure that follows some words within a stretch: behind 为, 是, a colon or nothing.
fn figure_after(passage: &Passage, from: usize, to: usize, words: &str) -> Option<Quantity> {
    let start = (from..to).find(|&at| passage.has(at, words))? + words.chars().count();
    let at = (start..start + 4).find(|&at| !passage.at(at).is_some_and(|c| "为是：:约共\n".contains(c)))?;
    passage.at(at).filter(char::is_ascii_digit)?;
    quantity::read(passage, at)
}

fn evaluations(context: &mut Context<'_>) {
    let all = passages::all(context.disclosure);
    let Some(prose) = all.first() else { return };
    let mut starts = places(prose, "自评综述");
    if starts.is_empty() {
        starts = places(prose, "项目自评得分");
    }
    if context.disclosure.programs.is_empty() {
        rates(context, prose);
    }
    for (order, &start) in starts.iter().enumerate() {
        let from = order.checked_sub(1).and_then(|before| starts.get(before)).copied().unwrap_or(0);
        let to = starts.get(order + 1).copied().unwrap_or(usize::MAX).min(start + 600);
        let head = plain(&prose.text(from.max(start.saturating_sub(200)), start));
        let Some(program) = named(&context.disclosure.programs, &head) else {
            let reason = "文字里的项目名称和自评表对不上号";
            context.ledger.add_reason(EVALUATIONS.code, Outcome::CannotCheck, reason);
            continue;
        };
        let said = Said { prose, program, from: start, to: to.min(prose.chars.len()) };
        for judged in said.judge() {
            match judged {
                None => context.ledger.add(EVALUATIONS.code, Outcome::Passed),
                Some(found) => {
                    context.ledger.add(EVALUATIONS.code, Outcome::Failed);
                    context.findings.push(found);
                }
            }
        }
    }
    nothing(context, EVALUATIONS.code, "文字里没有逐个项目的自评综述");
}

/// 全年预算数A，执行数B，完成预算的p%, where no form tells the project's figures.
fn rates(context: &mut Context<'_>, prose: &Passage) {
    for start in places(prose, "全年预算数") {
        let end = (start + 1..start + 120)
            .find(|&at| prose.has(at, "全年预算数") || prose.at(at).is_none())
            .unwrap_or(start + 120);
        let planned = figure_after(prose, start, end, "全年预算数");
        let done = figure_after(prose, start + 5, end, "执行数");
        let rate = ["完成预算的", "预算执行率", "执行率"]
            .into_iter()
            .find_map(|words| figure_after(prose, start, end, words));
        let (Some(planned), Some(done), Some(rate)) = (planned, done, rate) else { continue };
        let money = planned.measure == Measure::Money && done.measure == Measure::Money;
        if !money || rate.measure != Measure::Share || planned.scale != done.scale || rate.start < done.start
        {
            continue;
        }
        let figure = |quantity: &Quantity| Figure::new(quantity.value, quantity.value.scale().max(2));
        if fit(rate.value, figure(&done), figure(&planned)) != Some(Fit::Beyond) {
            context.ledger.add(EVALUATIONS.code, Outcome::Passed);
            continue;
        }
        let Some(right) = percent_of(done.value, planned.value, rate.value) else { continue };
        context.ledger.add(EVALUATIONS.code, Outcome::Failed);
        let message = format!(
            "文字写全年预算数 {}、执行数 {}，执行率应为 {right}%，写的是 {}%。",
            prose.text(planned.start, planned.core),
            prose.text(done.start, done.core),
            rate.value
        );
        let values = Some((format!("{right}%"), format!("{}%", rate.value)));
        context.findings.push(finding(
            EVALUATIONS.code,
            message,
            values,
            [prose.origin(rate.start).cloned()],
        ));
    }
}

/// The form of the project that some words end with; the longest name wins.
fn named<'a>(programs: &'a [Program], head: &str) -> Option<&'a Program> {
    let bare = head.trim_end_matches("项目").trim_end_matches("绩效");
    programs
        .iter()
        .filter(|program| {
            let name = plain(&program.name);
            name.chars().count() >= 3
                && (head.ends_with(&name) || bare.ends_with(name.trim_end_matches("项目")))
        })
        .max_by_key(|program| program.name.chars().count())
}

/// What the prose says of one project.
struct Said<'a> {
    prose: &'a Passage,
    program: &'a Program,
    from: usize,
    to: usize,
}

impl Said<'_> {
    /// Each statement: nothing where it agrees, else the finding.
    fn judge(&self) -> Vec<Option<Finding>> {
        let program = self.program;
        let of_form = program.unit.unwrap_or(Unit::TenThousand).in_yuan();
        let money = |amount: Option<Decimal>| amount.map(|amount| (amount, of_form));
        let plain = |amount: Option<Decimal>| amount.map(|amount| (amount, Decimal::ONE));
        let percent = |rate: Option<Decimal>| rate.map(|rate| (rate, Decimal::new(1, 2)));
        let stated = [
            ("得分", "得分", plain(program.score_total)),
            ("全年预算数", "预算数", money(program.budget)),
            ("执行数", "执行数", money(program.executed)),
            ("完成预算的百分比", "完成预算的", percent(program.rate)),
            ("预算执行率", "预算执行率", percent(program.rate)),
        ];
        let mut out = Vec::new();
        for (name, words, printed) in stated {
            let Some((value, scale)) = printed else { continue };
            let Some(said) = figure_after(self.prose, self.from, self.to, words) else { continue };
            out.push(self.compare(name, &said, value, scale));
        }
        for kind in ["产出指标", "效益指标"] {
            self.complete(kind, &mut out);
        }
        out
    }

    fn compare(&self, name: &str, said: &Quantity, value: Decimal, scale: Decimal) -> Option<Finding> {
        let (a, b) = (said.base()?, value.checked_mul(scale)?);
        let tail = half_unit(said.value) * said.scale + half_unit(value) * scale;
        if (a - b).abs() <= tail {
            return None;
        }
        let unit = if said.measure == Measure::Share { "%" } else { "" };
        let message = format!(
            "文字写{}的{name}是 {}，自评表是 {}{unit}。",
            quoted(self.program),
            self.prose.text(said.start, said.core),
            grouped(value)
        );
        let values = Some((grouped(value), grouped(said.value)));
        let places = [self.prose.origin(said.start).cloned(), self.program.origin.clone()];
        let mut found = finding(EVALUATIONS.code, message, values, places);
        found.category = Category::NarrativeVsTable;
        Some(found)
    }

    /// `产出指标方面完成100%` while an indicator of the form is not complete.
    fn complete(&self, kind: &str, out: &mut Vec<Option<Finding>>) {
        let said = (self.from..self.to)
            .find(|&at| self.prose.has(at, kind))
            .and_then(|start| figure_after(self.prose, start, (start + 14).min(self.to), "完成"));
        let Some(said) = said else { return };
        if said.measure != Measure::Share || said.value != Decimal::ONE_HUNDRED {
            return;
        }
        let short: Vec<_> = self
            .program
            .indicators
            .iter()
            .filter(|indicator| {
                indicator.l1.as_ref().is_some_and(|l1| l1.contains(kind.trim_end_matches("指标")))
            })
            .filter_map(|indicator| {
                Some((indicator, completion(indicator).filter(|d| *d < Decimal::ONE_HUNDRED)?))
            })
            .collect();
        let Some((first, done)) = short.first() else {
            out.push(None);
            return;
        };
        let more = if short.len() > 1 { format!("等 {} 条", short.len()) } else { String::new() };
        let message = format!(
            "文字写{}的{kind}完成 100%，自评表里“{}”{more}没有完成（完成程度 {}%）。",
            quoted(self.program),
            super::title(first),
            done.normalize()
        );
        let values = Some((format!("{}%", done.normalize()), "100%".to_owned()));
        let places = std::iter::once(self.prose.origin(said.start).cloned())
            .chain(short.iter().map(|(indicator, _)| indicator.origin.clone()));
        out.push(Some(finding(EVALUATIONS.code, message, values, places)));
    }
}

fn counts(context: &mut Context<'_>) {
    let all = passages::all(context.disclosure);
    let Some(prose) = all.first() else { return };
    let mut names: Vec<String> = Vec::new();
    let forms: Vec<&Program> = context
        .disclosure
        .programs
        .iter()
        .filter(|program| program.kind != "unit")
        .filter(|program| {
            let name = plain(&program.name);
            let new = !names.contains(&name);
            names.push(name);
            new
        })
        .collect();
    if forms.is_empty() {
        nothing(context, COUNTS.code, "文件里没有读到项目绩效表");
        return;
    }
    let mut sentence = usize::MAX;
    for at in places(prose, "个") {
        let Some((value, start)) = count_before(prose, at) else { continue };
        let nearest = start.saturating_sub(300);
        let from = (nearest..start).rev().find(|&i| prose.at(i) == Some('。')).map_or(nearest, |i| i + 1);
        if from == sentence || !speaks_of_forms(&prose.text(from, start)) {
            continue;
        }
        sentence = from;
        if value != Decimal::from(forms.len()) {
            if value > Decimal::from(forms.len()) {
                let reason = "文件里读到的绩效表比文字说的少，可能只附了一部分";
                context.ledger.add_reason(COUNTS.code, Outcome::CannotCheck, reason);
                continue;
            }
            context.ledger.add(COUNTS.code, Outcome::Failed);
            let place = prose.origin(start).cloned();
            // The same sentence may have been told of as 应编制绩效目标.
            let told = |found: &Finding| {
                found.rule == PROJECTS.code
                    && found.expected.as_deref() == Some(&*forms.len().to_string())
                    && place
                        .as_ref()
                        .is_some_and(|place| found.origin.iter().any(|own| on_one_line(own, place)))
            };
            if context.findings.iter().any(told) {
                continue;
            }
            let message = format!(
                "文字说有绩效目标（自评）的项目是 {value} 个，文件里有 {} 张项目绩效表。",
                forms.len()
            );
            let values = Some((forms.len().to_string(), value.to_string()));
            let places = std::iter::once(place).chain(forms.iter().map(|program| program.origin.clone()));
            context.findings.push(finding(COUNTS.code, message, values, places));
            continue;
        }
        context.ledger.add(COUNTS.code, Outcome::Passed);
        money(context, prose, start, &forms);
    }
    nothing(context, COUNTS.code, "文字里没有说编报绩效目标、开展自评的项目个数");
}

/// Whether two places are on one line, or in one box of a page.
fn on_one_line(a: &Origin, b: &Origin) -> bool {
    match (a, b) {
        (Origin::Line { line: a, .. }, Origin::Line { line: b, .. }) => a == b,
        _ => a == b,
    }
}

/// The whole number directly before a place.
fn count_before(prose: &Passage, at: usize) -> Option<(Decimal, usize)> {
    let start = (0..at).rev().take_while(|&i| prose.at(i).is_some_and(|c| c.is_ascii_digit())).last()?;
    let value: Decimal = prose.text(start, at).parse().ok()?;
    Some((value, start))
}

/// Whether a sentence up to its number counts the projects that have forms.
fn speaks_of_forms(sentence: &str) -> bool {
    let words = sentence.trim_end_matches(['共', '为', '是', '有', '：', ':', '计']).trim_end_matches('共');
    let counted = words.ends_with("项目") || words.ends_with("项目支出");
    let about = ["编制绩效目标", "编报绩效目标", "申报绩效目标", "绩效自评", "绩效目标编报"]
        .iter()
        .any(|word| words.contains(word));
    let part = ["其中", "重点", "抽取", "整改", "财政评价", "政府性基金", "国有资本", "监控"];
    counted && about && !part.iter().any(|word| words.contains(word))
}

/// The money that goes with the number: `涉及资金12784.14万元`.
fn money(context: &mut Context<'_>, prose: &Passage, start: usize, forms: &[&Program]) {
    let end = (start..start + 160).find(|&i| prose.at(i).is_none_or(|c| c == '。')).unwrap_or(start + 160);
    let said = ["资金", "金额"].into_iter().find_map(|words| figure_after(prose, start, end, words));
    let Some(said) = said.filter(|said| said.measure == Measure::Money) else { return };
    let mut sum = Decimal::ZERO;
    let mut tail = half_unit(said.value) * said.scale;
    for program in forms {
        let unit = program.unit.unwrap_or(Unit::TenThousand).in_yuan();
        let Some(budget) = program.budget else {
            context.ledger.add_reason(COUNTS.code, Outcome::CannotCheck, "有的绩效表没有读到预算资金");
            return;
        };
        let Some(next) = budget.checked_mul(unit).and_then(|money| sum.checked_add(money)) else { return };
        sum = next;
        tail += Decimal::new(5, 3) * unit;
    }
    let Some(stated) = said.base() else { return };
    let gap = (sum - stated).abs();
    if gap <= tail {
        let outcome = if gap.is_zero() { Outcome::Passed } else { Outcome::Rounding };
        context.ledger.add(COUNTS.code, outcome);
        return;
    }
    context.ledger.add(COUNTS.code, Outcome::Failed);
    let worth = sum.checked_div(said.scale).unwrap_or(sum).normalize();
    let message = format!(
        "文字说 {} 个项目涉及资金 {}，各张绩效表的预算资金合计 {}。",
        forms.len(),
        prose.text(said.start, said.core),
        grouped(worth)
    );
    let values = Some((grouped(worth), grouped(said.value)));
    let places = std::iter::once(prose.origin(said.start).cloned())
        .chain(forms.iter().map(|program| program.origin.clone()));
    context.findings.push(finding(COUNTS.code, message, values, places));
}
