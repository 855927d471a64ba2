//! Each working row has an edge for a call that is cancelled, and a time limit.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    flow {
        Idle        => Authorizing;
        Authorizing within 2m
                    => Enabling | Idle | Failed on Timeout, NotOpen, DeviceNotSupported: toast("请稍后再试") | Failed;
        Enabling within 10s
                    => Idle: toast("已取消") | Joining | Failed;
        Joining within 1m
                    => InCall | Idle on LeftWhileJoining | Idle: toast("已取消"), run(report)
                     | Failed on InvalidOpenid, InvalidOptions, Network, NotInForeground | Failed;
        InCall      => Idle;
        Failed      => Idle;
    }
)]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

fn report(_: &VideoCall, _: &Change) {}

fn main() {
    let rows = VideoCall::SPEC.flow.rows;
    assert_eq!(rows[1].within.map(|limit| limit.as_secs()), Some(120));
    let edges = rows.map(|row| row.plain(State::Idle).map(|edge| edge.actions.len()));
    assert_eq!(edges, [None, Some(0), Some(1), Some(2), Some(0), Some(0)]);
}
