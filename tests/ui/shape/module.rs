//! The attribute on a module.

use voip_runtime::voip_page;

#[voip_page(title = "视频通话")]
mod video_call {}

fn main() {}
