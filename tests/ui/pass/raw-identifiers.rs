//! Names that are keywords.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    handler = r#do::r#await,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: run(r#do::r#match);
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall      => Idle;
        Failed      => Idle;
    }
)]
#[allow(non_camel_case_types)]
pub struct r#struct {
    #[field(listener.openid)]
    r#type: OpenId,
    #[field(listener.nickname)]
    r#fn: String,
    #[field(caller.openid)]
    r#async: OpenId,
    #[field(caller.nickname)]
    r#move: String,
    r#let: u8,
}

mod r#do {
    use super::*;

    pub(crate) async fn r#await(call: Call<r#struct, Idle>) -> Outcome<r#struct> {
        call.begin().authorize().await?.enable().await?.join().await
    }

    pub(crate) fn r#match(page: &r#struct, _: &Change) {
        let _ = page.r#let;
    }
}

fn main() {
    let names: Vec<_> = r#struct::SPEC.fields.iter().map(|field| (field.name, field.key)).collect();
    assert_eq!(names[0], ("type", "type"));
    assert_eq!((r#struct::SPEC.name, r#struct::SPEC.route), ("struct", "pages/struct/index"));
}
