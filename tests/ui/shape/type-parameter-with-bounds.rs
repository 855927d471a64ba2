//! A type parameter with bounds and a handler.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
#[derive(Debug, Clone)]
pub struct VideoCall<T: Clone + 'static = u8> {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

fn name(page: &VideoCall) -> &str {
    &page.call_name
}

fn main() {}
