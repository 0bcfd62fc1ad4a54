//! A line of text cut into cells: by tabs, or by the bars of a Markdown table, freed of markup residue.

/// A piece of a line and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Line number, from 1.
    pub line: u32,
    /// Character within the line, from 1.
    pub column: u32,
    /// The text, trimmed and freed of residue.
    pub text: String,
}

/// How a line is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// At tabs.
    Tabs,
    /// At the bars of a Markdown table.
    Bars,
    /// At commas, quoted ones apart.
    Commas,
}

/// How the line asks to be cut, where it asks at all.
pub(super) fn cut(text: &str) -> Option<Cut> {
    if text.contains('\t') {
        return Some(Cut::Tabs);
    }
    let trimmed = text.trim();
    (trimmed.starts_with('|') && trimmed.matches('|').count() >= 2).then_some(Cut::Bars)
}

/// The cells of a line, empty ones included.
pub(super) fn pieces(line: u32, text: &str, cut: Cut) -> Vec<Piece> {
    let separator = match cut {
        Cut::Tabs => '\t',
        Cut::Bars => '|',
        Cut::Commas => ',',
    };
    let mut pieces = Vec::new();
    let mut column = 1_u32;
    let (mut escaped, mut quoted) = (false, false);
    let (mut from, mut began) = (0, 1);
    let mut close = |from: usize, to: usize, began: u32| {
        let mut raw = text.get(from..to).unwrap_or_default();
        let whole = raw.trim();
        if cut == Cut::Commas && whole.len() >= 2 && whole.starts_with('"') && whole.ends_with('"') {
            raw = whole.get(1..whole.len() - 1).unwrap_or_default();
        }
        let lead = raw.chars().take_while(|c| c.is_whitespace()).count();
        let column = began.saturating_add(u32::try_from(lead).unwrap_or(0));
        pieces.push(Piece { line, column, text: closed_up(&clean(raw)) });
    };
    for (at, c) in text.char_indices() {
        quoted ^= c == '"' && cut == Cut::Commas;
        if c == separator && !quoted && !(escaped && cut == Cut::Bars) {
            close(from, at, began);
            from = at + c.len_utf8();
            began = column.saturating_add(1);
        }
        escaped = c == '\\';
        column = column.saturating_add(1);
    }
    close(from, text.len(), began);
    if cut == Cut::Bars {
        // The outer bars enclose the row; what stands outside them is no cell.
        if pieces.first().is_some_and(|p| p.text.is_empty()) {
            pieces.remove(0);
        }
        if pieces.last().is_some_and(|p| p.text.is_empty()) {
            pieces.pop();
        }
    }
    pieces
}

/// Whether a line is the header of a table by commas: names without spaces, figures or the marks of sentences.
pub(super) fn is_comma_header(text: &str) -> bool {
    let fields: Vec<&str> = text.trim().split(',').map(|field| field.trim().trim_matches('"')).collect();
    let words = fields.iter().filter(|field| field.chars().any(char::is_alphabetic)).count();
    fields.len() >= 3
        && words >= 2
        && !text.contains(['\t', '|', '。', '；', '，', '：'])
        && fields.iter().all(|field| field.chars().count() <= 30 && crate::amount::parse(field).is_none())
}

/// Whether the cells are a divider such as `|---|:--:|`: dashes in every cell that holds anything.
pub(super) fn is_divider(pieces: &[Piece]) -> bool {
    let mut filled = pieces.iter().filter(|p| !p.text.is_empty()).peekable();
    filled.peek().is_some()
        && filled.all(|p| {
            let dashes = p.text.trim_matches(':');
            dashes.len() >= 2 && dashes.bytes().all(|b| b == b'-')
        })
}

/// Trims and frees a text of what converters leave behind: HTML tags and entities, LaTeX signs, Markdown marks.
pub(super) fn clean(raw: &str) -> String {
    let mut text = raw.trim().replace('\u{feff}', "");
    if text.contains('<') {
        text = without_tags(&text);
    }
    if text.contains('&') {
        for (entity, plain) in [
            ("&nbsp;", " "),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&ge;", ">="),
            ("&le;", "<="),
            ("&amp;", "&"),
        ] {
            text = text.replace(entity, plain);
        }
    }
    if text.contains('\\') {
        text = without_latex(&text);
    }
    if text.contains("**") {
        text = text.replace("**", "");
    }
    text.trim().to_owned()
}

/// Takes out the spaces that a line end or letter-spacing left between CJK characters: `收 入`, `一般公共 预算`.
fn closed_up(text: &str) -> String {
    // A code or a figure in full-width digits is one in plain digits.
    if text.starts_with(|c| matches!(c, '０'..='９'))
        && text.chars().all(|c| matches!(c, '０'..='９' | '．' | '，'))
    {
        return text.chars().map(crate::amount::half_width).collect();
    }
    if !text.contains([' ', '\u{3000}']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut spaces = 0;
    for c in text.chars() {
        if matches!(c, ' ' | '\u{3000}') {
            spaces += 1;
            continue;
        }
        let last = out.chars().next_back();
        if spaces > 0 && !(is_wide(c) && last.is_some_and(is_wide)) {
            out.push(' ');
        }
        spaces = 0;
        out.push(c);
    }
    out
}

/// Ideographs and the full-width marks that are set among them.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201d}' | '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ff60}')
}

/// Drops HTML tags, and nothing else between angle brackets (《…〈…〉》, `<=`, `<关于…>` stay).
fn without_tags(text: &str) -> String {
    const TAGS: [&str; 18] = [
        "p", "br", "b", "i", "u", "sub", "sup", "span", "div", "strong", "em", "font", "td", "th", "tr",
        "table", "tbody", "thead",
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let end = tail.find('>');
        let name: String = tail
            .chars()
            .skip(1)
            .skip_while(|&c| c == '/')
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match end {
            Some(end) if TAGS.contains(&name.as_str()) => rest = tail.get(end + 1..).unwrap_or_default(),
            _ => {
                out.push('<');
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// Turns LaTeX signs into the plain ones that print in these tables.
fn without_latex(text: &str) -> String {
    // Longer commands first: `\geq` begins with `\ge`.
    const SIGNS: [(&str, &str); 14] = [
        ("\\geqslant", ">="),
        ("\\leqslant", "<="),
        ("\\geq", ">="),
        ("\\leq", "<="),
        ("\\ge", ">="),
        ("\\le", "<="),
        ("\\times", "×"),
        ("\\div", "÷"),
        ("\\pm", "±"),
        ("\\%", "%"),
        ("\\_", "_"),
        ("\\|", "|"),
        ("\\#", "#"),
        ("\\*", "*"),
    ];
    let mut out = text.to_owned();
    let before = out.len();
    for (sign, plain) in SIGNS {
        if out.contains(sign) {
            out = out.replace(sign, plain);
        }
    }
    if out.len() != before && out.contains('$') {
        out = out.replace('$', "");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u32, String)> {
        cut(text)
            .map(|cut| pieces(1, text, cut).into_iter().map(|p| (p.column, p.text)).collect())
            .unwrap_or_default()
    }

    #[test]
    fn tabs_cut_and_places_are_counted_in_characters() {
        assert_eq!(
            cells("合计\t 1.00\t\t2"),
            [(1, "合计".into()), (5, "1.00".into()), (10, String::new()), (11, "2".into())]
        );
    }

    #[test]
    fn letter_spacing_is_closed_up() {
        let texts: Vec<String> =
            cells("收 入\t一般公共 预算\t2024 年\t1 234.50").into_iter().map(|c| c.1).collect();
        assert_eq!(texts, ["收入", "一般公共预算", "2024 年", "1 234.50"]);
    }

    #[test]
    fn bars_cut_without_the_outer_ones() {
        let texts: Vec<String> = cells("| 合计 | 1 | | 甲\\|乙 |").into_iter().map(|c| c.1).collect();
        assert_eq!(texts, ["合计", "1", "", "甲|乙"]);
        assert!(cut("甲|乙|丙").is_none(), "bars in prose are no table");
    }

    #[test]
    fn commas_cut_outside_quotes() {
        let texts: Vec<String> = pieces(1, "208,\"社保,就业\",\"1,200.50\",,３５", Cut::Commas)
            .into_iter()
            .map(|p| p.text)
            .collect();
        assert_eq!(texts, ["208", "社保,就业", "1,200.50", "", "35"]);
        assert!(is_comma_header("科目编码,科目名称,合计") && is_comma_header("收入,,支出,"));
        assert!(!is_comma_header("合计 1,405.00 0.00 1,405.00") && !is_comma_header("甲,乙，丙,丁。"));
    }

    #[test]
    fn dividers_hold_dashes_only() {
        for (text, want) in [
            ("|---|:--:|", true),
            ("---\t---", true),
            ("--\t\t--", true),
            ("-\t-", false),
            ("合计\t--", false),
            ("\t", false),
        ] {
            assert_eq!(cut(text).map(|cut| is_divider(&pieces(1, text, cut))), Some(want), "{text}");
        }
    }

    #[test]
    fn residue_goes_and_text_stays() {
        for (raw, want) in [
            ("<p>保障运转。</p>", "保障运转。"),
            ("甲<br/>乙", "甲乙"),
            ("<关于办法>的通知", "<关于办法>的通知"),
            ("<=5", "<=5"),
            ("\\geq", ">="),
            ("$\\leq 5\\%$", "<= 5%"),
            ("**一是**好", "一是好"),
            ("&nbsp;12.00&nbsp;", "12.00"),
        ] {
            assert_eq!(clean(raw), want);
        }
    }
}
