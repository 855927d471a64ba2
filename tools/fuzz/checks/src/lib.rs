//! What must hold for any input. The fuzz targets of `fuzz` and the test `corpus` call these functions, which panic if it does not.

#![forbid(unsafe_code)]

mod app_json;
mod classify;
mod macros;
mod pages;
mod recording;
mod scenario;
mod settings;

// Modules of `cargo-voip`, which is a program.
#[path = "../../../cargo-voip/src/error.rs"]
#[allow(dead_code, reason = "commands report several errors")]
mod error;
#[path = "../../../cargo-voip/src/file_name.rs"]
#[allow(dead_code, reason = "commands check device names by themselves")]
mod file_name;
mod write;

pub use self::app_json::check as app_json;
pub use self::classify::{Case, check as classify};
pub use self::macros::check as macros;
pub use self::recording::check as recording;
pub use self::scenario::check as scenario;
pub use self::settings::check as settings;

/// A fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which its folder in `corpus` has too.
    pub name: &'static str,
    /// Panics if something does not hold for this input.
    pub check: fn(&str),
}

/// All targets.
pub const TARGETS: [Target; 6] = [
    Target { name: "app_json", check: app_json },
    Target { name: "classify", check: classify },
    Target { name: "macros", check: macros },
    Target { name: "recording", check: recording },
    Target { name: "scenario", check: scenario },
    Target { name: "settings", check: settings },
];
