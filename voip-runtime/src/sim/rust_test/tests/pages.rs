//! The pages of the random runs.

use core::time::Duration;
use std::format;
use std::string::String;
use std::vec::Vec;

use serde::Deserialize;

use crate::prelude::*;
use crate::value::Value;

#[voip_page(
    title = "客服通话",
    receive,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Authorizing on Denied via open_setting retry 1 | Failed: toast("请允许");
        Enabling within 10s
                    => Joining
                     | Authorizing on NoCamera, NoRecord retry 1
                     | Enabling on Timeout retry 1 after 500ms
                     | Failed: toast("开启通话失败");
        Joining within 30s
                    => InCall
                     | Idle on LeftWhileJoining
                     | Joining on AlreadyInRoom via exit_room retry 1
                     | Joining on System, Internal, Timeout retry 2 after 1s
                     | Failed: toast("加入通话失败");
        InCall      => Idle | Failed on Interrupted: toast("通话中断");
        Failed      => Authorizing | Idle;
    }
)]
pub(super) struct Recovering {
    #[field(listener.openid, query)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener", query)]
    listen_name: String,
    #[field(caller.openid, query)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

#[voip_page(
    title = "查询",
    handler = find,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining  | Failed;
        Joining     => InCall   | Failed;
        InCall      => Idle;
        Failed      => Idle;
    }
)]
pub(super) struct Finding {
    #[field(listener.openid, optional, query)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener", query)]
    listen_name: String,
    #[field(caller.openid, query)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

async fn find(call: Call<Finding, Idle>) -> Outcome<Finding> {
    let name = call.page().listen_name.clone();
    let found: Result<String, _> = call.host().request("login", &name).await;
    call.host().sleep(Duration::from_millis(200)).await;
    match found {
        Ok(openid) => call.update(|page| page.listen_openid = openid.into()),
        Err(error) if error.cause() == Cause::Timeout => return call.cancel(),
        Err(error) => return call.fail(error),
    }
    let _: Result<Value, _> = call.host().request("report", &1).await;
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    call.host().sleep(Duration::from_secs(40)).await;
    call.hang_up()
}

#[voip_page(
    title = "家人",
    handler = call_contact,
    on_load = load_family,
    receive(on_show),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: spawn(report);
        Enabling within 10s
                    => Joining | Failed: spawn(report);
        Joining within 30s
                    => InCall | Idle on LeftWhileJoining | Joining on System retry 1 after 1s | Failed: spawn(report);
        InCall ring 45s within 9m
                    => Idle: spawn(report)
                     | Failed on NoAnswer: toast("无人接听", 5s), spawn(report)
                     | Idle on Timeout
                     | Failed on Interrupted;
        Failed      => Authorizing | Idle;
    }
)]
pub(super) struct Family {
    #[field(contacts, label = "家人")]
    contacts: Vec<Contact>,
    #[field(caller.openid, query)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

/// The answer of the server: this many contacts, one of them without an openid.
pub(super) fn family(count: u64) -> Value {
    let contact = |index: u64| {
        let openid = if index == 1 { String::new() } else { format!("o-contact-of-the-family-{index}") };
        Value::object([("openid", openid.into()), ("nickname", Value::from(format!("\"{index}\"")))])
    };
    Value::List((0..count).map(contact).collect())
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Found(Vec<Contact>);

async fn load_family(page: PageContext<Family>) -> Result<(), CallError> {
    let group = page.query("group").unwrap_or_default();
    let Found(contacts) = page.host().request("family", &group).await?;
    page.update(|page| page.contacts = contacts);
    Ok(())
}

async fn report(page: PageContext<Family>, change: Change) -> Result<(), CallError> {
    page.host().sleep(Duration::from_secs(3)).await;
    let _: Value = page.host().request("report", &change.to.name()).await?;
    Ok(())
}

async fn call_contact(call: Call<Family, Idle>) -> Outcome<Family> {
    let listener = call.listener().nickname;
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    let ended = call.answered().await?.ended().await;
    ended.host().sleep(Duration::from_millis(200)).await;
    let talked = ended.talked().map_or(0, |talked| talked.as_secs());
    let _: Value = ended.host().request("report", &(listener, talked)).await?;
    ended.finish()
}
