//! The module: held against what a phone takes, cut down to what it needs, and made smaller.

mod features;
mod imports;
mod optimise;
mod sections;

use std::path::Path;

use crate::error::{Result, refuse};
use crate::say::Warnings;

/// A module that phones take, and what is known of it.
pub(crate) struct Module {
    /// As it goes into the mini-program.
    pub(crate) bytes: Vec<u8>,
    /// What its `voip` section says: the descriptors of its pages.
    pub(crate) descriptors: Vec<u8>,
    /// The names of the functions that it exports.
    exports: Vec<String>,
    pub(crate) sizes: Sizes,
}

/// How long the module was on its way, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    /// As it was given.
    pub(crate) given: usize,
    /// Without what a phone has no use for, and before `wasm-opt`.
    pub(crate) before: usize,
    /// After `wasm-opt`, where it was run.
    pub(crate) after: Option<usize>,
}

impl Module {
    /// Checks a module, called `name` in a sentence, and drops what a phone has no use for.
    pub(crate) fn check(given: &[u8], name: &str) -> Result<Self> {
        features::check(given, name)?;
        let parts = sections::parts(given, name)?;
        imports::check(&parts, name)?;
        let bytes = sections::for_the_phone(given, &parts);
        let sizes = Sizes { given: given.len(), before: bytes.len(), after: None };
        Ok(Self { bytes, descriptors: parts.descriptors, exports: parts.functions, sizes })
    }

    /// Whether it exports a function of that name.
    pub(crate) fn has(&self, function: &str) -> bool {
        self.exports.iter().any(|name| name == function)
    }

    /// Runs `wasm-opt`, if there is one, and keeps what it makes if that is smaller and phones take it.
    pub(crate) fn optimise(&mut self, wasm_opt: &Path, warnings: &Warnings) {
        let checked = optimise::run(wasm_opt, &self.bytes).and_then(|smaller| {
            let module = Self::check(&smaller, "what wasm-opt made")?;
            if self.exports.iter().all(|name| module.has(name)) {
                Ok(module.bytes)
            } else {
                refuse("what wasm-opt made lacks some of the module's functions")
            }
        });
        match checked {
            Ok(smaller) => {
                self.sizes.after = Some(smaller.len().min(self.bytes.len()));
                if smaller.len() < self.bytes.len() {
                    self.bytes = smaller;
                }
            }
            Err(error) => {
                let why = error.sentences().join("; ");
                warnings.add(format!("{why}: the module goes into the mini-program without it"));
            }
        }
    }
}

pub(crate) use self::optimise::find as find_wasm_opt;
