//! Every kind of path to a hook and to a handler.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    handler = <VideoCall as Handle>::handle_call,
    flow {
        Idle        => Authorizing: run(report);
        Authorizing => Enabling: run(self::hooks::report) | Failed: run(crate::hooks::report);
        Enabling    => Joining: run(hooks::any::<VideoCall>) | Failed: run(VideoCall::method);
        Joining     => InCall: run(Self::method) | Failed: run(<VideoCall as Hook>::hook);
        InCall      => Idle: run(hooks::any);
        Failed      => Idle: run(STORED);
    }
)]
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

trait Hook {
    fn hook(&self, change: &Change);
}

impl Hook for VideoCall {
    fn hook(&self, _: &Change) {}
}

trait Handle: Page {
    fn handle_call(call: Call<Self, Idle>) -> impl Future<Output = Outcome<Self>> + 'static;
}

impl Handle for VideoCall {
    async fn handle_call(call: Call<Self, Idle>) -> Outcome<Self> {
        call.begin().authorize().await?.enable().await?.join().await
    }
}

impl VideoCall {
    fn method(&self, _: &Change) {}
}

const STORED: fn(&VideoCall, &Change) = report;

fn report(_: &VideoCall, _: &Change) {}

mod hooks {
    use voip_runtime::prelude::*;

    pub(crate) fn report(_: &super::VideoCall, _: &Change) {}

    pub(crate) fn any<P: Page>(_: &P, _: &Change) {}
}

mod inner {
    use voip_runtime::prelude::*;

    #[voip_page(title = "语音通话", handler = super::boxed)]
    pub(crate) struct VoiceCall {
        #[field(listener.openid)]
        listen_openid: OpenId,
        #[field(listener.nickname)]
        listen_name: String,
        #[field(caller.openid)]
        call_openid: OpenId,
        #[field(caller.nickname)]
        call_name: String,
    }

    #[voip_page(title = "自己", handler = Self::call)]
    pub(crate) struct Own {
        #[field(listener.openid)]
        listen_openid: OpenId,
        #[field(listener.nickname)]
        listen_name: String,
        #[field(caller.openid)]
        call_openid: OpenId,
        #[field(caller.nickname)]
        call_name: String,
    }

    impl Own {
        async fn call(call: Call<Self, Idle>) -> Outcome<Self> {
            call.begin().authorize().await?.enable().await?.join().await
        }
    }
}

fn boxed(
    call: Call<inner::VoiceCall, Idle>,
) -> core::pin::Pin<Box<dyn Future<Output = Outcome<inner::VoiceCall>>>> {
    Box::pin(async { call.begin().authorize().await?.enable().await?.join().await })
}

fn main() {
    let _ = (inner::VoiceCall::initial, inner::Own::initial);
}
