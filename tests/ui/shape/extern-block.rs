//! An extern block.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
unsafe extern "C" {}

fn main() {}
