//! A union.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub union VideoCall {
    #[field(room_type)]
    urgent: bool,
    count: u8,
}

fn main() {}
