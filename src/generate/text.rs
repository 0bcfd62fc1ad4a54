//! Writes a synthetic disclosure as plain text, in the two dialects found: tables by tabs, and lines that lost their
//! empty cells.

use std::fmt::Write as _;

use super::random::Random;
use super::table::{Cell, Role, Sheet, Table};
use super::{Part, Synthetic};

/// How the text was damaged on its way out of the original.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools)] // Each comes alone or with any other.
pub struct Damage {
    /// Rows on a page; then title, label, unit and header come again. 0: never.
    pub page: usize,
    /// Spaces get into wrapped header words and names.
    pub spaces: bool,
    /// An empty line tears the last rows off, with or without a line of dashes.
    pub torn: bool,
    /// A table too wide for its page: its last columns stand below it under the title, without names of rows.
    pub cut: bool,
    /// Rows of totals lost the empty cell behind their name.
    pub short: bool,
    /// The title lost its last character where it is printed again.
    pub clipped: bool,
}

/// How lines were damaged that lost their empty cells.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools)] // Each comes alone or with any other.
pub struct Wear {
    /// The halves of two-sided tables run together: `19,396.83一、基本支出`.
    pub glued: bool,
    /// Each half of a two-sided row stands on a line of its own.
    pub halves: bool,
    /// Header words are broken into single characters, a line each.
    pub upright: bool,
    /// A bracket that ran over its cell stands on a line before the next title.
    pub stray: bool,
}

/// The last columns that no longer fit, where there are figures enough on either side.
const CUT: usize = 4;

/// Tables by tabs; a merged header is printed once, followed by empty cells.
#[must_use]
pub fn tabbed(document: &Synthetic, damage: Damage) -> String {
    let mut random = Random::new(document.seed ^ 0x7ab);
    write(document, |out, index| {
        let table = &document.tables[index];
        let whole = Sheet::new(table, document.look);
        let keep = if damage.cut { kept(table, &whole) } else { whole.widths.len() };
        let sheet = columns_of(&whole, 0, keep);
        let width = sheet.widths.len();
        let mut header = String::new();
        for row in &sheet.header {
            line(&mut header, row, width, damage.spaces.then_some(&mut random));
        }
        let page = if damage.page == 0 { usize::MAX } else { damage.page };
        let rows = sheet.body.len();
        for (number, row) in sheet.body.iter().enumerate() {
            if number > 0 && number % page == 0 {
                out.push('\n');
                heading(out, document, index);
            }
            if number % page == 0 {
                out.push_str(&header);
            } else if damage.torn && number + 1 == rows && rows > 2 {
                out.push('\n');
            }
            let shifted = if damage.short { shortened(row, &sheet, table) } else { None };
            let row = shifted.as_deref().unwrap_or(row);
            line(out, row, width, damage.spaces.then_some(&mut random));
            if damage.torn && number + 1 == rows && rows > 2 && random.chance(50) {
                out.push_str(&vec!["---"; width].join("\t"));
                out.push('\n');
            }
        }
        if rows == 0 {
            out.push_str(&header);
        }
        if keep < whole.widths.len() {
            let rest = columns_of(&whole, keep, whole.widths.len());
            let title: Vec<char> = table.title.chars().collect();
            let shown = title.len() - usize::from(damage.clipped);
            let _ = writeln!(out, "\n{}\n", title[..shown].iter().collect::<String>());
            for row in rest.header.iter().chain(&rest.body) {
                line(out, row, rest.widths.len(), None);
            }
        }
    })
}

/// How many columns fit: all but the last few figures of a wide list.
fn kept(table: &Table, sheet: &Sheet) -> usize {
    let [panel] = &table.panels[..] else { return sheet.widths.len() };
    let enough = panel.side.is_none() && panel.amounts().len() >= 2 * CUT && panel.rows().count() > 2;
    sheet.widths.len() - if enough { CUT } else { 0 }
}

/// Some columns of a sheet, numbered anew; a merged head is cut where its columns are.
fn columns_of(sheet: &Sheet, from: usize, to: usize) -> Sheet {
    let row = |cells: &Vec<Cell>| {
        cells
            .iter()
            .filter(|cell| cell.col < to && cell.col + cell.cols > from)
            .map(|cell| {
                let start = cell.col.max(from);
                let end = (cell.col + cell.cols).min(to);
                Cell { col: start - from, cols: end - start, ..cell.clone() }
            })
            .collect()
    };
    Sheet {
        widths: sheet.widths[from..to].to_vec(),
        header: sheet.header.iter().map(row).collect(),
        body: sheet.body.iter().map(row).collect(),
    }
}

/// A row of totals with its figures one cell further left, in a table whose codes have columns of their own.
fn shortened(row: &[Cell], sheet: &Sheet, table: &Table) -> Option<Vec<Cell>> {
    let [panel] = &table.panels[..] else { return None };
    let named = panel.columns.iter().take_while(|column| column.role != Role::Amount).count();
    let lead = sheet.widths.len() - (panel.columns.len() - named);
    let coded = panel.columns.iter().any(|column| column.role == Role::Code);
    let lone = row.iter().filter(|cell| cell.col < lead).count();
    let total =
        panel.rows().find(|total| total.code.is_none() && row.iter().any(|cell| cell.text == total.name));
    (coded && lead >= 3 && lone == 1 && total.is_some() && row.len() > 2).then(|| {
        let shift = |cell: &Cell| Cell { col: cell.col - usize::from(cell.col >= lead), ..cell.clone() };
        row.iter().map(shift).collect()
    })
}

/// Lines with cells parted by one space, empty ones lost; long names wrapped over lines of their own.
#[must_use]
pub fn flat(document: &Synthetic, wear: Wear) -> String {
    write(document, |out, index| {
        let table = &document.tables[index];
        let sheet = Sheet::new(table, document.look);
        let right = match &table.panels[..] {
            [left, _] if left.side.is_some() => left.columns.len(),
            _ => usize::MAX,
        };
        for row in &sheet.header {
            if wear.upright {
                for letter in words(row).chars().filter(|c| !c.is_whitespace()) {
                    let _ = writeln!(out, "{letter}\n");
                }
            } else {
                let _ = writeln!(out, "{}\n", words(row));
            }
        }
        for row in &sheet.body {
            let (ours, theirs): (Vec<Cell>, Vec<Cell>) =
                row.iter().cloned().partition(|cell| cell.col < right);
            if !ours.is_empty() && !theirs.is_empty() && (wear.glued || wear.halves) {
                let digit = |c: char| c.is_ascii_digit();
                // Two figures run together are one: no reader could part them.
                let figure = ours.last().is_some_and(|cell| cell.text.ends_with(digit))
                    && !theirs[0].text.starts_with(digit);
                let apart = if wear.halves { "\n\n" } else { " " };
                let apart = if wear.glued && figure && ours.len() > 1 { "" } else { apart };
                let _ = writeln!(out, "{}{apart}{}\n", words(&ours), words(&theirs));
                continue;
            }
            let wrapped =
                row.iter().position(|c| c.text.chars().count() > usize::from(sheet.widths[c.col]) + 2);
            let Some(at) = wrapped else {
                let _ = writeln!(out, "{}\n", words(row));
                continue;
            };
            let name: Vec<char> = row[at].text.chars().collect();
            let cut = usize::from(sheet.widths[row[at].col]).max(1);
            if at > 0 {
                let _ = writeln!(out, "{}", words(&row[..at]));
            }
            let lines: Vec<String> = name.chunks(cut).map(|c| c.iter().collect()).collect();
            let _ = writeln!(out, "{}", lines.join("\n\n"));
            let _ = writeln!(out, "{}\n", words(&row[at + 1..]));
        }
        if wear.stray {
            let _ = writeln!(out, "）");
        }
    })
}

fn words(cells: &[Cell]) -> String {
    let words: Vec<&str> = cells.iter().map(|c| c.text.as_str()).collect();
    words.join(" ")
}

fn heading(out: &mut String, document: &Synthetic, index: usize) {
    let table = &document.tables[index];
    let _ = writeln!(out, "{}\n", table.title);
    if let Some(label) = &table.label {
        let _ = writeln!(out, "{label}\n");
    }
    let _ = writeln!(out, "单位名称：{}\n", document.organization);
    if let Some(unit) = table.unit {
        let _ = writeln!(out, "单位：{}\n", unit.label());
    }
}

fn write(document: &Synthetic, mut table: impl FnMut(&mut String, usize)) -> String {
    let mut out = String::new();
    for part in &document.parts {
        match part {
            Part::Cover(lines) | Part::Contents(lines) => {
                for line in lines {
                    let _ = writeln!(out, "{line}\n");
                }
            }
            Part::Chapter(text) | Part::Heading(text) | Part::Paragraph(text) => {
                let _ = writeln!(out, "{text}\n");
            }
            Part::Table(index) => {
                heading(&mut out, document, *index);
                table(&mut out, *index);
                out.push('\n');
                for note in &document.tables[*index].notes {
                    let _ = writeln!(out, "{note}\n");
                }
            }
        }
    }
    out
}

/// One row; spans leave their covered cells empty.
fn line(out: &mut String, row: &[Cell], width: usize, spaces: Option<&mut Random>) {
    let mut cells = vec![String::new(); width];
    for cell in row {
        if let Some(slot) = cells.get_mut(cell.col) {
            slot.clone_from(&cell.text);
        }
    }
    if let Some(random) = spaces {
        for cell in &mut cells {
            let letters: Vec<char> = cell.chars().collect();
            // Figures and codes come through unharmed; words that were wrapped in their cell get a space.
            if letters.len() > 4 && !letters.iter().any(char::is_ascii_digit) && random.chance(25) {
                let at = 2 + random.below(letters.len() - 3);
                *cell = letters[..at].iter().chain(&[' ']).chain(&letters[at..]).collect();
            }
        }
    }
    out.push_str(&cells.join("\t"));
    out.push('\n');
}
