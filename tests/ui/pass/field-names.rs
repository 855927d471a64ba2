//! Fields and methods with names that the generated code uses.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    handler = Self::handle,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: run(Self::run);
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall      => Idle;
        Failed      => Idle;
    }
)]
pub struct VideoCall {
    #[field(listener.openid)]
    all: OpenId,
    #[field(listener.nickname)]
    index: String,
    #[field(caller.openid)]
    call: OpenId,
    #[field(caller.nickname)]
    page: String,
    hook: u8,
    change: u8,
    running: u8,
    value: u8,
    field: u8,
    field_mut: u8,
    first: u8,
    copy: u8,
    name: u8,
    title: u8,
    __voip_runtime: u8,
    _0: u8,
    _unused: u8,
    very_long_name_that_goes_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on: u8,
}

impl VideoCall {
    fn run(&self, _: &Change) {}

    async fn handle(it: Call<Self, Idle>) -> Outcome<Self> {
        it.begin().authorize().await?.enable().await?.join().await
    }

    pub fn field(&self) {}

    pub fn field_mut(&mut self) {}

    pub fn copy(&self) {}

    pub fn clone(&self) {}

    pub fn snapshot(&self) {}

    pub fn parties(&self) {}

    pub fn first(&self) {}
}

fn main() {
    assert_eq!(<VideoCall as Page>::initial().value, 0);
}
