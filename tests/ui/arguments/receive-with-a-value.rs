//! A value of `receive`, which can have a list.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", receive = true)]
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
