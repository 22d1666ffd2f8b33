//! Bytes of a container to a record: refused with a reason, or read without a fall.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanban::pipeline;
use vanban::read::{Options, decode};
use vanban::rules::Rules;

fuzz_target!(|data: &[u8]| {
    if let Ok(source) = decode("a.doc", data.to_vec(), &Options::default()) {
        pipeline::from_source(source, Rules::embedded());
    }
});
