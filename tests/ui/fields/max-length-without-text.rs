//! A switch and two pickers.

use voip_runtime::prelude::*;

#[derive(Choice)]
pub enum Ward {
    #[choice("急诊")]
    Urgent,
    #[choice("其他")]
    Other,
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
    #[field(label = "紧急", max_length = 3)]
    urgent: bool,
    #[field(label = "方式", room_type, max_length = 3)]
    kind: RoomType,
    #[field(label = "科室", choice, max_length = 3)]
    ward: Option<Ward>,
}

fn main() {}
