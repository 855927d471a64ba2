//! On the phone: a page's module bound to `wx`, or to any object of its shape, such as `Taro`.
//!
//! A page is compiled for `wasm32v1-none`, the first version of wasm, which is all that WeChat on iOS
//! takes. Between it and the host stands `voip.js`, the mirror of `wx/glue/imports.rs` and `wx/module/exports.rs`: a C ABI of
//! plain numbers, and text as an address and a length. Host calls are made with callbacks, never promises.
//!
//! - what goes out: a host call's options, written by serde straight into a host object
//! - what comes in: what the user does, and the host's answers, which the glue takes as loosely as hosts give them
//! - what a build reads: the page's descriptor, in the module's custom section `voip`

mod descriptor;
#[cfg(all(target_arch = "wasm32", target_os = "none"))]
pub(crate) mod glue;
mod left;
#[cfg(all(target_arch = "wasm32", target_os = "none"))]
mod module;

#[doc(hidden)]
pub use self::descriptor::{First, descriptor, descriptor_length};
#[doc(hidden)]
pub use self::left::{fields, spec};
#[cfg(all(target_arch = "wasm32", target_os = "none"))]
#[doc(hidden)]
pub use self::module::open;

/// The version of the calls between a module and its glue. Both say theirs, and a pair that differs
/// does not start.
pub const ABI: u32 = 1;

/// The custom section with the descriptors of a module's pages: for each a length of four bytes,
/// least first, and so many bytes of JSON.
pub const SECTION: &str = "voip";

/// Of which module a page's module imports, and what the glue gives.
pub const IMPORTS: (&str, &[&str]) = (
    "voip",
    &[
        "object", "list", "end", "key", "text", "number", "truth", "call", "settings", "sleep", "now",
        "watch", "change", "flag", "error", "field", "panic",
    ],
);

/// What a page's data hold besides its fields.
pub const DATA: [&str; 5] = ["state", "busy", "error", "reachable", "connected"];

/// A page's handlers besides those of its rows; the last only where it can be made reachable.
pub const HANDLERS: [&str; 4] = ["handleCall", "handleHangUp", "handleDismiss", "handleReceive"];

/// What stands before a page's route in the name of the function that opens it.
pub const OPEN: &str = "open ";

/// The glue, `voip.js`: ES5 and CommonJS, to lie beside a page's module in the mini-program.
#[cfg(feature = "sim")]
pub const GLUE: &str = include_str!("voip.js");
