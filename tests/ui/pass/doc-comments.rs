//! Doc comments on arguments and on fields.

#![deny(warnings, missing_docs)]

use voip_runtime::prelude::*;

/// A page.
#[voip_page(
    /// The text of the navigation bar.
    title = "视频通话",
    /// The scopes, in this order.
    scopes(record, camera),
    /** How a call
    flows. */
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall      => Idle;
        Failed      => Idle;
    },
    /// The page can be called.
    receive
)]
pub struct VideoCall {
    /// Who is called.
    #[field(
        /// The listener.
        listener.openid,
        /// The text before the row.
        label = "对方openid"
    )]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    /// The name of the listener.
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

fn main() {
    assert_eq!(VideoCall::SPEC.title, "视频通话");
    assert_eq!(VideoCall::SPEC.fields[0].label, Some("对方openid"));
}
