//! Small tests on printed words, shared by the readers of captions, headers and rows.

/// The text without white space; full-width brackets, colons, digits and letters in one form.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{3000}')
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '：' => ':',
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '－' => {
                char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
            }
            c => c,
        })
        .collect()
}

/// The text as a person would write it: white space dropped beside Chinese characters, single elsewhere.
#[must_use]
pub fn tidy(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    let mut out = String::with_capacity(text.len());
    for (index, &c) in chars.iter().enumerate() {
        if !c.is_whitespace() {
            out.push(c);
            continue;
        }
        let before = out.chars().last();
        let after = chars.iter().skip(index + 1).find(|c| !c.is_whitespace()).copied();
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(before) && latin(after) {
            out.push(' ');
        }
    }
    out
}

/// A subject code: 3, 5 or 7 digits, as in 208, 20801, 2080106.
#[must_use]
pub fn is_code(text: &str) -> bool {
    matches!(text.len(), 3 | 5 | 7)
        && text.chars().all(|c| c.is_ascii_digit())
        && matches!(text.chars().next(), Some('1' | '2' | '3' | '5'))
}

/// A code as it should be printed: a part that lost its zero (3012 for 301|02) gets it back.
#[must_use]
pub fn whole_code(code: &str) -> String {
    match code.len() {
        4 | 6 if code.is_ascii() => format!("{}0{}", &code[..code.len() - 1], &code[code.len() - 1..]),
        _ => code.to_owned(),
    }
}

/// A place for a figure that holds none: nothing, a dash, a stroke.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '—' | '–' | '－' | '─' | '/' | '\\'))
}

/// Words that name a grand total.
#[must_use]
pub fn is_total(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "合计" | "总计" | "共计" | "合计:" | "收入总计" | "支出总计" | "收入合计" | "支出合计"
    )
}

/// A numbered item: 一、 （一） 1. 1、.
#[must_use]
pub fn is_numbered(text: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let text = plain(text);
    let bracketed = text.strip_prefix('(');
    let rest = bracketed.unwrap_or(&text);
    let digits: usize =
        rest.chars().take_while(|c| NUMERALS.contains(*c) || c.is_ascii_digit()).map(char::len_utf8).sum();
    if digits == 0 {
        return false;
    }
    let after = rest[digits..].chars().next();
    match bracketed {
        Some(_) => after == Some(')'),
        None => {
            matches!(after, Some('、' | '.' | '．'))
                && rest[digits..].chars().nth(1).is_some_and(|c| !c.is_ascii_digit())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart() {
        assert!(
            is_code("2080106") && is_code("301") && !is_code("2024年") && !is_code("20") && !is_code("400")
        );
        assert!(is_blank("—") && is_blank("") && !is_blank("0"));
        assert!(
            is_numbered("一、本年收入") && is_numbered("（一）事业收入") && is_numbered("1.一般公共预算")
        );
        assert!(!is_numbered("1.50") && !is_numbered("一般公共预算"));
        assert_eq!(tidy(" 一般公共 预算  A4 纸 x y"), "一般公共预算A4纸x y");
        assert_eq!(plain("收 入（总）："), "收入(总):");
    }
}
