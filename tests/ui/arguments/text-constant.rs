//! A constant where a text is needed.

use voip_runtime::prelude::*;

const TITLE: &str = "视频通话";

#[voip_page(title = TITLE)]
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
