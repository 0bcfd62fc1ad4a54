//! Word 2007 and later (docx): paragraphs and tables in reading order, as they are printed.

use super::flow::{Builder, RawCell};
use super::package::Package;
use super::pictures::Pictures;
use super::xml::{Node, Tag, Xml};
use super::{Document, FlowItem, Format, Page, ReadError};
use crate::report::Warning;

mod numbering;

use numbering::Numbering;

/// Reads a document; `main` is the path of its main part.
pub(super) fn read(package: &Package<'_>, main: &str) -> Result<Document, ReadError> {
    let text = package.text(main)?.ok_or(ReadError::BrokenOffice)?;
    let part = |kind: &str| -> Result<String, ReadError> {
        let related = package.relations(main).into_iter().find(|relation| relation.kind == kind);
        Ok(related.map(|relation| package.text(&relation.target)).transpose()?.flatten().unwrap_or_default())
    };
    let mut reader = Reader {
        xml: Xml::new(&text),
        flow: Builder::default(),
        numbering: Numbering::new(&part("numbering")?, &part("styles")?),
        paragraphs: Vec::new(),
        row: RowState::default(),
        pictures: Pictures::default(),
        large: true,
        notes: notes(&part("footnotes")?, "footnote"),
        referred: Vec::new(),
    };
    reader.notes.extend(notes(&part("endnotes")?, "endnote"));
    reader.read();
    reader.set_notes();
    let (broken, pictures) = (reader.xml.broken, reader.pictures);
    let items = reader.flow.finish();
    let words = |item: &FlowItem| matches!(item, FlowItem::Paragraph { text, .. } if !text.trim().is_empty());
    let has_table = items.iter().any(|item| matches!(item, FlowItem::Table(_)));
    if !has_table && !items.iter().any(words) {
        return Err(if pictures.any() { ReadError::OnlyPictures } else { ReadError::BrokenOffice });
    }
    let mut warnings = Vec::new();
    if broken {
        warnings.push(Warning::whole("这份 Word 文件已损坏或没有下载完整，只读出了前面一部分。"));
    }
    warnings.extend(pictures.warnings(has_table));
    Ok(Document { format: Format::Docx, pages: vec![Page::Flow(items)], warnings })
}

/// A picture as wide and as high as this can be a table: 8 by 4 centimetres, in English metric units.
const LARGE: (u64, u64) = (2_880_000, 1_440_000);

struct Reader<'a> {
    xml: Xml<'a>,
    flow: Builder,
    numbering: Numbering,
    /// The paragraphs that are open: text boxes put paragraphs inside paragraphs.
    paragraphs: Vec<Paragraph>,
    row: RowState,
    pictures: Pictures,
    /// Whether the drawing being read is large; unless it says so, it is.
    large: bool,
    /// Footnotes and endnotes by their kind and number.
    notes: Vec<(String, String)>,
    /// Those referred to and not yet set.
    referred: Vec<String>,
}

/// The notes of a part, each with its number. Marks of separation are no notes.
fn notes(text: &str, kind: &str) -> Vec<(String, String)> {
    let mut xml = Xml::new(text);
    let mut notes: Vec<(String, String)> = Vec::new();
    while let Some(node) = xml.next() {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            name if name == kind && tag.attribute("type").is_none() => {
                notes.push((format!("{kind}{}", tag.attribute("id").unwrap_or_default()), String::new()));
            }
            "footnote" | "endnote" | "delText" | "instrText" | "Fallback" => xml.skip(),
            "t" => {
                let text = xml.text_inside();
                notes.last_mut().into_iter().for_each(|(_, note)| note.push_str(&text));
            }
            _ => {}
        }
    }
    notes
}

/// What the properties of the row being read say.
#[derive(Default)]
struct RowState {
    in_properties: bool,
    deleted: bool,
}

#[derive(Default)]
struct Paragraph {
    /// Text kept back while a text box inside is read.
    before: String,
    style: String,
    list: Option<String>,
    level: Option<usize>,
    hidden: bool,
    /// Whether its number, if it has one, is set.
    labelled: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(node) = self.xml.next() {
            match node {
                Node::Open(tag) => self.open(&tag),
                Node::Close(end) => match end.name() {
                    "p" => self.end_paragraph(),
                    "tbl" => {
                        self.flow.close_table();
                        if !self.flow.in_table() {
                            self.set_notes();
                        }
                    }
                    "trPr" => self.row.in_properties = false,
                    "tr" if std::mem::take(&mut self.row.deleted) => self.flow.drop_row(),
                    "tr" => self.flow.close_row(),
                    "tc" => self.flow.close_cell(),
                    "r" => {
                        if let Some(paragraph) = self.paragraphs.last_mut() {
                            paragraph.hidden = false;
                        }
                    }
                    _ => {}
                },
                Node::Text(_) => {}
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "trPr" => self.row.in_properties = true,
            "del" if self.row.in_properties => self.row.deleted = true,
            // What was deleted, moved away, or is only there for programs that cannot show the rest.
            "del" | "moveFrom" | "Fallback" | "delText" | "instrText" | "footnote" | "endnote" | "rt"
            | "tblGrid" | "sectPrChange" | "pPrChange" | "rPrChange" | "tblPrChange" | "tcPrChange"
            | "trPrChange" => {
                self.xml.skip();
            }
            "p" => {
                let before = self.flow.take_text();
                self.paragraphs.push(Paragraph { before, ..Paragraph::default() });
            }
            // What hides the paragraph's mark does not hide its text.
            "r" => self.in_paragraph(|paragraph| paragraph.hidden = false),
            "pStyle" => {
                self.in_paragraph(|paragraph| paragraph.style = tag.attribute("val").unwrap_or_default());
            }
            "numId" => self.in_paragraph(|paragraph| paragraph.list = tag.attribute("val")),
            "ilvl" => self.in_paragraph(|paragraph| paragraph.level = tag.number("val")),
            "vanish" => self.in_paragraph(|paragraph| {
                paragraph.hidden = tag.attribute("val").is_none_or(|v| v != "0" && v != "false");
            }),
            "t" => {
                let text = self.xml.text_inside();
                if self.paragraphs.last().is_none_or(|paragraph| !paragraph.hidden) {
                    self.label();
                    self.flow.text(&text);
                }
            }
            "footnoteReference" | "endnoteReference" => {
                let kind = tag.name().trim_end_matches("Reference");
                self.referred.push(format!("{kind}{}", tag.attribute("id").unwrap_or_default()));
            }
            "tab" | "ptab" => self.flow.text("\t"),
            "noBreakHyphen" => self.flow.text("-"),
            "br" if tag.attribute("type").as_deref() == Some("page") => self.flow.page_break(),
            "br" | "cr" => self.flow.break_paragraph(),
            // Stops set for tabs share the name of the tab itself.
            "tabs" => self.xml.skip(),
            "drawing" | "pict" => {
                self.large = true;
                self.pictures.count();
            }
            "extent" => {
                let size = |name: &str| tag.number::<u64>(name).unwrap_or(u64::MAX);
                self.large = size("cx") >= LARGE.0 && size("cy") >= LARGE.1;
            }
            "blip" | "imagedata" => self.pictures.tell(&self.flow, self.large),
            "tbl" => self.flow.open_table(),
            "tr" => self.flow.open_row(),
            "gridBefore" => self.flow.skip_columns(tag.number("val").unwrap_or(0)),
            "tc" => self.flow.open_cell(RawCell::new(1, 1, false)),
            "gridSpan" => {
                let cols = tag.number("val").unwrap_or(1);
                self.flow.restate_cell(|cell| cell.cols = cols);
            }
            "vMerge" => {
                let continues = tag.attribute("val").is_none_or(|value| value != "restart");
                self.flow.restate_cell(|cell| cell.continues = continues);
            }
            _ => {}
        }
    }

    fn in_paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    /// Sets the paragraph's number before its first text.
    fn label(&mut self) {
        let Some(paragraph) = self.paragraphs.last_mut().filter(|paragraph| !paragraph.labelled) else {
            return;
        };
        paragraph.labelled = true;
        let label = self.numbering.label(&paragraph.style, paragraph.list.as_deref(), paragraph.level);
        self.flow.text(&label);
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let text = self.flow.take_text();
        self.flow.text(&text);
        self.flow.end_paragraph();
        self.flow.text(&paragraph.before);
        // Notes stand below what they belong to: running text, or the table that a title announces.
        let over = text.trim_end().ends_with(['。', '；', '！', '？']);
        if over && self.paragraphs.is_empty() && !self.flow.in_table() {
            self.set_notes();
        }
    }

    /// Sets the notes referred to so far as paragraphs of their own.
    fn set_notes(&mut self) {
        for id in std::mem::take(&mut self.referred) {
            if let Some((_, note)) = self.notes.iter().find(|(known, _)| *known == id) {
                self.flow.break_paragraph();
                self.flow.text(note);
                self.flow.break_paragraph();
            }
        }
    }
}
