//! A grid laid out row by row: which cell covers which place.

use super::words::tidy;
use crate::layout::{Grid, GridCell};
use crate::origin::Origin;

/// A grid with a look-up by place.
pub(super) struct Matrix<'a> {
    /// The grid.
    pub grid: &'a Grid,
    covering: Vec<Option<usize>>,
    texts: Vec<String>,
}

impl<'a> Matrix<'a> {
    /// Lays a grid out.
    pub(super) fn new(grid: &'a Grid) -> Self {
        let mut covering = vec![None; grid.rows * grid.cols];
        for (index, cell) in grid.cells.iter().enumerate() {
            for row in cell.row..(cell.row + cell.rows).min(grid.rows) {
                for col in cell.col..(cell.col + cell.cols).min(grid.cols) {
                    if let Some(slot) = covering.get_mut(row * grid.cols + col) {
                        slot.get_or_insert(index);
                    }
                }
            }
        }
        let texts = grid.cells.iter().map(|cell| tidy(&cell.text)).collect();
        Self { grid, covering, texts }
    }

    /// The cell that covers a place.
    pub(super) fn cell(&self, row: usize, col: usize) -> Option<&'a GridCell> {
        if col >= self.grid.cols {
            return None;
        }
        self.grid.cells.get((*self.covering.get(row * self.grid.cols + col)?)?)
    }

    /// The text of the cell that begins at a place; empty where none begins there.
    pub(super) fn text(&self, row: usize, col: usize) -> &str {
        self.covered(row, col)
            .filter(|(cell, _)| cell.row == row && cell.col == col)
            .map_or("", |(_, text)| text)
    }

    /// The text of the cell that covers a place.
    pub(super) fn covering_text(&self, row: usize, col: usize) -> &str {
        self.covered(row, col).map_or("", |(_, text)| text)
    }

    fn covered(&self, row: usize, col: usize) -> Option<(&'a GridCell, &str)> {
        if col >= self.grid.cols {
            return None;
        }
        let index = (*self.covering.get(row * self.grid.cols + col)?)?;
        Some((self.grid.cells.get(index)?, self.texts.get(index)?))
    }

    /// The texts of the cells that begin in a row, with their columns.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = (usize, &str)> {
        (0..self.grid.cols).filter_map(move |col| {
            let text = self.text(row, col);
            (!text.is_empty()).then_some((col, text))
        })
    }

    /// The place of a cell.
    pub(super) fn origin(&self, row: usize, col: usize) -> Option<Origin> {
        self.cell(row, col).map(|cell| cell.origin.clone())
    }
}
