//! A constant as a default.

use voip_runtime::prelude::*;

const NAME: &str = "me";

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
    #[field(default = NAME)]
    more: String,
}

fn main() {}
