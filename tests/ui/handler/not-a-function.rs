//! A handler that is not a function.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", handler = HANDLE_CALL)]
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

const HANDLE_CALL: &str = "handle_call";

fn main() {}
