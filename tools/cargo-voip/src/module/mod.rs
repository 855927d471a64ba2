//! The wasm module: checked against what phones accept, stripped, and optimized.

mod features;
mod interface;
mod sections;
mod wasm_opt;

use std::path::Path;

use crate::console::Warnings;
use crate::error::{Result, bail};

/// A module that phones accept.
pub(crate) struct Module {
    /// The content of the file in the mini-program.
    pub(crate) bytes: Vec<u8>,
    /// The content of the section `voip`: the descriptors of the pages.
    pub(crate) descriptors: Vec<u8>,
    /// The names of the functions that it exports.
    exports: Vec<String>,
    pub(crate) sizes: Sizes,
}

/// The size of the module after each step, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    /// As compiled.
    pub(crate) given: usize,
    /// After stripping, before `wasm-opt`.
    pub(crate) before: usize,
    /// After `wasm-opt`, if it was run.
    pub(crate) after: Option<usize>,
}

impl Module {
    /// Checks a module, and strips what phones do not need. Messages refer to it as `name`.
    pub(crate) fn check(given: &[u8], name: &str) -> Result<Self> {
        features::check(given, name)?;
        let parts = sections::parts(given, name)?;
        interface::check(&parts, name)?;
        let bytes = sections::strip(given, &parts);
        let sizes = Sizes { given: given.len(), before: bytes.len(), after: None };
        Ok(Self { bytes, descriptors: parts.descriptors, exports: parts.functions, sizes })
    }

    /// Renames exports. `rename` returns the new name of an export, or `None` to keep the name.
    pub(crate) fn rename_exports(&mut self, rename: impl Fn(&str) -> Option<String>) -> Result<()> {
        let mut parts = sections::parts(&self.bytes, "the module")?;
        parts.rename_exports(rename);
        self.bytes = sections::strip(&self.bytes, &parts);
        self.sizes.before = self.bytes.len();
        self.exports = parts.functions;
        Ok(())
    }

    /// Whether it exports a function with this name.
    pub(crate) fn has_function(&self, function: &str) -> bool {
        self.exports.iter().any(|name| name == function)
    }

    /// Whether the pages may use servers: the module contains the name of such a host call. A page that does not make one
    /// has no names but those of its call.
    pub(crate) fn uses_servers(&self) -> bool {
        let contains = |name: &[u8]| self.bytes.windows(name.len()).any(|bytes| bytes == name);
        [&b"request"[..], b"connectSocket", b"downloadFile", b"uploadFile"].into_iter().any(contains)
    }

    /// Runs `wasm-opt`, and keeps its output if that is smaller and phones accept it.
    pub(crate) fn optimize(&mut self, wasm_opt: &Path, warnings: &Warnings) {
        let checked = wasm_opt::run(wasm_opt, &self.bytes).and_then(|output| {
            let module = Self::check(&output, "output of wasm-opt")?;
            if self.exports.iter().all(|name| module.has_function(name)) {
                Ok(module.bytes)
            } else {
                bail("the output of wasm-opt does not export every function of the module")
            }
        });
        match checked {
            Ok(optimized) => {
                self.sizes.after = Some(optimized.len().min(self.bytes.len()));
                if optimized.len() < self.bytes.len() {
                    self.bytes = optimized;
                }
            }
            Err(error) => {
                let messages: Vec<&str> =
                    error.messages().iter().filter_map(|message| message.lines().next()).collect();
                warnings.add(format!("the module is not optimized: {}", messages.join("; ")));
            }
        }
    }
}

pub(crate) use self::wasm_opt::find as find_wasm_opt;
