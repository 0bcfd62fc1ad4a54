//! Whatever the bytes, reading and checking end without a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = gouji::analyze(bytes, "fuzz");
});
