//! 视频通话: one-to-one calls between two users who both have this mini-program open.

// A phone has no `std`. What a page needs besides `core` is in `alloc`, and most of it in the prelude.
#![no_std]

extern crate alloc;

use voip_runtime::prelude::*;

/// 视频通话: the form, and the flow of a call.
///
/// This flow is the default: without `flow` the page works the same. After a change, run `cargo test`.
#[voip_page(
    title = "视频通话",
    room_type = video,
    button = "呼叫",
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
