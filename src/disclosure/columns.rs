//! What each column of a grid holds, and how the columns fall into panels that stand side by side.

use super::header::Header;
use super::matrix::Matrix;
use super::model::{ColumnKind, Side};
use super::words::{is_blank, is_code, plain};
use crate::amount;

/// What a grid's column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A whole code.
    Code,
    /// A part of a code: 类, 款 or 项.
    CodePart,
    /// A name.
    Name,
    /// Running numbers (行次, 序号): no data.
    Running,
    /// Other text.
    Text,
    /// Figures.
    Amount,
}

impl Role {
    /// As the report calls it.
    pub(super) fn kind(self) -> ColumnKind {
        match self {
            Self::Code | Self::CodePart => ColumnKind::Code,
            Self::Name => ColumnKind::Name,
            Self::Running | Self::Text => ColumnKind::Text,
            Self::Amount => ColumnKind::Amount,
        }
    }
}

/// Columns that make a table of their own beside others: 收入 | 支出, or a list broken into blocks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Panel {
    /// The half of the table it belongs to.
    pub side: Option<Side>,
    /// Its first column.
    pub from: usize,
    /// The column after its last.
    pub to: usize,
}

/// Tells what each column holds, by its name and by what stands in it.
pub(super) fn roles(matrix: &Matrix<'_>, header: &Header) -> Vec<Role> {
    let mut roles: Vec<Role> = (0..matrix.grid.cols).map(|col| role(matrix, header, col)).collect();
    code_parts(matrix, header, &mut roles);
    // A table of figures needs names: without a column that says so, the first column of words is it.
    let mut start = 0;
    while start < roles.len() {
        let end =
            roles.iter().skip(start).position(|r| *r == Role::Amount).map_or(roles.len(), |at| start + at);
        if let Some(span) = roles.get_mut(start..end)
            && !span.contains(&Role::Name)
            && let Some(text) = span.iter_mut().find(|r| **r == Role::Text)
        {
            *text = Role::Name;
        }
        start = roles.iter().skip(end).position(|r| *r != Role::Amount).map_or(roles.len(), |at| end + at);
    }
    roles
}

fn role(matrix: &Matrix<'_>, header: &Header, col: usize) -> Role {
    let path = header.paths.get(col).map(Vec::as_slice).unwrap_or_default();
    let leaf = path.last().map(|name| plain(name)).unwrap_or_default();
    let (mut figures, mut codes, mut words, mut parts, mut small) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    for row in header.body..matrix.grid.rows {
        let text = matrix.text(row, col);
        if is_blank(text) {
            continue;
        }
        if is_code(text) {
            codes += 1;
        }
        if amount::parse(text).is_some() {
            figures += 1;
            if text.len() <= 2 && text.chars().all(|c| c.is_ascii_digit()) {
                small += 1;
            }
            if text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit()) {
                parts += 1;
            }
        } else if !is_placeholder(text) {
            words += 1;
        }
    }
    if counts_up(matrix, header, col) {
        return Role::Running;
    }
    match leaf.as_str() {
        "类" | "款" | "项" if words == 0 || parts > 0 => return Role::CodePart,
        "行次" | "序号" | "栏次" if words == 0 => return Role::Running,
        _ => {}
    }
    let says_code = leaf.contains("编码") || leaf.contains("代码");
    // Under a name of another kind a whole figure or two may look like codes by chance: 237 for a car's running.
    let open_name = leaf.is_empty() || is_naming(&leaf) || leaf.contains("分类");
    let looks_coded =
        codes >= figures && codes > if open_name { 0 } else { 2 } && words == 0 && !names_amount(&leaf);
    if says_code && words <= codes || looks_coded {
        return Role::Code;
    }
    if figures > words {
        return if small == figures && leaf.is_empty() && figures > 3 { Role::Running } else { Role::Amount };
    }
    if words > 0 && figures == 0 || words > figures {
        return if names_name(&leaf) { Role::Name } else { Role::Text };
    }
    // An empty column is known by its names alone.
    let any = |words: &[&str]| path.iter().any(|name| words.iter().any(|word| plain(name).contains(word)));
    if any(&["编码", "代码"]) {
        Role::Code
    } else if names_name(&leaf) || any(&["科目名称"]) || leaf.contains("名称") {
        Role::Name
    } else if names_text(&leaf) || path.is_empty() && header.is_some() {
        Role::Text
    } else {
        Role::Amount
    }
}

/// 类, 款 and 项 in columns of their own under one name: 「科目编码」.
fn code_parts(matrix: &Matrix<'_>, header: &Header, roles: &mut [Role]) {
    let named = |col: usize| {
        let leaf = header.paths.get(col)?.last()?;
        (leaf.contains("编码") || leaf.contains("代码")).then_some(leaf)
    };
    let own = |col: usize| matrix.cell(header.body.saturating_sub(1), col).map(|cell| cell.col);
    let part = |col: usize, longest: usize| {
        let texts = (header.body..matrix.grid.rows).map(|row| matrix.text(row, col));
        let mut texts = texts.filter(|text| text.chars().all(|c| c.is_ascii_digit()));
        texts.all(|text| text.len() <= longest)
    };
    let mut from = 0;
    while from < roles.len() {
        let mut to = from + 1;
        let same = |col: usize| named(col).is_some() && named(col) == named(from) && own(col) == own(from);
        while to < roles.len() && same(to) {
            to += 1;
        }
        if to - from > 1 && (from..to).all(|col| part(col, if col == from { 3 } else { 2 })) {
            roles.get_mut(from..to).unwrap_or_default().fill(Role::CodePart);
        }
        from = to;
    }
}

/// Whether a column but numbers the rows: 1, 2, 3 or 32, 33, 34 from top to bottom.
fn counts_up(matrix: &Matrix<'_>, header: &Header, col: usize) -> bool {
    let texts: Vec<&str> = (header.body..matrix.grid.rows)
        .map(|row| matrix.text(row, col))
        .filter(|text| !text.is_empty())
        .collect();
    let numbers: Vec<u32> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    numbers.len() >= 5
        && numbers.len() == texts.len()
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// Marks that fill a place for a figure: 无, 不适用, ###.
fn is_placeholder(text: &str) -> bool {
    matches!(text, "无" | "不适用" | "*" | "**" | "…" | "……") || text.chars().all(|c| c == '#')
}

fn names_amount(leaf: &str) -> bool {
    ["金额", "预算", "决算数", "合计", "小计", "总计", "支出", "收入", "结转", "结余", "经费", "拨款", "资金"]
        .iter()
        .any(|w| leaf.contains(w))
}

fn names_name(leaf: &str) -> bool {
    ["名称", "项目", "科目", "单位", "品目", "项"].contains(&leaf)
        || leaf.ends_with("名称")
        || leaf.ends_with("科目")
        || matches!(leaf, "收入" | "支出" | "单位" | "部门" | "采购品目大类")
        || leaf.ends_with("项目") && !leaf.ends_with("对应项目")
}

/// Whether a header word names a column that names rows: codes, names, levels of a code.
pub(super) fn is_naming(word: &str) -> bool {
    ["编码", "代码", "名称"].iter().any(|part| word.contains(part))
        || matches!(word, "类" | "款" | "项" | "项目" | "科目" | "单位" | "部门" | "行次" | "序号")
        || word.ends_with("科目")
}

fn names_text(leaf: &str) -> bool {
    ["备注", "说明", "内容", "依据", "形式", "类别", "方式", "编号", "目标", "指标", "职务", "电话"]
        .iter()
        .any(|w| leaf.contains(w))
}

/// Splits the columns into panels. A panel is names and the figures that follow them; a second panel begins where
/// names come again after figures, under a header of the same make.
pub(super) fn panels(header: &Header, roles: &[Role]) -> Vec<Panel> {
    let mut starts = vec![0];
    for col in 1..roles.len() {
        let begins = matches!(roles.get(col), Some(Role::Name | Role::Code | Role::CodePart | Role::Running));
        let after_figures = roles.get(col - 1) == Some(&Role::Amount);
        let figures_follow = roles.iter().skip(col).any(|r| *r == Role::Amount);
        if begins && after_figures && figures_follow && pairs(header, col) {
            starts.push(col);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([roles.len()]);
    starts.iter().zip(ends).map(|(&from, to)| Panel { side: side(header, from, to), from, to }).collect()
}

/// Whether the column's name is of the kind that opened the first panel.
fn pairs(header: &Header, col: usize) -> bool {
    if !header.is_some() {
        return true;
    }
    let leaf = |col: usize| {
        header.paths.get(col).and_then(|path| path.last()).map(|name| plain(name)).unwrap_or_default()
    };
    let opens = leaf(col);
    let words = ["项目", "科目", "编码", "代码", "收入", "支出", "名称"];
    (0..col).any(|before| {
        let first = leaf(before);
        first == opens || words.iter().any(|word| first.contains(word) && opens.contains(word))
    }) || words.iter().any(|word| opens.contains(word))
}

fn side(header: &Header, from: usize, to: usize) -> Option<Side> {
    let outer: Vec<String> =
        (from..to).filter_map(|col| header.paths.get(col)?.first()).map(|name| plain(name)).collect();
    let has = |word: &str| outer.iter().any(|name| name.contains(word));
    match (has("收入"), has("支出")) {
        (true, false) => Some(Side::Income),
        (false, true) => Some(Side::Expenditure),
        _ => None,
    }
}
