//! N18: amounts have their 元, percentages their %, tables their whole unit.

use super::{Passage, Slip, odd_units, passages, report};
use crate::articulation::hierarchy::has_figures;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Kind, Table};
use crate::report::{Category, Finding, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N18",
    name: "金额和百分数的单位写全",
    document: Kind::Unknown,
    doc: "查什么: 金额有没有写成“0.39万”（缺“元”）、“决算为4.19。”（没有单位）、“60.000.00元”（两个小数点）、并列的金额里只有一个写成“元”，别处都是万元、只有一笔几百元的“支出”，“单价 100 元以上设备”缺“万”，增长、下降、占比后面的数有没有缺“%”，表上的单位有没有写成“单位：万”，有没有哪张表没有写单位而其他表都写了。
为什么: 缺了单位，同一个数可以差一万倍；“增长13.95”分不清是万元还是百分之。
依据: 金额单位应当完整；同一文件里其他地方都写了“万元”“%”。
举例: “国内公务接待支出0.39万（含外宾接待支出0.00万元）”，前一个缺“元”。
怎么改: 补上“元”或“%”。",
    run,
};

/// What is counted in money.
const MONEY: &[&str] = &[
    "支出", "收入", "费", "预算", "决算", "资金", "金额", "奖励", "补贴", "补助", "资助", "单价", "价值",
    "拨款", "投资",
];
/// What is counted in heads and things.
const COUNTED: &[&str] = &[
    "人数", "人次", "人口", "人员", "户数", "户籍", "件数", "册数", "字数", "数量", "总量", "面积", "流量",
    "用户", "参保", "平方", "人约", "人近", "职工", "群众", "学生",
];

fn run(context: &mut Context<'_>) {
    let cut = cut_units(context);
    let Some(passages) = passages(context, CHECK.code) else { return };
    let mut slips = cut;
    let sibling = passages.iter().any(|passage| passage.paragraph.text.contains("万元"));
    for passage in passages.iter().filter(|_| sibling) {
        slips.extend(without_yuan(passage));
        slips.extend(without_percent(passage));
        slips.extend(without_unit(passage));
        slips.extend(two_points(passage));
        slips.extend(lone_yuan(passage));
        slips.extend(odd_units::cheap_equipment(passage));
    }
    if sibling {
        let few = odd_units::few_yuan(&passages).into_iter();
        let new = few.filter(|slip| {
            !slips.iter().any(|known| known.wanted == slip.wanted && known.origin == slip.origin)
        });
        let new: Vec<Slip> = new.collect();
        slips.extend(new);
    }
    report(context, CHECK.code, passages.len(), slips);
    let unstated = unstated(&context.disclosure.tables);
    context.findings.extend(unstated);
}

/// One note for the tables with figures that state no unit, where others of the document do.
fn unstated(tables: &[Table]) -> Option<Finding> {
    let full: Vec<&Table> =
        tables.iter().filter(|table| table.rows.iter().any(has_figures) && !table.title.is_empty()).collect();
    let unit = full.iter().find_map(|table| table.unit)?;
    let bare: Vec<&Table> = full.iter().copied().filter(|table| table.unit.is_none()).collect();
    let stated = full.len() - bare.len();
    // Where hardly any table states one, it stands elsewhere.
    if bare.is_empty() || stated < 2 || stated * 3 < full.len() {
        return None;
    }
    let names: Vec<String> = bare.iter().take(6).map(|table| format!("《{}》", table_name(table))).collect();
    let message = format!(
        "有 {} 张表没有写金额单位：{}{}；其他表写的是“{}”。",
        bare.len(),
        names.concat(),
        if bare.len() > names.len() { "等" } else { "" },
        unit.label()
    );
    let first_place =
        |table: &&Table| table.rows.iter().flat_map(|row| &row.cells).find_map(|cell| cell.origin.clone());
    Some(Finding {
        expected: Some(format!("单位：{}", unit.label())),
        table: bare.first().map(|table| table.index),
        origin: bare.iter().filter_map(first_place).collect(),
        suggestion: Some(format!("在表的右上方写明“单位：{}”", unit.label())),
        ..Finding::new(CHECK.code, Severity::Note, Category::Unit, message)
    })
}

/// `单位：万` above a table.
fn cut_units(context: &Context<'_>) -> Vec<Slip> {
    let lines = context.disclosure.fragments.iter();
    lines
        .filter(|fragment| fragment.printed.text.chars().count() < 60)
        .filter(|fragment| {
            let text: String = fragment.printed.text.chars().filter(|c| !c.is_whitespace()).collect();
            ["单位：万", "单位:万"].iter().any(|cut| text.ends_with(cut))
        })
        .map(|fragment| {
            let passage = Passage::new(&fragment.printed);
            Slip::new(&passage, 0, passage.chars.len(), "表上的单位写作“万”，缺“元”")
                .of(Category::Unit)
                .weighing(Severity::Warning)
                .wanting("单位：万元")
        })
        .collect()
}

/// `0.39万（`: 万 behind an amount of money, and no 元.
fn without_yuan(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    for (at, _) in passage.chars.iter().enumerate().filter(|(_, c)| **c == '万') {
        let ends = match passage.at(at + 1) {
            None | Some('，' | '。' | '；' | '、' | '（' | '）' | '(' | ')' | ',' | ';') => true,
            Some(_) => spent_at(passage, at + 1),
        };
        let figure = passage.before(at).is_some_and(|c| c.is_ascii_digit());
        if !ends || !figure || passage.joined(at, at + 2) {
            continue;
        }
        let start = figure_start(passage, at);
        let clause = clause_before(passage, start);
        let spent = spent_at(passage, at + 1);
        let money = spent || MONEY.iter().any(|word| clause.contains(word));
        let counted = COUNTED.iter().any(|word| clause.contains(word));
        if money && !counted {
            // 20万奖励 is how people talk.
            let severity =
                if spent && !passage.has(at + 1, "用于") { Severity::Note } else { Severity::Warning };
            slips.push(
                Slip::new(passage, start, at + 1, "金额写作“万”，缺“元”")
                    .of(Category::Unit)
                    .weighing(severity)
                    .wanting(format!("{}元", passage.text(start, at + 1))),
            );
        }
    }
    slips
}

/// What money is followed by.
fn spent_at(passage: &Passage<'_>, at: usize) -> bool {
    ["用于", "奖励", "补贴", "资助"].iter().any(|word| passage.has(at, word))
}

/// `增长13.95。`: a rate without %.
fn without_percent(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    for (at, end) in passage.figures() {
        let word = [
            "增长",
            "增长了",
            "下降",
            "下降了",
            "降低",
            "降低了",
            "上升",
            "增幅",
            "增幅为",
            "降幅",
            "降幅为",
            "占比",
            "占",
        ]
        .iter()
        .find(|word| passage.ends(at, word));
        let stop = stops(passage, end);
        let decimal = passage.slice(at, end).contains(&'.');
        if let Some(word) = word
            && stop
            && decimal
            && !passage.joined(at, end + 1)
        {
            let from = at - word.chars().count();
            slips.push(
                Slip::new(passage, from, end, format!("“{word}”后面的数缺“%”"))
                    .of(Category::Unit)
                    .weighing(Severity::Warning)
                    .wanting(format!("{}%", passage.text(at, end))),
            );
        }
    }
    slips
}

/// `支出决算为4.19。`: an amount without any unit.
fn without_unit(passage: &Passage<'_>) -> Vec<Slip> {
    const LEADS: &[&str] = &[
        "决算为",
        "预算为",
        "决算数为",
        "预算数为",
        "支出为",
        "收入为",
        "金额为",
        "总额为",
        "决算",
        "预算安排",
    ];
    let mut slips = Vec::new();
    for (at, end) in passage.figures() {
        let led = LEADS.iter().any(|lead| passage.ends(at, lead));
        let decimal = passage.slice(at, end).contains(&'.');
        if led && decimal && stops(passage, end) && !passage.joined(at, end + 1) {
            let figure = passage.text(at, end);
            slips.push(
                Slip::new(passage, at, end, format!("金额“{figure}”后面缺单位"))
                    .of(Category::Unit)
                    .weighing(Severity::Warning)
                    .wanting(format!("{figure}万元")),
            );
        }
    }
    slips
}

/// `办公费12.21元、印刷费3.40万元、邮电费16.62万元`: one amount of a list in 元 that would be a few coins' worth.
fn lone_yuan(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    for (at, end) in passage.figures() {
        let figure = passage.text(at, end);
        let coins = figure.split_once('.').is_some_and(|(whole, _)| whole.len() <= 3);
        if !coins || !passage.has(end, "元") {
            continue;
        }
        let before = passage.slice(0, at).iter().rposition(|c| *c == '、');
        let beside = |from: usize, to: usize| passage.text(from, to).ends_with("万元");
        let last = before.is_some_and(|mark| beside(mark.saturating_sub(2), mark));
        let behind =
            passage.chars.iter().skip(end + 2).position(|c| matches!(c, '、' | '，' | '。' | '；' | '等'));
        let next = passage.at(end + 1) == Some('、')
            && behind.is_some_and(|stop| beside(end + stop, end + 2 + stop));
        let first = before.is_none_or(|mark| passage.slice(mark, at).contains(&'：'));
        if (last && (next || passage.at(end + 1) != Some('、')) || first && next)
            && !passage.text(before.unwrap_or(at), at).contains(['每', '均', '/', '折'])
            && !passage.joined(at, end + 1)
        {
            slips.push(
                Slip::new(passage, at, end + 1, format!("并列的金额都是万元，只有“{figure}元”是元"))
                    .of(Category::Unit)
                    .weighing(Severity::Warning)
                    .wanting(format!("{figure}万元")),
            );
        }
    }
    slips
}

/// `60.000.00元`: an amount with two points.
fn two_points(passage: &Passage<'_>) -> Vec<Slip> {
    let mut slips = Vec::new();
    for (at, end) in passage.figures() {
        let points = passage.slice(at, end).iter().filter(|c| **c == '.').count();
        let money = ["元", "万元", "亿元"].iter().any(|unit| passage.has(end, unit));
        // 1.12.50万元: a numbered item whose figure follows at once.
        let numbering = at == 0 || passage.before(at).is_some_and(|c| matches!(c, '（' | '('));
        if points > 1 && money && !numbering && !passage.joined(at, end) {
            let says = format!("金额“{}”里有两个小数点", passage.text(at, end));
            slips.push(Slip::new(passage, at, end, says).of(Category::Unit).weighing(Severity::Warning));
        }
    }
    slips
}

/// A mark that ends a clause; a comma or stop of the keyboard may belong to a figure.
fn stops(passage: &Passage<'_>, at: usize) -> bool {
    match passage.at(at) {
        Some('，' | '。' | '；' | ';') => true,
        Some(',') => !passage.at(at + 1).is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

fn figure_start(passage: &Passage<'_>, end: usize) -> usize {
    let mut start = end;
    while passage.before(start).is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        start -= 1;
    }
    start
}

/// What leads up to a figure, back to the last mark.
fn clause_before(passage: &Passage<'_>, at: usize) -> String {
    let from = at.saturating_sub(24);
    let words = passage.slice(from, at);
    let mark = words.iter().rposition(|c| matches!(c, '，' | '。' | '；' | '：' | '、'));
    words.get(mark.map_or(0, |mark| mark + 1)..).unwrap_or_default().iter().collect()
}
