//! What reading mended in a performance form, told in findings of category `layout_damage`.

use crate::origin::Origin;
use crate::report::{Category, Finding, Severity};

/// What was mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RepairKind {
    /// Cells stood under other columns than their own; the first word is the indicator.
    Shifted,
    /// A level's name was cut off; the words are the cut and the whole name.
    Completed,
    /// Two levels stood in one cell.
    Glued,
    /// The first level contradicted the second; the words are the second level and the first level taken.
    Family,
    /// A cell was left over; the first word is its text.
    Loose,
    /// The end of an indicator's name stood in a row of its own.
    Joined,
    /// The first level is printed nowhere; the words are the second level and the first level taken.
    Unprinted,
}

/// One repair.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Repair {
    kind: RepairKind,
    word: String,
    other: String,
    origin: Option<Origin>,
}

impl Repair {
    /// A repair at a place.
    pub(super) fn new(kind: RepairKind, word: &str, other: &str, origin: Option<Origin>) -> Self {
        Self { kind, word: word.to_owned(), other: other.to_owned(), origin }
    }
}

/// One note for each kind of repair that a form needed.
pub(super) fn notes(form: &str, repairs: &[Repair]) -> Vec<Finding> {
    use RepairKind::{Completed, Family, Glued, Joined, Loose, Shifted, Unprinted};
    let mut out = Vec::new();
    for kind in [Shifted, Completed, Glued, Family, Unprinted, Joined, Loose] {
        let group: Vec<&Repair> = repairs.iter().filter(|repair| repair.kind == kind).collect();
        let Some(first) = group.first() else { continue };
        let count = group.len();
        let (word, other) = (&first.word, &first.other);
        let done = match kind {
            Shifted => format!(
                "有 {count} 行的单元格不在自己的栏下（如“{word}”），已按各格内容（指标名称、运算符号、数值、度量单位、日期）归到应在的栏"
            ),
            Completed => format!("有 {count} 处指标名称被单元格截断（如“{word}”），已补全为“{other}”"),
            Glued => format!("的二级指标“{word}”和“{other}”挤在一格里，已拆成两行"),
            Family => format!("中“{word}”所在行印的一级指标与它不符，已按“{other}”读"),
            Unprinted => format!("没有印“{word}”上面的一级指标，已按“{other}”读"),
            Joined => format!("有 {count} 个指标名称被换页切断（如“{word}”），已接上"),
            Loose => format!("有 {count} 个单元格多出来、归不到任何一栏（如“{word}”），没有采用"),
        };
        out.push(Finding {
            origin: group.iter().filter_map(|repair| repair.origin.clone()).collect(),
            ..Finding::new("R02", Severity::Note, Category::LayoutDamage, format!("绩效表《{form}》{done}。"))
        });
    }
    out
}
