//! A macro call that reads the environment.

use voip_runtime::prelude::*;

#[voip_page(title = env!("CARGO_PKG_NAME"))]
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
