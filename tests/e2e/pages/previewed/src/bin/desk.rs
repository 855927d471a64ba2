//! A page for the preview that is only called.

use std::process::ExitCode;

use voip_runtime::prelude::*;

/// Takes calls, and places none.
#[voip_page(title = "接听", scopes(record), receive(only))]
pub struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

fn main() -> ExitCode {
    voip_preview::main::<Desk>()
}
