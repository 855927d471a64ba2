//! One page for each feature, with nothing else, to measure what the feature adds to a module.

#![cfg_attr(target_os = "none", no_std)]

use voip_runtime::prelude::*;

/// A page with these arguments and fields besides those that each page here has.
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
macro_rules! handled {
    ($call:ident => $($handler:tt)*) => {
        page! { (handler = handle) }

        async fn handle($call: Call<Page, Idle>) -> Outcome<Page> {
            $($handler)*
        }
    };
}

#[cfg(feature = "base")]
page! { () }

#[cfg(feature = "handler")]
handled! { call => call.begin().authorize().await?.enable().await?.join().await }

#[cfg(feature = "contacts")]
page! { () #[field(contacts)] contacts: Vec<Contact>, }

#[cfg(feature = "text")]
page! { () #[field(label = "字段")] field: String, }

#[cfg(feature = "bool")]
page! { () #[field(label = "字段")] field: bool, }

#[cfg(feature = "integer")]
page! { () #[field(label = "字段")] field: u32, }

#[cfg(feature = "float")]
page! { () #[field(label = "字段")] field: f64, }

#[cfg(feature = "choice")]
page! { () #[field(choice, label = "字段")] field: Reason, }

#[cfg(feature = "choice")]
#[derive(Clone, Copy, Choice)]
pub enum Reason {
    #[choice("闲聊")]
    Chat,
    #[choice("急事")]
    Urgent,
}

#[cfg(feature = "room_type")]
page! { () #[field(room_type, label = "字段")] field: RoomType, }

#[cfg(feature = "optional")]
page! { () #[field(label = "字段")] field: Option<String>, }

#[cfg(feature = "receive")]
page! { (receive) }

#[cfg(feature = "receive_on_show")]
page! { (receive(on_show)) }

#[cfg(feature = "receive_only")]
#[voip_page(title = "页面", receive(only))]
pub struct Page {}

#[cfg(feature = "retry")]
page! {
    (flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Authorizing on Denied via open_setting retry 1 | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall
                     | Joining on AlreadyInRoom via exit_room retry 1
                     | Joining on System retry 2 after 1s
                     | Failed;
        InCall      => Idle;
        Failed      => Authorizing | Idle;
    })
}

#[cfg(feature = "toast_for")]
page! {
    (flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed: toast("加入失败", 5s);
        InCall      => Idle;
        Failed      => Authorizing | Idle;
    })
}

#[cfg(feature = "ring_within")]
page! {
    (flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall ring 45s within 30m => Idle | Failed on NoAnswer | Idle on Timeout;
        Failed      => Authorizing | Idle;
    })
}

#[cfg(feature = "on_load")]
page! { (on_load = load) }

#[cfg(feature = "on_load")]
async fn load(_: PageContext<Page>) -> Result<(), CallError> {
    Ok(())
}

#[cfg(feature = "spawn")]
page! {
    (flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall      => Idle: spawn(report);
        Failed      => Authorizing | Idle;
    })
}

#[cfg(feature = "spawn")]
async fn report(_: PageContext<Page>, _: Change) -> Result<(), CallError> {
    Ok(())
}

#[cfg(feature = "update")]
handled! { call =>
    call.update(|page| page.listener_name = "医生".into());
    call.begin().authorize().await?.enable().await?.join().await
}

#[cfg(feature = "request")]
handled! { call =>
    let _: serde::de::IgnoredAny = call.host().request("request", &Options { url: "https://page.example" }).await?;
    call.begin().authorize().await?.enable().await?.join().await
}

#[cfg(feature = "answer")]
handled! { call =>
    let answer: Answer = call.host().request("request", &Options { url: "https://page.example" }).await?;
    call.update(|page| page.listener_name = answer.data);
    call.begin().authorize().await?.enable().await?.join().await
}

#[cfg(any(feature = "request", feature = "answer"))]
#[derive(serde::Serialize)]
struct Options {
    url: &'static str,
}

#[cfg(feature = "answer")]
#[derive(serde::Deserialize)]
struct Answer {
    data: String,
}

#[cfg(feature = "sleep")]
handled! { call =>
    call.host().sleep(core::time::Duration::from_secs(1)).await;
    call.begin().authorize().await?.enable().await?.join().await
}

#[cfg(feature = "answered")]
handled! { call =>
    call.begin().authorize().await?.enable().await?.join().await?.answered().await
}

#[cfg(feature = "ended")]
handled! { call =>
    call.begin().authorize().await?.enable().await?.join().await?.ended().await.finish()
}
