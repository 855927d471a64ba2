//! A page for the preview whose contacts have no rows, since they have no label.

use std::process::ExitCode;

use voip_runtime::prelude::*;

/// Calls an agent. Its own WXML would show the others.
#[voip_page(title = "客服", scopes(record), receive, on_load = load)]
pub struct Agents {
    #[field(listener.openid, label = "客服")]
    openid: OpenId,
    #[field(listener.nickname, default = "客服")]
    name: String,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "用户")]
    my_name: String,
    #[field(contacts)]
    others: Vec<Contact>,
}

async fn load(page: PageContext<Agents>) -> Result<(), CallError> {
    page.update(|page| page.others = vec![Contact { nickname: "二号".into(), ..Contact::default() }]);
    Ok(())
}

fn main() -> ExitCode {
    voip_preview::main::<Agents>()
}
