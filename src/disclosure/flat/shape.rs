//! The columns of a flat table: those of the standard form that its title and header words name, or those the
//! header words themselves give.

use super::head::Head;
use super::infer;
use crate::articulation::placing::Sum;
use crate::disclosure::model::{Column, ColumnKind, Side};
use crate::forms::{Form, FormColumn, FormRow};

/// What is known of a flat table's layout before its rows are read.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says another thing of the printed lines")]
pub(super) struct Shape {
    /// All columns, those of codes and names included.
    pub columns: Vec<Column>,
    /// The named rows the form has, where it is a form.
    pub rows: Vec<FormRow>,
    /// Codes are printed level by level: 类, 款 and 项.
    pub split_codes: bool,
    /// A running number (行次) stands before the figures.
    pub running: bool,
    /// The list goes on in further panels beside the first.
    pub panels: bool,
    /// Expenditure is classified twice side by side, beside the income.
    pub thrice: bool,
}

impl Shape {
    fn new(columns: Vec<Column>, rows: Vec<FormRow>) -> Self {
        Self { columns, rows, ..Self::default() }
    }

    /// Whether income and expenditure stand side by side.
    pub(super) fn two_sided(&self) -> bool {
        self.columns.iter().any(|column| column.side == Some(Side::Income))
            && self.columns.iter().any(|column| column.side == Some(Side::Expenditure))
    }

    /// The columns of figures of one side (or of a table without sides), by their place among all columns.
    pub(super) fn amounts(&self, side: Option<Side>) -> Vec<usize> {
        (0..self.columns.len())
            .filter(|&at| {
                self.columns
                    .get(at)
                    .is_some_and(|c| c.kind == ColumnKind::Amount && (side.is_none() || c.side == side))
            })
            .collect()
    }

    /// Whether rows are told by codes.
    pub(super) fn coded(&self) -> bool {
        self.columns.iter().any(|column| column.kind == ColumnKind::Code)
    }

    /// Whether cells of text stand between a row's name and its figures.
    pub(super) fn wordy(&self) -> bool {
        self.columns.iter().filter(|column| column.kind == ColumnKind::Text).count() >= 2
    }

    /// The sums that the header's tree asks for among some columns, numbered as in `amounts`.
    pub(super) fn sums(&self, amounts: &[usize]) -> Vec<Sum> {
        let paths: Vec<&[String]> = amounts
            .iter()
            .map(|&at| self.columns.get(at).map_or(&[][..], |column| column.path.as_slice()))
            .collect();
        let mut sums = Vec::new();
        let all: Vec<usize> = (0..paths.len()).collect();
        total_of(&paths, &all, 0, &mut sums);
        sums
    }
}

/// A word that names the total of the columns beside it.
fn is_total_word(word: &str) -> bool {
    matches!(
        infer::bare(word).as_str(),
        "合计" | "小计" | "总计" | "三公经费合计" | "金额合计" | "总额" | "本年收入合计" | "本年支出合计"
    )
}

/// The columns that together stand for a group: its total where it has one, else what its members stand for.
fn total_of(paths: &[&[String]], group: &[usize], depth: usize, sums: &mut Vec<Sum>) -> Vec<usize> {
    let mut members: Vec<(String, Vec<usize>)> = Vec::new();
    for &at in group {
        let word = paths.get(at).and_then(|path| path.get(depth)).cloned().unwrap_or_default();
        match members.last_mut().filter(|(last, _)| *last == word) {
            Some((_, columns)) => columns.push(at),
            None => members.push((word, vec![at])),
        }
    }
    let is_leaf = |at: usize| paths.get(at).is_none_or(|path| path.len() <= depth + 1);
    let mut total = None;
    let mut parts = Vec::new();
    for (word, columns) in &members {
        match columns[..] {
            [only] if is_leaf(only) => {
                if total.is_none() && is_total_word(word) {
                    total = Some(only);
                } else if !word.starts_with("其中") && !word.contains("备注") {
                    parts.push(only);
                }
            }
            _ if columns.iter().any(|&at| is_leaf(at)) => parts.extend(columns),
            _ => parts.extend(total_of(paths, columns, depth + 1, sums)),
        }
    }
    match total {
        Some(total) => {
            if !parts.is_empty() {
                sums.push(Sum { total, parts });
            }
            vec![total]
        }
        None => parts,
    }
}

/// The layout of the table a head announces.
pub(super) fn of(head: &Head, header: &[&str]) -> Option<Shape> {
    let mut shape = named(head, header)?;
    let text = infer::bare(&header.concat());
    shape.running = text.contains("行次");
    shape.panels = text.matches("科目编码").count() >= 2 && !shape.two_sided();
    // 类, 款 and 项 are one code.
    let level = |column: &Column| {
        let leaf = column.path.last().map(|word| infer::bare(word)).unwrap_or_default();
        matches!(leaf.as_str(), "类" | "款" | "项")
    };
    shape.split_codes = shape.columns.iter().filter(|column| level(column)).count() >= 2;
    let mut seen = false;
    shape.columns.retain(|column| {
        let code = column.kind == ColumnKind::Code && level(column);
        !code || !std::mem::replace(&mut seen, true)
    });
    shape.columns.retain(|column| {
        !(column.kind == ColumnKind::Text && column.path.iter().any(|w| infer::bare(w) == "行次"))
    });
    shape.thrice = join_classifications(&mut shape.columns);
    Some(shape)
}

/// Where expenditure is classified twice, each time by a name and a figure, both lists are read into the columns of
/// the first, as they are in drawn tables. Whether it is.
fn join_classifications(columns: &mut Vec<Column>) -> bool {
    let of = |kind| -> Vec<usize> {
        let own = |c: &Column| c.side == Some(Side::Expenditure) && c.kind == kind;
        columns.iter().enumerate().filter(|(_, c)| own(c)).map(|(at, _)| at).collect()
    };
    let (names, figures) = (of(ColumnKind::Name), of(ColumnKind::Amount));
    let twice = matches!((&names[..], &figures[..]), ([a, b], [x, y]) if a < x && x < b && b < y);
    if let Some(second) = names.get(1).copied().filter(|_| twice) {
        columns.truncate(second);
    }
    twice
}

fn named(head: &Head, header: &[&str]) -> Option<Shape> {
    let text = infer::bare(&header.concat());
    let forms = crate::forms::in_use();
    let labelled = forms.by_title(&head.title, head.label.as_deref()).map(|form| form.id.as_str());
    let candidates = forms.candidates(&head.title);
    let best = [false, true].into_iter().find_map(|lenient| {
        candidates
            .iter()
            .map(|form| (Fit::of(form, &text, lenient), *form))
            .filter(|(fit, _)| fit.covered >= 0.75)
            .max_by(|a, b| {
                let score = |(fit, form): &(Fit, &Form)| {
                    fit.covered - fit.left + if labelled == Some(form.id.as_str()) { 0.1 } else { 0.0 }
                };
                score(a).total_cmp(&score(b))
            })
    });
    if let Some((fit, form)) = best {
        return Some(Shape::new(dated(fit.columns, header), form.rows.clone()));
    }
    // A title no form has: any form whose header is this one will do.
    let by_header = forms
        .families()
        .iter()
        .flat_map(|family| &family.forms)
        .filter(|form| form.amounts().count() > 1)
        .map(|form| (Fit::of(form, &text, false), form))
        .filter(|(fit, _)| fit.covered >= 0.95 && fit.left <= 0.1)
        .max_by(|a, b| (a.0.covered - a.0.left).total_cmp(&(b.0.covered - b.0.left)));
    if let Some((fit, form)) = by_header {
        return Some(Shape::new(fit.columns, form.rows.clone()));
    }
    infer::columns(header).map(|columns| Shape::new(columns, Vec::new()))
}

/// Puts the years printed in the header where the form says 上年 and 本年: 「2023年预算数」.
fn dated(mut columns: Vec<Column>, header: &[&str]) -> Vec<Column> {
    let text = infer::bare(&header.concat());
    let mut years: Vec<&str> = Vec::new();
    for (at, _) in text.match_indices("预算数") {
        let before = text.get(..at).unwrap_or_default().trim_end_matches(['年', '度']);
        let year = before.len().checked_sub(4).and_then(|from| before.get(from..));
        if let Some(year) =
            year.filter(|year| year.starts_with("20") && year.bytes().all(|b| b.is_ascii_digit()))
            && !years.contains(&year)
        {
            years.push(year);
        }
    }
    if let [last, this] = years[..] {
        for top in columns.iter_mut().filter_map(|column| column.path.first_mut()) {
            match top.as_str() {
                "上年预算数" => *top = format!("{last}年预算数"),
                "预算数" | "本年预算数" => *top = format!("{this}年预算数"),
                _ => {}
            }
        }
    }
    columns
}

/// How a form's header words agree with those printed.
struct Fit {
    /// The form's columns that are printed.
    columns: Vec<Column>,
    /// Share of the form's header that is printed, 0 to 1.
    covered: f32,
    /// Share of the printed header that the form does not have.
    left: f32,
}

impl Fit {
    /// A lenient reading also takes words in halves, as lines of other cells part them.
    fn of(form: &Form, printed: &str, lenient: bool) -> Self {
        let mut rest = printed.to_owned();
        let (mut found, mut all) = (0_usize, 0_usize);
        // Long words first, so that 支出 is not found in 基本支出.
        let mut nodes = nodes(form, lenient);
        nodes
            .sort_by_key(|node| std::cmp::Reverse(node.words.first().map_or(0, |word| word.chars().count())));
        let mut missing: Vec<Vec<String>> = Vec::new();
        for node in &nodes {
            let length = node.words.first().map_or(0, |word| word.chars().count());
            let place =
                node.words.iter().find_map(|word| rest.find(word.as_str()).map(|at| (at, word.len())));
            if let Some((at, len)) = place {
                // Words beside it must not grow together into another one.
                rest.replace_range(at..at + len, "|");
                found += length;
                all += length;
            } else {
                missing.push(node.path.clone());
                all += if node.optional { 0 } else { length };
            }
        }
        // Of words broken over lines, other cells' lines stand between the halves.
        missing.retain(|path| {
            let Some(node) = nodes.iter().find(|node| lenient && node.path == *path && !node.optional) else {
                return true;
            };
            let broken = node.words.iter().any(|word| take_halves(&mut rest, word));
            found += if broken { node.words.first().map_or(0, |word| word.chars().count()) } else { 0 };
            !broken
        });
        let columns = form
            .columns
            .iter()
            .filter(|column| !(column.optional && missing.contains(&column.path)))
            .map(|column| Column {
                path: column.path.clone(),
                kind: column.kind,
                side: column.side,
                key: None,
            })
            .collect();
        let left = rest.chars().filter(|&c| c != '|').count();
        Self { columns, covered: ratio(found, all), left: ratio(left, printed.chars().count()) }
    }
}

/// Takes a word's two halves out of what is left of a header, where both are there: `对附属单位补` … `助支出`.
fn take_halves(rest: &mut String, word: &str) -> bool {
    let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(2).collect();
    for at in cuts.into_iter().rev() {
        let (first, second) = word.split_at(at);
        if second.chars().nth(1).is_none() {
            continue;
        }
        let place =
            rest.find(first).filter(|begin| rest.get(begin + at..).is_some_and(|rest| rest.contains(second)));
        if let Some(begin) = place {
            rest.replace_range(begin..begin + first.len(), "|");
            *rest = rest.replacen(second, "|", 1);
            return true;
        }
    }
    false
}

fn ratio(part: usize, whole: usize) -> f32 {
    let small = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    small(part) / small(whole.max(1))
}

/// A cell of a form's header.
struct Node {
    path: Vec<String>,
    /// The word and other ways to print it, bare.
    words: Vec<String>,
    optional: bool,
}

/// The cells of a form's header, groups once.
fn nodes(form: &Form, lenient: bool) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for FormColumn { path, others, optional, .. } in &form.columns {
        for depth in 1..=path.len() {
            let prefix = path.get(..depth).unwrap_or_default().to_vec();
            if nodes.iter().any(|node| node.path == prefix) {
                continue;
            }
            // A shorter way to print the header leaves groups out: it may agree from the leaf up.
            let place = |other: &Vec<String>| {
                if lenient { other.len().checked_sub(path.len() - depth + 1) } else { Some(depth - 1) }
            };
            let ways = others.iter().filter_map(|other| other.get(place(other)?));
            let words = prefix.last().into_iter().chain(ways).map(|word| infer::bare(word)).collect();
            nodes.push(Node { path: prefix, words, optional: *optional });
        }
    }
    nodes
}
