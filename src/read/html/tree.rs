//! A web page's elements as a browser puts them together, by html5ever, within bounds that a browser has too.

use std::cell::Cell;

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{StartTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use scraper::{Html, HtmlTreeSink};

/// Elements within elements deeper than this are taken for their text: what a parser does for each tag grows with
/// the depth, and browsers have such a bound too.
const MAX_DEPTH: usize = 1_000;
/// The parser is looked after whenever it has read so many bytes.
const STEP: usize = 1_024;
/// Formatting that is never closed is opened again in each paragraph; a page that grows like this is not read on.
const MAX_GROWTH: usize = 4;
const MIN_NODES: usize = 200_000;

/// A page's elements.
pub(super) struct Parsed {
    /// The tree.
    pub html: Html,
    /// Whether the page was read to its end.
    pub whole: bool,
}

/// Reads a page.
pub(super) fn parse(text: &str) -> Parsed {
    let builder = TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), TreeBuilderOpts::default());
    let tokenizer = Tokenizer::new(Bounded { builder, deep: Cell::new(false) }, TokenizerOpts::default());
    let input = BufferQueue::default();
    let (mut read, mut whole) = (0, true);
    while read < text.len() {
        let end = text.ceil_char_boundary(read + STEP);
        input.push_back(StrTendril::from(text.get(read..end).unwrap_or_default()));
        // Scripts and statements of the encoding stop the parser; it has but to go on.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        read = end;
        let html = tokenizer.sink.builder.sink.0.borrow();
        let mut nodes = html.tree.nodes();
        if nodes.len() > MIN_NODES.max(read * MAX_GROWTH) {
            whole = false;
            break;
        }
        let depth = nodes.next_back().map_or(0, |node| node.ancestors().take(MAX_DEPTH + 1).count());
        tokenizer.sink.deep.set(depth > MAX_DEPTH);
    }
    if whole {
        tokenizer.end();
    }
    Parsed { html: tokenizer.sink.builder.sink.finish(), whole }
}

/// Stands between the parser's two halves and lets no more elements begin where they stand too deep.
struct Bounded {
    builder: TreeBuilder<<HtmlTreeSink as TreeSink>::Handle, HtmlTreeSink>,
    deep: Cell<bool>,
}

impl TokenSink for Bounded {
    type Handle = <HtmlTreeSink as TreeSink>::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        if self.deep.get() && matches!(&token, TagToken(tag) if tag.kind == StartTag) {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn a_page_made_to_grow_is_left() {
        let mut page = String::new();
        for number in 0..20_000 {
            let _ = write!(page, "<p><b a={number}>x");
        }
        let began = Instant::now();
        let parsed = parse(&page);
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        assert!(parsed.html.tree.nodes().len() < 1_000_000, "{}", parsed.html.tree.nodes().len());
    }

    #[test]
    fn depth_has_its_end_and_text_stays() {
        let parsed = parse(&("<div>".repeat(100_000) + "底"));
        assert!(parsed.whole);
        assert!(parsed.html.tree.nodes().len() < 2_000);
        assert_eq!(parsed.html.root_element().text().collect::<String>(), "底");
    }
}
