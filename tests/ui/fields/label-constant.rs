//! A constant as a label.

use voip_runtime::prelude::*;

const LABEL: &str = "备注";

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
    #[field(label = LABEL)]
    more: String,
}

fn main() {}
