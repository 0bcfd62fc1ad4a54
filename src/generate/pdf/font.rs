//! Fonts that are named, not embedded: no font file is shipped. Widths are declared, so that places are exact.

use std::fmt::Write as _;

use super::file::File;
use crate::read::blank;

/// How characters are encoded in the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UCS-2, by the predefined map `UniGB-UCS2-H`.
    Ucs2,
    /// UTF-16, by the predefined map `UniGB-UTF16-H`.
    Utf16,
    /// GBK, by the predefined map `GBK-EUC-H`.
    Gbk,
    /// Glyph numbers, told only by the `ToUnicode` map.
    Identity,
    /// Glyph numbers of a font that the file carries, told only by the font's own character map.
    Carried,
}

impl Encoding {
    /// All encodings.
    pub const ALL: [Self; 5] = [Self::Ucs2, Self::Utf16, Self::Gbk, Self::Identity, Self::Carried];

    /// Whether its codes are the numbers of glyphs.
    fn by_glyph(self) -> bool {
        matches!(self, Self::Identity | Self::Carried)
    }
}

/// A composite font and the characters used so far.
#[derive(Debug)]
pub struct Font {
    encoding: Encoding,
    used: Vec<char>,
}

impl Font {
    /// A font in an encoding.
    #[must_use]
    pub fn new(encoding: Encoding) -> Self {
        Self { encoding, used: Vec::new() }
    }

    /// Width of a character in em: half for ASCII, whole for the rest.
    #[must_use]
    pub fn advance(c: char) -> f32 {
        if c.is_ascii() { 0.5 } else { 1.0 }
    }

    /// Width of a text in em.
    #[must_use]
    pub fn width(text: &str) -> f32 {
        text.chars().map(Self::advance).sum()
    }

    /// The text as a hexadecimal string of codes.
    pub fn encode(&mut self, text: &str) -> String {
        let mut out = String::from("<");
        match self.encoding {
            Encoding::Ucs2 | Encoding::Utf16 => {
                for unit in text.encode_utf16() {
                    let _ = write!(out, "{unit:04X}");
                }
            }
            Encoding::Gbk => {
                for byte in encoding_rs::GBK.encode(text).0.iter() {
                    let _ = write!(out, "{byte:02X}");
                }
            }
            Encoding::Identity | Encoding::Carried => {
                for c in text.chars() {
                    let index = self.used.iter().position(|u| *u == c).unwrap_or_else(|| {
                        self.used.push(c);
                        self.used.len() - 1
                    });
                    let _ = write!(out, "{:04X}", index + 1);
                }
            }
        }
        out.push('>');
        out
    }

    /// Writes the font's objects and gives the number of the font.
    pub fn write(&self, file: &mut File) -> usize {
        let name = if self.encoding.by_glyph() { "AAAAAA+SimSun" } else { "STSong-Light" };
        let carried = if self.encoding == Encoding::Carried {
            format!("/FontFile2 {} 0 R ", file.stream(&self.true_type()))
        } else {
            String::new()
        };
        let descriptor = file.add(format!(
            "<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 \
             /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 {carried}>>"
        ));
        let (kind, system, widths) = match self.encoding {
            Encoding::Identity | Encoding::Carried => {
                let mut widths = String::new();
                for (index, _) in self.used.iter().enumerate().filter(|(_, c)| c.is_ascii()) {
                    let _ = write!(widths, "{0} {0} 500 ", index + 1);
                }
                ("CIDFontType2", "(Adobe) /Ordering (Identity) /Supplement 0", widths)
            }
            _ => ("CIDFontType0", "(Adobe) /Ordering (GB1) /Supplement 2", "1 95 500 814 939 500".to_owned()),
        };
        let descendant = file.add(format!(
            "<< /Type /Font /Subtype /{kind} /BaseFont /{name} /CIDSystemInfo << /Registry {system} >> \
             /DW 1000 /W [{widths}] /FontDescriptor {descriptor} 0 R >>"
        ));
        let (map, unicode) = match self.encoding {
            Encoding::Ucs2 => ("UniGB-UCS2-H", String::new()),
            Encoding::Utf16 => ("UniGB-UTF16-H", String::new()),
            Encoding::Gbk => ("GBK-EUC-H", String::new()),
            Encoding::Identity => {
                let stream = file.stream(self.unicode_map().as_bytes());
                ("Identity-H", format!("/ToUnicode {stream} 0 R "))
            }
            Encoding::Carried => ("Identity-H", String::new()),
        };
        file.add(format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{map} {unicode}\
             /DescendantFonts [{descendant} 0 R] >>"
        ))
    }

    /// A font of the characters used, its glyphs numbered as the codes are.
    fn true_type(&self) -> Vec<u8> {
        let long = |value: usize| u32::try_from(value).unwrap_or(0).to_be_bytes();
        let mut map = vec![0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0];
        map.extend(long(16 + 12 * self.used.len()));
        map.extend(long(0));
        map.extend(long(self.used.len()));
        let mut characters: Vec<(u32, usize)> =
            self.used.iter().enumerate().map(|(index, c)| (u32::from(*c), index + 1)).collect();
        characters.sort_unstable();
        for (code, glyph) in characters {
            for value in [code.to_be_bytes(), code.to_be_bytes(), long(glyph)] {
                map.extend(value);
            }
        }
        let glyphs = u16::try_from(self.used.len() + 1).unwrap_or(u16::MAX);
        blank::file(glyphs, &[(b"cmap", map)])
    }

    fn unicode_map(&self) -> String {
        let mut out = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
             /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        for (block, chars) in self.used.chunks(100).enumerate() {
            let _ = writeln!(out, "{} beginbfchar", chars.len());
            for (index, c) in chars.iter().enumerate() {
                let _ = write!(out, "<{:04X}> <", block * 100 + index + 1);
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "{unit:04X}");
                }
                out.push_str(">\n");
            }
            out.push_str("endbfchar\n");
        }
        out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        out
    }
}
