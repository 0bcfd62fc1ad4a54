//! The documents on the bench: what was dropped, how far each is, and which one is looked at.

use std::collections::BTreeMap;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use gouji::bridge::{CheckNote, Own, OwnForm, Sheet};
use gouji::compare::{Across, Gist, across};
use gouji::read::{MAX_BYTES, ReadError};
use gouji::report::{Finding, Report, Source, SourceFile};
use gouji::together;
use gouji::view::headline::{self, Total};
use gouji::view::marks::{self, At};
use gouji::view::verdict::Verdict;
use leptos::prelude::*;
use web_sys::{File, ImageBitmap};

use crate::analyst::{self, Analyst, News, Wish};
use crate::desk::Place;
use crate::intake;
use crate::own;
use crate::words::{WORDS, count, fill};

/// A report and what the page needs of it again and again.
pub struct Read {
    /// Its files, in the order in which they were read.
    pub held: Vec<Held>,
    pub report: Report,
    pub verdict: Verdict,
    pub totals: (Option<Total>, Option<Total>),
    /// The cells that findings accuse, with the finding's number.
    pub accused: BTreeMap<At, usize>,
    /// What other documents can be held against.
    pub gist: Gist,
    /// From drop to verdict.
    pub seconds: f64,
    /// What the worker took of that, in milliseconds.
    pub millis: f64,
}

/// A file of a document, and where it begins in the report's counting.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The page's number for the file.
    pub id: u32,
    pub name: String,
    pub format: String,
    pub pages: u32,
    pub first_page: u32,
    pub first_line: u32,
}

impl Read {
    /// The file a page of the report stands in.
    pub fn at_page(&self, page: u32) -> Option<&Held> {
        self.held.iter().rev().find(|held| held.first_page <= page).or(self.held.first())
    }

    /// The file a line of the report stands in.
    pub fn at_line(&self, line: u32) -> Option<&Held> {
        self.held.iter().rev().find(|held| held.first_line <= line).or(self.held.first())
    }
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

/// A file that was dropped, or several that are one disclosure.
#[derive(Clone)]
pub struct Document {
    pub id: u32,
    pub name: String,
    /// It outlives the view it was made in.
    pub stage: ArcRwSignal<Stage>,
    /// The files it was put together from, if it was.
    pub parts: Vec<Document>,
    dropped: f64,
    /// Which drop it came with; `None` once a person wants it to stand alone.
    drop: Option<u32>,
}

impl Document {
    /// The page's numbers for its files, in the order in which they are read.
    fn files(&self) -> Vec<u32> {
        if self.parts.is_empty() { vec![self.id] } else { self.parts.iter().map(|part| part.id).collect() }
    }
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

/// What the documents on the bench say of one another: each finding with the documents it is about, first the one whose
/// figure is in question.
pub type Between = Arc<Vec<(Vec<u32>, Finding)>>;

/// In place of a document's number: what is looked at is what stands between the documents.
pub const BETWEEN: u32 = 0;

/// Everything on the bench.
#[derive(Clone, Copy)]
pub struct Bench {
    pub documents: RwSignal<Vec<Document>>,
    pub current: RwSignal<Option<u32>>,
    /// What the documents say of one another, once all are read.
    pub between: RwSignal<Option<Between>>,
    /// The place to be shown in the document turned to next.
    pub asked: RwSignal<Option<Place>>,
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
    /// Whether the user asks to add formulas or forms.
    pub adding: RwSignal<bool>,
    /// Form files that were dropped, not yet looked at.
    pub offered: RwSignal<Vec<OwnForm>>,
    /// What is wrong with the user's forms last tried; `None` until that is known.
    pub forms_tried: RwSignal<Option<Option<String>>>,
    files: StoredValue<HashMap<u32, File>, LocalStorage>,
    own: StoredValue<Own>,
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
            between: RwSignal::default(),
            asked: RwSignal::default(),
            said: RwSignal::default(),
            complaint: RwSignal::default(),
            lines: RwSignal::default(),
            sheets: RwSignal::default(),
            picture: RwSignal::new_local(None),
            not_drawn: RwSignal::default(),
            checks: RwSignal::default(),
            adding: RwSignal::new(false),
            offered: RwSignal::default(),
            forms_tried: RwSignal::default(),
            files: StoredValue::new_local(HashMap::new()),
            own: StoredValue::new(own::kept()),
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
        let (forms, files): (Vec<File>, Vec<File>) = files.into_iter().partition(own::is_form);
        if !forms.is_empty() {
            own::take(self, forms);
        }
        let mut first = None;
        let drop = self.number();
        for file in files {
            let id = self.number();
            first = first.or(Some(id));
            let refusal = too_large(file.size());
            let stage = ArcRwSignal::new(refusal.clone().map_or(Stage::Waiting, Stage::Failed));
            let document =
                Document { id, name: file.name(), stage, parts: Vec::new(), dropped, drop: Some(drop) };
            self.documents.update(|documents| documents.push(document.clone()));
            if refusal.is_none() {
                self.files.update_value(|files| _ = files.insert(id, file));
                self.begin(&document);
            }
        }
        if first.is_some() {
            self.current.set(first);
        }
    }

    /// A number that nothing else has.
    fn number(self) -> u32 {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        number
    }

    /// Puts a document in the queue of whoever reads its kind; the clerk reads every kind.
    fn begin(self, document: &Document) {
        self.between.set(None);
        let ids = document.files();
        let office = self.office.with_value(|office| ids.iter().any(|id| office.contains(id)));
        let files: Vec<File> = ids.iter().filter_map(|id| self.file(*id)).collect();
        let (id, own) = (document.id, self.own());
        self.with(if office { Hand::Clerk } else { Hand::Analyst }, |hand| hand.analyze(id, files, own));
    }

    /// Reads and checks a document once more.
    fn again(self, document: &Document) {
        document.stage.set(Stage::Waiting);
        self.begin(document);
    }

    /// What the user adds to the checks and forms.
    pub fn own(self) -> Own {
        self.own.get_value()
    }

    /// Takes what the user adds and checks everything anew.
    pub fn use_own(self, own: Own) {
        own::keep(&own);
        self.own.set_value(own);
        let read: Vec<Document> = self.documents.with_untracked(|documents| {
            let read = |document: &&Document| matches!(document.stage.get_untracked(), Stage::Done(_));
            documents.iter().filter(read).cloned().collect()
        });
        read.iter().for_each(|document| self.again(document));
    }

    /// Asks whether form files can be used; `forms_tried` tells.
    pub fn try_forms(self, forms: Vec<OwnForm>) {
        self.forms_tried.set(None);
        self.with(Hand::Analyst, |analyst| analyst.try_forms(forms));
    }

    /// Once all files of a drop are read, those that are one disclosure are put together and read as one.
    fn gather(self, drop: u32) {
        let alone: Vec<Document> = self.documents.with_untracked(|documents| {
            let of_drop = |document: &&Document| document.drop == Some(drop) && document.parts.is_empty();
            documents.iter().filter(of_drop).cloned().collect()
        });
        let stages: Vec<Stage> = alone.iter().map(|document| document.stage.get_untracked()).collect();
        if stages.iter().any(|stage| matches!(stage, Stage::Waiting | Stage::Working)) {
            return;
        }
        let reports: Vec<Option<&Report>> = stages
            .iter()
            .map(|stage| if let Stage::Done(reading) = stage { Some(&reading.report) } else { None })
            .collect();
        for group in together::groups(&reports).iter().filter(|group| group.len() > 1) {
            self.join(group.iter().filter_map(|at| alone.get(*at)).cloned().collect());
        }
    }

    /// Puts documents together to one in the place of the first.
    fn join(self, parts: Vec<Document>) {
        let Some(first) = parts.first() else { return };
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        let whole = Document {
            id: self.number(),
            name: names.join("、"),
            stage: ArcRwSignal::new(Stage::Waiting),
            dropped: first.dropped,
            drop: first.drop,
            parts,
        };
        let is_part = |id: u32| whole.parts.iter().any(|part| part.id == id);
        let looked_at = self.current.get_untracked().is_some_and(is_part);
        self.documents.update(|documents| {
            let at = documents.iter().position(|document| is_part(document.id)).unwrap_or(documents.len());
            documents.retain(|document| !is_part(document.id));
            documents.insert(at.min(documents.len()), whole.clone());
        });
        if looked_at {
            self.current.set(Some(whole.id));
        }
        self.begin(&whole);
    }

    /// Takes a document apart into its files again, each to be read by itself.
    pub fn take_apart(self, id: u32) {
        let Some(whole) = self.find(id).filter(|whole| !whole.parts.is_empty()) else { return };
        let parts: Vec<Document> =
            whole.parts.into_iter().map(|part| Document { drop: None, ..part }).collect();
        self.documents.update(|documents| {
            if let Some(at) = documents.iter().position(|document| document.id == id) {
                documents.splice(at..=at, parts.iter().cloned());
            }
        });
        if self.current.get_untracked() == Some(id) {
            self.current.set(parts.first().map(|part| part.id));
        }
        parts.iter().for_each(|part| self.again(part));
    }

    /// Holds the documents against each other, once all are read and there are several.
    fn compare(self) {
        let documents = self.documents.get_untracked();
        let stages: Vec<Stage> = documents.iter().map(|document| document.stage.get_untracked()).collect();
        if stages.iter().any(|stage| matches!(stage, Stage::Waiting | Stage::Working)) {
            return;
        }
        let read = documents.iter().zip(&stages).filter_map(|(document, stage)| match stage {
            Stage::Done(reading) => Some((document.id, reading.gist.clone())),
            _ => None,
        });
        let (ids, gists): (Vec<u32>, Vec<Gist>) = read.unzip();
        let numbers = |places: &[usize]| places.iter().filter_map(|at| ids.get(*at).copied()).collect();
        let found: Vec<(Vec<u32>, Finding)> = across(&gists)
            .into_iter()
            .map(|Across { documents, finding }| (numbers(&documents), finding))
            .collect();
        self.between.set((ids.len() > 1).then(|| Arc::new(found)));
    }

    /// Turns to a document and shows a place in it.
    pub fn turn_to(self, id: u32, place: Option<Place>) {
        self.asked.set(place);
        self.current.set(Some(id));
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
        self.between.set(None);
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
        if let Some(drop) = self.find(id).filter(|document| document.parts.is_empty()).and_then(|d| d.drop) {
            self.gather(drop);
        }
        self.compare();
    }

    fn hear(self, news: News) {
        match news {
            News::Checks(checks) => {
                self.checks.set(checks.into_iter().map(|check| (check.code.clone(), check)).collect());
            }
            News::Practised => {}
            News::Begun(id) => {
                let name = self.find(id).map(|document| document.name).unwrap_or_default();
                self.said.set(fill(WORDS.reading, &[&name]));
                self.stage(id, Stage::Working);
            }
            News::Done(id, report, millis, gist) => {
                let Some(document) = self.find(id) else { return };
                let seconds = (now() - document.dropped) / 1000.0;
                let reading = reading(&document.files(), *report, (seconds, millis), gist);
                document.stage.set(Stage::Done(reading));
                if let Some(drop) = document.drop.filter(|_| document.parts.is_empty()) {
                    self.gather(drop);
                }
                self.compare();
            }
            News::FormsTried(mistake) => self.forms_tried.set(Some(mistake)),
            News::Refused(id, sentence) => self.fail(id, &sentence),
            News::NeedsOffice(id) => {
                self.office.update_value(|office| _ = office.insert(id));
                if let Some(document) = self.find(id) {
                    self.begin(&document);
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

fn reading(files: &[u32], report: Report, (seconds, millis): (f64, f64), gist: Gist) -> Reading {
    Reading(Arc::new(Read {
        held: held(files, &report.source),
        verdict: Verdict::of(&report),
        totals: headline::totals(&report.tables),
        accused: marks::accused(&report),
        report,
        gist,
        seconds,
        millis,
    }))
}

/// The files of a report, by the page's numbers for them.
fn held(files: &[u32], source: &Source) -> Vec<Held> {
    let whole = |id: u32| Held {
        id,
        name: source.name.clone(),
        format: source.format.clone(),
        pages: source.pages,
        first_page: 1,
        first_line: 1,
    };
    if source.files.is_empty() {
        return files.first().copied().map(whole).into_iter().collect();
    }
    let part = |(id, file): (&u32, &SourceFile)| Held {
        id: *id,
        name: file.name.clone(),
        format: file.format.clone(),
        pages: file.pages,
        first_page: file.first_page,
        first_line: file.first_line,
    };
    files.iter().zip(&source.files).map(part).collect()
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
