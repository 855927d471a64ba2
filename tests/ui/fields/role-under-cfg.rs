//! A role on a field with a `cfg`.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[cfg(debug_assertions)]
    #[field(caller.nickname)]
    call_name: String,
}

fn main() {}
