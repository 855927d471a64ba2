//! A page's module on the phone: what the glue calls, and the open pages. It is above the engine, and uses it
//! without a session.

mod exports;
mod page;
#[cfg(feature = "phone")]
mod rt;

pub use self::page::open;
