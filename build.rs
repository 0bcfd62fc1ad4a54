//! Takes from hayro's predefined `CMap`s those of Simplified Chinese and packs them small.
//!
//! All of them together (Japanese, Korean and Traditional Chinese as well) weigh as much as a sixth of the page.
//! `src/read/pdf/cmaps.rs` unpacks what is written here.

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use hayro_cmap::{BfString, CMap, CMapName, load_embedded};

/// Horizontal encodings and those they add to; each has a vertical one that differs in a few characters.
const ENCODINGS: [(&str, Option<&str>); 7] = [
    ("GB-EUC", None),
    ("GBpc-EUC", Some("GB-EUC")),
    ("GBK-EUC", Some("GB-EUC")),
    ("GBKp-EUC", Some("GBK-EUC")),
    ("GBK2K", Some("GBK-EUC")),
    ("UniGB-UCS2", None),
    ("UniGB-UTF16", Some("UniGB-UCS2")),
];
/// From character identifiers back to Unicode.
const UNICODE: &str = "Adobe-GB1-UCS2";
/// Character identifiers end well below.
const MOST: u32 = 0x1_0000;

/// Codes that follow one another and so do their values: (first code, how many, first value).
type Run = (u32, u32, u32);

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut packed = Vec::new();
    for (encoding, base) in ENCODINGS {
        let lying = format!("{encoding}-H");
        add(&mut packed, &lying, base.map(|base| format!("{base}-H")).as_deref())?;
        add(&mut packed, &format!("{encoding}-V"), Some(&lying))?;
    }
    let unicode = load(UNICODE)?;
    begin(&mut packed, UNICODE, "");
    let single = |code| match unicode.lookup_bf_string(code) {
        // Beyond the first plane a run cannot be written as one.
        Some(BfString::Char(value)) if u32::from(value) < 0x1_0000 => Some(u32::from(value)),
        _ => None,
    };
    runs(&mut packed, &collect((0..MOST).map(|code| (code, single(code)))));
    let long: Vec<(u32, Vec<u16>)> = (0..MOST)
        .filter_map(|code| match unicode.lookup_bf_string(code)? {
            BfString::Char(value) if u32::from(value) < 0x1_0000 => None,
            BfString::Char(value) => Some((code, value.encode_utf16(&mut [0; 2]).to_vec())),
            BfString::String(text) => Some((code, text.encode_utf16().collect())),
        })
        .collect();
    number(&mut packed, u32::try_from(long.len())?);
    for (code, units) in long {
        number(&mut packed, code);
        number(&mut packed, u32::try_from(units.len())?);
        for unit in units {
            number(&mut packed, unit.into());
        }
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&packed)?;
    let path = PathBuf::from(std::env::var("OUT_DIR")?).join("cmaps.bin");
    std::fs::write(path, encoder.finish()?)?;
    Ok(())
}

fn load(name: &str) -> Result<CMap, String> {
    load_embedded(CMapName::from_bytes(name.as_bytes()))
        .and_then(|data| CMap::parse(data, load_embedded))
        .ok_or_else(|| format!("hayro has no CMap {name}"))
}

/// Packs what a `CMap` has that its base has not.
fn add(out: &mut Vec<u8>, name: &str, base: Option<&str>) -> Result<(), String> {
    let (own, below) = (load(name)?, base.map(load).transpose()?);
    encode(out, name, base.unwrap_or_default(), |code, length| {
        let known = below.as_ref().and_then(|base| base.lookup_cid_code(code, length));
        own.lookup_cid_code(code, length).filter(|cid| Some(*cid) != known)
    });
    Ok(())
}

fn begin(out: &mut Vec<u8>, name: &str, base: &str) {
    for text in [name, base] {
        out.push(u8::try_from(text.len()).unwrap_or(0));
        out.extend(text.bytes());
    }
}

/// The name, the name of the one it is based on, and the runs of codes of one, two and four bytes.
fn encode(out: &mut Vec<u8>, name: &str, base: &str, value: impl Fn(u32, u8) -> Option<u32>) {
    begin(out, name, base);
    for length in [1, 2, 4] {
        let codes: Box<dyn Iterator<Item = u32>> = match length {
            1 => Box::new(0..0x100),
            2 => Box::new(0..0x1_0000),
            _ if name.starts_with("GBK2K") => Box::new(
                // The third byte of four is the only one with gaps worth skipping.
                (0x81..=0xFE_u32).flat_map(|first| {
                    (0x30..=0x39).flat_map(move |second| {
                        (0x81..=0xFE).flat_map(move |third| {
                            (0x30..=0x39).map(move |last| first << 24 | second << 16 | third << 8 | last)
                        })
                    })
                }),
            ),
            // Pairs of surrogates, of the planes in which there are characters.
            _ if name.starts_with("UniGB-UTF16") => Box::new(
                (0xD800..0xD900_u32).flat_map(|high| (0xDC00..0xE000).map(move |low| high << 16 | low)),
            ),
            _ => Box::new(std::iter::empty()),
        };
        runs(out, &collect(codes.map(|code| (code, value(code, length)))));
    }
}

fn collect(values: impl Iterator<Item = (u32, Option<u32>)>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (code, value) in values {
        let Some(value) = value else { continue };
        match runs.last_mut() {
            Some((first, count, start))
                if *first + *count == code
                    && *start + *count == value
                    // A run stays within its last byte, as the format wants it.
                    && *first >> 8 == code >> 8 =>
            {
                *count += 1;
            }
            _ => runs.push((code, 1, value)),
        }
    }
    runs
}

/// Each run as its distance from the one before.
fn runs(out: &mut Vec<u8>, runs: &[Run]) {
    number(out, u32::try_from(runs.len()).unwrap_or(0));
    let (mut code, mut value) = (0_u32, 0_u32);
    for &(first, count, start) in runs {
        number(out, first - code);
        number(out, count - 1);
        let step = i64::from(start) - i64::from(value);
        let folded = if step < 0 { -step * 2 - 1 } else { step * 2 };
        number(out, u32::try_from(folded).unwrap_or(0));
        (code, value) = (first + count, start + count);
    }
}

/// Seven bits a byte, the lowest first.
fn number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}
