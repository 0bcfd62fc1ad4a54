//! First- and second-level indicators filled down as a person reads them.

use super::notes::{Repair, RepairKind};
use super::vocabulary::{
    completed, family, is_first_level, is_named, is_second_level, is_usual_first, unglued,
};
use crate::disclosure::model::Indicator;

/// Fills the levels down over the rows as printed. Rows that only name levels give no indicator.
pub(super) fn fill(rows: Vec<Indicator>, repairs: &mut Vec<Repair>) -> Vec<Indicator> {
    let printed_first: Vec<String> =
        rows.iter().filter_map(|row| row.l1.clone()).filter(|name| is_first_level(name)).collect();
    // Rows above the first name printed: merged cells carry their text in the middle.
    let mut first: Option<String> = None;
    let lead = rows.iter().find_map(|row| row.l1.clone());
    let mut lead_second = rows.iter().find_map(|row| row.l2.clone());
    let mut second: Option<String> = None;
    let mut waiting_first: Option<String> = None;
    let mut waiting_second: Option<String> = None;
    let mut out = Vec::new();
    for mut indicator in rows {
        let origin = indicator.origin.clone();
        let mend = |name: Option<String>, repairs: &mut Vec<Repair>| {
            let name = name?;
            let Some(whole) = completed(&name) else { return Some(name) };
            repairs.push(Repair::new(RepairKind::Completed, &name, &whole, origin.clone()));
            Some(whole)
        };
        let mut own_first = mend(indicator.l1.take(), repairs);
        let mut own_second = mend(indicator.l2.take(), repairs);
        if let Some((one, other)) = own_second.as_deref().and_then(unglued) {
            repairs.push(Repair::new(RepairKind::Glued, &one, &other, origin.clone()));
            own_second = Some(one);
            waiting_second = Some(other);
        } else if own_second.is_none() && own_first.is_none() {
            own_second = waiting_second.take();
        } else {
            waiting_second = None;
        }
        if let Some(name) = own_first.clone() {
            let suits = own_second
                .as_deref()
                .and_then(family)
                .is_none_or(|names| is_named(&name, names) || !is_usual_first(&name));
            let before_suits = own_second
                .as_deref()
                .and_then(family)
                .zip(first.as_deref())
                .is_some_and(|(names, before)| is_named(before, names));
            if !suits && before_suits {
                let before = first.clone().unwrap_or_default();
                repairs.push(Repair::new(
                    RepairKind::Family,
                    own_second.as_deref().unwrap_or_default(),
                    &before,
                    origin.clone(),
                ));
                waiting_first = own_first.take();
            } else {
                first = Some(name);
                waiting_first = None;
            }
        }
        if let Some(name) = own_second {
            lead_second = None;
            second = Some(name);
        } else if own_first.is_none() && first.is_none() && second.is_none() {
            second.clone_from(&lead_second);
        } else if own_first.is_some() {
            let kept = second.as_deref().and_then(family).zip(first.as_deref());
            if !kept.is_some_and(|(names, first)| is_named(first, names)) {
                second = None;
            }
        }
        if own_first.is_none() {
            let before = first.clone();
            first = follow(first, second.as_deref(), waiting_first.as_ref(), lead.as_ref(), &printed_first);
            // In a form that prints other first levels, one that is printed nowhere was lost.
            if let Some(name) =
                first.as_ref().filter(|name| before.is_some() && before.as_ref() != Some(*name))
                && !printed_first.contains(name)
                && waiting_first.as_ref() != Some(name)
            {
                repairs.push(Repair::new(
                    RepairKind::Unprinted,
                    second.as_deref().unwrap_or_default(),
                    name,
                    origin.clone(),
                ));
            }
        }
        indicator.l1.clone_from(&first);
        indicator.l2.clone_from(&second);
        if indicator.l3.is_some() {
            out.push(indicator);
        }
    }
    out
}

/// The first level of a row that prints none.
fn follow(
    first: Option<String>,
    second: Option<&str>,
    waiting: Option<&String>,
    lead: Option<&String>,
    printed: &[String],
) -> Option<String> {
    let Some(names) = second.filter(|name| is_second_level(name)).and_then(family) else {
        return first.or_else(|| lead.cloned());
    };
    if let Some(first) = &first
        && (is_named(first, names) || !is_usual_first(first))
    {
        return Some(first.clone());
    }
    // The name is printed further down, in the middle of its merged cell, or nowhere.
    waiting
        .filter(|name| is_named(name, names))
        .or_else(|| printed.iter().find(|name| is_named(name, names)))
        .cloned()
        .or_else(|| names.first().map(|name| format!("{name}指标")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(l1: &str, l2: &str, l3: &str) -> Indicator {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Indicator { l1: some(l1), l2: some(l2), l3: some(l3), ..Indicator::default() }
    }

    fn levels(rows: Vec<Indicator>) -> (Vec<(String, String)>, usize) {
        let mut repairs = Vec::new();
        let filled = fill(rows, &mut repairs);
        let pairs =
            filled.into_iter().map(|i| (i.l1.unwrap_or_default(), i.l2.unwrap_or_default())).collect();
        (pairs, repairs.len())
    }

    fn pairs(want: &[(&str, &str)]) -> Vec<(String, String)> {
        want.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn a_name_in_the_middle_of_its_cell_counts_above_and_below() {
        let (got, repairs) = levels(vec![
            row("", "数量指标", "甲"),
            row("", "", "乙"),
            row("产出指标", "质量指标", "丙"),
            row("", "时效指标", "丁"),
            row("", "社会效益指标", "戊"),
        ]);
        let want = pairs(&[
            ("产出指标", "数量指标"),
            ("产出指标", "数量指标"),
            ("产出指标", "质量指标"),
            ("产出指标", "时效指标"),
            ("效益指标", "社会效益指标"),
        ]);
        // 效益指标 is printed nowhere: that is told.
        assert_eq!((got, repairs), (want, 1));
    }

    #[test]
    fn levels_that_contradict_each_other_are_mended() {
        let (got, repairs) = levels(vec![
            row("产出指标", "数量指标", "甲"),
            row("效益指标", "成本指标", "乙"),
            row("", "经济效益指标", "丙"),
        ]);
        let want = pairs(&[("产出指标", "数量指标"), ("产出指标", "成本指标"), ("效益指标", "经济效益指标")]);
        assert_eq!((got, repairs), (want, 1));
    }

    #[test]
    fn rows_of_levels_alone_give_nothing_but_their_names() {
        let (got, _) = levels(vec![
            row("效益指标", "经济效益指标", ""),
            row("", "社会效益指标", "甲"),
            row("满意度指标", "服务对象满意度指", ""),
        ]);
        assert_eq!(got, pairs(&[("效益指标", "社会效益指标")]));
    }
}
