//! The text around the tables; its figures agree with them.

use rust_decimal::{Decimal, RoundingStrategy};

use super::ledger::{Entry, Ledger, Source};
use super::pivot::Printing;
use super::table::Table;
use super::{Family, Part, names};
use crate::amount::Unit;

/// The document in its order.
#[must_use]
pub fn parts(family: Family, books: &Ledger, tables: &[Table]) -> Vec<Part> {
    let kind = if family == Family::National { "决算" } else { "预算" };
    let (year, whose) = (books.year, &books.organization);
    let span = if family == Family::National { "年度" } else { "年" };
    let chapters = [
        "部门概况".to_owned(),
        format!("{year}{span}部门{kind}表"),
        format!("{year}{span}部门{kind}情况说明"),
    ];
    let chapter =
        |number: usize| Part::Chapter(format!("第{}部分 {}", names::chinese(number), chapters[number - 1]));
    let mut contents = Vec::new();
    for (number, title) in chapters.iter().enumerate() {
        contents.push(format!("第{}部分 {title}", names::chinese(number + 1)));
        if number == 1 {
            contents.extend(
                tables.iter().enumerate().map(|(i, t)| format!("{}、{}", names::chinese(i + 1), t.title)),
            );
        }
    }
    let mut parts = vec![
        Part::Cover(vec![whose.clone(), format!("{year}{span}部门{kind}")]),
        Part::Contents(contents),
        chapter(1),
        Part::Heading("一、主要职责".to_owned()),
        Part::Paragraph(format!(
            "（一）贯彻执行国家有关方针政策和法律法规，拟订本地区有关规划并组织实施。（二）承担{whose}职责范围内的管理与服务工作。"
        )),
        Part::Paragraph("（三）完成上级交办的其他任务。".to_owned()),
        Part::Heading("二、机构设置".to_owned()),
        Part::Paragraph(format!("纳入{whose}{year}{span}部门{kind}编制范围的单位包括：")),
    ];
    parts.extend(
        books.units.iter().enumerate().map(|(i, u)| Part::Paragraph(format!("{}. {}", i + 1, u.name))),
    );
    parts.push(chapter(2));
    parts.extend((0..tables.len()).map(Part::Table));
    parts.push(chapter(3));
    parts.extend(if family == Family::National { accounts(books) } else { budget(books) });
    parts
}

/// An amount as prose states it.
#[must_use]
pub fn wan(fen: i64) -> Decimal {
    Printing { unit: Unit::TenThousand, decimals: 2, zeros: true }.figure(fen)
}

/// A share in per cent.
#[must_use]
pub fn percent(part: i64, whole: i64) -> Decimal {
    let share = Decimal::from(part)
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|p| p.checked_div(Decimal::from(whole)))
        .unwrap_or_default();
    let mut share = share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    share.rescale(2);
    share
}

/// 比上年增加 X 万元，增长 Y%.
fn change(now: i64, before: i64) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => {
            format!("增加{}万元，增长{}%", wan(now - before), percent(now - before, before))
        }
        std::cmp::Ordering::Less => {
            format!("减少{}万元，下降{}%", wan(before - now), percent(before - now, before))
        }
        std::cmp::Ordering::Equal => "持平".to_owned(),
    }
}

fn accounts(books: &Ledger) -> Vec<Part> {
    let (year, last, whose) = (books.year, books.year - 1, &books.organization);
    let spent = books.sum(|_| true);
    let received = books.income(|_| true);
    let total = received + books.opening.values().sum::<i64>();
    let fiscal = |s: Source| s.fiscal();
    let fiscal_received = books.income(|i| fiscal(i.source));
    let fiscal_total =
        fiscal_received + books.opening.iter().filter(|(s, _)| fiscal(**s)).map(|(_, a)| a).sum::<i64>();
    let general = books.sum(|e| e.source == Source::General);
    let basic = books.sum(|e| e.source == Source::General && e.basic());
    let personnel = books.sum(|e| e.source == Source::General && e.basic() && e.personnel());
    let [planned, three] = books.three;
    let heading = |text: &str| Part::Heading(text.to_owned());
    let mut parts = vec![
        heading("一、收入支出决算总体情况说明"),
        Part::Paragraph(format!(
            "{whose}{year}年度收入支出总计{}万元。与{last}年度相比，收入支出总计{}。主要原因是项目安排调整。",
            wan(total),
            change(total, books.before)
        )),
        heading("二、收入决算情况说明"),
        Part::Paragraph(format!(
            "{year}年度本年收入合计{}万元，其中：财政拨款收入{}万元，占{}%。",
            wan(received),
            wan(fiscal_received),
            percent(fiscal_received, received)
        )),
        heading("三、支出决算情况说明"),
        Part::Paragraph(format!(
            "{year}年度本年支出合计{}万元，其中：基本支出{}万元，占{}%；项目支出{}万元，占{}%。",
            wan(spent),
            wan(books.sum(Entry::basic)),
            percent(books.sum(Entry::basic), spent),
            wan(books.sum(Entry::project)),
            percent(books.sum(Entry::project), spent)
        )),
        heading("四、财政拨款收入支出决算总体情况说明"),
        Part::Paragraph(format!("{year}年度财政拨款收入支出总计{}万元。", wan(fiscal_total))),
        heading("五、一般公共预算财政拨款支出决算情况说明"),
        Part::Paragraph(format!(
            "{year}年度一般公共预算财政拨款支出{}万元，占本年支出合计的{}%。其中：基本支出{}万元，项目支出{}万元。",
            wan(general),
            percent(general, spent),
            wan(basic),
            wan(general - basic)
        )),
    ];
    parts.extend(items(books, |e| e.source == Source::General, ""));
    parts.extend([
        heading("六、一般公共预算财政拨款基本支出决算情况说明"),
        Part::Paragraph(format!(
            "{year}年度一般公共预算财政拨款基本支出{}万元，其中：人员经费{}万元，公用经费{}万元。",
            wan(basic),
            wan(personnel),
            wan(basic - personnel)
        )),
        heading("七、财政拨款“三公”经费支出决算情况说明"),
        Part::Paragraph(format!(
            "{year}年度财政拨款“三公”经费支出预算为{}万元，支出决算为{}万元。其中：因公出国（境）费支出决算为{}万元；公务用车购置及运行维护费支出决算为{}万元；公务接待费支出决算为{}万元。",
            wan(planned.total()),
            wan(three.total()),
            wan(three.travel),
            wan(three.vehicles()),
            wan(three.reception)
        )),
    ]);
    parts.extend(others(8));
    parts
}

/// What else must be said, without figures; numbered on from a number.
fn others(number: usize) -> Vec<Part> {
    let heading = |number: usize, text: &str| Part::Heading(format!("{}、{text}", names::chinese(number)));
    let paragraph = |text: &str| Part::Paragraph(text.to_owned());
    vec![
        heading(number, "其他重要事项的情况说明"),
        paragraph("（一）机关运行经费按照规定的标准安排，主要用于保障日常运转。"),
        paragraph("（二）政府采购按照规定的程序组织实施。"),
        paragraph("（三）国有资产按照规定管理和使用。"),
        paragraph("（四）按照规定开展预算绩效管理。"),
        heading(number + 1, "名词解释"),
        paragraph("财政拨款收入：指财政当年拨付的资金。"),
    ]
}

fn budget(books: &Ledger) -> Vec<Part> {
    let (year, last, whose) = (books.year, books.year - 1, &books.organization);
    let total = books.sum(|_| true);
    let current = books.sum(|e| !e.carried);
    let three = books.three[1];
    let mut parts = vec![
        Part::Heading("一、收支总体情况说明".to_owned()),
        Part::Paragraph(format!(
            "{whose}{year}年收支总预算{}万元，与{last}年预算相比{}，主要原因是项目安排调整。",
            wan(total),
            change(total, books.before)
        )),
        Part::Paragraph(format!(
            "收入预算中，本年收入{}万元，上年结转结余{}万元。",
            wan(current),
            wan(total - current)
        )),
        Part::Paragraph(format!(
            "支出预算中，基本支出{}万元，占{}%；项目支出{}万元，占{}%。",
            wan(books.sum(Entry::basic)),
            percent(books.sum(Entry::basic), total),
            wan(books.sum(Entry::project)),
            percent(books.sum(Entry::project), total)
        )),
        Part::Heading("二、一般公共预算当年拨款情况说明".to_owned()),
    ];
    parts.extend(items(books, |e| e.source == Source::General && !e.carried, "预算数为"));
    parts.extend([
        Part::Heading("三、“三公”经费预算情况说明".to_owned()),
        Part::Paragraph(format!(
            "{year}年“三公”经费预算{}万元，其中：因公出国（境）费{}万元，公务接待费{}万元，公务用车购置及运行费{}万元（公务用车购置费{}万元，公务用车运行费{}万元）。",
            wan(three.total()),
            wan(three.travel),
            wan(three.reception),
            wan(three.vehicles()),
            wan(three.purchase),
            wan(three.running)
        )),
    ]);
    parts.extend(others(4));
    parts
}

/// One numbered paragraph an item: 1.某支出（类）某事务（款）某项（项）12.00万元。
fn items(books: &Ledger, chosen: impl Fn(&Entry) -> bool, says: &str) -> Vec<Part> {
    let mut codes: Vec<&str> = books.entries.iter().filter(|e| chosen(e)).map(|e| e.item).collect();
    codes.dedup();
    codes
        .iter()
        .enumerate()
        .map(|(index, code)| {
            let sum = books.sum(|e| e.item == *code && chosen(e));
            Part::Paragraph(format!(
                "{}.{}（类）{}（款）{}（项）{says}{}万元，主要用于本部门履行职责的相关支出。",
                index + 1,
                names::name(&code[..3]),
                names::name(&code[..5]),
                names::name(code),
                wan(sum)
            ))
        })
        .collect()
}
