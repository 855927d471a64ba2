//! Every kind of path to a hook, to a handler, and to the other functions of a page.

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

    pub(crate) async fn send<P: Page>(_: PageContext<P>, _: Change) -> Result<(), CallError> {
        Ok(())
    }
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

    #[voip_page(title = "自己", handler = Self::call, on_load = Self::load, flow {
        Idle        => Authorizing;
        Authorizing => Enabling: spawn(Self::sent) | Failed: spawn(super::hooks::send);
        Enabling    => Joining: spawn(super::hooks::send::<Own>) | Failed: spawn(<Self as super::Send>::sent);
        Joining     => InCall: spawn(SENT) | Failed;
        InCall      => Idle;
        Failed      => Idle;
    })]
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

        async fn load(_: PageContext<Self>) -> Result<(), CallError> {
            Ok(())
        }

        async fn sent(_: PageContext<Self>, _: Change) -> Result<(), CallError> {
            Ok(())
        }
    }

    impl super::Send for Own {}

    type Sent = core::pin::Pin<Box<dyn Future<Output = Result<(), CallError>>>>;

    const SENT: fn(PageContext<Own>, Change) -> Sent = |page, change| Box::pin(Own::sent(page, change));
}

trait Send: Page {
    fn sent(_: PageContext<Self>, _: Change) -> impl Future<Output = Result<(), CallError>> + 'static {
        async { Ok(()) }
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
