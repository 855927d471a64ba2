//! The attribute on a constant.

use voip_runtime::voip_page;

#[voip_page(title = "视频通话")]
pub const VIDEO_CALL: u8 = 1;

fn main() {}
