//! The standard tables (表样) as data, and how a table is recognised as one.
//!
//! A *family* is the set of tables that one authority prescribes for one sort of document; each of its *forms*
//! states titles, header and rows, and gives them the names that equations use. A form's *kind* is the name all
//! families share (收支总表, 三公表). A table of no known form still gets its kind from its title and its keys from
//! common header words, so that an unknown province's tables can be checked as well.

use std::sync::OnceLock;

use thiserror::Error;

use crate::disclosure::model::{ColumnKind, Identity, Kind, Side, Table};
use crate::subjects::Domain;

mod columns;
mod data;
mod in_use;
mod kinds;
mod recognise;
mod rows;
pub mod title;
mod words;

pub use in_use::{in_use, try_files, use_files};
use kinds::KindRule;
use words::Words;

/// One authority's set of tables for one sort of document.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// `liaoning-2022`.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// Budget or final accounts.
    pub document: Kind,
    /// First and last fiscal year it is used for.
    pub years: (u16, u16),
    /// The provinces it is used in; empty where it is used anywhere.
    pub regions: Vec<String>,
    /// Its tables in order.
    pub forms: Vec<Form>,
    /// A user brought it.
    pub own: bool,
}

/// A standard table.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Family and number: `liaoning-2022/03`.
    pub id: String,
    /// What the family prints as its number: `表3`, `公开03表`.
    pub labels: Vec<String>,
    /// Titles it goes by; the first is the official one.
    pub titles: Vec<String>,
    /// The name equations know it by.
    pub kind: String,
    /// Its usual unit.
    pub unit: Option<crate::amount::Unit>,
    /// The classification its codes belong to.
    pub domain: Option<Domain>,
    /// Whether income and expenditure stand side by side.
    pub two_sided: bool,
    /// Whether the columns are printed several times side by side, the rows going on from one panel to the next.
    pub panels: bool,
    /// For a table that spreads an economic classification over its columns: which one.
    pub wide: Option<Domain>,
    /// Whether a complete document must have it.
    pub required: bool,
    /// The columns from the left; leaves only.
    pub columns: Vec<FormColumn>,
    /// The rows that have names of their own (not codes, not functional classes).
    pub rows: Vec<FormRow>,
    /// The titles as they compare.
    plain_titles: Vec<String>,
}

impl Form {
    /// The columns of figures, from the left.
    pub fn amounts(&self) -> impl Iterator<Item = &FormColumn> {
        self.columns.iter().filter(|column| column.kind == ColumnKind::Amount)
    }
}

/// A column of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormColumn {
    /// Header words from the top: `["基本支出", "小计"]`.
    pub path: Vec<String>,
    /// Other ways to print the header.
    pub others: Vec<Vec<String>>,
    /// The name equations know it by; only figures have one.
    pub key: Option<String>,
    /// What it holds.
    pub kind: ColumnKind,
    /// The half it belongs to, in a two-sided table.
    pub side: Option<Side>,
    /// Whether some documents leave it out.
    pub optional: bool,
}

/// A row of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormRow {
    /// Names it goes by; the first is the official one.
    pub names: Vec<String>,
    /// The row above that it belongs to, by key, where the name alone does not tell.
    pub under: Option<String>,
    /// The name equations know it by.
    pub key: String,
    /// The half it belongs to, in a two-sided table.
    pub side: Option<Side>,
}

/// Why a form file could not be used; the text is for the person who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FormError {
    /// Not TOML, or a field is missing, unknown or of the wrong sort.
    #[error("表样文件写法有误：{0}")]
    Syntax(String),
    /// A column set is named but not defined.
    #[error("表样 {form} 用了没有定义的一组列“{set}”，请在 [columns] 里写上它。")]
    UnknownSet {
        /// The form.
        form: String,
        /// The name of the set.
        set: String,
    },
    /// Two forms with one id.
    #[error("表样编号 {0} 重复了，请换一个。")]
    Duplicate(String),
    /// A form without title, kind or columns of figures.
    #[error("表样 {0} 缺少{1}。")]
    Incomplete(String, &'static str),
}

/// The forms that are known.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    families: Vec<Family>,
    kinds: Vec<KindRule>,
    words: Words,
}

static STANDARD: OnceLock<Forms> = OnceLock::new();

impl Forms {
    /// The forms that come with the program.
    #[must_use]
    pub fn standard() -> &'static Self {
        // The bundled files are tested; one that failed to load would be left out rather than stop the program.
        STANDARD.get_or_init(|| {
            let mut forms = Self { families: Vec::new(), kinds: kinds::load(), words: words::load() };
            for file in data::FAMILIES {
                if let Ok(more) = forms.and(file, false) {
                    forms = more;
                }
            }
            forms
        })
    }

    /// These forms and a user's family, which goes before the others.
    ///
    /// # Errors
    /// What is wrong with the file, in words for its author.
    pub fn with(&self, toml: &str) -> Result<Self, FormError> {
        self.and(toml, true)
    }

    fn and(&self, toml: &str, own: bool) -> Result<Self, FormError> {
        let family = Family { own, ..data::parse(toml)? };
        if self.families.iter().any(|known| known.id == family.id) {
            return Err(FormError::Duplicate(family.id));
        }
        let mut forms = self.clone();
        forms.families.insert(0, family);
        Ok(forms)
    }

    /// The families.
    #[must_use]
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// A form by its id, such as `liaoning-2022/03`.
    #[must_use]
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.all().map(|(_, form)| form).find(|form| form.id == id)
    }

    /// Every form with its family.
    fn all(&self) -> impl Iterator<Item = (&Family, &Form)> {
        self.families.iter().flat_map(|family| family.forms.iter().map(move |form| (family, form)))
    }

    /// The form a title and a label announce, before any table is seen. Where several families print the same
    /// title, the label decides; where that does not either, there is no answer.
    #[must_use]
    pub fn by_title(&self, title: &str, label: Option<&str>) -> Option<&Form> {
        self.by_title_in(title, label, None)
    }

    /// The same, with what is known of the document to choose between families.
    #[must_use]
    pub fn by_title_in(
        &self,
        title: &str,
        label: Option<&str>,
        identity: Option<&Identity>,
    ) -> Option<&Form> {
        recognise::by_title(self, title, label, identity)
    }

    /// The forms that go by a title, whatever their label.
    #[must_use]
    pub fn candidates(&self, title: &str) -> Vec<&Form> {
        recognise::titled(self, title).into_iter().map(|(_, form, _)| form).collect()
    }

    /// What kind of table a title announces, by its words.
    #[must_use]
    pub fn kind_of(&self, title: &str) -> Option<&str> {
        kinds::of_title(&self.kinds, title, None)
    }

    /// Whether a line reads as the title of a table.
    #[must_use]
    pub fn is_title(&self, text: &str) -> bool {
        title::is_title(text) && (!recognise::titled(self, text).is_empty() || self.kind_of(text).is_some())
    }

    /// Recognises a table: sets its form, kind, the keys and sides of its columns and the keys of its rows.
    pub fn annotate(&self, table: &mut Table, identity: Option<&Identity>) {
        recognise::annotate(self, table, identity, None);
    }

    /// The family a document's tables belong to, taken together.
    #[must_use]
    pub fn family_of(&self, tables: &[Table], identity: Option<&Identity>) -> Option<&Family> {
        recognise::family_of(self, tables, identity)
    }

    /// Recognises all tables of a document: forms of the family that most of them belong to go first.
    pub fn annotate_all(&self, tables: &mut [Table], identity: Option<&Identity>) {
        for table in tables.iter_mut() {
            columns::set_sides(table);
        }
        let favour = self.family_of(tables, identity).map(|family| family.id.as_str());
        for table in tables.iter_mut() {
            recognise::annotate(self, table, identity, favour);
        }
    }
}

/// Recognises all tables of a document by the forms in use; see [`Forms::annotate_all`].
pub fn annotate_all(tables: &mut [Table], identity: Option<&Identity>) {
    in_use().annotate_all(tables, identity);
}

/// Recognises a table by the forms in use; see [`Forms::annotate`].
pub fn annotate(table: &mut Table, identity: Option<&Identity>) {
    in_use().annotate(table, identity);
}

/// The form in use that a title and label announce; see [`Forms::by_title`].
#[must_use]
pub fn by_title(title: &str, label: Option<&str>) -> Option<&'static Form> {
    in_use().by_title(title, label)
}

/// Whether a line reads as the title of a table; see [`Forms::is_title`].
#[must_use]
pub fn is_title(text: &str) -> bool {
    in_use().is_title(text)
}

#[cfg(test)]
mod tests;
