//! Misspelt arguments: they are not reported as missing too.

use voip_runtime::prelude::*;

#[voip_page(titel = "视频通话", buton = "呼叫")]
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
