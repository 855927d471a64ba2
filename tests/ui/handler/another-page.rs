//! The handler of another page.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", handler = handle_voice)]
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

#[voip_page(title = "语音通话", room_type = voice, handler = handle_voice)]
pub struct VoiceCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

async fn handle_voice(call: Call<VoiceCall, Idle>) -> Outcome<VoiceCall> {
    call.begin().authorize().await?.enable().await?.join().await
}

fn main() {}
