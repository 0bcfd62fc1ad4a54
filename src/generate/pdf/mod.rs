//! Writes a synthetic disclosure as PDF, in the ways producers differ: rules, encodings, bold, order, boxes.

pub mod canvas;
mod cut;
pub mod file;
pub mod font;

use super::random::Random;
use super::table::{Align, Cell, Sheet};
use super::{Part, Synthetic};
use canvas::{Canvas, Paper, Rules};
use file::File;
use font::{Encoding, Font};

/// How the file is made.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // ways that go together freely
pub struct Style {
    /// Encoding of the text.
    pub encoding: Encoding,
    /// Rules of tables.
    pub rules: Rules,
    /// The header comes again where a table goes on.
    pub repeat_header: bool,
    /// Headings are drawn twice, a little apart.
    pub fake_bold: bool,
    /// Text stands outside the page box, where no one sees it.
    pub outside: bool,
    /// Title, label and unit are drawn after their table.
    pub title_last: bool,
    /// Several tables share a page.
    pub packed: bool,
    /// Titles are set with their letters apart: 收 支 总 表.
    pub spaced: bool,
    /// Watermarks lie over the pages, one slanting, one level.
    pub watermark: bool,
    /// The header of a table ends its page, and its body begins the next.
    pub parted: bool,
    /// The last row of a page is cut where its names have several lines.
    pub cut: bool,
    /// Names that go over the whole height of the header stand on their side.
    pub upright: bool,
    /// Tables are too wide for their pages: their last columns stand on pages of their own, after all others.
    pub narrow: bool,
    /// A round stamp lies over the figures.
    pub stamp: bool,
    /// The last table is a picture, below a running head.
    pub pictured: bool,
    /// Pages.
    pub paper: Paper,
}

impl Style {
    /// The plainest way.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            encoding: Encoding::Ucs2,
            rules: Rules::Strokes,
            repeat_header: true,
            fake_bold: false,
            outside: false,
            title_last: false,
            packed: false,
            spaced: false,
            watermark: false,
            parted: false,
            cut: false,
            upright: false,
            narrow: false,
            stamp: false,
            pictured: false,
            paper: Paper { rotate: false, back: false, offset: false, apart: false },
        }
    }

    /// Any way with ruled tables.
    #[must_use]
    pub fn ruled(random: &mut Random) -> Self {
        let style = Self {
            encoding: *random.pick(&Encoding::ALL),
            rules: *random.pick(&[Rules::Strokes, Rules::Slivers, Rules::Boxes, Rules::Open, Rules::Double]),
            repeat_header: random.chance(60),
            fake_bold: random.chance(40),
            outside: random.chance(30),
            title_last: random.chance(30),
            packed: random.chance(30),
            spaced: random.chance(30),
            watermark: random.chance(30),
            parted: random.chance(15),
            cut: random.chance(40),
            upright: random.chance(25),
            narrow: false,
            stamp: random.chance(30),
            pictured: false,
            paper: Paper {
                rotate: random.chance(40),
                back: random.chance(50),
                offset: random.chance(20),
                apart: random.chance(30),
            },
        };
        // A header alone on a page has too few rules to be put beside another.
        Self { narrow: random.chance(15) && !style.parted, ..style }
    }
}

const MARGIN: f32 = 45.0;
const SHORT: f32 = 595.28;
const LONG: f32 = 841.89;

/// Writes the document.
#[must_use]
pub fn write(document: &Synthetic, style: Style) -> Vec<u8> {
    write_with(document, style, "")
}

/// Writes the document with entries of one's own in the trailer, such as `/Encrypt`.
#[must_use]
pub fn write_with(document: &Synthetic, style: Style, trailer: &str) -> Vec<u8> {
    let mut setter = Setter { document, style, font: Font::new(style.encoding), pages: Vec::new(), y: 0.0 };
    for part in &document.parts {
        setter.part(part);
    }
    setter.finish(trailer)
}

struct Setter<'a> {
    document: &'a Synthetic,
    style: Style,
    font: Font,
    pages: Vec<Canvas>,
    y: f32,
}

impl Setter<'_> {
    fn page(&mut self, wide: bool) {
        let (width, height) = if wide { (LONG, SHORT) } else { (SHORT, LONG) };
        self.pages.push(Canvas::new(width, height));
        self.y = MARGIN;
    }

    fn size(&self) -> (f32, f32) {
        self.pages.last().map_or((SHORT, LONG), |p| (p.width, p.height))
    }

    fn text(&mut self, x: f32, y: f32, size: f32, text: &str, bold: bool) {
        let paper = self.style.paper;
        let twice = bold && self.style.fake_bold;
        if let Some(page) = self.pages.last_mut() {
            page.text(&mut self.font, paper, x, y, size, text);
            if twice {
                page.text(&mut self.font, paper, x + 0.3, y, size, text);
            }
        }
    }

    fn centered(&mut self, y: f32, size: f32, text: &str, bold: bool) {
        let x = (self.size().0 - Font::width(text) * size) / 2.0;
        self.text(x, y, size, text, bold);
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Cover(lines) => {
                self.page(false);
                let mut y = 260.0;
                for line in lines {
                    self.centered(y, 24.0, line, true);
                    y += 60.0;
                }
                self.y = LONG;
            }
            Part::Contents(lines) => {
                self.page(false);
                self.centered(self.y + 20.0, 18.0, "目 录", true);
                self.y += 50.0;
                for line in lines {
                    self.prose(line, 0.0, false);
                }
                self.y = LONG;
            }
            Part::Chapter(text) => {
                self.page(false);
                self.centered(self.y + 20.0, 18.0, text, true);
                self.y += 50.0;
            }
            Part::Heading(text) => self.prose(text, 2.0, true),
            Part::Paragraph(text) => self.prose(text, 2.0, false),
            Part::Table(index) => self.table(*index),
        }
    }

    /// A paragraph, wrapped at the right margin.
    fn prose(&mut self, text: &str, indent: f32, bold: bool) {
        let size = 12.0;
        let (width, _) = self.size();
        let wide = (width - 2.0 * MARGIN) / size;
        for (number, line) in wrap(text, wide, indent).iter().enumerate() {
            if self.y + 22.0 > self.size().1 - MARGIN {
                self.page(false);
            }
            self.y += 22.0;
            let x = if number == 0 { MARGIN + indent * size } else { MARGIN };
            self.text(x, self.y - 5.0, size, line, bold);
        }
    }

    fn table(&mut self, index: usize) {
        let document = self.document;
        let table = &document.tables[index];
        let sheet = Sheet::new(table, document.look);
        let grid = Columns::fit(&sheet);
        let (width, height) = self.size();
        let wide = grid.total > 62.0;
        let fresh = self.pages.is_empty()
            || !self.style.packed
            || self.style.narrow
            || (width > height) != wide
            || self.y > height * 0.6;
        if fresh {
            self.page(wide);
        }
        if self.style.pictured && index + 1 == document.tables.len() {
            self.picture(wide);
            return;
        }
        let heading = |setter: &mut Self, top: f32| setter.heading(index, top);
        let top = self.y;
        if self.style.title_last {
            // Taken out of the way and put back behind the table of this page.
            let mut held = Canvas::new(self.size().0, self.size().1);
            if let Some(page) = self.pages.last_mut() {
                std::mem::swap(page, &mut held);
            }
            heading(self, top);
            if let Some(page) = self.pages.last_mut() {
                std::mem::swap(page, &mut held);
                page.later(|page| page.append(&held));
            }
        } else {
            heading(self, top);
        }
        self.y = top + if table.label.is_some() { 74.0 } else { 58.0 };
        let first = self.pages.len().saturating_sub(1);
        self.grid(&sheet, &grid, wide);
        if self.style.narrow && sheet.widths.len() > 3 {
            let (edges, _) = self.edges(&grid);
            let seam = edges.get((sheet.widths.len() * 3).div_ceil(5)).map(|at| (index, *at));
            self.pages.iter_mut().skip(first).for_each(|page| page.seam = seam);
        }
        for note in &table.notes {
            self.y += 14.0;
            self.text(MARGIN, self.y, 9.0, note, false);
        }
        self.y += 24.0;
    }

    /// A page that is a picture but for its running head.
    fn picture(&mut self, wide: bool) {
        if self.y > MARGIN {
            self.page(wide);
        }
        let (width, height) = self.size();
        let head = format!("{}预决算信息公开文件汇编（供社会监督）", self.document.organization);
        self.text(MARGIN, 24.0, 9.0, &head, false);
        if let Some(page) = self.pages.last_mut() {
            page.picture([MARGIN, 80.0, width - MARGIN, height - 80.0]);
        }
        self.y = height;
    }

    /// Label, title, organisation and unit.
    fn heading(&mut self, index: usize, top: f32) {
        let document = self.document;
        let table = &document.tables[index];
        let right = self.size().0 - MARGIN;
        let mut y = top;
        if let Some(label) = &table.label {
            let x = if document.seed.is_multiple_of(2) { MARGIN } else { right - Font::width(label) * 10.0 };
            self.text(x, y + 12.0, 10.0, label, false);
            y += 16.0;
        }
        let title = if self.style.spaced && table.title.chars().count() < 12 {
            table.title.chars().map(String::from).collect::<Vec<_>>().join(" ")
        } else {
            table.title.clone()
        };
        self.centered(y + 24.0, 17.0, &title, true);
        self.text(MARGIN, y + 50.0, 10.0, &format!("编制单位：{}", document.organization), false);
        if let Some(unit) = table.unit {
            let text = format!("单位：{}", unit.label());
            self.text(right - Font::width(&text) * 10.0, y + 50.0, 10.0, &text, false);
        }
    }

    /// Where the columns stand, and the size of the font.
    fn edges(&self, grid: &Columns) -> (Vec<f32>, f32) {
        let available = self.size().0 - 2.0 * MARGIN;
        let size = (available / grid.total).min(10.0);
        (grid.edges.iter().map(|e| MARGIN + e * size.max(available / grid.total)).collect(), size)
    }

    fn grid(&mut self, sheet: &Sheet, grid: &Columns, wide: bool) {
        let (edges, size) = self.edges(grid);
        let mut header: Vec<f32> = heights(&sheet.header, &edges, size);
        if self.style.upright {
            let wanted = 8.0 * size;
            let all: f32 = header.iter().sum();
            for height in &mut header {
                *height *= (wanted / all).max(1.0);
            }
        }
        let body: Vec<f32> = heights(&sheet.body, &edges, size);
        let bottom = self.size().1 - MARGIN;
        self.head(sheet, &header, &edges, size);
        if self.style.parted && !sheet.body.is_empty() {
            self.page(wide);
        }
        // What the end of the page before left of a row.
        let mut rest: Vec<Vec<Cell>> = Vec::new();
        let mut start = 0;
        while start < sheet.body.len() {
            if !rest.is_empty() {
                let over = std::mem::take(&mut rest);
                self.band(&over, &heights(&over, &edges, size), &edges, size);
            }
            let mut end = start;
            let mut used = self.y;
            while end < sheet.body.len() && used + body[end] <= bottom {
                used += body[end];
                end += 1;
            }
            if end == start {
                if self.y <= MARGIN + header.iter().sum::<f32>() + 1.0 {
                    end += 1; // A row taller than the page must still be set.
                } else {
                    self.go_on(sheet, &header, &edges, size, wide);
                    continue;
                }
            }
            self.band(&sheet.body[start..end], &body[start..end], &edges, size);
            start = end;
            if self.style.cut
                && let Some((first, over)) =
                    sheet.body.get(end).and_then(|row| cut::halves(row, &edges, size))
                && sheet.body.len() > end + 1
            {
                let first = [first];
                let tall = heights(&first, &edges, size);
                if self.y + tall.iter().sum::<f32>() <= bottom {
                    self.band(&first, &tall, &edges, size);
                    rest = vec![over];
                    start = end + 1;
                }
            }
            if start < sheet.body.len() {
                self.go_on(sheet, &header, &edges, size, wide);
            }
        }
    }

    fn go_on(&mut self, sheet: &Sheet, header: &[f32], edges: &[f32], size: f32, wide: bool) {
        self.page(wide);
        if self.style.repeat_header {
            self.head(sheet, header, edges, size);
        }
    }

    /// The names of the columns.
    fn head(&mut self, sheet: &Sheet, heights: &[f32], edges: &[f32], size: f32) {
        let tall = self.style.upright.then_some(sheet.header.len());
        self.rows(&sheet.header, heights, edges, size, tall);
    }

    /// Rows of the body from the current height on.
    fn band(&mut self, rows: &[Vec<Cell>], heights: &[f32], edges: &[f32], size: f32) {
        self.rows(rows, heights, edges, size, None);
        if self.style.stamp && rows.len() > 2 {
            let (x, y) = (self.size().0 * 0.6, self.y - 30.0);
            self.pages.iter_mut().last().into_iter().for_each(|page| page.stamp(x, y));
        }
    }

    /// Rows from the current height on, with their borders; cells of `tall` rows have their text on its side.
    fn rows(&mut self, rows: &[Vec<Cell>], heights: &[f32], edges: &[f32], size: f32, tall: Option<usize>) {
        let columns = edges.len().saturating_sub(1);
        let mut tops = vec![self.y];
        for height in heights {
            tops.push(tops.last().copied().unwrap_or(self.y) + height);
        }
        let mut covered = vec![vec![false; columns]; rows.len()];
        let mut boxes = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            for cell in row {
                let last = (number + cell.rows).min(rows.len());
                let right = (cell.col + cell.cols).min(columns);
                for line in covered.iter_mut().take(last).skip(number) {
                    line[cell.col..right].fill(true);
                }
                let bounds = [edges[cell.col], tops[number], edges[right], tops[last]];
                boxes.push(bounds);
                if tall == Some(cell.rows) && cell.cols == 1 && Font::width(&cell.text) < 7.5 {
                    self.sideways(&cell.text, bounds, size);
                } else {
                    self.cell(cell, bounds, size);
                }
            }
        }
        for (number, line) in covered.iter().enumerate() {
            for (col, _) in line.iter().enumerate().filter(|(_, c)| !**c) {
                boxes.push([edges[col], tops[number], edges[col + 1], tops[number + 1]]);
            }
        }
        self.y = tops.last().copied().unwrap_or(self.y);
        let rules = self.style.rules;
        if let Some(page) = self.pages.last_mut() {
            page.borders(&boxes, rules);
        }
    }

    /// A text that reads upwards in the middle of its cell.
    fn sideways(&mut self, text: &str, [x0, y0, x1, y1]: [f32; 4], size: f32) {
        let x = f32::midpoint(x0, x1) + 0.35 * size;
        let y = f32::midpoint(y0, y1) + Font::width(text) * size / 2.0;
        if let Some(page) = self.pages.last_mut() {
            page.upwards(&mut self.font, x, y, size, text);
        }
    }

    fn cell(&mut self, cell: &Cell, bounds: [f32; 4], size: f32) {
        let [x0, y0, x1, y1] = bounds;
        let lines = wrap(&cell.text, (x1 - x0 - 4.0) / size, 0.0);
        #[allow(clippy::cast_precision_loss)] // a handful of lines
        let block = lines.len() as f32 * size * 1.25;
        let mut y = (y0 + y1 - block) / 2.0 + size * 1.02;
        for line in lines {
            let width = Font::width(&line) * size;
            let x = match cell.align {
                Align::Left => x0 + 2.0,
                Align::Center => (x0 + x1 - width) / 2.0,
                Align::Right => x1 - 2.0 - width,
            };
            self.text(x, y, size, &line, false);
            y += size * 1.25;
        }
    }

    fn finish(mut self, trailer: &str) -> Vec<u8> {
        let mut file = File::default();
        let (catalog, tree) = (file.reserve(), file.reserve());
        self.pages = parted_across(std::mem::take(&mut self.pages));
        let count = self.pages.len();
        for number in 0..count {
            let text = format!("- {} -", number + 1);
            let paper = self.style.paper;
            let outside = self.style.outside;
            if let Some(page) = self.pages.get_mut(number) {
                let x = (page.width - Font::width(&text) * 9.0) / 2.0;
                page.text(&mut self.font, paper, x, page.height - 22.0, 9.0, &text);
                if self.style.watermark {
                    page.watermark(&mut self.font, 90.0, 480.0, true, "内部资料");
                    page.watermark(&mut self.font, 120.0, 330.0, false, "示例省财政厅");
                }
                if outside {
                    page.text(&mut self.font, paper, 60.0, -40.0, 10.0, "上页残留 12,345.67");
                    page.text(&mut self.font, paper, 60.0, page.height + 30.0, 10.0, "下页残留 76,543.21");
                    page.text(&mut self.font, paper, page.width + 20.0, 200.0, 10.0, "页外文字 999.99");
                }
            }
        }
        let font = self.font.write(&mut file);
        let paper = self.style.paper;
        let numbers: Vec<String> = self
            .pages
            .into_iter()
            .map(|page| format!("{} 0 R", page.write(&mut file, tree, font, paper)))
            .collect();
        file.fill(tree, format!("<< /Type /Pages /Kids [{}] /Count {count} >>", numbers.join(" ")));
        file.fill(catalog, format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
        file.finish(catalog, trailer)
    }
}

/// The pages as printed: after the left parts of a sheet come its right ones.
fn parted_across(pages: Vec<Canvas>) -> Vec<Canvas> {
    let mut printed = Vec::new();
    let mut waiting: Vec<Canvas> = Vec::new();
    let mut sheet = None;
    for page in pages {
        let own = page.seam.map(|(sheet, _)| sheet);
        if own != sheet {
            printed.append(&mut waiting);
            sheet = own;
        }
        match page.seam {
            Some((_, at)) => {
                let (left, right) = page.halves(at, MARGIN);
                printed.push(left);
                waiting.push(right);
            }
            None => printed.push(page),
        }
    }
    printed.append(&mut waiting);
    printed
}

/// Column edges in em of the table's font.
struct Columns {
    edges: Vec<f32>,
    total: f32,
}

impl Columns {
    /// Wide enough for the figures; words wrap.
    fn fit(sheet: &Sheet) -> Self {
        let mut widths: Vec<f32> = sheet.widths.iter().map(|w| f32::from(*w) * 0.72 + 0.8).collect();
        for cell in sheet.body.iter().flatten().filter(|c| c.align == Align::Right && c.cols == 1) {
            if let Some(width) = widths.get_mut(cell.col) {
                *width = width.max(Font::width(&cell.text) + 1.0);
            }
        }
        let mut edges = vec![0.0];
        for width in widths {
            edges.push(edges.last().copied().unwrap_or(0.0) + width);
        }
        let total = edges.last().copied().unwrap_or(1.0).max(1.0);
        Self { edges, total }
    }
}

fn heights(rows: &[Vec<Cell>], edges: &[f32], size: f32) -> Vec<f32> {
    rows.iter()
        .map(|row| {
            row.iter()
                .map(|cell| {
                    let right = (cell.col + cell.cols).min(edges.len() - 1);
                    let lines = wrap(&cell.text, (edges[right] - edges[cell.col] - 4.0) / size, 0.0).len();
                    #[allow(clippy::cast_precision_loss)] // a handful of lines, a few rows
                    let height = lines as f32 * size * 1.25 / cell.rows as f32;
                    height
                })
                .fold(size * 1.25, f32::max)
                + 5.0
        })
        .collect()
}

/// Breaks a text into lines no wider than `width` em; figures are not broken.
fn wrap(text: &str, width: f32, indent: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = indent;
    let figure = text.is_ascii();
    for c in text.chars() {
        let advance = Font::advance(c);
        if used + advance > width + 0.01 && !figure && lines.last().is_some_and(|l| !l.is_empty()) {
            lines.push(String::new());
            used = 0.0;
        }
        used += advance;
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}
