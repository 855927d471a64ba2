//! The answers of a simulated phone: from its script, from its seed, or the usual ones.

use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::Cell;
use core::time::Duration;

use super::own_request::OwnRequest;
use super::phone::Phone;
use super::response::Response;
use super::script::{Play, Step, answer_of};
use crate::cause::Cause;
use crate::error::CallError;
use crate::flow::Via;
use crate::host::{Answer, Reply};
use crate::value::Value;

/// The delay between the two answers of a host call that has two.
const SECOND_ANSWER_DELAY: Duration = Duration::from_millis(100);

impl Phone {
    // --- The script ---

    pub(super) fn play(&self, name: &'static str, answers: impl IntoIterator<Item = Play>) {
        self.script.borrow_mut().entry(name).or_default().extend(answers);
    }

    pub(super) fn play_always(&self, name: &'static str, answer: Option<Play>) {
        self.script.borrow_mut().remove(name);
        let mut always = self.always.borrow_mut();
        match answer {
            Some(answer) => drop(always.insert(name, answer)),
            None => drop(always.remove(name)),
        }
    }

    /// Takes the scripted answer to the next host call with this name.
    pub(super) fn scripted_play(&self, name: &str) -> Option<Play> {
        let next = self.script.borrow_mut().get_mut(name).and_then(VecDeque::pop_front);
        next.or_else(|| self.always.borrow().get(name).cloned())
    }

    pub(super) fn scripted(&self, step: Step) -> Option<Play> {
        self.scripted_play(step.host_call()).or_else(|| self.draw(step))
    }

    // --- The seed ---

    pub(super) fn seed(&self, seed: u64) {
        self.rng.set(Some(seed));
    }

    /// Draws a random answer. Half of the answers are `None`: the usual one.
    pub(super) fn draw(&self, step: Step) -> Option<Play> {
        if self.roll()? % 2 == 0 {
            return None;
        }
        let possible: Vec<_> =
            Cause::NAMED.iter().filter(|cause| cause.is_possible_in(step.state())).copied().collect();
        let cause = *possible.get(usize::try_from(self.roll()?).ok()? % possible.len().max(1))?;
        let play = match self.roll()? % 6 {
            0 => Play::never(),
            1 => Play::succeed().late(Duration::from_secs(self.roll()? % 120)),
            2 => Play::succeed().then_fail(cause),
            3 => Play::fail(cause).then_succeed(),
            4 => Play::fail(cause).late(Duration::from_secs(self.roll()? % 120)),
            _ => Play::fail(cause),
        };
        Some(play)
    }

    /// The next random number (splitmix64), if the phone has a seed.
    fn roll(&self) -> Option<u64> {
        let state = self.rng.get()?.wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.rng.set(Some(state));
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Some((mixed ^ (mixed >> 31)) >> 16)
    }

    // --- Answers ---

    /// Runs `action` after `delay`, unless the app is closed before.
    pub(super) fn later(self: &Rc<Self>, delay: Duration, action: impl FnOnce(&Rc<Self>) + 'static) {
        let phone = Rc::downgrade(self);
        self.clock().run_in(&self.app.borrow(), delay, move || {
            if let Some(phone) = phone.upgrade() {
                action(&phone);
            }
        });
    }

    pub(super) fn answer(self: &Rc<Self>, delay: Duration, reply: Reply, answer: Answer) {
        self.later(delay, move |_| reply.answer(answer));
    }

    /// Answers as `play` says. A success runs `on_success`, which changes the phone, or fails if that is not possible.
    pub(super) fn perform(
        self: &Rc<Self>,
        name: &'static str,
        play: &Play,
        pace: Duration,
        reply: &Reply,
        on_success: impl Fn(&Rc<Self>) -> Result<(), Cause> + Clone + 'static,
    ) {
        if play.never {
            return;
        }
        let mut delay = pace.saturating_add(play.late);
        let (first, on_first) = (reply.clone(), on_success.clone());
        let (answer, has_succeeded) = (play.answer, Rc::new(Cell::new(false)));
        let succeeded = has_succeeded.clone();
        self.later(delay, move |phone| {
            let answer = answer.and_then(|()| on_first(phone));
            succeeded.set(answer.is_ok());
            first.answer(answer_of(name, answer));
        });
        delay = delay.saturating_add(SECOND_ANSWER_DELAY);
        if let Some(again) = play.again {
            let reply = reply.clone();
            self.later(delay, move |phone| {
                // A host call changes the phone once, however often its success is reported.
                if !has_succeeded.get() {
                    let _ = again.and_then(|()| on_success(phone));
                }
                reply.answer(answer_of(name, again));
            });
        }
    }

    /// Answers the host call of a `via` as `play` says.
    pub(super) fn perform_via(self: &Rc<Self>, via: Via, play: &Play, pace: Duration, reply: &Reply) {
        self.perform(via.host_call(), play, pace, reply, |_| Ok(()));
    }

    // --- Host calls of handlers ---

    pub(super) fn on_request(&self, name: &str, answer: super::phone::Handle) {
        self.requests.borrow_mut().insert(name.into(), answer);
    }

    pub(super) fn play_request(&self, name: &str, answers: impl IntoIterator<Item = Response>) {
        self.responses.borrow_mut().entry(name.into()).or_default().extend(answers);
    }

    /// Answers from the script, or with the function for this name, or with that for any name, or with `Value::any`.
    pub(super) fn request(self: &Rc<Self>, name: &str, options: &Value, reply: Reply) {
        let pace = self.pace.get().network;
        let scripted = self.responses.borrow_mut().get_mut(name).and_then(VecDeque::pop_front);
        if let Some(Response { answer, late }) = scripted {
            let Some(answer) = answer else { return };
            return self.respond(name, pace.saturating_add(late), reply, answer);
        }
        let handle = self.requests.borrow().get(name).cloned().filter(|_| self.online.get());
        let answer = handle.map_or_else(|| self.any_request(name, options, &reply), |handle| handle(options));
        self.respond(name, pace, reply, answer);
    }

    fn any_request(&self, name: &str, options: &Value, reply: &Reply) -> Answer {
        let handle = self.any_request.borrow().clone().filter(|_| self.online.get());
        let request = OwnRequest { name, options, answer_type: reply.answer_type() };
        handle.and_then(|handle| handle(&request)).unwrap_or_else(|| Ok(Value::any()))
    }

    /// Answers over the network. A success becomes a failure if there is no network now or then.
    fn respond(self: &Rc<Self>, name: &str, delay: Duration, reply: Reply, answer: Answer) {
        let message = alloc::format!("{name}:fail no network");
        let was_online = self.online.get();
        self.later(delay, move |phone| {
            let offline = || CallError::new(Cause::System, message);
            reply.answer(if was_online && phone.online.get() {
                answer
            } else {
                answer.and_then(|_| Err(offline()))
            });
        });
    }
}
