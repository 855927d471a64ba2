//! Other attributes on the struct and its fields, above and below.

#![deny(warnings)]

use serde::{Deserialize, Serialize};
use voip_runtime::prelude::*;

/// A doc comment with `a]`, [brackets], ``back`ticks``, | and <tags>.
#[derive(Clone, Debug, Default)]
#[voip_page(title = "视频通话", handler = handle_call)]
#[derive(PartialEq, Serialize, Deserialize)]
#[repr(C)]
#[cfg_attr(all(), derive(Eq))]
#[cfg_attr(all(), doc = "Words of a `cfg_attr`.")]
#[serde(rename_all = "camelCase")]
#[must_use]
#[doc(alias = "call")]
#[deprecated = "a page of yesterday"]
pub struct VideoCall {
    /// Who is called.
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[serde(default)]
    #[field(listener.nickname)]
    #[allow(dead_code)]
    listen_name: String,
    #[field(caller.openid)]
    #[doc(hidden)]
    call_openid: OpenId,
    #[cfg_attr(all(), serde(skip), doc = "Who calls.")]
    #[field(caller.nickname)]
    call_name: String,
}

#[allow(deprecated)]
async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    call.begin().authorize().await?.enable().await?.join().await
}

#[allow(deprecated)]
fn main() {
    let page = VideoCall::default();
    assert_eq!(page.clone(), page);
    assert!(format!("{page:?}").starts_with("VideoCall"));
}
