//! Prints the blocks of a file: for looking at what reading made of it.
use gouji::layout::Block;
fn main() {
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file).unwrap();
        let document = gouji::read::read(&bytes).unwrap();
        for block in gouji::layout::blocks(&document.pages) {
            match block {
                Block::Page(n) => println!("==== page {n}"),
                Block::Line(l) => println!(
                    "{}{}| {}",
                    if l.gap { '^' } else { ' ' },
                    if l.full { '>' } else { ' ' },
                    l.text
                ),
                Block::Grid(g) => {
                    println!("---- grid {}x{} {:?}", g.rows, g.cols, g.origin);
                    let mut row = 0;
                    let mut out = String::new();
                    for c in &g.cells {
                        while c.row > row {
                            println!("  {row}: {out}");
                            out.clear();
                            row += 1;
                        }
                        out += &format!(
                            " [{}{}]{}",
                            c.col,
                            if c.rows > 1 || c.cols > 1 {
                                format!("+{}x{}", c.rows, c.cols)
                            } else {
                                String::new()
                            },
                            c.text
                        );
                    }
                    println!("  {row}: {out}");
                }
            }
        }
    }
}
