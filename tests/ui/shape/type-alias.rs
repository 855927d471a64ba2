//! The attribute on a type alias.

use voip_runtime::voip_page;

#[voip_page(title = "视频通话")]
pub type VideoCall = u8;

fn main() {}
