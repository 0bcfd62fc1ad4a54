//! A page to draw on. Lengths in points; the origin is the top left corner as shown, y grows downwards.

use std::fmt::Write as _;

use super::file::File;
use super::font::Font;

/// What rules are drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Long strokes.
    Strokes,
    /// Thin filled rectangles, one an edge of a cell.
    Slivers,
    /// A stroked rectangle around each cell.
    Boxes,
    /// Horizontal strokes alone.
    Horizontal,
    /// Strokes without those at the left and the right side.
    Open,
    /// Every stroke twice, close together.
    Double,
    /// A frame and the horizontal strokes.
    Framed,
    /// A frame and a stroke below the header: three lines and two sides.
    Frame,
    /// None.
    Absent,
}

/// A page's size, content and place in its box.
#[derive(Debug)]
pub struct Canvas {
    /// Width as shown.
    pub width: f32,
    /// Height as shown.
    pub height: f32,
    content: String,
    /// Content kept back until the page is done.
    late: String,
    /// Where the page ends and its rest stands on another one, and the number of the sheet that is printed so.
    pub seam: Option<(usize, f32)>,
}

/// How pages are written.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // ways that go together freely
pub struct Paper {
    /// Landscape pages are portrait boxes turned by `/Rotate`.
    pub rotate: bool,
    /// They are turned the other way round: 270 in place of 90.
    pub back: bool,
    /// The page box does not begin at the origin.
    pub offset: bool,
    /// Every glyph is placed by itself.
    pub apart: bool,
}

impl Canvas {
    /// An empty page.
    #[must_use]
    pub fn new(width: f32, height: f32) -> Self {
        Self { width, height, content: String::new(), late: String::new(), seam: None }
    }

    /// Writes a text with its left end at `x` and its baseline at `y`.
    pub fn text(&mut self, font: &mut Font, paper: Paper, x: f32, y: f32, size: f32, text: &str) {
        let up = self.height - y;
        let out = &mut self.content;
        if paper.apart {
            let mut left = x;
            for c in text.chars() {
                let code = font.encode(c.encode_utf8(&mut [0; 4]));
                let _ = writeln!(out, "BT /F1 {size:.2} Tf 1 0 0 1 {left:.2} {up:.2} Tm {code} Tj ET");
                left += Font::advance(c) * size;
            }
        } else {
            let code = font.encode(text);
            let _ = writeln!(out, "BT /F1 {size:.2} Tf 1 0 0 1 {x:.2} {up:.2} Tm {code} Tj ET");
        }
    }

    /// What `draw` draws comes after everything else in content order.
    pub fn later(&mut self, draw: impl FnOnce(&mut Self)) {
        let before = std::mem::take(&mut self.content);
        draw(self);
        let drawn = std::mem::replace(&mut self.content, before);
        self.late.push_str(&drawn);
    }

    /// The page in two: what stands to the left of a place, and what stands to the right of it, moved to `left`.
    #[must_use]
    pub fn halves(&self, at: f32, left: f32) -> (Self, Self) {
        let (width, height) = (self.width, self.height);
        let part = |x0: f32, x1: f32, shift: f32| Self {
            content: format!(
                "q 1 0 0 1 {shift:.2} 0 cm {x0:.2} 0 {:.2} {height:.2} re W n\n{}{}Q\n",
                x1 - x0,
                self.content,
                self.late
            ),
            ..Self::new(width, height)
        };
        (part(0.0, at, 0.0), part(at, width, left - at))
    }

    /// Takes over what another page holds.
    pub fn append(&mut self, other: &Self) {
        self.content.push_str(&other.content);
    }

    /// Draws the borders of cells `[x0, y0, x1, y1]`.
    pub fn borders(&mut self, boxes: &[[f32; 4]], rules: Rules) {
        match rules {
            Rules::Absent => {}
            Rules::Boxes => {
                self.content.push_str("0.5 w\n");
                for [x0, y0, x1, y1] in boxes {
                    let up = self.height - y1;
                    let _ = writeln!(self.content, "{x0:.2} {up:.2} {:.2} {:.2} re S", x1 - x0, y1 - y0);
                }
            }
            Rules::Slivers => {
                for [x0, y0, x1, y1] in boxes {
                    for (x, y, w, h) in [
                        (*x0, *y0, x1 - x0, 0.48),
                        (*x0, *y1, x1 - x0, 0.48),
                        (*x0, *y0, 0.48, y1 - y0),
                        (*x1, *y0, 0.48, y1 - y0),
                    ] {
                        let up = self.height - y - h;
                        let _ = writeln!(self.content, "{x:.2} {up:.2} {w:.2} {h:.2} re f");
                    }
                }
            }
            Rules::Strokes
            | Rules::Horizontal
            | Rules::Open
            | Rules::Double
            | Rules::Framed
            | Rules::Frame => self.strokes(boxes, rules),
        }
    }

    fn strokes(&mut self, boxes: &[[f32; 4]], rules: Rules) {
        self.content.push_str("0.5 w\n");
        let least = |side: fn(&[f32; 4]) -> f32| boxes.iter().map(side).fold(f32::MAX, f32::min);
        let most = |side: fn(&[f32; 4]) -> f32| boxes.iter().map(side).fold(f32::MIN, f32::max);
        let (left, top, right, bottom) = (least(|b| b[0]), least(|b| b[1]), most(|b| b[2]), most(|b| b[3]));
        let flat = merged(boxes.iter().flat_map(|b| [(b[1], b[0], b[2]), (b[3], b[0], b[2])]));
        let steep = merged(boxes.iter().flat_map(|b| [(b[0], b[1], b[3]), (b[2], b[1], b[3])]));
        let at_side = |x: f32| (x - left).abs() < 0.01 || (x - right).abs() < 0.01;
        let at_end = |y: f32| (y - top).abs() < 0.01 || (y - bottom).abs() < 0.01;
        let apart: &[f32] = if rules == Rules::Double { &[-0.9, 0.9] } else { &[0.0] };
        for (y, x0, x1) in flat.into_iter().filter(|line| rules != Rules::Frame || at_end(line.0)) {
            for shift in apart {
                let up = self.height - y + shift;
                let _ = writeln!(self.content, "{x0:.2} {up:.2} m {x1:.2} {up:.2} l S");
            }
        }
        let drawn = |x: f32| match rules {
            Rules::Horizontal => false,
            Rules::Open => !at_side(x),
            Rules::Framed | Rules::Frame => at_side(x),
            _ => true,
        };
        for (x, y0, y1) in steep.into_iter().filter(|line| drawn(line.0)) {
            let (from, to) = (self.height - y0, self.height - y1);
            for shift in apart {
                let _ = writeln!(self.content, "{0:.2} {from:.2} m {0:.2} {to:.2} l S", x + shift);
            }
        }
    }

    /// Writes a text that reads upwards, with the lower end of its baseline at a place.
    pub fn upwards(&mut self, font: &mut Font, x: f32, y: f32, size: f32, text: &str) {
        let (code, up) = (font.encode(text), self.height - y);
        let _ = writeln!(self.content, "BT /F1 {size:.2} Tf 0 1 -1 0 {x:.2} {up:.2} Tm {code} Tj ET");
    }

    /// Draws a picture of one grey dot over a rectangle.
    pub fn picture(&mut self, [x0, y0, x1, y1]: [f32; 4]) {
        let (width, height, up) = (x1 - x0, y1 - y0, self.height - y1);
        let _ = writeln!(
            self.content,
            "q {width:.2} 0 0 {height:.2} {x0:.2} {up:.2} cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID C0> EI Q"
        );
    }

    /// Draws a round red stamp with a bar in it around a place.
    pub fn stamp(&mut self, x: f32, y: f32) {
        const ROUND: f32 = 0.5523;
        let (up, r) = (self.height - y, 28.0_f32);
        let k = r * ROUND;
        let _ = writeln!(self.content, "q 1 0 0 RG 1 0 0 rg 2 w {:.2} {up:.2} m", x + r);
        let mut curve = |points: [(f32, f32); 3]| {
            for (dx, dy) in points {
                let _ = write!(self.content, "{:.2} {:.2} ", x + dx, up + dy);
            }
            self.content.push_str("c\n");
        };
        curve([(r, k), (k, r), (0.0, r)]);
        curve([(-k, r), (-r, k), (-r, 0.0)]);
        curve([(-r, -k), (-k, -r), (0.0, -r)]);
        curve([(k, -r), (r, -k), (r, 0.0)]);
        let _ = writeln!(self.content, "s {:.2} {up:.2} m {:.2} {up:.2} l S Q", x - 14.0, x + 14.0);
    }

    /// Writes a text in large letters of a faint grey, level or slanting, as watermarks are.
    pub fn watermark(&mut self, font: &mut Font, x: f32, y: f32, slanting: bool, text: &str) {
        let (code, up) = (font.encode(text), self.height - y);
        let turn = if slanting { "0.80 0.60 -0.60 0.80" } else { "1 0 0 1" };
        let _ = writeln!(self.content, "q 0.82 g BT /F1 42 Tf {turn} {x:.2} {up:.2} Tm {code} Tj ET Q");
    }

    /// Writes the page's objects and gives its number.
    pub fn write(mut self, file: &mut File, parent: usize, font: usize, paper: Paper) -> usize {
        self.content.push_str(&std::mem::take(&mut self.late));
        let turned = paper.rotate && self.width > self.height;
        let (width, height) = if turned { (self.height, self.width) } else { (self.width, self.height) };
        let (left, low) = if paper.offset { (-36.0, 20.0) } else { (0.0, 0.0) };
        let mut content = String::from("q\n");
        if paper.offset {
            let _ = writeln!(content, "1 0 0 1 {left:.2} {low:.2} cm");
        }
        match (turned, paper.back) {
            (true, false) => {
                let _ = writeln!(content, "0 1 -1 0 {width:.2} 0 cm");
            }
            (true, true) => {
                let _ = writeln!(content, "0 -1 1 0 0 {height:.2} cm");
            }
            _ => {}
        }
        content.push_str(&self.content);
        content.push_str("Q\n");
        let stream = file.stream(content.as_bytes());
        let rotate = match (turned, paper.back) {
            (true, false) => "/Rotate 90 ",
            (true, true) => "/Rotate 270 ",
            _ => "",
        };
        file.add(format!(
            "<< /Type /Page /Parent {parent} 0 R /MediaBox [{left:.2} {low:.2} {:.2} {:.2}] {rotate}\
             /Resources << /Font << /F1 {font} 0 R >> >> /Contents {stream} 0 R >>",
            left + width,
            low + height
        ))
    }
}

/// Joins edges `(at, from, to)` that lie on one line and touch.
fn merged(edges: impl Iterator<Item = (f32, f32, f32)>) -> Vec<(f32, f32, f32)> {
    let mut edges: Vec<_> = edges.collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut out: Vec<(f32, f32, f32)> = Vec::new();
    for edge in edges {
        match out.last_mut() {
            Some(last) if (last.0 - edge.0).abs() < 0.01 && edge.1 <= last.2 + 0.01 => {
                last.2 = last.2.max(edge.2);
            }
            _ => out.push(edge),
        }
    }
    out
}
