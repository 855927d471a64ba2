//! Arguments without their values.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
    #[field(default)]
    count: u8,
    #[field(label)]
    text: String,
    #[field(placeholder = 请输入)]
    more: String,
}

fn main() {}
