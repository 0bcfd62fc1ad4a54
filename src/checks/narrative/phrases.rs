//! Years, lists and reasons in running text.

/// The years named, each with the byte at which it begins: four digits before 年, standing alone.
#[must_use]
pub fn years(text: &str) -> Vec<(usize, u16)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let digits =
            text.get(at.saturating_sub(4)..at).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let Some(year) = digits.and_then(|digits| digits.parse::<u16>().ok()) else { continue };
        let start = at.saturating_sub(4);
        let longer = text
            .get(..start)
            .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit() || c == '.'));
        if (2000..2100).contains(&year) && !longer {
            found.push((start, year));
        }
    }
    found
}

/// The names of a list: parted by 、 or ，, without brackets' contents, closing 等, lead-ins and figures.
#[must_use]
pub fn listed(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    // （按“…表”填写） is an instruction, （护） in 维修（护）费 part of a name.
    while let Some((before, inner)) = rest.split_once('（') {
        plain.push_str(before);
        let (inside, behind) = inner.split_once('）').unwrap_or((inner, ""));
        if inside.chars().count() <= 3 {
            plain.push('（');
            plain.push_str(inside);
            plain.push('）');
        }
        rest = behind;
    }
    plain.push_str(rest);
    plain
        .split(['、', '，', ',', '；'])
        .map(|name| {
            let name = name.trim().trim_start_matches(['：', ':']);
            let name = name.split(|c: char| c.is_ascii_digit()).next().unwrap_or(name);
            name.trim_end_matches('等').trim_end_matches("等支出").to_owned()
        })
        .filter(|name| name.chars().count() >= 2)
        .collect()
}

/// The single reason given behind `from`: `主要原因是：…。`, as long as it is one clause.
#[must_use]
pub fn reason(text: &str) -> Option<&str> {
    let (at, word) = ["原因是", "原因：", "原因为", "主要是"]
        .into_iter()
        .filter_map(|word| text.find(word).map(|at| (at, word)))
        .min()?;
    let behind = text.get(at + word.len()..)?.trim_start_matches(['：', ':', '是', '由', '于']);
    let clause = behind.split('。').next()?;
    (!clause.contains(['，', '；', '、', '：', ','])).then_some(clause.trim())
}

/// What is said to go up or down, and the direction: `宣传经费增加` → (`宣传`, `增加`).
#[must_use]
pub fn moved(reason: &str) -> Option<(&str, &str)> {
    let word = ["增加", "增长", "上升", "提高", "减少", "下降", "降低"]
        .into_iter()
        .find(|word| reason.ends_with(word))?;
    let mut rest = reason.strip_suffix(word)?;
    loop {
        let before = rest;
        for tail in ["有所", "的", "经费", "预算", "资金", "安排", "费用"] {
            rest = rest.strip_suffix(tail).unwrap_or(rest);
        }
        if rest == before {
            return Some((rest, word));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_stand_alone() {
        assert_eq!(years("比2022年收支总预算12022年"), [(3, 2022)]);
        assert_eq!(years("2077.09万元，89号，202年度"), []);
    }

    #[test]
    fn lists_are_taken_apart() {
        assert_eq!(
            listed("：办公费20万元、维修（护）费、其他支出等（按“06表”中的实际支出填写）"),
            ["办公费", "维修（护）费", "其他支出"]
        );
    }

    #[test]
    fn a_single_reason_that_moves_something() {
        assert_eq!(reason("减少2%。主要原因是：宣传经费增加。"), Some("宣传经费增加"));
        assert_eq!(reason("主要原因是人员增加，项目减少。"), None);
        assert_eq!(moved("宣传事务经费有所增加"), Some(("宣传事务", "增加")));
        assert_eq!(moved("口径变动"), None);
    }
}
