//! Which rows are the sum of which others: by code, by numbering, or by the figures themselves.

use rust_decimal::Decimal;

use super::figures::FlatRow;
use crate::articulation::placing::Sum;
use crate::disclosure::model::Side;
use crate::disclosure::words::{is_total, plain};
use crate::subjects;

/// The roll-ups among rows, numbered as given.
pub(super) fn roll_ups(rows: &[FlatRow]) -> Vec<Sum> {
    let mut sums = Vec::new();
    for side in [None, Some(Side::Income), Some(Side::Expenditure)] {
        let own: Vec<usize> =
            (0..rows.len()).filter(|&at| rows.get(at).is_some_and(|row| row.side == side)).collect();
        if side.is_some() {
            sums.extend(numbered(rows, &own));
        } else if own.iter().any(|&at| rows.get(at).is_some_and(is_subject)) {
            sums.extend(coded(rows, &own));
        } else {
            sums.extend(nested(rows, &own));
        }
    }
    // A row without figures says nothing of its parts.
    sums.retain(|sum| {
        !sum.parts.is_empty() && rows.get(sum.total).is_some_and(|row| !row.figures.is_empty())
    });
    sums
}

fn is_subject(row: &FlatRow) -> bool {
    row.code.as_deref().is_some_and(|code| subjects::domain_of(code).is_some())
}

/// By code: 类 = Σ款 = Σ项. Units and grand totals stand above the classes below them.
fn coded(rows: &[FlatRow], own: &[usize]) -> Vec<Sum> {
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    let uncoded: Vec<usize> = own
        .iter()
        .copied()
        .filter(|&at| rows.get(at).is_some_and(|row| !is_subject(row) && !row.figures.is_empty()))
        .collect();
    let heads: Vec<usize> = first_of_each(rows, &uncoded);
    for sum in nested(rows, &heads) {
        if let Some(slot) = parts.get_mut(sum.total) {
            slot.extend(sum.parts);
        }
    }
    let mut open: Vec<usize> = Vec::new();
    for &at in own {
        let Some(row) = rows.get(at) else { continue };
        if heads.contains(&at) {
            open = vec![at];
            continue;
        }
        let Some(code) = row.code.as_deref().filter(|_| is_subject(row)) else { continue };
        let above = |&candidate: &usize| {
            heads.contains(&candidate)
                || rows
                    .get(candidate)
                    .and_then(|r| r.code.as_deref())
                    .is_some_and(|c| code.len() > c.len() && code.starts_with(c))
        };
        while open.last().is_some_and(|last| !above(last)) {
            open.pop();
        }
        if let Some(slot) = open.last().and_then(|&total| parts.get_mut(total)) {
            slot.push(at);
        }
        open.push(at);
    }
    let mut sums: Vec<Sum> = parts
        .into_iter()
        .enumerate()
        .filter(|(_, parts)| !parts.is_empty())
        .map(|(total, parts)| Sum { total, parts })
        .collect();
    // A grand total printed again at the end equals the first one.
    for &again in uncoded.iter().filter(|at| !heads.contains(at)) {
        if let Some(&first) = heads.first()
            && sums.iter().all(|sum| !sum.parts.contains(&first))
        {
            sums.push(Sum { total: again, parts: vec![first] });
            break;
        }
    }
    sums
}

/// Rows without the totals that repeat an earlier one.
fn first_of_each(rows: &[FlatRow], some: &[usize]) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for &at in some {
        let Some(row) = rows.get(at) else { continue };
        let repeats = is_total(&row.name)
            && out.iter().any(|&before| rows.get(before).is_some_and(|b| plain(&b.name) == plain(&row.name)));
        if !repeats {
            out.push(at);
        }
    }
    out
}

/// By numbering: 一、 = Σ（一）, and the grand total = Σ一、.
fn numbered(rows: &[FlatRow], own: &[usize]) -> Vec<Sum> {
    let level = |at: usize| rows.get(at).map_or(9, |row| level_of(&row.name));
    let mut sums: Vec<Sum> = Vec::new();
    let mut grand = Sum { total: usize::MAX, parts: Vec::new() };
    for &at in own {
        match level(at) {
            0 => {
                let name = rows.get(at).map(|row| plain(&row.name)).unwrap_or_default();
                // 本年支出合计 sums what stands above it; the grand total sums it and what stands between.
                if grand.total == usize::MAX || !name.contains("总计") {
                    grand.total = at;
                    sums.push(grand);
                    grand = Sum { total: usize::MAX, parts: vec![at] };
                } else {
                    grand.total = at;
                }
            }
            1 => {
                grand.parts.push(at);
                sums.push(Sum { total: at, parts: Vec::new() });
            }
            2 => match sums.iter_mut().rev().find(|sum| level(sum.total) == 1) {
                Some(sum) => sum.parts.push(at),
                None => grand.parts.push(at),
            },
            _ => {}
        }
    }
    sums
}

/// 0 a total, 1 一、, 2 （一）, 3 deeper or not numbered.
fn level_of(name: &str) -> u8 {
    let bare = plain(name);
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    if is_total(&bare) || bare.ends_with("合计") || bare.ends_with("总计") {
        0
    } else if bare.starts_with(numeral) && bare.trim_start_matches(numeral).starts_with('、') {
        1
    } else if bare.strip_prefix('(').is_some_and(|rest| rest.starts_with(numeral)) {
        2
    } else {
        3
    }
}

/// By the figures: each row's first figure is its total, and a row that is followed by rows adding up to it is
/// their sum. Only a reading that accounts for every row, and the only such one, is believed.
fn nested(rows: &[FlatRow], own: &[usize]) -> Vec<Sum> {
    let values: Vec<(usize, Decimal)> =
        own.iter().filter_map(|&at| Some((at, rows.get(at)?.figures.first()?.figure?))).collect();
    if values.len() < 2 || values.len() > 200 {
        return Vec::new();
    }
    let mut nesting =
        Nesting { values: &values, found: Vec::new(), parts: vec![Vec::new(); values.len()], steps: 20_000 };
    nesting.fill(1, &mut vec![(0, values.first().map_or(Decimal::ZERO, |v| v.1))]);
    if nesting.steps == 0 {
        return Vec::new();
    }
    // Two equal figures in a row are more often two rows than a total and its only part.
    let lone = |reading: &Vec<Vec<usize>>| reading.iter().skip(1).filter(|parts| parts.len() == 1).count();
    let fewest = nesting.found.iter().map(lone).min().unwrap_or(0);
    nesting.found.retain(|reading| lone(reading) == fewest);
    let Some(first) = nesting.found.first() else { return Vec::new() };
    let place = |at: usize| values.get(at).map_or(usize::MAX, |v| v.0);
    first
        .iter()
        .enumerate()
        // Where several readings fit, what they agree on holds.
        .filter(|(at, parts)| {
            !parts.is_empty() && nesting.found.iter().all(|other| other.get(*at) == Some(parts))
        })
        .map(|(at, parts)| Sum { total: place(at), parts: parts.iter().map(|&part| place(part)).collect() })
        .collect()
}

/// Reads a list of totals and parts as a tree.
struct Nesting<'a> {
    values: &'a [(usize, Decimal)],
    found: Vec<Vec<Vec<usize>>>,
    parts: Vec<Vec<usize>>,
    steps: usize,
}

impl Nesting<'_> {
    /// Reads on from a row; `open` holds the rows that still lack parts, each with what it lacks.
    fn fill(&mut self, at: usize, open: &mut Vec<(usize, Decimal)>) {
        if self.steps == 0 || self.found.len() > 30 {
            return;
        }
        self.steps -= 1;
        // Rows that have all their parts are closed.
        let mut closed = Vec::new();
        while open
            .last()
            .is_some_and(|(row, lack)| lack.is_zero() && self.parts.get(*row).is_some_and(|p| !p.is_empty()))
        {
            closed.extend(open.pop());
        }
        let next = self.values.get(at).copied();
        match (next, open.last().copied()) {
            (None, None) => self.found.push(self.parts.clone()),
            (Some((_, value)), Some((parent, lack))) if value <= lack => {
                open.pop();
                open.push((parent, lack - value));
                if let Some(parts) = self.parts.get_mut(parent) {
                    parts.push(at);
                }
                // The row is a leaf, or a total itself.
                self.fill(at + 1, &mut open.clone());
                open.push((at, value));
                self.fill(at + 1, &mut open.clone());
                open.pop();
                if let Some(parts) = self.parts.get_mut(parent) {
                    parts.pop();
                }
                open.pop();
                open.push((parent, lack));
            }
            _ => {}
        }
        open.extend(closed.into_iter().rev());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::flat::pieces;
    use crate::layout::Line;
    use crate::origin::Origin;

    fn rows(lines: &[(&str, Option<Side>)]) -> Vec<FlatRow> {
        lines
            .iter()
            .map(|(text, side)| {
                let line = Line {
                    text: (*text).to_owned(),
                    origin: Origin::Line { line: 1, column: 1 },
                    full: false,
                    gap: false,
                };
                let mut pieces = pieces::cut(&line);
                let coded = pieces.first().is_some_and(|p| p.is_whole() && p.text.len() > 2);
                let mut row = if coded { FlatRow::coded(&pieces.remove(0)) } else { FlatRow::default() };
                let (figures, words): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|p| p.figure.is_some());
                row.add_name(&words);
                FlatRow { figures, side: *side, ..row }
            })
            .collect()
    }

    fn sketch(lines: &[(&str, Option<Side>)]) -> Vec<String> {
        roll_ups(&rows(lines)).iter().map(|sum| format!("{}={:?}", sum.total, sum.parts)).collect()
    }

    #[test]
    fn codes_nest_below_units_and_totals() {
        let lines = [
            "合计 9.00",
            "208 社保 5.00",
            "20801 人社 5.00",
            "2080101 运行 5.00",
            "210 卫生 4.00",
            "21011 医疗 4.00",
        ];
        let lines: Vec<_> = lines.into_iter().map(|text| (text, None)).collect();
        assert_eq!(sketch(&lines), ["0=[1, 4]", "1=[2]", "2=[3]", "4=[5]"]);
    }

    #[test]
    fn lists_without_codes_nest_by_their_figures() {
        let lines = [
            "合计 10.00",
            "某局 10.00",
            "本级 6.00",
            "甲 2.00",
            "乙 4.00",
            "中心 4.00",
            "丙 3.00",
            "丁 1.00",
        ];
        let lines: Vec<_> = lines.into_iter().map(|text| (text, None)).collect();
        assert_eq!(sketch(&lines), ["0=[1]", "1=[2, 5]", "2=[3, 4]", "5=[6, 7]"]);
    }

    #[test]
    fn numbering_nests_in_a_half() {
        let side = Some(Side::Expenditure);
        let lines = [
            ("一、本年支出 5.00", side),
            ("（一）教育支出 2.00", side),
            ("（二）卫生支出 3.00", side),
            ("二、结转下年", side),
            ("支出总计 5.00", side),
        ];
        assert_eq!(sketch(&lines), ["0=[1, 2]", "4=[0, 3]"]);
    }
}
