//! How long reading takes beside hayro's own delivery of the glyphs, and checking beside reading: `./x bench`.
//!
//! Every figure is the best of several runs. Real documents are measured where `../shared/real` is there;
//! `cargo run --release --example bench -- FILE…` measures those files alone.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gouji::generate::pdf::{self, Style};
use gouji::generate::random::Random;
use gouji::generate::{Family, Options, Synthetic};
use gouji::{checks, disclosure, layout, read};
use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    SoftMask, interpret_page,
};

/// Takes delivery of the glyphs and nothing else.
#[derive(Default)]
struct Counter(usize);

impl<'a> Device<'a> for Counter {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            black_box(glyph.as_unicode());
            self.0 += 1;
        }
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Hayro alone: (pages, glyphs).
fn deliver(bytes: &[u8]) -> (usize, usize) {
    let Ok(pdf) = Pdf::new(bytes.to_vec()) else { return (0, 0) };
    let (cache, settings) = (InterpreterCache::new(), read::pdf_settings());
    let mut counter = Counter::default();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let initial = Affine::new(page.initial_transform(true).as_coeffs());
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(initial, bounds, &cache, page.xref(), settings.clone());
        interpret_page(page, &mut context, &mut counter);
    }
    (pdf.pages().len(), counter.0)
}

/// The shortest of several runs.
fn best<T>(mut run: impl FnMut() -> T) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..9 {
        let start = Instant::now();
        black_box(run());
        best = best.min(start.elapsed());
    }
    best
}

fn row(name: &str, bytes: &[u8]) -> [Duration; 3] {
    let (pages, glyphs) = deliver(bytes);
    let hayro = best(|| deliver(bytes));
    let built = || read::read(bytes).ok().map(|document| disclosure::build(&layout::blocks(&document.pages)));
    let reading = best(built);
    let checking = built().map_or(Duration::ZERO, |read| best(|| checks::run(&read)));
    println!(
        "{name:<34} {pages:>5} {glyphs:>7} {:>9.2} {:>9.2} {:>7.2} {:>9.2} {:>7.0} %",
        millis(hayro),
        millis(reading),
        ratio(reading, hayro),
        millis(checking),
        ratio(checking, reading) * 100.0
    );
    [hayro, reading, checking]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn ratio(a: Duration, b: Duration) -> f64 {
    if b.is_zero() { 0.0 } else { a.as_secs_f64() / b.as_secs_f64() }
}

/// The real documents at hand.
fn real() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn main() {
    println!(
        "pages, glyphs; milliseconds: hayro alone, reading with tables (and its ratio), checking (share of reading)"
    );
    let mut total = [Duration::ZERO; 3];
    let mut add = |times: [Duration; 3]| {
        for (sum, time) in total.iter_mut().zip(times) {
            *sum += time;
        }
    };
    let named: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    for family in Family::ALL.into_iter().filter(|_| named.is_empty()) {
        for size in [1, 4] {
            let document = Synthetic::new(7, Options { family, size, tails: false });
            let bytes = pdf::write(&document, Style::ruled(&mut Random::new(7)));
            add(row(&format!("synthetic {family:?}, size {size}"), &bytes));
        }
    }
    let files = if named.is_empty() { real() } else { named };
    if files.is_empty() {
        println!("skipped: ../shared/real not there");
    }
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "pdf")) {
        if let Ok(bytes) = std::fs::read(file) {
            let stem = file.file_stem().map(|n| n.to_string_lossy().chars().take(15).collect::<String>());
            add(row(&stem.unwrap_or_default(), &bytes));
        }
    }
    println!(
        "all: reading {:.2} × hayro (wanted: at most 2), checking {:.0} % of reading (wanted: at most 30)",
        ratio(total[1], total[0]),
        ratio(total[2], total[1]) * 100.0
    );
}
