//! A static.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub static VIDEO_CALL: u8 = 1;

fn main() {}
