//! P18: how many projects got which grade, and how many problems were put right, against the number of them all.

use super::nothing;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "P18",
    name: "各等级的项目数、整改的问题数加起来等于总数",
    document: Kind::Unknown,
    doc: "查什么: “绩效自评的项目 n 个，……其中，评级为‘优’的 a 个、‘良’的 b 个、‘合格’的 c 个、‘不合格’的 d 个”：a+b+c+d 是不是 n；“发现问题 n 个，已经完成整改的 a 个，正在整改的 b 个”：a+b 是不是 n。没有列全等级的不判断。
为什么: 每个自评项目都有一个等级；加不起来说明有一个数没有更新。
依据: 部门决算公开模板“预算绩效管理情况”。
举例: 自评项目 11 个，优 7 个、良 2 个、合格 0 个、不合格 0 个，合计 9 个。
怎么改: 对照自评结果改正个数。",
    run,
};

/// Names of grades, as they stand in quotation marks or before the word for projects.
const GRADES: [&str; 9] = ["优秀", "优", "良好", "良", "合格", "不合格", "中", "差", "一般"];

/// The last grade of a list that leaves none out.
const LOWEST: [&str; 3] = ["不合格", "差", "不及格"];

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    for paragraph in &disclosure.paragraphs {
        for list in lists(&paragraph.text) {
            let sum: u64 = list.parts.iter().sum();
            if sum == list.total {
                context.ledger.add(CHECK.code, Outcome::Passed);
                continue;
            }
            context.ledger.add(CHECK.code, Outcome::Failed);
            let place = paragraph.text.get(..list.at).unwrap_or_default().chars().count();
            let message = format!("{}写 {} 个，后面各项加起来是 {sum} 个。", list.what, list.total);
            context.findings.push(Finding {
                expected: Some(sum.to_string()),
                actual: Some(list.total.to_string()),
                origin: paragraph.origin_at(place).cloned().into_iter().collect(),
                suggestion: Some("核对各等级（各状态）的个数和总数".to_owned()),
                ..Finding::new(CHECK.code, Severity::Warning, Category::Performance, message)
            });
        }
    }
    nothing(context, CHECK.code, "文字里没有按等级列出项目个数");
}

/// A total with its parts.
struct List {
    what: &'static str,
    total: u64,
    parts: Vec<u64>,
    /// The byte at which the total stands.
    at: usize,
}

/// A count of things in its clause.
struct Counted<'a> {
    clause: &'a str,
    /// What stands behind it, to the next mark.
    behind: &'a str,
    value: u64,
    at: usize,
}

fn lists(text: &str) -> Vec<List> {
    if !text.contains("优") && !text.contains("整改") {
        return Vec::new();
    }
    let counts = counts(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(count) = counts.get(at) {
        let behind = |test: fn(&str) -> bool| {
            counts.get(at + 1..).unwrap_or_default().iter().take_while(move |next| test(next.clause))
        };
        if of_projects(count) {
            let parts: Vec<&Counted<'_>> = behind(|clause| grade_of(clause).is_some()).collect();
            let whole =
                parts.iter().filter_map(|part| grade_of(part.clause)).any(|own| LOWEST.contains(&own));
            if parts.len() >= 3 && whole {
                let parts = parts.iter().map(|part| part.value).collect();
                found.push(List { what: "自评的项目", total: count.value, parts, at: count.at });
            }
        } else if count.clause.contains("发现问题") {
            let parts: Vec<u64> = behind(|clause| clause.contains("整改")).map(|part| part.value).collect();
            if parts.len() == 2 {
                found.push(List { what: "发现的问题", total: count.value, parts, at: count.at });
            }
        }
        at += 1;
    }
    found
}

/// Every `n个` of a text with the clause it ends.
fn counts(text: &str) -> Vec<Counted<'_>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('个') {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let Some(value) = before.get(start..).and_then(|digits| digits.parse().ok()) else { continue };
        let lead = before.get(..start).unwrap_or_default();
        let clause = lead.rsplit(['，', '；', '。', '、', '（', '(', '：', ',']).next().unwrap_or(lead);
        let rest = text.get(at + '个'.len_utf8()..).unwrap_or_default();
        let behind = rest.split(['，', '；', '。', '、', '（', '(', '：', ',', '）']).next().unwrap_or(rest);
        found.push(Counted { clause, behind, value, at: start });
    }
    found
}

/// 绩效自评的项目39个; 对我部门的 1 个项目开展了财政重点评价.
fn of_projects(count: &Counted<'_>) -> bool {
    let evaluated =
        count.clause.contains("自评") || count.clause.contains("评价") || count.behind.contains("评价");
    let projects = count.clause.contains("项目") || count.behind.starts_with("项目");
    evaluated && projects && grade_of(count.clause).is_none()
}

/// The grade that a clause is about: in quotation marks, or the clause is nothing else.
fn grade_of(clause: &str) -> Option<&'static str> {
    let bare = clause.trim().trim_start_matches("其中").trim_end_matches("项目").trim_end_matches('的');
    GRADES.into_iter().find(|grade| {
        let quoted =
            [format!("“{grade}”"), format!("\"{grade}\"")].iter().any(|quoted| clause.contains(quoted));
        quoted || bare == *grade || bare.ends_with(&format!("为{grade}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_added_up() {
        let text = "绩效自评的2022年度项目11个，涉及预算金额1.00万元，平均得分93分（其中，绩效评级为“优”的项目7个；绩效评级为“良”的项目2个；绩效评级为“合格”的项目0个；绩效评级为“不合格”的项目0个。绩效自评中共发现问题3个，已经完成整改的2个，正在整改的1个）。";
        let found: Vec<(u64, u64)> =
            lists(text).into_iter().map(|list| (list.total, list.parts.iter().sum())).collect();
        assert_eq!(found, [(11, 9), (3, 3)]);
    }

    #[test]
    fn lists_without_the_lowest_grade_are_left_alone() {
        assert!(lists("开展绩效自评的项目9个，其中优7个、良1个。").is_empty());
    }
}
