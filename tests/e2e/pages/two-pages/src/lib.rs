//! The page of `examples/video-call` and a second page with its own handler, to measure how much the second
//! adds to the module.

// The code that the macro generates for the phone must pass these lints.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]
#![no_std]

mod second;

use voip_runtime::prelude::*;

/// 视频通话: the page of the example.
#[voip_page(
    title = "视频通话",
    room_type = video,
    button = "呼叫",
    handler = handle_call,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("唤起授权失败");
        Enabling    => Joining  | Failed: toast("开启通话功能失败");
        Joining     => InCall   | Failed: toast("加入通话失败");
        InCall      => Idle;
        Failed      => Idle;
    }
)]
pub struct VideoCall {
    #[field(listener.openid, label = "对方openid", placeholder = "请输入用户openid")]
    listen_openid: OpenId,
    #[field(listener.nickname, label = "对方昵称", placeholder = "请输入用户昵称", default = "listener")]
    listen_name: String,
    #[field(caller.openid, label = "您的openid", placeholder = "请输入用户openid")]
    call_openid: OpenId,
    #[field(caller.nickname, label = "您的昵称", placeholder = "请输入用户昵称", default = "caller")]
    call_name: String,
}

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    let call = call.begin().authorize().await?;
    let call = call.enable().await?;
    call.join().await
}
