//! Each argument in a wrong form.

use voip_runtime::prelude::*;

#[voip_page(
    title("视频通话"),
    route = pages/video_call/index,
    button = 3,
    room_type("video"),
    background_type = blue,
    min_window_type,
    disable_switch_voice = "yes",
    scopes = record,
    handler = "handle_call",
    receive(true),
    on_leave: hang_up,
    flow,
    crate = "voip_runtime"
)]
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
