//! Reading a family of forms from its file.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Family, Form, FormColumn, FormError, FormRow};
use crate::amount::Unit;
use crate::disclosure::model::{ColumnKind, Kind, Side};
use crate::subjects::Domain;

/// The families that come with the program. Later files are asked first where two fit equally.
pub(super) const FAMILIES: &[&str] = &[
    include_str!("data/central-budget.toml"),
    include_str!("data/national-final.toml"),
    include_str!("data/beijing-budget.toml"),
    include_str!("data/beijing-final.toml"),
    include_str!("data/jiangsu-budget.toml"),
    include_str!("data/jiangsu-budget-2020.toml"),
    include_str!("data/jiangsu-final.toml"),
    include_str!("data/sichuan-budget-2020.toml"),
    include_str!("data/sichuan-final.toml"),
    include_str!("data/shanghai-budget.toml"),
    include_str!("data/shanghai-final.toml"),
    include_str!("data/liaoning-2020.toml"),
    include_str!("data/liaoning-2022.toml"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyFile {
    id: String,
    name: String,
    document: Kind,
    years: (u16, u16),
    #[serde(default)]
    regions: Vec<String>,
    #[serde(default)]
    columns: BTreeMap<String, Vec<ColumnEntry>>,
    form: Vec<FormEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormEntry {
    id: String,
    #[serde(default)]
    labels: Vec<String>,
    titles: Vec<String>,
    kind: String,
    unit: Option<Unit>,
    domain: Option<DomainName>,
    #[serde(default)]
    panels: bool,
    /// How the layout differs from the plain one; for people only.
    #[serde(default, rename = "layout")]
    _layout: Option<String>,
    wide: Option<DomainName>,
    required: Option<bool>,
    columns: Vec<ColumnEntry>,
    #[serde(default)]
    rows: Vec<RowEntry>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    set: Option<String>,
    header: Option<String>,
    #[serde(default)]
    other: Vec<String>,
    key: Option<String>,
    side: Option<Side>,
    holds: Option<ColumnKind>,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowEntry {
    name: String,
    #[serde(default)]
    other: Vec<String>,
    under: Option<String>,
    key: String,
    side: Option<Side>,
}

/// A domain as form files name it.
#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum DomainName {
    Income,
    Functional,
    DepartmentEconomic,
    GovernmentEconomic,
}

impl From<DomainName> for Domain {
    fn from(name: DomainName) -> Self {
        match name {
            DomainName::Income => Self::Income,
            DomainName::Functional => Self::Functional,
            DomainName::DepartmentEconomic => Self::DepartmentEconomic,
            DomainName::GovernmentEconomic => Self::GovernmentEconomic,
        }
    }
}

/// Reads a family's file.
pub(super) fn parse(text: &str) -> Result<Family, FormError> {
    let file: FamilyFile = toml::from_str(text).map_err(|error| FormError::Syntax(error.to_string()))?;
    let mut forms: Vec<Form> = Vec::with_capacity(file.form.len());
    for entry in file.form {
        let form = form(&file.id, entry, &file.columns)?;
        if forms.iter().any(|known| known.id == form.id) {
            return Err(FormError::Duplicate(form.id));
        }
        forms.push(form);
    }
    Ok(Family {
        id: file.id,
        name: file.name,
        document: file.document,
        years: file.years,
        regions: file.regions,
        forms,
        own: false,
    })
}

fn form(
    family: &str,
    entry: FormEntry,
    sets: &BTreeMap<String, Vec<ColumnEntry>>,
) -> Result<Form, FormError> {
    let id = format!("{family}/{}", entry.id);
    let mut columns = Vec::new();
    for column in entry.columns {
        match &column.set {
            Some(set) => match sets.get(set) {
                Some(members) => columns.extend(members.iter().filter_map(form_column)),
                None => return Err(FormError::UnknownSet { form: id, set: set.clone() }),
            },
            None => columns.extend(form_column(&column)),
        }
    }
    if entry.titles.iter().all(|title| title.trim().is_empty()) {
        return Err(FormError::Incomplete(id, "标题 titles"));
    }
    if entry.kind.trim().is_empty() {
        return Err(FormError::Incomplete(id, "种类 kind"));
    }
    if !columns.iter().any(|column| column.key.is_some()) {
        return Err(FormError::Incomplete(id, "金额列（带 key 的列）"));
    }
    let rows = entry
        .rows
        .into_iter()
        .map(|row| FormRow {
            names: std::iter::once(row.name).chain(row.other).collect(),
            under: row.under,
            key: row.key,
            side: row.side,
        })
        .collect();
    Ok(Form {
        id,
        labels: entry.labels,
        plain_titles: entry.titles.iter().map(|title| super::title::plain(title)).collect(),
        titles: entry.titles,
        kind: entry.kind,
        unit: entry.unit,
        domain: entry.domain.map(Domain::from),
        two_sided: columns.iter().any(|column| column.side.is_some()),
        panels: entry.panels,
        wide: entry.wide.map(Domain::from),
        required: entry.required.unwrap_or(true),
        columns,
        rows,
    })
}

fn form_column(entry: &ColumnEntry) -> Option<FormColumn> {
    let path = |text: &String| text.split('/').map(|word| word.trim().to_owned()).collect::<Vec<_>>();
    Some(FormColumn {
        path: path(entry.header.as_ref()?),
        others: entry.other.iter().map(path).collect(),
        key: entry.key.clone(),
        kind: entry.holds.unwrap_or(ColumnKind::Amount),
        side: entry.side,
        optional: entry.optional,
    })
}
