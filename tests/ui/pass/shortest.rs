//! The smallest page.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

fn main() {
    assert_eq!(VideoCall::SPEC.route, "pages/video-call/index");
}
