//! The pages of these tests.

use voip_runtime::prelude::*;

/// A page with the default flow.
#[voip_page(title = "Plain 通话", scopes(record))]
pub(crate) struct Plain {
    #[field(listener.openid, label = "对方openid")]
    doctor: OpenId,
    #[field(listener.nickname, default = "Doctor")]
    doctor_name: String,
    #[field(caller.openid)]
    patient: OpenId,
    #[field(caller.nickname)]
    patient_name: String,
    #[field(label = "优先级", default = 1)]
    priority: u8,
    #[field(default = true)]
    urgent: bool,
}

/// A page whose handler can stop a call with its own message, and whose flow has recovery edges.
#[voip_page(
    title = "Strict",
    handler = strict,
    flow {
        Idle => Authorizing;
        Authorizing => Enabling | Authorizing on Denied via open_setting retry 1 | Failed: toast("no \"rights\"; none");
        Enabling within 10s => Joining | Failed;
        Joining within 30s
            => InCall
             | Idle on LeftWhileJoining
             | Joining on System retry 2 after 1s
             | Failed: run(report);
        InCall => Idle | Failed on Interrupted;
        Failed => Authorizing | Idle;
    }
)]
pub(crate) struct Strict {
    #[field(listener.openid)]
    to: OpenId,
    #[field(listener.nickname, default = "to")]
    to_name: String,
    #[field(caller.openid)]
    from: OpenId,
    #[field(caller.nickname, default = "from")]
    from_name: String,
    #[field(room_type, default = voice)]
    kind: RoomType,
    mood: Option<String>,
}

fn report(_: &Strict, _: &Change) {}

async fn strict(call: Call<Strict, Idle>) -> Outcome<Strict> {
    match call.page().mood.as_deref() {
        Some("bad") => return call.fail("今天不行"),
        Some("none") => return call.cancel(),
        _ => {}
    }
    call.begin().authorize().await?.enable().await?.join().await
}

/// A page whose handler waits for a future that never completes.
#[voip_page(title = "Stuck", handler = wait)]
pub(crate) struct Stuck {
    #[field(listener.openid)]
    to: OpenId,
    #[field(listener.nickname, default = "to")]
    to_name: String,
    #[field(caller.openid)]
    from: OpenId,
    #[field(caller.nickname, default = "from")]
    from_name: String,
}

async fn wait(call: Call<Stuck, Idle>) -> Outcome<Stuck> {
    let call = call.begin().authorize().await?;
    std::future::pending::<()>().await;
    call.enable().await?.join().await
}
