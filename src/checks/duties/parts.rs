//! C03: the explanations have the parts they must have.

use super::{has_prose, texts};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::text::passage::is_template;
use crate::disclosure::model::{Disclosure, Kind};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "C03",
    name: "情况说明的内容齐全",
    document: Kind::Unknown,
    doc: "查什么: 有文字说明的文件，有没有写到：部门职责、机构设置、收支增减变化、机关运行经费、政府采购、国有资产占用、绩效、名词解释。全文一次也没有提到的才提示。只有表、文字另外公开的，不判断。
为什么: 这些是规定要说明的事项，缺一项就是公开不完整。
依据: 《预算法》第十四条；《地方预决算公开操作规程》（财预〔2016〕143号）。
举例: 全文没有提到政府采购。
怎么改: 补写这一部分；没有这项收支的，写明没有。",
    run,
};

/// A part, the words any of which show that it is there, and how grave it is that none is.
const PARTS: [(&str, &[&str], Severity); 8] = [
    ("部门职责", &["职责", "职能", "主要任务", "主要工作"], Severity::Warning),
    (
        "机构设置",
        &[
            "机构设置",
            "内设",
            "机构情况",
            "构成",
            "所属单位",
            "下属",
            "直属",
            "科室",
            "处室",
            "编制范围",
            "预算单位",
            "纳入",
            "机构",
        ],
        Severity::Warning,
    ),
    ("收支增减变化", &["增加", "减少", "增长", "下降", "持平", "增减", "上升", "降低"], Severity::Warning),
    ("机关运行经费", &["运行经费", "公用经费"], Severity::Warning),
    ("政府采购", &["采购"], Severity::Warning),
    ("国有资产占用", &["国有资产", "固定资产", "资产占", "车辆", "房屋"], Severity::Note),
    ("绩效", &["绩效"], Severity::Note),
    ("名词解释", &["名词解释", "专业名词", "名词说明", "术语"], Severity::Note),
];

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    if is_template(disclosure) || !has_prose(disclosure) {
        let reason = if context.has_pictures() {
            "有的页是图片，没有读到情况说明"
        } else {
            "没有读到情况说明，可能另外公开"
        };
        context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
        return;
    }
    // What was to be added step by step (国有资产, 绩效, 名词解释) nobody missed at first.
    let early = disclosure.identity.fiscal_year.is_none_or(|year| year < 2020);
    let missing: Vec<(&str, Severity)> = PARTS
        .iter()
        .filter(|(.., severity)| !early || *severity != Severity::Note)
        .filter(|(_, words, _)| !mentions(disclosure, words))
        .map(|(name, _, severity)| (*name, *severity))
        .collect();
    if missing.is_empty() {
        context.ledger.add(CHECK.code, Outcome::Passed);
        return;
    }
    if context.has_pictures() {
        let reason = "有的页是图片，没有读到的内容可能就在图片上";
        for _ in &missing {
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
        }
        return;
    }
    for severity in [Severity::Warning, Severity::Note] {
        let names: Vec<&str> =
            missing.iter().filter(|(_, own)| *own == severity).map(|(name, _)| *name).collect();
        if names.is_empty() {
            continue;
        }
        for _ in &names {
            context.ledger.add(CHECK.code, Outcome::Failed);
        }
        let names = names.join("、");
        let first = disclosure.paragraphs.first().and_then(|paragraph| paragraph.origin_at(0).cloned());
        context.findings.push(Finding {
            expected: Some(names.clone()),
            origin: first.into_iter().collect(),
            suggestion: Some(format!("补写{names}；没有的，写明没有")),
            ..Finding::new(
                CHECK.code,
                severity,
                Category::Completeness,
                format!("情况说明里没有写到{names}。"),
            )
        });
    }
}

/// Whether any text outside the contents list has one of the words. Table titles and headers count as well: what is
/// nowhere at all is missing for certain.
fn mentions(disclosure: &Disclosure, words: &[&str]) -> bool {
    texts(disclosure).any(|paragraph| words.iter().any(|word| paragraph.text.contains(word)))
}
