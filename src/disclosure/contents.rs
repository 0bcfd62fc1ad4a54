//! The tables a document announces: its contents list (目录), or a list of titles elsewhere.

use super::model::ContentsEntry;
use crate::amount::half_width;
use crate::forms::{self, title};
use crate::layout::{Block, Line};
use crate::subjects::name::unnumbered;

/// A contents list is no longer than this many lines.
const LONGEST: usize = 160;
/// This many titles one after another are a list; titles above tables never follow one another so.
const LIST: usize = 4;

/// The tables announced, in order.
#[must_use]
pub fn entries(blocks: &[Block]) -> Vec<ContentsEntry> {
    let headed = |block: &Block| matches!(block, Block::Line(line) if is_heading(&line.text));
    let listed = match blocks.iter().position(headed) {
        Some(heading) => {
            let rest = lines_of(blocks.get(heading + 1..).unwrap_or_default());
            read(rest.get(..end(&rest)).unwrap_or_default())
        }
        None => Vec::new(),
    };
    if listed.is_empty() { list(blocks) } else { listed }
}

/// The lines up to the first table that follows some: titles above tables are no list.
fn lines_of(blocks: &[Block]) -> Vec<&Line> {
    let mut lines: Vec<&Line> = Vec::new();
    for block in blocks {
        match block {
            Block::Line(line) if !line.text.trim().is_empty() => lines.push(line),
            Block::Grid(_) if lines.len() >= LIST => break,
            _ => {}
        }
    }
    lines
}

fn is_heading(text: &str) -> bool {
    matches!(title::squeeze(text).as_str(), "目录" | "目次" | "目录：")
}

/// Where the list ends: at running text, or where its first line comes again as a heading.
fn end(lines: &[&Line]) -> usize {
    let first = lines.first().map(|line| bare(&line.text)).unwrap_or_default();
    let over = |(at, line): (usize, &&Line)| {
        let text = bare(&line.text);
        (at > 0 && !first.is_empty() && text == first) || text.contains('。') || text.chars().count() > 70
    };
    let position = lines.iter().enumerate().position(over).unwrap_or(lines.len());
    position.min(LONGEST)
}

/// A line without dotted leader and page number.
fn bare(text: &str) -> String {
    let solid: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '#' | '_' | '\u{feff}'))
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            ':' => '：',
            c => half_width(c),
        })
        .collect();
    let led = ["…", "...", "···"].iter().any(|leader| solid.contains(leader)) || text.contains('\t');
    let name = solid.trim_end_matches(|c: char| c.is_ascii_digit() || "…·.-—–".contains(c));
    // A number at the end without a leader is a page number only behind a title.
    if led || name.ends_with(['表', '）', '标', '明', '释', '况']) { name.to_owned() } else { solid }
}

fn read(lines: &[&Line]) -> Vec<ContentsEntry> {
    let mut entries = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        if let Some(entry) = entry(&line.text, line) {
            entries.push(entry);
            continue;
        }
        // A title broken over two lines.
        if let Some(next) = lines.get(at)
            && !numbered(&next.text)
            && !bare(&line.text).ends_with("说明")
            && let Some(found) = entry(&format!("{}{}", line.text.trim_end(), next.text.trim()), line)
            && title::squeeze(&found.title).chars().count() > 6
            && !title::squeeze(&line.text).starts_with('第')
        {
            entries.push(found);
            at += 1;
        }
    }
    entries
}

fn numbered(text: &str) -> bool {
    let squeezed = title::squeeze(text);
    unnumbered(&squeezed) != squeezed || squeezed.starts_with('第') || squeezed.starts_with('表')
}

/// The table a line announces.
fn entry(text: &str, line: &Line) -> Option<ContentsEntry> {
    let text = bare(text);
    let text = text.trim_start_matches(['-', '•', '●', '·']);
    let mut name = unnumbered(text);
    let mut label = None;
    let prefixes = ["部门公开", "公开", "附", ""];
    if let Some(rest) = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)?.strip_prefix('表'))
        && let number = rest.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '-')
        && let digits = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '-').count()
        && digits > 0
        && !number.is_empty()
    {
        let end: usize = rest.chars().take(digits).map(char::len_utf8).sum();
        let head = name.len() - rest.len() + end;
        label = name.get(..head).and_then(title::label_of);
        if label.is_some() {
            name = name.get(head..).unwrap_or_default().trim_start_matches(['.', '、', '．', '：', '表']);
        }
    }
    if let Some(open) = name.rfind('（')
        && let Some(found) = name.get(open..).and_then(title::label_of)
    {
        label = Some(found);
        name = name.get(..open).unwrap_or_default();
    }
    let announced = forms::is_title(name) || name.ends_with("项目绩效目标");
    announced.then(|| ContentsEntry { label, title: name.to_owned(), origin: line.origin.clone() })
}

/// A run of titles outside a contents list, such as the list of annexes.
fn list(blocks: &[Block]) -> Vec<ContentsEntry> {
    let mut run: Vec<ContentsEntry> = Vec::new();
    for block in blocks {
        match block {
            Block::Line(line) if line.text.trim().is_empty() => {}
            Block::Line(line) => match entry(&line.text, line)
                .filter(|_| numbered(line.text.trim_start_matches(['-', '*', ' '])))
            {
                Some(entry) => run.push(entry),
                None if run.len() >= LIST => return run,
                None => run.clear(),
            },
            Block::Grid(_) if run.len() >= LIST => return run,
            Block::Grid(_) => run.clear(),
            Block::Page(_) => {}
        }
    }
    if run.len() >= LIST { run } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::Origin;

    fn titles(text: &str) -> Vec<(Option<String>, String)> {
        let blocks: Vec<Block> = (1..)
            .zip(text.lines())
            .map(|(line, text)| {
                Block::Line(Line {
                    text: text.to_owned(),
                    origin: Origin::Line { line, column: 1 },
                    full: false,
                    gap: false,
                })
            })
            .collect();
        entries(&blocks).into_iter().map(|entry| (entry.label, entry.title)).collect()
    }

    #[test]
    fn leaders_and_page_numbers_go() {
        let text = "目   录\n第一部分 概况\n一、主要职能………………3\n第二部分 预算表\n1. 2024年部门收入预算总表 ……………… 12\n\
                    表 3. 支出预算总表\n九、一般公共预算“三公”经费、会议费、培训费支\n出预算表 15\n第三部分 情况说明\n第一部分 概况\n\
                    一、收支预算总表";
        assert_eq!(
            titles(text),
            [
                (None, "2024年部门收入预算总表".to_owned()),
                (Some("表3".to_owned()), "支出预算总表".to_owned()),
                (None, "一般公共预算“三公”经费、会议费、培训费支出预算表".to_owned()),
            ]
        );
    }

    #[test]
    fn a_list_ends_before_the_first_table() {
        let line = |text: &str| {
            let origin = Origin::Line { line: 1, column: 1 };
            Block::Line(Line { text: text.to_owned(), origin, full: false, gap: false })
        };
        let mut blocks: Vec<Block> =
            ["目录", "1. 收支总表", "2. 收入总表", "3. 支出总表", "4. 三公经费支出表", "表1 收支总表"]
                .map(line)
                .into();
        blocks.push(Block::Grid(crate::layout::Grid {
            rows: 1,
            cols: 1,
            cells: Vec::new(),
            origin: Origin::Line { line: 1, column: 1 },
            edges: Vec::new(),
            columns_seen: true,
            spans_known: true,
        }));
        blocks.push(line("表2 收入总表"));
        let found = entries(&blocks);
        assert!(found.iter().all(|entry| entry.label.as_deref() != Some("表2")), "{found:?}");
    }

    #[test]
    fn a_list_of_annexes() {
        let text = "附件：\n- 1.部门预算收支总表(表 1-1)\n- 2.部门预算收入总表(表 1-2)\n\n- 3.部门预算支出总表(表 1-3)\n\
                    - 4.国有资本经营预算支出预算表(表 5)\n某局";
        let found = titles(text);
        assert_eq!(found.len(), 4);
        assert_eq!(found[0], (Some("表1-1".to_owned()), "部门预算收支总表".to_owned()));
        assert!(titles("收支预算总表\n单位：万元").is_empty());
    }
}
