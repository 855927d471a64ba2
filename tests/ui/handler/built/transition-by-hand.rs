//! `Transition` by hand, with what the macro itself uses: this is found as the step is built.

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

impl Transition<Authorizing, InCall> for VideoCall {
    const PROOF: voip_runtime::__private::Proof<Self, Authorizing, InCall> = voip_runtime::__private::Proof::of_flow();
}

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    call.begin().join().await
}

fn main() {
    let _: fn(_) -> _ = VideoCall::handle;
}
