//! The interface between a module and the glue: its imports, exports and ABI version.

use crate::error::{Error, Result, bail};
use crate::module::sections::Parts;
use crate::nearest::help_line;
use crate::runtime::{ABI, ABI_FUNCTION, IMPORTS};

/// Checks that `voip.js` can run the module.
pub(super) fn check(parts: &Parts, name: &str) -> Result<()> {
    // Checked first, because another version may have other imports.
    if let Some(abi) = parts.abi
        && i64::from(abi) != i64::from(ABI)
    {
        return bail(format!(
            "`{name}` has ABI version {abi}, but this cargo voip supports version {ABI}\n\
             help: build it with voip-runtime {}",
            env!("CARGO_PKG_VERSION")
        ));
    }
    let imports = parts.imports.iter();
    let errors = imports.filter_map(|(module, import, is_function)| {
        Some(format!("`{name}` {}", import_error(module, import, *is_function)?))
    });
    Error::unless_empty(errors.collect())?;
    if parts.functions.iter().any(|function| function == ABI_FUNCTION) && parts.memory {
        return Ok(());
    }
    bail(format!(
        "`{name}` has no pages: it does not export {}\n\
         help: depend on `voip-runtime`, and compile a `cdylib` for `wasm32v1-none`, as `cargo voip build` does",
        if parts.memory { format!("the function `{ABI_FUNCTION}`") } else { "`memory`".into() }
    ))
}

fn import_error(module: &str, import: &str, is_function: bool) -> Option<String> {
    let (glue, names) = IMPORTS;
    if module == glue && names.contains(&import) {
        return (!is_function).then(|| format!("imports `{import}` from `{module}`, but not as a function"));
    }
    Some(if module == glue {
        let help = help_line(import, names);
        format!("imports `{import}` from `{module}`, which voip.js does not provide{help}")
    } else if module.starts_with("__wbindgen") {
        format!(
            "imports `{import}` from `{module}`: wasm-bindgen does not work in a mini-program\n\
             help: do not compile crates that use it for the phone"
        )
    } else if module == "wasi_snapshot_preview1" {
        format!(
            "imports `{import}` from `{module}`: WASI is not available on the phone\n\
             help: compile for `wasm32v1-none`, as `cargo voip build` does"
        )
    } else {
        format!("imports `{import}` from `{module}`, but a module can only import what voip.js provides")
    })
}
