//! Doc comments on arguments and on fields.

#![deny(warnings, missing_docs)]

use voip_runtime::prelude::*;

/// A page.
#[voip_page(
    /// What the user reads first.
    title = "视频通话",
    /// Both, in this order.
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
    /// Reachable too.
    receive
)]
pub struct VideoCall {
    /// Who is called.
    #[field(
        /// The other side.
        listener.openid,
        /// Before its row.
        label = "对方openid"
    )]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    /// Their name.
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
