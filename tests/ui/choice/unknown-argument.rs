//! An argument that does not exist.

use voip_runtime::prelude::*;

#[derive(Choice)]
#[choice(rename_all = "lowercase")]
pub enum Ward {
    #[choice("急诊")]
    Urgent,
}

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
    #[field(choice)]
    ward: Ward,
}

fn main() {}
