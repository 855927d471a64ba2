//! On the phone: a page's module bound to `wx`, or to any object of its shape, such as `Taro`.
//!
//! A page is compiled for `wasm32v1-none`, the first version of wasm; WeChat on iOS accepts no newer one. The
//! glue, `voip.js`, is between the page and the host. It is the other side of `wx/glue/imports.rs` and
//! `wx/module/exports.rs`: a C ABI of plain numbers, with text as an address and a length. Host calls are made
//! with callbacks, never promises.
//!
//! - `glue`, below the engine: the host that the engine calls. serde writes the options of a host call
//!   straight into a host object
//! - `module`, above the engine: what the glue calls when the user acts or the host answers
//! - `descriptor`: what a build reads of the page, in the module's custom section `voip`
//! - `left`: the part of a page's spec that the module contains

pub(crate) mod descriptor;
#[cfg(all(target_arch = "wasm32", target_os = "none"))]
pub(crate) mod glue;
pub(crate) mod left;
#[cfg(all(target_arch = "wasm32", target_os = "none"))]
pub(crate) mod module;

/// The version of the calls between a module and its glue. Both say theirs, and a pair that differs
/// does not start.
pub const ABI: u32 = 2;

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
