//! Titles and labels of tables made comparable.

use crate::amount::half_width;
use crate::subjects::name::unnumbered;

/// Words that make a title another table's; a title may be preceded by anything else (an office, a year).
const QUALIFIERS: &[&str] = &[
    "公共",
    "财政拨款",
    "基本",
    "项目",
    "基金",
    "国有",
    "收入",
    "支出",
    "收支",
    "采购",
    "功能",
    "经济",
    "三公",
    "购买",
    "明细",
    "绩效",
    "分类",
    "债务",
    "机关运行",
    "转移",
    "专项",
    "政府",
    "整体",
    "财务",
    "汇总",
];

/// The characters of a text that count: no spaces, quotes or decoration; brackets and digits in one form.
#[must_use]
pub fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !"“”\"'‘’「」『』《》〈〉*#_`~\u{feff}\u{200b}".contains(*c))
        .map(|c| match c {
            '(' | '[' | '【' | '〔' => '（',
            ')' | ']' | '】' | '〕' => '）',
            ':' => '：',
            c => half_width(c),
        })
        .collect()
}

/// A title as far as it identifies a table: squeezed, without numbering, label, year, 部门/单位 in front and
/// 续表 behind.
#[must_use]
pub fn plain(title: &str) -> String {
    let squeezed = squeeze(title);
    let mut text = without_years(unnumbered(&squeezed));
    if let Some(label) = leading_label(&text) {
        text = text.split_off(label);
        text = text.trim_start_matches(['、', '.', '．', '：']).to_owned();
    }
    for tail in ["（续表）", "（续）", "续表", "（公开）"] {
        if let Some(rest) = text.strip_suffix(tail) {
            text.truncate(rest.len());
        }
    }
    // `（表1-1）` behind the title.
    if let Some(open) = text.rfind('（')
        && text.get(open..).is_some_and(|tail| tail.ends_with('）') && label_of(tail).is_some())
    {
        text.truncate(open);
    }
    for head in ["本部门", "部门", "单位", "本级"] {
        if let Some(rest) = text.strip_prefix(head)
            && !rest.starts_with(['（', '整'])
        {
            text = rest.to_owned();
        }
    }
    text
}

/// Takes out years: `2024年度`, `2024年`, `二〇二四年`.
#[must_use]
pub fn without_years(text: &str) -> String {
    if !text.contains('年') {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut i = 0;
    let digit = |c: &char| c.is_ascii_digit() || "〇○零一二三四五六七八九".contains(*c);
    while let Some(c) = chars.get(i) {
        if chars.get(i..i + 5).is_some_and(|five| five[..4].iter().all(digit) && five[4] == '年')
            && matches!(c, '1' | '2' | '一' | '二')
        {
            i += 5;
            if chars.get(i) == Some(&'度') {
                i += 1;
            }
            continue;
        }
        out.push(*c);
        i += 1;
    }
    out
}

/// The byte where a leading label ends: `表3`, `公开03表`, `部门公开表1`, `公开表一`, `附表2`.
fn leading_label(text: &str) -> Option<usize> {
    let rest = ["部门", "财决", "预算", "附件", "附"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    let rest = rest.strip_prefix("公开").unwrap_or(rest);
    let (rest, closed) = rest.strip_prefix('表').map_or((rest, false), |rest| (rest, true));
    let mut after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '—');
    // `表一` is a label only where nothing but a stop follows: `表一般公共预算` is none.
    if after.len() == rest.len() && closed {
        let numeral = rest.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
        if numeral.is_empty() || numeral.starts_with(['、', '.', '：']) {
            after = numeral;
        }
    }
    if after.len() == rest.len() {
        return None;
    }
    let after = if closed { after } else { after.strip_prefix('表')? };
    Some(text.len() - after.len())
}

/// A table's number where the text is nothing but that: `公开 05 表`, `表 3`, `表17-1`, `（表1-1）`. The answer is
/// squeezed: `公开05表`, `表1-1`.
#[must_use]
pub fn label_of(text: &str) -> Option<String> {
    let squeezed = squeeze(text);
    let inner = squeezed.trim_start_matches('（').trim_end_matches(['）', '：', '.', '、']);
    (leading_label(inner) == Some(inner.len()) && inner.chars().count() <= 12).then(|| inner.to_owned())
}

/// A label reduced to what compares: `公开05表`, `公开5表` and `公开表五` are one.
#[must_use]
pub fn label_key(label: &str) -> String {
    let squeezed = squeeze(label);
    let words: String = squeezed
        .chars()
        .filter(|c| !c.is_ascii_digit() && !"-—（）一二三四五六七八九十".contains(*c))
        .collect();
    let number: String =
        squeezed.chars().filter(|c| c.is_ascii_digit() || "-—一二三四五六七八九十".contains(*c)).collect();
    let number = chinese_number(&number).map_or(number, |value| value.to_string());
    format!("{words}{}", number.trim_start_matches('0'))
}

/// `十二` → 12; up to 99.
fn chinese_number(text: &str) -> Option<usize> {
    let digit = |text: &str| match text {
        "" => None,
        _ => "一二三四五六七八九".chars().position(|c| text.chars().eq(std::iter::once(c))).map(|at| at + 1),
    };
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

/// How a title agrees with one of a form's, both plain: 3 the same, 2 the same behind an office's name, 0 not.
pub(super) fn agreement(plain_title: &str, alias: &str) -> u8 {
    if alias.is_empty() {
        return 0;
    }
    if plain_title == alias {
        return 3;
    }
    match plain_title.strip_suffix(alias) {
        Some(front) if !QUALIFIERS.iter().any(|word| front.contains(word)) => 2,
        _ => 0,
    }
}

/// Whether a line has the shape of a table's title: short, ends with 表, no sentence, no reference to another table.
pub(super) fn is_title(text: &str) -> bool {
    let squeezed = squeeze(text);
    let body = squeezed.split('（').next().unwrap_or_default();
    let shape = squeezed.ends_with('表') || (body.ends_with('表') && squeezed.ends_with('）'));
    let length = squeezed.chars().count();
    shape
        && (4..=45).contains(&length)
        && !squeezed.contains(['。', '，', '；', '：', '…', '\t'])
        && !["注", "本表", "见", "如", "根据", "填列", "情况说明", "反映", "上述", "以上"]
            .iter()
            .any(|word| squeezed.starts_with(word))
        && !squeezed.contains("万元")
        && label_of(&squeezed).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_compare_without_office_year_and_number() {
        for (printed, expected) in [
            ("表 3. 支出预算总表", "支出预算总表"),
            ("2024年部门财务收支预算总表", "财务收支预算总表"),
            ("一般公共预算“三公”经费支出表", "一般公共预算三公经费支出表"),
            ("部门预算收支总表(表 1-1)", "预算收支总表"),
            ("部门（单位）整体绩效目标表", "部门（单位）整体绩效目标表"),
            ("公开05表 财政拨款支出预算表（功能科目）", "财政拨款支出预算表（功能科目）"),
            ("支出决算表（续）", "支出决算表"),
        ] {
            assert_eq!(plain(printed), expected);
        }
    }

    #[test]
    fn a_longer_title_is_not_its_tail() {
        assert_eq!(agreement("一般公共预算财政拨款支出决算表", "支出决算表"), 0);
        assert_eq!(agreement("某市某局支出决算表", "支出决算表"), 2);
        assert_eq!(agreement("支出决算表", "支出决算表"), 3);
    }

    #[test]
    fn labels_are_told_from_titles() {
        assert_eq!(label_of("公开 05 表").as_deref(), Some("公开05表"));
        assert_eq!(label_of("部门公开表 1").as_deref(), Some("部门公开表1"));
        assert_eq!(label_of(" 表17-1").as_deref(), Some("表17-1"));
        assert_eq!(label_of("(表 1-1)").as_deref(), Some("表1-1"));
        assert_eq!(label_of("表3 支出预算总表"), None);
        assert_eq!(label_of("报表"), None);
        assert_eq!(label_key("公开 05 表"), label_key("公开5表"));
        assert_eq!(label_key("公开10表"), "公开表10");
        assert_eq!(label_key("公开表十二"), label_key("公开12表"));
        assert_eq!(label_of("表一").as_deref(), Some("表一"));
        assert_eq!(plain("表一般公共预算支出"), "表一般公共预算支出");
    }

    #[test]
    fn sentences_are_no_titles() {
        assert!(is_title("收支预算总表"));
        assert!(is_title("支出经济分类预算表（政府预算）"));
        assert!(!is_title("注：本表反映部门收支预算总表"));
        assert!(!is_title("填列数与《收支预算总表》收入数一致。"));
        assert!(!is_title("公开05表"));
    }
}
