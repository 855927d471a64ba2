//! A page's module on the phone: what the glue calls, and the open pages behind it.

mod exports;
mod page;
#[cfg(feature = "phone")]
mod rt;

pub use self::page::open;
