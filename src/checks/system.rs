//! All equations of a document in one system: what its tables state by themselves and what the rules state,
//! each under the code of the check it belongs to, none twice.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::context::Context;
use super::expected;
use super::lookup::{self, Missing};
use super::notation::Term;
use super::rules::{self, Rule};
use crate::articulation::equation::{Addend, CellRef, Equation, Relation, Shape, Verdict};
use crate::articulation::figures::{Book, Figures};
use crate::articulation::structure::{self, Evidence, Standing};
use crate::disclosure::model::{Disclosure, Kind, Table};
use crate::report::Outcome;

/// What an equation is called.
#[derive(Debug, Clone)]
pub struct Label<'a> {
    /// Code of the check.
    pub rule: &'a str,
    /// Whether a break is an error.
    pub hard: bool,
    /// A user's own formula, which needs no other to bear it out.
    pub own: bool,
    /// The formula as its rule has it; `None` for what tables state by themselves.
    pub formula: Option<&'a str>,
}

/// The equations of a document, with their verdicts.
pub struct System<'a> {
    /// The tables.
    pub tables: &'a [Table],
    /// The figures.
    pub figures: Figures<'a>,
    /// The equations.
    pub equations: Vec<Equation>,
    /// What they are called.
    pub labels: Vec<Label<'a>>,
    /// How they come out.
    pub verdicts: Vec<Verdict>,
    /// What a break of each would be worth.
    pub standings: Vec<Standing>,
}

/// Builds the system and enters in the ledger which rules give no equation, and why.
pub fn build<'a>(context: &mut Context<'a>, own: &'a [Rule]) -> System<'a> {
    let disclosure: &'a Disclosure = context.disclosure;
    let mut system = System {
        tables: &disclosure.tables,
        figures: Figures::new(&disclosure.tables),
        equations: Vec::new(),
        labels: Vec::new(),
        verdicts: Vec::new(),
        standings: Vec::new(),
    };
    let mut known = BTreeSet::new();
    for (family, rule) in (0..).zip(rules::built_in().iter().chain(own)) {
        if !applies(rule, disclosure) {
            context.ledger.add(&rule.code, Outcome::NotApplicable);
        } else if let Some(name) = system.excused(rule, disclosure) {
            let reason = format!("有“{name}”的文件不适用");
            context.ledger.add_reason(&rule.code, Outcome::NotApplicable, reason);
        } else if !rule.formulas.is_empty() {
            system.state(rule, family, context, &mut known);
        }
    }
    let stated = system.equations.len();
    system.observe(disclosure, &mut known);
    system.judge(stated);
    for rule in rules::built_in().iter().filter(|rule| applies(rule, disclosure)) {
        let used = system.labels.iter().any(|label| label.rule == rule.code);
        if !used && !rule.structures.is_empty() && !context.ledger.knows(&rule.code) {
            let kinds: Vec<&str> = rule.structures.iter().map(|structure| structure.kind.as_str()).collect();
            let (outcome, reason) = expected::without_sums(context, &kinds);
            context.ledger.add_reason(&rule.code, outcome, reason);
        }
    }
    system
}

fn applies(rule: &Rule, disclosure: &Disclosure) -> bool {
    let year = disclosure.identity.fiscal_year;
    (rule.document == Kind::Unknown
        || disclosure.identity.kind == Kind::Unknown
        || rule.document == disclosure.identity.kind)
        && rule.from.zip(year).is_none_or(|(from, year)| from <= year)
}

/// An equation by its cells, whichever way round it is written.
type Signature = (bool, BTreeMap<CellRef, Decimal>);

fn signature(equation: &Equation) -> Signature {
    let mut weights = BTreeMap::new();
    for addend in equation.addends() {
        weights.insert(addend.cell, equation.weight(addend.cell));
    }
    if weights.values().next().is_some_and(Decimal::is_sign_negative) && equation.relation == Relation::Equal
    {
        for weight in weights.values_mut() {
            *weight = -*weight;
        }
    }
    (equation.relation == Relation::Equal, weights)
}

impl<'a> System<'a> {
    fn push(&mut self, equation: Equation, label: Label<'a>, known: &mut BTreeSet<Signature>) {
        // A user wants to see how a formula of his own ends, even where a check says the same.
        if known.insert(signature(&equation)) || label.own {
            self.equations.push(equation);
            self.labels.push(label);
        }
    }

    /// The cell with money that takes a document out of a rule.
    fn excused(&self, rule: &Rule, disclosure: &Disclosure) -> Option<String> {
        let has_money = |term: &&Term| {
            lookup::addends(std::slice::from_ref(*term), disclosure, None).is_ok_and(|addends| {
                let amount = |addend: &Addend| self.figures.figure(addend.cell).map(|figure| figure.amount);
                addends.iter().filter_map(amount).any(|amount| !amount.is_zero())
            })
        };
        rule.unless.iter().find(has_money).map(|term| term.path.join("·"))
    }

    /// A rule's equations; of several lawful formulas the first that holds, else the first that can be put.
    fn state(
        &mut self,
        rule: &'a Rule,
        family: u32,
        context: &mut Context<'_>,
        known: &mut BTreeSet<Signature>,
    ) {
        let mut put = false;
        let mut first_missing: Option<Missing> = None;
        for (number, group) in (0..).zip(&rule.formulas) {
            // Formulas between the same tables bear each other out; within a table each stands for itself.
            let crosses = group.first().is_some_and(|formula| formula.kinds().len() > 1);
            let family = if crosses { family * 100 } else { family * 100 + number + 1 };
            let mut chosen: Option<(Vec<Equation>, &'a str)> = None;
            for formula in group {
                match lookup::equations(formula, context.disclosure, family, rule.own) {
                    Ok(equations) => {
                        let verdicts: Vec<Verdict> =
                            equations.iter().map(|e| e.judge(&self.figures)).collect();
                        let holds =
                            verdicts.iter().any(|v| v.holds()) && !verdicts.iter().any(|v| v.broken());
                        if holds || chosen.is_none() {
                            chosen = Some((equations, &formula.text));
                        }
                        if holds {
                            break;
                        }
                    }
                    Err(missing) => first_missing = first_missing.or(Some(missing)),
                }
            }
            if let Some((equations, text)) = chosen {
                put = true;
                for equation in equations {
                    let label =
                        Label { rule: &rule.code, hard: rule.hard, own: rule.own, formula: Some(text) };
                    self.push(equation, label, known);
                }
            }
        }
        // One formula that can be put is enough: tables differ in how far they split their columns.
        if let Some(missing) = first_missing.filter(|_| !put && rule.structures.is_empty()) {
            let (outcome, reason) = expected::missing(context, &missing);
            // Who writes a formula of his own means it for this document.
            let (outcome, reason) = match missing {
                Missing::Tables(kinds) if rule.own => {
                    let lost = kinds.iter().filter(|(_, found)| !found).map(|(kind, _)| kind.as_str());
                    (Outcome::CannotCheck, format!("没有找到《{}》", lost.collect::<Vec<_>>().join("》《")))
                }
                _ if rule.own => (Outcome::CannotCheck, reason),
                _ => (outcome, reason),
            };
            context.ledger.add_reason(&rule.code, outcome, reason);
        }
    }

    /// What the tables state by themselves.
    fn observe(&mut self, disclosure: &Disclosure, known: &mut BTreeSet<Signature>) {
        for (position, table) in disclosure.tables.iter().enumerate() {
            if expected::is_performance(table) {
                continue;
            }
            for equation in structure::equations(table, position, &self.figures) {
                if let Some(rule) = speaker(table, &equation, disclosure) {
                    let label = Label { rule: &rule.code, hard: rule.hard, own: false, formula: None };
                    self.push(equation, label, known);
                }
            }
        }
    }

    fn judge(&mut self, stated: usize) {
        self.verdicts = self.equations.iter().map(|equation| equation.judge(&self.figures)).collect();
        // Families are numbered anew in every table; rules have numbers of their own.
        let mut evidence: BTreeMap<Option<usize>, (Vec<Equation>, Vec<Verdict>)> = BTreeMap::new();
        let place = |index: usize, equation: &Equation| {
            if index < stated { None } else { equation.left.first().map(|addend| addend.cell.table) }
        };
        for (index, (equation, verdict)) in self.equations.iter().zip(&self.verdicts).enumerate() {
            let group = evidence.entry(place(index, equation)).or_default();
            group.0.push(equation.clone());
            group.1.push(*verdict);
        }
        let evidence: BTreeMap<Option<usize>, Evidence> = evidence
            .into_iter()
            .map(|(key, (equations, verdicts))| (key, Evidence::of(&equations, &verdicts)))
            .collect();
        self.standings = self
            .equations
            .iter()
            .enumerate()
            .map(|(index, equation)| {
                if self.labels.get(index).is_some_and(|label| label.own) {
                    return Standing::Certain;
                }
                evidence.get(&place(index, equation)).map_or(Standing::Unclear, |e| e.standing(equation))
            })
            .collect();
    }
}

/// The rule in whose name a table's own equation is judged: the most specific that speaks for it.
fn speaker(table: &Table, equation: &Equation, disclosure: &Disclosure) -> Option<&'static Rule> {
    let kind = table.kind.as_deref().unwrap_or("");
    let total = equation.left.first().and_then(|addend| table.rows.get(addend.cell.row)?.key.as_deref());
    let speaks = |rule: &&Rule, exact: bool| {
        applies(rule, disclosure)
            && rule.structures.iter().any(|structure| {
                structure.shape == equation.shape
                    && if exact {
                        structure.kind == kind
                            && structure.total.is_some()
                            && structure.total.as_deref() == total
                    } else {
                        structure.kind == kind && structure.total.is_none()
                    }
            })
    };
    let rules = rules::built_in();
    rules
        .iter()
        .find(|rule| speaks(rule, true))
        .or_else(|| rules.iter().find(|rule| speaks(rule, false)))
        .or_else(|| {
            rules
                .iter()
                .find(|rule| rule.structures.iter().any(|s| s.kind == "*" && s.shape == equation.shape))
        })
}

impl System<'_> {
    /// Whether an equation is between tables.
    #[must_use]
    pub fn crosses(&self, index: usize) -> bool {
        self.equations.get(index).is_some_and(|equation| {
            let mut tables = equation.addends().map(|addend| addend.cell.table);
            let first = tables.next();
            tables.any(|table| Some(table) != first)
        })
    }

    /// Whether an equation's shape is one of row sums within a row.
    #[must_use]
    pub fn within_row(&self, index: usize) -> Option<(usize, usize)> {
        let equation = self.equations.get(index)?;
        let mut places = equation.addends().map(|addend| (addend.cell.table, addend.cell.row));
        let first = places.next()?;
        (places.all(|place| place == first) && matches!(equation.shape, Shape::RowSum | Shape::Stated))
            .then_some(first)
    }
}
