#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(input) = str::from_utf8(bytes) else { return Corpus::Reject };
    fuzz_checks::scenario(input);
    Corpus::Keep
});
