//! A constant where a bool is needed.

use voip_runtime::prelude::*;

const SWITCH: bool = true;

#[voip_page(title = "视频通话", disable_switch_voice = SWITCH)]
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
