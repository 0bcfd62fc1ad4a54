//! A user's form file: tables are read by it, and by the standard forms again when it is taken away.

use gouji::forms;

const FORMS: &str = r#"
id = "our-county"
name = "本县表样"
document = "budget"
years = [2020, 2099]

[[form]]
id = "07"
labels = ["县表7"]
titles = ["分项目资金安排情况表"]
kind = "项目支出表"
unit = "万元"
columns = [
  { header = "事项", holds = "name" },
  { header = "全年安排", key = "合计" },
  { header = "县级安排", key = "本年收入.一般公共预算" },
]
"#;

const TEXT: &str = "某某县水务局2024年部门预算\n\n分项目资金安排情况表\n\n单位：万元\n\n\
    事项\t全年安排\t县级安排\n合计\t12.50\t10.00\n水渠养护\t8.00\t6.00\n泵站检修\t4.50\t4.00\n";

fn form() -> (Option<String>, Vec<Option<String>>) {
    let report = gouji::analyze(TEXT.as_bytes(), "表.txt").expect("reads");
    let table = report.tables.into_iter().next().expect("a table");
    (table.form, table.columns.into_iter().map(|column| column.key).collect())
}

#[test]
fn a_table_is_read_by_the_form_a_user_brings() {
    assert_eq!(form().0, None);
    forms::use_files(&[FORMS]).expect("a form file");
    let (id, keys) = form();
    assert_eq!(id.as_deref(), Some("our-county/07"));
    assert_eq!(keys, [None, Some("合计".to_owned()), Some("本年收入.一般公共预算".to_owned())]);
    // A file that is wrong changes nothing, and says what is wrong.
    let wrong = forms::use_files(&[FORMS, "id = 3"]).expect_err("wrong");
    assert!(wrong.to_string().contains("写法有误"), "{wrong}");
    assert_eq!(form().0.as_deref(), Some("our-county/07"));
    forms::use_files(&[]).expect("none");
    assert_eq!(form().0, None);
}
