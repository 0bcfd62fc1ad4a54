//! Web pages saved with all that belongs to them in one file (mht), by browsers and by Word and Excel.

use mailparse::ParsedMail;

use crate::read::{Document, FlowItem, Page, ReadError};

/// A saved page has no more parts than this.
const MAX_PARTS: usize = 2_000;

/// Reads the page; where it only frames others (the sheets of a workbook), those that hold tables.
pub(in crate::read) fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let letter = mailparse::parse_mail(bytes).map_err(|_| ReadError::Unknown)?;
    let mut pages = letter
        .parts()
        .take(MAX_PARTS)
        .filter(|part| part.ctype.mimetype.eq_ignore_ascii_case("text/html"))
        .filter_map(|part: &ParsedMail<'_>| part.get_body_raw().ok())
        .map(|page| super::read(&page));
    let first = pages.next().ok_or(ReadError::Unknown)?;
    if first.as_ref().is_ok_and(has_table) {
        return first;
    }
    let mut framed: Option<Document> = None;
    for page in pages.filter_map(Result::ok).filter(has_table) {
        match &mut framed {
            Some(document) => {
                document.pages.extend(page.pages);
                document.warnings.extend(page.warnings);
            }
            None => framed = Some(page),
        }
    }
    framed.map_or(first, Ok)
}

fn has_table(document: &Document) -> bool {
    document.pages.iter().any(|page| match page {
        Page::Flow(items) => items.iter().any(|item| matches!(item, FlowItem::Table(_))),
        _ => false,
    })
}
