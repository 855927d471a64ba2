//! These have a value always.

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
    #[field(required = "请填写")]
    age: u8,
    #[field(required = "请填写")]
    urgent: bool,
    #[field(room_type, required = "请填写")]
    kind: RoomType,
    #[field(choice, required = "请填写")]
    ward: Ward,
}

fn main() {}
