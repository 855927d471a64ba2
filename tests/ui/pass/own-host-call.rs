//! `?` on a host call that the handler makes, besides the steps of the call.

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

async fn log_in(call: &Call<VideoCall, Authorizing>) -> Result<String, CallError> {
    call.host().request("login", &()).await
}

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    let call = call.begin();
    let code = log_in(&call).await.map_err(|error| error.or_say("登录失败"))?;
    let allowed: bool = call.host().request("request", &code).await?;
    if !allowed {
        Err(CallError::app("暂不能呼叫"))?;
    }
    call.authorize().await?.enable().await?.join().await
}

fn main() {}
