//! Two attributes with conditions: one of them is true.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[cfg_attr(all(), voip_page(title = "视频通话"))]
#[cfg_attr(any(), voip_page(title = "语音通话", room_type = voice))]
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

fn main() {
    assert_eq!(VideoCall::SPEC.title, "视频通话");
}
