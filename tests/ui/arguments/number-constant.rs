//! A constant where a number is needed.

use voip_runtime::prelude::*;

mod colours {
    pub const GREEN: u8 = 2;
}

#[voip_page(title = "视频通话", background_type = colours::GREEN)]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

fn main() {}
