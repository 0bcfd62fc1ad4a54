//! Notes right below a title that call their table empty: whether it is, and whether they name what it is about.

use crate::checks::text::{Passage, Slip};
use crate::disclosure::model::{Disclosure, Fragment, Table};
use crate::forms::title::{plain, squeeze};
use crate::report::Severity;

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

/// How many notes stand below a title, and those that do not fit it.
#[must_use]
pub fn below_titles(disclosure: &Disclosure) -> (usize, Vec<Slip>) {
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
    (notes, slips)
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
