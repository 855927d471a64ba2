//! A crate without the standard prelude.

#![deny(warnings)]
#![no_implicit_prelude]

use ::core::result::Result;
use ::voip_runtime::prelude::{
    Call, CallError, Change, Choice, Contact, Idle, OpenId, Outcome, PageContext, String, Vec, voip_page,
};

#[voip_page(
    title = "视频通话",
    handler = handle_call,
    on_load = load,
    receive,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("唤起授权失败"), run(report);
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall ring 45s => Idle: spawn(send) | Idle on NoAnswer: spawn(send);
        Failed      => Idle;
    }
)]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
    #[field(choice)]
    ward: Ward,
    #[field(contacts)]
    family: Vec<Contact>,
}

#[derive(Choice)]
enum Ward {
    #[choice("急诊")]
    Urgent,
    #[choice("其他")]
    Other,
}

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    call.begin().authorize().await?.enable().await?.join().await
}

fn report(_: &VideoCall, _: &Change) {}

async fn load(_: PageContext<VideoCall>) -> Result<(), CallError> {
    Result::Ok(())
}

async fn send(_: PageContext<VideoCall>, _: Change) -> Result<(), CallError> {
    Result::Ok(())
}

#[voip_page(title = "接听", receive(only))]
pub struct Desk {}

fn main() {}
