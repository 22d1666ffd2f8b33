//! As `pipeline`, on text made of the words, labels and marks of documents: two bytes choose a piece.
//!
//! `WRITE_TO=a.txt` keeps the text of an input.
#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some((choice, numbers)) = data.split_first() {
        let numbers = numbers.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let text = invariants::wording::compose(numbers);
        if let Some(path) = std::env::var_os("WRITE_TO") {
            std::fs::write(path, &text).expect("the file can be written");
        }
        invariants::record_of(invariants::name(*choice), text.as_bytes());
    }
});
