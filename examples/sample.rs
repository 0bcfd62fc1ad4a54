//! Writes the sample document that the page shows, with its planted mistakes:
//! `cargo run --example sample -- www/sample/示例.pdf`.

use gouji::generate::pdf::{self, Style};
use gouji::generate::plant::Slip;
use gouji::generate::random::Random;
use gouji::generate::{Family, Options, Part, Synthetic};

/// Chosen because its document is short and its mistakes tell different stories.
const SEED: u64 = 4;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "sample.pdf".to_owned());
    let mut document = Synthetic::new(SEED, Options::new(Family::National));
    for slip in [Slip::Swap, Slip::WrongTotal] {
        if let Some(planted) = document.plant(&mut Random::new(SEED), slip) {
            let title = document.tables.get(planted.table).map_or("", |t| t.title.as_str());
            println!("{slip:?}: 《{title}》 {} → {:?}", planted.right, planted.wrong);
        }
    }
    // Short: no contents list, no chapters' title pages.
    document.parts.retain(|part| !matches!(part, Part::Contents(_)));
    let style = Style { packed: true, ..Style::plain() };
    std::fs::write(path, pdf::write(&document, style))
}
