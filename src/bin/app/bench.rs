//! The documents on the bench: what was dropped, how far each is, and which one is looked at.

use std::collections::BTreeMap;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use gouji::bridge::{CheckNote, Sheet};
use gouji::read::{MAX_BYTES, ReadError};
use gouji::report::Report;
use gouji::view::headline::{self, Total};
use gouji::view::marks::{self, At};
use gouji::view::verdict::Verdict;
use leptos::prelude::*;
use web_sys::{File, ImageBitmap};

use crate::analyst::{self, Analyst, News, Wish};
use crate::intake;
use crate::own;
use crate::words::{WORDS, count, fill};

/// A report and what the page needs of it again and again.
pub struct Read {
    /// The page's number for the file.
    pub document: u32,
    pub report: Report,
    pub verdict: Verdict,
    pub totals: (Option<Total>, Option<Total>),
    /// The cells that findings accuse, with the finding's number.
    pub accused: BTreeMap<At, usize>,
    /// From drop to verdict.
    pub seconds: f64,
    /// What the worker took of that, in milliseconds.
    pub millis: f64,
}

/// A shared reading.
#[derive(Clone)]
pub struct Reading(Arc<Read>);

impl Deref for Reading {
    type Target = Read;
    fn deref(&self) -> &Read {
        &self.0
    }
}

impl PartialEq for Reading {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// How far a document is.
#[derive(Clone, PartialEq)]
pub enum Stage {
    Waiting,
    Working,
    Done(Reading),
    Failed(String),
}

/// A file that was dropped.
#[derive(Clone)]
pub struct Document {
    pub id: u32,
    pub name: String,
    /// It outlives the view it was made in.
    pub stage: ArcRwSignal<Stage>,
    dropped: f64,
}

/// A drawn page.
#[derive(Clone)]
pub struct Picture {
    pub wish: Wish,
    /// Size in points.
    pub width: f32,
    pub height: f32,
    pub bitmap: ImageBitmap,
}

/// Everything on the bench.
#[derive(Clone, Copy)]
pub struct Bench {
    pub documents: RwSignal<Vec<Document>>,
    pub current: RwSignal<Option<u32>>,
    /// What a screen reader is told.
    pub said: RwSignal<String>,
    /// A sentence about the drop itself.
    pub complaint: RwSignal<Option<String>>,
    /// The lines of the text file last asked for.
    pub lines: RwSignal<Option<(u32, Arc<Vec<String>>)>>,
    /// The sheets of the workbook last asked for.
    pub sheets: RwSignal<Option<(u32, Arc<Vec<Sheet>>)>>,
    /// The page last drawn.
    pub picture: RwSignal<Option<Picture>, LocalStorage>,
    /// Why the page last asked for is not drawn.
    pub not_drawn: RwSignal<Option<String>>,
    /// What the checks are, by code.
    pub checks: RwSignal<HashMap<String, CheckNote>>,
    files: StoredValue<HashMap<u32, File>, LocalStorage>,
    formulas: StoredValue<String>,
    analyst: StoredValue<Option<Analyst>, LocalStorage>,
    /// For Word, Excel and web pages.
    clerk: StoredValue<Option<Analyst>, LocalStorage>,
    /// The files that are the clerk's.
    office: StoredValue<HashSet<u32>>,
    next: StoredValue<u32>,
}

/// Who works on a file.
#[derive(Debug, Clone, Copy)]
enum Hand {
    /// PDF and text.
    Analyst,
    /// Word, Excel and web pages.
    Clerk,
}

impl Bench {
    /// An empty bench with a warm worker.
    pub fn new() -> Self {
        let bench = Self {
            documents: RwSignal::default(),
            current: RwSignal::default(),
            said: RwSignal::default(),
            complaint: RwSignal::default(),
            lines: RwSignal::default(),
            sheets: RwSignal::default(),
            picture: RwSignal::new_local(None),
            not_drawn: RwSignal::default(),
            checks: RwSignal::default(),
            files: StoredValue::new_local(HashMap::new()),
            formulas: StoredValue::new(own::kept()),
            analyst: StoredValue::new_local(None),
            clerk: StoredValue::new_local(None),
            office: StoredValue::default(),
            next: StoredValue::new(1),
        };
        let analyst = Analyst::new(analyst::READER, move |news| bench.hear(news));
        analyst.warm(intake::sample());
        bench.analyst.set_value(Some(analyst));
        bench.clerk.set_value(Some(Analyst::new(analyst::CLERK, move |news| bench.hear(news))));
        bench
    }

    /// Takes files and begins with them; the first of them is looked at.
    pub fn take(self, files: Vec<File>, dropped: f64) {
        self.complaint.set(files.is_empty().then(|| WORDS.no_files.to_owned()));
        let mut first = None;
        for file in files {
            let id = self.next.get_value();
            self.next.set_value(id + 1);
            first = first.or(Some(id));
            let refusal = too_large(file.size());
            let stage = ArcRwSignal::new(refusal.clone().map_or(Stage::Waiting, Stage::Failed));
            let document = Document { id, name: file.name(), stage, dropped };
            self.documents.update(|documents| documents.push(document));
            if refusal.is_none() {
                self.files.update_value(|files| _ = files.insert(id, file.clone()));
                self.begin(id, file);
            }
        }
        if first.is_some() {
            self.current.set(first);
        }
    }

    /// Puts a file in the queue of whoever reads its kind.
    fn begin(self, id: u32, file: File) {
        let office = self.office.with_value(|office| office.contains(&id));
        let formulas = self.formulas();
        self.with(if office { Hand::Clerk } else { Hand::Analyst }, |hand| hand.analyze(id, file, formulas));
    }

    /// The user's own formulas.
    pub fn formulas(self) -> String {
        self.formulas.get_value()
    }

    /// Takes the user's own formulas and checks everything anew.
    pub fn use_formulas(self, text: String) {
        own::keep(&text);
        self.formulas.set_value(text);
        let read: Vec<u32> = self.documents.with_untracked(|documents| {
            let read = |document: &&Document| matches!(document.stage.get_untracked(), Stage::Done(_));
            documents.iter().filter(read).map(|document| document.id).collect()
        });
        for id in read {
            if let Some(file) = self.file(id) {
                self.stage(id, Stage::Waiting);
                self.begin(id, file);
            }
        }
    }

    /// The document looked at.
    pub fn document(self) -> Option<Document> {
        let current = self.current.get()?;
        self.documents.with(|documents| documents.iter().find(|d| d.id == current).cloned())
    }

    /// Gives up the file in work.
    pub fn stop(self) {
        for hand in [Hand::Analyst, Hand::Clerk] {
            if let Some(id) = self.with(hand, Analyst::stop).flatten() {
                self.fail(id, WORDS.stopped);
            }
        }
    }

    /// Takes everything off the bench.
    pub fn clear(self) {
        self.with(Hand::Analyst, Analyst::clear);
        self.with(Hand::Clerk, Analyst::clear);
        self.office.update_value(HashSet::clear);
        self.current.set(None);
        self.documents.set(Vec::new());
        self.files.update_value(HashMap::clear);
        self.lines.set(None);
        self.sheets.set(None);
        self.picture.set(None);
        self.complaint.set(None);
    }

    /// Asks for a file's lines or sheets, if they are not here already.
    pub fn want_original(self, id: u32) {
        let here = self.lines.with_untracked(|lines| lines.as_ref().is_some_and(|(own, _)| *own == id))
            || self.sheets.with_untracked(|sheets| sheets.as_ref().is_some_and(|(own, _)| *own == id));
        let Some(file) = self.file(id).filter(|_| !here) else { return };
        let office = self.office.with_value(|office| office.contains(&id));
        self.with(if office { Hand::Clerk } else { Hand::Analyst }, |analyst| analyst.original(id, file));
    }

    /// Asks for a page of a PDF.
    pub fn want_page(self, wish: Wish) {
        let Some(file) = self.file(wish.document) else { return };
        self.not_drawn.set(None);
        self.with(Hand::Analyst, |analyst| analyst.draw(wish, file));
    }

    fn with<T>(self, hand: Hand, work: impl FnOnce(&Analyst) -> T) -> Option<T> {
        let analyst = match hand {
            Hand::Analyst => self.analyst,
            Hand::Clerk => self.clerk,
        };
        analyst.with_value(|analyst| analyst.as_ref().map(work))
    }

    fn file(self, id: u32) -> Option<File> {
        self.files.with_value(|files| files.get(&id).cloned())
    }

    fn stage(self, id: u32, stage: Stage) {
        self.documents.with_untracked(|documents| {
            if let Some(document) = documents.iter().find(|document| document.id == id) {
                document.stage.set(stage);
            }
        });
    }

    fn fail(self, id: u32, sentence: &str) {
        self.said.set(sentence.to_owned());
        self.stage(id, Stage::Failed(sentence.to_owned()));
    }

    fn hear(self, news: News) {
        match news {
            News::Checks(checks) => {
                self.checks.set(checks.into_iter().map(|check| (check.code.clone(), check)).collect());
            }
            News::Begun(id) => {
                let name = self.find(id).map(|document| document.name).unwrap_or_default();
                self.said.set(fill(WORDS.reading, &[&name]));
                self.stage(id, Stage::Working);
            }
            News::Done(id, report, millis) => {
                let dropped = self.find(id).map_or(0.0, |document| document.dropped);
                self.stage(id, Stage::Done(reading(id, *report, (now() - dropped) / 1000.0, millis)));
            }
            News::Refused(id, sentence) => self.fail(id, &sentence),
            News::NeedsOffice(id) => {
                self.office.update_value(|office| _ = office.insert(id));
                if let Some(file) = self.file(id) {
                    self.begin(id, file);
                }
            }
            News::Lines(id, lines) => self.lines.set(Some((id, Arc::new(lines)))),
            News::Sheets(id, sheets) => self.sheets.set(Some((id, Arc::new(sheets)))),
            News::Gone(id) => self.fail(id, WORDS.file_gone),
            News::Broke(id) => self.fail(id, WORDS.crashed),
            News::NotLoaded(id) => self.fail(id, WORDS.not_loaded),
            News::Drawn { wish, width, height, bitmap } => {
                self.picture.set(Some(Picture { wish, width, height, bitmap }));
            }
            News::Undrawn(page) => self.not_drawn.set(Some(count(WORDS.page_not_drawn, page))),
        }
    }

    fn find(self, id: u32) -> Option<Document> {
        self.documents.with_untracked(|documents| documents.iter().find(|d| d.id == id).cloned())
    }
}

fn reading(document: u32, report: Report, seconds: f64, millis: f64) -> Reading {
    Reading(Arc::new(Read {
        document,
        verdict: Verdict::of(&report),
        totals: headline::totals(&report.tables),
        accused: marks::accused(&report),
        report,
        seconds,
        millis,
    }))
}

/// The sentence for a file that is not even read into memory.
fn too_large(size: f64) -> Option<String> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file size is a whole number"
    )]
    let size = size as u64;
    (size > MAX_BYTES).then(|| ReadError::TooLarge(size / 1_000_000).to_string())
}

/// Milliseconds since the page began.
pub fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
