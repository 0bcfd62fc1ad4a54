//! What kind of table a title announces, by its words, whatever the region.

use serde::Deserialize;

use super::data::DomainName;
use super::title;
use crate::subjects::Domain;

/// A rule of `data/kinds.toml`.
#[derive(Debug, Clone, Default)]
pub(super) struct KindRule {
    pub(super) name: String,
    all: Vec<String>,
    any: Vec<String>,
    not: Vec<String>,
    only_domain: Option<Domain>,
    form_only: bool,
    /// Column keys of which a table of this kind has at least one.
    pub(super) proof: Vec<String>,
    /// Column keys that no table of this kind has.
    pub(super) denied: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    kind: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    all: Vec<String>,
    #[serde(default)]
    any: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    only_domain: Option<DomainName>,
    #[serde(default)]
    form_only: bool,
    #[serde(default)]
    proof: Vec<String>,
    #[serde(default)]
    denied: Vec<String>,
}

pub(super) fn load() -> Vec<KindRule> {
    let file: File = toml::from_str(include_str!("data/kinds.toml")).unwrap_or(File { kind: Vec::new() });
    file.kind
        .into_iter()
        .map(|entry| KindRule {
            name: entry.name,
            all: entry.all,
            any: entry.any,
            not: entry.not,
            only_domain: entry.only_domain.map(Domain::from),
            form_only: entry.form_only,
            proof: entry.proof,
            denied: entry.denied,
        })
        .collect()
}

/// The first rule that a title meets. The domain of the table's codes, where known, settles what a title leaves
/// open.
pub(super) fn of_title<'a>(rules: &'a [KindRule], text: &str, domain: Option<Domain>) -> Option<&'a str> {
    let plain = title::plain(text);
    if !plain.contains('表') && !plain.ends_with("目标") {
        return None;
    }
    let has = |word: &String| plain.contains(word.as_str());
    rules
        .iter()
        .find(|rule| {
            !rule.form_only
                && rule.all.iter().all(has)
                && (rule.any.is_empty() || rule.any.iter().any(has))
                && !rule.not.iter().any(has)
                && (rule.only_domain.is_none() || rule.only_domain == domain)
        })
        .map(|rule| rule.name.as_str())
}
