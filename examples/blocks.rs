//! Prints the blocks of files: for looking at what reading and layout made of them.
//!
//! `cargo run --example blocks -- FILE…`

use std::fmt::Write as _;

use gouji::layout::{Block, Grid};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for file in std::env::args().skip(1) {
        let document = gouji::read::read(&std::fs::read(&file)?)?;
        for block in gouji::layout::blocks(&document.pages) {
            match block {
                Block::Page(number) => println!("==== page {number}"),
                Block::Line(line) => {
                    let (gap, full) = (if line.gap { '^' } else { ' ' }, if line.full { '>' } else { ' ' });
                    println!("{gap}{full}| {}", line.text);
                }
                Block::Grid(grid) => println!("{}", picture(&grid)),
            }
        }
    }
    Ok(())
}

/// The grid row by row; each cell with its column and, where it spans, its size.
fn picture(grid: &Grid) -> String {
    let mut out = format!("---- grid {}x{} {:?}", grid.rows, grid.cols, grid.origin);
    for row in 0..grid.rows {
        let _ = write!(out, "\n  {row}:");
        for cell in grid.cells.iter().filter(|cell| cell.row == row) {
            let span = if cell.rows > 1 || cell.cols > 1 {
                format!("+{}x{}", cell.rows, cell.cols)
            } else {
                String::new()
            };
            let _ = write!(out, " [{}{span}]{}", cell.col, cell.text);
        }
    }
    out
}
