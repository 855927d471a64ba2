//! The room type on a field and on the page.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", room_type = voice)]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
    #[field(room_type)]
    kind: RoomType,
}

fn main() {}
