//! As `pipeline`, on text made of the words, labels and marks of documents: two bytes choose a piece.
#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some((choice, numbers)) = data.split_first() {
        let numbers = numbers.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        invariants::record_of(invariants::name(*choice), invariants::wording::compose(numbers).as_bytes());
    }
});
