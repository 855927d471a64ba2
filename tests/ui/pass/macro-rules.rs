//! Pages that a `macro_rules!` macro writes.

#![deny(warnings)]

use voip_runtime::prelude::*;

pub use voip_runtime as rt;

macro_rules! page {
    (
        $(#[$meta:meta])* $name:ident, $title:literal, $handler:path, $hook:path, $failed:ident,
        $openid:ty, $retries:literal, $wait:literal, $code:literal, { $($more:tt)* }
    ) => {
        $(#[$meta])*
        #[voip_page(
            title = $title,
            handler = $handler,
            crate = $crate::rt,
            flow {
                Idle        => Authorizing;
                Authorizing => Enabling | $failed: toast($title), run($hook);
                Enabling within $wait
                            => Joining
                             | Enabling on $code, System retry $retries after $wait
                             | $failed;
                Joining     => InCall | $failed;
                InCall      => Idle;
                $failed     => Idle;
            }
        )]
        pub struct $name {
            #[field(listener.openid)]
            listen_openid: $openid,
            #[field(listener.nickname, label = $title, default = $title)]
            listen_name: String,
            #[field(caller.openid)]
            call_openid: $openid,
            #[field(caller.nickname)]
            call_name: Option<String>,
            $($more)*
        }
    };
}

page! {
    /// Made by a macro.
    #[derive(Debug)]
    VideoCall, "视频通话", handle_call, self::report, Failed, OpenId, 2, 10s, -30004,
    { #[field(label = "备注")] note: String, }
}

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    call.begin().authorize().await?.enable().await?.join().await
}

fn report(_: &VideoCall, _: &Change) {}

/// Even with the attribute's whole list from outside.
macro_rules! whole {
    ($($arguments:tt)*) => {
        #[voip_page($($arguments)*)]
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
    };
}

whole!(title = "语音通话", room_type = voice);

fn main() {
    assert_eq!(VideoCall::initial().listen_name, "视频通话");
    assert_eq!(VoiceCall::SPEC.title, "语音通话");
}
