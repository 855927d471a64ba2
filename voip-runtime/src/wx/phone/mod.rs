//! What is compiled for the phone alone.

#[allow(unsafe_code, reason = "this is the ABI")]
mod abi;
mod host;
mod options;
mod own;
mod page;

pub(crate) use self::host::Wx;
pub(crate) use self::own::{request, sleep};
pub use self::page::open;
