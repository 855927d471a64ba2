//! Whom to call, in a page that never calls.

use voip_runtime::prelude::*;

#[voip_page(title = "接听", receive(only))]
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
