//! The page's side of the painter: loaded when the first page is to be shown, one page at a time, the latest wish
//! first.

use std::cell::RefCell;
use std::rc::Rc;

use gouji::bridge::{PaintAnswer, PaintTask};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ImageBitmap};

use crate::link::Link;

const SCRIPT: &str = "./painter_loader.js";

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

/// What became of a wish.
pub enum Drawn {
    /// The page, with its size in points.
    Picture { wish: Wish, width: f32, height: f32, bitmap: ImageBitmap },
    /// It cannot be drawn.
    Failed { page: u32 },
    /// The painter could not be loaded.
    NotLoaded,
}

#[derive(Default)]
struct State {
    link: Option<Link>,
    ready: bool,
    /// The file the painter holds.
    open: Option<u32>,
    wish: Option<(Wish, File)>,
    busy: Option<Wish>,
}

/// Hands wishes to the painter and its pictures to the page.
#[derive(Clone)]
pub struct Painter {
    state: Rc<RefCell<State>>,
    tell: Rc<dyn Fn(Drawn)>,
}

impl Painter {
    /// Loads nothing yet.
    pub fn new(tell: impl Fn(Drawn) + 'static) -> Self {
        Self { state: Rc::default(), tell: Rc::new(tell) }
    }

    /// Asks for a page; an older wish that has not been begun is forgotten.
    pub fn draw(&self, wish: Wish, file: File) {
        self.state.borrow_mut().wish = Some((wish, file));
        if self.state.borrow().link.is_none() {
            self.start();
        }
        self.next();
    }

    fn start(&self) {
        let (said, broke) = (self.clone(), self.clone());
        let link = Link::start(
            SCRIPT,
            move |answer, along| said.hear(&answer, along),
            Rc::new(move || {
                let broke = broke.clone();
                spawn_local(async move { broke.broken() });
            }),
        );
        let mut state = self.state.borrow_mut();
        (state.ready, state.open, state.busy, state.link) = (false, None, None, link);
    }

    /// A page broke the painter, or it never came up. The next wish starts a fresh one.
    fn broken(&self) {
        let (ready, busy) = {
            let mut state = self.state.borrow_mut();
            state.link = None;
            (state.ready, state.busy.take())
        };
        match busy {
            Some(wish) => (self.tell)(Drawn::Failed { page: wish.page }),
            None if !ready => (self.tell)(Drawn::NotLoaded),
            None => {}
        }
    }

    fn next(&self) {
        let (wish, file, opened) = {
            let mut state = self.state.borrow_mut();
            if !state.ready || state.busy.is_some() {
                return;
            }
            let Some((wish, file)) = state.wish.take() else { return };
            state.busy = Some(wish);
            (wish, file, state.open == Some(wish.document))
        };
        let painter = self.clone();
        spawn_local(async move {
            if !opened && !painter.hand_over(wish.document, &file).await {
                painter.state.borrow_mut().busy = None;
                (painter.tell)(Drawn::Failed { page: wish.page });
                return painter.next();
            }
            let Wish { document, page, scale } = wish;
            painter.send(&PaintTask::Page { document, page, scale }, &JsValue::UNDEFINED);
        });
    }

    async fn hand_over(&self, document: u32, file: &File) -> bool {
        let Ok(bytes) = JsFuture::from(file.array_buffer()).await else { return false };
        let sent = self.send(&PaintTask::Open { document }, &bytes);
        if sent {
            self.state.borrow_mut().open = Some(document);
        }
        sent
    }

    fn send(&self, task: &PaintTask, along: &JsValue) -> bool {
        self.state.borrow().link.as_ref().is_some_and(|link| link.send(task, along))
    }

    fn hear(&self, answer: &PaintAnswer, along: JsValue) {
        match *answer {
            PaintAnswer::Ready => self.state.borrow_mut().ready = true,
            PaintAnswer::Page { document, page, scale, width, height, .. } => {
                self.state.borrow_mut().busy = None;
                let wish = Wish { document, page, scale };
                (self.tell)(match along.dyn_into() {
                    Ok(bitmap) => Drawn::Picture { wish, width, height, bitmap },
                    Err(_) => Drawn::Failed { page },
                });
            }
            PaintAnswer::Failed { page, .. } => {
                self.state.borrow_mut().busy = None;
                (self.tell)(Drawn::Failed { page });
            }
        }
        self.next();
    }
}
