//! Names made comparable: numbering, brackets, spaces and marks of level do not count.

/// The name as far as it identifies a subject: without spaces, leading numbering, marks of level (类 款 项) and the
/// difference between full-width and half-width brackets.
#[must_use]
pub fn plain(name: &str) -> String {
    let mut text: String = name
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '#' | '“' | '”' | '"' | '‘' | '’' | '「' | '」'))
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            ':' => '：',
            c => crate::amount::half_width(c),
        })
        .collect();
    for level in ["（类）", "（款）", "（项）"] {
        if let Some(rest) = text.strip_suffix(level) {
            text.truncate(rest.len());
        }
    }
    unnumbered(&text).to_owned()
}

/// The text without a leading numbering: `一、`, `（二）`, `3.`, `(4)`, `其中：`.
#[must_use]
pub fn unnumbered(text: &str) -> &str {
    // Most names begin with nothing of the kind.
    if !text.starts_with(|c: char| {
        is_numeral(c) || c.is_whitespace() || matches!(c, '其' | '（' | '(' | '①'..='⑨')
    }) {
        return text;
    }
    let mut rest = text.trim_start();
    loop {
        let before = rest;
        for word in ["其中：", "其中:", "其中"] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
        }
        rest = without_bracketed(rest).or_else(|| without_stopped(rest)).unwrap_or(rest).trim_start();
        if rest == before || rest.is_empty() {
            return if rest.is_empty() { text } else { rest };
        }
    }
}

fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '0'..='9' | '０'..='９' | '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百'
    )
}

/// `（二）rest` and `(2)rest`.
fn without_bracketed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['（', '('])?;
    let rest = inner.trim_start_matches(|c: char| is_numeral(c) || c == ' ');
    (rest.len() < inner.len()).then(|| rest.strip_prefix(['）', ')'])).flatten()
}

/// `一、rest`, `3.rest`, `3．rest`; a decimal such as `3.5` is no numbering.
fn without_stopped(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(is_numeral);
    if rest.len() == text.len() {
        return ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨"].iter().find_map(|mark| text.strip_prefix(mark));
    }
    let rest = rest.trim_start().strip_prefix(['、', '.', '．', '，', ','])?;
    // `3.5` is a decimal; `1.2024年` is a numbered year.
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    (digits == 0 || digits == 4 && rest.get(4..).is_some_and(|rest| rest.starts_with('年'))).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_goes_and_the_name_stays() {
        for (printed, name) in [
            ("八、社会保障和就业支出", "社会保障和就业支出"),
            ("（二十一）粮油物资储备支出", "粮油物资储备支出"),
            ("(1) 公务用车运行维护费", "公务用车运行维护费"),
            ("其中：（1）公务用车运行维护费", "公务用车运行维护费"),
            ("1. 一般公共预算", "一般公共预算"),
            ("一般公共服务支出", "一般公共服务支出"),
            ("三公经费", "三公经费"),
            ("社会保障和就业支出(类)", "社会保障和就业支出"),
            ("3.5", "3.5"),
            ("1. 2024年收入总表", "2024年收入总表"),
            ("一、", "一、"),
            ("合 计", "合计"),
        ] {
            assert_eq!(plain(printed), name);
        }
    }
}
