//! Numbers that Word sets before paragraphs by itself: 一、（一） 1. They are printed, but not in the text.

use std::collections::HashMap;

use crate::read::xml::{Node, Xml};

/// Levels of a list.
const LEVELS: usize = 9;

/// The lists of a document and how far they have counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// By the number paragraphs name.
    lists: HashMap<String, List>,
    /// Levels by the number of their pattern.
    patterns: HashMap<String, Vec<Level>>,
    /// By pattern, where each level stands.
    counts: HashMap<String, [u32; LEVELS]>,
    /// By the name of a paragraph style.
    styles: HashMap<String, Style>,
}

/// The list and level a paragraph style names, and the style it is based on.
type Style = (Option<String>, Option<usize>, Option<String>);

#[derive(Default)]
struct List {
    pattern: String,
}

#[derive(Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new() }
    }
}

impl Numbering {
    /// Reads the parts that define lists and styles; either may be empty.
    pub fn new(numbering: &str, styles: &str) -> Self {
        let mut read = Self::default();
        read.lists(numbering);
        read.styles(styles);
        read
    }

    fn lists(&mut self, text: &str) {
        let (mut pattern, mut level, mut list) = (String::new(), None, None);
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "abstractNum" => {
                        pattern = tag.attribute("abstractNumId").unwrap_or_default();
                        self.patterns.insert(pattern.clone(), vec![Level::default(); LEVELS]);
                    }
                    "num" => list = tag.attribute("numId"),
                    "abstractNumId" => {
                        if let (Some(list), Some(pattern)) = (list.clone(), tag.attribute("val")) {
                            self.lists.insert(list, List { pattern });
                        }
                    }
                    "lvlOverride" => xml.skip(),
                    "lvl" => level = tag.number::<usize>("ilvl"),
                    name @ ("start" | "numFmt" | "lvlText") => {
                        let levels = self.patterns.get_mut(&pattern);
                        let Some(level) = level.and_then(|level| levels?.get_mut(level)) else { continue };
                        match name {
                            "start" => level.start = tag.number("val").unwrap_or(1),
                            "numFmt" => level.format = tag.attribute("val").unwrap_or_default(),
                            _ => level.text = tag.attribute("val").unwrap_or_default(),
                        }
                    }
                    _ => {}
                },
                Node::Close(end) if end.name() == "lvl" => level = None,
                _ => {}
            }
        }
    }

    fn styles(&mut self, text: &str) {
        let mut style = String::new();
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "style" => {
                    style = tag.attribute("styleId").unwrap_or_default();
                    self.styles.insert(style.clone(), (None, None, None));
                }
                name @ ("numId" | "ilvl" | "basedOn") => {
                    let Some(known) = self.styles.get_mut(&style) else { continue };
                    match name {
                        "numId" => known.0 = tag.attribute("val"),
                        "ilvl" => known.1 = tag.number("val"),
                        _ => known.2 = tag.attribute("val"),
                    }
                }
                _ => {}
            }
        }
    }

    /// What is set before the next paragraph of this style, list and level; counts on.
    pub fn label(&mut self, style: &str, list: Option<&str>, level: Option<usize>) -> String {
        let (styled, styled_level) = self.of_style(style);
        let Some(list) = list.map(str::to_owned).or(styled) else { return String::new() };
        let level = level.or(styled_level).unwrap_or(0).min(LEVELS - 1);
        let Some(pattern) = self.lists.get(&list).map(|list| list.pattern.clone()) else {
            return String::new();
        };
        let Some(levels) = self.patterns.get(&pattern) else { return String::new() };
        let counts = self.counts.entry(pattern).or_default();
        for (at, count) in counts.iter_mut().enumerate() {
            let start = levels.get(at).map_or(1, |level| level.start);
            if at == level {
                *count = if *count == 0 { start } else { count.saturating_add(1) };
            } else if at > level {
                *count = 0;
            } else if *count == 0 {
                *count = start;
            }
        }
        let Some(own) = levels.get(level).filter(|level| level.format != "bullet" && level.format != "none")
        else {
            return String::new();
        };
        let mut label = own.text.clone();
        for (at, level) in levels.iter().enumerate() {
            let place = format!("%{}", at + 1);
            if label.contains(&place) {
                let count = counts.get(at).copied().unwrap_or(1).max(1);
                label = label.replace(&place, &numeral(count, &level.format));
            }
        }
        label
    }

    /// List and level that a style, or one it is based on, sets.
    fn of_style(&self, style: &str) -> (Option<String>, Option<usize>) {
        let (mut list, mut level) = (None, None);
        let mut next = Some(style);
        for _ in 0..10 {
            let Some((own, at, based)) = next.and_then(|style| self.styles.get(style)) else { break };
            list = list.or_else(|| own.clone());
            level = level.or(*at);
            next = based.as_deref();
        }
        (list, level)
    }
}

/// A number in the form a list counts in.
fn numeral(number: u32, format: &str) -> String {
    const CIRCLED: [char; 10] = ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩'];
    let place = usize::try_from(number).unwrap_or_default().saturating_sub(1);
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "taiwaneseCounting" => chinese(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            CIRCLED.get(place).map_or_else(|| number.to_string(), char::to_string)
        }
        "upperLetter" | "lowerLetter" if place < 26 => {
            let letter = char::from(b'A' + u8::try_from(place).unwrap_or_default());
            if format == "upperLetter" { letter } else { letter.to_ascii_lowercase() }.to_string()
        }
        "decimalFullWidth" => {
            number.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect()
        }
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// 一, 十二, 二十.
fn chinese(number: u32) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |n: u32| usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).copied().unwrap_or('〇');
    match number {
        0..=9 => digit(number).to_string(),
        10..=99 => {
            let mut out = String::new();
            if number >= 20 {
                out.push(digit(number / 10));
            }
            out.push('十');
            if !number.is_multiple_of(10) {
                out.push(digit(number % 10));
            }
            out
        }
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_by_level_and_style() {
        let numbering = r#"<w:numbering><w:abstractNum w:abstractNumId="4">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
            <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl>
            </w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>"#;
        let styles = r#"<w:styles><w:style w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
            <w:style w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"#;
        let mut lists = Numbering::new(numbering, styles);
        assert_eq!(lists.label("h1", None, None), "一、");
        assert_eq!(lists.label("h2", None, None), "（一）");
        assert_eq!(lists.label("h2", None, None), "（二）");
        assert_eq!(lists.label("", Some("7"), Some(2)), "一.1");
        assert_eq!(lists.label("h1", None, None), "二、");
        assert_eq!(lists.label("h2", None, None), "（一）");
        assert_eq!(lists.label("h1", Some("0"), None), "");
        assert_eq!(lists.label("", None, None), "");
    }

    #[test]
    fn numbers_are_written_the_chinese_way() {
        assert_eq!([1, 10, 11, 20, 35, 100].map(chinese), ["一", "十", "十一", "二十", "三十五", "100"]);
    }
}
