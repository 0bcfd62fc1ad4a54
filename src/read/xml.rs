//! XML as a stream of tags and text, forgiving: what is broken ends the stream, nothing is looked up elsewhere.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::reader::Reader;

/// A stream of nodes. An empty element opens and closes.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// Whether the text ended before its end or could not be read on.
    pub broken: bool,
    depth: usize,
}

/// A node.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// An element ends.
    Close(End<'a>),
    /// Text, references resolved.
    Text(Cow<'a, str>),
}

/// The end of an element.
pub(super) struct End<'a>(BytesEnd<'a>);

impl End<'_> {
    /// The name without prefix.
    pub fn name(&self) -> &str {
        let name: &str = self.0.name().0;
        name.rsplit(':').next().unwrap_or(name)
    }
}

/// The beginning of an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The name without prefix.
    pub fn name(&self) -> &str {
        let name: &str = self.0.name().0;
        name.rsplit(':').next().unwrap_or(name)
    }

    /// An attribute's value by its name, with or without prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.0
            .attributes()
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.0.rsplit(':').next() == Some(name))
            .map(|attribute| {
                attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .map_or_else(|_| attribute.value.clone().into_owned(), Cow::into_owned)
            })
    }

    /// An attribute as a number.
    pub fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// An attribute that says yes: `1`, `true`, `on`.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.attribute(name).as_deref(), Some("1" | "true" | "on"))
    }
}

impl<'a> Xml<'a> {
    /// Begins to read.
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        Self { reader, broken: false, depth: 0 }
    }

    /// How much of the text has been read, in bytes.
    pub fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// The next node, `None` at the end.
    pub fn next(&mut self) -> Option<Node<'a>> {
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    self.depth += 1;
                    return Some(Node::Open(Tag(start)));
                }
                Ok(Event::End(end)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(Node::Close(End(end)));
                }
                Ok(Event::Text(text)) => return Some(Node::Text(text.xml10_content())),
                Ok(Event::CData(data)) => return Some(Node::Text(data.xml10_content())),
                Ok(Event::GeneralRef(reference)) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => c.to_string(),
                        _ => named(&reference.xml10_content()).to_owned(),
                    };
                    return Some(Node::Text(Cow::Owned(resolved)));
                }
                Ok(Event::Eof) => {
                    self.broken |= self.depth > 0;
                    return None;
                }
                Ok(_) => {}
                Err(_) => {
                    self.broken = true;
                    return None;
                }
            }
        }
    }

    /// The text up to the end of the element that just began, tags inside dropped.
    pub fn text_inside(&mut self) -> String {
        let mut out = String::new();
        let mut depth = 1_usize;
        while let Some(node) = self.next() {
            match node {
                Node::Open(_) => depth += 1,
                Node::Close(_) => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                Node::Text(text) => out.push_str(&text),
            }
        }
        out
    }

    /// Passes over the element that just began.
    pub fn skip(&mut self) {
        let mut depth = 1_usize;
        while let Some(node) = self.next() {
            match node {
                Node::Open(_) => depth += 1,
                Node::Close(_) => depth -= 1,
                Node::Text(_) => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
}

/// The five references every XML knows; others stand for nothing, for they are defined elsewhere.
fn named(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        _ => "",
    }
}
