//! A default that is a constant.

use voip_runtime::prelude::*;

#[derive(Choice)]
pub enum Ward {
    #[choice("急诊")]
    Urgent,
    #[choice("其他")]
    Other,
}

impl Ward {
    pub const USUAL: Self = Self::Other;
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
    #[field(choice, default = USUAL)]
    ward: Ward,
}

fn main() {}
