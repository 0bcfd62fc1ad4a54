//! The province, city and county that an organization's name tells.

use std::sync::OnceLock;

/// A province with its prefectures.
struct Province {
    name: &'static str,
    cities: Vec<&'static str>,
}

static PROVINCES: OnceLock<Vec<Province>> = OnceLock::new();

fn provinces() -> &'static [Province] {
    PROVINCES.get_or_init(|| {
        include_str!("data/regions.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut words = line.split_whitespace();
                Some(Province { name: words.next()?, cities: words.collect() })
            })
            .collect()
    })
}

/// Places named after what is in them rather than counties.
const NO_COUNTIES: &[&str] = &[
    "社区",
    "园区",
    "校区",
    "景区",
    "小区",
    "辖区",
    "市区",
    "灌区",
    "林区",
    "库区",
    "矿区",
    "地区",
    "军区",
    "保护区",
    "城市",
    "超市",
];

/// Where an organization is, from the top: `沈阳市和平区某局` → `辽宁省沈阳市和平区`. `None` where the name starts
/// with no place that is known.
#[must_use]
pub fn of(organization: &str) -> Option<String> {
    let (province, rest) = leading_province(organization);
    let all = provinces();
    let city = |province: &'static Province| {
        province.cities.iter().copied().find(|city| rest.starts_with(city)).map(|city| (province, city))
    };
    let found = match province {
        Some(province) => city(province),
        None => all.iter().find_map(city),
    };
    let (name, rest) = match (province, found) {
        (_, Some((province, city))) => (format!("{}{city}", province.name), &rest[city.len()..]),
        (Some(province), None) => (province.name.to_owned(), rest),
        (None, None) => return None,
    };
    Some(match county(rest) {
        Some(county) => format!("{name}{county}"),
        None => name,
    })
}

/// A province at the head of a name, in full or short (`江苏省`, `内蒙古`), and the rest.
fn leading_province(name: &str) -> (Option<&'static Province>, &str) {
    for province in provinces() {
        if let Some(rest) = name.strip_prefix(province.name) {
            return (Some(province), rest);
        }
    }
    for province in provinces().iter().filter(|province| province.name.ends_with("自治区")) {
        let short: String =
            province.name.chars().take(if province.name.starts_with("内蒙古") { 3 } else { 2 }).collect();
        if let Some(rest) = name.strip_prefix(short.as_str()) {
            return (Some(province), rest.strip_prefix("自治区").unwrap_or(rest));
        }
    }
    (None, name)
}

/// A county at the head of what follows the city: `和平区`, `某某县`.
fn county(rest: &str) -> Option<&str> {
    let (end, _) =
        rest.char_indices().take(7).skip(1).find(|(_, c)| matches!(c, '区' | '县' | '市' | '旗'))?;
    let name = rest.get(..end + '区'.len_utf8())?;
    // 「XX市XX区」 inside the name of another thing ends in a word of that thing.
    let no_county = NO_COUNTIES.iter().any(|word| name.ends_with(word));
    (!no_county && name.chars().count() <= 7).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_from_the_top() {
        assert_eq!(of("沈阳市和平区某某中心").as_deref(), Some("辽宁省沈阳市和平区"));
        assert_eq!(of("辽宁省沈阳市某某局（本级）").as_deref(), Some("辽宁省沈阳市"));
        assert_eq!(of("上海市普陀区某某局").as_deref(), Some("上海市普陀区"));
        assert_eq!(of("江苏省某某办公厅").as_deref(), Some("江苏省"));
        assert_eq!(of("内蒙古包头市某某局").as_deref(), Some("内蒙古自治区包头市"));
        assert_eq!(of("北京市社区服务中心").as_deref(), Some("北京市"));
        assert_eq!(of("某某镇人民政府"), None);
        assert_eq!(provinces().len(), 34);
    }
}
