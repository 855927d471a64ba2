//! 家人: calls a member of the family. The list comes from the server as the page opens.

use serde::{Deserialize, Serialize};
use voip_runtime::prelude::*;

#[voip_page(
    title = "家人",
    route = "pages/family/index",
    button = "呼叫",
    receive(on_show),
    on_load = load_family,
    handler = call_family,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("请允许使用麦克风和摄像头", 5s);
        Enabling    => Joining  | Failed;
        Joining     => InCall   | Failed;
        InCall ring 45s within 30m
                    => Idle: spawn(report)
                     | Failed on NoAnswer: toast("无人接听")
                     | Idle on Timeout: toast("通话时间已到");
        Failed      => Authorizing | Idle;
    }
)]
pub struct Family {
    #[field(contacts, label = "家人")]
    family: Vec<Contact>,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, label = "您的昵称", default = "caller", max_length = 8)]
    my_name: String,
    #[field(choice, label = "事由", query)]
    reason: Reason,
    #[field(choice, label = "性别")]
    sex: Option<Sex>,
    #[field(label = "提示", read_only, default = "请点选")]
    hint: String,
    #[field(label = "会员", read_only)]
    member: bool,
}

/// Why the user calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Reason {
    #[choice("闲聊")]
    Chat,
    #[choice("急事 '</wxs>\" \\ {{x}}")]
    Urgent,
}

/// The sex of the user, who may not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Sex {
    #[choice("女")]
    Female,
    #[choice("男")]
    Male,
}

#[derive(Serialize)]
struct Function<'a> {
    name: &'a str,
    data: Group<'a>,
}

#[derive(Serialize)]
struct Group<'a> {
    group: &'a str,
}

#[derive(Deserialize)]
struct Found {
    result: People,
}

#[derive(Deserialize)]
struct People {
    me: OpenId,
    family: Vec<Contact>,
}

async fn load_family(page: PageContext<Family>) -> Result<(), CallError> {
    let group = page.query("group").unwrap_or_default();
    let function = Function { name: "family", data: Group { group: &group } };
    let found: Found = page.host().request("cloud.callFunction", &function).await?;
    page.update(|page| {
        page.me = found.result.me;
        page.family = found.result.family;
        page.member = true;
    });
    Ok(())
}

/// Calls the member of the family whose button was tapped.
async fn call_family(call: Call<Family, Idle>) -> Outcome<Family> {
    assert!(call.page().my_name != "panic");
    // The module then passes all fields to the page.
    call.update(|page| page.member = true);
    call.begin().authorize().await?.enable().await?.join().await
}

#[derive(Serialize)]
struct Report {
    url: &'static str,
}

/// Tells the server that a call has ended.
async fn report(page: PageContext<Family>, _: Change) -> Result<(), CallError> {
    let report = Report { url: "https://family.example/calls" };
    page.host().request::<serde::de::IgnoredAny>("request", &report).await?;
    Ok(())
}
