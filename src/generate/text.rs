//! Writes a synthetic disclosure as plain text, in the two dialects found: tables by tabs, and lines that lost their
//! empty cells.

use std::fmt::Write as _;

use super::random::Random;
use super::table::{Cell, Sheet};
use super::{Part, Synthetic};

/// How the text was damaged on its way out of the original.
#[derive(Debug, Clone, Copy, Default)]
pub struct Damage {
    /// Rows on a page; then title, label, unit and header come again. 0: never.
    pub page: usize,
    /// Spaces get into wrapped header words and names.
    pub spaces: bool,
    /// An empty line tears the last rows off, with or without a line of dashes.
    pub torn: bool,
}

/// Tables by tabs; a merged header is printed once, followed by empty cells.
#[must_use]
pub fn tabbed(document: &Synthetic, damage: Damage) -> String {
    let mut random = Random::new(document.seed ^ 0x7ab);
    write(document, |out, index| {
        let sheet = Sheet::new(&document.tables[index], document.look);
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
            line(out, row, width, damage.spaces.then_some(&mut random));
            if damage.torn && number + 1 == rows && rows > 2 && random.chance(50) {
                out.push_str(&vec!["---"; width].join("\t"));
                out.push('\n');
            }
        }
        if rows == 0 {
            out.push_str(&header);
        }
    })
}

/// Lines with cells parted by one space, empty ones lost; long names wrapped over lines of their own.
#[must_use]
pub fn flat(document: &Synthetic) -> String {
    write(document, |out, index| {
        let sheet = Sheet::new(&document.tables[index], document.look);
        for row in &sheet.header {
            let _ = writeln!(out, "{}\n", words(row));
        }
        for row in &sheet.body {
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
