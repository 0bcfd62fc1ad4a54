//! The page's side of the worker: a queue of files, one in work at a time, pages to be drawn in between, and a fresh
//! worker when one breaks.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use gouji::Report;
use gouji::bridge::{Answer, CheckNote, Own, OwnForm, Piece, Sheet, Task, port};
use gouji::compare::Gist;
use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ImageBitmap};

use crate::link::Link;

/// The worker for PDF and text, which also draws.
pub const READER: &str = "./worker_loader.js";
/// The worker for Word, Excel and web pages.
pub const CLERK: &str = "./office_loader.js";
/// The number no document has.
const PRACTICE: u32 = 0;
/// How often a fresh worker practises: the browser makes fast only what has run for a while.
const ROUNDS: usize = 6;
/// Between the first round and the others: whoever drops a file as soon as the page is there need not wait for them.
const REST: Duration = Duration::from_millis(900);

/// A page to be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish {
    /// The page's number for the file.
    pub document: u32,
    /// Page number, from 1.
    pub page: u32,
    /// Pixels a point.
    pub scale: f32,
}

/// What the analyst tells about a file, by the page's number for it.
pub enum News {
    /// What the checks are.
    Checks(Vec<CheckNote>),
    /// It is warmer than before.
    Practised,
    /// Work on it has begun.
    Begun(u32),
    /// It is read and checked; what that took, in milliseconds, and what other documents can be held against.
    Done(u32, Box<Report>, f64, Gist),
    /// Whether the user's forms can be used: what is wrong with one, if they cannot.
    FormsTried(Option<String>),
    /// It could not be read; a sentence says why.
    Refused(u32, String),
    /// Another worker must read it.
    NeedsOffice(u32),
    /// Its lines.
    Lines(u32, Vec<String>),
    /// Its sheets.
    Sheets(u32, Vec<Sheet>),
    /// The browser no longer gives it out.
    Gone(u32),
    /// The worker broke over it.
    Broke(u32),
    /// The worker could not be loaded.
    NotLoaded(u32),
    /// A page, with its size in points.
    Drawn { wish: Wish, width: f32, height: f32, bitmap: ImageBitmap },
    /// A page that cannot be drawn.
    Undrawn(u32),
}

struct Job {
    task: Task,
    /// What travels along, one after another.
    files: Vec<File>,
}

impl Job {
    fn document(&self) -> u32 {
        match &self.task {
            Task::Analyze { document, .. } | Task::Original { document } => *document,
            Task::Checks
            | Task::Warm
            | Task::Sketch
            | Task::TryForms { .. }
            | Task::Open { .. }
            | Task::Draw { .. } => PRACTICE,
        }
    }
}

#[derive(Default)]
struct State {
    link: Option<Link>,
    ready: bool,
    /// A document has been handed over: there is no more practice.
    used: bool,
    queue: VecDeque<Job>,
    /// The file in work.
    busy: Option<u32>,
    /// The page looked at last, if it is still to be drawn; an older wish is forgotten.
    wish: Option<(Wish, File)>,
    /// The page being drawn.
    drawing: Option<Wish>,
    /// The file whose pages the worker can draw.
    open: Option<u32>,
}

/// Hands files to the worker and its news to the page.
#[derive(Clone)]
pub struct Analyst {
    script: &'static str,
    state: Rc<RefCell<State>>,
    tell: Rc<dyn Fn(News)>,
}

impl Analyst {
    /// An analyst whose worker is loaded when there is something to do.
    pub fn new(script: &'static str, tell: impl Fn(News) + 'static) -> Self {
        Self { script, state: Rc::default(), tell: Rc::new(tell) }
    }

    /// Loads the worker now, asks what the checks are, and lets it practise, so that the first file finds it warm.
    pub fn warm(&self, practice: Option<File>) {
        self.start();
        self.state.borrow_mut().queue.push_back(Job { task: Task::Checks, files: Vec::new() });
        if let Some(file) = practice {
            let practise = |task: Task| Job { task, files: vec![file.clone()] };
            self.state.borrow_mut().queue.push_back(practise(Task::Warm));
            let mut rounds: Vec<Job> = (1..ROUNDS).map(|_| practise(Task::Warm)).collect();
            rounds.push(practise(Task::Sketch));
            let analyst = self.clone();
            set_timeout(
                move || {
                    let fresh = !analyst.state.borrow().used;
                    if fresh {
                        analyst.state.borrow_mut().queue.extend(rounds);
                        analyst.next();
                    }
                },
                REST,
            );
        }
    }

    /// Puts a document in the queue: a file, or several that are one disclosure.
    pub fn analyze(&self, document: u32, files: Vec<File>, own: Own) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "files too large to be read are not handed over"
        )]
        let pieces =
            files.iter().map(|file| Piece { name: file.name(), bytes: file.size() as u32 }).collect();
        let task = Task::Analyze { document, files: pieces, own };
        {
            let state = &mut *self.state.borrow_mut();
            // Whoever has a document need not wait until practice is over.
            state.used = true;
            state.queue.retain(|job| !matches!(job.task, Task::Warm | Task::Sketch));
            state.queue.push_back(Job { task, files });
        }
        self.next();
    }

    /// Asks whether form files can be used; that comes before files that wait.
    pub fn try_forms(&self, forms: Vec<OwnForm>) {
        let job = Job { task: Task::TryForms { forms }, files: Vec::new() };
        self.state.borrow_mut().queue.push_front(job);
        self.next();
    }

    /// Asks for the lines or sheets of a file; they come before files that wait.
    pub fn original(&self, document: u32, file: File) {
        let job = Job { task: Task::Original { document }, files: vec![file] };
        self.state.borrow_mut().queue.push_front(job);
        self.next();
    }

    /// Asks for a page of a PDF; it comes before files that wait.
    pub fn draw(&self, wish: Wish, file: File) {
        self.state.borrow_mut().wish = Some((wish, file));
        self.next();
    }

    /// Ends the work in hand and goes on with the next file. Gives the number of the file given up.
    pub fn stop(&self) -> Option<u32> {
        let stopped = self.state.borrow_mut().busy.take_if(|document| *document != PRACTICE);
        if stopped.is_some() {
            self.start();
        }
        stopped
    }

    /// Forgets everything that waits or is in work.
    pub fn clear(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.queue.retain(|job| matches!(job.task, Task::Checks));
            state.wish = None;
        }
        self.stop();
    }

    fn start(&self) {
        let (said, broke) = (self.clone(), self.clone());
        let link = Link::start(
            self.script,
            move |answer, along| said.hear(answer, along),
            Rc::new(move || {
                let broke = broke.clone();
                // Later: the worker must not be dropped from within its own call.
                spawn_local(async move { broke.broken() });
            }),
        );
        let mut state = self.state.borrow_mut();
        (state.ready, state.open, state.link) = (false, None, link);
        // A page that was being drawn is drawn by the fresh worker, if it is still looked at.
        state.drawing = None;
    }

    fn broken(&self) {
        let (was_ready, busy, drawing) = {
            let mut state = self.state.borrow_mut();
            (state.ready, state.busy.take(), state.drawing.take())
        };
        if was_ready {
            self.start();
            if let Some(wish) = drawing {
                (self.tell)(News::Undrawn(wish.page));
            }
            if let Some(document) = busy.filter(|document| *document != PRACTICE) {
                (self.tell)(News::Broke(document));
            }
            return;
        }
        // It never came up: trying again and again would not help. The next file tries once more.
        let waiting: Vec<Job> = {
            let mut state = self.state.borrow_mut();
            state.link = None;
            state.queue.drain(..).collect()
        };
        for job in waiting.iter().filter(|job| job.document() != PRACTICE) {
            (self.tell)(News::NotLoaded(job.document()));
        }
    }

    /// Takes the page looked at or else the next job, if the worker is free.
    fn next(&self) {
        if self.state.borrow().link.is_none() {
            self.start();
        }
        let job = {
            let mut state = self.state.borrow_mut();
            if !state.ready || state.busy.is_some() || state.drawing.is_some() {
                return;
            }
            if let Some((wish, file)) = state.wish.take() {
                state.drawing = Some(wish);
                let (analyst, opened) = (self.clone(), state.open == Some(wish.document));
                spawn_local(async move { analyst.put_up(wish, file, opened).await });
                return;
            }
            let job = state.queue.pop_front();
            state.busy = job.as_ref().map(Job::document);
            job
        };
        let Some(job) = job else { return };
        let analyst = self.clone();
        spawn_local(async move { analyst.hand_over(job).await });
    }

    async fn hand_over(&self, job: Job) {
        let document = job.document();
        if matches!(job.task, Task::Analyze { .. }) {
            (self.tell)(News::Begun(document));
        }
        let bytes = bytes(&job.files).await;
        // Stopped while the bytes were being fetched.
        if self.state.borrow().busy != Some(document) {
            return;
        }
        let sent = match &bytes {
            Some(bytes) => self.state.borrow().link.as_ref().is_some_and(|link| link.send(&job.task, bytes)),
            None => false,
        };
        if !sent {
            self.state.borrow_mut().busy = None;
            (self.tell)(News::Gone(document));
            self.next();
        }
    }

    /// Hands over the file, if the worker does not hold it, and the wish.
    async fn put_up(&self, wish: Wish, file: File, opened: bool) {
        let Wish { document, page, scale } = wish;
        let bytes = if opened { None } else { JsFuture::from(file.array_buffer()).await.ok() };
        // The worker was replaced while the bytes were being fetched: once more, unless another page is looked at.
        if self.state.borrow().drawing != Some(wish) {
            self.state.borrow_mut().wish.get_or_insert((wish, file));
            return self.next();
        }
        let send = |task: &Task, along: &JsValue| {
            self.state.borrow().link.as_ref().is_some_and(|link| link.send(task, along))
        };
        let opened = opened || bytes.is_some_and(|bytes| send(&Task::Open { document }, &bytes));
        let sent = opened && send(&Task::Draw { document, page, scale }, &JsValue::UNDEFINED);
        let mut state = self.state.borrow_mut();
        state.open = opened.then_some(document);
        if !sent {
            state.drawing = None;
            drop(state);
            (self.tell)(News::Undrawn(page));
            self.next();
        }
    }

    fn hear(&self, answer: Answer, along: JsValue) {
        let news = match answer {
            Answer::Ready => {
                self.state.borrow_mut().ready = true;
                None
            }
            Answer::Checks { checks } => Some(News::Checks(checks)),
            Answer::Warm => {
                // The page practises too.
                drop(serde_json::from_slice::<Option<Report>>(&port::bytes(&along)));
                Some(News::Practised)
            }
            Answer::Report { document, millis, gist } => {
                Some(match serde_json::from_slice(&port::bytes(&along)) {
                    Ok(report) => News::Done(document, Box::new(report), millis, gist),
                    Err(_) => News::Broke(document),
                })
            }
            Answer::FormsTried { mistake } => Some(News::FormsTried(mistake)),
            Answer::Refused { document, message } => Some(News::Refused(document, message)),
            Answer::NeedsOffice { document } => Some(News::NeedsOffice(document)),
            Answer::Lines { document, lines } => Some(News::Lines(document, lines)),
            Answer::Sheets { document, sheets } => Some(News::Sheets(document, sheets)),
            Answer::Picture { document, page, scale, width, height, .. } => Some(match along.dyn_into() {
                Ok(bitmap) => News::Drawn { wish: Wish { document, page, scale }, width, height, bitmap },
                Err(_) => News::Undrawn(page),
            }),
            Answer::Undrawn { page, .. } => Some(News::Undrawn(page)),
        };
        if let Some(news) = news {
            {
                // The worker does one thing at a time: whatever it answers, it is free.
                let mut state = self.state.borrow_mut();
                (state.busy, state.drawing) = (None, None);
            }
            (self.tell)(news);
        }
        self.next();
    }
}

/// The bytes of files, one after another; `None` where the browser no longer gives one out.
async fn bytes(files: &[File]) -> Option<JsValue> {
    let mut buffers: Vec<ArrayBuffer> = Vec::new();
    for file in files {
        buffers.push(JsFuture::from(file.array_buffer()).await.ok()?.dyn_into().ok()?);
    }
    match &buffers[..] {
        [] => Some(JsValue::UNDEFINED),
        [one] => Some(one.into()),
        several => {
            let all = Uint8Array::new_with_length(several.iter().map(ArrayBuffer::byte_length).sum());
            let mut at = 0;
            for buffer in several {
                all.set(&Uint8Array::new(buffer), at);
                at += buffer.byte_length();
            }
            Some(all.buffer().into())
        }
    }
}
