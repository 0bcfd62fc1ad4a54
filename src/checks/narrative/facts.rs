//! The statements of the prose gathered by what they are about: one account a subject and paragraph, with the
//! figure itself, what it is compared with, the changes, rates and shares.

use rust_decimal::Decimal;

use crate::amount::{Unit, half_unit};
use crate::articulation::tolerance::Figure;
use crate::disclosure::model::{Basis, Claim, Disclosure};
use crate::origin::Origin;
use crate::report::{Category, Finding, Severity};

/// All that one paragraph says about one subject.
#[derive(Debug, Default)]
pub struct Account<'a> {
    /// The subject, under the tables' name.
    pub subject: &'a str,
    /// The paragraph.
    pub paragraph: Option<usize>,
    /// The numbered section.
    pub section: usize,
    /// The statements, in order.
    pub claims: Vec<&'a Claim>,
}

impl<'a> Account<'a> {
    /// The statements of a metric.
    pub fn all(&self, metric: &str) -> impl Iterator<Item = &'a Claim> {
        self.claims.iter().copied().filter(move |claim| claim.metric.as_deref() == Some(metric))
    }

    /// The statements of a metric against a basis.
    pub fn against(&self, metric: &str, basis: Basis) -> impl Iterator<Item = &'a Claim> {
        self.all(metric).filter(move |claim| claim.place.basis == Some(basis))
    }
}

/// The accounts of a document, and how precisely its prose prints money.
pub struct Facts<'a> {
    /// In the order of the document.
    pub accounts: Vec<Account<'a>>,
    /// Statements whose subject could not be told.
    pub nameless: Vec<&'a Claim>,
    /// The most decimals of figures in 万元.
    decimals: u32,
}

impl<'a> Facts<'a> {
    /// Gathers the statements of a document.
    #[must_use]
    pub fn of(disclosure: &'a Disclosure) -> Self {
        let claims = &disclosure.claims;
        let decimals = claims
            .iter()
            .filter(|claim| claim.unit.as_deref() == Some("万元"))
            .filter_map(|claim| Some(claim.value?.scale()))
            .max()
            .unwrap_or(2)
            .min(6);
        let mut accounts: Vec<Account<'a>> = Vec::new();
        let mut nameless = Vec::new();
        let mut first_here = 0;
        for claim in claims.iter().filter(|claim| claim.place.paragraph.is_some()) {
            let Some(subject) = claim.subject.as_deref() else {
                nameless.push(claim);
                continue;
            };
            if accounts.last().is_some_and(|last| last.paragraph != claim.place.paragraph) {
                first_here = accounts.len();
            }
            let known = accounts.iter().skip(first_here).position(|account| account.subject == subject);
            match known.and_then(|at| accounts.get_mut(first_here + at)) {
                Some(account) => account.claims.push(claim),
                None => accounts.push(Account {
                    subject,
                    paragraph: claim.place.paragraph,
                    section: claim.place.section,
                    claims: vec![claim],
                }),
            }
        }
        Self { accounts, nameless, decimals }
    }

    /// The figure of a statement about money, in 万元.
    #[must_use]
    pub fn money(&self, claim: &Claim) -> Option<Figure> {
        let unit = unit_of(claim)?;
        let value = claim.value?;
        let decimals = if unit == Unit::TenThousand { self.decimals } else { value.scale() };
        Some(Figure::new(value, decimals).times(unit.in_yuan() / Unit::TenThousand.in_yuan()))
    }

    /// What this and earlier paragraphs of the section give as the figure itself: the account's own, otherwise
    /// the last one said of the subject.
    #[must_use]
    pub fn totals(&self, account: &Account<'a>) -> Vec<&'a Claim> {
        let own: Vec<&Claim> = account.all("total").collect();
        if !own.is_empty() {
            return own;
        }
        self.accounts
            .iter()
            .take_while(|other| other.paragraph <= account.paragraph)
            .filter(|other| other.subject == account.subject && account.section.abs_diff(other.section) <= 12)
            .filter_map(|other| other.all("total").last())
            .last()
            .into_iter()
            .collect()
    }
}

/// The unit of a statement about money.
#[must_use]
pub fn unit_of(claim: &Claim) -> Option<Unit> {
    [Unit::Yuan, Unit::Thousand, Unit::TenThousand, Unit::HundredMillion]
        .into_iter()
        .find(|unit| claim.unit.as_deref() == Some(unit.label()))
}

/// Up or down, as a direction word says; `None` where both are left standing or neither is said.
#[must_use]
pub fn sign_of(direction: &str) -> Option<Decimal> {
    const UP: &[&str] = &["增加", "增长", "上升", "提高", "上浮"];
    const DOWN: &[&str] = &["减少", "下降", "降低", "压减", "下浮", "缩减", "节约"];
    if UP.contains(&direction) {
        Some(Decimal::ONE)
    } else if DOWN.contains(&direction) {
        Some(Decimal::NEGATIVE_ONE)
    } else {
        None
    }
}

/// A change with the sign its direction word gives it.
#[must_use]
pub fn signed(claim: &Claim, figure: Figure) -> Option<Figure> {
    sign_of(claim.direction.as_deref()?).map(|sign| figure.times(sign))
}

/// How well a printed percentage fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It can be the quotient.
    Exact,
    /// One unit of the last digit beside it: cut off instead of rounded, or made to add up to 100.
    Trimmed,
    /// It can be if figures printed with fewer decimals were rounded there.
    Doubtful,
    /// It cannot be.
    Beyond,
}

/// Whether a printed percentage is `part ÷ whole`; `None` where the whole is not clearly above nothing.
#[must_use]
pub fn fit(percent: Decimal, part: Figure, whole: Figure) -> Option<Fit> {
    let bounds = |half: fn(&Figure) -> Decimal| -> Option<(Decimal, Decimal)> {
        let (low_whole, high_whole) = (whole.amount - half(&whole), whole.amount + half(&whole));
        if low_whole <= Decimal::ZERO {
            return None;
        }
        let over = |a: Decimal, b: Decimal| a.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(b);
        let (low, high) = (part.amount - half(&part), part.amount + half(&part));
        let low = over(low, if low < Decimal::ZERO { low_whole } else { high_whole })?;
        let high = over(high, if high < Decimal::ZERO { high_whole } else { low_whole })?;
        Some((low, high))
    };
    let half = half_unit(percent);
    let within =
        |(low, high): (Decimal, Decimal), slack: Decimal| percent + slack >= low && percent - slack <= high;
    let exact = bounds(|figure| figure.half)?;
    if within(exact, half) {
        return Some(Fit::Exact);
    }
    // A whole percentage says nothing about its decimals, so that a unit more is not a matter of cutting off.
    if percent.scale() > 0 && within(exact, half + half + half) {
        return Some(Fit::Trimmed);
    }
    match bounds(|figure| figure.printed_half) {
        Some(loose) if !within(loose, half + half) => Some(Fit::Beyond),
        _ => Some(Fit::Doubtful),
    }
}

/// `part ÷ whole` in per cent, at the precision a percentage is printed with.
#[must_use]
pub fn percent_of(part: Decimal, whole: Decimal, like: Decimal) -> Option<Decimal> {
    let value = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    let scale = like.scale().clamp(if like.fract().is_zero() { 2 } else { 1 }, 4);
    let mut value = value.round_dp_with_strategy(scale, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    value.rescale(scale);
    Some(value)
}

/// A finding about statements of the prose, the accused one first.
#[must_use]
pub fn finding(
    rule: &str,
    severity: Severity,
    category: Category,
    message: String,
    (expected, actual): (Option<String>, Option<String>),
    claims: &[&Claim],
) -> Finding {
    let origin: Vec<Origin> = claims.iter().filter_map(|claim| claim.origin.clone()).collect();
    Finding { expected, actual, origin, ..Finding::new(rule, severity, category, message) }
}

/// A subject as a reader knows it: `一般公共预算·人员经费` → `一般公共预算的人员经费`.
#[must_use]
pub fn spoken(subject: &str) -> String {
    subject.replace('·', "的")
}
