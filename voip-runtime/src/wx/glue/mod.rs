//! The host as a page's module on the phone has it: what the engine calls.

pub(crate) mod host;
pub(crate) mod imports;
pub(crate) mod memory;
mod options;
pub(crate) mod requests;
