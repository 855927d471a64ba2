//! Types that are not allowed.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
    history: Vec<String>,
    nested: Option<Option<u8>>,
    large: u128,
    borrowed: &'static str,
}

fn main() {}
