//! Pages on a phone: a wasm module, and its bindings to `wx` or an object of the same shape, such as `Taro`.
//!
//! A page is compiled for `wasm32v1-none`, the first version of wasm: WeChat on iOS accepts no newer version. The glue,
//! `voip.js`, connects the module to the host. It implements the other side of `wx/glue/imports.rs` and
//! `wx/module/exports.rs`: a C ABI of numbers, where a text is an address and a length. Host calls use callbacks, not
//! promises.
//!
//! - `glue`, below the engine: the host that the engine calls. serde writes the options of a host call directly into a
//!   JavaScript object
//! - `module`, above the engine: the functions that the glue calls for an input of the user or an answer of the host
//! - `descriptor`: the description of a page for the build, in the module's custom section `voip`
//! - `stripped`: the part of a page's spec that the module contains

pub(crate) mod descriptor;
#[cfg(all(target_arch = "wasm32", target_os = "none"))]
pub(crate) mod glue;
#[cfg(all(target_arch = "wasm32", target_os = "none"))]
pub(crate) mod module;
pub(crate) mod stripped;

/// The version of the ABI between a module and its glue. A module does not start with a glue of another version.
pub const ABI: u32 = 4;

/// The name of the custom section with the descriptors of a module's pages. Each has a length in four bytes
/// (little-endian), then JSON of that length.
pub const SECTION: &str = "voip";

/// The name of the module that a page's module imports from, and the functions that the glue provides in it.
pub const IMPORTS: (&str, &[&str]) = (
    "voip",
    &[
        "object", "list", "end", "key", "text", "number", "truth", "call", "settings", "sleep", "now",
        "decimal", "query", "change", "flag", "error", "field", "task", "panic",
    ],
);

/// The data of a page, besides its fields.
pub const DATA: [&str; 8] =
    ["state", "busy", "error", "reachable", "connected", "receiving", "loading", "pageDepth"];

/// The event handlers of a page, besides those of its fields. `handleCopyRecording` exists only in a build that records,
/// and the last one only for a page with `receive`.
pub const HANDLERS: [&str; 7] = [
    "handleCall",
    "handleCancel",
    "handleHangUp",
    "handleDismiss",
    "handleOpenSettings",
    "handleCopyRecording",
    "handleReceive",
];

/// The prefix of the exported function that opens a page; the page's route follows. In the module of a mini-program a
/// space and the page's fingerprint come after the route.
pub const OPEN: &str = "open ";

/// The glue, ES5 and CommonJS. In a mini-program it is next to the module. It is the files in `wx/voip`, minified by terser.
#[cfg(feature = "sim")]
pub const GLUE: &str = include_str!("voip.min.js");

/// What opens a page without a component: `exports.open`. It follows either glue in projects with scripts of their own.
#[cfg(feature = "sim")]
pub const GLUE_OPEN: &str = include_str!("voip.open.min.js");

/// The glue of a build that records: with `recorder.js`.
#[cfg(feature = "sim")]
pub const GLUE_THAT_RECORDS: &str = include_str!("voip.recording.min.js");
