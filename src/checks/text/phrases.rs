//! Many phrases sought in one pass over a text.

use std::collections::HashMap;

/// Phrases by their first character.
#[derive(Debug, Default)]
pub struct Phrases {
    by_first: HashMap<char, Vec<(Vec<char>, usize)>>,
}

/// A phrase in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// First character.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// Which phrase, counted as they were given.
    pub index: usize,
}

impl Phrases {
    /// Phrases to be sought.
    #[must_use]
    pub fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let mut by_first: HashMap<char, Vec<(Vec<char>, usize)>> = HashMap::new();
        for (index, phrase) in phrases.into_iter().enumerate() {
            let chars: Vec<char> = phrase.chars().collect();
            if let Some(&first) = chars.first() {
                by_first.entry(first).or_default().push((chars, index));
            }
        }
        Self { by_first }
    }

    /// Every place where one stands, in order.
    #[must_use]
    pub fn find(&self, text: &[char]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (from, first) in text.iter().enumerate() {
            let Some(phrases) = self.by_first.get(first) else { continue };
            let rest = text.get(from..).unwrap_or_default();
            for (phrase, index) in phrases {
                if rest.starts_with(phrase) {
                    hits.push(Hit { from, to: from + phrase.len(), index: *index });
                }
            }
        }
        hits
    }
}
