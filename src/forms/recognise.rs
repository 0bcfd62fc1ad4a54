//! Recognising a table as a form: by title, label, header words and the domain of its codes together.
//!
//! The title proposes, the rest disposes: a table whose header or codes contradict its title is not taken for what
//! the title says, because titles go astray more often than columns do.

use std::collections::BTreeMap;

use super::{Family, Form, Forms, columns, kinds, rows, title};
use crate::disclosure::model::{Identity, Kind, Table};
use crate::subjects::{self, Domain};

/// The forms whose titles agree with a title: (family, form, how well).
pub(super) fn titled<'a>(forms: &'a Forms, text: &str) -> Vec<(&'a Family, &'a Form, i32)> {
    let plain = title::plain(text);
    if plain.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<_> = forms
        .all()
        .filter_map(|(family, form)| {
            let best = form.plain_titles.iter().enumerate().map(|(at, alias)| {
                // An alias is a little less than the official title.
                i32::from(title::agreement(&plain, alias)) * 10 - i32::from(at > 0)
            });
            best.max().filter(|best| *best > 0).map(|best| (family, form, best))
        })
        .collect();
    // Behind an office's name, the longest title is meant.
    if found.iter().any(|(_, _, agreement)| *agreement >= 29) {
        found.retain(|(_, _, agreement)| *agreement >= 29);
    }
    found
}

/// What a user's own form is worth: who brings one means it, whatever family the other tables belong to.
const OWN: i32 = 60;

/// What else speaks for a form: label, sort of document, year and region, and that a user brought it.
fn context(family: &Family, form: &Form, label: Option<&str>, identity: Option<&Identity>) -> i32 {
    let mut score = if family.own && is_for(family, identity) { OWN } else { 0 };
    if let Some(label) = label {
        let key = title::label_key(label);
        score += match form.labels.iter().any(|known| title::label_key(known) == key) {
            true => 8,
            false if form.labels.is_empty() => 0,
            false => -2,
        };
    }
    let Some(identity) = identity else { return score };
    if identity.kind != Kind::Unknown {
        score += if identity.kind == family.document { 6 } else { -20 };
    }
    if let Some(year) = identity.fiscal_year {
        score += if (family.years.0..=family.years.1).contains(&year) { 2 } else { -6 };
    }
    if let Some(region) = &identity.region
        && !family.regions.is_empty()
    {
        score += if family.regions.iter().any(|known| region.starts_with(known.as_str())) { 5 } else { -5 };
    }
    score
}

/// Whether a family is meant for documents of this sort, year and region, as far as these are known.
fn is_for(family: &Family, identity: Option<&Identity>) -> bool {
    identity.is_none_or(|identity| {
        let (from, to) = family.years;
        let here = |region: &String| family.regions.iter().any(|known| region.starts_with(known.as_str()));
        (identity.kind == Kind::Unknown || identity.kind == family.document)
            && identity.fiscal_year.is_none_or(|year| (from..=to).contains(&year))
            && (family.regions.is_empty() || identity.region.as_ref().is_none_or(here))
    })
}

pub(super) fn by_title<'a>(
    forms: &'a Forms,
    text: &str,
    label: Option<&str>,
    identity: Option<&Identity>,
) -> Option<&'a Form> {
    let scored: Vec<(i32, &Form)> = titled(forms, text)
        .into_iter()
        .map(|(family, form, agreement)| (agreement + context(family, form, label, identity), form))
        .collect();
    let best = scored.iter().map(|(score, _)| *score).max()?;
    let mut leaders = scored.iter().filter(|(score, _)| *score == best).map(|(_, form)| *form);
    let first = leaders.next()?;
    let keys = |form: &Form| form.amounts().map(|column| column.key.clone()).collect::<Vec<_>>();
    leaders.all(|other| keys(other) == keys(first)).then_some(first)
}

/// The classification that most of the table's codes belong to.
fn domain_of_rows(table: &Table) -> Option<Domain> {
    let mut counts: BTreeMap<Domain, usize> = BTreeMap::new();
    for domain in table.rows.iter().filter_map(|row| subjects::domain_of(row.code.as_deref()?)) {
        *counts.entry(domain).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(domain, _)| domain)
}

/// How far the header's names and a form's are the same, from 0 to 100; `None` where the header tells nothing.
fn likeness(form: &Form, keys: &[Option<String>]) -> Option<i32> {
    // Where a form spreads a classification over its columns, its codes are as good as listed.
    let spread = |key: &str| form.wide.is_some() && subjects::domain_of(key) == form.wide;
    let told: Vec<&String> = keys.iter().flatten().filter(|key| !spread(key)).collect();
    if told.is_empty() {
        return None;
    }
    let has = |wanted: &str| form.amounts().any(|column| column.key.as_deref() == Some(wanted));
    let shared = told.iter().filter(|key| has(key)).count();
    let expected = form
        .amounts()
        .filter(|column| !column.optional || column.key.as_ref().is_some_and(|key| told.contains(&key)))
        .count();
    i32::try_from(200 * shared / (told.len() + expected).max(1)).ok()
}

struct Choice<'a> {
    form: Option<&'a Form>,
    kind: Option<String>,
}

/// Forms that a title admits and neither header nor codes contradict, with their scores; and whether any was
/// contradicted.
fn admitted<'a>(
    forms: &'a Forms,
    table: &Table,
    keys: &[Option<String>],
    identity: Option<&Identity>,
) -> (Vec<(i32, &'a Family, &'a Form)>, bool) {
    let domain = domain_of_rows(table);
    let mut contradicted = false;
    let mut admitted = Vec::new();
    for (family, form, agreement) in titled(forms, &table.title) {
        let likeness = likeness(form, keys);
        if !fits(form, domain) || likeness.is_some_and(|like| like < 34) {
            contradicted = true;
            continue;
        }
        let score =
            agreement + context(family, form, table.label.as_deref(), identity) + likeness.unwrap_or(50) / 5;
        admitted.push((score, family, form));
    }
    (admitted, contradicted)
}

fn fits(form: &Form, domain: Option<Domain>) -> bool {
    domain.is_none() || form.domain.is_none() || form.domain == domain
}

fn choose<'a>(
    forms: &'a Forms,
    table: &Table,
    keys: &[Option<String>],
    identity: Option<&Identity>,
    favour: Option<&str>,
) -> Choice<'a> {
    let domain = domain_of_rows(table);
    let (admitted, contradicted) = admitted(forms, table, keys, identity);
    let favoured = |family: &Family| if Some(family.id.as_str()) == favour { 6 } else { 0 };
    let mut best: Option<(i32, &Form)> = None;
    for (score, family, form) in admitted {
        let score = score + favoured(family);
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, form));
        }
    }
    if let Some((_, form)) = best {
        return Choice { form: Some(form), kind: Some(form.kind.clone()) };
    }
    // An unknown province words its titles its own way; the title's words still tell the kind.
    if let Some(kind) = kinds::of_title(&forms.kinds, &table.title, domain)
        && !(contradicted && forms.all().any(|(_, form)| form.kind == kind && !fits(form, domain)))
        && proven(forms, kind, keys)
    {
        return Choice { form: None, kind: Some(kind.to_owned()) };
    }
    by_header(forms, keys, domain)
}

/// Whether the columns bear out a kind; a header that tells nothing contradicts nothing.
fn proven(forms: &Forms, kind: &str, keys: &[Option<String>]) -> bool {
    let Some(rule) = forms.kinds.iter().find(|rule| rule.name == kind) else { return true };
    let told: Vec<&String> = keys.iter().flatten().collect();
    let among = |words: &[String]| {
        told.iter()
            .any(|key| words.iter().any(|word| *key == word || key.split('.').any(|part| part == word)))
    };
    (rule.proof.is_empty() || told.is_empty() || among(&rule.proof)) && !among(&rule.denied)
}

/// A table without a title that helps: its header alone, if it is long and telling enough to be of one kind only.
fn by_header<'a>(forms: &'a Forms, keys: &[Option<String>], domain: Option<Domain>) -> Choice<'a> {
    let none = Choice { form: None, kind: None };
    if keys.iter().flatten().count() < 4 {
        return none;
    }
    let mut kinds: Vec<&str> = forms
        .all()
        .filter(|(_, form)| likeness(form, keys).is_some_and(|like| like >= 90))
        .filter(|(_, form)| form.domain.is_none() || form.domain == domain)
        .map(|(_, form)| form.kind.as_str())
        .collect();
    kinds.dedup();
    match kinds.as_slice() {
        [one] => Choice { form: None, kind: Some((*one).to_owned()) },
        _ => none,
    }
}

/// The family that the document's tables, taken together, agree with best; `None` where none stands out.
pub(super) fn family_of<'a>(
    forms: &'a Forms,
    tables: &[Table],
    identity: Option<&Identity>,
) -> Option<&'a Family> {
    let mut sums: Vec<(i32, &Family)> = Vec::new();
    for table in tables {
        let generic = columns::generic(&forms.words, table, is_three_public(forms, table));
        let mut best: Vec<(i32, &Family)> = Vec::new();
        for (score, family, _) in admitted(forms, table, &generic, identity).0 {
            match best.iter_mut().find(|(_, known)| known.id == family.id) {
                Some((known, _)) => *known = score.max(*known),
                None => best.push((score, family)),
            }
        }
        for (score, family) in best {
            match sums.iter_mut().find(|(_, known)| known.id == family.id) {
                Some((sum, _)) => *sum += score.max(0),
                None => sums.push((score.max(0), family)),
            }
        }
    }
    let best = sums.iter().map(|(sum, _)| *sum).max().filter(|sum| *sum > 0)?;
    sums.into_iter().find(|(sum, _)| *sum == best).map(|(_, family)| family)
}

fn is_three_public(forms: &Forms, table: &Table) -> bool {
    title::squeeze(&table.title).contains("三公") || columns::names_three_public(&forms.words, table)
}

pub(super) fn annotate(forms: &Forms, table: &mut Table, identity: Option<&Identity>, favour: Option<&str>) {
    columns::set_sides(table);
    let generic = columns::generic(&forms.words, table, is_three_public(forms, table));
    let choice = choose(forms, table, &generic, identity, favour);
    let keys = match choice.form {
        Some(form) => columns::by_form(form, table, &generic),
        None => generic,
    };
    for (column, key) in table.columns.iter_mut().zip(keys) {
        column.key = key;
    }
    table.form = choice.form.map(|form| form.id.clone());
    table.kind = choice.kind;
    rows::annotate(&forms.words, choice.form, table);
}
