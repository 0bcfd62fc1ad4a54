//! Fonts that say Western and carry Chinese: two codes of a simple font are one character of GB 2312.

/// For each code of a run what it stands for if the run is Chinese in Western dress: the first code of a pair the
/// character, the second nothing, a single one itself. `None` where the run is what it says.
pub(super) fn characters(codes: &[u32]) -> Option<Vec<Option<char>>> {
    let mut out = Vec::with_capacity(codes.len());
    let mut chinese = false;
    let mut codes = codes.iter().map(|&code| u8::try_from(code).ok());
    while let Some(code) = codes.next() {
        let code = code?;
        if code < 0x80 {
            out.push(Some(char::from(code)));
            continue;
        }
        // Accented letters hardly ever come in pairs, and never in nothing but pairs.
        let (0xA1..=0xF7, Some(Some(trail @ 0xA1..=0xFE))) = (code, codes.next()) else { return None };
        let pair = [code, trail];
        let (text, _, broken) = encoding_rs::GBK.decode(&pair);
        let mut letters = text.chars();
        let (false, Some(letter), None) = (broken, letters.next(), letters.next()) else { return None };
        chinese |= matches!(letter, '\u{4E00}'..='\u{9FFF}');
        out.extend([Some(letter), None]);
    }
    chinese.then_some(out)
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
