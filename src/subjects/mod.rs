//! Classification of revenues and expenditures (政府收支分类科目) by year, as data.
//!
//! Codes and names are those the Ministry of Finance publishes. The list is complete for classes and for the
//! economic classifications, and holds the common sections and items; a code that is not in it is unknown, never
//! wrong. Codes of different domains never meet: `30101` is a wage, `2010301` an office.

use std::collections::BTreeMap;
use std::sync::OnceLock;

pub mod learned;
pub mod name;

pub use learned::Learned;

/// Which classification a code belongs to; its first digit tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Domain {
    /// 收入分类 (1xx).
    Income,
    /// 支出功能分类 (2xx): 类 3, 款 5, 项 7 digits.
    Functional,
    /// 部门预算支出经济分类 (3xx): 类 3, 款 5 digits.
    DepartmentEconomic,
    /// 政府预算支出经济分类 (5xx): 类 3, 款 5 digits.
    GovernmentEconomic,
}

/// A name that a code bears over some years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The code without separators.
    pub code: String,
    /// The name as published.
    pub name: String,
    /// First year of the name; `None` where it has always been so.
    pub from: Option<u16>,
    /// Last year of the name; `None` where it still holds.
    pub to: Option<u16>,
}

impl Subject {
    /// Whether the name holds in a year.
    #[must_use]
    pub fn holds(&self, year: u16) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }
}

/// The names known of each code.
#[derive(Debug, Default)]
struct Catalogue {
    /// Published names by code.
    subjects: BTreeMap<String, Vec<Subject>>,
    /// Codes by plain name, published names and usual variants, in code order.
    by_name: BTreeMap<String, Vec<String>>,
}

static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();

const FUNCTIONAL: &str = include_str!("data/functional.csv");
const ECONOMIC: &str = include_str!("data/economic.csv");
const VARIANTS: &str = include_str!("data/variants.csv");

fn catalogue() -> &'static Catalogue {
    CATALOGUE.get_or_init(|| {
        let mut catalogue = Catalogue::default();
        for subject in parse(FUNCTIONAL).into_iter().chain(parse(ECONOMIC)) {
            catalogue.name(&subject.name, &subject.code);
            catalogue.subjects.entry(subject.code.clone()).or_default().push(subject);
        }
        for variant in parse(VARIANTS) {
            catalogue.name(&variant.name, &variant.code);
        }
        catalogue
    })
}

impl Catalogue {
    fn name(&mut self, name: &str, code: &str) {
        let codes = self.by_name.entry(name::plain(name)).or_default();
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
}

/// Reads `code,name[,from_year,to_year]` lines below a heading; lines that are not so are passed over.
#[must_use]
pub fn parse(csv: &str) -> Vec<Subject> {
    csv.lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split(',').map(str::trim);
            let code = fields.next().filter(|code| domain_of(code).is_some())?;
            let name = fields.next().filter(|name| !name.is_empty())?;
            let mut year = || fields.next().and_then(|year| year.parse().ok());
            Some(Subject { code: code.to_owned(), name: name.to_owned(), from: year(), to: year() })
        })
        .collect()
}

/// The classification of a code; `None` where it is no subject code (a unit's code, a serial number).
#[must_use]
pub fn domain_of(code: &str) -> Option<Domain> {
    if !code.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    match (code.bytes().next()?, code.len()) {
        (b'1', 3 | 5 | 7 | 9) => Some(Domain::Income),
        (b'2', 3 | 5 | 7) => Some(Domain::Functional),
        (b'3', 3 | 5) => Some(Domain::DepartmentEconomic),
        (b'5', 3 | 5) => Some(Domain::GovernmentEconomic),
        _ => None,
    }
}

/// The code one level up: `2080106` → `20801` → `208`.
#[must_use]
pub fn parent(code: &str) -> Option<&str> {
    (code.len() > 3).then(|| code.get(..code.len() - 2)).flatten()
}

/// The name a code bears in a year, or, where that year is not covered, the latest.
#[must_use]
pub fn lookup(code: &str, year: u16) -> Option<&'static str> {
    let names = catalogue().subjects.get(code)?;
    let found = names.iter().find(|subject| subject.holds(year)).or(names.last())?;
    Some(found.name.as_str())
}

/// Every published name of a code, oldest first; empty for an unknown code.
#[must_use]
pub fn names(code: &str) -> &'static [Subject] {
    catalogue().subjects.get(code).map_or(&[], Vec::as_slice)
}

/// Every name that was given up one year or another.
pub fn changed() -> impl Iterator<Item = &'static Subject> {
    catalogue().subjects.values().flatten().filter(|subject| subject.to.is_some())
}

/// The functional class (类) of a name, whatever its numbering, brackets or year: `八、社会保障和就业支出` → `208`.
#[must_use]
pub fn class_by_name(name: &str) -> Option<&'static str> {
    code_by_name(name, Domain::Functional, None)
}

/// Whether the name of a functional class begins with a text.
#[must_use]
pub fn begins_class(text: &str) -> bool {
    let names = catalogue().by_name.range(text.to_owned()..).take_while(|(name, _)| name.starts_with(text));
    names.flat_map(|(_, codes)| codes).any(|code| code.len() == 3 && code.starts_with('2'))
}

/// The code of a name within a domain: below `within` where given, otherwise a class.
///
/// Many items share a name (行政运行), so that only a code's own parent can tell which one is meant.
#[must_use]
pub fn code_by_name(name: &str, domain: Domain, within: Option<&str>) -> Option<&'static str> {
    let codes = catalogue().by_name.get(&name::plain(name))?;
    let fits = |code: &&String| {
        domain_of(code) == Some(domain)
            && match within {
                Some(parent) => code.len() > parent.len() && code.starts_with(parent),
                None => code.len() == 3,
            }
    };
    codes.iter().find(fits).map(String::as_str)
}

/// Every code that bears a name in any year, of all domains.
pub fn codes_of(name: &str) -> impl Iterator<Item = &'static str> {
    catalogue().by_name.get(&name::plain(name)).into_iter().flatten().map(String::as_str)
}

/// Every code with each of its plain names.
pub fn all_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    catalogue()
        .by_name
        .iter()
        .flat_map(|(name, codes)| codes.iter().map(|code| (code.as_str(), name.as_str())))
}

/// Whether a printed name is one of a code's names in any year, or a usual way to write one.
#[must_use]
pub fn is_name_of(name: &str, code: &str) -> bool {
    catalogue().by_name.get(&name::plain(name)).is_some_and(|codes| codes.iter().any(|known| known == code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_read() {
        for csv in [FUNCTIONAL, ECONOMIC, VARIANTS] {
            assert_eq!(parse(csv).len(), csv.lines().count() - 1);
        }
        for subject in parse(FUNCTIONAL).iter().chain(&parse(ECONOMIC)) {
            let parent = parent(&subject.code);
            assert!(parent.is_none_or(|parent| !names(parent).is_empty()), "{} has no parent", subject.code);
            assert!(subject.from.zip(subject.to).is_none_or(|(from, to)| from <= to), "{}", subject.code);
        }
    }

    #[test]
    fn names_change_with_the_year() {
        assert_eq!(lookup("210", 2018), Some("医疗卫生与计划生育支出"));
        assert_eq!(lookup("210", 2020), Some("卫生健康支出"));
        assert_eq!(lookup("20805", 2019), Some("行政事业单位离退休"));
        assert_eq!(lookup("20139", 2023), Some("社会工作事务"));
        assert_eq!(lookup("2998877", 2023), None);
    }

    #[test]
    fn classes_are_found_by_any_of_their_names() {
        assert_eq!(class_by_name("（十）医疗卫生与计划生育支出"), Some("210"));
        assert_eq!(class_by_name("十四、资源勘探工业信息等支出"), Some("215"));
        assert_eq!(class_by_name("其他支出"), Some("229"));
        assert_eq!(class_by_name("八、社会保障和 就业支出"), Some("208"));
        assert_eq!(class_by_name("基本支出"), None);
        assert_eq!(code_by_name("其他支出", Domain::GovernmentEconomic, None), Some("599"));
        assert_eq!(code_by_name("办公费", Domain::DepartmentEconomic, Some("302")), Some("30201"));
        assert_eq!(code_by_name("行政运行", Domain::Functional, Some("20801")), Some("2080101"));
    }

    #[test]
    fn domains_are_told_by_the_code() {
        assert_eq!(domain_of("2080106"), Some(Domain::Functional));
        assert_eq!(domain_of("30101"), Some(Domain::DepartmentEconomic));
        assert_eq!(domain_of("50101"), Some(Domain::GovernmentEconomic));
        assert_eq!(domain_of("316002"), None);
        assert_eq!(domain_of(""), None);
        assert_eq!(parent("2080106"), Some("20801"));
        assert_eq!(parent("208"), None);
    }
}
