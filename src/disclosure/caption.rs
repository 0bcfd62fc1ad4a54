//! What stands above a table: its title, label, unit and whose it is.

use super::words::{plain, tidy};
use crate::amount::Unit;
use crate::layout::Line;

/// What the lines above a table say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Caption {
    /// `表3`, `公开05表`.
    pub label: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The unit of its figures.
    pub unit: Option<Unit>,
    /// How many of the lines belong to the caption.
    pub lines: usize,
}

/// A line no longer than this is the rest of a line that was too long: 「级）」.
const SCRAP: usize = 4;
/// Titles are no longer than this.
const LONGEST_TITLE: usize = 48;
/// What the line that names the owner begins with.
const OWNERS: [&str; 7] = ["部门:", "部门名称", "单位名称", "编制单位", "编制部门", "填报单位", "填报部门"];
/// Chinese numerals of labels.
const NUMERALS: &str = "一二三四五六七八九十";
/// A caption has no more lines than this.
const MOST_LINES: usize = 8;

/// Reads the caption from the lines that stand before a table, the nearest last.
pub(super) fn read(before: &[&Line]) -> Caption {
    let mut caption = Caption::default();
    let mut passed = 0;
    let mut broken = String::new();
    for (distance, line) in (1..).zip(before.iter().rev().take(MOST_LINES)) {
        let text = tidy(&line.text);
        let sorted = match sort(&text) {
            // A title too long for its line goes on in the next one.
            Sort::Other if caption.title.is_none() && !broken.is_empty() => {
                title(&format!("{text}{broken}")).map_or(Sort::Other, |title| Sort::Title(None, title))
            }
            sorted => sorted,
        };
        match sorted {
            Sort::Blank | Sort::PageNumber => {}
            Sort::Unit(unit) => {
                caption.unit = caption.unit.or(Some(unit));
                caption.lines = distance;
            }
            Sort::Owner => caption.lines = distance,
            Sort::Label(label) => {
                if caption.label.is_some() {
                    break;
                }
                caption.label = Some(label);
                caption.lines = distance;
            }
            Sort::Title(label, title) => {
                if caption.title.is_some() {
                    break;
                }
                caption.title = Some(title);
                caption.label = caption.label.take().or(label);
                caption.lines = distance;
            }
            Sort::Other => {
                broken.clone_from(&text);
                // A word of an owner's or unit's line broken over two lines may stand between.
                passed += usize::from(text.chars().count() > SCRAP);
                if passed > 1 || caption.title.is_some() || text.chars().count() > 12 {
                    break;
                }
            }
        }
    }
    caption
}

/// What a line of a caption is.
#[derive(Debug, PartialEq)]
enum Sort {
    Blank,
    PageNumber,
    Unit(Unit),
    Owner,
    Label(String),
    Title(Option<String>, String),
    Other,
}

fn sort(text: &str) -> Sort {
    let bare = plain(text);
    if bare.is_empty() {
        return Sort::Blank;
    }
    if bare.chars().all(|c| c.is_ascii_digit() || "-—–第页共/".contains(c)) {
        return Sort::PageNumber;
    }
    if bare.contains("单位")
        && let Some(unit) = Unit::find(&bare)
    {
        return Sort::Unit(unit);
    }
    // 「（万元）」 alone, or a line of the form's foot such as 「金额单位 万元」.
    if matches!(bare.trim_matches(['(', ')']), "元" | "万元" | "千元" | "亿元") {
        return Unit::find(bare.trim_matches(['(', ')'])).map_or(Sort::Other, Sort::Unit);
    }
    if OWNERS.iter().any(|word| bare.starts_with(word))
        || bare.starts_with("单位:")
        || bare.starts_with("预算单位")
    {
        return Sort::Owner;
    }
    if is_period(&bare) {
        return Sort::Owner;
    }
    if let Some((label, rest)) = split_label(text) {
        if plain(&rest).is_empty() {
            return Sort::Label(label);
        }
        return title(&rest).map_or(Sort::Other, |title| Sort::Title(Some(label), title));
    }
    title(text).map_or(Sort::Other, |title| Sort::Title(None, title))
}

/// The period a table is of, alone on its line: 2024年度.
fn is_period(bare: &str) -> bool {
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    bare.len() - rest.len() == 4 && matches!(rest, "年" | "年度")
}

/// Takes a leading table label off: `表3`, `表 5.`, `公开05表`, `附表1-2`, `表一`.
pub(super) fn split_label(text: &str) -> Option<(String, String)> {
    const PREFIXES: [&str; 9] =
        ["部门公开表", "财决公开", "单位公开表", "预算公开", "决算公开", "预决算公开", "公开", "附表", "表"];
    let text = text.trim_start();
    let mut rest = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix)).or_else(|| {
        text.strip_prefix("附件").filter(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    })?;
    rest = rest.strip_prefix('表').unwrap_or(rest);
    let trimmed = rest.trim_start();
    // Digits end where numerals begin: 「表5一般公共预算支出表」.
    let in_digits = trimmed.starts_with(|c: char| c.is_ascii_digit());
    let counts = |c: char| if in_digits { c.is_ascii_digit() } else { NUMERALS.contains(c) };
    let end = trimmed
        .char_indices()
        .find(|(_, c)| !(counts(*c) || matches!(c, '-' | '－' | '—')))
        .map_or(trimmed.len(), |(at, _)| at);
    let number = trimmed.get(..end)?.trim_end_matches(['-', '－', '—']);
    let after = trimmed.get(number.len()..)?;
    let digits = in_digits;
    if number.is_empty()
        || number.chars().count() > 6
        || !(digits || number.chars().all(|c| NUMERALS.contains(c)))
    {
        return None;
    }
    let (tail, after) = after.strip_prefix('表').map_or(("", after), |after| ("表", after));
    let head = &text[..text.len() - rest.len()];
    let label = format!("{}{number}{tail}", head.trim_end());
    // 「表一般公共预算…」 is no label: a numeral must end there.
    let separated = after.is_empty()
        || after.starts_with(|c: char| {
            c.is_whitespace() || matches!(c, '.' | '．' | '、' | ':' | '：' | '(' | '（' | '《')
        });
    if !separated && !digits && tail.is_empty() {
        return None;
    }
    let after = after.trim_start_matches([' ', '\u{3000}', '.', '．', '、', ':', '：']);
    Some((label.chars().filter(|c| !c.is_whitespace()).collect(), after.to_owned()))
}

/// The title that a line is, where it can be one.
pub(super) fn title(text: &str) -> Option<String> {
    let text = tidy(text);
    let bare = plain(&text);
    let length = bare.chars().count();
    if !(3..=LONGEST_TITLE).contains(&length)
        || bare.contains(['。', '；', ';', '…', ':'])
        || bare.contains("....")
    {
        return None;
    }
    // A bracketed remark after the title belongs to it: 「支出预算总表（功能分类）」.
    let core = match (bare.rfind('('), bare.ends_with(')')) {
        (Some(open), true) => bare.get(..open).unwrap_or(&bare),
        _ => &bare,
    };
    let core = core.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let named = core.ends_with('表') || core.ends_with("情况") || bare.ends_with('表');
    let prose =
        bare.contains("本表") || bare.starts_with('注') || bare.contains('，') || bare.starts_with("附件");
    (named && !prose && core.chars().count() > 2).then(|| text.trim_matches(['《', '》']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::Origin;

    fn line(text: &str) -> Line {
        Line { text: text.to_owned(), origin: Origin::Line { line: 1, column: 1 }, full: false, gap: false }
    }

    #[test]
    fn labels_are_taken_off_titles() {
        for (text, want) in [
            ("表3", Some(("表3", ""))),
            ("表 5. 一般公共预算支出表", Some(("表5", "一般公共预算支出表"))),
            ("公开01表", Some(("公开01表", ""))),
            ("部门公开表 1", Some(("部门公开表1", ""))),
            ("附表1-2 收入总表", Some(("附表1-2", "收入总表"))),
            ("表一", Some(("表一", ""))),
            ("表5一般公共预算支出表", Some(("表5", "一般公共预算支出表"))),
            ("表一般公共预算", None),
            ("表示感谢", None),
        ] {
            let got = split_label(text);
            assert_eq!(got.as_ref().map(|(a, b)| (a.as_str(), b.as_str())), want, "{text}");
        }
    }

    #[test]
    fn a_caption_is_read_in_any_order() {
        let lines = [
            line("上一页的话。"),
            line("公开05表"),
            line("财政拨款支出预算表（功能科目）"),
            line("部门：某某中心  单位：万元"),
        ];
        let refs: Vec<&Line> = lines.iter().collect();
        let caption = read(&refs);
        assert_eq!(caption.label.as_deref(), Some("公开05表"));
        assert_eq!(caption.title.as_deref(), Some("财政拨款支出预算表（功能科目）"));
        assert_eq!(caption.unit, Some(Unit::TenThousand));
        assert_eq!(caption.lines, 3);
    }

    #[test]
    fn prose_is_no_title() {
        assert_eq!(title("注：本表反映部门本年度的总收支和年末结转结余情况。"), None);
        assert_eq!(title("收支预算总表").as_deref(), Some("收支预算总表"));
    }
}
