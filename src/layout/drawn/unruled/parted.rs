//! A header that ends its page while its rows begin the next one, where no rules tell that they are one table.

use super::super::rows::{self, Row};
use super::table::Input;
use super::{Columns, Found, Region};
use crate::layout::Grid;
use crate::origin::Origin;
use crate::read::Glyph;

/// How far above the rows the header is set, in font sizes.
const ABOVE: f32 = 4.0;

/// What a page ended with that may go on on the next one.
#[derive(Default)]
pub(in crate::layout) struct Carried {
    /// The columns of its last table.
    pub(super) columns: Option<Columns>,
    /// Its last lines, where they are a header.
    head: Option<Head>,
}

struct Head {
    page: u32,
    glyphs: Vec<Glyph>,
    /// The table without rows, which it is if none follow.
    grid: Grid,
}

impl Carried {
    /// The table without rows that the last page ended with.
    pub(in crate::layout) fn flush(&mut self) -> Option<Grid> {
        self.head.take().map(|head| head.grid)
    }

    /// Puts what the page before ended with over the page's first table, where that has no header, or before it.
    pub(super) fn over(&mut self, page: u32, rows: &[Row<'_>], region: Option<&Region>) -> Option<Found> {
        let head = self.head.take()?;
        let free =
            |region: &&Region| region.first_data == region.from && region.to > region.from && region.from < 3;
        let joined = region.filter(free).and_then(|region| head.with_rows(page, rows, region));
        let Some((region, (grid, columns))) = region.zip(joined) else {
            return Some(Found { from: 0, to: 0, grid: Some(head.grid) });
        };
        self.columns = Some(columns);
        Some(Found { from: region.from, to: region.to, grid: Some(grid) })
    }

    /// Keeps a header back that is the last thing on its page.
    pub(super) fn keep(&mut self, page: u32, rows: &[Row<'_>], found: &mut Found, region: &Region) {
        let number = |row: &Row<'_>| row.text(1.0).chars().count() <= 8;
        let last = rows.get(found.to..).unwrap_or_default();
        if region.first_data < region.to || last.len() > 1 || !last.iter().all(number) {
            return;
        }
        let lines = rows.get(found.from..found.to).unwrap_or_default();
        let glyphs = lines.iter().flat_map(|row| row.glyphs.iter().map(|glyph| (*glyph).clone())).collect();
        self.head = found.grid.take().map(|grid| Head { page, glyphs, grid });
    }
}

impl Head {
    /// The header and the rows of a region as one table.
    fn with_rows(&self, page: u32, rows: &[Row<'_>], region: &Region) -> Option<(Grid, Columns)> {
        let body = rows.get(region.from..region.to)?;
        let first = body.first()?;
        let lowest = self.glyphs.iter().map(|glyph| glyph.y).fold(f32::MIN, f32::max);
        let shift = first.top() - ABOVE * first.size - lowest;
        let moved: Vec<Glyph> =
            self.glyphs.iter().map(|glyph| Glyph { y: glyph.y + shift, ..glyph.clone() }).collect();
        let head = rows::rows(&moved.iter().collect::<Vec<_>>());
        let count = head.len();
        let lines: Vec<Row<'_>> = head.into_iter().chain(body.iter().cloned()).collect();
        let input = Input {
            page,
            lines: &lines,
            first_data: count,
            rules: &region.rules,
            known: &region.known,
            captioned: true,
            before: None,
        };
        // Columns that the header does not name would stand under the names of others.
        let mut read = input.read().filter(|read| read.grid.cols == self.grid.cols)?;
        for cell in &mut read.grid.cells {
            if let Origin::Page { page, bounds } = &mut cell.origin
                && bounds[3] < first.top()
            {
                *page = self.page;
                bounds[1] -= shift;
                bounds[3] -= shift;
            }
        }
        if let Origin::Page { bounds, .. } = &mut read.grid.origin {
            bounds[1] = bounds[1].max(first.top());
        }
        Some((read.grid, read.columns))
    }
}
