//! Constants of the runtime that this command uses.

pub(crate) use voip_runtime::wx::{
    ABI, DATA, GLUE, GLUE_OPEN, GLUE_THAT_RECORDS, HANDLERS, IMPORTS, OPEN, SECTION,
};

/// The exported function that returns the ABI version of a module.
pub(crate) const ABI_FUNCTION: &str = "voip_abi";
