//! Pages with one feature each, to measure what it adds to a module. `build.rs` selects the page.

#![no_std]

use voip_runtime::prelude::*;

/// A page with these arguments and fields, besides the fields of every page that calls.
#[allow(unused_macros, reason = "a page that only receives calls has no such fields")]
macro_rules! page {
    (($($arguments:tt)*) $($fields:tt)*) => {
        #[voip_page(title = "页面", $($arguments)*)]
        pub struct Page {
            #[field(listener.openid)]
            listener: OpenId,
            #[field(listener.nickname)]
            listener_name: String,
            #[field(caller.openid)]
            caller: OpenId,
            #[field(caller.nickname)]
            caller_name: String,
            $($fields)*
        }
    };
}

/// A page with this handler.
#[allow(unused_macros, reason = "most pages have none")]
macro_rules! handled {
    ($call:ident => $($handler:tt)*) => {
        page! { (handler = handle) }

        async fn handle($call: Call<Page, Idle>) -> Outcome<Page> {
            $($handler)*
        }
    };
}

/// A page whose flow has these edges: of Authorizing and Joining before the failure, and the row InCall.
#[allow(unused_macros, reason = "most pages have the usual flow")]
macro_rules! flow {
    (Authorizing $authorizing:tt Joining $joining:tt InCall $in_call:tt) => {
        flow! { @ $authorizing $joining $in_call }
    };
    (@ { $($authorizing:tt)* } { $($joining:tt)* } { $($in_call:tt)* }) => {
        page! {
            (flow {
                Idle        => Authorizing;
                Authorizing => Enabling $($authorizing)*;
                Enabling    => Joining | Failed;
                Joining     => InCall $($joining)*;
                InCall $($in_call)*;
                Failed      => Authorizing | Idle;
            })
        }
    };
}

#[cfg(page = "base")]
page! { () }

#[cfg(page = "integer")]
page! { () #[field(label = "字段")] field: u32, }

#[cfg(page = "decimal")]
page! { () #[field(label = "字段")] field: f64, }

#[cfg(page = "text")]
page! { () #[field(label = "字段")] field: String, }

#[cfg(page = "query")]
page! { () #[field(label = "字段", query)] field: String, }

#[cfg(page = "choice")]
page! { () #[field(choice, label = "字段")] field: Reason, }

#[cfg(page = "choice")]
#[derive(Clone, Copy, Choice)]
pub enum Reason {
    #[choice("闲聊")]
    Chat,
    #[choice("急事")]
    Urgent,
}

#[cfg(page = "contacts")]
page! { () #[field(contacts)] contacts: Vec<Contact>, }

#[cfg(page = "receive")]
page! { (receive) }

#[cfg(page = "on-show")]
page! { (receive(on_show)) }

#[cfg(page = "receive-only")]
#[voip_page(title = "页面", receive(only))]
pub struct Page {}

#[cfg(page = "recovery")]
flow! {
    Authorizing { | Authorizing on Denied via open_setting retry 1 | Failed }
    Joining { | Joining on AlreadyInRoom via exit_room retry 1 | Joining on System retry 2 after 1s | Failed }
    InCall { => Idle }
}

#[cfg(page = "toast")]
flow! { Authorizing { | Failed } Joining { | Failed: toast("加入失败") } InCall { => Idle } }

#[cfg(page = "long-toast")]
flow! { Authorizing { | Failed } Joining { | Failed: toast("加入失败", 5s) } InCall { => Idle } }

#[cfg(page = "limits")]
flow! {
    Authorizing { | Failed }
    Joining { | Failed }
    InCall { ring 45s within 30m => Idle | Failed on NoAnswer | Idle on Timeout }
}

#[cfg(page = "spawn")]
flow! { Authorizing { | Failed } Joining { | Failed } InCall { => Idle: spawn(report) } }

#[cfg(page = "spawn")]
async fn report(_: PageContext<Page>, _: Change) -> Result<(), CallError> {
    Ok(())
}

#[cfg(page = "on-load")]
page! { (on_load = load) }

#[cfg(page = "on-load")]
async fn load(_: PageContext<Page>) -> Result<(), CallError> {
    Ok(())
}

#[cfg(page = "handler")]
handled! { call => call.begin().authorize().await?.enable().await?.join().await }

#[cfg(page = "update")]
handled! { call =>
    call.update(|page| page.listener_name = "医生".into());
    call.begin().authorize().await?.enable().await?.join().await
}

#[cfg(page = "sleep")]
handled! { call =>
    call.host().sleep(core::time::Duration::from_secs(1)).await;
    call.begin().authorize().await?.enable().await?.join().await
}

#[cfg(page = "ended")]
handled! { call =>
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    call.answered().await?.ended().await.finish()
}

#[cfg(page = "request")]
handled! { call =>
    let _: serde::de::IgnoredAny = call.host().request("request", &Options { url: "https://page.example" }).await?;
    call.begin().authorize().await?.enable().await?.join().await
}

#[cfg(page = "answer")]
handled! { call =>
    let answer: Answer = call.host().request("request", &Options { url: "https://page.example" }).await?;
    call.update(|page| page.listener_name = answer.data);
    call.begin().authorize().await?.enable().await?.join().await
}

#[cfg(page = "answer")]
#[derive(serde::Deserialize)]
struct Answer {
    data: String,
}

#[cfg(page = "loaded-contacts")]
page! { (on_load = load) #[field(contacts)] contacts: Vec<Contact>, }

#[cfg(page = "loaded-contacts")]
async fn load(page: PageContext<Page>) -> Result<(), CallError> {
    let answer: Answer = page.host().request("request", &Options { url: "https://page.example" }).await?;
    page.update(|page| page.contacts = answer.data);
    Ok(())
}

#[cfg(page = "loaded-contacts")]
#[derive(serde::Deserialize)]
struct Answer {
    data: Vec<Contact>,
}

#[cfg(any(page = "request", page = "answer", page = "loaded-contacts"))]
#[derive(serde::Serialize)]
struct Options {
    url: &'static str,
}
