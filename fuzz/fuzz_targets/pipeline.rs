//! Bytes to record: every invariant of every room, the JSON reads back, every quote is proved.
#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some((choice, bytes)) = data.split_first() {
        invariants::record_of(invariants::name(*choice), bytes);
    }
});
