//! The library as WebAssembly, run by `wasm-bindgen-test-runner`. Empty elsewhere.
#![cfg(target_arch = "wasm32")]

use rust_decimal::Decimal;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn decimals_add_exactly() {
    assert_eq!(Decimal::new(1, 1) + Decimal::new(2, 1), Decimal::new(3, 1));
}
