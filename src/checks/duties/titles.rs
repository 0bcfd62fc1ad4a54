//! N23: a document is called a department's or a unit's, not both.

use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Kind, Paragraph};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N23",
    name: "部门、单位的称呼一致",
    document: Kind::Unknown,
    doc: "查什么: 同一个单位、同一年的文件，标题里一处叫“部门预算（决算）”、另一处叫“单位预算（决算）”的，提示。正文句子里的“本部门”“本单位”不管，“部门（单位）”也不管。
为什么: 部门预算包括所属单位，单位预算只有本级；叫法混用，读者不知道口径。
依据: 部门预算、单位预算分别公开的要求。
举例: 封面是“某某局2024年度单位决算”，第三部分标题是“某某局2024年度部门决算情况说明”。
怎么改: 按实际口径统一称呼。",
    run,
};

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    let Some(own) = disclosure.identity.organization.as_deref() else {
        context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "没有找到公开单位的名称");
        return;
    };
    let word = match disclosure.identity.kind {
        Kind::Budget => "预算",
        Kind::Final => "决算",
        Kind::Unknown => {
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "不知道是预算还是决算");
            return;
        }
    };
    let called = |who: &str| -> Option<&Paragraph> {
        disclosure.paragraphs.iter().find(|paragraph| {
            let text: String = paragraph.text.chars().filter(|c| !c.is_whitespace()).collect();
            let title = text.chars().count() <= own.chars().count() + 24 && !text.contains('。');
            let after = text.split_once(own).map(|(_, after)| after);
            title
                && after.is_some_and(|after| {
                    after
                        .trim_start_matches(|c: char| c.is_ascii_digit() || "年度".contains(c))
                        .starts_with(&format!("{who}{word}"))
                })
        })
    };
    match (called("部门"), called("单位")) {
        (Some(department), Some(unit)) => {
            context.ledger.add(CHECK.code, Outcome::Failed);
            let origin =
                [unit, department].into_iter().filter_map(|paragraph| paragraph.origin_at(0).cloned());
            context.findings.push(Finding {
                origin: origin.collect(),
                suggestion: Some("按实际口径统一称呼".to_owned()),
                ..Finding::new(
                    CHECK.code,
                    Severity::Note,
                    Category::CodeOrLabel,
                    format!(
                        "标题里一处称“单位{word}”（{}），一处称“部门{word}”（{}）。",
                        unit.text.trim(),
                        department.text.trim()
                    ),
                )
            });
        }
        (None, None) => {
            context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "标题里没有写部门还是单位");
        }
        _ => context.ledger.add(CHECK.code, Outcome::Passed),
    }
}
