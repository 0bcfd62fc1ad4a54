//! A web page as a stream of tags and text, by the rules browsers go by where pages are careless.

/// A piece of a page.
pub(super) enum Token {
    /// An element begins.
    Open(Tag),
    /// An element ends; its name in lower case.
    Close(String),
    /// Text, references resolved.
    Text(String),
}

/// The beginning of an element.
pub(super) struct Tag {
    /// The name in lower case.
    pub name: String,
    /// Whether it closes itself (`<x/>`).
    pub empty: bool,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// Attributes kept of one tag, and the length of their values; longer ones are pictures written into the page.
const MAX_ATTRIBUTES: usize = 64;
const MAX_VALUE: usize = 4_096;

/// A piece between `<` and `>`.
enum Markup {
    /// A tag.
    Shown(Token),
    /// A comment or declaration.
    Silent,
}

/// The tokens of a page.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// The element whose text holds no tags (script, style), until it is closed.
    raw: Option<String>,
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { rest: text, raw: None }
    }

    /// Text that may hold anything but its own end tag.
    fn raw(&mut self, name: &str) -> Option<Token> {
        let bytes = self.rest.as_bytes();
        let ends = |at: usize| {
            bytes.get(at..at + 2) == Some(b"</")
                && bytes
                    .get(at + 2..at + 2 + name.len())
                    .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        };
        let end = memchr(bytes, b'<', ends).unwrap_or(bytes.len());
        let (_, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        self.next()
    }

    /// What begins with `<`: a tag, a comment, a declaration; `None` where it is but text.
    fn markup(&mut self) -> Option<Markup> {
        let inside = self.rest.strip_prefix('<')?;
        if let Some(comment) = inside.strip_prefix("!--") {
            // `<!-->` is a whole comment.
            let end = comment.find("-->").map_or(comment.len(), |at| at + 3);
            self.rest = comment.get(end..).unwrap_or_default();
            return Some(Markup::Silent);
        }
        if inside.starts_with(['!', '?']) {
            self.rest = inside.split_once('>').map_or("", |(_, rest)| rest);
            return Some(Markup::Silent);
        }
        if let Some(end) = inside.strip_prefix('/') {
            let (name, rest) = name(end)?;
            self.rest = rest.split_once('>').map_or("", |(_, rest)| rest);
            return Some(Markup::Shown(Token::Close(name)));
        }
        let (name, mut rest) = name(inside)?;
        let mut tag = Tag { name, empty: false, attributes: Vec::new() };
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            if let Some(after) = rest.strip_prefix('/') {
                tag.empty = after.starts_with('>');
                rest = after;
                continue;
            }
            if rest.is_empty() {
                break;
            }
            let (name, value, after) = attribute(rest);
            if tag.attributes.len() < MAX_ATTRIBUTES && value.len() <= MAX_VALUE {
                tag.attributes.push((name.to_ascii_lowercase(), resolved(value)));
            }
            rest = after;
        }
        self.rest = rest;
        if matches!(tag.name.as_str(), "script" | "style" | "textarea" | "title" | "xmp") && !tag.empty {
            self.raw = Some(tag.name.clone());
        }
        Some(Markup::Shown(Token::Open(tag)))
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(name) = self.raw.take() {
            return self.raw(&name);
        }
        loop {
            if self.rest.is_empty() {
                return None;
            }
            match self.markup() {
                Some(Markup::Shown(token)) => return Some(token),
                Some(Markup::Silent) => {}
                None => {
                    // A `<` that begins no tag is text.
                    let from = usize::from(self.rest.starts_with('<'));
                    let end = self.rest.get(from..)?.find('<').map_or(self.rest.len(), |at| at + from);
                    let (text, rest) = self.rest.split_at_checked(end)?;
                    self.rest = rest;
                    return Some(Token::Text(resolved(text)));
                }
            }
        }
    }
}

/// The first place of a byte where more holds.
fn memchr(bytes: &[u8], byte: u8, holds: impl Fn(usize) -> bool) -> Option<usize> {
    bytes.iter().enumerate().filter(|(_, found)| **found == byte).map(|(at, _)| at).find(|at| holds(*at))
}

/// A tag's name in lower case without its prefix, and what follows it.
fn name(text: &str) -> Option<(String, &str)> {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end)?;
    Some((name.to_ascii_lowercase(), rest))
}

/// An attribute's name, its value as written, and what follows it.
fn attribute(text: &str) -> (&str, &str, &str) {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let after_first = text.get(first..).unwrap_or_default();
    let end = after_first
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
        .map_or(text.len(), |at| at + first);
    let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let space = |c: char| c.is_ascii_whitespace();
    let Some(value) = rest.trim_start_matches(space).strip_prefix('=') else { return (name, "", rest) };
    let value = value.trim_start_matches(space);
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote) {
            let (value, rest) = inside.split_once(quote).unwrap_or((inside, ""));
            return (name, value, rest);
        }
    }
    let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
    let (value, rest) = value.split_at_checked(end).unwrap_or((value, ""));
    (name, value, rest)
}

/// The text with its references resolved: `&nbsp;`, `&#20803;`, `&#x5143;`.
fn resolved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(after.len());
        let (name, behind) = after.split_at_checked(end).unwrap_or((after, ""));
        if let Some(c) = reference(name) {
            out.push(c);
            rest = behind.strip_prefix(';').unwrap_or(behind);
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => '\u{a0}',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "middot" => '·',
        "times" => '×',
        "yen" => '¥',
        "ge" => '≥',
        "le" => '≤',
        "permil" => '‰',
        "plusmn" => '±',
        "divide" => '÷',
        "bull" => '•',
        "lsaquo" => '‹',
        "rsaquo" => '›',
        "laquo" => '《',
        "raquo" => '》',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        Tokens::new(text)
            .map(|token| match token {
                Token::Open(tag) => {
                    let attributes = tag.attributes.iter().map(|(name, value)| format!(" {name}={value}"));
                    format!("<{}{}>", tag.name, attributes.collect::<String>())
                }
                Token::Close(name) => format!("</{name}>"),
                Token::Text(text) => text,
            })
            .collect()
    }

    #[test]
    fn careless_pages_are_cut_as_browsers_cut_them() {
        assert_eq!(
            shown("<TD colspan=2 style='a:b' x:num=\"1.5\" nowrap/>金额&nbsp;&#20803;&lt;5<br/>a < b</TD\n>"),
            ["<td colspan=2 style=a:b x:num=1.5 nowrap=>", "金额\u{a0}元<5", "<br>", "a ", "< b", "</td>"]
        );
        assert_eq!(
            shown("<script>if (a</b) '<td>'</SCRIPT>x<!-- <td> --><![if !x]>y<!doctype html>&unknown; &"),
            ["<script>", "</script>", "x", "y", "&unknown; &"]
        );
    }

    #[test]
    fn every_cut_ends() {
        let page = "<a href=\"x>y\" b='&#x110000;&#99999999999;'>表</a><script>x</scr<!-- <?xml ?> <!x></td";
        for end in 0..=page.len() {
            if let Some(part) = page.get(..end) {
                let _ = shown(part);
            }
        }
    }
}
