//! Every calculation of a passage with its printed result, judged.

use rust_decimal::Decimal;

use super::expression::{self, Calculation, Expr, is_close, is_open};
use super::passages::Passage;
use super::quantity::{self, Measure, Quantity, soft};
use super::result::{self, Bond, Lead};
use super::value::{Value, Verdict, work_out};

/// One equality that the text claims.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// Where the calculation begins.
    pub start: usize,
    /// Behind it.
    pub end: usize,
    /// The printed result; `None` where two calculations are said to be equal.
    pub printed: Option<Quantity>,
    /// What the calculation comes to, in the unit of the printed result (else in 元 or single things).
    pub worth: Decimal,
    /// What the other calculation comes to, where there is no printed result.
    pub other: Option<Decimal>,
    /// How the two compare.
    pub verdict: Verdict,
    /// Nothing but the calculation can be meant by the result.
    pub sure: bool,
    /// Money is counted.
    pub money: bool,
    /// Why it could not be judged.
    pub reason: &'static str,
}

/// Judges every calculation of a passage.
#[must_use]
pub fn judge(passage: &Passage) -> Vec<Judgement> {
    if !passage.chars.iter().any(|c| "×*＊xX+÷=＝✕✖╳⨯∗≈＋".contains(*c)) {
        return Vec::new();
    }
    let calculations = expression::find(passage);
    if calculations.is_empty() {
        return Vec::new();
    }
    let figures = figures(passage);
    let mut judgements = Vec::new();
    let mut at = 0;
    while let Some(calculation) = calculations.get(at) {
        if calculation.sides.len() > 1 {
            chain(passage, calculation, &mut judgements);
            restated(passage, &figures, calculation, &mut judgements);
            at += 1;
        } else {
            at += alone(passage, &figures, calculations.get(at..).unwrap_or_default(), &mut judgements);
        }
    }
    judgements
}

/// Every figure of a passage.
fn figures(passage: &Passage) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = passage.at(at) {
        let figure = if c.is_ascii_digit() { quantity::read(passage, at) } else { None };
        match figure {
            Some(figure) => {
                // The unit may hold no digits, so the next figure begins behind it.
                at = figure.core.max(at + 1);
                found.push(figure);
            }
            None => at += 1,
        }
    }
    found
}

/// The better of two ways to read figures that list numbers may be glued to.
fn compare(expr: &Expr, printed: &Quantity) -> Option<(Verdict, Decimal, Value)> {
    [false, true]
        .into_iter()
        .filter_map(|glued| {
            let value = work_out(expr, glued)?;
            let (verdict, worth) = value.compare(printed);
            Some((verdict, worth, value))
        })
        .min_by_key(|(verdict, ..)| *verdict)
}

/// Each sign of equality in a chain.
fn chain(passage: &Passage, calculation: &Calculation, out: &mut Vec<Judgement>) {
    for pair in calculation.sides.windows(2) {
        let [(from, to, left), (next, end, right)] = pair else { continue };
        let blank = |reason| Judgement {
            start: *from,
            end: *end,
            printed: None,
            worth: Decimal::ZERO,
            other: None,
            verdict: Verdict::Unclear,
            sure: false,
            money: false,
            reason,
        };
        let (expr, span, printed) = match (left.figure(), right.figure()) {
            (_, Some(printed)) if left.is_compound() => (left, (*from, *to), printed),
            (Some(printed), _) if right.is_compound() => (right, (*next, *end), printed),
            (Some(a), Some(printed)) if a.measure == Measure::Money && printed.measure == Measure::Money => {
                (left, (*from, *to), printed)
            }
            (Some(_), Some(_)) => continue,
            _ => {
                let values = work_out(left, false).zip(work_out(right, false));
                let Some((a, b)) = values else {
                    out.push(blank("算式里的数太大，没法算"));
                    continue;
                };
                // A sum carried on as people write it down: 15×20=300×12=3600.
                let carried = first_figure(right)
                    .and_then(|first| work_out(&Expr::Figure(first.clone()), false))
                    .is_some_and(|first| first.agrees(&a) <= Verdict::Operands);
                if carried {
                    continue;
                }
                out.push(Judgement {
                    verdict: a.agrees(&b),
                    worth: a.exact,
                    other: Some(b.exact),
                    sure: true,
                    money: a.money,
                    ..blank("等号两边的单位不一致")
                });
                continue;
            }
        };
        let Some((mut verdict, worth, value)) = compare(expr, printed) else {
            out.push(blank("算式里的数太大，没法算"));
            continue;
        };
        let mut reason = "算式或结果的单位看不出来";
        if verdict >= Verdict::Raised && is_about(passage, calculation, printed) {
            verdict = if near(worth, printed.value) { Verdict::Operands } else { Verdict::Unclear };
            reason = "结果写的是约数";
        }
        if verdict == Verdict::Broken && calculation.doubtful_signs && !subtracts(expr) {
            (verdict, reason) = (Verdict::Unclear, "横线是减号还是“至”看不出来");
        }
        if !value.money && verdict >= Verdict::Raised && !counts(expr, printed) {
            continue;
        }
        out.push(Judgement {
            printed: Some(printed.clone()),
            worth,
            verdict,
            sure: value.money,
            money: value.money,
            start: span.0,
            end: span.1,
            ..blank(reason)
        });
    }
}

/// The figure a product begins with.
fn first_figure(expr: &Expr) -> Option<&Quantity> {
    match expr {
        Expr::Product(factors) => factors.first()?.1.figure(),
        _ => None,
    }
}

/// Whether a calculation without money can be held to its result: it counts the same things, and is more than the
/// numbers of columns (15=12+13+14).
fn counts(expr: &Expr, printed: &Quantity) -> bool {
    let mut figures = Vec::new();
    expr.figures(&mut figures);
    let kin = !printed.unit.is_empty() && figures.iter().any(|figure| figure.unit.contains(&printed.unit));
    let bare =
        printed.measure == Measure::Bare && figures.iter().all(|figure| figure.measure == Measure::Bare);
    let share = printed.measure == Measure::Share;
    let column = |figure: &Quantity| figure.value.scale() == 0 && figure.value < Decimal::ONE_HUNDRED;
    kin || share || (bare && !(column(printed) && figures.iter().all(|figure| column(figure))))
}

/// Whether the hyphens of an expression can only be signs: nothing in it counts years, months or storeys.
fn subtracts(expr: &Expr) -> bool {
    let mut figures = Vec::new();
    expr.figures(&mut figures);
    figures.iter().all(|figure| {
        matches!(figure.measure, Measure::Money | Measure::Bare)
            && !["年", "月", "日", "层", "级", "号"].iter().any(|word| figure.unit.starts_with(word))
    })
}

/// `约`, `左右`, `余`: the result does not claim to be exact.
fn is_about(passage: &Passage, calculation: &Calculation, printed: &Quantity) -> bool {
    calculation.about || says_about(passage, printed)
}

fn says_about(passage: &Passage, printed: &Quantity) -> bool {
    let before = passage.text(printed.start.saturating_sub(3), printed.start);
    let behind = passage.text(printed.core, printed.core + 2);
    before.contains(['约', '近', '超']) || behind.starts_with(['余', '多']) || behind.contains("左右")
}

/// Within five per cent.
fn near(worth: Decimal, printed: Decimal) -> bool {
    (worth - printed).abs() <= printed.abs() * Decimal::new(5, 2)
}

/// The figure before a chain that states its result once more: `场地费1.8万元（1500元/月×12月=1.8万元）`.
fn restated(passage: &Passage, figures: &[Quantity], calculation: &Calculation, out: &mut Vec<Judgement>) {
    let last = calculation.sides.last().and_then(|(_, _, side)| side.figure());
    let (Some(result), Some(lead)) = (last, result::before(passage, figures, calculation, calculation.end))
    else {
        return;
    };
    let (figure, bond) = (lead.figure, lead.bond);
    let mut operands = Vec::new();
    calculation.sides.iter().for_each(|(_, _, side)| side.figures(&mut operands));
    let price =
        operands.iter().any(|operand| operand.start != result.start && operand.base() == figure.base());
    let money = figure.measure == Measure::Money && result.measure == Measure::Money;
    if bond == Bond::Loose || price || !money {
        return;
    }
    let Some((verdict, worth)) = work_out(&Expr::Figure(result.clone()), false).map(|v| v.compare(&figure))
    else {
        return;
    };
    let closed = match passage.at(soft(passage, calculation.end)) {
        None => true,
        Some(c) if bond == Bond::Bracket => {
            is_close(c) && passage.before(calculation.start).is_some_and(is_open)
        }
        Some(c) => "。\n".contains(c),
    };
    if verdict >= Verdict::Raised && (!closed || says_about(passage, &figure)) {
        return;
    }
    out.push(Judgement {
        start: calculation.start,
        end: calculation.end,
        printed: Some(figure),
        worth,
        other: None,
        verdict,
        sure: false,
        money: true,
        reason: "",
    });
}

/// A calculation without `=`: against the figure before or behind it, alone or with those listed beside it. The
/// answer is how many calculations were dealt with.
fn alone(
    passage: &Passage,
    figures: &[Quantity],
    calculations: &[Calculation],
    out: &mut Vec<Judgement>,
) -> usize {
    let Some(first) = calculations.first().filter(|first| !first.doubtful_signs) else { return 1 };
    let Some((_, _, expr)) = first.sides.first() else { return 1 };
    let listed = listed(passage, figures, calculations);
    let mut operands = Vec::new();
    expr.figures(&mut operands);
    // A figure that is itself in the calculation is its price, not its result: 租金500元（100个×500元/个）
    let price = |lead: &Lead| operands.iter().any(|operand| operand.base() == lead.figure.base());
    let group_end = listed.last().map_or(first.end, |last| last.end);
    let lead = result::before(passage, figures, first, group_end).filter(|lead| !price(lead));
    let behind = result::behind(passage, figures, first.end)
        .map(|lead| (lead, 1))
        .into_iter()
        .chain(result::behind(passage, figures, group_end).map(|lead| (lead, listed.len())));
    // Only where no bracket ties the calculation to a figure may one further back confirm it.
    let further = if lead.as_ref().is_some_and(|lead| lead.bond == Bond::Bracket) {
        Vec::new()
    } else {
        result::further_back(passage, figures, first.start)
    };
    let leads: Vec<(Lead, usize)> = lead
        .into_iter()
        .flat_map(|lead| [(lead.clone(), 1), (lead, listed.len())])
        .chain(behind)
        .chain(further.into_iter().map(|lead| (lead, 1)))
        .filter(|(lead, _)| !price(lead))
        .collect();
    let mut best: Option<(Judgement, usize, Bond)> = None;
    for (lead, count) in leads {
        let Some(judgement) = against(passage, listed.get(..count).unwrap_or_default(), &lead) else {
            continue;
        };
        if judgement.verdict == Verdict::Unclear && lead.bond == Bond::Loose {
            continue;
        }
        // Where nothing fits, the most calculations under the surest figure speak.
        let better = best.as_ref().is_none_or(|(held, held_count, bond)| {
            (judgement.verdict, std::cmp::Reverse((lead.bond, count)))
                < (held.verdict, std::cmp::Reverse((*bond, *held_count)))
        });
        if better {
            best = Some((judgement, count, lead.bond));
        }
    }
    let money = operands.iter().any(|operand| operand.measure == Measure::Money);
    match best {
        Some((mut judgement, count, bond)) => {
            if judgement.verdict >= Verdict::Raised && bond == Bond::Loose {
                judgement.verdict = Verdict::Unclear;
                judgement.reason = "看不准算式说明的是哪一个数";
            }
            let kin =
                |unit: &str| operands.iter().any(|operand| !unit.is_empty() && operand.unit.contains(unit));
            let counts = judgement.printed.as_ref().is_some_and(|printed| kin(&printed.unit));
            if !money && judgement.verdict >= Verdict::Raised && !counts {
                // Sizes and the like: 3间（12米×8米）.
                return 1;
            }
            for _ in 1..count {
                let mut other = judgement.clone();
                other.verdict = other.verdict.min(Verdict::Operands);
                out.push(other);
            }
            out.push(judgement);
            count.max(1)
        }
        None if money && expr.multiplies() => {
            out.push(Judgement {
                start: first.start,
                end: first.end,
                printed: None,
                worth: Decimal::ZERO,
                other: None,
                verdict: Verdict::Unclear,
                sure: false,
                money,
                reason: "算式旁边没有写出结果",
            });
            1
        }
        None => 1,
    }
}

/// The calculations that are listed with the first: `9元/人×1.8万人，15元/人×0.3万人`.
fn listed<'a>(passage: &Passage, figures: &[Quantity], calculations: &'a [Calculation]) -> &'a [Calculation] {
    let mut count = 1;
    for pair in calculations.windows(2) {
        let [one, next] = pair else { break };
        let between = passage.text(one.end, next.start);
        let from = figures.partition_point(|figure| figure.start < one.end);
        let amount = figures
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|figure| figure.start < next.start)
            .any(|figure| figure.measure == Measure::Money);
        let parted = between.contains(['。', '；', ';', '（', '(', '）', ')']);
        if next.sides.len() > 1 || next.doubtful_signs || amount || parted || between.chars().count() > 30 {
            break;
        }
        count += 1;
    }
    calculations.get(..count).unwrap_or_default()
}

/// Some calculations together against a figure.
fn against(passage: &Passage, calculations: &[Calculation], lead: &Lead) -> Option<Judgement> {
    let (first, last) = (calculations.first()?, calculations.last()?);
    let printed = &lead.figure;
    let (mut verdict, worth, value) = [false, true]
        .into_iter()
        .filter_map(|glued| {
            let values: Option<Vec<Value>> =
                calculations.iter().map(|c| work_out(&c.sides.first()?.2, glued)).collect();
            let mut values = values?.into_iter();
            let first = values.next()?;
            let value = values.try_fold(first, |sum, next| sum.plus(&next))?;
            let (verdict, worth) = value.compare(printed);
            Some((verdict, worth, value))
        })
        .min_by_key(|(verdict, ..)| *verdict)?;
    let mut reason = "算式或结果的单位看不出来";
    if verdict >= Verdict::Raised && says_about(passage, printed) {
        verdict = if near(worth, printed.value) { Verdict::Operands } else { Verdict::Unclear };
        reason = "结果写的是约数";
    }
    Some(Judgement {
        start: first.start,
        end: last.end,
        printed: Some(printed.clone()),
        worth,
        other: None,
        verdict,
        sure: lead.bond == Bond::Bracket && calculations.len() == 1 && value.money,
        money: value.money || printed.measure == Measure::Money,
        reason,
    })
}
