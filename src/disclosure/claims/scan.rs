//! Sentences, clauses and quantities in running text.

use rust_decimal::Decimal;

/// A figure with its unit, by characters of the text it was found in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: Decimal,
    pub(super) unit: String,
}

/// Units a figure may have, longer ones first. A bare 万 is 万元, as in `765.35万`.
const UNITS: &[&str] = &[
    "个百分点",
    "台（套）",
    "万元",
    "亿元",
    "千元",
    "万人次",
    "人次",
    "批次",
    "万人",
    "元",
    "万",
    "%",
    "个",
    "辆",
    "台",
    "人",
    "家",
    "项",
    "套",
    "次",
    "批",
    "户",
    "平方米",
];

/// Sentences with their full stops.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '！', '？']).collect()
}

/// Clauses with their stops; a comma within a figure parts nothing.
pub(super) fn clauses(sentence: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    let mut begin = 0;
    let chars: Vec<(usize, char)> = sentence.char_indices().collect();
    let mut depth = 0_usize;
    for (position, (at, c)) in chars.iter().enumerate() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // 2022年（上一年度，下同）预算 is one clause; a bracket that never closes is none.
        let closes = chars.iter().skip(position).take(30).any(|(_, c)| matches!(c, '）' | ')'));
        if depth > 0 && closes {
            continue;
        }
        if !matches!(c, '，' | ',' | '；' | ';' | '：' | ':' | '。') {
            continue;
        }
        let digit =
            |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|(_, c)| c.is_ascii_digit());
        let three = (1..=3).all(|step| digit(Some(position + step))) && !digit(Some(position + 4));
        if matches!(c, '，' | ',') && digit(position.checked_sub(1)) && three {
            continue;
        }
        let end = at + c.len_utf8();
        clauses.extend(sentence.get(begin..end));
        begin = end;
    }
    clauses.extend(sentence.get(begin..).filter(|rest| !rest.is_empty()));
    clauses
}

/// The figures of a text that carry a unit.
pub(super) fn quantities(text: &str) -> Vec<Quantity> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars.get(at).is_some_and(char::is_ascii_digit) {
            at += 1;
            continue;
        }
        let mut end = at;
        while chars.get(end).is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '，')) {
            end += 1;
        }
        while end > at && chars.get(end - 1).is_some_and(|c| matches!(c, '.' | ',' | '，')) {
            end -= 1;
        }
        let negative = at > 0
            && chars.get(at - 1).is_some_and(|c| matches!(c, '-' | '－' | '−'))
            && !(at > 1 && chars.get(at - 2).is_some_and(char::is_ascii_digit));
        let start = if negative { at - 1 } else { at };
        let digits: String = chars.get(start..end).unwrap_or_default().iter().collect();
        let rest: String = chars.get(end..).unwrap_or_default().iter().take(6).collect();
        let unit = UNITS.iter().find(|unit| rest.starts_with(**unit));
        if let (Some(unit), Some(value)) = (unit, super::value_of(&digits)) {
            let length = unit.chars().count();
            // 200万元以上设备 is a threshold, not a statement.
            let after: String = chars.get(end + length..).unwrap_or_default().iter().take(5).collect();
            let threshold =
                ["以上", "（含）以上", "以下", "（含）以下"].iter().any(|word| after.starts_with(word));
            if !threshold {
                let unit = match *unit {
                    "万" => "万元",
                    unit => unit,
                };
                found.push(Quantity { start, end: end + length, value, unit: unit.to_owned() });
            }
            at = end + length;
        } else {
            at = end.max(at + 1);
        }
    }
    found
}

/// The first year named: `2023年`, `2023 预算`.
pub(super) fn year_in(text: &str) -> Option<u16> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(4).enumerate().find_map(|(at, four)| {
        let digit = |at: usize| chars.get(at).is_some_and(|c| c.is_ascii_digit() || *c == '.');
        let alone = at.checked_sub(1).is_none_or(|before| !digit(before)) && !digit(at + 4);
        let year: u16 = four.iter().collect::<String>().parse().ok()?;
        let followed = chars.get(at + 4).is_some_and(|c| matches!(c, '年' | '预' | '收' | '决'));
        (alone && followed && (2000..2100).contains(&year)).then_some(year)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_within_figures_part_nothing() {
        assert_eq!(clauses("合计1,234.50万元，增长2%。"), ["合计1,234.50万元，", "增长2%。"]);
        assert_eq!(clauses("2020年，公务接待费减少"), ["2020年，", "公务接待费减少"]);
        assert_eq!(clauses("比2022年（上一年度，下同）预算增加，"), ["比2022年（上一年度，下同）预算增加，"]);
    }

    #[test]
    fn figures_without_a_unit_are_years_and_numbers() {
        let found = quantities("2024年预算1,234.50万元、车辆11辆，200万元以上设备0台（套），增长-3.5%");
        let read: Vec<(String, &str)> =
            found.iter().map(|q| (q.value.to_string(), q.unit.as_str())).collect();
        assert_eq!(
            read,
            [
                ("1234.50".to_owned(), "万元"),
                ("11".to_owned(), "辆"),
                ("0".to_owned(), "台（套）"),
                ("-3.5".to_owned(), "%")
            ]
        );
    }
}
