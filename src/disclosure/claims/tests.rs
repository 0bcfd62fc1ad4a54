use super::*;
use crate::origin::Origin;

fn read(kind: Kind, year: u16, text: &str) -> Vec<(String, String, Option<u16>, String, String)> {
    let paragraphs: Vec<Paragraph> = (1..)
        .zip(text.lines())
        .map(|(line, text)| Paragraph {
            text: text.to_owned(),
            lines: vec![(0, Origin::Line { line, column: 1 })],
        })
        .collect();
    let identity = Identity {
        kind,
        organization: Some("某市某局".to_owned()),
        fiscal_year: Some(year),
        ..Identity::default()
    };
    claims(&paragraphs, &identity)
        .into_iter()
        .map(|claim| {
            (
                claim.subject.unwrap_or_default(),
                claim.metric.unwrap_or_default(),
                claim.year,
                claim.value.map(|value| value.to_string()).unwrap_or_default()
                    + &claim.unit.unwrap_or_default(),
                claim.direction.unwrap_or_default(),
            )
        })
        .collect()
}

fn claim(
    subject: &str,
    metric: &str,
    year: u16,
    value: &str,
    direction: &str,
) -> (String, String, Option<u16>, String, String) {
    (subject.to_owned(), metric.to_owned(), Some(year), value.to_owned(), direction.to_owned())
}

#[test]
fn a_total_its_base_and_its_change() {
    assert_eq!(
        read(
            Kind::Budget,
            2020,
            "收入包括：一般公共预算拨款收入、事业收入。某市某局2020年收支总预算300.00万元，比2019年收支总预算280.00万元增加20.00万元，主要是由于住房支出增加5万元。"
        ),
        [
            claim("收支总计", "total", 2020, "300.00万元", ""),
            claim("收支总计", "base", 2019, "280.00万元", ""),
            claim("收支总计", "increase", 2020, "20.00万元", "增加"),
        ]
    );
}

#[test]
fn parts_and_changes_of_the_three_public_expenses() {
    assert_eq!(
        read(
            Kind::Budget,
            2020,
            "2020年“三公”经费预算数76.6万元，其中：因公出国（境）预算为0万元;公务接待费22.04万元；公务用车购置及运行费54.56万元。\
             2020年预算数比2019年预算数减少67.97万元，其中：2020年，因公出国（境）费比2019年预算数减少22.86万元,主要是由于没有出访任务；公务接待费与2019年预算持平。"
        ),
        [
            claim("三公经费", "total", 2020, "76.6万元", ""),
            claim("因公出国境费", "total", 2020, "0万元", ""),
            claim("公务接待费", "total", 2020, "22.04万元", ""),
            claim("公务用车费", "total", 2020, "54.56万元", ""),
            claim("三公经费", "increase", 2020, "67.97万元", "减少"),
            claim("因公出国境费", "increase", 2020, "22.86万元", "减少"),
            claim("公务接待费", "increase", 2020, "", "持平"),
        ]
    );
}

#[test]
fn an_item_s_budget_execution_and_rate() {
    assert_eq!(
        read(
            Kind::Final,
            2024,
            "1、某某支出（类）某某事务（款）行政运行（项）。主要用于：人员5人。年初预算为100.00万元，支出决算为98.61万元，完成年初预算的98.61%。决算数小于预算数的主要原因：节约3万元。"
        ),
        [
            claim("某某支出（类）某某事务（款）行政运行（项）", "budget", 2024, "100.00万元", ""),
            claim("某某支出（类）某某事务（款）行政运行（项）", "total", 2024, "98.61万元", ""),
            claim("某某支出（类）某某事务（款）行政运行（项）", "completion", 2024, "98.61%", ""),
            claim("某某支出（类）某某事务（款）行政运行（项）", "comparison", 2024, "", "小于"),
        ]
    );
}

#[test]
fn shares_and_comparisons_with_the_subject_behind() {
    assert_eq!(
        read(
            Kind::Final,
            2024,
            "某市某局2024年度收入支出总计900.00万元。与2023年度相比，收入支出总计增加90.00万元，增长11.11%。\n\
             本年收入合计850.00万元，其中：财政拨款收入800.00万元，占94.12%；其他收入50.00万元，占5.88%。"
        ),
        [
            claim("收支总计", "total", 2024, "900.00万元", ""),
            claim("收支总计", "increase", 2024, "90.00万元", "增加"),
            claim("收支总计", "growth_rate", 2024, "11.11%", "增长"),
            claim("本年收入合计", "total", 2024, "850.00万元", ""),
            claim("财政拨款收入", "total", 2024, "800.00万元", ""),
            claim("财政拨款收入", "share", 2024, "94.12%", ""),
            claim("其他收入", "total", 2024, "50.00万元", ""),
            claim("其他收入", "share", 2024, "5.88%", ""),
        ]
    );
}

#[test]
fn parts_of_the_appropriation_are_not_parts_of_the_whole() {
    assert_eq!(
        read(
            Kind::Budget,
            2020,
            "三、财政拨款收支预算情况说明\n某市某局2020年财政拨款收支总预算100万元，比2019年（上一年，下同）收支总预算增加10万元。\n\
             收入包括：一般公共预算拨款收入90万元、上年结转10万元。\n四、一般公共预算支出情况说明\n\
             一般公共预算支出90万元，主要用于以下方面：卫生健康支出30万元，占33.33%；基本支出60万元，占66.67%。"
        ),
        [
            claim("财政拨款收支总计", "total", 2020, "100万元", ""),
            claim("财政拨款收支总计", "increase", 2020, "10万元", "增加"),
            claim("一般公共预算收入", "total", 2020, "90万元", ""),
            claim("财政拨款·上年结转", "total", 2020, "10万元", ""),
            claim("一般公共预算支出", "total", 2020, "90万元", ""),
            claim("一般公共预算·卫生健康支出", "total", 2020, "30万元", ""),
            claim("一般公共预算·卫生健康支出", "share", 2020, "33.33%", ""),
            claim("一般公共预算基本支出", "total", 2020, "60万元", ""),
            claim("一般公共预算基本支出", "share", 2020, "66.67%", ""),
        ]
    );
}

#[test]
fn money_under_performance_management_is_a_selection() {
    assert_eq!(
        read(
            Kind::Final,
            2024,
            "本年度开展绩效自评项目2个，涉及一般公共预算资金30万元。\n本年支出合计100万元。"
        ),
        [
            claim("开展绩效自评项目", "count", 2024, "2个", ""),
            claim("绩效·一般公共预算", "total", 2024, "30万元", ""),
            claim("本年支出合计", "total", 2024, "100万元", ""),
        ]
    );
}

#[test]
fn figures_without_a_subject_are_of_the_heading_s_expense_or_of_the_item() {
    let found = read(
        Kind::Final,
        2023,
        "三、“三公”经费支出决算情况说明\n3.公务用车运行维护费用支出情况说明\n2023年度预算安排4.00万元，支出决算3.20万元。\n\
         1.农林水支出（类）水利（款）防汛（项）：支出决算数为26.05万元。",
    );
    let flood = "农林水支出（类）水利（款）防汛（项）";
    assert_eq!(
        found,
        [
            claim("公务用车运行费", "budget", 2023, "4.00万元", ""),
            claim("公务用车运行费", "total", 2023, "3.20万元", ""),
            claim(flood, "total", 2023, "26.05万元", ""),
        ]
    );
}

#[test]
fn what_a_sentence_compares_with_holds_behind_semicolons() {
    let found = read(
        Kind::Final,
        2023,
        "二、收支情况说明\n与年初预算相比，收、支总计各增加24.32万元，其中：财政拨款收入增加24.00万元；其他收入增加0.32万元。\n\
         公务接待费支出3.00万元，与2023年度预算相比，减少1.00万元。",
    );
    let metrics: Vec<&str> = found.iter().map(|(_, metric, ..)| metric.as_str()).collect();
    assert_eq!(
        metrics,
        [
            "increase_over_budget",
            "increase_over_budget",
            "increase_over_budget",
            "total",
            "increase_over_budget"
        ]
    );
}
