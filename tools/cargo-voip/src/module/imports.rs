//! What a module may ask of the glue, and what the glue asks of it.

use crate::error::{Error, Result, refuse};
use crate::module::sections::Parts;
use crate::nearest::hint;
use crate::runtime::{ABI, IMPORTS, SAYS_ABI};

/// Refuses a module that `voip.js` cannot run.
pub(super) fn check(parts: &Parts, name: &str) -> Result<()> {
    // First of all: another version may well import something else.
    if let Some(abi) = parts.abi
        && i64::from(abi) != i64::from(ABI)
    {
        return refuse(format!(
            "`{name}` was built with another voip-runtime: its ABI is {abi}, and that of this cargo voip is {ABI}. \
             Build it with the voip-runtime of version {}",
            env!("CARGO_PKG_VERSION")
        ));
    }
    let wrong: Vec<String> = parts
        .imports
        .iter()
        .filter_map(|(module, import, function)| why_not(module, import, *function))
        .collect();
    Error::unless_empty(wrong.iter().map(|why| format!("`{name}` {why}")).collect())?;
    if parts.functions.iter().any(|function| function == SAYS_ABI) && parts.memory {
        return Ok(());
    }
    refuse(format!(
        "`{name}` is no module of a page: it exports no {}. The crate must depend on voip-runtime, and \
         be built as a cdylib for wasm32v1-none, as `cargo voip build` does",
        if parts.memory { format!("function `{SAYS_ABI}`") } else { "`memory`".into() }
    ))
}

fn why_not(module: &str, import: &str, function: bool) -> Option<String> {
    let (ours, names) = IMPORTS;
    if module == ours && names.contains(&import) {
        return (!function)
            .then(|| format!("imports `{import}` of `{module}` as something other than a function"));
    }
    Some(if module == ours {
        let hint = hint(import, names);
        format!("imports `{import}` of `{module}`, which voip.js does not give{hint}")
    } else if module.starts_with("__wbindgen") {
        format!(
            "imports `{import}` of `{module}`: wasm-bindgen does not work in a mini-program; take the crates \
                 that need it out of what is built for the phone"
        )
    } else if module == "wasi_snapshot_preview1" {
        format!(
            "imports `{import}` of `{module}`: a phone has no WASI; build for wasm32v1-none, as `cargo voip build` does"
        )
    } else {
        format!(
            "imports `{import}` of `{module}`; a mini-program gives a page's module nothing but what voip.js gives"
        )
    })
}
