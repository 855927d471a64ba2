//! The host of a page on a phone, which the engine calls. It does not depend on the engine.

pub(crate) mod host;
pub(crate) mod imports;
pub(crate) mod memory;
mod options;
pub(crate) mod requests;
