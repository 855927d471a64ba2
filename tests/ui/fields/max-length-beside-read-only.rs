//! Nobody types in this row.

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
    #[field(label = "病情", read_only, max_length = 20)]
    complaint: String,
}

fn main() {}
