//! Pages that use what runs beside a call: they load contacts, report to a server, and enable calls when they are shown.

use std::time::Duration;

use serde::Deserialize;
use voip_runtime::prelude::*;
use voip_runtime::value::Value;

/// Why somebody calls.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    #[choice("日常")]
    Daily,
    #[choice("急事")]
    Urgent,
}

/// A page that calls one of its contacts, which come from a server.
#[voip_page(
    title = "家人",
    button = "打电话",
    handler = call_contact,
    on_load = load_family,
    receive(on_show),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: spawn(report);
        Enabling within 10s
                    => Joining | Failed: spawn(report);
        Joining within 30s
                    => InCall | Idle on LeftWhileJoining | Failed: spawn(report);
        InCall ring 45s within 20m
                    => Idle: spawn(report)
                     | Failed on NoAnswer: toast("无人接听", 5s), spawn(report)
                     | Idle on Timeout: toast("通话时间已到")
                     | Failed on Interrupted;
        Failed      => Authorizing | Idle;
    }
)]
#[derive(Debug)]
pub struct Family {
    #[field(contacts, label = "家人")]
    pub contacts: Vec<Contact>,
    #[field(caller.openid, query = "me")]
    pub me: OpenId,
    #[field(caller.nickname, default = "me")]
    pub my_name: String,
    #[field(choice, label = "事由", query)]
    pub reason: Reason,
}

#[derive(Deserialize)]
struct Found {
    family: Vec<Contact>,
}

async fn load_family(page: PageContext<Family>) -> Result<(), CallError> {
    let group = page.query("group").unwrap_or_default();
    let found: Found = page.host().request("family", &group).await?;
    page.update(|page| page.contacts = found.family);
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
    let talked = ended.talked().map_or(0, |talked| talked.as_secs());
    let _: Value = ended.host().request("talked", &(listener, talked)).await?;
    ended.finish()
}

/// The answer of the server to `family`: contacts with these openids and nicknames.
pub fn family(contacts: &[(&str, &str)]) -> Value {
    let contact = |(openid, nickname): &(&str, &str)| {
        Value::object([("openid", Value::from(*openid)), ("nickname", Value::from(*nickname))])
    };
    Value::object([("family", Value::List(contacts.iter().map(contact).collect()))])
}

/// A page that is only called.
#[voip_page(title = "接听", receive(only, on_show))]
#[derive(Debug)]
pub struct Desk {
    #[field(label = "值班")]
    pub on_duty: bool,
}
