//! Two pages in one module, with one handler for both.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", handler = handle_call)]
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

#[voip_page(title = "语音通话", room_type = voice, scopes(record), handler = handle_call)]
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

/// Any page's handler: it names the edges that it takes.
async fn handle_call<P>(call: Call<P, Idle>) -> Outcome<P>
where
    P: Page
        + Transition<Idle, Authorizing>
        + Transition<Authorizing, Enabling>
        + Transition<Enabling, Joining>
        + Transition<Joining, InCall>,
{
    call.begin().authorize().await?.enable().await?.join().await
}

fn main() {
    assert_ne!(VideoCall::SPEC.route, VoiceCall::SPEC.route);
}
