//! No `:` between a field and its type.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", handler = handle_call)]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

/// Uses the page and its fields, which have no errors of their own.
async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    if call.page().call_name.is_empty() {
        return call.cancel();
    }
    call.begin().authorize().await?.enable().await?.join().await
}

fn main() {}
