//! N30: the numbers of the tables leave none out.

use std::collections::BTreeSet;

use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Disclosure, Kind};
use crate::forms::title;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N30",
    name: "表号没有跳过去的",
    document: Kind::Unknown,
    doc: "查什么: 没有目录的文件，各张表自己的编号（表1、表2……）中间有没有跳过去的。每张表都认出是哪张表样、写了整数的表号才查。
为什么: 跳过去的表号，要么漏了表，要么那几张表是图片、没有读到；两种情况都说明这份文件没有查全。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）：没有数据的表格也应当列出空表并说明。
举例: 文件里有表7、表12，没有读到表1至表6、表8至表11。
怎么改: 补上漏掉的表；表是图片的，换成文字的表再公开。",
    run,
};

fn run(context: &mut Context<'_>) {
    let left_out = left_out(context.disclosure);
    let Some(first) = context.disclosure.tables.first().filter(|_| !left_out.is_empty()) else {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "表号没有跳过去的，或者看不出表号");
        return;
    };
    if context.has_pictures() {
        let reason = "有的页是图片，跳过去的表可能就在图片上";
        context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
        return;
    }
    context.ledger.add(CHECK.code, Outcome::Failed);
    let read: Vec<&str> =
        context.disclosure.tables.iter().filter_map(|table| table.label.as_deref()).collect();
    let missing = ranges(&left_out);
    let message = format!(
        "读到的表有{}，没有读到{missing}：可能是图片没有文字，也可能漏了表；这些表没有核对。",
        read.join("、")
    );
    let place = first.rows.iter().flat_map(|row| &row.cells).find_map(|cell| cell.origin.clone());
    context.findings.push(Finding {
        expected: Some(missing),
        origin: place.into_iter().collect(),
        suggestion: Some("补上漏掉的表；表是图片的，换成文字的表".to_owned()),
        ..Finding::new(CHECK.code, Severity::Warning, Category::Completeness, message)
    });
}

/// The numbers left out between 1 and the last one; none where a table has no whole number or belongs to no known
/// form, or a list of contents tells what there should be.
pub(in crate::checks) fn left_out(disclosure: &Disclosure) -> Vec<u32> {
    let known = disclosure.tables.iter().all(|table| table.form.is_some());
    if !disclosure.contents.is_empty() || disclosure.tables.len() < 2 || !known {
        return Vec::new();
    }
    let number = |label: Option<&String>| -> Option<u32> {
        let key = title::label_key(label?);
        key.trim_start_matches(|c: char| !c.is_ascii_digit()).trim_start_matches('0').parse().ok()
    };
    let numbers: Option<BTreeSet<u32>> =
        disclosure.tables.iter().map(|table| number(table.label.as_ref())).collect();
    let Some(numbers) = numbers else { return Vec::new() };
    let last = numbers.last().copied().unwrap_or(0);
    // Two tables of one number are parts of one, or of two series.
    if last > 40 || numbers.len() < disclosure.tables.len() {
        return Vec::new();
    }
    (1..last).filter(|number| !numbers.contains(number)).collect()
}

/// `表1至表6、表8`.
fn ranges(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let said = |(first, last): &(u32, u32)| match last - first {
        0 => format!("表{first}"),
        _ => format!("表{first}至表{last}"),
    };
    runs.iter().map(said).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::model::Table;

    fn labelled(labels: &[&str]) -> Disclosure {
        let table = |label: &&str| Table {
            label: Some((*label).to_owned()).filter(|label| !label.is_empty()),
            form: Some("示例/01".to_owned()),
            ..Table::default()
        };
        Disclosure { tables: labels.iter().map(table).collect(), ..Disclosure::default() }
    }

    #[test]
    fn numbers_between_are_missed() {
        assert_eq!(left_out(&labelled(&["表2", "表5"])), [1, 3, 4]);
        assert_eq!(ranges(&[1, 3, 4]), "表1、表3至表4");
        assert!(left_out(&labelled(&["表1", "表2"])).is_empty());
        assert!(left_out(&labelled(&["表2", "", "表5"])).is_empty());
        assert!(left_out(&labelled(&["表2", "表2", "表5"])).is_empty());
        assert!(left_out(&labelled(&["公开01表", "公开02表"])).is_empty());
    }
}
