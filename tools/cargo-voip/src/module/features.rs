//! Phones accept only the first version of wasm, without later features.

use wasmparser::{BinaryReaderError, Validator, WasmFeatures};

use crate::error::{Result, bail};
use crate::module::sections;

/// Later features, and their common names.
const LATER_FEATURES: [(WasmFeatures, &str); 14] = [
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

/// Checks that `bytes` is a valid module without later features. The error names the first feature that is used.
pub(super) fn check(bytes: &[u8], name: &str) -> Result<()> {
    if !bytes.starts_with(b"\0asm") {
        return bail(format!("`{name}` is not a WebAssembly module"));
    }
    if bytes.get(4..8).is_some_and(|version| version != [1, 0, 0, 0]) {
        return bail(format!(
            "`{name}` has an unsupported WebAssembly version: expected a module of version 1"
        ));
    }
    let Err(first) = validate(bytes, WasmFeatures::empty()) else { return Ok(()) };
    // If validation with a feature does not stop at the same error, that feature is used.
    let position = |error: &BinaryReaderError| (error.offset(), error.message().to_owned());
    let is_used = |feature| {
        validate(bytes, feature).map_or_else(|error| position(&error) != position(&first), |()| true)
    };
    let used = LATER_FEATURES.iter().find(|(feature, _)| is_used(*feature));
    if let Some((_, feature)) = used {
        let help = if sections::is_from_rustc(bytes) {
            "compile for the target `wasm32v1-none`, as `cargo voip build` does, not for `wasm32-unknown-unknown`"
        } else {
            "compile for the first version of wasm (MVP)"
        };
        return bail(format!("`{name}` uses {feature}, which WeChat on iOS does not support\nhelp: {help}"));
    }
    if first.message().contains("unexpected end") || first.message().contains("reached end") {
        return bail(format!("`{name}` is incomplete: unexpected end of file after {} bytes", bytes.len()));
    }
    bail(format!(
        "`{name}` is not a valid WebAssembly module: {} (at byte {})",
        first.message(),
        first.offset()
    ))
}

fn validate(bytes: &[u8], later: WasmFeatures) -> std::result::Result<(), BinaryReaderError> {
    Validator::new_with_features(WasmFeatures::MVP | later).validate_all(bytes).map(|_| ())
}
