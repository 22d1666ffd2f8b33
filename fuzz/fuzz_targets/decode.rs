//! Bytes to text: any bytes are refused with a reason or give a source whose every letter has its place.
#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some((choice, bytes)) = data.split_first() {
        invariants::decoded(invariants::name(*choice), bytes);
    }
});
