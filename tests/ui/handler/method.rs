//! A handler that takes `&self`.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", handler = VideoCall::handle_call)]
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

impl VideoCall {
    async fn handle_call(&self, call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
        call.cancel()
    }
}

fn main() {}
