//! Plain text: UTF-8, UTF-16 and GB18030 told apart by their bytes, cut into numbered lines.
//!
//! A form feed stays at the head of its line: layout reads it as the beginning of a page.

use super::charset::Charset;
use super::{Document, Format, Page, ReadError, TextLine};
use crate::report::Warning;

/// Reads plain text.
pub(super) fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let text = decode(bytes).ok_or(ReadError::Unknown)?;
    let mut warnings = Vec::new();
    let lost = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    if lost > 0 {
        warnings.push(Warning::whole(format!("文件里有 {lost} 个字符编码损坏，读不出来。")));
    }
    Ok(Document { format: Format::Text, pages: vec![Page::Lines(lines(&text))], warnings })
}

/// The text, or `None` where the bytes are no text in any encoding these documents come in.
fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((charset, mark)) = Charset::of_mark(bytes) {
        return readable(charset.decode(bytes.get(mark..)?));
    }
    if let Some(charset) = unmarked_utf16(bytes) {
        return readable(charset.decode(bytes));
    }
    let broken = match std::str::from_utf8(bytes) {
        Ok(whole) => return readable(whole.to_owned()),
        Err(_) => Charset::Utf8.decode(bytes),
    };
    // GB18030 takes nearly any bytes, so it is asked only where UTF-8 fails nearly everywhere: a UTF-8 file with
    // a cut character is still UTF-8.
    let lost = broken.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    let wide = broken.chars().filter(|c| !c.is_ascii()).count();
    if lost * 5 < wide {
        return readable(broken);
    }
    readable(Charset::Gb18030.decode(bytes))
}

/// UTF-16 without a mark gives itself away by the zero high bytes of its digits, spaces and line ends.
fn unmarked_utf16(bytes: &[u8]) -> Option<Charset> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    let telling = |many: usize, few: usize| many * 20 > pairs && few * 10 < many;
    if telling(odd, even) {
        Some(Charset::Utf16Le)
    } else if telling(even, odd) {
        Some(Charset::Utf16Be)
    } else {
        None
    }
}

/// Gives the text back unless it is mostly what no text holds: control characters and undecodable bytes.
fn readable(text: String) -> Option<String> {
    let (mut all, mut junk) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
        junk += usize::from(control || c == char::REPLACEMENT_CHARACTER);
    }
    (junk * 10 <= all).then_some(text)
}

/// The lines, whatever ends them: LF, CRLF or CR. A form feed inside a line ends it too.
fn lines(text: &str) -> Vec<TextLine> {
    let mut lines = Vec::new();
    let mut number = 0_u32;
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        // Files of old systems end lines with CR alone.
        for line in line.split('\r') {
            number = number.saturating_add(1);
            let mut rest = line;
            while let Some(at) = rest.char_indices().skip(1).find(|&(_, c)| c == '\u{c}').map(|(at, _)| at) {
                let (head, tail) = rest.split_at(at);
                lines.push(TextLine { number, text: head.to_owned() });
                rest = tail;
            }
            lines.push(TextLine { number, text: rest.to_owned() });
        }
    }
    if text.ends_with(['\n', '\r']) {
        lines.pop();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<String> {
        let Ok(Document { pages, .. }) = read(bytes) else { return vec!["?".to_owned()] };
        pages
            .into_iter()
            .flat_map(|page| match page {
                Page::Lines(lines) => lines,
                _ => Vec::new(),
            })
            .map(|line| format!("{}:{}", line.number, line.text))
            .collect()
    }

    const WANT: [&str; 3] = ["1:收支总表", "2:合计\t12.50", "3:完"];

    #[test]
    fn every_encoding_gives_the_same_lines() {
        let text = "收支总表\r\n合计\t12.50\r\n完\r\n";
        let utf16 = |big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend(text.as_bytes());
        assert_eq!(texts(&marked), WANT);
        assert_eq!(texts(text.as_bytes()), WANT);
        assert_eq!(texts(&encoding_rs::GB18030.encode(text).0), WANT);
        assert_eq!(texts(&utf16(false)), WANT);
        assert_eq!(texts(&utf16(true)), WANT);
        let mut marked = vec![0xFE, 0xFF];
        marked.extend(utf16(true));
        assert_eq!(texts(&marked), WANT);
    }

    #[test]
    fn all_line_ends_count_as_one() {
        assert_eq!(texts("一\r二\n\n三\r\n".as_bytes()), ["1:一", "2:二", "3:", "4:三"]);
    }

    #[test]
    fn a_form_feed_begins_its_line() {
        assert_eq!(texts("一\n\u{c}二\n三\u{c}四".as_bytes()), ["1:一", "2:\u{c}二", "3:三", "3:\u{c}四"]);
    }

    #[test]
    fn text_cut_in_a_character_is_still_text() {
        let mut cut = "财政拨款收支总表，合计一百万元。".as_bytes().to_vec();
        cut.truncate(cut.len() - 1);
        assert_eq!(texts(&cut).len(), 1);
        assert!(texts(&cut)[0].starts_with("1:财政拨款收支总表"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let noise: Vec<u8> = (0..4000_u32).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
        assert_eq!(texts(&noise), ["?"]);
    }
}
