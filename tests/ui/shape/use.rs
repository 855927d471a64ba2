//! A use declaration.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub use std::vec;

fn main() {}
