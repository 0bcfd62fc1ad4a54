//! C01: an empty table says that and why it is empty.

use super::{amounts, has_money, spoken_of, texts};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::text::passage::is_template;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Kind, Table};
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "C01",
    name: "空表有说明",
    document: Kind::Unknown,
    doc: "查什么: 政府性基金、国有资本经营、“三公”经费、政府采购、购买服务、债务这几种表是空表的，文件里有没有一句话说明没有这项收支。填了 0 的不算空表；表下没有说明而正文说了的也算有说明。
为什么: 只放一张空表，读者分不清是没有这项收支，还是漏填了。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）：没有数据的表格应当列出空表并说明。
举例: 政府性基金预算支出表是空表，全文没有一处提到政府性基金。
怎么改: 在表下注明“本部门（单位）没有使用政府性基金预算拨款安排的支出，本表为空”。",
    run,
};

/// Words that say there is nothing.
const NOTHING: [&str; 20] = [
    "空表",
    "为空",
    "无此项",
    "无数据",
    "没有",
    "未安排",
    "无安排",
    "不涉及",
    "未发生",
    "无政府性",
    "无国有",
    "无收支",
    "未使用",
    "无使用",
    "不存在",
    "为0",
    "0.00",
    "0万元",
    "0元",
    "无",
];

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    // A form to be filled in is empty by nature.
    if is_template(disclosure) || !disclosure.tables.iter().any(has_money) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有填了数的表");
        return;
    }
    let empty: Vec<(&Table, &[&str])> = disclosure
        .tables
        .iter()
        .filter(|table| amounts(table).next().is_none() && !table.inferred && !table.columns.is_empty())
        .filter_map(|table| Some((table, spoken_of(table.kind.as_deref()?)?)))
        .collect();
    if empty.is_empty() {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有空表");
        return;
    }
    // A note that names no table stands for the one it stands under.
    let nameless = texts(disclosure)
        .filter(|paragraph| {
            let text = paragraph.text.as_str();
            ["空表", "表为空", "无此项", "无数据"].iter().any(|word| text.contains(word))
                && spoken_of(text).is_none()
        })
        .count();
    for (table, words) in empty {
        let explained = texts(disclosure).any(|paragraph| {
            let text = paragraph.text.as_str();
            // Its own title and header speak of it, too.
            words.iter().any(|word| text.contains(word))
                && text.split(['。', '；']).any(|sentence| {
                    words.iter().any(|word| sentence.contains(word))
                        && NOTHING.iter().any(|nothing| sentence.contains(nothing))
                })
        });
        // That it should not be empty at all is told already.
        let name = table_name(table);
        let told = context.findings.iter().any(|found| found.rule == "D48" && found.message.contains(&name));
        if explained || told || nameless > 0 {
            context.ledger.add(CHECK.code, Outcome::Passed);
        } else if context.has_pictures() {
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "有的页是图片，说明可能在图片上");
        } else if disclosure.paragraphs.is_empty() {
            let reason = "只读到表，没有读到文字；说明可能另外公开";
            context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, reason);
        } else {
            context.ledger.add(CHECK.code, Outcome::Failed);
            let message = format!("{name}是空表，全文没有说明为什么为空。");
            let origin = table.rows.iter().flat_map(|row| &row.cells).find_map(|cell| cell.origin.clone());
            let origin = origin.or_else(|| title_of(context, table));
            context.findings.push(Finding {
                table: Some(table.index),
                origin: origin.into_iter().collect(),
                suggestion: Some("在表下注明没有此项收支，本表为空".to_owned()),
                ..Finding::new(CHECK.code, Severity::Warning, Category::Completeness, message)
            });
        }
    }
}

/// Where the title of a table stands, as far as that is known.
fn title_of(context: &Context<'_>, table: &Table) -> Option<crate::origin::Origin> {
    let title = table.title.trim();
    let printed =
        texts(context.disclosure).filter(|paragraph| !title.is_empty() && paragraph.text.contains(title));
    printed.last()?.origin_at(0).cloned()
}
