//! A page for the preview with contacts, choices and rows that are only shown. It loads its contacts, and enables calls when
//! it is shown.

use std::process::ExitCode;

use voip_runtime::prelude::*;

/// What a call is about.
#[derive(Choice)]
pub enum Reason {
    /// Nothing special.
    #[choice("日常")]
    Daily,
    /// It cannot wait.
    #[choice("急事")]
    Urgent,
}

/// Calls one of the contacts.
#[voip_page(
    title = "家人",
    button = "打电话",
    scopes(record),
    on_load = load,
    receive(on_show),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall: spawn(report) | Failed;
        InCall ring 45s within 20m
                    => Idle: toast("再见", 3s), spawn(report)
                     | Failed on NoAnswer
                     | Idle on Timeout;
        Failed      => Idle | Authorizing;
    }
)]
pub struct People {
    #[field(contacts, label = "家人")]
    family: Vec<Contact>,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, label = "我", default = "小明", read_only)]
    my_name: String,
    #[field(choice, label = "事由", query)]
    reason: Reason,
    #[field(label = "备注", max_length = 5)]
    remark: String,
}

async fn load(page: PageContext<People>) -> Result<(), CallError> {
    match page.query("group").as_deref() {
        Some("none") => page.update(|page| page.family.clear()),
        Some("unnamed") => page.update(|page| {
            page.family = vec![Contact { openid: OpenId::from("unnamed"), ..Contact::default() }];
        }),
        Some("closed") => return Err(CallError::app("这个群已解散")),
        _ => {
            let found: Contact = page.host().request("family", &()).await?;
            let other = Contact { nickname: "小白".into(), ..Contact::default() };
            page.update(|page| page.family = vec![found, other]);
        }
    }
    Ok(())
}

async fn report(page: PageContext<People>, _: Change) -> Result<(), CallError> {
    page.host().sleep(std::time::Duration::from_secs(2)).await;
    Err(CallError::new(Cause::System, "report:fail"))
}

fn main() -> ExitCode {
    voip_preview::main::<People>()
}
