//! Names for rows: totals, sources, carry-overs and functional classes that stand without a code.

use std::collections::HashSet;

use super::Form;
use super::words::{Words, plain};
use crate::disclosure::model::{Row, Side, Table};
use crate::subjects::{self, Domain};

/// Rows that may be followed by the funds they consist of.
const CARRIED: &[&str] = &["上年结转", "年初结转和结余", "年末结转和结余", "年终结转"];
/// Rows that may be followed by the economic classes they consist of.
const SPENT: &[&str] = &["基本支出", "项目支出"];
const FUNDS: &[&str] =
    &["一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金", "财政拨款"];
/// Header words that are also names of sources of income in rows.
const SOURCES: &[&str] = &[
    "一般公共预算",
    "政府性基金预算",
    "国有资本经营预算",
    "财政专户管理资金",
    "单位资金",
    "其他资金",
    "财政拨款收入",
    "事业收入",
    "经营收入",
    "上级补助收入",
    "附属单位上缴收入",
    "上级补助附属上缴收入",
    "其他收入",
    "单位其他收入",
    "教育收费",
    "调入资金",
    "财政结转资金",
    "单位上年净结余",
    "用事业基金弥补收支差额",
    "使用非财政拨款结余",
];

pub(super) fn annotate(words: &Words, form: Option<&Form>, table: &mut Table) {
    let two_sided = table.rows.iter().any(|row| row.side.is_some());
    let kind = table.kind.clone().unwrap_or_default();
    let mut seen: HashSet<(Option<Side>, String)> = HashSet::new();
    for side in [None, Some(Side::Income), Some(Side::Expenditure)] {
        let mut reader = Reader { words, form, kind: &kind, two_sided, side, above: None };
        for row in table.rows.iter_mut().filter(|row| row.side == side) {
            let key = reader.key(row);
            // A total printed again, at the foot or on the next page, is not a second total.
            row.key = key.filter(|key| seen.insert((side, key.clone())));
        }
        if side.is_some() {
            settle_totals(&mut table.rows, side, &mut seen);
        }
    }
    name_only_row(&kind, table);
}

struct Reader<'a> {
    words: &'a Words,
    form: Option<&'a Form>,
    kind: &'a str,
    two_sided: bool,
    side: Option<Side>,
    /// The row above that following rows may be parts of.
    above: Option<String>,
}

impl Reader<'_> {
    fn key(&mut self, row: &Row) -> Option<String> {
        if row.code.as_deref().is_some_and(|code| subjects::domain_of(code).is_some()) {
            return None;
        }
        let name = plain(&row.name);
        if name.is_empty() {
            return None;
        }
        let key = self.by_form(&name).or_else(|| self.by_words(&name)).or_else(|| self.by_class(&name));
        match &key {
            Some(key) if CARRIED.contains(&key.as_str()) || SPENT.contains(&key.as_str()) => {
                self.above = Some(key.clone());
            }
            Some(key) if key.contains('.') => {}
            _ => self.above = None,
        }
        key
    }

    fn by_form(&self, name: &str) -> Option<String> {
        let rows = self.form.map_or(&[][..], |form| form.rows.as_slice());
        let named = |row: &&super::FormRow| {
            (row.side == self.side || row.side.is_none())
                && row.names.iter().any(|known| plain(known) == name)
        };
        rows.iter()
            .filter(named)
            .find(|row| row.under.is_some() && row.under == self.above)
            .or_else(|| rows.iter().filter(named).find(|row| row.under.is_none() && !self.is_part(&row.key)))
            .map(|row| row.key.clone())
    }

    /// Whether a fund named here is a part of the row above rather than one of its own.
    fn is_part(&self, key: &str) -> bool {
        FUNDS.contains(&key) && self.above.as_deref().is_some_and(|above| CARRIED.contains(&above))
    }

    fn by_words(&self, name: &str) -> Option<String> {
        if self.kind.contains("三公") {
            let item = self.words.three_public(name);
            if let Some(item) = item {
                return Some(if item == "三公经费" { "合计" } else { item }.to_owned());
            }
        }
        if let Some(key) = self.words.row(name) {
            return self.total(key).or_else(|| Some(key.to_owned()));
        }
        let key = self.words.column(name).filter(|key| SOURCES.contains(key))?;
        if !self.two_sided && self.kind != "收入总表" {
            return None;
        }
        if self.is_part(key) {
            return self.above.as_ref().map(|above| format!("{above}.{key}"));
        }
        (self.side != Some(Side::Expenditure))
            .then(|| if key == "财政拨款收入" { "财政拨款" } else { key }.to_owned())
    }

    /// Totals are named by their half; in a table without halves there is only one.
    fn total(&self, key: &str) -> Option<String> {
        let key = match (key, self.side) {
            ("合计", Some(Side::Income)) => "收入总计",
            ("合计", Some(Side::Expenditure)) => "支出总计",
            ("收入总计", None) if self.kind == "收入总表" => "合计",
            ("支出总计", None) if self.kind == "支出总表" || self.kind.ends_with("支出表") => {
                "合计"
            }
            _ => return None,
        };
        Some(key.to_owned())
    }

    fn by_class(&self, name: &str) -> Option<String> {
        if !self.two_sided || self.side == Some(Side::Income) {
            return None;
        }
        let functional = subjects::class_by_name(name);
        let economic = subjects::code_by_name(name, Domain::DepartmentEconomic, None);
        let spent =
            self.above.as_deref().filter(|above| SPENT.contains(&above.split('.').next().unwrap_or(above)));
        match (functional, economic, spent) {
            (None, _, Some(above)) | (Some(_), Some(_), Some(above)) => Some(format!("{above}.{name}")),
            (Some(class), _, _) => Some(class.to_owned()),
            _ => None,
        }
    }
}

/// 收入合计 beside 收入总计 is the total of the year; two totals on one half are the year's and the whole.
fn settle_totals(rows: &mut [Row], side: Option<Side>, seen: &mut HashSet<(Option<Side>, String)>) {
    let (whole, year, short) = match side {
        Some(Side::Income) => ("收入总计", "本年收入合计", "收入合计"),
        _ => ("支出总计", "本年支出合计", "支出合计"),
    };
    let totals: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.side == side && matches!(plain(&row.name).as_str(), n if n == whole || n == short || n == "合计" || n == "总计"))
        .map(|(at, _)| at)
        .collect();
    if let [first, .., last] = totals.as_slice()
        && first != last
        && rows.get(*first).map(|row| plain(&row.name)) != rows.get(*last).map(|row| plain(&row.name))
        && !seen.contains(&(side, year.to_owned()))
    {
        if let Some(row) = rows.get_mut(*first) {
            row.key = Some(year.to_owned());
            seen.insert((side, year.to_owned()));
        }
        if let Some(row) = rows.get_mut(*last) {
            row.key = Some(whole.to_owned());
        }
    }
}

/// A table with one line of figures and no 合计 has its total there.
fn name_only_row(kind: &str, table: &mut Table) {
    if !(kind.ends_with("三公表") || matches!(kind, "支出总表" | "收入总表"))
        || table.rows.iter().any(|row| row.key.is_some())
    {
        return;
    }
    let mut filled = table.rows.iter_mut().filter(|row| row.cells.iter().any(|cell| cell.amount.is_some()));
    if let (Some(row), None) = (filled.next(), filled.next())
        && row.code.is_none()
    {
        row.key = Some("合计".to_owned());
    }
}
