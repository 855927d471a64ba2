//! The result of a request that cannot be deserialized.

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

struct Login;

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    let _login: Login = call.host().request("login", &()).await?;
    call.cancel()
}

fn main() {}
