//! What of wasm a phone takes: its first version, and nothing later.

use wasmparser::{BinaryReaderError, Validator, WasmFeatures};

use crate::error::{Result, refuse};
use crate::module::sections;

/// What came later, in the words in which people know it.
const LATER: [(WasmFeatures, &str); 14] = [
    (WasmFeatures::MUTABLE_GLOBAL, "mutable globals that are imported or exported"),
    (WasmFeatures::SIGN_EXTENSION, "sign-extension operators"),
    (WasmFeatures::SATURATING_FLOAT_TO_INT, "non-trapping conversions from float to integer"),
    (WasmFeatures::BULK_MEMORY, "bulk memory (memory.copy, memory.fill)"),
    (WasmFeatures::REFERENCE_TYPES, "reference types"),
    (WasmFeatures::MULTI_VALUE, "functions and blocks with more than one result"),
    (WasmFeatures::SIMD, "SIMD"),
    (WasmFeatures::THREADS, "threads (shared memory and atomics)"),
    (WasmFeatures::TAIL_CALL, "tail calls"),
    (WasmFeatures::EXTENDED_CONST, "extended constant expressions"),
    (WasmFeatures::MULTI_MEMORY, "more than one memory"),
    (WasmFeatures::MEMORY64, "64-bit memories"),
    (WasmFeatures::EXCEPTIONS.union(WasmFeatures::LEGACY_EXCEPTIONS), "exceptions"),
    (WasmFeatures::GC.union(WasmFeatures::FUNCTION_REFERENCES), "garbage-collected types"),
];

/// Refuses a module that is none, or that uses what came later, by the name of the first.
pub(super) fn check(bytes: &[u8], name: &str) -> Result<()> {
    if !bytes.starts_with(b"\0asm") {
        return refuse(format!("`{name}` is no WebAssembly module: it does not begin as one"));
    }
    if bytes.get(4..8).is_some_and(|version| version != [1, 0, 0, 0]) {
        return refuse(format!("`{name}` is of another version of WebAssembly (a component, perhaps)"));
    }
    let Err(first) = validate(bytes, WasmFeatures::empty()) else { return Ok(()) };
    // The feature without which it stops there: with it, it stops elsewhere or not at all.
    let stop = |error: &BinaryReaderError| (error.offset(), error.message().to_owned());
    let gets_on =
        |feature| validate(bytes, feature).map_or_else(|error| stop(&error) != stop(&first), |()| true);
    let later = LATER.iter().find(|(feature, _)| gets_on(*feature));
    if let Some((_, words)) = later {
        let remedy = if sections::is_of_rustc(bytes) {
            ". rustc makes such modules for wasm32-unknown-unknown; build with the target wasm32v1-none: \
             `cargo voip build` does"
        } else {
            ". Have it made for the first version of wasm (MVP)"
        };
        return refuse(format!("`{name}` uses {words}, which WeChat on iOS rejects{remedy}"));
    }
    if first.message().contains("unexpected end") || first.message().contains("reached end") {
        return refuse(format!(
            "`{name}` is cut short: it ends after {} bytes in the midst of a part",
            bytes.len()
        ));
    }
    refuse(format!(
        "`{name}` is no valid WebAssembly module: {} (at byte {})",
        first.message(),
        first.offset()
    ))
}

fn validate(bytes: &[u8], later: WasmFeatures) -> std::result::Result<(), BinaryReaderError> {
    Validator::new_with_features(WasmFeatures::MVP | later).validate_all(bytes).map(|_| ())
}
