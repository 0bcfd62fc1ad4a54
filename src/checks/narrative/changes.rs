//! N02, N03, N04: what a figure is compared with, by how much it changed, at what rate, and up or down.

use rust_decimal::Decimal;

use super::facts::{Account, Facts, Fit, finding, fit, percent_of, sign_of, signed, spoken, unit_of};
use crate::amount::{Unit, grouped};
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Basis, Claim, Kind};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHANGES: Check = Check {
    code: "N02",
    name: "增减额、增减幅度算得对",
    document: Kind::Unknown,
    doc: "查什么: “比上年（A）增加 d、增长 p%”：本年数减上年数是不是 d，d 除以上年数是不是 p%。没写上年数的，用本年数减增减额还原。百分数按各数印出的位数算区间，只差最后一位（舍去、凑整）不算错。
为什么: 增减额和幅度是读者最先看的数，常见的错是拿本年数作分母、拿本年除以上年当增幅、抄了上一段的百分数。
依据: 《地方预决算公开操作规程》要求说明收支增减变化情况。
举例: 本年 1,685.72 万元，比上年增加 1,557.29 万元，增长应为 1,212.56%，写成 1,312.56%。
怎么改: 以两年的数为准重算增减额和幅度；数本身有误的，先改数。",
    run: changes,
};

/// See the explanation.
pub const ZERO_BASE: Check = Check {
    code: "N03",
    name: "上年为 0 的不算增长率",
    document: Kind::Unknown,
    doc: "查什么: 上年数（或还原出的上年数）是 0，却写了“增长 100%”之类的增长率。
为什么: 除数为 0，没有增长率可言；写 100% 会让人以为翻了一番。
依据: 算术常识；财政部门审核公开文本时的常见问题。
举例: 上年执行数 0.00 万元，本年 25.00 万元，写“增加 100.00%”。
怎么改: 写明“上年无此项支出，基数为 0，不可比”，不写百分数。",
    run: |context| walk(context, Part::ZeroBase),
};

/// See the explanation.
pub const DIRECTIONS: Check = Check {
    code: "N04",
    name: "增加、减少、持平和数字的方向一致",
    document: Kind::Unknown,
    doc: "查什么: 写“增加”的本年数应大于上年数，写“减少”的应小于，写“持平”的应相等；增减额与增减幅度的方向词应一致；只说本项经费增减的原因，方向不能和数字相反。
为什么: 方向写反，意思就完全反了。
依据: 《地方预决算公开操作规程》要求说明收支增减变化情况。
举例: 114.00 万元降到 110.60 万元，原因却写“宣传经费增加”。
怎么改: 核对两年的数，改方向词或改数。",
    run: |context| walk(context, Part::Directions),
};

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Changes,
    ZeroBase,
    Directions,
}

fn changes(context: &mut Context<'_>) {
    walk(context, Part::Changes);
}

fn walk(context: &mut Context<'_>, part: Part) {
    let disclosure = context.disclosure;
    let facts = Facts::of(disclosure);
    let code = match part {
        Part::Changes => CHANGES.code,
        Part::ZeroBase => ZERO_BASE.code,
        Part::Directions => DIRECTIONS.code,
    };
    for account in &facts.accounts {
        for view in views(&facts, account) {
            match part {
                Part::Changes => {
                    if let Some(found) = view.impossible() {
                        context.ledger.add(CHANGES.code, Outcome::Failed);
                        context.findings.push(found);
                        continue;
                    }
                    view.difference(context);
                    view.rate(context);
                }
                Part::ZeroBase => view.zero_base(context),
                Part::Directions => view.directions(context),
            }
        }
    }
    if part == Part::Changes {
        three(context, &facts);
        for claim in &facts.nameless {
            if claim
                .metric
                .as_deref()
                .is_some_and(|metric| metric.starts_with("increase") || metric.starts_with("growth"))
            {
                context.ledger.add_reason(code, Outcome::CannotCheck, "分不清增减说的是哪一项");
            }
        }
    }
    if !context.ledger.knows(code) {
        context.ledger.add_reason(code, Outcome::NotApplicable, "文字里没有这样的比较");
    }
}

/// The change of the three public expenses is that of the three together, where each of them is told.
fn three(context: &mut Context<'_>, facts: &Facts<'_>) {
    const ITEMS: [&str; 3] = ["因公出国境费", "公务用车费", "公务接待费"];
    /// The one change of a subject near a section: nothing where it is told twice, differently.
    fn change<'a>(facts: &Facts<'a>, subject: &str, section: usize) -> Option<(&'a Claim, Figure)> {
        let near = facts
            .accounts
            .iter()
            .filter(|account| account.subject == subject && account.section.abs_diff(section) <= 6);
        let mut found = near.flat_map(|account| account.against("increase", Basis::LastYear)).map(|claim| {
            let level = claim.direction.as_deref() == Some("持平");
            let none = || level.then(|| Figure::new(Decimal::ZERO, 2));
            let told = facts.money(claim).and_then(|figure| signed(claim, figure));
            Some((claim, told.or_else(none)?))
        });
        let first = found.next()??;
        found.all(|other| other.is_some_and(|(_, other)| other.amount == first.1.amount)).then_some(first)
    }
    for account in facts.accounts.iter().filter(|account| account.subject == "三公经费") {
        if account.against("increase", Basis::LastYear).next().is_none() {
            continue;
        }
        let Some((claim, whole)) = change(facts, "三公经费", account.section) else { continue };
        let parts: Option<Vec<_>> = ITEMS.iter().map(|item| change(facts, item, account.section)).collect();
        let Some(parts) = parts else { continue };
        let told = || parts.iter().map(|(claim, _)| *claim).chain([claim]);
        let of_done = |claim: &Claim| ["执行", "决算"].iter().any(|word| claim.text.contains(word));
        // Of the budget before in one place, of what was done in another.
        if told().any(of_done) && told().any(|claim| claim.text.contains("预算")) {
            continue;
        }
        let sum: Decimal = parts.iter().map(|(_, part)| part.amount).sum();
        let mut figures: Vec<Figure> = parts.iter().map(|(_, part)| *part).collect();
        figures.push(whole);
        if judge(whole.amount - sum, &figures) != Gap::Beyond {
            context.ledger.add(CHANGES.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(CHANGES.code, Outcome::Failed);
        let word = |amount: Decimal| match amount.cmp(&Decimal::ZERO) {
            std::cmp::Ordering::Less => format!("减少 {} 万元", grouped(amount.abs())),
            std::cmp::Ordering::Equal => "持平".to_owned(),
            std::cmp::Ordering::Greater => format!("增加 {} 万元", grouped(amount)),
        };
        let message = format!("三公经费写比上年{}，三项的增减合起来是{}。", word(whole.amount), word(sum));
        let mut claims = vec![claim];
        claims.extend(parts.iter().map(|(claim, _)| *claim));
        let values = (Some(word(sum)), Some(word(whole.amount)));
        context.findings.push(finding(
            CHANGES.code,
            Severity::Warning,
            Category::NarrativeArithmetic,
            message,
            values,
            &claims,
        ));
        return;
    }
}

/// One comparison: this year's figure, the other, and the change with its rate.
struct View<'a> {
    subject: &'a str,
    own: bool,
    totals: Vec<(&'a Claim, Figure)>,
    bases: Vec<(&'a Claim, Figure)>,
    change: Option<(&'a Claim, Figure)>,
    rate: Option<(&'a Claim, Decimal)>,
    level: Option<&'a Claim>,
}

/// The comparisons of an account: each change with the rate that follows it, against last year and against the
/// budget.
fn views<'a>(facts: &Facts<'a>, account: &Account<'a>) -> Vec<View<'a>> {
    let mut views = Vec::new();
    for (basis, increase, growth, base) in [
        (Basis::LastYear, "increase", "growth_rate", "base"),
        (Basis::Budget, "increase_over_budget", "growth_over_budget", "budget"),
    ] {
        let money = |claim: &'a Claim| Some((claim, facts.money(claim)?));
        let mut totals: Vec<_> = facts.totals(account).into_iter().filter_map(money).collect();
        totals.dedup_by_key(|(_, total)| total.amount);
        let own = account.all("total").next().is_some();
        let bases: Vec<_> = account.against(base, basis).filter_map(money).collect();
        // 2022年支出3.46万元，较上年增加2.4万元: the change is of that year's figure, which is no base of it.
        let of_before = |(claim, _): &(&Claim, Figure)| !claim.text.contains(['比', '较', '与', '同']);
        if !own && basis == Basis::LastYear && bases.iter().any(of_before) {
            continue;
        }
        let mut open: Option<View<'a>> = None;
        let relevant = account.claims.iter().copied().filter(|claim| {
            claim.metric.as_deref().is_some_and(|metric| metric == increase || metric == growth)
                && claim.place.basis.is_none_or(|own| own == basis)
        });
        for claim in relevant {
            let view = || View {
                subject: account.subject,
                own,
                totals: totals.clone(),
                bases: bases.clone(),
                change: None,
                rate: None,
                level: None,
            };
            if claim.metric.as_deref() == Some(growth) {
                let rate = claim.value.map(|value| (claim, value));
                match &mut open {
                    Some(open) if open.rate.is_none() && open.change.is_some() => open.rate = rate,
                    _ => views.push(View { rate, ..view() }),
                }
            } else if claim.value.is_none() {
                views.extend(open.take());
                views.push(View { level: Some(claim), ..view() });
            } else {
                views.extend(open.take());
                open = Some(View { change: money(claim), ..view() });
            }
        }
        views.extend(open);
    }
    views
}

/// The difference of two figures, with what each may be off by.
fn minus(a: Figure, b: Figure) -> Figure {
    Figure {
        amount: a.amount - b.amount,
        half: a.half + b.half,
        printed_half: a.printed_half + b.printed_half,
    }
}

impl<'a> View<'a> {
    fn this_year(&self) -> String {
        self.totals.first().map(|(claim, _)| printed(claim)).unwrap_or_default()
    }

    /// Every value last year can have had: stated, else from the change.
    fn last_year(&self) -> Vec<Figure> {
        if !self.bases.is_empty() {
            return self.bases.iter().map(|(_, figure)| *figure).collect();
        }
        let Some(change) = self.change.and_then(|(claim, figure)| signed(claim, figure)) else {
            return Vec::new();
        };
        self.totals.iter().map(|(_, total)| minus(*total, change)).collect()
    }

    fn severity(&self) -> Severity {
        if self.own && self.totals.len() == 1 && self.bases.len() <= 1 {
            Severity::Error
        } else {
            Severity::Warning
        }
    }

    /// 0万元，比上年增加5万元: last year would have been less than nothing.
    fn impossible(&self) -> Option<Finding> {
        let (claim, change) = self.change?;
        let [(total_claim, total)] = self.totals[..] else { return None };
        let balance = ["结余", "结转", "盈余", "净"].iter().any(|word| self.subject.contains(word));
        if !self.own
            || !self.bases.is_empty()
            || balance
            || sign_of(claim.direction.as_deref()?)? < Decimal::ZERO
        {
            return None;
        }
        let base = minus(total, change);
        if total.amount.is_sign_negative() || base.amount + base.half + base.printed_half >= Decimal::ZERO {
            return None;
        }
        let message = format!(
            "{}本年只有 {}，却写比{}{} {}：照此上年就成了负数。",
            spoken(self.subject),
            self.this_year(),
            if claim.place.basis == Some(Basis::Budget) { "预算" } else { "上年" },
            claim.direction.as_deref().unwrap_or_default(),
            printed(claim)
        );
        let values = (None, claim.value.map(grouped));
        let claims = [claim, total_claim];
        Some(finding(CHANGES.code, self.severity(), Category::NarrativeArithmetic, message, values, &claims))
    }

    /// A − B = d.
    fn difference(&self, context: &mut Context<'_>) -> Option<()> {
        let (claim, change) = self.change?;
        if self.bases.is_empty() || self.totals.is_empty() {
            if self.rate.is_none() {
                let reason = format!("没有写上年的数：{}", spoken(self.subject));
                context.ledger.add_reason(CHANGES.code, Outcome::CannotCheck, reason);
            }
            return None;
        }
        let sign = sign_of(claim.direction.as_deref()?)?;
        let gaps = || {
            self.totals.iter().flat_map(move |(_, total)| {
                self.bases.iter().map(move |(_, base)| {
                    let found = minus(*total, *base);
                    (found, judge(found.amount - change.amount * sign, &[*total, *base, change]))
                })
            })
        };
        let best = gaps().min_by_key(|(_, gap)| match gap {
            Gap::None => 0,
            Gap::Rounding => 1,
            Gap::Doubtful => 2,
            Gap::Beyond => 3,
        })?;
        match best.1 {
            Gap::None => context.ledger.add(CHANGES.code, Outcome::Passed),
            Gap::Rounding | Gap::Doubtful => context.ledger.add(CHANGES.code, Outcome::Rounding),
            // The other way round is a matter of the direction word.
            Gap::Beyond if best.0.amount == -(change.amount * sign) => {
                context.ledger.add(CHANGES.code, Outcome::Passed);
            }
            Gap::Beyond => {
                context.ledger.add(CHANGES.code, Outcome::Failed);
                let (base, _) = self.bases.first()?;
                let found = best.0.amount;
                let word = if found.is_sign_negative() { "减少" } else { "增加" };
                let message = format!(
                    "{}本年 {}，{}，相差应为{word} {} 万元，文字写{} {}。",
                    spoken(self.subject),
                    self.this_year(),
                    compared(base),
                    grouped(found.abs()),
                    claim.direction.as_deref().unwrap_or_default(),
                    printed(claim)
                );
                let values = (Some(grouped(found.abs())), claim.value.map(grouped));
                let mut claims = vec![claim];
                claims.extend(self.totals.iter().chain(&self.bases).map(|(claim, _)| *claim));
                context.findings.push(finding(
                    CHANGES.code,
                    self.severity(),
                    Category::NarrativeArithmetic,
                    message,
                    values,
                    &claims,
                ));
            }
        }
        Some(())
    }

    /// d ÷ B = p%.
    fn rate(&self, context: &mut Context<'_>) -> Option<()> {
        let (claim, percent) = self.rate?;
        let bases = self.last_year();
        if bases.is_empty() {
            let zero = percent.is_zero() && self.change.is_none_or(|(_, change)| change.amount.is_zero());
            if zero {
                context.ledger.add(CHANGES.code, Outcome::Passed);
            } else {
                let reason = format!("没有写本年或上年的数，算不出增减幅度：{}", spoken(self.subject));
                context.ledger.add_reason(CHANGES.code, Outcome::CannotCheck, reason);
            }
            return None;
        }
        let mut best: Option<(Fit, Figure, Figure)> = None;
        for base in &bases {
            let changes: Vec<Figure> = match self.change {
                Some((_, change)) => vec![Figure { amount: change.amount.abs(), ..change }],
                None => self
                    .totals
                    .iter()
                    .map(|(_, total)| minus(*total, *base))
                    .map(|change| Figure { amount: change.amount.abs(), ..change })
                    .collect(),
            };
            for change in changes {
                if let Some(found) = fit(percent.abs(), change, *base)
                    && best.as_ref().is_none_or(|(known, ..)| found < *known)
                {
                    best = Some((found, change, *base));
                }
            }
        }
        let Some((found, change, base)) = best else {
            // Nothing to divide by: the check of zero bases speaks.
            context.ledger.add(CHANGES.code, Outcome::NotApplicable);
            return None;
        };
        match found {
            Fit::Exact => context.ledger.add(CHANGES.code, Outcome::Passed),
            Fit::Trimmed | Fit::Doubtful => context.ledger.add(CHANGES.code, Outcome::Rounding),
            // A wrong direction word upsets the base: the check of directions has the cause.
            Fit::Beyond if self.quarrel().is_some() => {
                context.ledger.add(CHANGES.code, Outcome::NotApplicable);
            }
            Fit::Beyond => {
                context.ledger.add(CHANGES.code, Outcome::Failed);
                let expected = percent_of(change.amount, base.amount, percent)?;
                // A difference this small may come from figures in 元 that are not printed.
                let slight = (percent.abs() - expected).abs() <= Decimal::new(5, 2);
                let severity = if slight { Severity::Warning } else { self.severity() };
                let mut claims = vec![claim];
                claims.extend(
                    self.change.iter().chain(&self.totals).chain(&self.bases).map(|(claim, _)| *claim),
                );
                let own = self.this_year();
                let message = format!(
                    "{}{}{}{}，幅度应为 {expected}%，文字写{} {percent}%{}。",
                    spoken(self.subject),
                    if own.is_empty() { "" } else { "本年 " },
                    if own.is_empty() { own } else { own + "，" },
                    match (self.change, self.bases.first()) {
                        (_, Some((base, _))) => compared(base),
                        (Some((change, _)), None) => format!(
                            "比{what}{} {}（{what} {}）",
                            change.direction.as_deref().unwrap_or_default(),
                            printed(change),
                            in_unit_of(change, base.amount),
                            what =
                                if change.place.basis == Some(Basis::LastYear) { "上年" } else { "预算" },
                        ),
                        (None, None) => String::new(),
                    },
                    claim.direction.as_deref().unwrap_or_default(),
                    self.slip(percent.abs(), change, base).unwrap_or_default()
                );
                let values = (Some(format!("{expected}%")), Some(format!("{percent}%")));
                context.findings.push(finding(
                    CHANGES.code,
                    severity,
                    Category::NarrativeArithmetic,
                    message,
                    values,
                    &claims,
                ));
            }
        }
        Some(())
    }

    /// The slip that explains a wrong rate.
    fn slip(&self, percent: Decimal, change: Figure, base: Figure) -> Option<&'static str> {
        let (_, total) = self.totals.first()?;
        if fit(percent, *total, base).is_some_and(|found| found <= Fit::Trimmed) {
            return Some("，像是用本年数除以上年数（没有减 100%）");
        }
        let wrong_base = fit(percent, change, *total).is_some_and(|found| found <= Fit::Trimmed);
        wrong_base.then_some("，像是用本年数作了分母")
    }

    fn zero_base(&self, context: &mut Context<'_>) {
        let Some((claim, percent)) = self.rate else { return };
        let bases = self.last_year();
        if bases.is_empty() {
            return;
        }
        let grows = self.totals.iter().any(|(_, total)| total.amount > Decimal::ZERO);
        let zero = bases.iter().all(|base| base.amount.is_zero());
        if zero && grows && !percent.is_zero() {
            context.ledger.add(ZERO_BASE.code, Outcome::Failed);
            let message = format!(
                "{}上年是 0，本年 {}，没有增长率可言，文字写{} {percent}%。",
                spoken(self.subject),
                self.this_year(),
                claim.direction.as_deref().unwrap_or_default()
            );
            let mut found = finding(
                ZERO_BASE.code,
                Severity::Warning,
                Category::NarrativeArithmetic,
                message,
                (None, Some(format!("{percent}%"))),
                &[claim],
            );
            found.suggestion = Some("写“上年无此项，基数为 0，不可比”".to_owned());
            context.findings.push(found);
        } else {
            context.ledger.add(ZERO_BASE.code, Outcome::Passed);
        }
    }

    fn directions(&self, context: &mut Context<'_>) {
        let differences: Vec<Decimal> = self
            .totals
            .iter()
            .flat_map(|(_, total)| {
                self.bases.iter().map(move |(_, base)| {
                    let gap = judge(total.amount - base.amount, &[*total, *base]);
                    if gap == Gap::Beyond { total.amount - base.amount } else { Decimal::ZERO }
                })
            })
            .collect();
        let said = self
            .change
            .filter(|(_, change)| !change.amount.is_zero())
            .map(|(claim, _)| claim)
            .or_else(|| self.rate.filter(|(_, rate)| !rate.is_zero()).map(|(claim, _)| claim));
        if let Some(found) = self.level_broken(&differences) {
            context.ledger.add(DIRECTIONS.code, Outcome::Failed);
            context.findings.push(found);
            return;
        }
        let Some(claim) = said else {
            if self.level.is_some() && !differences.is_empty() {
                context.ledger.add(DIRECTIONS.code, Outcome::Passed);
            }
            return;
        };
        let Some(sign) = claim.direction.as_deref().and_then(sign_of) else { return };
        let sign = if claim.value.is_some_and(|value| value.is_sign_negative()) { -sign } else { sign };
        let against = |difference: &Decimal| {
            !difference.is_zero() && difference.is_sign_negative() != sign.is_sign_negative()
        };
        if !differences.is_empty() && differences.iter().all(against) {
            context.ledger.add(DIRECTIONS.code, Outcome::Failed);
            context.findings.push(self.turned(claim, sign));
            return;
        }
        if let Some(found) = self.quarrel() {
            context.ledger.add(DIRECTIONS.code, Outcome::Failed);
            context.findings.push(found);
            return;
        }
        if differences.is_empty() {
            if self.change.is_some() && self.rate.is_some() {
                context.ledger.add(DIRECTIONS.code, Outcome::Passed);
            } else {
                let reason = format!("没有写上年的数：{}", spoken(self.subject));
                context.ledger.add_reason(DIRECTIONS.code, Outcome::CannotCheck, reason);
            }
        } else {
            context.ledger.add(DIRECTIONS.code, Outcome::Passed);
        }
    }

    /// 增加 for a figure that went down.
    fn turned(&self, claim: &'a Claim, sign: Decimal) -> Finding {
        let right = if sign.is_sign_negative() { "增加" } else { "减少" };
        let word = claim.direction.as_deref().unwrap_or_default();
        let base = self.bases.first().map(|(base, _)| compared(base)).unwrap_or_default();
        let message = format!(
            "{}本年 {}，{base}，是{right}，文字却写“{word}”。",
            spoken(self.subject),
            self.this_year()
        );
        let mut claims = vec![claim];
        claims.extend(self.totals.iter().chain(&self.bases).map(|(claim, _)| *claim));
        finding(
            DIRECTIONS.code,
            self.severity(),
            Category::DirectionWord,
            message,
            (Some(right.to_owned()), Some(word.to_owned())),
            &claims,
        )
    }

    /// 持平 for figures that differ.
    fn level_broken(&self, differences: &[Decimal]) -> Option<Finding> {
        let claim = self.level?;
        if differences.is_empty() || differences.iter().any(Decimal::is_zero) || claim.text.contains("基本")
        {
            return None;
        }
        let (base, figure) = self.bases.first()?;
        let difference = differences.first()?;
        // A thousandth is what people still call 持平.
        let small = difference.abs() * Decimal::ONE_THOUSAND < figure.amount.abs();
        let word = if difference.is_sign_negative() { "减少" } else { "增加" };
        let message = format!(
            "{}本年 {}，{}，{word}了 {} 万元，文字却写“持平”。",
            spoken(self.subject),
            self.this_year(),
            compared(base),
            grouped(difference.abs())
        );
        let mut claims = vec![claim];
        claims.extend(self.totals.iter().chain(&self.bases).map(|(claim, _)| *claim));
        let severity = if small { Severity::Warning } else { self.severity() };
        let values = (Some(word.to_owned()), Some("持平".to_owned()));
        Some(finding(DIRECTIONS.code, severity, Category::DirectionWord, message, values, &claims))
    }

    /// 增加 5 万元，下降 3%, where the 3% is right for a figure that went down by 5 万元 and for none that went up.
    fn word_is_turned(&self) -> bool {
        let (Some((change, figure)), Some((rate, percent))) = (self.change, self.rate) else { return false };
        let sign = |claim: &Claim| claim.direction.as_deref().and_then(sign_of);
        let (Some(first), Some(second)) = (sign(change), sign(rate)) else { return false };
        let fits = |sign: Decimal| {
            self.totals.iter().any(|(_, total)| {
                let base = minus(*total, figure.times(sign));
                fit(percent.abs(), Figure { amount: figure.amount.abs(), ..figure }, base)
                    .is_some_and(|found| found <= Fit::Trimmed)
            })
        };
        first != second && self.bases.is_empty() && fits(second) && !fits(first)
    }

    /// 增加 5 万元，下降 3%.
    fn quarrel(&self) -> Option<Finding> {
        let ((change, _), (rate, percent)) = (self.change?, self.rate?);
        let first = sign_of(change.direction.as_deref()?)?;
        let second = sign_of(rate.direction.as_deref()?)?;
        let zero = percent.is_zero() || change.value.is_none_or(|value| value.is_zero());
        let minus = percent.is_sign_negative() || change.value.is_some_and(|value| value.is_sign_negative());
        if first == second || zero || minus {
            return None;
        }
        let (one, other) = (change.direction.as_deref()?, rate.direction.as_deref()?);
        let message = format!("{}金额写“{one}”，幅度却写“{other}”，两个方向相反。", spoken(self.subject));
        // The arithmetic may tell which of the two is wrong.
        let turned = self.word_is_turned();
        let right = if second.is_sign_negative() { "减少" } else { "增加" };
        let (expected, actual, claims) =
            if turned { (right, one, [change, rate]) } else { (one, other, [rate, change]) };
        let message = if turned {
            format!("{}。按金额和幅度推算，金额应写“{right}”。", message.trim_end_matches('。'))
        } else {
            message
        };
        let values = (Some(expected.to_owned()), Some(actual.to_owned()));
        Some(finding(DIRECTIONS.code, Severity::Error, Category::DirectionWord, message, values, &claims))
    }
}

/// `25.00 万元`.
fn printed(claim: &Claim) -> String {
    format!("{} {}", claim.value.map(grouped).unwrap_or_default(), claim.unit.as_deref().unwrap_or_default())
}

/// An amount in 万元, said in the unit of a statement.
fn in_unit_of(claim: &Claim, amount: Decimal) -> String {
    let unit = unit_of(claim).unwrap_or(Unit::TenThousand);
    let amount = amount.checked_mul(Unit::TenThousand.in_yuan() / unit.in_yuan()).unwrap_or(amount);
    let scale = claim.value.map_or(2, |value| value.scale());
    let amount = if amount.scale() > scale { amount.round_dp(scale) } else { amount };
    format!("{} {}", grouped(amount), unit.label())
}

/// `上年 20.00 万元` or `年初预算 20.00 万元`.
fn compared(base: &Claim) -> String {
    let what = match (base.place.basis, base.year) {
        (Some(Basis::Budget), _) => "年初预算".to_owned(),
        (Some(Basis::Adjusted), _) => "全年预算".to_owned(),
        (_, Some(year)) => format!("{year} 年"),
        _ => "上年".to_owned(),
    };
    format!("{what} {}", printed(base))
}
