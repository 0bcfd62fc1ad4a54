//! The signs for how a thing stands: shapes, so that colour is not needed to tell them apart.

use leptos::prelude::*;

/// A sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A full disc: certainly wrong.
    Error,
    /// A ring: to be looked at.
    Warning,
    /// A wave: rounding, style.
    Note,
    /// A tick.
    Passed,
    /// A question mark: could not be judged.
    Unchecked,
    /// An exclamation mark: could not be read.
    Unread,
    /// A dash: not run, or not concerned.
    Aside,
}

impl Sign {
    /// Sign and style. Disc and ring are drawn by the style, for fonts differ in their size.
    fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Error => ("", "sign disc"),
            Self::Warning => ("", "sign ring"),
            Self::Note => ("~", "sign"),
            Self::Passed => ("✓", "sign tick"),
            Self::Unchecked => ("?", "sign"),
            Self::Unread => ("!", "sign"),
            Self::Aside => ("–", "sign"),
        }
    }

    /// The sign; words beside it say the same to those who do not see it.
    pub fn shown(self) -> impl IntoView + use<> {
        let (text, class) = self.parts();
        view! { <span class=class aria-hidden="true">{text}</span> }
    }
}
