//! A macro call.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
thread_local! {}

fn main() {}
