//! Files made to break a reader: no panic, no hang, a sentence instead.

use std::time::{Duration, Instant};

use gouji::ReadError;

use crate::package::package;

#[test]
fn what_cannot_be_opened_says_so() {
    for (bytes, want) in [
        (package(&[("a.txt", "x")]), ReadError::Archive),
        (b"PK\x03\x04".to_vec(), ReadError::BrokenOffice),
        (vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], ReadError::BrokenOffice),
        (package(&[("xl/workbook.xml", "<workbook/>")]), ReadError::BrokenOffice),
        (package(&[("ppt/presentation.xml", "<p/>")]), ReadError::Unsupported("PowerPoint")),
    ] {
        assert_eq!(gouji::analyze(&bytes, "文件").err(), Some(want));
    }
}

#[test]
fn every_cut_and_every_flip_is_survived() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/office");
    let Ok(listed) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let mut slowest = (Duration::ZERO, String::new());
    for path in listed.flatten().map(|entry| entry.path()) {
        let bytes = std::fs::read(&path).expect("is there");
        let began = Instant::now();
        let _ = gouji::analyze(&bytes, "文件");
        let took = began.elapsed();
        if took > slowest.0 {
            slowest = (took, path.display().to_string());
        }
        let _ = gouji::read::read(bytes.get(..bytes.len() / 2).unwrap_or_default());
        let mut flipped = bytes.clone();
        for at in (97..flipped.len()).step_by(211) {
            flipped[at] ^= 0x55;
        }
        let _ = gouji::read::read(&flipped);
    }
    println!("slowest: {slowest:?}");
    assert!(slowest.0 < Duration::from_secs(5), "{slowest:?}");
}
