//! What a cell of a performance form is: an operator, a number, a unit word, a date, a level or other text.

use super::vocabulary::{is_first_level, is_second_level};
use crate::amount::{self, half_width};
use crate::disclosure::words::{is_blank, plain};

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An operator: `=`, `≥`, 大于等于.
    Op,
    /// A bare number.
    Number,
    /// A number with a per cent sign.
    Percent,
    /// A number with its operator or its unit: `≥95%`, 5件.
    Measure,
    /// A date: 2024-12, 2024年12月31日前.
    Date,
    /// A usual first-level indicator.
    First,
    /// A usual second-level indicator.
    Second,
    /// A name that forms use on either level: 成本指标, 满意度指标.
    Either,
    /// A word that counts: 人次, 万元, 元/人.
    Unit,
    /// A dash in place of a value.
    Dash,
    /// Other text; the number of its characters.
    Text(usize),
}

/// Words that count, longer than one would guess a unit to be.
const UNITS: [&str; 46] = [
    "人",
    "人次",
    "万人次",
    "万人",
    "万户",
    "万元",
    "亿元",
    "元",
    "次",
    "次数",
    "人数",
    "个",
    "件",
    "项",
    "天",
    "月",
    "年",
    "小时",
    "分钟",
    "家",
    "户",
    "所",
    "座",
    "套",
    "台",
    "台套",
    "辆",
    "部",
    "份",
    "篇",
    "期",
    "场",
    "场次",
    "批",
    "批次",
    "平方米",
    "立方米",
    "平方公里",
    "公里",
    "千米",
    "米",
    "吨",
    "公顷",
    "个工作日",
    "工作日",
    "百分比",
];

/// Tells what a cell is.
pub(super) fn kind(text: &str) -> Kind {
    let bare = plain(text);
    let length = bare.chars().count();
    if operator(&bare).is_some() {
        return Kind::Op;
    }
    if is_blank(&bare) {
        return Kind::Dash;
    }
    if amount::parse(&bare).is_some() {
        return Kind::Number;
    }
    if percent(&bare).is_some() {
        return Kind::Percent;
    }
    if is_date(&bare) {
        return Kind::Date;
    }
    match (is_first_level(&bare), is_second_level(&bare)) {
        (true, true) => return Kind::Either,
        (true, false) => return Kind::First,
        (false, true) => return Kind::Second,
        (false, false) => {}
    }
    if split(&bare).is_some() {
        return Kind::Measure;
    }
    if matches!(bare.as_str(), "%" | "‰" | "％") || UNITS.contains(&bare.as_str()) || is_rate(&bare) {
        return Kind::Unit;
    }
    Kind::Text(length)
}

/// 元/人/月, 个、次.
fn is_rate(bare: &str) -> bool {
    let parts: Vec<&str> = bare.split(['/', '、']).collect();
    parts.len() > 1 && parts.iter().all(|part| (1..=4).contains(&part.chars().count()) && !has_digit(part))
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| half_width(c).is_ascii_digit())
}

/// The operator that a cell is: `=`, `>=`, `<=`, `>`, `<`.
pub(super) fn operator(text: &str) -> Option<&'static str> {
    Some(match plain(text).as_str() {
        "=" | "＝" | "等于" | "==" => "=",
        ">=" | "≥" | "⩾" | "≧" | "＞＝" | "＞=" | "=>" | "大于等于" | "大于或等于" | "不小于" | "不低于"
        | "不少于" | "\\geq" => ">=",
        "<=" | "≤" | "⩽" | "≦" | "＜＝" | "＜=" | "=<" | "小于等于" | "小于或等于" | "不大于" | "不高于"
        | "不超过" | "\\leq" => "<=",
        ">" | "＞" | "大于" => ">",
        "<" | "＜" | "小于" => "<",
        _ => return None,
    })
}

/// The number of a percentage.
pub(super) fn percent(text: &str) -> Option<rust_decimal::Decimal> {
    let bare = plain(text);
    amount::parse(bare.strip_suffix(['%', '％'])?)
}

/// 2024-12, 2024-12-31, 2024年, 2024年12月31日前, 12月底.
fn is_date(bare: &str) -> bool {
    let text: String = bare.chars().map(half_width).collect();
    let text = text.trim_end_matches(['前', '底', '末', '内']);
    let digits = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit())
    };
    let year =
        |part: &str| part.len() == 4 && digits(part, 4) && (part.starts_with("20") || part.starts_with("19"));
    let dashed: Vec<&str> = text.split(['-', '/', '.']).collect();
    // 2024.12 may be a number; dots need three parts.
    if (dashed.len() == 3 || dashed.len() == 2 && !text.contains('.'))
        && dashed.first().is_some_and(|part| year(part))
        && dashed.iter().skip(1).all(|part| digits(part, 2))
    {
        return true;
    }
    let (years, rest) = match text.split_once('年') {
        Some((years, rest)) => (Some(years), rest),
        None => (None, text),
    };
    if years.is_some_and(|part| !year(part)) {
        return false;
    }
    let (months, rest) = match rest.split_once('月') {
        Some((months, rest)) => (Some(months), rest),
        None => (None, rest),
    };
    if months.is_some_and(|part| !digits(part, 2)) {
        return false;
    }
    let day =
        rest.is_empty() || months.is_some() && rest.strip_suffix('日').is_some_and(|part| digits(part, 2));
    day && (years.is_some() || months.is_some())
}

/// An operator, a number and a unit out of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measure {
    /// The operator, where one is printed.
    pub op: Option<&'static str>,
    /// The number as printed.
    pub number: String,
    /// The unit, where one is printed.
    pub unit: Option<String>,
}

/// Splits `≥95%`, `=100`, `5件`, `≥13459.00(平方米)`; `None` where the cell is not one number with these around it.
pub(super) fn split(text: &str) -> Option<Measure> {
    const SIGNS: [&str; 23] = [
        ">=",
        "<=",
        "≥",
        "≤",
        "⩾",
        "⩽",
        "≧",
        "≦",
        "＞＝",
        "＜＝",
        "大于等于",
        "小于等于",
        "不低于",
        "不少于",
        "不高于",
        "不超过",
        "大于",
        "小于",
        "=",
        "＝",
        ">",
        "<",
        "＞",
    ];
    let bare = plain(text);
    let sign = SIGNS.iter().find(|sign| bare.starts_with(**sign));
    let op = sign.and_then(|sign| operator(sign));
    let rest = bare.get(sign.map_or(0, |sign| sign.len())..)?;
    let end = rest
        .char_indices()
        .find(|(_, c)| !(half_width(*c).is_ascii_digit() || matches!(c, '.' | ',' | '，' | '．')))
        .map_or(rest.len(), |(at, _)| at);
    let (number, tail) = rest.split_at(end);
    amount::parse(number)?;
    let tail = tail.strip_prefix('(').and_then(|t| t.strip_suffix(')')).unwrap_or(tail);
    // A year counts nothing, and neither does what has further numbers in it.
    let year = number.len() == 4 && number.starts_with("20") && tail.starts_with('年');
    if has_digit(tail) || tail.chars().count() > 6 || year || op.is_none() && tail.is_empty() {
        return None;
    }
    if tail.contains(['-', '~', '～', '—', '至', '(', ')', '，', '。']) || operator(tail).is_some() {
        return None;
    }
    let unit = if tail == "％" { "%" } else { tail };
    Some(Measure { op, number: number.to_owned(), unit: (!unit.is_empty()).then(|| unit.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_apart() {
        for (text, want) in [
            ("≥", Kind::Op),
            ("<=", Kind::Op),
            ("100,000.5", Kind::Number),
            ("84.0%", Kind::Percent),
            ("2024-12", Kind::Date),
            ("2024年12月31日前", Kind::Date),
            ("2024年", Kind::Date),
            ("12月底", Kind::Date),
            ("1年", Kind::Measure),
            ("≥95%", Kind::Measure),
            ("元/人/月", Kind::Unit),
            ("个、次", Kind::Unit),
            ("—", Kind::Dash),
            ("产出指标", Kind::First),
            ("成本指标", Kind::Either),
            ("服务对象满意度指", Kind::Second),
            ("社会公众满意度", Kind::Text(7)),
            ("管理规范", Kind::Text(4)),
        ] {
            assert_eq!(kind(text), want, "{text}");
        }
    }

    #[test]
    fn a_measure_is_split() {
        for (text, want) in [
            ("≥95%", Some((Some(">="), "95", Some("%")))),
            ("=100", Some((Some("="), "100", None))),
            ("100%", Some((None, "100", Some("%")))),
            ("5件", Some((None, "5", Some("件")))),
            ("≥13459.00(平方米)", Some((Some(">="), "13459.00", Some("平方米")))),
            ("100", None),
            ("2020年12月31日前", None),
            ("80%-100%", None),
            ("比上年增加10万元", None),
            ("2024年", None),
        ] {
            let got = split(text);
            let got = got.as_ref().map(|m| (m.op, m.number.as_str(), m.unit.as_deref()));
            assert_eq!(got, want, "{text}");
        }
    }
}
