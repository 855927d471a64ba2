//! The host of a page on the phone: what the engine calls. It is below the engine, and does not know it.

pub(crate) mod host;
pub(crate) mod imports;
pub(crate) mod memory;
mod options;
pub(crate) mod requests;
