//! N24: a note that calls its table empty stands below an empty table, and names what that table is about.

use super::passage::is_template;
use super::{Passage, Slip, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Fragment, Kind, Table};
use crate::forms::title::{plain, squeeze};
use crate::report::{Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N24",
    name: "空表的说明和表相符",
    document: Kind::Unknown,
    doc: "查什么: 表下写着“故本表为空表”“本表无数据”的，表里是不是真的没有数；说明里的“无政府性基金预算”“无国有资本经营预算”等，是不是这张表的。
为什么: 说明和表矛盾，读者不知道该信哪一个；多半是套用模板或复制上一张表的说明没有改。
依据: 《地方预决算公开操作规程》要求没有数据的表格列出空表并说明。
举例: “三公”经费表列有 47.91 万元，表下却注“故本表为空表”；国有资本经营预算表下注“无政府性基金预算”。
怎么改: 有数据的删去这条说明；写错了的改成本表的说明。",
    run,
};

/// How a note says that its table is empty.
const EMPTY: &[&str] =
    &["本表为空", "此表为空", "本表无数据", "此表无数据", "该表无数据", "该表为空", "故为空表"];

/// What a table with a note can be about.
const SUBJECTS: &[&str] = &["政府性基金", "国有资本经营", "三公", "政府采购", "政府购买服务", "债务"];

/// The title last seen and what followed it.
#[derive(Default)]
struct Above {
    title: String,
    /// Lines that state a unit: more than one, and another table has begun whose title was not seen.
    units: usize,
}

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    if is_template(disclosure) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "这是还没有填写的范本");
        return;
    }
    let fragments = &disclosure.fragments;
    let (mut above, mut slips, mut notes) = (Above::default(), Vec::new(), 0);
    for (at, fragment) in fragments.iter().enumerate() {
        let text = squeeze(&fragment.printed.text);
        if says_empty(&text) {
            // Two notes that follow each other stand below two tables: which is whose cannot be told.
            let near = |other: usize| {
                fragments.get(other).is_some_and(|other| says_empty(&squeeze(&other.printed.text)))
            };
            let crowd = near(at + 1) || at.checked_sub(1).is_some_and(near);
            if !crowd && above.units <= 1 && !above.title.is_empty() {
                notes += 1;
                let before = at.checked_sub(1).and_then(|before| fragments.get(before));
                slips.extend(judge(&disclosure.tables, &above.title, &whole(&text, before), fragment));
            }
        } else if is_title(&text) {
            above = Above { title: text, units: 0 };
        } else if text.contains("单位：") && text.contains('元') {
            above.units += 1;
        }
    }
    report(context, CHECK.code, notes, slips);
}

fn says_empty(text: &str) -> bool {
    let condition = text.contains('如') || text.contains('若');
    EMPTY.iter().any(|word| text.contains(word)) && !condition
}

/// The note with its first line, where it is broken over two.
fn whole(text: &str, before: Option<&Fragment>) -> String {
    let first = before.map(|before| squeeze(&before.printed.text)).filter(|before| {
        ["注", "说明", "备注"].iter().any(|word| before.starts_with(word)) && !before.ends_with('。')
    });
    first.map_or_else(|| text.to_owned(), |first| format!("{first}{text}"))
}

fn is_title(text: &str) -> bool {
    let length = text.chars().count();
    let about = ["预算", "决算", "收支", "经费", "采购", "服务", "债务"];
    (6..=45).contains(&length)
        && text.ends_with('表')
        && !text.contains(['。', '；'])
        && about.iter().any(|word| text.contains(word))
}

fn judge(tables: &[Table], title: &str, note: &str, fragment: &Fragment) -> Option<Slip> {
    let about = |text: &str| -> Vec<&str> {
        SUBJECTS.iter().copied().filter(|subject| text.contains(subject)).collect()
    };
    let (said, meant) = (about(note), about(title));
    let strange = !said.is_empty() && !said.iter().any(|subject| meant.contains(subject));
    let passage = Passage::new(&fragment.printed);
    let end = passage.chars.len();
    let slip = |says: String| Slip::new(&passage, 0, end, says).weighing(Severity::Warning);
    if strange {
        let wanted = meant.first()?;
        return Some(
            slip(format!("《{title}》的空表说明写的是“{}”，像是从另一张表复制的", said.join("、")))
                .wanting(format!("无{wanted}……")),
        );
    }
    let name = plain(title);
    let page = fragment.printed.lines.first().and_then(|(_, origin)| origin.page());
    let here = |table: &&Table| {
        plain(&table.title) == name && page.is_none_or(|page| table.pages.contains(&page)) && !table.inferred
    };
    let table = tables.iter().find(here)?;
    let filled = table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.amount.is_some_and(|amount| !amount.is_zero()))
        .count();
    (filled > 0).then(|| slip(format!("《{title}》列有 {filled} 个数，表下的说明却写本表是空表")))
}
