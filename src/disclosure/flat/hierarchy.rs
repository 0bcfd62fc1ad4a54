//! Which rows are the sum of which others: by code, by numbering, or by the figures themselves.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

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
    // Classes above which nothing stands: a total may follow them.
    let mut topmost: Vec<usize> = Vec::new();
    for &at in own {
        let Some(row) = rows.get(at) else { continue };
        if heads.contains(&at) {
            open = vec![at];
            if is_total(&row.name)
                && let Some(slot) = parts.get_mut(at).filter(|parts| parts.is_empty())
            {
                *slot = std::mem::take(&mut topmost);
            }
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
        match open.last().and_then(|&total| parts.get_mut(total)) {
            Some(slot) => slot.push(at),
            None => topmost.push(at),
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
    // What is brought or carried forward stands without a number between 本年…合计 and the grand total.
    let mut carried: Vec<usize> = Vec::new();
    for &at in own {
        match level(at) {
            0 => {
                grand.parts.append(&mut carried);
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
                // Numbered rows below it are its parts.
                carried.clear();
                grand.parts.push(at);
                sums.push(Sum { total: at, parts: Vec::new() });
            }
            2 => match sums.iter_mut().rev().find(|sum| level(sum.total) == 1) {
                Some(sum) => sum.parts.push(at),
                None => grand.parts.push(at),
            },
            _ if !grand.parts.is_empty() && rows.get(at).is_some_and(is_carried) => carried.push(at),
            _ => {}
        }
    }
    sums
}

/// What is brought forward from last year, carried forward to the next, or set aside.
fn is_carried(row: &FlatRow) -> bool {
    let name = plain(&row.name);
    ["结转", "结余"].iter().any(|word| name.contains(word)) && !name.starts_with("其中")
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
/// their sum. Only a reading that accounts for every row is believed, and of several only what they agree on.
fn nested(rows: &[FlatRow], own: &[usize]) -> Vec<Sum> {
    let (places, values): (Vec<usize>, Vec<Decimal>) =
        own.iter().filter_map(|&at| Some((at, rows.get(at)?.figures.first()?.figure?))).unzip();
    if values.len() < 2 || values.len() > 300 {
        return Vec::new();
    }
    let mut readings = Nesting::of(&values).readings();
    // Two equal figures in a row are more often two rows than a total and its only part.
    let lone =
        |reading: &Reading| reading.iter().filter(|(total, parts)| *total > 0 && parts.len() == 1).count();
    let fewest = readings.iter().map(lone).min().unwrap_or(0);
    readings.retain(|reading| lone(reading) == fewest);
    let Some((first, others)) = readings.split_first() else { return Vec::new() };
    let place = |at: usize| places.get(at).copied().unwrap_or(usize::MAX);
    first
        .iter()
        .filter(|sum| others.iter().all(|other| other.contains(sum)))
        .map(|(total, parts)| Sum {
            total: place(*total),
            parts: parts.iter().map(|&part| place(part)).collect(),
        })
        .collect()
}

/// The totals of a list with their parts.
type Reading = Vec<(usize, Vec<usize>)>;

/// A list of totals and parts, each total before its parts.
struct Nesting<'a> {
    values: &'a [Decimal],
    /// For each row where it can end with all its parts; right behind itself where it has none.
    ends: Vec<Vec<usize>>,
    /// Work left; a list that costs more has too many readings to believe one.
    steps: Cell<usize>,
}

/// Readings beyond this number are no better than none.
const MOST_READINGS: usize = 40;

impl<'a> Nesting<'a> {
    fn of(values: &'a [Decimal]) -> Self {
        let mut nesting = Self { values, ends: vec![Vec::new(); values.len()], steps: Cell::new(50_000) };
        for row in (0..values.len()).rev() {
            let mut ends = vec![row + 1];
            ends.extend(nesting.sums_end(row));
            if let Some(slot) = nesting.ends.get_mut(row) {
                *slot = ends;
            }
        }
        nesting
    }

    /// Where the rows right below one can have added up to it.
    fn sums_end(&self, row: usize) -> Vec<usize> {
        let Some(&total) = self.values.get(row).filter(|total| !total.is_zero()) else { return Vec::new() };
        let mut ends = Vec::new();
        let mut reached: BTreeMap<usize, BTreeSet<Decimal>> =
            BTreeMap::from([(row + 1, BTreeSet::from([Decimal::ZERO]))]);
        while let Some((at, sums)) = reached.pop_first() {
            if sums.contains(&total) {
                ends.push(at);
            }
            let Some(value) = self.values.get(at) else { continue };
            for &end in self.ends.get(at).into_iter().flatten() {
                let further = sums.iter().map(|sum| sum + value).filter(|sum| *sum <= total);
                reached.entry(end).or_default().extend(further);
            }
        }
        ends
    }

    /// The readings of the whole list as one total and its parts.
    fn readings(&self) -> Vec<Reading> {
        let all = self.values.len();
        if !self.ends.first().is_some_and(|ends| ends.contains(&all)) {
            return Vec::new();
        }
        let readings = self.subtree(0, all);
        if self.steps.get() == 0 { Vec::new() } else { readings }
    }

    /// The readings of a row and what belongs to it, up to an end.
    fn subtree(&self, row: usize, end: usize) -> Vec<Reading> {
        if end == row + 1 {
            return vec![Vec::new()];
        }
        let total = self.values.get(row).copied().unwrap_or_default();
        self.parts(row + 1, end, total)
            .into_iter()
            .map(|(parts, mut below)| {
                below.push((row, parts));
                below
            })
            .collect()
    }

    /// The ways to read some rows as parts that add up to a sum.
    fn parts(&self, from: usize, end: usize, sum: Decimal) -> Vec<(Vec<usize>, Reading)> {
        if from == end {
            return if sum.is_zero() { vec![(Vec::new(), Vec::new())] } else { Vec::new() };
        }
        let mut ways = Vec::new();
        if self.steps.get() == 0 {
            return ways;
        }
        self.steps.set(self.steps.get() - 1);
        let Some(value) = self.values.get(from).filter(|value| **value <= sum) else { return ways };
        for &next in self.ends.get(from).into_iter().flatten().filter(|next| **next <= end) {
            let rest = self.parts(next, end, sum - value);
            if rest.is_empty() {
                continue;
            }
            for below in self.subtree(from, next) {
                for (parts, reading) in &rest {
                    if ways.len() == MOST_READINGS {
                        return ways;
                    }
                    let parts = std::iter::once(from).chain(parts.iter().copied()).collect();
                    ways.push((parts, below.iter().chain(reading).cloned().collect()));
                }
            }
        }
        ways
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
    fn a_total_may_stand_at_the_foot() {
        let lines = ["208 社保 5.00", "20801 人社 5.00", "210 卫生 4.00", "合计 9.00"];
        let lines: Vec<_> = lines.into_iter().map(|text| (text, None)).collect();
        assert_eq!(sketch(&lines), ["0=[1]", "3=[0, 2]"]);
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
        assert_eq!(sketch(&lines), ["2=[3, 4]", "5=[6, 7]", "1=[2, 5]", "0=[1]"]);
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
