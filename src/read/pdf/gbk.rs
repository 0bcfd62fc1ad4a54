//! Fonts that say Western and carry Chinese: two codes of a simple font are one character of GB 2312.

use crate::read::charset::Charset;

/// For each code of a run what it stands for if the run is Chinese in Western dress: the first code of a pair the
/// character, the second nothing, a single one itself. `None` where the run is what it says.
pub(super) fn characters(codes: &[u32]) -> Option<Vec<Option<char>>> {
    let bytes = codes.iter().map(|&code| u8::try_from(code).ok()).collect::<Option<Vec<u8>>>()?;
    let text = Charset::Gb18030.decode(&bytes);
    let (mut letters, mut rest) = (text.chars(), bytes.as_slice());
    let mut out = Vec::with_capacity(bytes.len());
    while !rest.is_empty() {
        let letter = letters.next()?;
        rest = match rest {
            [..0x80, rest @ ..] => {
                out.push(Some(letter));
                rest
            }
            // Accented letters hardly ever come in pairs, and never in nothing but pairs.
            [0xA1..=0xF7, 0xA1..=0xFE, rest @ ..] if letter != char::REPLACEMENT_CHARACTER => {
                out.extend([Some(letter), None]);
                rest
            }
            _ => return None,
        };
    }
    let chinese = text.chars().any(|letter| matches!(letter, '\u{4E00}'..='\u{9FFF}'));
    (chinese && letters.next().is_none()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<String> {
        let codes: Vec<u32> = bytes.iter().map(|&byte| u32::from(byte)).collect();
        characters(&codes).map(|letters| letters.into_iter().flatten().collect())
    }

    #[test]
    fn chinese_in_western_dress() {
        let (bytes, ..) = encoding_rs::GBK.encode("合计（万元）1.50");
        assert_eq!(read(&bytes).as_deref(), Some("合计（万元）1.50"));
        for western in [&b"caf\xE9"[..], b"na\xEFve", b"1,234.56", b"", b"\xA1", b"\xA7 5"] {
            assert_eq!(read(western), None, "{western:?}");
        }
        assert_eq!(characters(&[0x5408, 0xA1]), None);
    }
}
