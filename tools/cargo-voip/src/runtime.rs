//! What the command and the runtime must agree on: all of it is the runtime's, and comes in here.

pub(crate) use voip_runtime::wx::{ABI, DATA, GLUE, HANDLERS, IMPORTS, OPEN, SECTION};

/// The function with which a module says its ABI.
pub(crate) const SAYS_ABI: &str = "voip_abi";
