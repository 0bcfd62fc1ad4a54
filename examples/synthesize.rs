//! Writes one synthetic document to a file, to be looked at: `cargo run --example synthesize -- SEED FAMILY FORM PATH`.

use gouji::generate::office;
use gouji::generate::office::habits::Habits;
use gouji::generate::pdf::canvas::Rules;
use gouji::generate::pdf::{self, Style};
use gouji::generate::random::Random;
use gouji::generate::text::{self, Damage, Wear};
use gouji::generate::{Family, Options, Synthetic};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let word = |index: usize| arguments.get(index).map_or("", String::as_str);
    let seed: u64 = word(0).parse().unwrap_or(1);
    let family = match word(1) {
        "liaoning" => Family::Liaoning,
        "shanghai" => Family::Shanghai,
        _ => Family::National,
    };
    let size = 1 + usize::try_from(seed % 4).unwrap_or(0);
    let document = Synthetic::new(seed, Options { family, size, tails: seed.is_multiple_of(5) });
    let bytes = match word(2) {
        "tabbed" => text::tabbed(&document, Damage::default()).into_bytes(),
        "damaged" => {
            let damage = Damage { page: 15, spaces: true, torn: true, ..Damage::default() };
            text::tabbed(&document, damage).into_bytes()
        }
        "cut" => {
            let damage = Damage { cut: true, clipped: true, ..Damage::default() };
            text::tabbed(&document, damage).into_bytes()
        }
        "short" => text::tabbed(&document, Damage { short: true, ..Damage::default() }).into_bytes(),
        "flat" => text::flat(&document, Wear::default()).into_bytes(),
        "glued" => text::flat(&document, Wear { glued: true, stray: true, ..Wear::default() }).into_bytes(),
        "halves" => text::flat(&document, Wear { halves: true, ..Wear::default() }).into_bytes(),
        "upright" => text::flat(&document, Wear { upright: true, ..Wear::default() }).into_bytes(),
        "plain" => pdf::write(&document, Style::plain()),
        "narrow" => pdf::write(
            &document,
            Style { narrow: true, parted: false, ..Style::ruled(&mut Random::new(seed)) },
        ),
        "half" => pdf::write(&document, Style { rules: Rules::Horizontal, ..Style::plain() }),
        "unruled" => pdf::write(&document, Style { rules: Rules::Absent, ..Style::plain() }),
        "alone" => pdf::write(&document, Style { rules: Rules::Absent, parted: true, ..Style::plain() }),
        "html" => office::html::write(&document, Habits::default()),
        "docx" => office::docx::write(&document, Habits::default()).unwrap_or_default(),
        "xlsx" => office::xlsx::write(&document, Habits::default()).unwrap_or_default(),
        _ => pdf::write(&document, Style::ruled(&mut Random::new(seed))),
    };
    std::fs::write(if word(3).is_empty() { "synthetic.pdf" } else { word(3) }, bytes)
}
