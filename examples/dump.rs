//! dump

fn main() {
    let b = std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
    match gouji::read::read(&b) {
        Ok(d) => {
            for p in &d.pages {
                if let gouji::read::Page::Drawn(p) = p {
                    println!(
                        "page {} {}x{} glyphs {} rules {} {:?}",
                        p.number,
                        p.width,
                        p.height,
                        p.glyphs.len(),
                        p.rules.len(),
                        p.glyphs.iter().take(30).map(|g| g.text.clone()).collect::<String>()
                    );
                }
            }
            println!("{:?}", d.warnings);
        }
        Err(e) => println!("{e}"),
    }
}
