//! A mistake in the flow is the only error: the handler and the other functions are not unused.

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    handler = handle_call,
    on_load = load,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed: toast(""), run(report);
        Joining     => InCall | Failed: spawn(send);
        InCall      => Idle;
        Failed      => Idle;
    }
)]
struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    let call = call.begin().authorize().await?;
    let call = call.enable().await?;
    call.join().await
}

async fn load(_: PageContext<VideoCall>) -> Result<(), CallError> {
    Ok(())
}

async fn send(_: PageContext<VideoCall>, _: Change) -> Result<(), CallError> {
    Ok(())
}

fn report(page: &VideoCall, _: &Change) {
    let _ = &page.call_name;
}

fn main() {}
