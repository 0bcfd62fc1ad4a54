//! N24: a note that a table is empty speaks of a table that is.

use rust_decimal::Decimal;

use super::{MAYBE_EMPTY, amounts, below, has_money, texts};
use crate::amount::grouped;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::text::passage::is_template;
use crate::checks::text::report;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Kind, Table};
use crate::origin::Origin;
use crate::report::{Category, Finding, Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N24",
    name: "空表说明和表相符",
    document: Kind::Unknown,
    doc: "查什么: 说明“……为空表”“本表为空”的，说到的那张表里是不是真的没有数；标题下面的空表说明，说的是不是这张表；紧接在一张表下面、没有写表名的“本表为空”，这张表是不是真的没有数。一句话说到几张表的、“如此表为空表，则表示……”这样的，不判断。
为什么: 空表说明常常整段照抄，表里有了数、或者换了一张表，说明没有跟着改。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）：没有数据的表格列出空表并说明。
举例: 注“本单位无政府性基金预算收支，故本表为空表”，上面的政府性基金支出表合计 35.00 万元；国有资本经营预算表下注“无政府性基金预算”。
怎么改: 表里有数的删去说明；说明放错的，换成这张表的说明。",
    run,
};

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    if is_template(disclosure) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "这是还没有填写的范本");
        return;
    }
    let mut seen: Vec<(String, Option<Origin>)> = Vec::new();
    let mut found = Vec::new();
    for paragraph in texts(disclosure) {
        let text = paragraph.text.as_str();
        let at = text.find("空表").or_else(|| text.find("表为空"));
        let Some(at) = at else { continue };
        let place = paragraph.origin_at(text.get(..at).map_or(0, |before| before.chars().count())).cloned();
        if seen.iter().any(|(_, known)| *known == place) {
            continue;
        }
        seen.push((text.to_owned(), place.clone()));
        let sentence = text
            .split(['。', '；', '\n'])
            .find(|sentence| sentence.contains("空表") || sentence.contains("表为空"))
            .unwrap_or(text);
        // 如此表为空表，则表示……: printed under every such table, whether it is empty or not.
        if ["如此表", "如本表", "如为空", "如果", "若此表", "若本表", "若为空", "如表"]
            .iter()
            .any(|word| sentence.contains(word))
        {
            continue;
        }
        let mut named =
            MAYBE_EMPTY.iter().filter(|(_, words)| words.iter().any(|word| sentence.contains(word)));
        let above = standing_above(&disclosure.tables, place.as_ref());
        let named = match (named.next(), named.next()) {
            (Some(one), None) => Some(one.0),
            (None, _) => None,
            // Several tables in one sentence: which of them are empty is for people to read.
            _ => continue,
        };
        let wrong = match (named, above) {
            // A note about a table that is empty may stand anywhere, also gathered below the last table.
            (Some(word), _) => full_tables(&disclosure.tables, word).map(|table| {
                let figures = figures(table);
                (table, format!("说明写“{}”，{}里却有数（{figures}）。", sentence.trim(), table_name(table)))
            }),
            (None, Some(above)) if has_money(above) && sentence.contains("本表") => {
                let figures = figures(above);
                Some((
                    above,
                    format!("{}有数（{figures}），下面却写“{}”。", table_name(above), sentence.trim()),
                ))
            }
            _ => None,
        };
        match wrong {
            None => context.ledger.add(CHECK.code, Outcome::Passed),
            Some((table, message)) => {
                context.ledger.add(CHECK.code, Outcome::Failed);
                found.push(Finding {
                    table: Some(table.index),
                    origin: place.into_iter().collect(),
                    suggestion: Some("删去或者改正空表说明".to_owned()),
                    ..Finding::new(CHECK.code, Severity::Warning, Category::NarrativeVsTable, message)
                });
            }
        }
    }
    let (examined, mut slips) = below::below_titles(disclosure);
    slips.retain(|slip| !found.iter().any(|finding| finding.origin.first() == slip.origin.as_ref()));
    context.findings.extend(found);
    if !slips.is_empty() || seen.is_empty() && examined > 0 {
        report(context, CHECK.code, examined, slips);
    } else if seen.is_empty() {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有空表说明");
    }
}

/// The largest figures of a table, as proof.
fn figures(table: &Table) -> String {
    let mut found: Vec<Decimal> = amounts(table).filter(|amount| !amount.is_zero()).collect();
    found.sort_unstable_by_key(|amount| std::cmp::Reverse(*amount));
    found.dedup();
    found.iter().take(3).map(|amount| grouped(*amount)).collect::<Vec<_>>().join("、")
}

/// A table of the kind that has figures, where none of that kind is empty.
fn full_tables<'a>(tables: &'a [Table], word: &str) -> Option<&'a Table> {
    let own: Vec<&Table> =
        tables.iter().filter(|table| table.kind.as_deref().is_some_and(|kind| kind.contains(word))).collect();
    own.iter().all(|table| has_money(table)).then(|| own.first().copied())?
}

/// The table right above a note in plain text: nothing but an empty line or two stands between them, so that no
/// empty table can.
fn standing_above<'a>(tables: &'a [Table], place: Option<&Origin>) -> Option<&'a Table> {
    let line = place?.line()?;
    tables.iter().find(|table| {
        let last = table
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .filter_map(|cell| cell.origin.as_ref()?.line())
            .max();
        last.is_some_and(|last| last < line && line - last <= 2)
    })
}
