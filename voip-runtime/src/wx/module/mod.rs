//! A page's module on a phone: the functions that the glue calls, and the open pages. It uses the engine directly, without
//! a session.

mod exports;
mod open_page;
#[cfg(feature = "phone")]
mod rt;

pub use self::open_page::open;
