//! Pages whose words came in the order they were drawn: a workbook printed to PDF draws its merged cells — the title,
//! the groups of the header — after all others, so that the text has a table's title below its rows.

use std::ops::Range;

use super::head::{self, Mark};
use crate::disclosure::words::plain;
use crate::layout::{Block, Line};

/// The blocks with titles and header words put back above their tables; `None` where all stand there already.
pub(in crate::disclosure) fn restored(blocks: &[Block]) -> Option<Vec<Block>> {
    // Where cells were seen, so was their order; where no page ends are known, a title may be the next table's.
    let paged = blocks.iter().any(|block| matches!(block, Block::Page(_)));
    if !paged || blocks.iter().any(|block| matches!(block, Block::Grid(_))) {
        return None;
    }
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    for part in parts(blocks) {
        if let Some(better) = part_restored(blocks, &part) {
            order.get_mut(part).into_iter().for_each(|slots| slots.copy_from_slice(&better));
        }
    }
    let moved = order.iter().enumerate().any(|(at, from)| at != *from);
    moved.then(|| order.iter().filter_map(|&at| blocks.get(at).cloned()).collect())
}

fn line(blocks: &[Block], at: usize) -> Option<&Line> {
    match blocks.get(at) {
        Some(Block::Line(line)) => Some(line),
        _ => None,
    }
}

fn marked(blocks: &[Block], at: usize) -> Option<Mark> {
    line(blocks, at).map(|line| head::mark(&line.text))
}

/// The lines of each page.
fn parts(blocks: &[Block]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in (0..blocks.len()).filter(|&at| line(blocks, at).is_none()) {
        parts.push(start..at);
        start = at + 1;
    }
    parts.push(start..blocks.len());
    parts
}

/// Lines that may stand above the header besides the title.
const TOP: usize = 5;

/// The order in which a part's lines should stand, where its title came after its rows.
fn part_restored(blocks: &[Block], part: &Range<usize>) -> Option<Vec<usize>> {
    let is_row = |at: &usize| line(blocks, *at).is_some_and(head::is_row);
    let titles: Vec<usize> =
        part.clone().filter(|&at| matches!(marked(blocks, at), Some(Mark::Title(..)))).collect();
    let [title] = titles[..] else { return None };
    // An empty table has its title last, if anything, on its page.
    let first = part.clone().find(is_row).unwrap_or(title);
    let last = part.clone().rev().find(is_row).unwrap_or(title);
    let announced = (part.start..first)
        .take(TOP)
        .any(|at| matches!(marked(blocks, at), Some(Mark::Label(_) | Mark::Unit(..))));
    let tail = last + 1..part.end;
    let prose = tail.clone().any(|at| {
        line(blocks, at).is_some_and(|line| {
            let text = plain(&line.text);
            !text.starts_with('注') && (text.contains(['。', '；']) || text.chars().count() > 30)
        })
    });
    if title < last || title < part.start + 2 || !announced || prose {
        return None;
    }
    // Title, label and unit first, then what stood above the rows, then the cells that were merged.
    let heads = |at: &usize| matches!(marked(blocks, *at), Some(Mark::Label(_) | Mark::Unit(..)));
    let mut order = vec![title];
    order.extend(tail.clone().filter(|at| *at != title && heads(at)));
    order.extend(part.start..first);
    order.extend(tail.filter(|at| *at != title && !heads(at)));
    order.extend((first..=last).filter(|at| *at != title));
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::Origin;

    fn blocks(text: &str) -> Vec<Block> {
        let line = |(number, text): (u32, &str)| {
            if text == "~" {
                return Block::Page(number);
            }
            let origin = Origin::Line { line: number, column: 1 };
            Block::Line(Line { text: text.to_owned(), origin, full: false, gap: false })
        };
        (1..).zip(text.lines()).map(line).collect()
    }

    fn shown(blocks: &[Block]) -> Vec<&str> {
        blocks
            .iter()
            .map(|block| match block {
                Block::Line(line) => line.text.as_str(),
                _ => "~",
            })
            .collect()
    }

    #[test]
    fn a_title_drawn_last_goes_back_above_its_table() {
        let text = "表三\n部门：示例省某某局 单位：万元\n合计 基本支出 项目支出\n9.00 5.00 4.00\n支出预算总表\n~\n\
                    表四\n单位：万元\n项目名称 金额\n一、基本支出 5.00\n收入合计 9.00 支出合计 9.00\n支出用途\n\
                    财政拨款收支预算总表\n收入 支出";
        let restored = restored(&blocks(text)).expect("another order");
        assert_eq!(
            shown(&restored),
            [
                "支出预算总表",
                "表三",
                "部门：示例省某某局 单位：万元",
                "合计 基本支出 项目支出",
                "9.00 5.00 4.00",
                "~",
                "财政拨款收支预算总表",
                "表四",
                "单位：万元",
                "项目名称 金额",
                "支出用途",
                "收入 支出",
                "一、基本支出 5.00",
                "收入合计 9.00 支出合计 9.00",
            ]
        );
    }

    #[test]
    fn tables_in_order_stay() {
        let text = "支出预算总表\n表三\n单位：万元\n合计 基本支出\n9.00 9.00\n~\n收支预算总表\n表四\n单位：万元\n\
                    一、基本支出 5.00\n支出合计 5.00";
        assert!(restored(&blocks(text)).is_none());
    }
}
