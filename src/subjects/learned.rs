//! Names of codes learned from a document: the same code must bear the same name in all its tables.

use std::collections::BTreeMap;

use super::{domain_of, name};

/// The names a document gives to codes, and how often.
#[derive(Debug, Clone, Default)]
pub struct Learned {
    names: BTreeMap<String, Vec<(String, usize)>>,
}

impl Learned {
    /// Takes note of a code and the name printed beside it; anything that is no subject code is passed over.
    pub fn note(&mut self, code: &str, printed: &str) {
        let plain = name::plain(printed);
        if domain_of(code).is_none() || plain.is_empty() {
            return;
        }
        let names = self.names.entry(code.to_owned()).or_default();
        match names.iter_mut().find(|(known, _)| *known == plain) {
            Some((_, times)) => *times += 1,
            None => names.push((plain, 1)),
        }
    }

    /// Takes note of every coded row of the tables.
    #[must_use]
    pub fn from_tables(tables: &[crate::disclosure::model::Table]) -> Self {
        let mut learned = Self::default();
        for row in tables.iter().flat_map(|table| &table.rows) {
            if let Some(code) = &row.code {
                learned.note(code, &row.name);
            }
        }
        learned
    }

    /// The name most often printed beside a code; of equally frequent ones the longest, because names are cut by
    /// their cell, never lengthened.
    #[must_use]
    pub fn name(&self, code: &str) -> Option<&str> {
        let names = self.names.get(code)?;
        names.iter().max_by_key(|(name, times)| (*times, name.len())).map(|(name, _)| name.as_str())
    }

    /// Every name printed beside a code, with how often.
    #[must_use]
    pub fn names(&self, code: &str) -> &[(String, usize)] {
        self.names.get(code).map_or(&[], Vec::as_slice)
    }

    /// All codes seen, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_name_wins() {
        let mut learned = Learned::default();
        for name in ["机关工资福", "机关工资福利支出", "机关工资福利支出"] {
            learned.note("501", name);
        }
        learned.note("第1页", "页");
        assert_eq!(learned.name("501"), Some("机关工资福利支出"));
        assert_eq!(learned.names("501").len(), 2);
        assert_eq!(learned.codes().count(), 1);
    }
}
