//! What the binary workbooks have in common: packed numbers, names of errors.

/// A number packed into four bytes: a whole number of 30 bits or the upper half of a binary fraction, perhaps
/// times a hundred.
pub(super) fn packed(rk: u32) -> f64 {
    let number = if rk & 2 == 2 {
        // The sign is the highest bit.
        f64::from(i32::from_le_bytes(rk.to_le_bytes()) >> 2)
    } else {
        f64::from_bits(u64::from(rk & !3) << 32)
    };
    if rk & 1 == 1 { number / 100.0 } else { number }
}

/// What a cell with an error shows.
pub(super) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// What a cell with a truth value shows.
pub(super) fn truth(value: u8) -> &'static str {
    if value == 0 { "FALSE" } else { "TRUE" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_unpacked() {
        for (rk, want) in [
            ((52 << 2) | 2, 52.0),
            ((5_234 << 2) | 3, 52.34),
            (0x3FF0_0000, 1.0),
            (0x4059_0000 | 1, 1.0),
            (0xFFFF_FFFE, -1.0),
        ] {
            assert!((packed(rk) - want).abs() < 1e-12, "{rk:x}");
        }
    }
}
