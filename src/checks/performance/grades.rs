//! P06: the grade the prose gives against the score it gives.

use rust_decimal::Decimal;

use super::nothing;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::claims::narrative;
use crate::disclosure::model::Kind;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "P06",
    name: "评价等级和得分相符",
    document: Kind::Unknown,
    doc: "查什么: 文字里同一句话既写得分又写等级（优、良、中、差，或者优秀、良好、合格、不合格）的，等级和得分是不是相符：优不低于 90 分，良在 75 到 90 分之间，中（合格）在 60 到 90 分之间，差（不合格）低于 60 分。各地良和中的分界不一，按最宽的算。
为什么: 等级是由得分定的；不相符，说明改了一个没有改另一个。
依据: 《项目支出绩效评价管理办法》（财预〔2020〕10号）：90（含）—100 分为优，80（含）—90 分为良，60（含）—80 分为中，60 分以下为差；各地可以另定。
举例: “自评得分 86 分，评价等级为优”。
怎么改: 按得分改等级，或者核对得分。",
    run,
};

/// Grades, the longer names first, with the scores they allow: at least, and below (100 counts in).
const GRADES: [(&str, i64, i64); 8] = [
    ("优秀", 90, 101),
    ("优良", 75, 101),
    ("良好", 75, 90),
    ("不合格", 0, 60),
    ("合格", 60, 90),
    ("优", 90, 101),
    ("良", 75, 90),
    ("差", 0, 60),
];

/// What stands between the word for a grade and the grade.
const LEADS: [&str; 7] = ["等级为", "评级为", "等级是", "结果为", "等次为", "评定为", "等级："];

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let mut found = Vec::new();
    for (_, paragraph) in narrative(&disclosure.paragraphs) {
        let mut start = 0;
        for sentence in paragraph.text.split_inclusive(['。', '；']) {
            let at = start;
            start += sentence.chars().count();
            let (Some(score), Some(grade)) = (score(sentence), grade(sentence)) else { continue };
            let (name, least, below) = grade;
            if score >= Decimal::from(least) && score < Decimal::from(below) {
                context.ledger.add(CHECK.code, Outcome::Passed);
                continue;
            }
            context.ledger.add(CHECK.code, Outcome::Failed);
            let right = GRADES
                .iter()
                .rev()
                .find(|(_, least, below)| score >= Decimal::from(*least) && score < Decimal::from(*below));
            found.push(Finding {
                expected: right.map(|(name, ..)| (*name).to_owned()),
                actual: Some(name.to_owned()),
                origin: paragraph.origin_at(at).cloned().into_iter().collect(),
                suggestion: Some("按得分改等级，或者核对得分".to_owned()),
                ..Finding::new(
                    CHECK.code,
                    Severity::Warning,
                    Category::Performance,
                    format!("得分 {score}，等级写“{name}”，不相符：“{}”。", sentence.trim()),
                )
            });
        }
    }
    context.findings.extend(found);
    nothing(context, CHECK.code, "文字里没有同时写得分和等级");
}

/// The one score out of a hundred that a sentence gives.
fn score(sentence: &str) -> Option<Decimal> {
    let mut scores = sentence.match_indices('分').filter_map(|(at, _)| {
        let before = sentence.get(..at)?.trim_end();
        let number: String = before.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let number: String = number.chars().rev().collect();
        let lead = before.get(..before.len().checked_sub(number.len())?)?;
        let scored = lead.contains("得分") || lead.trim_end().ends_with('得');
        scored.then(|| number.parse::<Decimal>().ok())?
    });
    let first = scores.next()?;
    // 满分 100 分, 得分 86 分: two numbers of which one is meant.
    (scores.next().is_none() && !sentence.contains("满分") && first <= Decimal::ONE_HUNDRED).then_some(first)
}

fn grade(sentence: &str) -> Option<(&'static str, i64, i64)> {
    let behind = LEADS.iter().find_map(|lead| Some(sentence.split_once(lead)?.1))?;
    let bare = behind.trim_start_matches(['“', '"', '「', '《', '：', ' ']);
    let grade = GRADES.iter().find(|(name, ..)| bare.starts_with(name)).copied()?;
    // 良 or 优 as a word of its own, not the beginning of another.
    let next = bare.get(grade.0.len()..)?.chars().next();
    next.is_none_or(|c| "”\"」》，。；、）)（( ".contains(c) || c == '级').then_some(grade)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_and_scores_are_read() {
        let sentence = "项目自评得分86.5分，评价等级为“优”。";
        assert_eq!(score(sentence), "86.5".parse().ok());
        assert_eq!(grade(sentence).map(|g| g.0), Some("优"));
        assert_eq!(score("满分100分，得分86分。"), None);
        assert_eq!(grade("评价结果为优化支出结构。").map(|g| g.0), None);
    }
}
