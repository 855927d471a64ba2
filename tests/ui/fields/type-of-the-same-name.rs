//! Another type with the name of one that is allowed: one error, although the generated code uses it in many places.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: directory::OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

mod directory {
    pub struct OpenId;
}

fn main() {}
