use super::*;
use crate::disclosure::model::{Cell, Column, Row};

/// A table written down: header paths (`N` name, `C` code, figures otherwise) and rows of `[code] name`.
fn table(title: &str, label: Option<&str>, columns: &[&str], rows: &[(Option<Side>, &str, &str)]) -> Table {
    let columns: Vec<Column> = columns
        .iter()
        .map(|text| {
            let (kind, path) = match text.split_once('=') {
                Some(("C", path)) => (ColumnKind::Code, path),
                Some(("N", path)) => (ColumnKind::Name, path),
                _ => (ColumnKind::Amount, *text),
            };
            Column { path: path.split('/').map(str::to_owned).collect(), kind, side: None, key: None }
        })
        .collect();
    let cells = vec![Cell { amount: Some(1.into()), ..Cell::default() }; columns.len()];
    let rows = rows
        .iter()
        .map(|(side, code, name)| Row {
            code: (!code.is_empty()).then(|| (*code).to_owned()),
            name: (*name).to_owned(),
            side: *side,
            cells: cells.clone(),
            ..Row::default()
        })
        .collect();
    Table { label: label.map(str::to_owned), title: title.to_owned(), columns, rows, ..Table::default() }
}

fn keys(table: &Table) -> Vec<Option<&str>> {
    table.columns.iter().filter(|c| c.kind == ColumnKind::Amount).map(|c| c.key.as_deref()).collect()
}

fn row_keys(table: &Table) -> Vec<Option<&str>> {
    table.rows.iter().map(|row| row.key.as_deref()).collect()
}

#[test]
fn every_data_file_loads_and_is_consistent() {
    for file in data::FAMILIES {
        let family = data::parse(file).expect("a bundled family");
        assert!(family.years.0 <= family.years.1, "{}", family.id);
        assert!(matches!(family.document, Kind::Budget | Kind::Final));
        for form in &family.forms {
            for name in &form.titles {
                assert!(!title::plain(name).is_empty(), "{}", form.id);
            }
            let mut keys: Vec<_> = form.amounts().map(|c| (c.side, c.key.clone())).collect();
            assert!(
                keys.iter().all(|(_, key)| key.is_some()),
                "{}: a column of figures without a key",
                form.id
            );
            let all = keys.len();
            keys.sort_by_key(|(side, key)| (side.map(|s| s == Side::Income), key.clone()));
            keys.dedup();
            assert_eq!(keys.len(), all, "{}: a key twice", form.id);
            assert!(
                form.columns.iter().all(|c| c.kind == ColumnKind::Amount || c.key.is_none()),
                "{}: a key on a column without figures",
                form.id
            );
            assert!(Forms::standard().form(&form.id).is_some(), "{}", form.id);
        }
    }
    assert_eq!(Forms::standard().families().len(), data::FAMILIES.len());
    assert!(!Forms::standard().kinds.is_empty());
}

#[test]
fn every_kind_is_one_the_rules_know() {
    let known: Vec<&str> = Forms::standard().kinds.iter().map(|rule| rule.name.as_str()).collect();
    for (_, form) in Forms::standard().all() {
        assert!(known.contains(&form.kind.as_str()), "{}: {}", form.id, form.kind);
    }
}

#[test]
fn a_form_names_its_own_columns() {
    // Each form, printed as it is defined, gets the names it is defined with.
    for (family, form) in Forms::standard().all() {
        let columns: Vec<Column> = form
            .columns
            .iter()
            .map(|c| Column { path: c.path.clone(), kind: c.kind, side: c.side, key: None })
            .collect();
        let mut printed = Table {
            title: form.titles.first().cloned().unwrap_or_default(),
            label: form.labels.first().cloned(),
            columns,
            ..Table::default()
        };
        let region = family.regions.first().map(|region| format!("{region}省"));
        let identity = Identity {
            kind: family.document,
            region,
            fiscal_year: Some(family.years.0),
            ..Identity::default()
        };
        annotate(&mut printed, Some(&identity));
        let expected: Vec<_> = form.amounts().map(|c| c.key.as_deref()).collect();
        assert_eq!(keys(&printed), expected, "{}", form.id);
        assert_eq!(printed.kind.as_deref(), Some(form.kind.as_str()), "{}", form.id);
        assert_eq!(printed.form.as_deref(), Some(form.id.as_str()));
    }
}

#[test]
fn the_most_specific_title_wins() {
    let form = by_title("一般公共预算财政拨款支出决算表", Some("公开05表")).expect("a form");
    assert_eq!(form.id, "national-final/05");
    assert_eq!(by_title("支出预算总表", Some("表3")).expect("a form").id, "liaoning-2022/03");
    assert_eq!(by_title("部门收入总表", Some("部门公开表 6")).expect("a form").id, "liaoning-2020/06");
    assert!(by_title("职工花名册", None).is_none());
    assert!(is_title("表 3. 支出预算总表"));
    assert!(!is_title("本表反映支出预算总表情况。"));
}

#[test]
fn an_unknown_province_gets_names_from_its_words() {
    let mut t = table(
        "某省部门预算收入情况总表",
        None,
        &[
            "N=单位",
            "总计",
            "当年收入/小计",
            "当年收入/一般公共预算拨款",
            "当年收入/事业收入",
            "上年结转/小计",
        ],
        &[(None, "", "总 计"), (None, "", "某局")],
    );
    annotate(&mut t, None);
    assert_eq!(t.form, None);
    assert_eq!(t.kind.as_deref(), Some("收入总表"));
    assert_eq!(
        keys(&t),
        [
            Some("合计"),
            Some("本年收入.合计"),
            Some("本年收入.一般公共预算"),
            Some("本年收入.事业收入"),
            Some("上年结转.合计")
        ]
    );
    assert_eq!(row_keys(&t), [Some("合计"), None]);
}

#[test]
fn carried_funds_are_told_from_the_year_s() {
    let (i, e) = (Some(Side::Income), Some(Side::Expenditure));
    let mut t = table(
        "财政拨款收支预算总表",
        Some("表4"),
        &["N=收入/项目", "收入/预算数", "N=支出/项目", "支出/预算数"],
        &[
            (i, "", "一、本年收入"),
            (e, "", "一、本年支出"),
            (i, "", "（一）一般公共预算拨款收入"),
            (e, "", "（一）文化体育与传媒支出"),
            (i, "", "二、上年结转"),
            (e, "", "（二）其他支出"),
            (i, "", "（一）一般公共预算拨款收入"),
            (e, "", "二、年终结转结余"),
            (i, "", "收 入 总 计"),
            (e, "", "支 出 总 计"),
        ],
    );
    annotate(&mut t, None);
    assert_eq!(t.kind.as_deref(), Some("财政拨款收支总表"));
    assert_eq!(keys(&t), [Some("金额"), Some("金额")]);
    assert_eq!(
        row_keys(&t),
        [
            Some("本年收入合计"),
            Some("本年支出合计"),
            Some("一般公共预算"),
            Some("207"),
            Some("上年结转"),
            Some("229"),
            Some("上年结转.一般公共预算"),
            Some("年终结转"),
            Some("收入总计"),
            Some("支出总计")
        ]
    );
}

#[test]
fn three_layouts_of_the_three_public_expenses() {
    let mut wide = table(
        "“三公”经费支出表",
        None,
        &[
            "2019预算数/合计",
            "2019预算数/公务接待费",
            "2020预算数/合计",
            "2020预算数/公务用车购置及运行费/小计",
            "2020预算数/公务用车购置及运行费/公务用车运行费",
        ],
        &[(None, "", "")],
    );
    annotate(&mut wide, None);
    assert_eq!(
        keys(&wide),
        [
            Some("上年.合计"),
            Some("上年.公务接待费"),
            Some("预算数.合计"),
            Some("预算数.公务用车费"),
            Some("预算数.公务用车运行费")
        ]
    );
    assert_eq!(row_keys(&wide), [Some("合计")]);
    let mut tall = table(
        "财政拨款“三公”经费支出决算表",
        Some("公开09表"),
        &["N=项目", "预算数", "决算数"],
        &[
            (None, "", "合 计"),
            (None, "", "1. 因公出国（境）费"),
            (None, "", "其中：（1）公务用车运行维护费"),
        ],
    );
    annotate(&mut tall, None);
    assert_eq!(tall.form.as_deref(), Some("national-final/09-竖列"));
    assert_eq!(keys(&tall), [Some("预算数"), Some("决算数")]);
    assert_eq!(row_keys(&tall), [Some("合计"), Some("因公出国境费"), Some("公务用车运行费")]);
    let mut pairs = table(
        "财政拨款“三公”经费支出决算表",
        None,
        &[
            "“三公”经费/合计/预算数",
            "“三公”经费/合计/决算数",
            "“三公”经费/公务接待费/预算数",
            "“三公”经费/公务接待费/决算数",
        ],
        &[(None, "", "")],
    );
    annotate(&mut pairs, None);
    assert_eq!(
        keys(&pairs),
        [Some("预算数.合计"), Some("决算数.合计"), Some("预算数.公务接待费"), Some("决算数.公务接待费")]
    );
    let mut wider = table(
        "“三公”经费、会议费、培训费支出预算表",
        Some("公开09表"),
        &["合计", "“三公”经费/小计", "“三公”经费/公务接待费", "会议费", "培训费"],
        &[(None, "", "")],
    );
    annotate(&mut wider, None);
    assert_eq!(
        keys(&wider),
        [
            Some("预算数.总计"),
            Some("预算数.合计"),
            Some("预算数.公务接待费"),
            Some("预算数.会议费"),
            Some("预算数.培训费")
        ]
    );
}

#[test]
fn a_title_that_went_astray_is_not_believed() {
    let mut t = table(
        "收入决算表",
        Some("公开02表"),
        &[
            "C=科目编码",
            "N=科目名称",
            "本年支出合计",
            "基本支出",
            "项目支出",
            "上缴上级支出",
            "经营支出",
            "对附属单位补助支出",
        ],
        &[(None, "208", "社会保障和就业支出")],
    );
    annotate(&mut t, None);
    assert_ne!(t.kind.as_deref(), Some("收入总表"));
    assert_eq!(keys(&t)[1], Some("基本支出"));
    let mut codes = table(
        "一般公共预算支出决算表",
        None,
        &["C=科目编码", "N=科目名称", "合计", "基本支出", "项目支出"],
        &[(None, "301", "工资福利支出"), (None, "30101", "基本工资")],
    );
    annotate(&mut codes, None);
    assert_ne!(codes.kind.as_deref(), Some("一般公共预算支出表"));
}

#[test]
fn a_damaged_header_is_filled_from_its_neighbours() {
    let mut t = table(
        "支出预算总表",
        Some("表3"),
        &["C=科目编码", "N=科目名称", "合计", "基本支出/小计", "基本支出/人员经费", "", "项目支出"],
        &[],
    );
    annotate(&mut t, None);
    assert_eq!(keys(&t)[3], Some("基本支出.公用经费"));
}

#[test]
fn a_user_s_family_goes_first() {
    let file = r#"
        id = "our-county"
        name = "本县表样"
        document = "budget"
        years = [2020, 2099]
        [[form]]
        id = "01"
        titles = ["收支预算总表"]
        kind = "收支总表"
        columns = [
          { header = "收入/项目", side = "收入", holds = "name" },
          { header = "收入/本年数", side = "收入", key = "金额" },
          { header = "支出/项目", side = "支出", holds = "name" },
          { header = "支出/本年数", side = "支出", key = "金额" },
        ]
    "#;
    let forms = Forms::standard().with(file).expect("a family");
    assert!(forms.form("our-county/01").is_some_and(|form| form.two_sided));
    assert!(matches!(forms.with(file), Err(FormError::Duplicate(_))));
    assert!(matches!(Forms::standard().with("id = 3"), Err(FormError::Syntax(_))));
}

#[test]
fn a_user_s_form_wins_over_a_standard_one_of_its_title() {
    let official = Forms::standard().form("liaoning-2022/03").expect("a standard form");
    let title = official.titles[0].clone();
    let file = format!(
        r#"
        id = "our-county"
        name = "本县表样"
        document = "budget"
        years = [2020, 2099]
        [[form]]
        id = "07"
        titles = ["{title}"]
        kind = "支出总表"
        columns = [
          {{ header = "科目编码", holds = "code" }},
          {{ header = "科目名称", holds = "name" }},
          {{ header = "合计", key = "合计" }},
          {{ header = "基本支出", key = "基本支出" }},
          {{ header = "项目支出", key = "项目支出" }},
        ]
    "#
    );
    let forms = Forms::standard().with(&file).expect("a family");
    let columns = &["C=科目编码", "N=科目名称", "合计", "基本支出", "项目支出"];
    // The document's other tables speak for the standard family, and its label is that family's.
    let others = Forms::standard().families().iter().find(|family| family.id == "liaoning-2022");
    let mut tables: Vec<Table> = others
        .map(|family| &family.forms[..])
        .unwrap_or_default()
        .iter()
        .filter(|form| form.titles[0] != title)
        .map(|form| table(&form.titles[0], form.labels.first().map(String::as_str), columns, &[]))
        .collect();
    tables.push(table(&title, official.labels.first().map(String::as_str), columns, &[]));
    let budget = Identity { kind: Kind::Budget, fiscal_year: Some(2024), ..Identity::default() };
    forms.annotate_all(&mut tables, Some(&budget));
    assert_eq!(tables.last().and_then(|t| t.form.as_deref()), Some("our-county/07"));
    // It is for budgets: final accounts are read by what there is for them.
    let accounts = Identity { kind: Kind::Final, ..budget };
    forms.annotate_all(&mut tables, Some(&accounts));
    assert_ne!(tables.last().and_then(|t| t.form.as_deref()), Some("our-county/07"));
}

#[test]
fn a_classification_spread_over_columns() {
    let mut t = table(
        "一般公共预算支出预算表(政府经济分类科目)",
        None,
        &[
            "C=项目/科目/类",
            "N=项目/单位名称(科目)",
            "合计",
            "机关工资福利支出/小计",
            "机关工资福利支出/社会保障缴费",
            "机关商品和服务支出/小计",
        ],
        &[(None, "208", "社会保障和就业支出")],
    );
    annotate(&mut t, None);
    assert_eq!(t.form.as_deref(), Some("sichuan-budget-2020/3-2"));
    assert_eq!(keys(&t), [Some("合计"), Some("501"), Some("50102"), Some("502")]);
}

#[test]
fn the_newer_forms_of_jiangsu_are_known() {
    let text = include_bytes!("../../tests/fixtures/jiangsu-2020.txt");
    let report = crate::analyze(text, "x.txt").expect("text is read");
    let forms: Vec<&str> = report.tables.iter().filter_map(|table| table.form.as_deref()).collect();
    let want = ["01", "03", "05", "06", "09", "10"].map(|id| format!("jiangsu-budget-2020/{id}"));
    assert_eq!(forms, want);
    let amounts = |table: &Table| keys(table).iter().all(Option::is_some);
    assert!(report.tables.iter().all(amounts), "every column of figures has its key");
    assert!(report.findings.iter().all(|finding| finding.severity != crate::report::Severity::Error));
}
