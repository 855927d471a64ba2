//! No field with a role.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall {
    count: u32,
}

fn main() {}
