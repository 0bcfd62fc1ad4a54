//! One row of indicators: its cells under their columns, read into an indicator.

use super::columns::{Columns, Fitted, Piece};
use super::notes::{Repair, RepairKind};
use super::values::{Kind, kind, operator, split};
use super::vocabulary::Field;
use crate::disclosure::model::Indicator;

/// Reads the cells of a row that belong to the slots from `from` up to `to` into an indicator.
pub(super) fn read(
    columns: &Columns,
    fitted: &Fitted,
    from: usize,
    to: usize,
    repairs: &mut Vec<Repair>,
) -> Indicator {
    let mut indicator = Indicator::default();
    for (piece, slot) in &fitted.places {
        let Some(slot) = slot.filter(|slot| (from..to).contains(slot)) else { continue };
        let Some(field) = columns.slots.get(slot).map(|slot| slot.field) else { continue };
        put(&mut indicator, field, piece);
    }
    settle(&mut indicator);
    if fitted.moved
        && let Some(name) = &indicator.l3
    {
        repairs.push(Repair::new(RepairKind::Shifted, name, "", indicator.origin.clone()));
    }
    indicator
}

/// Puts a cell's text where it belongs; a second cell under one column goes on with the first.
pub(super) fn put(indicator: &mut Indicator, field: Field, piece: &Piece) {
    let place = match field {
        Field::L1 => &mut indicator.l1,
        Field::L2 => &mut indicator.l2,
        Field::L3 => &mut indicator.l3,
        Field::Op => &mut indicator.op,
        Field::Target => &mut indicator.target,
        Field::Unit => &mut indicator.unit,
        Field::Deadline => &mut indicator.deadline,
        Field::Actual => &mut indicator.actual,
        Field::Completion => &mut indicator.completion,
        Field::Weight => &mut indicator.weight,
        Field::Score => &mut indicator.score,
        Field::Project | Field::Goal | Field::Money | Field::Owner | Field::Other => return,
    };
    match place {
        Some(text) => text.push_str(&piece.text),
        None => *place = Some(piece.text.clone()),
    }
    if field == Field::L3 || indicator.origin.is_none() {
        indicator.origin.clone_from(&piece.origin);
    }
}

/// Brings operator, target and unit into one form: `≥95%` in one cell becomes `>=`, `95`, `%`.
pub(super) fn settle(indicator: &mut Indicator) {
    indicator.l3 = indicator.l3.take().and_then(|name| unnumbered(&name));
    if let Some(op) = indicator.op.take() {
        match operator(&op) {
            Some(op) => indicator.op = Some(op.to_owned()),
            // 定性 and the like say that there is no operator; anything else is a value in the wrong place.
            None if kind(&op) == Kind::Measure && indicator.target.is_none() => indicator.target = Some(op),
            None if matches!(kind(&op), Kind::Dash) => {}
            None => indicator.op = Some(op),
        }
    }
    let Some(measure) = indicator.target.as_deref().and_then(split) else { return };
    let free = |held: Option<&String>, found: Option<&str>| match (held, found) {
        (Some(held), Some(found)) => held == found,
        _ => true,
    };
    if !free(indicator.op.as_ref(), measure.op) || !free(indicator.unit.as_ref(), measure.unit.as_deref()) {
        return;
    }
    indicator.target = Some(measure.number);
    indicator.op = indicator.op.take().or(measure.op.map(str::to_owned));
    indicator.unit = indicator.unit.take().or(measure.unit);
}

/// The name without the form's own numbering (指标1：); `None` where nothing but that is printed.
fn unnumbered(name: &str) -> Option<String> {
    let mut rest = name.trim();
    if let Some(after) = rest.strip_prefix("指标") {
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
        if let Some(after) = after.strip_prefix([':', '：', '.', '、']) {
            rest = after.trim();
        } else if after.is_empty() {
            rest = "";
        }
    }
    let empty = rest.chars().all(|c| c.is_whitespace() || matches!(c, '.' | '…' | '·' | '-' | '—' | '/'));
    (!empty).then(|| rest.to_owned())
}

/// Whether anything but the levels stands in the row.
pub(super) fn has_values(indicator: &Indicator) -> bool {
    [
        &indicator.op,
        &indicator.target,
        &indicator.unit,
        &indicator.deadline,
        &indicator.actual,
        &indicator.completion,
        &indicator.weight,
        &indicator.score,
    ]
    .iter()
    .any(|value| value.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cell_becomes_three() {
        for (op, target, unit, want) in [
            ("", "≥95%", "", (Some(">="), "95", Some("%"))),
            ("=", "100", "%", (Some("="), "100", Some("%"))),
            ("", "100%", "", (None, "100", Some("%"))),
            ("≥", "95%", "%", (Some(">="), "95", Some("%"))),
            ("", "2020年12月31日前", "", (None, "2020年12月31日前", None)),
            ("", "管理规范", "", (None, "管理规范", None)),
            ("定性", "优", "", (Some("定性"), "优", None)),
        ] {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let mut indicator =
                Indicator { op: some(op), target: some(target), unit: some(unit), ..Indicator::default() };
            settle(&mut indicator);
            let got = (indicator.op.as_deref(), indicator.target.as_deref(), indicator.unit.as_deref());
            assert_eq!(got, (want.0, Some(want.1), want.2), "{op}|{target}|{unit}");
        }
    }

    #[test]
    fn the_forms_own_numbering_is_no_name() {
        assert_eq!(unnumbered("指标1：培训人次").as_deref(), Some("培训人次"));
        assert_eq!(unnumbered("指标2："), None);
        assert_eq!(unnumbered("……"), None);
        assert_eq!(unnumbered("指标完成率").as_deref(), Some("指标完成率"));
    }
}
