//! Web pages as departments publish and people save them: what is shown of them, tables as tables.

use ego_tree::iter::Edge;
use encoding_rs::{Encoding, GB18030, UTF_8};
use scraper::Node;
use scraper::node::Element;

use super::flow::{Builder, RawCell};
use super::pictures::Pictures;
use super::{Document, FlowItem, Format, Page, ReadError};
use crate::report::Warning;

pub(super) mod saved;
mod tree;

/// Reads a web page.
pub(super) fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let parsed = tree::parse(&decode(bytes));
    let mut reader = Reader::default();
    // The element that is not shown, with all inside it.
    let mut unseen = None;
    for edge in parsed.html.tree.root().traverse() {
        match edge {
            Edge::Open(node) if unseen.is_none() => match node.value() {
                Node::Element(element) if is_unseen(element) => {
                    reader.frames += usize::from(element.name() == "iframe");
                    unseen = Some(node.id());
                }
                Node::Element(element) => reader.open(element),
                Node::Text(text) => reader.text(text),
                _ => {}
            },
            Edge::Close(node) if unseen == Some(node.id()) => unseen = None,
            Edge::Close(node) if unseen.is_none() => {
                if let Node::Element(element) = node.value() {
                    reader.close(element.name());
                }
            }
            _ => {}
        }
    }
    let pictures = reader.pictures;
    let items = reader.flow.finish();
    let words = |item: &FlowItem| matches!(item, FlowItem::Paragraph { text, .. } if !text.trim().is_empty());
    let has_table = items.iter().any(|item| matches!(item, FlowItem::Table(_)));
    if !has_table && !items.iter().any(words) {
        return Err(if pictures.any() { ReadError::OnlyPictures } else { ReadError::Unknown });
    }
    let mut warnings = Vec::new();
    if !parsed.whole {
        warnings.push(Warning::whole("这个网页的标签写得太乱，只读出了前面一部分。"));
    }
    warnings.extend(pictures.warnings(has_table));
    if reader.frames > 0 && !has_table {
        warnings.push(Warning::whole("这个网页的内容在另外的页面里（框架），没有存下来，也就没有读。"));
    }
    Ok(Document { format: Format::Html, pages: vec![Page::Flow(items)], warnings })
}

/// The page's text: by its mark, as it states, or by what its bytes can be.
fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    // Pages are re-coded when saved without the statement being changed: bytes that are UTF-8 are UTF-8.
    let (utf8, broken) = UTF_8.decode_without_bom_handling(bytes);
    if !broken {
        return utf8.into_owned();
    }
    let encoding = stated(bytes).unwrap_or(GB18030);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding a page states in its head: `charset=gb2312`.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes)).to_ascii_lowercase();
    let (_, after) = head.split_once("charset")?;
    let label: String = after
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''))
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(label.as_bytes())
}

#[derive(Default)]
struct Reader {
    flow: Builder,
    preformatted: usize,
    /// Length of the open list item's text that is not a link: lists of links are for finding one's way.
    item: Option<Item>,
    links: usize,
    pictures: Pictures,
    frames: usize,
}

#[derive(Default)]
struct Item {
    linked: usize,
    plain: usize,
}

/// Elements whose content is no part of the document.
const UNSEEN: [&str; 17] = [
    "script", "style", "head", "noscript", "template", "svg", "math", "select", "button", "nav", "iframe",
    "object", "audio", "video", "canvas", "datalist", "textarea",
];

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 31] = [
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "form",
    "fieldset",
    "blockquote",
    "pre",
    "hr",
    "center",
    "address",
    "figure",
    "figcaption",
    "caption",
    "body",
];

impl Reader {
    fn open(&mut self, element: &Element) {
        match element.name() {
            "frame" => self.frames += 1,
            "br" => {
                if self.flow.at_start() {
                    return;
                }
                self.flow.break_paragraph();
            }
            "table" => {
                self.flow.open_table();
            }
            "tr" => self.flow.open_row(),
            "td" | "th" => {
                let span = |name: &str| element.attr(name).and_then(|value| value.trim().parse::<u32>().ok());
                let rows = span("rowspan").unwrap_or(1).min(20_000);
                self.flow.open_cell(RawCell::new(span("colspan").unwrap_or(1), rows, false));
            }
            "img" => {
                let points =
                    |name: &str| element.attr(name)?.trim_end_matches("px").trim().parse::<u32>().ok();
                let large = points("width").zip(points("height")).is_some_and(|(w, h)| w >= 400 && h >= 200);
                self.pictures.add(&self.flow, large);
            }
            "a" => self.links += 1,
            name if BLOCKS.contains(&name) => {
                self.flow.break_paragraph();
                match name {
                    "li" => self.item = Some(Item::default()),
                    "pre" => self.preformatted += 1,
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "table" => self.flow.close_table(),
            "tr" => self.flow.close_row(),
            "td" | "th" => self.flow.close_cell(),
            "a" => self.links = self.links.saturating_sub(1),
            "li" => {
                if self.item.take().is_some_and(|item| item.linked > 0 && item.plain == 0)
                    && !self.flow.in_table()
                {
                    self.flow.take_text();
                }
                self.flow.break_paragraph();
            }
            name if BLOCKS.contains(&name) => {
                self.preformatted = self.preformatted.saturating_sub(usize::from(name == "pre"));
                self.flow.break_paragraph();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(item) = &mut self.item {
            let length = text.trim().chars().count();
            if self.links > 0 {
                item.linked += length;
            } else {
                item.plain += length;
            }
        }
        if self.preformatted > 0 {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.flow.break_paragraph();
                }
                self.flow.text(line);
            }
            return;
        }
        // White space of the source is one space, and none at the beginning.
        let mut space = self.flow.at_start() || self.flow.after_space();
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !space {
                    out.push(' ');
                }
                space = true;
            } else {
                out.push(c);
                space = false;
            }
        }
        self.flow.text(&without_breaks(&out));
    }
}

/// Editors break long lines anywhere: a space that a line break left between Chinese characters is none.
fn without_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let wide = |c: Option<char>| c.is_some_and(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
        if c == ' ' && wide(out.chars().last()) && wide(chars.peek().copied()) {
            continue;
        }
        out.push(c);
    }
    out
}

/// Whether an element is no part of what is shown.
fn is_unseen(element: &Element) -> bool {
    if UNSEEN.contains(&element.name()) || element.attr("hidden").is_some() {
        return true;
    }
    element.attr("style").is_some_and(|style| {
        let style: String =
            style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.contains("display:none") || style.contains("mso-hide:all")
    })
}
