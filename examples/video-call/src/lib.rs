//! 视频通话 (video call): two users who both have this mini-program open can call each other.

#![no_std]

use voip_runtime::prelude::*;

/// 视频通话 (video call): calls another user of this mini-program.
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

/// Runs when the user taps 呼叫 (call): asks for the microphone and the camera, switches calls on, and places the call.
///
/// # Errors
///
/// If a step fails. The page has then shown the failure.
pub async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    let call = call.begin().authorize().await?; // Call<VideoCall, Enabling>
    let call = call.enable().await?; // Call<VideoCall, Joining>
    call.join().await // a joined call, or the failure
}
