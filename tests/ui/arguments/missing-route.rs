//! A name that is not valid in a route.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct 视频通话 {
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
