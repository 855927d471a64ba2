//! What the command and the runtime must agree on: all of it is the runtime's, and comes in here.

pub(crate) use voip_runtime::wx::{ABI, DATA, GLUE, HANDLERS, OPEN, SECTION};

/// The module that a page's imports are of, and their names.
pub(crate) const IMPORTS: (&str, &[&str]) = voip_runtime::wx::IMPORTS;

/// The function with which a module says its ABI.
pub(crate) const SAYS_ABI: &str = "voip_abi";
