//! The pages of these tests.

use serde::{Deserialize, Serialize};
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

/// How urgent a call is.
#[derive(Choice)]
pub(crate) enum Urgency {
    #[choice("不急")]
    Low,
    #[choice("紧急")]
    High,
}

/// A page with contacts, and limits of a call.
#[voip_page(
    title = "Contacts",
    button = "打电话",
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall ring 45s within 20m
                    => Idle: toast("再见", 5s)
                     | Failed on NoAnswer: toast("无人接听")
                     | Idle on Timeout;
        Failed      => Idle | Authorizing;
    }
)]
pub(crate) struct Contacts {
    #[field(contacts, label = "家人")]
    family: Vec<Contact>,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "me")]
    my_name: String,
    #[field(choice, label = "程度", query)]
    urgency: Urgency,
    #[field(query = "note")]
    remark: String,
}

/// A page that loads its contacts, and spawns a notify that fails.
#[voip_page(
    title = "Loads",
    on_load = load,
    receive(on_show),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: spawn(notify);
        Enabling    => Joining | Failed;
        Joining     => InCall: spawn(notify) | Failed;
        InCall      => Idle: spawn(notify);
        Failed      => Idle | Authorizing;
    }
)]
pub(crate) struct Loads {
    #[field(contacts)]
    family: Vec<Contact>,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "me")]
    my_name: String,
    #[field(default = true)]
    fails: bool,
}

async fn load(page: PageContext<Loads>) -> Result<(), CallError> {
    let group = page.query("group").unwrap_or_default();
    if group == "none" {
        return Err(CallError::app("没有这个群"));
    }
    let family = page.host().request("family", &group).await?;
    page.update(|page| page.family = family);
    Ok(())
}

async fn notify(page: PageContext<Loads>, _: Change) -> Result<(), CallError> {
    page.host().sleep(std::time::Duration::from_secs(60)).await;
    if page.page().fails { Err(CallError::new(Cause::System, "no network")) } else { Ok(()) }
}

/// A page that is only called.
#[voip_page(title = "Desk", receive(only))]
pub(crate) struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

/// A page that is only called, and enables calls when it is shown.
#[voip_page(title = "Open desk", receive(only, on_show))]
pub(crate) struct OpenDesk {
    #[field(label = "值班")]
    on_duty: bool,
}

/// A page that logs in, asks its server who the user is, and depends on the answer.
#[voip_page(title = "Logs in", scopes(record), handler = log_in)]
pub(crate) struct LogsIn {
    #[field(listener.openid)]
    to: OpenId,
    #[field(listener.nickname, default = "to")]
    to_name: String,
    #[field(caller.openid, optional)]
    me: OpenId,
    #[field(caller.nickname, default = "me")]
    my_name: String,
}

#[derive(Deserialize)]
struct Login {
    code: String,
}

#[derive(Serialize)]
struct Get<'a> {
    url: &'a str,
    data: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    status_code: u16,
    data: Option<User>,
}

#[derive(Deserialize)]
struct User {
    openid: OpenId,
}

async fn log_in(call: Call<LogsIn, Idle>) -> Outcome<LogsIn> {
    let Login { code } = call.host().request("login", &()).await?;
    let user = Get { url: "https://x.example/user?v=1", data: &code };
    let Reply { status_code, data } = call.host().request("request", &user).await?;
    match (status_code, data) {
        (200, Some(User { openid })) => call.update(|page| page.me = openid),
        (401, _) => return call.fail("请先注册"),
        (status, _) => return call.fail(format!("服务器出错（{status}）")),
    }
    call.begin().authorize().await?.enable().await?.join().await
}
