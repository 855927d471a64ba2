//! Constants of the runtime that this command uses.

pub(crate) use voip_runtime::wx::{ABI, DATA, GLUE, HANDLERS, IMPORTS, OPEN, RECORDER, SECTION};

/// The exported function that returns the ABI version of a module.
pub(crate) const ABI_FUNCTION: &str = "voip_abi";
