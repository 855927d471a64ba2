//! Beside contacts, the listener is declared wholly or not at all.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall {
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
    #[field(contacts)]
    family: Vec<Contact>,
    #[field(listener.nickname)]
    listen_name: String,
}

fn main() {}
