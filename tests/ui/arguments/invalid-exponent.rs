//! A literal that rustc rejects: an empty exponent.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", background_type = 1e)]
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
