//! The predefined `CMap`s of Simplified Chinese, unpacked as hayro reads them: as `PostScript`.
//!
//! `build.rs` takes them from hayro-cmap and says how they are packed. Those of other languages are left out: a page
//! is loaded faster without them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::ZlibDecoder;
use hayro_interpret::hayro_cmap::CMapName;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cmaps.bin"));

/// The `CMap` of that name, if it is one of Simplified Chinese.
#[must_use]
pub fn find(name: CMapName<'_>) -> Option<&'static [u8]> {
    static UNPACKED: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let name = std::str::from_utf8(name.to_bytes()).ok()?;
    // Most documents need none.
    if !name.contains("GB") {
        return None;
    }
    UNPACKED.get_or_init(|| unpack().unwrap_or_default()).get(name).map(String::as_bytes)
}

fn unpack() -> Option<BTreeMap<String, String>> {
    let mut bytes = Vec::new();
    ZlibDecoder::new(PACKED).read_to_end(&mut bytes).ok()?;
    let mut rest = Rest(&bytes);
    let mut found = BTreeMap::new();
    while !rest.0.is_empty() {
        let (name, base) = (rest.text()?, rest.text()?);
        let mut out = String::from(
            "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (GB1) def /Supplement 5 def end def\n",
        );
        let _ = writeln!(out, "/CMapName /{name} def /WMode {} def", i32::from(name.ends_with("-V")));
        if !base.is_empty() {
            let _ = writeln!(out, "/{base} usecmap");
        }
        if name.ends_with("-H") || name.ends_with("-V") {
            for digits in [2, 4, 8] {
                out.push_str("begincidrange\n");
                rest.runs(|first, last, value| {
                    let _ = writeln!(out, "<{first:0digits$X}> <{last:0digits$X}> {value}");
                })?;
                out.push_str("endcidrange\n");
            }
        } else {
            out.push_str("beginbfrange\n");
            rest.runs(|first, last, value| {
                let _ = writeln!(out, "<{first:04X}> <{last:04X}> <{value:04X}>");
            })?;
            out.push_str("endbfrange\nbeginbfchar\n");
            for _ in 0..rest.number()? {
                let (code, units) = (rest.number()?, rest.number()?);
                let _ = write!(out, "<{code:04X}> <");
                for _ in 0..units {
                    let _ = write!(out, "{:04X}", rest.number()?);
                }
                out.push_str(">\n");
            }
            out.push_str("endbfchar\n");
        }
        found.insert(name.to_owned(), out);
    }
    Some(found)
}

/// What is still to be unpacked.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn number(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0_u32, 0);
        loop {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7F).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn text(&mut self) -> Option<&'a str> {
        let (&length, rest) = self.0.split_first()?;
        let (text, rest) = rest.split_at_checked(length.into())?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    /// Hands out first code, last code and first value of each run.
    fn runs(&mut self, mut each: impl FnMut(u32, u32, u32)) -> Option<()> {
        let (mut code, mut value) = (0_u32, 0_u32);
        for _ in 0..self.number()? {
            let (gap, more, step) = (self.number()?, self.number()?, self.number()?);
            let first = code.checked_add(gap)?;
            let last = first.checked_add(more)?;
            value =
                if step % 2 == 0 { value.checked_add(step / 2)? } else { value.checked_sub(step / 2 + 1)? };
            each(first, last, value);
            (code, value) = (last.checked_add(1)?, value.checked_add(more + 1)?);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_interpret::hayro_cmap::{BfString, CMap};

    fn load(name: &str) -> CMap {
        let data = find(CMapName::from_bytes(name.as_bytes())).expect("it is packed");
        CMap::parse(data, find).expect("it can be read")
    }

    #[test]
    fn codes_lead_to_the_same_character_by_every_encoding() {
        // The character 中 in GB 2312, GB 18030, UCS-2 and UTF-16.
        let unicode = load("Adobe-GB1-UCS2");
        for (name, code) in [
            ("GB-EUC-H", 0xD6D0),
            ("GBK-EUC-H", 0xD6D0),
            ("GBK-EUC-V", 0xD6D0),
            ("GBKp-EUC-H", 0xD6D0),
            ("GBK2K-H", 0xD6D0),
            ("GBpc-EUC-H", 0xD6D0),
            ("UniGB-UCS2-H", 0x4E2D),
            ("UniGB-UTF16-H", 0x4E2D),
            ("UniGB-UTF16-V", 0x4E2D),
        ] {
            let cid = load(name).lookup_cid_code(code, 2).expect(name);
            assert_eq!(unicode.lookup_bf_string(cid), Some(BfString::Char('中')), "{name}");
        }
    }

    #[test]
    fn one_byte_and_four_bytes_are_codes_too() {
        let unicode = load("Adobe-GB1-UCS2");
        let map = load("GBK-EUC-H");
        let cid = map.lookup_cid_code(u32::from(b'7'), 1).expect("a digit");
        assert_eq!(unicode.lookup_bf_string(cid), Some(BfString::Char('7')));
        assert_eq!(map.lookup_cid_code(0xD6D0, 1), None);
        // 㐂 in GB 18030.
        let cid = load("GBK2K-H").lookup_cid_code(0x8139_EF31, 4).expect("four bytes");
        assert_eq!(unicode.lookup_bf_string(cid), Some(BfString::Char('㐂')));
    }

    #[test]
    fn what_stands_upright_differs() {
        // The comma 、 is turned in vertical text.
        let (lying, standing) = (load("GBK-EUC-H"), load("GBK-EUC-V"));
        assert_ne!(lying.lookup_cid_code(0xA1A2, 2), standing.lookup_cid_code(0xA1A2, 2));
        assert_eq!(find(CMapName::from_bytes(b"90ms-RKSJ-H")), None);
    }
}
