//! Opens a phone in a given state. The page gets there at once, by a tap and by host answers that lead to that
//! state.

use std::time::Duration;

use voip_runtime::record::Input;
use voip_runtime::sim::{Play, Step};
use voip_runtime::{Cause, State};

use super::Simulation;
use super::phone::Phone;
use crate::serve::settings::{InitialState, PhoneId, can_answer};
use crate::serve::wire::{Event, PhoneView, Refusal};

/// How many events may happen on the way.
const MAX_EVENTS: u32 = 10_000;

/// The cause of a Failed page, if the address names none.
const DEFAULT_CAUSE: Cause = Cause::NotOpen;

impl Simulation {
    /// Brings the phones into the states that the address names.
    pub(super) fn enter_initial_states(&mut self) {
        for id in PhoneId::BOTH {
            let Some(initial) = *id.of(&self.settings.initial_states) else { continue };
            if let Err(refusal) = id.of_mut(&mut self.phones).enter(initial) {
                self.outbox.reply(Event::Refused(refusal));
            }
            let reached =
                id.of(&self.phones).session().is_some_and(|page| page.state().state == initial.state);
            // Otherwise the step would time out while the user looks at it.
            if reached && initial.state.is_working() {
                self.clock.pause();
            }
        }
        self.clock.set_speed(self.settings.speed);
    }
}

impl Phone {
    /// Brings the page into the state, or leaves it as it opens if the page cannot get there.
    fn enter(&mut self, InitialState { state, cause }: InitialState) -> Result<(), Refusal> {
        if self.session().is_none() {
            return Err(Refusal::new(
                "open",
                "the app is closed on this phone, so its page has no state",
                "该手机上没有打开小程序，页面没有状态",
            ));
        }
        let cause = cause.unwrap_or(DEFAULT_CAUSE);
        let end = match state {
            State::Idle => return Ok(()),
            State::Failed if [Cause::Interrupted, Cause::NoAnswer].contains(&cause) => None,
            State::Failed => Some(failing_step(cause).ok_or_else(|| no_such_failure(cause))?),
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
        let reached = self.advance_to(state, cause);
        self.apply_answers();
        if reached {
            return Ok(());
        }
        let view = self.view();
        self.kill();
        self.start();
        Err(not_reached(state, cause, &view))
    }

    /// Taps, and runs events until the page is in `state`. Returns `false` if the page stops in another state.
    fn advance_to(&mut self, state: State, cause: Cause) -> bool {
        let tap = if self.page().spec().has_call_button() { Input::Tap } else { Input::Call { contact: 0 } };
        // The contacts may come with the `on_load` function.
        for _ in 0..MAX_EVENTS {
            if !self.session().is_some_and(|page| page.state().loading) || !self.host.step(Duration::MAX) {
                break;
            }
        }
        if self.input(tap).is_err() {
            return false;
        }
        for _ in 0..MAX_EVENTS {
            let now = self.session().map(|page| page.state().state);
            if now == Some(state) {
                return true;
            }
            if now == Some(State::InCall) && cause == Cause::Interrupted {
                self.host.interrupt();
                continue;
            }
            let agreed = self.host.allow() || self.host.leave_settings();
            if !agreed && !self.host.step(Duration::MAX) {
                return false;
            }
        }
        false
    }
}

/// The step that fails with `cause`, and how.
fn failing_step(cause: Cause) -> Option<(Step, Option<Play>)> {
    if cause == Cause::Timeout {
        return Some((Step::Enable, Some(Play::never())));
    }
    // The latest step that can fail with it: most causes belong to `join`.
    let step = Step::ALL.into_iter().rev().find(|step| can_answer(*step, cause))?;
    Some((step, Some(Play::fail(cause))))
}

fn no_such_failure(cause: Cause) -> Refusal {
    Refusal::new(
        "open",
        format!("cannot open the page with the failure {cause}: no host call fails with it"),
        format!("没有宿主接口会返回 {cause}，因此无法用链接打开该失败状态"),
    )
}

/// Says which state the page reached instead.
fn not_reached(state: State, cause: Cause, view: &PhoneView) -> Refusal {
    let (reached, why) = (view.state, view.last.as_ref().and_then(|change| change.cause));
    let with = why.map(|why| format!(" ({why})")).unwrap_or_default();
    if state == State::Failed {
        return Refusal::new(
            "open",
            format!("this page does not fail with {cause}: it reached {reached}{with}"),
            format!("该页面在 {cause} 之后不会进入 Failed，而是 {reached}{with}"),
        );
    }
    Refusal::new(
        "open",
        format!("this page cannot reach {state}: it reached {reached}{with}"),
        format!("该页面没有到达 {state}，而是 {reached}{with}"),
    )
}
