//! A phone that begins in a state: the page is brought there, in no real time, by the user's tap and a host
//! that answers as that state needs.

use std::time::Duration;

use voip_runtime::sim::{Play, Step};
use voip_runtime::{Cause, Page, Session, State};

use super::Stage;
use super::phone::Phone;
use crate::serve::settings::{Start, can_answer};
use crate::serve::which::Which;
use crate::serve::wire::{self, Refusal, Told};

/// The most things that happen on the way.
const MOST: u32 = 10_000;

/// What a Failed page has failed with, if nobody says.
const USUAL: Cause = Cause::NotOpen;

impl<P: Page> Stage<P> {
    /// Brings the phones where the address says that they begin.
    pub(super) fn begin_in_states(&mut self) {
        for which in Which::BOTH {
            let Some(start) = *which.of(&self.settings.states) else { continue };
            if let Err(refused) = which.of_mut(&mut self.phones).begin_in(start) {
                self.outbox.reply(Told::Refused(refused));
            }
            let is_there =
                which.of(&self.phones).session().is_some_and(|session| session.state() == start.state);
            if is_there && start.state.is_working() {
                self.time.pause();
            }
        }
        self.time.set_speed(self.settings.speed);
    }
}

impl<P: Page> Phone<P> {
    /// Where that cannot be, the page is as it opens.
    fn begin_in(&mut self, Start { state, cause }: Start) -> Result<(), Refusal> {
        if self.session().is_none() {
            return Err(Refusal::new(
                "open",
                "the app is closed on this phone, so its page is in no state",
                "该手机上没有打开小程序，页面没有状态",
            ));
        }
        let cause = cause.unwrap_or(USUAL);
        let end = match state {
            State::Idle => return Ok(()),
            State::Failed if cause == Cause::Interrupted => None,
            State::Failed => Some(failing(cause).ok_or_else(|| never_fails(cause))?),
            State::Authorizing => Some((Step::Authorize, None)),
            State::Enabling => Some((Step::Enable, Some(Play::never()))),
            State::Joining => Some((Step::Join, Some(Play::never()))),
            State::InCall => None,
        };
        for step in Step::ALL {
            let play = match &end {
                Some((last, play)) if *last == step => play.clone(),
                _ => Some(Play::succeed()),
            };
            self.host.play_always(step, play);
        }
        let reached = self.walk_to(state, cause);
        self.answer_as_set();
        if reached {
            return Ok(());
        }
        let view = self.view();
        self.kill();
        self.start();
        Err(not_reached(state, cause, &view))
    }

    /// Taps, and goes on until the page is in `state`; `false` if it comes to rest elsewhere.
    fn walk_to(&mut self, state: State, cause: Cause) -> bool {
        if self.input(voip_runtime::record::Input::Tap).is_err() {
            return false;
        }
        for _ in 0..MOST {
            let now = self.session().map(Session::state);
            if now == Some(state) {
                // The dialog comes up a moment after the state.
                return true;
            }
            if now == Some(State::InCall) && cause == Cause::Interrupted {
                self.host.interrupt();
                continue;
            }
            // Whatever stands in the way is agreed to.
            let agreed = self.host.allow() || self.host.leave_settings();
            if !agreed && !self.host.step(Duration::MAX) {
                return false;
            }
        }
        false
    }
}

/// The step that fails with `cause`, and how.
fn failing(cause: Cause) -> Option<(Step, Option<Play>)> {
    if cause == Cause::Timeout {
        return Some((Step::Enable, Some(Play::never())));
    }
    // The latest step: what its table calls by name is what the cause is known for.
    let step = Step::ALL.into_iter().rev().find(|step| can_answer(*step, cause))?;
    Some((step, Some(Play::fail(cause))))
}

fn never_fails(cause: Cause) -> Refusal {
    Refusal::new(
        "open",
        format!("no host call answers with {cause}, so no link can open a page that failed with it"),
        format!("没有宿主接口会返回 {cause}，因此无法用链接打开该失败状态"),
    )
}

/// Says where the page came instead.
fn not_reached(state: State, cause: Cause, view: &wire::Phone) -> Refusal {
    let (there, why) = (view.state, view.last.as_ref().and_then(|change| change.cause));
    let with = why.map(|why| format!(" ({why})")).unwrap_or_default();
    if state == State::Failed {
        return Refusal::new(
            "open",
            format!("this page is not Failed after {cause}: it is {there}{with} then"),
            format!("该页面在 {cause} 之后不会进入 Failed，而是 {there}{with}"),
        );
    }
    Refusal::new(
        "open",
        format!("this page does not come to {state}: it is {there}{with} instead"),
        format!("该页面没有到达 {state}，而是 {there}{with}"),
    )
}
