//! T04: a word or unit written twice.

use super::passage::is_han;
use super::{Passage, Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Fragment, Kind, Paragraph};
use crate::origin::Origin;
use crate::report::{Category, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T04",
    name: "没有重复的字词",
    document: Kind::Unknown,
    doc: "查什么: 同一个词有没有连着写了两遍：“社会保障保障”“工资福利支出支出”“沈阳市沈阳市”“万元万元”；项目名称、表格里的文字也查。同一段里相邻的两个分句，后一句把前一句末尾原样又说一遍的，也算。
为什么: 多半是复制或替换留下的，读起来不通，名称也和别处对不上。
依据: 文字规范；名称前后应当一致。
举例: “人力资源和社会保障保障专项业务经费”，多了一个“保障”。
怎么改: 删去重复的词。",
    run,
};

/// Words that rightly follow themselves, with what goes on: 委员会 + 委员会议, 社区 + 社区卫生服务中心.
const RIGHT: &[(&str, &str)] = &[
    ("委员会", "议"),
    ("主任", "会议"),
    ("社区", "卫生"),
    ("社区", "服务"),
    ("社区", "事务"),
    ("社区", "文化"),
    ("社区", "学校"),
    ("机关", "服务"),
    ("机关", "事务"),
    ("机关", "党"),
    ("机关", "工会"),
    ("机关", "事业"),
    ("工会", "经费"),
    ("人员", "经费"),
    ("人员", "工资"),
    ("人员", "编制"),
    ("人民", "法院"),
    ("人民", "检察"),
    ("人民", "政府"),
    ("项目", "支出"),
    ("项目", "资金"),
    ("项目", "经费"),
    ("项目", "管理"),
    ("单位", "内部"),
    ("单位", "负责"),
    ("中心", "城"),
    ("中心", "组"),
    ("办公", "用"),
    ("办公", "室"),
    ("服务", "中心"),
    ("服务", "站"),
    ("管理", "中心"),
    ("管理", "局"),
    ("学校", "园"),
    ("检察", "官"),
    ("检察", "院"),
    ("监察", "委"),
    ("监察", "官"),
    ("退役", "军人"),
    ("设备", "购置"),
    ("设备", "费"),
    ("预算", "单位"),
    ("部门", "预算"),
    ("部门", "决算"),
    ("支出", "预算"),
    ("收入", "预算"),
    ("基金", "预算"),
    ("安全", "生产"),
    ("资产", "管理"),
    ("信息", "化"),
];
/// Verbs that are said twice on purpose, and counting.
const SAID_TWICE: &[&str] = &[
    "研究", "商量", "讨论", "考虑", "一个", "一步", "一层", "一级", "一户", "一户", "一件", "一批", "一项",
    "一点", "一家", "一年", "十分", "常常", "非常", "哈哈",
];

fn run(context: &mut Context<'_>) {
    let Some(passages) = passages(context, CHECK.code) else { return };
    let mut slips: Vec<Slip> = passages
        .iter()
        .flat_map(|passage| slips(passage).into_iter().chain(clauses_twice(passage)))
        .collect();
    slips.retain(|slip| !has_gap(slip, &context.disclosure.fragments));
    let mut names: Vec<Slip> = Vec::new();
    let mut examined = passages.len();
    for table in &context.disclosure.tables {
        for row in &table.rows {
            let Some(origin) = row.cells.iter().find_map(|cell| cell.origin.clone()) else { continue };
            examined += 1;
            names.extend(in_name(&row.name, &origin));
        }
    }
    // The same name in many rows is one finding.
    names.dedup_by(|a, b| a.quote == b.quote);
    let within = within_cells(&context.disclosure.fragments, &names);
    slips.extend(names);
    slips.extend(within);
    report(context, CHECK.code, examined, slips);
}

/// What stands in cells besides the names of rows: goals, contents of projects.
fn within_cells(fragments: &[Fragment], names: &[Slip]) -> Vec<Slip> {
    fragments
        .iter()
        .filter(|fragment| !fragment.prose && fragment.printed.text.chars().count() >= 8)
        .flat_map(|fragment| slips(&Passage::new(&fragment.printed)))
        .filter(|slip| names.iter().all(|name| name.found != slip.found))
        .collect()
}

/// A clause that is followed by itself, or by its own end: `统筹拟订办法并组织实施；拟订办法并组织实施`.
fn clauses_twice(passage: &Passage<'_>) -> Vec<Slip> {
    const LONG: usize = 10;
    let mut slips = Vec::new();
    let mut before: &[char] = &[];
    let mut from = 0;
    for at in 0..=passage.chars.len() {
        let mark = passage.at(at);
        if mark.is_some_and(|c| !matches!(c, '；' | '，' | '。' | ';' | ',')) {
            continue;
        }
        let clause = passage.slice(from, at);
        // Figures come again where two things cost the same.
        let words = clause.len() >= LONG && clause.iter().all(|c| is_han(*c) || *c == '、');
        if words && before.ends_with(clause) {
            let text: String = clause.iter().collect();
            slips.push(
                Slip::new(passage, from, at, format!("“{text}”接着又说了一遍")).weighing(Severity::Warning),
            );
        }
        before = clause;
        from = at + 1;
    }
    slips
}

/// In plain text two columns may stand side by side on one line: 满意 满意 is no word said twice.
fn has_gap(slip: &Slip, fragments: &[Fragment]) -> bool {
    let Some(line @ Origin::Line { .. }) = &slip.origin else { return false };
    fragments
        .iter()
        .filter(|fragment| fragment.prose)
        .map(|fragment| &fragment.printed)
        .any(|printed| printed.lines.iter().any(|(_, at)| at == line) && !printed.text.contains(&slip.found))
}

fn in_name(name: &str, origin: &Origin) -> Vec<Slip> {
    if name.chars().count() < 6 {
        return Vec::new();
    }
    let paragraph = Paragraph { text: name.to_owned(), lines: vec![(0, origin.clone())] };
    let passage = Passage::new(&paragraph);
    slips(&passage).into_iter().map(|slip| slip.of(Category::CodeOrLabel)).collect()
}

fn slips(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut at = 0;
    while at < passage.chars.len() {
        match twice_at(passage, at) {
            Some(length) => {
                let word = passage.text(at, at + length);
                slips.push(
                    Slip::new(passage, at, at + 2 * length, format!("“{word}”写了两遍"))
                        .weighing(Severity::Warning)
                        .wanting(word),
                );
                at += 2 * length;
            }
            None => at += 1,
        }
    }
    slips
}

/// The length of the word that stands twice from here; a longer word first.
fn twice_at(passage: &Passage<'_>, at: usize) -> Option<usize> {
    let begins = passage.at(at).filter(|c| is_han(*c))?;
    (2..=8).rev().filter(|length| passage.at(at + length) == Some(begins)).find(|&length| {
        let (first, second) = (passage.slice(at, at + length), passage.slice(at + length, at + 2 * length));
        first.len() == length
            && first == second
            && first.iter().copied().all(is_han)
            && !first.windows(2).all(|pair| pair[0] == pair[1])
            && !passage.wrapped(at, at + 2 * length)
            && !is_right(passage, at, length)
    })
}

fn is_right(passage: &Passage<'_>, at: usize, length: usize) -> bool {
    let word = passage.text(at, at + length);
    let after = at + 2 * length;
    // A numeral repeated (一一, 三三) is none of our business.
    word.chars().all(|c| "一二三四五六七八九十百千万亿年月日".contains(c))
        || SAID_TWICE.contains(&word.as_str())
        || RIGHT.iter().any(|(right, next)| word == *right && passage.has(after, next))
        // 一级一级, 层层层层: said of steps.
        || word.starts_with('一')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Paragraph {
        Paragraph { text: text.to_owned(), lines: vec![(0, Origin::Line { line: 1, column: 1 })] }
    }

    #[test]
    fn a_clause_said_twice_is_told() {
        let text = paragraph("（一）统筹拟订全县灌溉规划和用水标准；拟订全县灌溉规划和用水标准，管理水库。");
        let found = clauses_twice(&Passage::new(&text));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].found, "拟订全县灌溉规划和用水标准");
        let right =
            paragraph("增加支出一百二十三万元整数，增加支出一百二十三万元整；负责水库管理，负责水库管理。");
        assert!(clauses_twice(&Passage::new(&right)).is_empty());
    }

    #[test]
    fn words_twice_within_a_cell_are_told() {
        let cell = |text: &str| Fragment { printed: paragraph(text), prose: false };
        let found = within_cells(&[cell("规范灌溉资金资金管理办法"), cell("满意 满意 满意 满意")], &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].found, "资金资金");
    }
}
