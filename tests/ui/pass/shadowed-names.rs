//! A crate in which nothing from the prelude has its usual meaning.

#![deny(warnings)]
#![allow(non_camel_case_types, non_upper_case_globals, non_snake_case, dead_code, unused_macros)]

use ::voip_runtime::{Call, CallError, Change, Idle, OpenId, Outcome, PageContext, prelude, voip_page};

pub struct Option;
pub struct Result;
pub struct String;
pub struct Vec;
pub struct Box;
pub struct Rc;
pub struct Self_;
pub struct usize;
pub struct bool;
pub struct str;
pub trait Clone {}
pub trait Default {}
pub trait Iterator {}
pub trait IntoIterator {}
pub trait Future {}
pub trait Drop {}
pub trait Sized {}
pub const None: u8 = 0;
pub fn Some() {}
pub fn Ok() {}
pub fn Err() {}
pub mod core {}
pub mod std {}
pub mod alloc {}
pub mod voip_runtime {}
pub mod field {}
pub mod call {}
pub mod page {}

macro_rules! unreachable {
    () => {};
}
macro_rules! compile_error {
    () => {};
}
macro_rules! vec {
    () => {};
}

#[voip_page(
    title = "视频通话",
    handler = handle_call,
    on_load = load,
    receive,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("唤起授权失败"), run(report);
        Enabling    => Joining | Failed;
        Joining     => InCall | Joining on System retry 1 after 1s | Failed;
        InCall ring 45s => Idle: spawn(hook) | Idle on NoAnswer: spawn(hook);
        Failed      => Idle;
    }
)]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: prelude::String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: ::core::option::Option<prelude::String>,
}

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    call.begin().authorize().await?.enable().await?.join().await
}

fn report(_: &VideoCall, _: &Change) {}

async fn load(_: PageContext<VideoCall>) -> ::core::result::Result<(), CallError> {
    ::core::result::Result::Ok(())
}

/// The name of a variable in the generated code.
async fn hook(_: PageContext<VideoCall>, _: Change) -> ::core::result::Result<(), CallError> {
    ::core::result::Result::Ok(())
}

#[voip_page(title = "接听", receive(only))]
pub struct Desk {}

fn main() {}
