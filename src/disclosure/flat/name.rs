//! Names that line ends have broken, put together again.

use crate::subjects;

/// Adds a fragment to a name.
pub(super) fn join(name: &mut String, fragment: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if latin(name.chars().next_back()) && latin(fragment.chars().next()) {
        name.push(' ');
    }
    name.push_str(fragment);
}

/// A mark that stands alone because the line before it was full: `）`, `。`. It has lost its place.
pub(super) fn is_stray_mark(text: &str) -> bool {
    text.chars().count() <= 2 && text.chars().all(|c| !c.is_alphanumeric())
}

/// How many brackets are open at the end of a name.
fn open_brackets(name: &str) -> usize {
    name.chars().fold(0, |open: usize, c| match c {
        '（' | '(' => open + 1,
        '）' | ')' => open.saturating_sub(1),
        _ => open,
    })
}

/// Whether a fragment completes a name rather than begins something else.
pub(super) fn completes(name: &str, code: Option<&str>, fragment: &str) -> bool {
    if open_brackets(name) > 0 && fragment.contains(['）', ')']) {
        return true;
    }
    let whole = format!("{name}{fragment}");
    if let Some(code) = code
        && subjects::is_name_of(&whole, code)
    {
        return true;
    }
    code.is_some_and(|code| !subjects::is_name_of(name, code)) && fragment.chars().count() <= 12
}

/// Gives a name back the closing bracket that the line end took.
pub(super) fn closed(mut name: String) -> String {
    for _ in 0..open_brackets(&name) {
        name.push(if name.contains('(') && !name.contains('（') { ')' } else { '）' });
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_together() {
        let mut name = "行政运行（人力资源和社会保障管".to_owned();
        join(&mut name, "理事务）");
        assert_eq!(name, "行政运行（人力资源和社会保障管理事务）");
        assert_eq!(closed("机关服务（人力资源事务".to_owned()), "机关服务（人力资源事务）");
        assert!(is_stray_mark(")") && !is_stray_mark("疗"));
        assert!(completes("行政事业单位医", Some("21011"), "疗"));
        assert!(!completes("行政事业单位医疗", Some("21011"), "一、关于收支预算的说明"));
    }
}
