//! The rows of a flat table with cells of running text between names and figures, such as a project list with
//! grounds and details. The cells of a row come one after the other, broken at will; only the figures end a row for
//! certain. The text itself is left to be read as prose.

use rust_decimal::Decimal;

use super::figures::FlatRow;
use super::head;
use super::name;
use super::pieces::{self, Piece};
use super::shape::Shape;
use crate::articulation::placing::{self, Sum, System};
use crate::disclosure::words::{is_numbered, is_total};
use crate::layout::Line;

/// Reads the rows; the answer is the rows, each with the lines it is sure of.
pub(super) fn rows(shape: &Shape, lines: &[&Line]) -> (Vec<FlatRow>, Vec<usize>) {
    let amounts = shape.amounts(None);
    let sums = shape.sums(&amounts);
    let mut rows = Vec::new();
    let mut own = Vec::new();
    // The lines since the last row, by number.
    let mut loose: Vec<(usize, Vec<Piece>)> = Vec::new();
    // The line whose first cell ended a name above it.
    let mut ended = None;
    for (at, line) in lines.iter().enumerate() {
        let mut pieces = pieces::cut(line);
        if ended == Some(at) && !pieces.is_empty() {
            pieces.remove(0);
            if pieces.is_empty() {
                continue;
            }
        }
        let figures = pieces.split_off(pieces.len() - head::trailing(&pieces));
        let text: String = pieces.iter().map(|p| p.text.as_str()).collect();
        let empty_total = figures.is_empty() && is_total(&text);
        if !empty_total && !adds_up(&figures) && !fits(&figures, amounts.len(), &sums) {
            if !name::is_stray_mark(&line.text) {
                pieces.extend(figures);
                loose.push((at, pieces));
            }
            continue;
        }
        let mut row = FlatRow::default();
        if is_name(&text, 24) {
            row.add_name(&pieces);
        } else {
            let name = named(&loose);
            let near =
                name.last().is_some_and(|(last, _)| loose.iter().filter(|(n, _)| n > last).count() <= NEAR);
            // Name, text and figures may share a line.
            if name.is_empty()
                && let Some(first) =
                    pieces.first().filter(|first| pieces.len() > 1 && is_name(&first.text, 24))
            {
                row.add_name(std::slice::from_ref(first));
            }
            for (line, words) in name {
                row.add_name(&words);
                own.push(line);
            }
            if near && let Some((line, rest)) = rest_below(&row.name, lines, at) {
                row.add_name(&[rest]);
                own.push(line);
                ended = Some(line);
            }
        }
        row.figures = figures;
        rows.push(row);
        own.push(at);
        loose.clear();
    }
    (rows, own)
}

/// The rows of a list whose cells are names only, with one figure each: the figure ends its row, and the first cell,
/// or the lines it was broken over, names it. `None` where a cell holds sentences.
pub(super) fn names_only(lines: &[&Line]) -> Option<(Vec<FlatRow>, Vec<usize>)> {
    let (mut rows, mut own) = (Vec::<FlatRow>::new(), Vec::new());
    let mut loose: Vec<Piece> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut pieces = pieces::cut(line);
        let figures = pieces.split_off(pieces.len() - head::trailing(&pieces));
        let bare = crate::disclosure::words::plain(&line.text);
        if bare.starts_with("注:") {
            break;
        }
        if bare.contains(['。', '；', '，']) || figures.len() > 1 {
            return None;
        }
        if figures.is_empty() {
            loose.append(&mut pieces);
            continue;
        }
        let mut row = FlatRow { figures, ..FlatRow::default() };
        if loose.is_empty() {
            // 「货物 A」 is one cell.
            let short = |piece: &&Piece| piece.text.len() == 1;
            let words = 1 + pieces.iter().skip(1).take_while(short).count();
            row.add_name(pieces.get(..words).unwrap_or_default());
        } else {
            row.add_name(&std::mem::take(&mut loose));
        }
        rows.push(row);
        own.push(at);
    }
    (!rows.is_empty()).then_some((rows, own))
}

/// A name whose middle is level with its figures has at most so many lines of other cells between.
const NEAR: usize = 4;

/// The rest of a name below its figures: the cell is centred, so half of it may stand there.
fn rest_below(name: &str, lines: &[&Line], figures: usize) -> Option<(usize, Piece)> {
    let full = name.chars().count() >= 8;
    let project = ENDS.iter().any(|end| name.ends_with(end)) && !UNITS.iter().any(|end| name.ends_with(end));
    let unit = UNITS.iter().any(|end| name.ends_with(end)) && name.contains(['省', '市', '县', '区', '局']);
    if !full || project || unit || name.ends_with("本级") {
        return None;
    }
    let (at, line) =
        lines.iter().enumerate().skip(figures + 1).take(3).find(|(_, line)| !line.text.trim().is_empty())?;
    let first = pieces::cut(line).into_iter().next()?;
    let ends = ENDS.iter().any(|end| first.text.ends_with(end))
        && !UNITS.iter().any(|end| first.text.ends_with(end));
    (ends && is_name(&first.text, 11)).then_some((at, first))
}

/// How the names of units end.
const UNITS: [&str; 4] = ["局", "中心", "本级", "委员会"];

/// Whether figures are a row's: amounts with decimals, the first the sum of the others. Prose ends in figures too.
fn adds_up(figures: &[Piece]) -> bool {
    let values: Vec<Decimal> = figures.iter().filter_map(|f| f.figure).collect();
    let Some((total, parts)) = values.split_first() else { return false };
    !parts.is_empty() && values.iter().any(|v| v.scale() > 0) && *total == parts.iter().sum::<Decimal>()
}

/// Whether figures can stand in a row of the table's columns: in some placing all its sums hold.
fn fits(figures: &[Piece], columns: usize, sums: &[Sum]) -> bool {
    const MOST: usize = 9;
    let values: Vec<Decimal> = figures.iter().filter_map(|f| f.figure).collect();
    if !(3..=MOST).contains(&values.len()) || sums.is_empty() || values.iter().all(|v| v.scale() == 0) {
        return false;
    }
    let system = System { columns, rows: vec![values], row_sums: sums.to_vec(), ..System::default() };
    placing::solve(&system).rows.first().is_some_and(|placement| placement.sums_hold)
}

/// Lines with the words of theirs that a name cell may hold.
type Named = Vec<(usize, Vec<Piece>)>;

/// The words of a narrow name cell among some lines: the first that read as the name of a project or a unit, else the
/// first that can be a name at all.
fn named(loose: &[(usize, Vec<Piece>)]) -> Named {
    let starts: Vec<Named> = (0..loose.len()).map(|start| named_from(loose, start)).collect();
    let text = |named: &Named| {
        named.iter().flat_map(|(_, words)| words).map(|w| w.text.as_str()).collect::<String>()
    };
    let telling = |named: &&Named| ENDS.iter().any(|end| text(named).ends_with(end));
    // A short cell beside the next cell's text is a name more likely than a cut line of text.
    let beside = |start: &usize| {
        let (_, pieces) = loose.get(*start)?;
        let next = pieces
            .get(1)
            .filter(|next| next.text.starts_with(['《', '〈']) || next.text.starts_with("安排"))?;
        let named = starts.get(*start).filter(|named| !named.is_empty())?;
        next.figure.is_none().then_some(named)
    };
    let found = starts
        .iter()
        .find(telling)
        .or_else(|| (0..loose.len()).find_map(|start| beside(&start)))
        .or_else(|| starts.iter().find(|named| !named.is_empty()));
    found.cloned().unwrap_or_default()
}

/// How names of projects and units end.
const ENDS: [&str; 28] = [
    "站",
    "平台",
    "费",
    "费用",
    "经费",
    "项目",
    "补贴",
    "补助",
    "奖励",
    "资金",
    "养老金",
    "工程",
    "购置",
    "设备",
    "建设",
    "改造",
    "维修",
    "维护",
    "运维",
    "采购",
    "服务",
    "系统",
    "计划",
    "局",
    "中心",
    "本级",
    "委员会",
    "）",
];

/// The name cell that begins in a line, and its rest in the lines below while the cell is full.
fn named_from(loose: &[(usize, Vec<Piece>)], start: usize) -> Named {
    let mut found: Named = Vec::new();
    let mut width = if start == 0 { 14 } else { 12 };
    // A cell that is centred beside a longer one has that one's lines between its own.
    let between = if start == 0 { 1 } else { 2 };
    let mut last = start;
    for (order, (at, pieces)) in loose.iter().enumerate().skip(start) {
        if order > last + between {
            break;
        }
        let shortest = if found.is_empty() { 4 } else { 1 };
        let Some(words) = name_words(pieces, width, shortest) else {
            if found.is_empty() {
                break;
            }
            continue;
        };
        let length = words.iter().map(|w| w.text.chars().count()).sum::<usize>();
        found.push((*at, words));
        last = order;
        if length < 8 {
            break;
        }
        width = length + 1;
    }
    found
}

/// The words of a line that a name cell of some width may hold.
fn name_words(pieces: &[Piece], width: usize, least: usize) -> Option<Vec<Piece>> {
    let whole: String = pieces.iter().map(|p| p.text.as_str()).collect();
    let first = pieces.first()?;
    let next_is_word = pieces.get(1).is_some_and(|next| next.figure.is_none());
    // Two words on a line are two cells; a number before a word is part of one.
    if next_is_word && is_name(&first.text, width) && first.text.chars().count() >= 4 {
        return Some(vec![first.clone()]);
    }
    (is_name(&whole, width) && whole.chars().count() >= least).then(|| pieces.to_vec())
}

/// Whether a text can stand in a name cell: short, and nothing of a sentence, a document number or a sum in it.
fn is_name(text: &str, longest: usize) -> bool {
    let length = text.chars().count();
    (1..=longest).contains(&length)
        && !text.contains(|c: char| "，。；：《》〈〉〔〕[]【】×=＝+＋/%％；:;,．".contains(c))
        && !text.starts_with(['（', '(', '）', ')'])
        && !text.contains("万元")
        && !text.starts_with("安排")
        && enumerates_well(text)
        && !is_numbered(text)
        && text.chars().any(char::is_alphabetic)
}

/// 、 stands in a name only inside a full line of it.
fn enumerates_well(text: &str) -> bool {
    !text.contains('、')
        || (8..=11).contains(&text.chars().count()) && !text.starts_with('、') && !text.ends_with('、')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::Origin;

    #[test]
    fn names_are_found_above_their_text_and_figures_below() {
        let text = "合计 30.00 30.00
某某局 30.00 30.00
设备购置与更新专项工
作经费
《关于设备的通知》（某发
安排经费 20.00万元。其中：计算机 10台×1.00万元=10.00万元，其他 10.00
20.00 20.00
 万元。
物业管理费 保证正常办公
安排经费 10.00 万元。
10.00 10.00";
        let lines: Vec<Line> = (1..)
            .zip(text.lines())
            .map(|(line, text)| Line {
                text: text.trim().to_owned(),
                origin: Origin::Line { line, column: 1 },
                full: false,
                gap: false,
            })
            .collect();
        let (rows, own) = rows(&Shape::default(), &lines.iter().collect::<Vec<_>>());
        let sketch: Vec<String> =
            rows.iter().map(|row| format!("{} {}", row.name, row.figures.len())).collect();
        assert_eq!(sketch, ["合计 2", "某某局 2", "设备购置与更新专项工作经费 2", "物业管理费 2"]);
        assert!(!own.contains(&5), "details stay prose");
    }

    #[test]
    fn a_name_centred_on_its_figures_goes_on_below_them() {
        let text = "合计 30.00 30.00
《关于热线的通知》（某
96110 电话服务中心
级部门关于加快推进的意见》
20.00 20.00
专项经费 事业发展的意见》（某
《消防条例》
办公大楼微型消防站 《消防条例》
10.00 10.00
全市各区街道、社区
及档案部门表格印刷
费
安排经费 5.00 万元。
5.00 5.00";
        let lines: Vec<Line> = (1..)
            .zip(text.lines())
            .map(|(line, text)| Line {
                text: text.trim().to_owned(),
                origin: Origin::Line { line, column: 1 },
                full: false,
                gap: false,
            })
            .collect();
        let (rows, _) = rows(&Shape::default(), &lines.iter().collect::<Vec<_>>());
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "合计",
                "96110电话服务中心专项经费",
                "办公大楼微型消防站",
                "全市各区街道、社区及档案部门表格印刷费"
            ]
        );
    }
}
