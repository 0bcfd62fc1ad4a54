//! N08: functional subjects in the prose: their amounts and names against the tables.

use rust_decimal::Decimal;

use super::cells::{Candidate, agreement, is_sound, of_this_year, rank, readings};
use super::facts::{finding, unit_of};
use super::tree::{Entry, Path, Tree, loose};
use crate::amount::{Unit, grouped};
use crate::articulation::figures::Figures;
use crate::articulation::tolerance::{Figure, Gap, judge};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Claim, Kind};
use crate::report::{Category, Finding, Outcome, Severity};
use crate::subjects;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N08",
    name: "文字里的类款项金额、名称和表一致",
    document: Kind::Unknown,
    doc: "查什么: “××（类）××（款）××（项）N 万元”：表里同一科目的金额是不是 N；款、项的名称和表里是不是同一个；级次（类、款、项）标得对不对。只差“支出”二字、“其他”写作“其它”的不算。
为什么: 逐项说明是公开文本里最长、最容易抄错的部分：抄了上一项的数、用了旧科目名、款名写成类名。
依据: 《地方预决算公开操作规程》要求一般公共预算支出按功能分类公开到项级。
举例: 文字写住房公积金 352.67 万元，一般公共预算支出表 2210201 是 350.35 万元；文字写“住房保障支出（款）住房公积金（项）”，表里的款是 22102 住房改革支出。
怎么改: 以表为准改金额和科目名称。",
    run,
};

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let tree = Tree::of(disclosure);
    let figures = Figures::new(&disclosure.tables);
    let year = disclosure.identity.fiscal_year;
    let mut named: Vec<&str> = Vec::new();
    for claim in &disclosure.claims {
        let (Some(subject), Some(value), Some(unit)) =
            (claim.subject.as_deref(), claim.value, unit_of(claim))
        else {
            continue;
        };
        if claim.metric.as_deref() != Some("total") || !of_this_year(claim, year) {
            continue;
        }
        // 住房公积金（项）支出: the mark of level is left out of the subject's name.
        let marked = claim.text.contains(&format!("{subject}（项）"));
        let item = || marked.then(|| Path { item: Some(subject.to_owned()), ..Path::default() });
        let path = Path::read(subject).or_else(item);
        let class = subjects::class_by_name(subject.rsplit('·').next().unwrap_or(subject));
        if path.is_none() && class.is_none() {
            continue;
        }
        if tree.entries.is_empty() {
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "没有读到按科目列支出的表");
            continue;
        }
        let code = match &path {
            Some(path) => find(&tree, path),
            None => {
                class.and_then(|code| tree.entries.iter().map(|entry| entry.code).find(|own| *own == code))
            }
        };
        if let Some(path) = path.as_ref().filter(|_| !named.contains(&subject)) {
            named.push(subject);
            let label = label(&tree, &figures, path, claim, year);
            context.ledger.add(CHECK.code, if label.is_some() { Outcome::Failed } else { Outcome::Passed });
            context.findings.extend(label);
        }
        let Some(code) = code else {
            let reason = format!("表里没有找到这个科目：{}", subject.replace('·', "的"));
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
            continue;
        };
        judge_amount(context, &tree, &figures, claim, code, (value, unit));
    }
    if !context.ledger.knows(CHECK.code) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "文字里没有按科目说明的金额");
    }
}

/// The code that a path means: the deepest name, under the names above it as far as the tables confirm them.
fn find<'a>(tree: &Tree<'a>, path: &Path) -> Option<&'a str> {
    let under = |entry: &&Entry<'a>, digits: usize, name: Option<&String>| -> bool {
        let above = entry.code.get(..digits).and_then(|code| tree.name_of(code));
        match (above, name) {
            (Some(above), Some(name)) => loose(above) == loose(name),
            _ => true,
        }
    };
    let (digits, name) = match (&path.item, &path.section, &path.class) {
        (Some(item), ..) => (7, item),
        (None, Some(section), _) => (5, section),
        (None, None, Some(class)) => (3, class),
        (None, None, None) => return None,
    };
    if digits == 3 {
        let code = tree.named(3, name).next().map(|entry| entry.code);
        return code.or_else(|| {
            let code = subjects::class_by_name(name)?;
            tree.entries.iter().map(|entry| entry.code).find(|own| *own == code)
        });
    }
    let all: Vec<&Entry<'a>> = tree.named(digits, name).collect();
    let section = |entry: &&&Entry<'a>| digits < 7 || under(entry, 5, path.section.as_ref());
    let both: Vec<&&Entry<'a>> =
        all.iter().filter(section).filter(|entry| under(entry, 3, path.class.as_ref())).collect();
    let one = |mut codes: Vec<&'a str>| {
        codes.sort_unstable();
        codes.dedup();
        if let [code] = codes[..] { Some(code) } else { None }
    };
    one(both.iter().map(|entry| entry.code).collect())
        .or_else(|| one(all.iter().filter(section).map(|entry| entry.code).collect()))
        .or_else(|| one(all.iter().map(|entry| entry.code).collect()))
}

fn judge_amount(
    context: &mut Context<'_>,
    tree: &Tree<'_>,
    figures: &Figures<'_>,
    claim: &Claim,
    code: &str,
    (value, unit): (Decimal, Unit),
) {
    let disclosure = context.disclosure;
    let candidates: Vec<Candidate> = tree
        .figures(code, figures)
        .into_iter()
        .filter_map(|(cell, figure)| {
            let own = disclosure.tables.get(cell.table)?.unit.or(disclosure.identity.unit)?;
            let figure = figure.times(own.in_yuan() / unit.in_yuan());
            Some(Candidate { figure, cells: vec![cell], narrow: false })
        })
        .collect();
    let stated = Figure::new(value, value.scale());
    let gap = candidates.iter().map(|one| agreement(stated, one.figure)).min_by_key(|gap| rank(*gap));
    match gap {
        None if value.is_zero() => context.ledger.add(CHECK.code, Outcome::Passed),
        None => {
            let reason = format!("表里 {code} 没有可以核对的金额");
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
        }
        Some(Gap::None) => context.ledger.add(CHECK.code, Outcome::Passed),
        Some(Gap::Rounding | Gap::Doubtful) => context.ledger.add(CHECK.code, Outcome::Rounding),
        Some(Gap::Beyond) => {
            let narrow = |one: &Candidate| one.cells.iter().all(|cell| tree.is_of_appropriation(cell.table));
            let of_all_funds =
                code.len() == 3 && !claim.subject.as_deref().is_some_and(|name| name.contains('·'));
            let mut candidates = candidates;
            if candidates.iter().any(narrow) && !of_all_funds {
                candidates.retain(narrow);
            } else if !of_all_funds
                && !of_other_unit(stated, &candidates)
                && candidates.iter().any(|one| value <= one.figure.amount)
            {
                let reason = format!("只有全口径的表，口径可能不同：{code}");
                context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
                return;
            }
            if claim.place.current
                && !of_other_unit(stated, &candidates)
                && candidates.iter().all(|one| value < one.figure.amount)
            {
                let reason = format!("文字说的是当年拨款，表里可能含上年结转：{code}");
                context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
                return;
            }
            context.ledger.add(CHECK.code, Outcome::Failed);
            let first = candidates.first().map(|one| one.figure);
            let agreed = first.filter(|first| {
                candidates
                    .iter()
                    .all(|one| judge(one.figure.amount - first.amount, &[one.figure, *first]) != Gap::Beyond)
            });
            let expected = agreed.map(|figure| shown(figure.amount, value));
            let (words, places) = readings(disclosure, &candidates, unit);
            let name = tree.name_of(code).unwrap_or_default();
            let slip = expected.and_then(|expected| unit_slip(value, expected));
            let message = format!(
                "文字里 {code} {name} 写作 {} {}，与表对不上：{}{}。",
                grouped(value),
                unit.label(),
                words.join("；"),
                slip.unwrap_or_default()
            );
            let certain = agreed.is_some() && code.len() == 7 && is_sound(disclosure, &candidates);
            let severity = if certain { Severity::Error } else { Severity::Warning };
            let category = if slip.is_some() { Category::Unit } else { Category::NarrativeVsTable };
            let values = (expected.map(grouped), Some(grouped(value)));
            let mut found = finding(CHECK.code, severity, category, message, values, &[claim]);
            found.difference = expected.map(|expected| grouped(value - expected));
            found.origin.extend(places);
            let cell = candidates.first().and_then(|one| one.cells.first().copied());
            found.table = cell.and_then(|cell| disclosure.tables.get(cell.table)).map(|table| table.index);
            found.row = cell.map(|cell| cell.row);
            found.column = cell.map(|cell| cell.column);
            found.suggestion = Some("以表为准改文字；表有误的先改表".to_owned());
            context.findings.push(found);
        }
    }
}

/// Whether a figure is one of the tables' to the digit, but in 元 instead of 万元.
fn of_other_unit(stated: Figure, candidates: &[Candidate]) -> bool {
    let larger = stated.times(Decimal::from(10_000));
    !stated.amount.is_zero()
        && candidates.iter().any(|one| {
            let figure = one.figure;
            (larger.amount - figure.amount).abs() <= larger.half + figure.half
        })
}

/// A figure of a table as the prose would print it.
fn shown(amount: Decimal, like: Decimal) -> Decimal {
    amount.round_dp_with_strategy(like.scale().max(2), rust_decimal::RoundingStrategy::MidpointAwayFromZero)
}

/// 元 written as 万元 or the other way round.
#[must_use]
pub fn unit_slip(value: Decimal, expected: Decimal) -> Option<&'static str> {
    let wan = Decimal::from(10_000);
    let close = |a: Decimal, b: Decimal| !b.is_zero() && (a - b).abs() * Decimal::ONE_HUNDRED <= b.abs();
    if close(value, expected.checked_mul(wan)?) {
        Some("，正好大一万倍，像是“元”写成了“万元”")
    } else if close(value.checked_mul(wan)?, expected) {
        Some("，正好小一万倍，像是“万元”写成了“元”或“亿元”写成了“万元”")
    } else {
        None
    }
}

/// A name or level that the tables do not have so.
fn label(
    tree: &Tree<'_>,
    figures: &Figures<'_>,
    path: &Path,
    claim: &Claim,
    year: Option<u16>,
) -> Option<Finding> {
    if !tree.has_items() {
        return None;
    }
    let report = |message: String, expected: String, actual: &str| {
        let severity = Severity::Warning;
        let values = (Some(expected), Some(actual.to_owned()));
        let mut found = finding(CHECK.code, severity, Category::CodeOrLabel, message, values, &[claim]);
        found.suggestion = Some("科目名称以表为准".to_owned());
        Some(found)
    };
    // 住房改革支出（类）: the name is one of a 款.
    if let Some(class) = &path.class
        && tree.named(3, class).next().is_none()
        && let Some(section) = tree.named(5, class).next()
    {
        let message = format!("“{class}（类）”在表里是款：{} {}，应写“（款）”。", section.code, section.name);
        return report(message, format!("{class}（款）"), &format!("{class}（类）"));
    }
    if let Some(item) = &path.item
        && let Some(code) = find(tree, path)
        && code.len() == 7
    {
        for (digits, level, name) in [(5, "款", &path.section), (3, "类", &path.class)] {
            let (Some(name), Some(above)) = (name, code.get(..digits)) else { continue };
            let Some(printed) = tree.name_of(above) else { continue };
            if !is_other(name, printed, above, year) {
                continue;
            }
            let message = format!(
                "文字写“{name}（{level}）{item}（项）”，表里 {code} {item} 所属的{level}是 {above} {printed}。"
            );
            return report(message, format!("{printed}（{level}）"), &format!("{name}（{level}）"));
        }
        return None;
    }
    missing(tree, figures, path, claim, &report)
}

/// An item that no table lists: by its amount, the one that is probably meant.
fn missing(
    tree: &Tree<'_>,
    figures: &Figures<'_>,
    path: &Path,
    claim: &Claim,
    report: &dyn Fn(String, String, &str) -> Option<Finding>,
) -> Option<Finding> {
    let item = path.item.as_ref()?;
    let (value, unit) = (claim.value.filter(|value| !value.is_zero())?, unit_of(claim)?);
    if !tree.is_sound() || tree.named(7, item).next().is_some() {
        return None;
    }
    let within = |entry: &&Entry<'_>| {
        let above = |digits: usize, name: &Option<String>| {
            let printed = entry.code.get(..digits).and_then(|code| tree.name_of(code));
            name.as_ref().zip(printed).is_none_or(|(name, printed)| loose(name) == loose(printed))
        };
        entry.code.len() == 7 && above(3, &path.class) && above(5, &path.section)
    };
    let stated = Figure::new(value, value.scale());
    let mut same: Vec<&Entry<'_>> = Vec::new();
    for entry in tree.entries.iter().filter(within) {
        let equal = tree.figures(entry.code, figures).into_iter().any(|(cell, figure)| {
            let own = figures.tables().get(cell.table).and_then(|table| table.unit).unwrap_or(unit);
            let figure = figure.times(own.in_yuan() / unit.in_yuan());
            agreement(stated, figure) != Gap::Beyond
        });
        if equal && !same.iter().any(|known| known.code == entry.code) {
            same.push(entry);
        }
    }
    let [one] = same[..] else { return None };
    if one.name.is_empty() || is_short_for(&loose(item), &loose(one.name)) {
        return None;
    }
    let message = format!(
        "文字里的“{item}（项）”表里没有；金额相同（{} {}）的是 {} {}。",
        grouped(value),
        unit.label(),
        one.code,
        one.name
    );
    report(message, one.name.to_owned(), item)
}

/// Whether a name is another than the one the table prints, and no usual way to write it in that year.
fn is_other(name: &str, printed: &str, code: &str, year: Option<u16>) -> bool {
    if loose(name) == loose(printed) || is_short_for(&loose(name), &loose(printed)) {
        return false;
    }
    if !subjects::is_name_of(name, code) {
        return true;
    }
    let own = subjects::names(code).iter().find(|subject| loose(&subject.name) == loose(name));
    own.is_some_and(|own| year.is_some_and(|year| !own.holds(year)))
}

/// Whether one name is the other with characters left out.
fn is_short_for(one: &str, other: &str) -> bool {
    let (short, long) =
        if one.chars().count() <= other.chars().count() { (one, other) } else { (other, one) };
    let mut rest = long.chars();
    short.chars().count() >= 2 && short.chars().all(|c| rest.any(|own| own == c))
}
