//! What every check is given: the document, and where findings and outcomes go.

use std::cell::OnceCell;
use std::rc::Rc;

use super::calculation::passages::{self, Passage as Stream};
use super::ledger::Ledger;
use super::text::passage::Passage;
use crate::disclosure::model::{Disclosure, Table};
use crate::forms::Family;
use crate::report::Finding;

/// The document under check, with the findings and the ledger so far.
pub struct Context<'a> {
    /// The document.
    pub disclosure: &'a Disclosure,
    /// The family of forms its tables belong to, where that could be told.
    pub family: Option<&'static Family>,
    /// What does not tally.
    pub findings: Vec<Finding>,
    /// How each check ended.
    pub ledger: Ledger,
    /// Rows found to be left out, by position of the table and code: reported once.
    pub missing_rows: Vec<(usize, String)>,
    /// The paragraphs taken apart, once the first check has asked for them.
    pub passages: OnceCell<Rc<Vec<Passage<'a>>>>,
    /// The running text, once the first check has asked for it.
    pub streams: OnceCell<Rc<Vec<Stream>>>,
}

impl Context<'_> {
    /// All running text: the paragraphs as one stream, then the long cells of tables.
    #[must_use]
    pub fn streams(&self) -> Rc<Vec<Stream>> {
        Rc::clone(self.streams.get_or_init(|| Rc::new(passages::all(self.disclosure))))
    }

    /// The tables of a kind.
    pub fn tables(&self, kind: &str) -> impl Iterator<Item = &Table> {
        let kind = kind.to_owned();
        self.disclosure.tables.iter().filter(move |table| table.kind.as_deref() == Some(kind.as_str()))
    }

    /// Whether parts of the document are pictures, so that what is not found may stand there.
    #[must_use]
    pub fn has_pictures(&self) -> bool {
        let words = ["图片", "图像", "扫描"];
        self.disclosure.warnings.iter().any(|warning| words.iter().any(|word| warning.message.contains(word)))
    }

    /// Whether the numbers of the tables leave some out, so that what is not found may stand there unread.
    #[must_use]
    pub fn has_gaps(&self) -> bool {
        !super::completeness::gaps::left_out(self.disclosure).is_empty()
    }
}
