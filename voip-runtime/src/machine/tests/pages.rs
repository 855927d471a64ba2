//! The pages whose machines the tables show.

use crate::flow::{Action, Edge, Flow, Row};
use crate::prelude::*;
use crate::spec::{Receive, Spec};

/// A page with every option.
#[voip_page(
    title = "Full",
    receive,
    on_leave = hang_up,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("refused");
        Enabling within 15s
                    => Joining
                     | Authorizing on NoCamera retry 1
                     | Failed: toast("not enabled");
        Joining within 60s
                    => InCall: run(hook)
                     | Idle on LeftWhileJoining
                     | Joining on System retry 1 after 1s
                     | Joining on AlreadyInRoom via exit_room retry 1
                     | Failed;
        InCall      => Idle | Failed on Interrupted: toast("interrupted");
        Failed      => Idle;
    }
)]
pub(super) struct Full {
    #[field(listener.openid)]
    listener: OpenId,
    #[field(listener.nickname)]
    listener_name: String,
    #[field(caller.openid)]
    caller: OpenId,
    #[field(caller.nickname)]
    caller_name: String,
}

pub(super) fn hook(_: &Full, _: &Change) {}

/// A page with the opposite options: it cannot be made reachable, leaving it does not end the call, a failure cannot be
/// dismissed, and a recovery edge has a delay before it leaves the room.
#[voip_page(
    title = "Other",
    scopes(record),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall
                     | Joining on AlreadyInRoom via exit_room retry 2 after 1s: toast("again")
                     | Failed;
        InCall      => Idle;
        Failed      => Authorizing;
    }
)]
pub(super) struct Other {
    #[field(listener.openid)]
    listener: OpenId,
    #[field(listener.nickname)]
    listener_name: String,
    #[field(caller.openid)]
    caller: OpenId,
    #[field(caller.nickname)]
    caller_name: String,
}

/// `Other`, except that a failure can be dismissed.
pub(super) const BOTH: &Spec = &{
    let mut spec = *Other::SPEC;
    spec.title = "Both";
    spec.flow.rows[State::Failed as usize] = Row::new(&[Edge::to(State::Idle), Edge::to(State::Authorizing)]);
    spec
};

/// `Full` with an `on_load` function, `receive(on_show)`, and limits of a call.
pub(super) const LOADING: &Spec = &{
    let mut spec = *Full::SPEC;
    spec.title = "Loading";
    spec.on_load = true;
    spec.receive = Some(Receive { on_show: true, only: false });
    spec.flow.rows[State::InCall as usize] = Row::new(&[
        Edge::to(State::Idle),
        Edge::to(State::Failed).on(&[Cause::NoAnswer]).then(&[Action::toast("nobody")]),
        Edge::to(State::Idle).on(&[Cause::Timeout]),
    ])
    .ring(45_000)
    .within(900_000);
    spec
};

/// A page that only receives calls.
pub(super) const RECEIVING: &Spec = &{
    let mut spec = *Full::SPEC;
    let none = Row::new(&[]);
    spec.title = "Receiving";
    spec.receive = Some(Receive { on_show: true, only: true });
    spec.flow = Flow::new([
        none,
        Row::new(&[Edge::to(State::Enabling), Edge::to(State::Failed).then(&[Action::toast("refused")])]),
        Row::new(&[Edge::to(State::Idle), Edge::to(State::Failed)]),
        none,
        none,
        none,
    ]);
    spec
};
