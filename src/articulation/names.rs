//! What the words of headers and row names say about structure: totals, parts, numbering.

/// The name without spaces and without the brackets and quotes that vary from print to print.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !"()（）[]【】“”\"'‘’：:*·".contains(*c))
        .map(crate::amount::half_width)
        .collect()
}

/// A total: 合计, 小计, 总计, or a name that ends so (本年收入合计).
#[must_use]
pub fn is_total(name: &str) -> bool {
    let name = plain(name);
    let name = without_unit(&name);
    ["合计", "小计", "总计", "共计", "计"].contains(&name)
        || ["合计", "小计", "总计"].iter().any(|word| name.ends_with(word))
}

/// A total of everything: 合计, 总计, 收入总计, 支出合计; not 人员经费合计.
#[must_use]
pub fn is_grand_total(name: &str) -> bool {
    let name = plain(name);
    let name = without_unit(&name);
    let Some(head) = ["合计", "总计", "共计"].iter().find_map(|word| name.strip_suffix(word)) else {
        return false;
    };
    head.is_empty()
        || ["收入", "支出", "本年收入", "本年支出", "收支", "项目", "部门", "单位", "资金"].contains(&head)
}

/// A part that is named but is no addend: 其中：….
#[must_use]
pub fn is_excerpt(name: &str) -> bool {
    plain(name).starts_with("其中")
}

/// A ratio, not an amount: 增减%, 占比, 执行率.
#[must_use]
pub fn is_ratio(name: &str) -> bool {
    let name = plain(name);
    ["%", "占比", "比例", "比重", "率", "幅度"].iter().any(|word| name.contains(word))
        && !name.contains("利率")
}

/// A column that never is an addend: ratios, counts, numbers of lines, changes.
#[must_use]
pub fn is_no_addend(name: &str) -> bool {
    let plain = plain(name);
    is_ratio(name)
        || is_excerpt(name)
        || ["增减", "增长", "数量", "人数", "单价", "序号", "行次", "栏次", "年度", "编制人"]
            .iter()
            .any(|word| plain.contains(word))
}

fn without_unit(name: &str) -> &str {
    ["万元", "元"].iter().find_map(|unit| name.strip_suffix(unit)).unwrap_or(name)
}

/// How a row is numbered: depth (1 for 一、, 2 for （一）, 3 for 1., 4 for （1）) and ordinal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbering {
    /// Depth from 1.
    pub depth: u8,
    /// Ordinal from 1.
    pub ordinal: u32,
}

/// The numbering a name begins with.
#[must_use]
pub fn numbering(name: &str) -> Option<Numbering> {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).map(crate::amount::half_width).collect();
    let (bracketed, rest) = match name.strip_prefix(['(', '（']) {
        Some(rest) => (true, rest),
        None => (false, name.as_str()),
    };
    let chinese = rest.find(|c| !"一二三四五六七八九十".contains(c)).unwrap_or(rest.len());
    let arabic = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, after) = rest.split_at(chinese.max(arabic));
    let closed = if bracketed {
        after.starts_with([')', '）'])
    } else {
        // `1.5` begins no numbered item.
        after.starts_with(['、', '.', '．']) && !after.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    };
    if digits.is_empty() || !closed {
        return None;
    }
    let ordinal = if arabic > 0 { digits.parse().ok()? } else { chinese_ordinal(digits)? };
    let depth = match (arabic > 0, bracketed) {
        (false, false) => 1,
        (false, true) => 2,
        (true, false) => 3,
        (true, true) => 4,
    };
    Some(Numbering { depth, ordinal })
}

fn chinese_ordinal(digits: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().zip(1u32..).find(|(d, _)| *d == c).map(|(_, n)| n);
    match digits.split_once('十') {
        None => {
            let mut chars = digits.chars();
            let first = digit(chars.next()?)?;
            chars.next().is_none().then_some(first)
        }
        Some((tens, ones)) => {
            let one = |text: &str, none: u32| match text.chars().next() {
                None => Some(none),
                Some(c) => digit(c),
            };
            Some(one(tens, 1)? * 10 + one(ones, 0)?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numberings_have_depth_and_ordinal() {
        for (name, want) in [
            ("一、一般公共预算拨款收入", Some((1, 1))),
            ("二十二、其他支出", Some((1, 22))),
            ("十、卫生健康支出", Some((1, 10))),
            ("（一）社会保障和就业支出", Some((2, 1))),
            ("1.一般公共预算资金", Some((3, 1))),
            ("２．政府性基金", Some((3, 2))),
            ("（1）公务用车购置费", Some((4, 1))),
            ("208社会保障", None),
            ("一般公共服务支出", None),
            ("1.5万元", None),
            ("", None),
        ] {
            assert_eq!(numbering(name).map(|n| (n.depth, n.ordinal)), want, "{name}");
        }
    }

    #[test]
    fn totals_are_told_from_items() {
        assert!(is_total("本年收入合计") && is_total("小 计") && is_total("合计（万元）"));
        assert!(!is_total("统计信息事务") && !is_total("会计"));
        assert!(is_grand_total("合 计") && is_grand_total("支出总计") && !is_grand_total("人员经费合计"));
        assert!(is_no_addend("其中：教育收费") && is_no_addend("增减%") && !is_no_addend("项目支出"));
    }
}
